"""The shelf: the figures of a measure, by relation and people, asked from the references when a check needs them."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from datetime import date, timedelta
from functools import cache
from typing import Any

from tallymark.model.figure import Figure, Relation
from tallymark.model.interval import Interval
from tallymark.model.period import Period
from tallymark.model.population import Population
from tallymark.model.references import Coverage, Query, References

MARGIN = timedelta(days=46)


class Shelf:
    """A cache over ``References`` for the length of one check; ``memo`` holds what other modules computed from it."""

    def __init__(self, references: References) -> None:
        self._references = references
        self._found: dict[Query, tuple[Figure, ...]] = {}
        self._near: dict[Query, tuple[Figure, ...]] = {}
        self.memo: dict[Hashable, Any] = {}

    def knows(self, measure: str, population: Population | None = None) -> bool:
        """Whether there is any figure of a measure, of just these people where given."""
        return bool(self._lookup(Query(measure, None, population, most=1)))

    def of_relation(self, measure: str, relation: Relation) -> tuple[Figure, ...]:
        """Every figure of one relation, people by people."""
        return people_by_people(self._lookup(Query(measure, relation)))

    def in_range(self, measure: str, relation: Relation, value: Interval) -> tuple[Figure, ...]:
        """The figures of one relation whose value touches an interval, people by people."""
        found = self._lookup(Query(measure, relation, value=value))
        return tuple(figure for figure in found if figure.value.touches(value))

    def in_days(self, measure: str, relation: Relation, days: Period) -> tuple[Figure, ...]:
        """The figures of one relation with a day in a period, people by people."""
        found = self._lookup(Query(measure, relation, days=days))
        return tuple(figure for figure in found if figure.key.period.overlaps(days))

    def inside(self, measure: str, relation: Relation, population: Population, days: Period) -> tuple[Figure, ...]:
        """The figures of just these people whose days all lie in a period."""
        found = self._lookup(Query(measure, relation, normal(population), days=days))
        return tuple(figure for figure in found if days.contains(figure.key.period))

    def figures(self, measure: str, relation: Relation, population: Population) -> tuple[Figure, ...]:
        """The figures of just these people."""
        return self._lookup(Query(measure, relation, normal(population)))

    def near(self, measure: str, relation: Relation, population: Population, period: Period) -> tuple[Figure, ...]:
        """The figures of just these people that touch the calendar years around ``period``; all when it is open."""
        first, last = period.start, period.end
        if first is None or last is None:
            return self.figures(measure, relation, population)
        years = range((first - MARGIN).year, (last + MARGIN).year + 1)
        days = Period(date(years.start, 1, 1), date(years.stop, 1, 1))
        asked = Query(measure, relation, normal(population), days=days)
        if asked not in self._near:
            by_year = _by_year(self._lookup(asked))
            found = {figure.id: figure for year in (*years, None) for figure in by_year.get(year, ())}
            self._near[asked] = tuple(found.values())
        return self._near[asked]

    def _lookup(self, query: Query) -> tuple[Figure, ...]:
        if query not in self._found:
            self._found[query] = self._references.lookup(query)
        return self._found[query]

    def coverage(self, query: Query) -> Coverage:
        """What the references say about their own reach."""
        return self._references.covers(query)


def _by_year(figures: tuple[Figure, ...]) -> dict[int | None, list[Figure]]:
    """Figures by each calendar year they touch; those with an open end under None."""
    found: dict[int | None, list[Figure]] = {}
    for figure in figures:
        first, last = figure.key.period.start, figure.key.period.last_day
        years: Iterable[int | None] = (None,) if first is None or last is None else range(first.year, last.year + 1)
        for year in years:
            found.setdefault(year, []).append(figure)
    return found


def people_by_people(figures: Iterable[Figure]) -> tuple[Figure, ...]:
    """The same figures, those of one population together."""
    found: dict[Population, list[Figure]] = {}
    for figure in figures:
        found.setdefault(normal(figure.key.population), []).append(figure)
    return tuple(figure for group in found.values() for figure in group)


@cache
def normal(population: Population) -> Population:
    """The population with implied filters written out, remembered."""
    return population.normal()
