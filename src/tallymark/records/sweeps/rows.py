"""Rows by person: in come batches ordered by ``person_key``; out come pieces that hold all rows of each of their persons.

A piece is a quarter of a million rows and the rest of its last person, so memory does not grow with the table. Times are whole
numbers of microseconds; what is missing is ``MISSING``, smaller than every other value.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

PIECE_ROWS = 262_144
KEY, SECOND_KEY = "person_key", "second_key"
MISSING = np.iinfo(np.int64).min
SECOND = 1_000_000
HOUR = 3600 * SECOND
DAY = 24 * HOUR
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


def pieces(batches: Iterator[pa.RecordBatch], piece_rows: int = PIECE_ROWS) -> Iterator[Rows]:
    """The rows of the batches, each piece ending where a person does.

    Two persons can share a ``person_key``; where there is a ``second_key`` it tells them apart.
    """
    waiting: list[pa.RecordBatch] = []
    n_waiting = 0
    for batch in batches:
        keys = batch[KEY].to_numpy()
        # The place in this batch where its last person begins.
        cut = int(np.searchsorted(keys, keys[-1])) if len(keys) else 0
        if n_waiting + cut >= piece_rows and cut:
            yield _rows([*waiting, batch.slice(0, cut)])
            waiting, n_waiting = [batch.slice(cut)], len(keys) - cut
        else:
            waiting.append(batch)
            n_waiting += len(keys)
    if n_waiting:
        yield _rows(waiting)


def _rows(batches: list[pa.RecordBatch]) -> Rows:
    table: pa.Table = pa.Table.from_batches(batches)
    columns = {name: _values(table[name]) for name in table.schema.names}
    first = columns.pop(KEY)
    second = columns.pop(SECOND_KEY, first)
    other = (first[1:] != first[:-1]) | (second[1:] != second[:-1])
    if bool((other & (first[1:] == first[:-1])).any()):
        # A stable sort keeps the order of the query inside each person.
        order = np.lexsort((second, first))
        first, second = first[order], second[order]
        columns = {name: values[order] for name, values in columns.items()}
        other = (first[1:] != first[:-1]) | (second[1:] != second[:-1])
    person = np.zeros(len(first), dtype=np.int64)
    np.cumsum(other, out=person[1:])
    return Rows(person, columns)


def _values(column: pa.ChunkedArray) -> Ints:
    """Whole numbers, times and truth values as whole numbers."""
    kind = pa.int8() if pa.types.is_boolean(column.type) else pa.int64()
    values: npt.NDArray[np.int64] = pc.fill_null(column.cast(kind).cast(pa.int64()), MISSING).to_numpy()
    return values
