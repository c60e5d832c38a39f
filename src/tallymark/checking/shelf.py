"""The shelf: the figures of a measure, by relation and population, asked from the references once per check."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from datetime import timedelta
from typing import Any

from tallymark.model.figure import Figure, Relation
from tallymark.model.period import Period
from tallymark.model.population import Population
from tallymark.model.references import Coverage, Query, References

MARGIN = timedelta(days=46)
Group = dict[tuple[Relation, Population], tuple[Figure, ...]]


class Shelf:
    """A cache over ``References`` for the length of one check; ``memo`` holds what other modules computed from it."""

    def __init__(self, references: References) -> None:
        self._references = references
        self._groups: dict[str, Group] = {}
        self._years: dict[tuple[str, Relation, Population], dict[int | None, list[Figure]]] = {}
        self.memo: dict[Hashable, Any] = {}

    def groups(self, measure: str) -> Group:
        """Every figure of a measure by relation and population (implied filters written out)."""
        if measure not in self._groups:
            found: dict[tuple[Relation, Population], list[Figure]] = {}
            for figure in self._references.lookup(Query(measure)):
                found.setdefault((figure.key.relation, normal(figure.key.population)), []).append(figure)
            self._groups[measure] = {key: tuple(figures) for key, figures in found.items()}
        return self._groups[measure]

    def figures(self, measure: str, relation: Relation, population: Population) -> tuple[Figure, ...]:
        """The figures of just these people."""
        return self.groups(measure).get((relation, normal(population)), ())

    def near(self, measure: str, relation: Relation, population: Population, period: Period) -> tuple[Figure, ...]:
        """The figures of just these people that touch the calendar years around ``period``; all when it is open."""
        first, last = period.start, period.end
        if first is None or last is None:
            return self.figures(measure, relation, population)
        key = (measure, relation, normal(population))
        if key not in self._years:
            self._years[key] = _by_year(self.figures(measure, relation, population))
        years = self._years[key]
        around = range((first - MARGIN).year, (last + MARGIN).year + 1)
        found = {figure.id: figure for year in (*around, None) for figure in years.get(year, ())}
        return tuple(found.values())

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


_NORMAL: dict[Population, Population] = {}


def normal(population: Population) -> Population:
    """The population with implied filters written out, remembered."""
    if population not in _NORMAL:
        _NORMAL[population] = population.normal()
    return _NORMAL[population]
