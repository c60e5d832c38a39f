"""What a sweep finds: in come its pieces, in any order; out come Arrow rows, as they come or in the order of a row number."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from tallymark.records.ahead import at_once
from tallymark.records.ranges import Ranges, Room, bounds_like
from tallymark.records.sweeps.rows import MISSING, Ints, Truths

Piece = Mapping[str, Ints | Truths]


@dataclass(frozen=True, slots=True)
class Found:
    """What a sweep finds, in the columns of ``schema``.

    ``words`` gives the texts of columns that are numbers of texts. ``counts`` is whole when all pieces have been taken, which
    can be done once.
    """

    schema: pa.Schema
    words: Mapping[str, Sequence[str]]
    pieces: Iterator[Piece]
    counts: Mapping[str, int]

    def batches(self) -> Iterator[pa.RecordBatch]:
        """The pieces as Arrow rows, in the order in which they are found."""
        return (self._batch(piece) for piece in self.pieces)

    @contextmanager
    def ordered(self, room: Room) -> Iterator[Iterator[pa.RecordBatch]]:
        """All pieces in the order of the first column, a row number that no two rows share; ``room`` is that of the rows swept."""
        by = self.schema.names[0]
        first = next(self.pieces, {name: np.zeros(0, dtype=np.int64) for name in self.schema.names})
        # The first piece holds persons from anywhere in the table.
        with Ranges(self.schema.names, by, bounds_like(first[by].astype(np.int64), room.n_rows), room) as ranges:
            for piece in itertools.chain([first], self.pieces):
                ranges.add(piece)
            with closing(at_once(lambda number: self._in_order(ranges.take(number), by), len(ranges))) as batches:
                yield (batch for batch in batches if batch.num_rows)

    def _in_order(self, piece: Piece, by: str) -> pa.RecordBatch:
        order = np.argsort(piece[by])
        return self._batch({name: values[order] for name, values in piece.items()})

    def _batch(self, piece: Piece) -> pa.RecordBatch:
        arrays = [self._array(piece[field.name], field) for field in self.schema]
        return pa.RecordBatch.from_arrays(arrays, schema=self.schema)

    def _array(self, found: Ints | Truths, field: pa.Field) -> pa.Array:
        if field.name in self.words:
            return pa.DictionaryArray.from_arrays(pa.array(found), list(self.words[field.name])).cast(pa.string())
        if pa.types.is_boolean(field.type):
            return pa.array(found.astype(np.bool_))
        if pa.types.is_timestamp(field.type):
            return pa.array(found, mask=found == MISSING).cast(field.type)
        return pa.array(found)
