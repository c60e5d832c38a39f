"""The layout of a text: in come the text and its sentences; out comes each sentence as words, with its quantities and periods.

A sentence that no number is near is left without words, unless it compares; one with very many numbers is cut.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise
from typing import TypeVar

from tallymark.claims.clauses import Sentence, clause_words, lay_out
from tallymark.claims.periods import PeriodMention, find_periods
from tallymark.claims.quantities import find_quantities
from tallymark.claims.quantity import Quantity
from tallymark.claims.sentences import split
from tallymark.model.claim import Span
from tallymark.model.figure import Hedge
from tallymark.model.patterns import compile_pattern

HEAD_LINES = 3

T = TypeVar("T")
WEAK_ROLES = frozenset({"now", "said", "name"})
RANK_REACH = 45
MOST_NUMBERS = 25
# As many numbers as a thick report holds. Each costs milliseconds, so what lies beyond is not read, and the report says so.
MOST_IN_TEXT = 2_000
_CUE = compile_pattern(r"\b(?:than|record|most of|majority|ever|fell|falls?)\b|:\s*$")


def within_limit(text: str) -> tuple[str, list[Span], tuple[Quantity, ...], bool]:
    """The text as far as it is read, its sentences and numbers, and whether that is all of it."""
    spans = split(text)
    numbers = find_quantities(text, spans)
    if len(numbers) <= MOST_IN_TEXT:
        return text, list(spans), numbers, True
    cut = numbers[MOST_IN_TEXT].span.start
    kept = [Span(span.start, min(span.end, cut)) for span in spans if span.start < cut]
    return text[:cut], kept, numbers[:MOST_IN_TEXT], False


def laid_out(
    text: str, spans: Sequence[Span], numbers: Sequence[Quantity], dated: date | None
) -> Iterator[tuple[int, Sentence]]:
    """Each sentence with the number of its paragraph; one that no number is near is left without words, unless it compares."""
    periods = [
        period
        for period in find_periods(text, dated, spans)
        if period.role not in WEAK_ROLES and not (period.kind == "rolling" and _is_streak(text, period))
    ]
    quantities = [
        quantity for quantity in numbers if not _inside(quantity, periods) and not _is_pronoun(quantity, text)
    ]
    spans = list(_bounded(spans, sorted([*(q.span.start for q in quantities), *(p.span.start for p in periods)])))
    starts = [span.start for span in spans]
    numbers_by = _by_sentence(starts, [(quantity.span.start, quantity) for quantity in quantities])
    periods_by = _by_sentence(starts, [(period.span.start, period) for period in periods])
    paragraph = 0
    for index, span in enumerate(spans):
        if index and "\n" in text[spans[index - 1].end : span.start]:
            paragraph += 1
        own_numbers = numbers_by.get(index, [])
        near = any(step in numbers_by for step in (index, index + 1, index + 2))
        if not near and index >= HEAD_LINES and index not in periods_by and not _CUE.search(text, span.start, span.end):
            yield paragraph, lay_out("", Span(span.start, span.start), [], [])
            continue
        own_periods = [
            period for period in periods_by.get(index, []) if not any(period.span.overlaps(q.span) for q in own_numbers)
        ]
        yield paragraph, lay_out(text, span, own_numbers, own_periods)


def _is_pronoun(quantity: Quantity, text: str) -> bool:
    """Whether the number is the word "one" without a hedge, which points more often than it counts."""
    return quantity.kind == "count" and quantity.hedge is Hedge.NONE and quantity.number_span.of(text).lower() == "one"


def _bounded(spans: Sequence[Span], places: Sequence[int]) -> Iterator[Span]:
    """The sentences; one with very many numbers or periods (a table that was run together) is cut so that work stays linear."""
    for span in spans:
        inside = places[bisect_right(places, span.start - 1) : bisect_right(places, span.end - 1)]
        cuts = [span.start, *inside[MOST_NUMBERS::MOST_NUMBERS], span.end]
        yield from (Span(first, last) for first, last in pairwise(cuts))


def _is_streak(text: str, period: PeriodMention) -> bool:
    """Whether a length of time is the very claim: "nine straight months", "the lowest figure in eight years"."""
    kinds = clause_words()
    if any(word in kinds["streak"] for word in period.words.lower().split()):
        return True
    lead = (
        text[max(0, period.span.start - RANK_REACH) : period.span.start]
        .lower()
        .replace("\n", ".")
        .rsplit(".", 1)[-1]
        .split()
    )
    return any(word.strip(",;:—") in kinds["rank"] for word in lead[-4:])


def _by_sentence(starts: Sequence[int], items: Sequence[tuple[int, T]]) -> dict[int, list[T]]:
    found: dict[int, list[T]] = {}
    for start, item in items:
        found.setdefault(bisect_right(starts, start) - 1, []).append(item)
    return found


def _inside(quantity: Quantity, periods: Sequence[PeriodMention]) -> bool:
    place = bisect_right(periods, quantity.number_span.start, key=lambda period: period.span.start)
    near = periods[max(0, place - 2) : place + 1]
    return any(period.span.overlaps(quantity.number_span) for period in near)
