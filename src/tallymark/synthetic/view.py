"""A view of a table's events as a release would print them: in come a block, a table and rows; out comes any canonical field.

``origin`` is the event of every row, so that two rows of one event say the same. What is drawn at random for a field is
drawn once an event, whatever release prints it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tallymark.synthetic.block import Block
from tallymark.synthetic.columns import Array, Columns, draw, n_rows
from tallymark.synthetic.people import Offence, Place, offences, places
from tallymark.synthetic.seeds import stream
from tallymark.synthetic.spec import Spec

# pyarrow has no types: its arrays are Any here and in every module that prints.
Values = Any


@dataclass(frozen=True)
class View:
    """``at`` is the date-time of each row (of its event, or moved by a defect); ``cut`` the moment of extraction.

    ``rates`` keeps shares that were worked out for one field and hold for others.
    """

    spec: Spec
    block: Block
    table: str
    events: Columns
    origin: Array
    at: Array
    cut: np.datetime64
    ids: Sequence[str]
    rates: dict[str, float] = field(default_factory=dict)

    @property
    def n_rows(self) -> int:
        """How many rows are printed."""
        return len(self.origin)

    @cached_property
    def person(self) -> Array:
        """The place of each row's person in the block."""
        return self.events["person"][self.origin]

    @cached_property
    def case_of_row(self) -> Array:
        """The place of each row's case in the block, -1 for none."""
        return self.events["case"][self.origin]

    def of_event(self, name: str) -> Array:
        """A column of the events, a value a row."""
        return self.events[name][self.origin]

    def of_person(self, name: str) -> Array:
        """A column of the people, a value a row."""
        return self.block.people[name][self.person]

    def of_case(self, name: str, missing: object = -1) -> Array:
        """A column of the cases, ``missing`` for rows without a case."""
        values = self.block.cases[name]
        known = self.case_of_row >= 0
        found = np.full(self.n_rows, missing, dtype=values.dtype)
        found[known] = values[self.case_of_row[known]]
        return found

    def random(self, purpose: str) -> Array:
        """A number from 0 to 1 for every row, the same for all rows of an event."""
        rng = stream(self.spec.seed, self.block.number, "field", self.table, purpose)
        return rng.random(n_rows(self.events))[self.origin]

    def drawn(self, purpose: str, shares: Mapping[str, float]) -> Values:
        """Words drawn by share, the same for all rows of an event."""
        rng = stream(self.spec.seed, self.block.number, "field", self.table, purpose)
        return words(draw(rng, shares, n_rows(self.events))[self.origin], list(shares))

    @cached_property
    def departed(self) -> Array:
        """The departure as far as it was confirmed at the extraction, NaT otherwise."""
        confirmed = self.of_case("confirmed", np.datetime64("NaT"))
        return np.where(confirmed < self.cut, self.of_case("departed", np.datetime64("NaT")), np.datetime64("NaT", "s"))

    @cached_property
    def left(self) -> Array:
        """The departure as a release prints it: of a row of the removals its own, else the confirmed one of the case."""
        return self.at if self.table == "removals" else self.departed

    @cached_property
    def offence_list(self) -> list[Offence]:
        """The offences in the order of the spec's shares."""
        return [offences()[code] for code in self.spec.population.offence]

    @cached_property
    def place_list(self) -> list[Place]:
        """The areas in the order of the spec's shares."""
        return [places()[name] for name in self.spec.population.area]

    @cached_property
    def area(self) -> Array:
        """The area of each row: of the case, or one of its own for an event without a case."""
        rng = stream(self.spec.seed, self.block.number, "field", self.table, "area")
        own = draw(rng, self.spec.population.area, n_rows(self.events))[self.origin]
        return np.where(self.case_of_row >= 0, self.of_case("area"), own)


Builder = Callable[[View], Values]


def words(places_in_list: Array, values: Sequence[str]) -> Values:
    """Coded words: the place in a list for each row, below 0 for none."""
    codes = pa.array(places_in_list.astype("int32"), mask=places_in_list < 0)
    return pa.DictionaryArray.from_arrays(codes, pa.array(list(values), pa.string()))


def days(moments: Array) -> Values:
    """Days out of date-times, null for NaT."""
    return pa.array(moments.astype("datetime64[D]"))


def moments(values: Array) -> Values:
    """Date-times to the second, null for NaT."""
    return pa.array(values.astype("datetime64[s]"))


def whole(values: Array, known: Array) -> Values:
    """Whole numbers, null where not known."""
    return pa.array(values.astype("int64"), mask=~known)


def yes_no(values: Array, known: Array) -> Values:
    """YES and NO, null where not known."""
    return words(np.where(known, np.where(values, 0, 1), -1), ["YES", "NO"])


def blank(values: Values, mask: Array) -> Values:
    """The values with nulls where the mask is true."""
    if not mask.any():
        return values
    if pa.types.is_dictionary(values.type):
        return pa.DictionaryArray.from_arrays(blank(values.indices, mask), values.dictionary)
    return pc.if_else(pa.array(mask), pa.scalar(None, values.type), values)


def put(values: Values, mask: Array, word: str) -> Values:
    """Coded words with ``word`` where the mask is true."""
    if not mask.any():
        return values
    known = values.dictionary.to_pylist()
    place = len(known)
    codes = pc.if_else(pa.array(mask), pa.scalar(place, pa.int32()), values.indices)
    return pa.DictionaryArray.from_arrays(codes, pa.array([*known, word], pa.string()))
