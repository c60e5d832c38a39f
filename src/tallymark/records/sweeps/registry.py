"""Sweeps by name: what a recipe can ask for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import resources
from types import MappingProxyType

import pyarrow as pa

from tallymark.records.parameters import Value
from tallymark.records.sweeps import episodes, links, repeats, stays, stretches
from tallymark.records.sweeps.rows import Ints, Rows, Truths

Find = Callable[[Rows, Mapping[str, Value]], dict[str, Ints | Truths]]
SHARED = ("rows", "groups")


@dataclass(frozen=True, slots=True)
class Sweep:
    """A way of going through rows by person.

    ``find`` gives the columns of ``schema`` for the rows of some persons, each person's in the order of ``ordered_by``;
    ``words`` are the texts of columns that it gives as numbers of texts. ``count`` gives ``counts`` of the same rows, to be
    added up, and ``count_without_person`` those of the columns of rows without a person.
    """

    module: str
    find: Find
    schema: pa.Schema
    ordered_by: str = ""
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    count: Callable[[Rows], dict[str, int]] | None = None
    counts: tuple[str, ...] = ()
    count_without_person: Callable[[Mapping[str, Ints]], dict[str, int]] | None = None
    counts_without_person: tuple[str, ...] = ()

    @property
    def sources(self) -> list[str]:
        """The text of all modules that decide what is found."""
        folder = resources.files("tallymark.records.sweeps")
        return [folder.joinpath(f"{name}.py").read_text(encoding="utf-8") for name in (*SHARED, self.module)]


SWEEPS: Mapping[str, Sweep] = MappingProxyType(
    {
        "episodes": Sweep("episodes", episodes.find, episodes.SCHEMA, "event_time"),
        "repeats": Sweep("repeats", repeats.find, repeats.SCHEMA),
        "stays": Sweep("stays", stays.find, stays.SCHEMA, "booked_in"),
        "stints_of_stays": Sweep("stays", stays.find_stints, stays.STINT_SCHEMA, "booked_in"),
        "links": Sweep(
            "links",
            links.find,
            links.SCHEMA,
            "at",
            links.WORDS,
            links.count,
            links.COUNTS,
            links.count_without_person,
            links.COUNTS_WITHOUT_PERSON,
        ),
        "stretches": Sweep("stretches", stretches.find, stretches.SCHEMA, "started"),
    }
)
