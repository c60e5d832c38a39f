"""Levels: in come a measure, a population and a period; out come the references for that count, printed or added up.

What is added up: all minus convicted (those without a conviction), convicted plus pending, a longer period from the
months or years of one series, a rate per day from the flow behind it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import product

from tallymark.checking.candidate import (
    Candidate,
    Nearness,
    combine,
    computed,
    joinable,
    printed,
    series_of,
    unique,
)
from tallymark.checking.days import Match, match_flow, match_stock, other_year
from tallymark.checking.family import family
from tallymark.checking.shelf import Shelf, normal
from tallymark.model.figure import Figure, Key, Relation
from tallymark.model.interval import Interval
from tallymark.model.period import Period
from tallymark.model.population import Population
from tallymark.model.vocabulary import measure as measure_named
from tallymark.model.vocabulary import measures

ESTIMATE_DAYS = 4 * 366
ZERO = Interval.point(0)


@dataclass(frozen=True, slots=True)
class Count:
    """What is asked: ``year_open`` when the words do not say whether a year is fiscal or calendar."""

    measure: str
    population: Population
    period: Period
    year_open: bool = False


def levels(shelf: Shelf, count: Count) -> tuple[Candidate, ...]:
    """Every reference for a count, each figure once; remembered on the shelf."""
    if count.measure not in measures():
        return ()
    if count not in shelf.memo:
        found = list(_readings(shelf, count))
        if not any(candidate.nearness is Nearness.DIRECT for candidate in found):
            found += _tiled(shelf, count)
        found += [*_complements(shelf, count), *_rates(shelf, count)]
        if any(_answers(candidate, count.measure) for candidate in found):
            found = [candidate for candidate in found if not candidate.window]
        shelf.memo[count] = unique(found)
    answer: tuple[Candidate, ...] = shelf.memo[count]
    return answer


def _answers(candidate: Candidate, measure: str) -> bool:
    """Whether a candidate makes windows needless: it decides for the very days, by the publisher that is meant."""
    meant = family(measure).default
    direct = candidate.nearness is Nearness.DIRECT and candidate.figure.decides and not candidate.window
    return direct and meant in ("", series_of(candidate.figure))


def populations(measure: str, population: Population) -> tuple[tuple[Population, tuple[str, ...]], ...]:
    """The population and the narrower ones that texts mean without saying so, each with the words of what differs."""
    known = family(measure)
    kept = Population(tuple(pair for pair in normal(population).filters if pair not in known.redundant))
    found: list[tuple[Population, tuple[str, ...]]] = [(kept, ())]
    for extra in known.open_filters:
        if all(kept.get(key) is None for key, _ in extra.filters):
            wider = Population(tuple(sorted((*kept.filters, *extra.filters))))
            found.append((wider, (f"only {extra.words}",)))
    return tuple(found)


def same_count(measure: str, period: Period) -> tuple[str, ...]:
    """The measure and those that count the same events in ``period``."""
    others = (other for other, window in family(measure).same_outside if not window.overlaps(period))
    return (measure, *others)


def match_days(measure: str, claimed: Period, given: Period) -> Match | None:
    """Whether figures over ``given`` answer for ``claimed``, by the kind of the measure."""
    stock = measure_named(measure).flow == "stock"
    return match_stock(claimed, given) if stock else match_flow(claimed, given)


def day_readings(measure: str, period: Period, year_open: bool) -> tuple[tuple[Period, tuple[str, ...]], ...]:
    """The period and, where the words leave it open, the other kind of year."""
    other = other_year(period) if year_open and measure_named(measure).flow != "stock" else None
    return ((period, ()),) if other is None else ((period, ()), (other, (f"period {other.label}",)))


def _readings(shelf: Shelf, count: Count) -> Iterator[Candidate]:
    for name in same_count(count.measure, count.period):
        readings = day_readings(name, count.period, count.year_open)
        other = _measure_words(name, count.measure)
        for people, words in populations(name, count.population):
            for period, said in readings:
                for figure in shelf.near(name, Relation.LEVEL, people, period):
                    match = match_days(name, period, figure.key.period)
                    if match is not None:
                        yield _as_matched(figure, match, (*words, *said, *other), said)
            if family(name).estimate:
                for figure in shelf.figures(name, Relation.LEVEL, people):
                    yield from _in_force(figure, count)


def _as_matched(figure: Figure, match: Match, words: tuple[str, ...], said: tuple[str, ...]) -> Candidate:
    near = Nearness.READING if said else match.nearness
    return replace(printed(figure).farther(near, *words, *match.words, firm=match.firm), window=match.window)


def _measure_words(found: str, asked: str) -> tuple[str, ...]:
    return () if found == asked else (measure_named(found).words,)


def _in_force(figure: Figure, count: Count) -> Iterator[Candidate]:
    """An estimate stays in force until its publisher prints a newer one."""
    given, claimed = figure.key.period, count.period
    if given.start is None or claimed.start is None:
        return
    if given.start >= claimed.start or (claimed.start - given.start).days > ESTIMATE_DAYS:
        return
    yield printed(figure).farther(Nearness.READING, f"estimate for {given.label}, in force until the next", firm=False)


def _complements(shelf: Shelf, count: Count) -> Iterator[Candidate]:
    """Those without a conviction from all and the convicted; convicted or pending from its two parts."""
    people = normal(count.population)
    state = people.get("criminality")
    rest = people.without("criminality")
    key = Key(Relation.LEVEL, count.measure, count.population, count.period)
    unit = measure_named(count.measure).unit
    if state in ("none", "none_or_pending") and people.get("offence") is None:
        whole = _plain(shelf, count, rest)
        part = _plain(shelf, count, _with(rest, "convicted"))
        for one, other in product(whole, part):
            if joinable(one.figure, other.figure) and one.figure.key.period == other.figure.key.period:
                made = combine(key, unit, "all-minus-convicted", one, other, _minus)
                if made is not None:
                    yield made.farther(made.nearness, "all minus convicted, pending charges included")
    if state == "convicted_or_pending":
        for one, other in product(
            _plain(shelf, count, _with(rest, "convicted")), _plain(shelf, count, _with(rest, "pending"))
        ):
            if joinable(one.figure, other.figure) and one.figure.key.period == other.figure.key.period:
                made = combine(key, unit, "convicted-plus-pending", one, other, lambda a, b: a + b)
                if made is not None:
                    yield made


def _plain(shelf: Shelf, count: Count, people: Population) -> list[Candidate]:
    return list(_readings(shelf, Count(count.measure, people, count.period, count.year_open)))


def _with(people: Population, criminality: str) -> Population:
    return Population(tuple(sorted((*people.without("criminality").filters, ("criminality", criminality)))))


def _minus(one: Interval, other: Interval) -> Interval | None:
    left = one - other
    return left.intersection(Interval(ZERO.low, None))


def _tiled(shelf: Shelf, count: Count) -> Iterator[Candidate]:
    """A longer period from the months or years of one series, once of the newest and once of the first printings."""
    if measure_named(count.measure).flow not in ("flow", "amount"):
        return
    for people, words in populations(count.measure, count.population):
        for period, said in day_readings(count.measure, count.period, count.year_open):
            if period.start is None or period.end is None:
                continue
            by_series: dict[str, list[Figure]] = {}
            for figure in shelf.inside(count.measure, Relation.LEVEL, people, period):
                if not figure.fault:
                    by_series.setdefault(series_of(figure), []).append(figure)
            for figures in by_series.values():
                for newest in (True, False):
                    parts = _tiles(figures, period.start, period.end, newest=newest)
                    if len(parts) > 1:
                        yield _sum(parts, count).farther(
                            Nearness.READING if said else Nearness.DIRECT, *words, *said, f"sum of {len(parts)} periods"
                        )


def _tiles(figures: list[Figure], start: date, end: date, *, newest: bool) -> tuple[Figure, ...]:
    """Figures that follow each other without gap from ``start`` to ``end``, the longest first; empty when days are left."""
    by_start: dict[date, list[Figure]] = {}
    for figure in figures:
        first, last = figure.key.period.start, figure.key.period.end
        if first is not None and last is not None and last <= end:
            by_start.setdefault(first, []).append(figure)
    parts: list[Figure] = []
    cursor = start
    while cursor < end:
        choice = by_start.get(cursor)
        if not choice:
            return ()
        longest = max(figure.key.period.end or cursor for figure in choice)
        same = sorted((f for f in choice if f.key.period.end == longest), key=_printing)
        parts.append(same[-1] if newest else same[0])
        cursor = longest
    return tuple(parts)


def _printing(figure: Figure) -> tuple[bool, str]:
    return (figure.decides, figure.provenance.vintage)


def _sum(parts: tuple[Figure, ...], count: Count) -> Candidate:
    value = ZERO
    for part in parts:
        value = value + part.value
    key = Key(Relation.LEVEL, count.measure, parts[0].key.population, count.period)
    return Candidate(computed(key, value, parts[0].unit, "sum", parts))


def _rates(shelf: Shelf, count: Count) -> Iterator[Candidate]:
    """A rate per day from the flow over the same days."""
    flow = family(count.measure).rate_of
    if not flow:
        return
    for candidate in levels(shelf, Count(flow, count.population, count.period, count.year_open)):
        given = candidate.figure.key.period
        if given.n_days is None:
            continue
        n_days = Interval.point(given.n_days)
        key = Key(Relation.LEVEL, count.measure, candidate.figure.key.population, given)
        value = candidate.figure.value.divide(n_days)
        if value is not None:
            figure = computed(key, value, measure_named(count.measure).unit, "per-day", (candidate.figure,))
            words = f"{candidate.figure.printed} over {given.n_days} days"
            yield Candidate(
                figure, candidate.nearness, (*candidate.differs, words), None, candidate.firm, candidate.window
            )
