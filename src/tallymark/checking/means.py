"""Means: in come a claim whose words make it a mean and the shelf; out come the means of published counts.

Two kinds of words: a count "a month" or "a year" of longer days, and the count of one month of the year, "in January",
over the years of a term. A mean is supported or left open: of which counts it is the mean is partly the reader's guess.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from tallymark.checking.candidate import Candidate, Nearness, computed, series_of, unique
from tallymark.checking.family import mean_word
from tallymark.checking.levels import Count, levels
from tallymark.checking.question import Question
from tallymark.checking.shelf import Shelf
from tallymark.claims.periods import find_periods
from tallymark.model.claim import Claim, Document
from tallymark.model.figure import Figure, Key, Relation
from tallymark.model.interval import Interval
from tallymark.model.patterns import compile_pattern
from tallymark.model.period import Period
from tallymark.model.vocabulary import measure as measure_named

_UNIT = compile_pattern(
    r"\b(?:a|per|each|every)\s+(day|week|month|year)\b(?!\s+(?:ago|earlier|later|before|after|from|old))", re.IGNORECASE
)
_ADVERB = compile_pattern(r"\b(daily|weekly|monthly|yearly|annual|annually)\b", re.IGNORECASE)
_ADVERBS = {
    "daily": "day",
    "weekly": "week",
    "monthly": "month",
    "yearly": "year",
    "annual": "year",
    "annually": "year",
}
_MONTH = compile_pattern(r"[A-Z][a-z]+")
_NUMBER = compile_pattern(r"\d")
# How far, in characters, the words that make a number a mean may stand from it.
REACH_BEFORE, REACH_AFTER = 120, 60
DAYS_IN = {"day": Decimal(1), "week": Decimal(7), "month": Decimal("30.4375"), "year": Decimal("365.25")}
MONTH_DAYS = 31
# A term has at least two such months, and none has more than this.
MOST_YEARS = 20
YEAR_DAYS = 366


@dataclass(frozen=True, slots=True)
class Mean:
    """What a number is the mean of: counts by ``unit``, or of the months ``months`` of each reading of a term."""

    words: str
    unit: str = ""
    months: tuple[tuple[Period, ...], ...] = ()


def mean_of(question: Question, document: Document) -> Mean | None:
    """The mean that the words of a count make of it; None where it is the count itself."""
    claim = question.claim
    known = measure_named(claim.measure.value) if claim.measure.value else None
    if known is None or known.flow != "flow" or claim.relation is not Relation.LEVEL:
        return None
    before, after = _own_words(claim, document)
    word = mean_word(before) or mean_word(after)
    months = _months(question) if word else ()
    if months:
        return Mean(word, months=months)
    said = _UNIT.search(after)
    adverb = _ADVERB.search(before) if word else None
    unit = said[1].lower() if said is not None else _ADVERBS[adverb[1].lower()] if adverb is not None else ""
    unit = unit or ("year" if word else "")
    if not unit or question.period is None or (_units(question.period, unit) or 0) < 2:
        return None
    return Mean(word or (said[0] if said is not None else ""), unit)


def _own_words(claim: Claim, document: Document) -> tuple[str, str]:
    """The words of the sentence before and after a number that lie between it and its neighbours."""
    text, sentence = document.text, claim.sentence
    before = text[max(sentence.start, claim.span.start - REACH_BEFORE) : claim.span.start]
    after = text[claim.span.end : min(sentence.end, claim.span.end + REACH_AFTER)]
    return _NUMBER.split(before)[-1], _NUMBER.split(after)[0]


def without_mean_words(claim: Claim, document: Document) -> Claim:
    """The claim without those unmapped words that its mean has explained."""
    rest = tuple(span for span in claim.unmapped if not _explained(span.of(document.text)))
    return replace(claim, unmapped=rest)


def _explained(words: str) -> bool:
    return bool(mean_word(words)) or words.lower() in DAYS_IN or bool(_ADVERB.fullmatch(words))


def means(shelf: Shelf, question: Question, mean: Mean) -> tuple[Candidate, ...]:
    """The means of published counts that answer a question."""
    if mean.months:
        return unique(found for months in mean.months for found in _of_months(shelf, question, months))
    count = question.count
    return () if count is None else unique(_of_units(shelf, count, mean.unit))


def _of_units(shelf: Shelf, count: Count, unit: str) -> Iterator[Candidate]:
    for candidate in levels(shelf, count):
        figure = candidate.figure
        n = _units(figure.key.period, unit)
        value = None if not n else figure.value.divide(Interval.point(n))
        if value is not None:
            made = computed(figure.key, value, figure.unit, f"mean-by-{unit}", (figure,))
            words = f"{figure.value} over {n:.4g} {unit}s"
            yield replace(candidate, figure=made, meant=None, differs=(*candidate.differs, words))


def _of_months(shelf: Shelf, question: Question, months: tuple[Period, ...]) -> Iterator[Candidate]:
    """The mean of the months, once for each series that has them all."""
    claim = question.claim
    by_month = [_by_series(shelf, Count(claim.measure.value or "", claim.population.value, month)) for month in months]
    for series in by_month[0]:
        parts = tuple(found[series] for found in by_month if series in found)
        if len(parts) < len(months):
            continue
        total = parts[0].value
        for part in parts[1:]:
            total = total + part.value
        value = total.divide(Interval.point(len(parts)))
        if value is not None:
            days = Period(months[0].start, months[-1].end)
            key = Key(Relation.LEVEL, claim.measure.value or "", parts[0].key.population, days)
            made = computed(key, value, parts[0].unit, "mean-of-months", parts)
            words = f"mean of {', '.join(part.key.period.label for part in parts)}"
            yield Candidate(made, Nearness.READING, (words,), firm=False)


def _by_series(shelf: Shelf, count: Count) -> dict[str, Figure]:
    """The newest printing of each series for just these days, confirmed ones first."""
    found: dict[str, Figure] = {}
    for candidate in levels(shelf, count):
        figure, known = candidate.figure, found.get(series_of(candidate.figure))
        if candidate.nearness is Nearness.DIRECT and (known is None or _newer(figure, known)):
            found[series_of(figure)] = figure
    return found


def _newer(one: Figure, other: Figure) -> bool:
    return (one.decides, one.provenance.vintage) > (other.decides, other.provenance.vintage)


def _months(question: Question) -> tuple[tuple[Period, ...], ...]:
    """The months of one name in each reading of the term that the sentence names; empty without such a month or term."""
    mentions = find_periods(question.sentence, question.last_day)
    named = [m.period for m in mentions if m.period is not None and _MONTH.fullmatch(m.words.strip())]
    month = next((period for period in named if (period.n_days or 0) <= MONTH_DAYS and period.start is not None), None)
    if month is None or month.start is None:
        return ()
    terms = [reading for m in mentions for reading in (m.period, *m.readings) if reading is not None]
    found = (_inside(term, month.start.month) for term in terms if (term.n_days or 0) > YEAR_DAYS)
    return tuple(dict.fromkeys(months for months in found if 2 <= len(months) <= MOST_YEARS))


def _inside(term: Period, month: int) -> tuple[Period, ...]:
    if term.start is None or term.last_day is None:
        return ()
    every = (Period.month(year, month) for year in range(term.start.year, term.last_day.year + 1))
    return tuple(one for one in every if term.contains(one))


def _units(period: Period, unit: str) -> Decimal | None:
    """How many of a unit the days of a period hold; whole where the period is of whole months."""
    start, end = period.start, period.end
    if start is None or end is None or period.n_days is None:
        return None
    if unit in ("month", "year") and (start.day, end.day) == (1, 1):
        months = Decimal(_months_between(start, end))
        return months if unit == "month" else months / 12
    return Decimal(period.n_days) / DAYS_IN[unit]


def _months_between(start: date, end: date) -> int:
    return (end.year - start.year) * 12 + end.month - start.month
