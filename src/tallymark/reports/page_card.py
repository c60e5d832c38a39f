"""One card of the page: in comes a card; out comes HTML with the verdict, the test, every try, the sources and what is missing."""

from __future__ import annotations

import csv
from functools import cache, lru_cache
from importlib import resources

from tallymark.model.claim import Claim
from tallymark.model.figure import Figure
from tallymark.reports.card import ORIGIN_WORDS, Card, Part, lead_words
from tallymark.reports.drawing import interval_drawing
from tallymark.reports.markup import Markup, el, foreign, join
from tallymark.reports.plain import one_line
from tallymark.reports.recounts import recount_html
from tallymark.reports.words import definition_words, figure_words, in_words, key_words, source_words

_WEB = ("https://", "http://")


@cache
def outcome_words() -> dict[str, str]:
    """What each outcome of a comparison means, from ``data/outcomes.csv``."""
    path = resources.files("tallymark.reports").joinpath("data/outcomes.csv")
    with path.open("r", encoding="utf-8") as handle:
        return {row["outcome"]: row["words"] for row in csv.DictReader(handle)}


def card_html(card: Card, prefix: str) -> Markup:
    """The card with its anchor ``prefix + id``."""
    return el(
        "article",
        el(
            "h3",
            el("a", card.id, href=f"#m-{prefix}{card.id}", title="to its place in the text"),
            " ",
            verdict_html(card),
            " ",
            el("q", foreign(one_line(card.quote))),
        ),
        card_body(card),
        id=f"{prefix}{card.id}",
        class_=f"card v-{card.word.kind}",
    )


def verdict_html(card: Card) -> Markup:
    """The verdict's mark and word, with the width where a hedge has one."""
    width = f" ({card.verdict.width})" if card.verdict.width else ""
    return el("span", f"{card.word.mark} {card.word.label}{width}", class_="verdict")


def card_body(card: Card) -> Markup:
    """Everything of the card below its title."""
    verdict = card.verdict
    drawing = interval_drawing(card.subject, verdict) if isinstance(card.subject, Claim) else None
    return join(
        el("p", foreign(one_line(card.reading)), class_="reading"),
        el("p", foreign(one_line(_test_words(verdict.line))), class_="test") if verdict.line else None,
        drawing,
        el("p", _said(verdict.words), class_="because"),
        *(el("p", _said(remark), class_="remark") for remark in card.remarks),
        _read(card),
        _tried(card),
        _leads(card),
        recount_html(verdict.recounts),
        _supports(card),
    )


def _test_words(line: str) -> str:
    """The test line with its intervals in words; the words of the text stay as they are."""
    quote, arrow, test = line.partition(" → ")
    return f"{quote}{arrow}{in_words(test)}"


def _said(words: str) -> Markup:
    """A sentence of the verdict: intervals in words, a capital at its beginning."""
    line = in_words(one_line(words))
    return foreign(line[:1].upper() + line[1:])


def _supports(card: Card) -> Markup | None:
    if not card.verdict.supports:
        return None
    words = el("span", foreign(in_words(one_line(card.verdict.supports))), class_="copy")
    return el("p", el("strong", "What the source supports"), " ", words, class_="supports")


def _read(card: Card) -> Markup:
    rows = (_part_row(part) for part in card.parts)
    sentence = el("p", el("q", foreign(one_line(card.sentence))))
    head = el("tr", *(el("th", name, scope="col") for name in ("part", "read as", "from")))
    table = el("div", el("table", el("thead", head), el("tbody", *rows)), class_="wide", tabindex=0)
    return el("details", el("summary", "How it was read"), sentence, table)


def _part_row(part: Part) -> Markup:
    origin = ORIGIN_WORDS.get(part.origin, part.origin)
    quote = join(": ", el("q", foreign(one_line(part.quote)))) if part.quote else None
    note = join(" (", foreign(one_line(part.note)), ")") if part.note else None
    origin_cell = el("td", origin, quote, note)
    return el("tr", el("th", part.name, scope="row"), el("td", foreign(one_line(part.words))), origin_cell)


def _tried(card: Card) -> Markup | None:
    verdict = card.verdict
    if not verdict.tries:
        return None
    deciding_first = sorted(verdict.tries, key=lambda attempt: attempt.figure != verdict.best)
    items = (
        _try_item(attempt.figure, attempt.outcome, attempt.differs, attempt.figure == verdict.best)
        for attempt in deciding_first
    )
    summary = el("summary", f"What it was compared with ({verdict.n_tried or len(verdict.tries)} tried)")
    return el("details", summary, el("ul", *items, class_="tries"), class_="tried")


# A figure is tried for many claims of a long text with the same outcome, and drawn once.
@lru_cache(maxsize=10_000)
def _try_item(figure: Figure, outcome: str, differs: tuple[str, ...], best: bool) -> Markup:
    said, meaning = _figure_words(figure)
    return el(
        "li",
        el("p", said, ": ", outcome_words().get(outcome, outcome), ", and decides" if best else None),
        el("p", "differs: ", foreign(in_words(one_line("; ".join(differs))))) if differs else None,
        meaning,
        class_="best" if best else None,
    )


def _figure_words(figure: Figure) -> tuple[Markup, Markup]:
    """What a figure says, and what it counts with its source."""
    value = figure_words(figure)
    printed = one_line(figure.printed)
    said = join(el("strong", foreign(value)), "" if printed in ("", value) else f" (printed: {printed})")
    counts = el("p", foreign(key_words(figure.key)))
    rule = el("p", "counting rule: ", foreign(definition_words(figure.definition)))
    return said, join(counts, rule, el("p", source_link(figure)))


def source_link(figure: Figure) -> Markup:
    """The source in words, with a link where its address is one of the web."""
    source = figure.provenance.source
    words = foreign(one_line(source_words(figure)))
    if source is None or not source.address.startswith(_WEB):
        return words
    return join(words, " ", el("a", "open", href=source.address, rel="noopener noreferrer"))


def _leads(card: Card) -> Markup | None:
    missing = [part.name for part in card.parts if part.origin == "missing"]
    if not card.verdict.leads and not missing:
        return None
    items = [el("li", f"The text does not say: {', '.join(missing)}.")] if missing else []
    items += [
        el("li", "Lead, decides nothing: ", foreign(in_words(one_line(lead_words(lead)))))
        for lead in card.verdict.leads
    ]
    return el("details", el("summary", "What is missing"), el("ul", *items))
