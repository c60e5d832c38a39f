"""Reconciled figures: in come clusters; out come lines for the terminal and a table for the page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tallymark.model.verdict import Cluster, Mention
from tallymark.reports.markup import Markup, el, foreign
from tallymark.reports.plain import one_line
from tallymark.reports.terminal import Line, plural
from tallymark.reports.verdicts import verdict_words

TITLE = "The same figure across texts"
ANCHOR = "the most precise mention"
HOW = "The most precise mention of each figure interprets the others."


def cluster_lines(clusters: Sequence[Cluster]) -> Iterator[Line]:
    """The clusters as lines of a terminal report, those with a drift or conflict marked."""
    yield Line("", "")
    yield Line("", f"{TITLE}: {plural(len(clusters), 'figure')}. {HOW}", "strong")
    for cluster in clusters:
        yield Line("", "")
        yield Line("", f"{cluster.id:<4} {one_line(cluster.words)}", _side(cluster))
        for mention in cluster.mentions:
            yield Line(mention.label, one_line(_mention(mention)))
        yield from (Line("drift", one_line(words)) for words in cluster.drift)
        yield from (Line("conflict", one_line(words)) for words in cluster.conflicts)


def clusters_html(clusters: Sequence[Cluster]) -> Markup:
    """The clusters as a section of the page."""
    tables = (_table(cluster) for cluster in clusters)
    return el("section", el("h2", TITLE), el("p", HOW), *tables, class_="clusters", id="clusters")


def _side(cluster: Cluster) -> str:
    return "against" if cluster.conflicts else "open" if cluster.drift else "for"


def _mention(mention: Mention) -> str:
    verdict = verdict_words()[mention.checked.verdict.kind]
    said = f"{mention.document}: “{mention.checked.subject.quote}” {verdict.mark} {verdict.label}"
    return f"{said}: {mention.words}" if mention.words else said


def _table(cluster: Cluster) -> Markup:
    head = el(
        "tr", *(el("th", name, scope="col") for name in ("text", "says", "seen from the most precise", "verdict"))
    )
    rows = (_row(mention) for mention in cluster.mentions)
    table = el("table", el("thead", head), el("tbody", *rows))
    remarks = [*(f"Drift: {words}" for words in cluster.drift), *(f"Conflict: {words}" for words in cluster.conflicts)]
    return el(
        "article",
        el("h3", foreign(one_line(cluster.words)), title=f"figure {cluster.id}"),
        el("div", table, class_="wide", tabindex=0),
        *(el("p", foreign(one_line(words)), class_="remark") for words in remarks),
        class_="card",
    )


def _seen(mention: Mention) -> str:
    """How a mention looks from the most precise one; its label first, unless the words say it."""
    words = one_line(mention.words)
    told = words.startswith(mention.label) or words == ANCHOR
    return words if told else f"{mention.label}: {words}" if words else mention.label


def _row(mention: Mention) -> Markup:
    verdict = verdict_words()[mention.checked.verdict.kind]
    return el(
        "tr",
        el("td", foreign(one_line(mention.document))),
        el("td", el("q", foreign(one_line(mention.checked.subject.quote)))),
        el("td", _seen(mention)),
        el("td", el("span", f"{verdict.mark} {verdict.label}", class_=f"verdict v-{verdict.kind}")),
    )
