"""A population: in come filters of the closed vocabulary; out come equality, containment and words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tallymark.model.vocabulary import population_value, population_values


@dataclass(frozen=True, slots=True)
class Population:
    """Filters that all hold together, sorted by key; no filter means everybody the measure counts."""

    filters: tuple[tuple[str, str], ...] = ()

    @staticmethod
    def of(**filters: str) -> Population:
        """A population from keyword filters, each checked against the vocabulary."""
        return Population.from_mapping(filters)

    @staticmethod
    def from_mapping(filters: Mapping[str, str]) -> Population:
        """A population from a mapping, each filter checked against the vocabulary."""
        for key, value in filters.items():
            population_value(key, value)
        return Population(tuple(sorted(filters.items())))

    @staticmethod
    def parse(text: str) -> Population:
        """Read ``criminality=convicted;offence=homicide``; the empty text is everybody."""
        pairs = (part.partition("=") for part in text.split(";") if part.strip())
        return Population.from_mapping({key.strip(): value.strip() for key, _, value in pairs})

    def get(self, key: str) -> str | None:
        """The value of one filter, None when it does not filter by ``key``."""
        return dict(self.filters).get(key)

    def as_dict(self) -> dict[str, str]:
        """The filters as a mapping."""
        return dict(self.filters)

    def with_filter(self, key: str, value: str) -> Population:
        """This population narrowed (or changed) by one filter."""
        return Population.from_mapping({**self.as_dict(), key: value})

    def without(self, key: str) -> Population:
        """This population with one filter dropped."""
        return Population(tuple(item for item in self.filters if item[0] != key))

    def normal(self) -> Population:
        """The same population with implied filters written out (homicide implies convicted), for comparing."""
        filters = self.as_dict()
        for key, value in self.filters:
            known = population_values().get((key, value))
            for implied_key, implied in () if known is None else known.implies:
                filters.setdefault(implied_key, implied)
        return Population(tuple(sorted(filters.items())))

    def same(self, other: Population) -> bool:
        """Whether both name the same people."""
        return self.normal() == other.normal()

    def inside(self, other: Population) -> bool:
        """Whether everybody here is also in ``other`` (fewer filters, or wider values)."""
        mine = self.normal().as_dict()
        return all(key in mine and _value_inside(key, mine[key], value) for key, value in other.normal().filters)

    def __str__(self) -> str:
        return ";".join(f"{key}={value}" for key, value in self.filters)

    @property
    def words(self) -> str:
        """The filters in words, e.g. "convicted of homicide"; empty for everybody."""
        implied = {pair for item in self.filters for pair in population_value(*item).implies}
        return ", ".join(population_value(*item).words for item in self.filters if item not in implied)


def _value_inside(key: str, value: str, wider: str) -> bool:
    if value == wider:
        return True
    known = population_values().get((key, value))
    return known is not None and any(_value_inside(key, step, wider) for step in known.within)
