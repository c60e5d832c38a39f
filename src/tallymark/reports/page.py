"""The HTML report: in come reports and clusters; out comes one self-contained page without any script.

The page loads nothing: its policy allows only the one style sheet that stands in it, by its hash.
"""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Sequence
from importlib import resources

from tallymark.model.verdict import Cluster, Report
from tallymark.reports.card import Card, cards
from tallymark.reports.cluster_table import clusters_html
from tallymark.reports.drawing import DRAWING_WORDS, counts_bar
from tallymark.reports.markup import Markup, el, foreign, join
from tallymark.reports.page_card import card_html
from tallymark.reports.page_text import marked_text
from tallymark.reports.plain import one_line
from tallymark.reports.recounts import used_lines
from tallymark.reports.terminal import SCOPE, dated_words, register_words, summary
from tallymark.reports.verdicts import VerdictWord, counts, verdict_words

MOST_LINKS = 12
TIER_WORDS = (
    "Sources: tier 1 is the publisher's own document, also archived; tier 2 its words republished; tier 3 computed or "
    "reported by others, which never makes a contradiction."
)


def render(reports: Sequence[Report], clusters: Sequence[Cluster] | None = None) -> str:
    """The whole page."""
    style = resources.files("tallymark.reports").joinpath("data/page.css").read_text(encoding="utf-8")
    title = f"Figures checked: {', '.join(one_line(report.document.name) for report in reports)}"
    body = el(
        "body",
        el("header", el("h1", "Figures checked"), el("p", SCOPE), _contents(reports), _legend()),
        el("main", *(_section(report, _prefix(number, reports)) for number, report in enumerate(reports))),
        None if clusters is None else clusters_html(clusters),
        el("footer", el("p", "Made by Tallymark. Every verdict is on a figure; the sources are named on each card.")),
    )
    return f"<!doctype html>\n{el('html', head(title, style), body, lang='en')}\n"


def policy(style: str) -> str:
    """The content security policy: nothing but this very style sheet."""
    digest = b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode("ascii")
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


def head(title: str, style: str) -> Markup:
    """The head of a page that may load nothing but this very style sheet."""
    return el(
        "head",
        el("meta", charset="utf-8"),
        el("meta", http_equiv="Content-Security-Policy", content=policy(style)),
        el("meta", name="viewport", content="width=device-width, initial-scale=1"),
        el("meta", name="color-scheme", content="light dark"),
        el("meta", name="referrer", content="no-referrer"),
        el("title", title),
        # The style sheet is ours and holds no markup; escaping would change it and so its hash.
        Markup(f"<style>{style}</style>"),
    )


def _prefix(number: int, reports: Sequence[Report]) -> str:
    return f"d{number + 1}-" if len(reports) > 1 else ""


def _contents(reports: Sequence[Report]) -> Markup | None:
    if len(reports) < 2:
        return None
    links = (
        el("li", el("a", foreign(one_line(report.document.name)), href=f"#d{number + 1}"))
        for number, report in enumerate(reports)
    )
    return el("nav", el("ol", *links), aria_label="texts")


def _section(report: Report, prefix: str) -> Markup:
    found = cards(report)
    document = report.document
    title = one_line(document.title or document.name)
    name = f"{one_line(document.name)}, " if document.title else ""
    return el(
        "section",
        el("h2", foreign(title)),
        el("p", f"{name}{dated_words(report)}. {register_words(report)}", class_="about"),
        *(el("p", foreign(one_line(note)), class_="remark") for note in (*document.notes, *report.notes)),
        *(
            el("p", "Counted beside: ", foreign(one_line(words)), class_="remark")
            for words in used_lines(report.records)
        ),
        _counts(report, found, prefix),
        el(
            "div",
            el("div", el("h3", "The text"), marked_text(document.text, found, prefix), class_="text"),
            _cards(found, prefix),
            class_="columns",
        ),
        id=prefix.rstrip("-") or "d1",
    )


def _counts(report: Report, found: Sequence[Card], prefix: str) -> Markup:
    words = el("p", summary(report).partition(":")[0])
    if not found:
        return el("div", words, class_="summary")
    totals = counts(report.checks)
    items = (_count_item(word, n, found, prefix) for word, n in totals)
    return el("div", words, counts_bar(totals), el("ul", *items), class_="summary")


def _count_item(word: VerdictWord, n: int, found: Sequence[Card], prefix: str) -> Markup:
    """One verdict of the legend with its number and links to the first of its cards."""
    named = [card for card in found if card.word is word]
    links = [join(" ", el("a", card.id, href=f"#{prefix}{card.id}")) for card in named[:MOST_LINKS]]
    more = " …" if n > MOST_LINKS else None
    verdict = el("span", f"{word.mark} {word.label}", class_=f"verdict v-{word.kind}")
    return el("li", verdict, f" {n}:", *links, more, title=word.meaning)


def _cards(found: Sequence[Card], prefix: str) -> Markup:
    return el("div", el("h3", "Claim by claim"), *(card_html(card, prefix) for card in found), class_="cards")


def _legend() -> Markup:
    rows = (
        el(
            "tr",
            el("th", el("span", f"{word.mark} {word.label}", class_=f"verdict v-{word.kind}")),
            el("td", word.meaning),
        )
        for word in verdict_words().values()
    )
    return el(
        "details",
        el("summary", "What the verdicts and drawings mean"),
        el("table", el("tbody", *rows)),
        el("p", DRAWING_WORDS),
        el("p", TIER_WORDS),
    )
