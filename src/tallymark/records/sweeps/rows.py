"""Rows by person: in come columns with all rows of some persons; out come the rows of each person together, in order.

Times are whole numbers of microseconds; what is missing is ``MISSING``, smaller than every other value.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

KEY, SECOND_KEY = "person_key", "second_key"
MISSING = np.iinfo(np.int64).min
SECOND = 1_000_000
HOUR = 3600 * SECOND
DAY = 24 * HOUR
NEVER = np.iinfo(np.int64).max
# Of a whole number without its sign.
BITS = 63
Ints: TypeAlias = npt.NDArray[np.int64]
Truths: TypeAlias = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Rows:
    """All rows of some persons: ``person`` numbers them from 0 and rises; ``columns`` are the others, in the same order."""

    person: Ints
    columns: Mapping[str, Ints]

    def __len__(self) -> int:
        return len(self.person)

    def __getitem__(self, name: str) -> Ints:
        return self.columns[name]

    def take(self, places: Ints) -> Rows:
        """The rows at these places."""
        return Rows(self.person[places], {name: values[places] for name, values in self.columns.items()})


def by_person(columns: Mapping[str, Ints], ordered_by: str = "") -> Rows:
    """The rows of each person together, in the order of ``ordered_by``, a missing one last; ties have no order.

    Two persons can share a ``person_key``; where there is a ``second_key`` it tells them apart.
    """
    first = columns[KEY]
    second = columns.get(SECOND_KEY, first)
    order = in_order(first, columns[ordered_by]) if ordered_by else np.argsort(first)
    first, second = first[order], second[order]
    other = (first[1:] != first[:-1]) | (second[1:] != second[:-1])
    if bool((other & (first[1:] == first[:-1])).any()):
        # A stable sort keeps the order inside each person.
        again = np.lexsort((second, first))
        order, first, second = order[again], first[again], second[again]
        other = (first[1:] != first[:-1]) | (second[1:] != second[:-1])
    person = np.zeros(len(first), dtype=np.int64)
    np.cumsum(other, out=person[1:])
    return Rows(person, {name: values[order] for name, values in columns.items() if name not in (KEY, SECOND_KEY)})


def in_order(key: Ints, then: Ints) -> Ints:
    """The order of rows by ``key`` and ``then``, a missing one last; ties have no order.

    The place of the key among all keys and ``then`` share one whole number where they fit, which is sorted several times
    faster than two.
    """
    if not len(key):
        return np.zeros(0, dtype=np.int64)
    order: Ints = np.argsort(key)
    ordered, value = key[order], then[order]
    place = np.zeros(len(key), dtype=np.int64)
    np.cumsum(ordered[1:] != ordered[:-1], out=place[1:])
    known = value != MISSING
    if not np.any(value % SECOND, where=known):
        # Times of whole seconds, as nearly all are.
        value = value // SECOND
    lowest, highest = int(value.min(where=known, initial=NEVER)), int(value.max(where=known, initial=MISSING))
    spread = max(highest - lowest + 1, 0)
    if int(place[-1]).bit_length() + spread.bit_length() < BITS:
        value = np.where(known, value - lowest, spread)
        return order[np.argsort((place << spread.bit_length()) | value)]
    return order[np.lexsort((np.where(known, value, NEVER), place))]


def values(column: pa.Array | pa.ChunkedArray) -> Ints:
    """Whole numbers, times and truth values as whole numbers."""
    kind = pa.int8() if pa.types.is_boolean(column.type) else pa.int64()
    found: npt.NDArray[np.int64] = pc.fill_null(column.cast(kind).cast(pa.int64()), MISSING).to_numpy(
        zero_copy_only=False
    )
    return found
