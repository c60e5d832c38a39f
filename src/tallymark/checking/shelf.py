"""The shelf: the figures of a measure, by relation and population, asked from the references once per check."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

from tallymark.model.figure import Figure, Relation
from tallymark.model.population import Population
from tallymark.model.references import Coverage, Query, References

Group = dict[tuple[Relation, Population], tuple[Figure, ...]]


class Shelf:
    """A cache over ``References`` for the length of one check; ``memo`` holds what other modules computed from it."""

    def __init__(self, references: References) -> None:
        self._references = references
        self._groups: dict[str, Group] = {}
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

    def coverage(self, query: Query) -> Coverage:
        """What the references say about their own reach."""
        return self._references.covers(query)


_NORMAL: dict[Population, Population] = {}


def normal(population: Population) -> Population:
    """The population with implied filters written out, remembered."""
    if population not in _NORMAL:
        _NORMAL[population] = population.normal()
    return _NORMAL[population]
