"""Recounts drawn: in comes what records say on a claim; out come lines for a terminal, an HTML part of the card and JSON.

A count of records never stands without its definition, its release and the reason why it decides or does not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from tallymark.model.figure import Figure
from tallymark.model.references import RecordsUsed
from tallymark.model.verdict import Recount, Report, Try
from tallymark.reports.markup import Markup, el, foreign, join
from tallymark.reports.numbers import Json
from tallymark.reports.plain import one_line
from tallymark.reports.words import definition_words

STANDINGS: Mapping[str, str] = {
    "decides": "holds all records of these people and days",
    "beside": "context only",
    "refused": "not counted",
}
OUTCOMES: Mapping[str, str] = {"against": "differs", "against_side": "differs", "open": "leaves it open", "literal_only": "differs"}  # fmt: skip
FITS = "fits"


def recount_lines(recount: Recount) -> Iterator[str]:
    """One release on one claim: its reason, the first definition in words, and how far the others spread."""
    reason = f": {recount.words}" if recount.words else ""
    yield f"{recount.release}: {STANDINGS[recount.standing]}{reason}"
    if not recount.tries:
        return
    first, others = recount.tries[0], recount.tries[1:]
    yield f"{value_words(first.figure)} under {definition_name(first.figure)}{_outcome(recount, first)}"
    if others:
        noun = "definition" if len(others) == 1 else "definitions"
        yield f"{len(others)} other {noun}: {_spread(others)}"


def used_lines(used: Sequence[RecordsUsed]) -> Iterator[str]:
    """The releases that were counted, before any number."""
    for one in used:
        title = f" ({one.title})" if one.title else ""
        scope = one.scope or "whose records of which place it holds is not known"
        faults = f"; {len(one.faults)} known faults (tallymark releases {one.release})" if one.faults else ""
        yield f"{one.release}{title}: {scope}; manifest sha256 {one.sha256[:12]}{faults}"


def value_words(figure: Figure) -> str:
    """The value of a counted figure with its unit."""
    return f"{figure.printed} %" if figure.unit == "percent" else figure.printed


def definition_name(figure: Figure) -> str:
    """The definition of a counted figure: a recount imitates one that is published."""
    words = definition_words(figure.definition)
    return f"{figure.definition} ({words})" if words != figure.definition else figure.definition


def recount_html(recounts: Sequence[Recount]) -> Markup | None:
    """The part of a card that tells what records say; None where records were not asked."""
    if not recounts:
        return None
    parts = [part for recount in recounts for part in _release_html(recount)]
    return el("details", el("summary", "Counted in records"), *parts)


def recount_object(recount: Recount) -> dict[str, Json]:
    """What one release says, for machines; its figures stand under ``figures``."""
    return {
        "release": recount.release,
        "standing": recount.standing,
        "reasons": list(recount.codes),
        "words": recount.words or None,
        "counted": [
            {"outcome": attempt.outcome, "test": attempt.line, "figure": attempt.figure.id} for attempt in recount.tries
        ],
    }


def used_objects(report: Report) -> list[Json]:
    """The releases of a report, for machines."""
    return [
        {
            "release": one.release,
            "title": one.title or None,
            "scope": one.scope or None,
            "sha256": one.sha256,
            "faults": list(one.faults),
        }
        for one in report.records
    ]


def trail_objects(figure: Figure) -> list[Json]:
    """The trail of a counted figure, in its order."""
    return [{"what": what, "value": value} for what, value in figure.provenance.trail]


def _outcome(recount: Recount, attempt: Try) -> str:
    """What the comparison says, where the count may decide; a part of the whole is compared with nothing."""
    if recount.standing != "decides" or attempt.figure.fault:
        return ""
    return f": {OUTCOMES.get(attempt.outcome, FITS)}"


def _spread(tries: Sequence[Try]) -> str:
    """The least and the largest number of several definitions."""
    lows = [attempt.figure.value.low for attempt in tries if attempt.figure.value.low is not None]
    highs = [attempt.figure.value.high for attempt in tries if attempt.figure.value.high is not None]
    if not lows or not highs:
        return "not shown"
    low, high = f"{min(lows):,.2f}", f"{max(highs):,.2f}"
    low, high = low.removesuffix(".00"), high.removesuffix(".00")
    return low if low == high else f"{low} to {high}"


def _release_html(recount: Recount) -> Iterator[Markup]:
    reason = f": {recount.words}" if recount.words else ""
    yield el("p", el("strong", foreign(recount.release)), f", {STANDINGS[recount.standing]}", foreign(one_line(reason)))
    if recount.tries:
        yield el("ul", *(_try_html(recount, attempt) for attempt in recount.tries), class_="tries")


def _try_html(recount: Recount, attempt: Try) -> Markup:
    figure = attempt.figure
    said = join(el("strong", value_words(figure)), f" under {figure.definition}{_outcome(recount, attempt)}")
    trail = (el("p", f"{what}: ", el("code", foreign(one_line(value)))) for what, value in figure.provenance.trail)
    return el(
        "li",
        el("p", said),
        el("p", foreign(one_line(definition_words(figure.definition)))),
        el("details", el("summary", "How it was counted"), *trail),
    )
