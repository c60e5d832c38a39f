"""Sweeps by name: what a recipe can ask for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
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
    """``find`` gives the columns of ``schema`` for a piece; ``count``, where there is one, ``counts`` to be added up."""

    module: str
    find: Find
    schema: pa.Schema
    count: Callable[[Rows], dict[str, int]] | None = None
    counts: tuple[str, ...] = ()

    @property
    def sources(self) -> list[str]:
        """The text of all modules that decide what is found."""
        folder = resources.files("tallymark.records.sweeps")
        return [folder.joinpath(f"{name}.py").read_text(encoding="utf-8") for name in (*SHARED, self.module)]


SWEEPS: Mapping[str, Sweep] = MappingProxyType(
    {
        "episodes": Sweep("episodes", episodes.find, episodes.SCHEMA),
        "repeats": Sweep("repeats", repeats.find, repeats.SCHEMA),
        "stays": Sweep("stays", stays.find, stays.SCHEMA),
        "stints_of_stays": Sweep("stays", stays.find_stints, stays.STINT_SCHEMA),
        "links": Sweep("links", links.find, links.SCHEMA, links.count, links.COUNTS),
        "stretches": Sweep("stretches", stretches.find, stretches.SCHEMA),
    }
)
