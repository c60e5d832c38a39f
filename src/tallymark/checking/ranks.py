"""Ranks: in come a period and a range; out comes whether its count is the highest or lowest of the range, every period looked at.

Where publishers count differently (removals) one series at a time is ranked, and each break of a series inside the range is
named.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from tallymark.checking.candidate import FAMILY, Candidate, series_of
from tallymark.checking.family import family
from tallymark.checking.levels import levels
from tallymark.checking.question import Question
from tallymark.checking.shelf import Shelf
from tallymark.model.comparison import Outcome
from tallymark.model.definition import breaks_inside
from tallymark.model.figure import Figure, Relation
from tallymark.model.interval import Interval
from tallymark.model.period import Period
from tallymark.model.verdict import Try

FIRST_YEAR, LAST_YEAR = 1800, 2200
RECORDS = ("record", "previous_record", "highest_since", "peak")


@dataclass(frozen=True, slots=True)
class Ranking:
    """What a search over one series found: ``holds`` is None when a period of the range is missing."""

    holds: bool | None
    figure: Figure
    rival: Figure | None
    words: str
    breaks: tuple[str, ...]
    n_periods: int


def rank_tries(shelf: Shelf, question: Question) -> tuple[Try, ...]:
    """One try for each series that has the claim's period: does the rank hold there?"""
    highest = wants_highest(question)
    since = _range(question)
    count = question.count
    if highest is None or since is None or count is None:
        return ()
    tries = []
    for candidate in _one_each(levels(shelf, count)):
        ranking = rank(shelf, candidate.figure, since, highest=highest)
        outcome = {True: Outcome.EXACT, False: Outcome.AGAINST, None: Outcome.OPEN}[ranking.holds]
        tries.append(
            Try(
                ranking.rival or ranking.figure,
                outcome.value,
                (*candidate.differs, *ranking.breaks),
                f"{question.claim.quote} → {ranking.words}",
                candidate.nearness.value,
                candidate.firm,
            )
        )
    return tuple(tries)


def wants_highest(question: Question) -> bool | None:
    """True for highest, False for lowest, None when the words do not say."""
    said = set(question.claim.qualifiers)
    words = question.claim.quote.lower()
    if said & {"highest_since", "record", "peak"} or any(word in words for word in ("highest", "most", "largest")):
        return True
    if "lowest_since" in said or any(word in words for word in ("lowest", "fewest", "smallest")):
        return False
    return {"up": True, "down": False}.get(question.claim.direction or "")


def record(shelf: Shelf, figure: Figure, *, until: date | None = None) -> Ranking:
    """Whether a figure tops every earlier period of its series."""
    return rank(shelf, figure, Period(None, until or figure.key.period.start), highest=True)


def rank(shelf: Shelf, figure: Figure, since: Period, *, highest: bool) -> Ranking:
    """Whether ``figure`` is the highest (lowest) of its series among the like periods inside ``since``."""
    others = _like_periods(shelf, figure, since)
    rival = next((other for other in others if _beyond(other.value, figure.value, highest)), None)
    series = series_of(figure)
    word = "highest" if highest else "lowest"
    mine = f"{figure.value} in {figure.key.period.label}"
    first = min((o.key.period.start for o in others if o.key.period.start is not None), default=None)
    span = since if since.start is not None else Period(first, figure.key.period.end)
    breaks = tuple(era.break_words for era in breaks_inside(series, Period(span.start, figure.key.period.end)))
    if rival is not None:
        words = f"{mine} is not the {word}: {rival.value} in {rival.key.period.label}"
        return Ranking(False, figure, rival, words, breaks, len(others))
    if not others or (since.start is not None and _gap(others, since)) or any(_unclear(o, figure) for o in others):
        return Ranking(
            None, figure, None, f"{mine}; periods of the range are missing or imprecise", breaks, len(others)
        )
    words = f"{mine} is the {word} of {len(others) + 1} periods from {others[0].key.period.label}"
    return Ranking(True, figure, None, words, breaks, len(others))


def _one_each(candidates: Iterable[Candidate]) -> list[Candidate]:
    """The newest printing of each series, of those that decide."""
    best: dict[str, Candidate] = {}
    for candidate in candidates:
        figure = candidate.figure
        if not figure.decides or candidate.nearness not in FAMILY or figure.parts:
            continue
        known = best.get(series_of(figure))
        if known is None or figure.provenance.vintage > known.figure.provenance.vintage:
            best[series_of(figure)] = candidate
    return list(best.values())


def _range(question: Question) -> Period | None:
    """The periods to look through: after the base, or so many years or months back."""
    period, base, number = question.period, question.base, question.claim.value.number
    if period is None or period.start is None:
        return None
    if base is not None and base.end is not None and base.end <= period.start:
        return Period(base.end, period.start) if base.end < period.start else None
    if base is not None and base.start is not None and base.start < period.start:
        return Period(base.start, period.start)
    if number is None or number != number.to_integral_value():
        return None
    if FIRST_YEAR < number < LAST_YEAR:
        year = Period.fiscal_year(int(number)) if period.start.month == 10 else Period.calendar_year(int(number))
        return Period(year.end, period.start) if year.end is not None and year.end < period.start else None
    if question.claim.unit in ("years", "year") and 1 < number < 200:
        # "A 12-year high" may be topped by the year twelve years back: it is the highest since then.
        return Period(period.shifted_years(-int(number)).end, period.start)
    return None


def _like_periods(shelf: Shelf, figure: Figure, since: Period) -> list[Figure]:
    """The figures for these people over periods as long, inside ``since``, oldest first.

    Of the same series; periods that it lacks are filled from other publishers where the measure is counted alike by all.
    """
    mine = figure.key.period
    found: dict[Period, Figure] = {}
    one_series = bool(family(figure.key.measure).default)
    for other in shelf.figures(figure.key.measure, Relation.LEVEL, figure.key.population):
        given = other.key.period
        same = series_of(other) == series_of(figure)
        if not other.decides or given.same_days(mine) or (one_series and not same):
            continue
        if not since.contains(given) or given.n_days is None or mine.n_days is None:
            continue
        if abs(given.n_days - mine.n_days) > max(3, 0.02 * mine.n_days):
            continue
        known = found.get(given)
        if known is None or (same, other.provenance.vintage) > (
            series_of(known) == series_of(figure),
            known.provenance.vintage,
        ):
            found[given] = other
    return sorted(found.values(), key=lambda one: one.key.period.start or date.min)


def _beyond(other: Interval, mine: Interval, highest: bool) -> bool:
    if highest:
        return other.low is not None and mine.high is not None and other.low > mine.high
    return other.high is not None and mine.low is not None and other.high < mine.low


def _unclear(other: Figure, mine: Figure) -> bool:
    return not other.value.disjoint(mine.value) and not (other.value.is_point and mine.value.is_point)


def _gap(others: list[Figure], since: Period) -> bool:
    """Whether days of the range are in no period looked at."""
    cursor = since.start
    for other in others:
        first, last = other.key.period.start, other.key.period.end
        if cursor is None or first is None or last is None or first > cursor:
            return True
        cursor = max(cursor, last)
    return since.end is not None and cursor is not None and cursor < since.end
