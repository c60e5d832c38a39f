"""The result of a check as a piece of the page: in come reports; out come texts with marks and cards that can be corrected."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from tallymark.model.verdict import Cluster, Report
from tallymark.register.register import Register
from tallymark.reports.card import Card, cards
from tallymark.reports.cluster_table import clusters_html
from tallymark.reports.drawing import counts_bar
from tallymark.reports.markup import Markup
from tallymark.reports.page_card import card_body
from tallymark.reports.page_text import marked_text
from tallymark.reports.plain import one_line
from tallymark.reports.terminal import dated_words, register_words, summary
from tallymark.reports.verdicts import VerdictWord, counts
from tallymark.web.correcting import panel_of
from tallymark.web.jobs import Choice
from tallymark.web.templating import render

MOST_LINKS = 12


@dataclass(frozen=True, slots=True)
class ShownCard:
    """One card with its anchor; ``panel`` is the correction control where something was chosen, ``ask`` where to get it."""

    anchor: str
    card: Card
    body: Markup
    panel: Markup | None
    ask: str


@dataclass(frozen=True, slots=True)
class Section:
    """One text with its marks, cards and sums."""

    anchor: str
    prefix: str
    title: str
    about: str
    notes: tuple[str, ...]
    n_undated: int
    date_field: str
    summary: str
    bar: Markup | None
    totals: tuple[tuple[VerdictWord, tuple[str, ...]], ...]
    n_decided: int
    text: Markup
    cards: tuple[ShownCard, ...]


def result_page(
    reports: Sequence[Report], clusters: Sequence[Cluster] | None, choices: Sequence[Choice], register: Register
) -> str:
    """The finished result; ``register`` gives the choices of the correction controls that are open."""
    sections = [_section(number, report, choices, register) for number, report in enumerate(reports, 1)]
    across = None if clusters is None else clusters_html(clusters)
    return render("check_result.html", sections=sections, across=across, most_links=MOST_LINKS)


def _section(number: int, report: Report, choices: Sequence[Choice], register: Register) -> Section:
    prefix = f"d{number}-"
    found = cards(report)
    totals = counts(report.checks)
    document = report.document
    chosen = {one.claim: one for one in choices if one.text == number}
    name = f"{one_line(document.name)}, " if document.title and document.name != "-" else ""
    open_days = 0 if document.dated is not None else sum(card.subject.period.value is None for card in found)
    return Section(
        anchor=f"d{number}",
        prefix=prefix,
        title=_title(number, report),
        about=f"{_capital(name + _dated(report))}. {register_words(report)}",
        notes=tuple(_capital(one_line(note)) for note in (*document.notes, *report.notes) if not _of_date(note)),
        n_undated=open_days,
        date_field=_date_field(document.name),
        summary=summary(report).partition(":")[0],
        bar=counts_bar(totals) if totals else None,
        totals=tuple((word, tuple(card.id for card in found if card.word is word)) for word, _ in totals),
        n_decided=sum(card.word.rating is not None for card in found),
        text=marked_text(document.text, found, prefix),
        cards=tuple(_shown(number, card, chosen.get(card.id), register) for card in found),
    )


def _title(number: int, report: Report) -> str:
    document = report.document
    return one_line(document.title or ("" if document.name == "-" else document.name)) or f"Text {number}"


def _dated(report: Report) -> str:
    """The text's date and who said so, without the options of the command line."""
    words = dated_words(report).replace(" (give it with --date)", "")
    return words.replace("(from the option)", "(as given)")


def _date_field(name: str) -> str:
    """The number of the field with the text's date: a pasted text has its own, files have the first."""
    number = name.removeprefix("Text ")
    return number if name.startswith("Text ") and number.isdecimal() else "1"


def _of_date(note: str) -> bool:
    """Whether a note says that the date of the text is not known, which the page says in its own words."""
    return note.lower().startswith("the date of the text is not known")


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _shown(number: int, card: Card, choice: Choice | None, register: Register) -> ShownCard:
    subject = card.subject
    period = subject.period.value
    read = {
        "text": str(number),
        "claim": card.id,
        "measure": subject.measure.value or "",
        "people": str(subject.population.value),
        "period": "" if period is None else period.label,
    }
    panel = None if choice is None else Markup(panel_of(choice, read, register))
    return ShownCard(f"d{number}-{card.id}", card, card_body(card), panel, f"/check/correction?{urlencode(read)}")
