"""Columns of the records beside the rows of a query: in come a table's files and rows by row number; out come whole rows.

The records are read once, in their order; the rows of the query come in the same order. A join in the engine does the same
and takes several times as long.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from tallymark.engine.engine import Engine, exact
from tallymark.model.errors import DataError
from tallymark.records.compose import ROWS_OF_A_SHEET, Sheet
from tallymark.records.recipes import Joined
from tallymark.records.sweeps.rows import Ints
from tallymark.schema.arrow import PROVENANCE
from tallymark.schema.parquet import read_batches

ROW_KEY = "row_key"


class OutOfOrderError(Exception):
    """The files do not have the rows in the order of the source, as every ingest writes them."""


@dataclass(frozen=True, slots=True)
class Records:
    """A canonical table of a release: its files, its sheets in the order of the source, and SQL of its rows with row numbers.

    The rows are read from the files, or ``by_engine`` in the order of the source where the files have another.
    """

    name: str
    files: Sequence[Path]
    sheets: Sequence[Sheet]
    sql: Callable[[Sequence[str]], str]
    by_engine: bool = False

    def pieces(self, engine: Engine, columns: Sequence[str]) -> Generator[tuple[Ints, pa.Table], None, None]:
        """The row numbers and these columns of all rows in the order of the source.

        The first piece has no rows: it tells the types. Raises OutOfOrderError at the first row that is out of order.
        """
        found: pa.Table = pq.read_schema(self.files[0]).empty_table().select(list(columns))
        yield np.zeros(0, dtype=np.int64), found
        if self.by_engine:
            for batch in engine.batches(f"{self.sql(columns)} ORDER BY {ROW_KEY}"):
                yield batch[ROW_KEY].to_numpy(), pa.Table.from_batches([batch]).select(list(columns))
            return
        last = -1
        read = list(dict.fromkeys((*PROVENANCE, *columns)))
        for batch in read_batches(self.files, read, dictionaries=["sheet"]):
            keys = self._row_keys(batch)
            if len(keys) and (int(keys[0]) <= last or (np.diff(keys) <= 0).any()):
                raise OutOfOrderError
            last = int(keys[-1]) if len(keys) else last
            yield keys, pa.Table.from_batches([batch]).select(list(columns)).cast(found.schema)

    def _row_keys(self, batch: pa.RecordBatch) -> Ints:
        names = batch["sheet"]
        places = {(sheet.file_id, sheet.sheet): sheet.number for sheet in self.sheets}
        files = batch["file_id"].to_numpy()
        numbers = np.full((int(files.max(initial=0)) + 1, len(names.dictionary)), -1, dtype=np.int64)
        for place, name in enumerate(names.dictionary.to_pylist()):
            for file_id in range(len(numbers)):
                numbers[file_id, place] = places.get((file_id, name), -1)
        row_keys: Ints = numbers[files, names.indices.to_numpy()] * ROWS_OF_A_SHEET + batch["row"].to_numpy()
        return row_keys


@contextmanager
def whole_rows(
    engine: Engine,
    rows: Iterator[pa.RecordBatch],
    schema: pa.Schema,
    records: Records,
    joined: Joined,
    columns: Sequence[str],
) -> Iterator[tuple[Iterator[pa.Table], pa.Schema]]:
    """The rows of the query with the columns copied from the records, and the other rows where they are wanted.

    ``columns`` are those of the derived table in their order, ``schema`` is that of the query. With the rows comes their
    schema. Raises TM-RECORDS-009 where the records lack the row number of a row.
    """
    cursor = _Cursor(rows, schema, joined.by)
    with (
        closing(records.pieces(engine, list(joined.copied.values()))) as of_records,
        closing(_pieces(cursor, of_records, records.name, joined, columns)) as pieces,
    ):
        first = next(pieces)
        yield itertools.chain([first], pieces), first.schema


def _pieces(
    cursor: _Cursor, records: Iterator[tuple[Ints, pa.Table]], name: str, joined: Joined, columns: Sequence[str]
) -> Generator[pa.Table, None, None]:
    """Whole rows, one piece for each of the records."""
    for keys, of_records in records:
        found = cursor.until(int(keys[-1])) if len(keys) else cursor.empty
        places = np.searchsorted(keys, found[joined.by].to_numpy())
        if len(places) and (places[-1] == len(keys) or (keys[places] != found[joined.by].to_numpy()).any()):
            raise _lacking(name)
        sources = exact(of_records)
        copied = dict(zip(joined.copied, sources.columns, strict=True))
        table = _every if joined.other_rows else _those
        whole = table(keys, copied, found, places, joined)
        yield pa.table([whole[column] for column in columns], names=list(columns))
    if not cursor.is_at_end:
        raise _lacking(name)


def _lacking(name: str) -> DataError:
    return DataError("TM-RECORDS-009", where=f"table {name}", detail="a row number is not there")


def _those(
    _: Ints, copied: Mapping[str, pa.ChunkedArray], found: pa.Table, places: Ints, __: Joined
) -> dict[str, pa.ChunkedArray]:
    """The rows of the query with what is copied."""
    taken = pa.array(places)
    return {**_table(found), **{name: values.take(taken) for name, values in copied.items()}}


def _every(
    keys: Ints, copied: Mapping[str, pa.ChunkedArray], found: pa.Table, places: Ints, joined: Joined
) -> dict[str, pa.ChunkedArray]:
    """Every row of a piece of the records: as the query has it, else as ``other_rows`` and ``copied`` say."""
    own: pa.Array = pa.array(keys)
    plain = {joined.by: own, **copied}
    plain |= {
        name: own if value == ROW_KEY else pa.repeat(value, len(keys)) for name, value in joined.other_rows.items()
    }
    if not len(places):
        return plain
    mask = np.zeros(len(keys), dtype=np.bool_)
    mask[places] = True
    given = {name: values.combine_chunks() for name, values in _table(found).items() if name != joined.by}
    return {
        name: pc.replace_with_mask(values, mask, given[name]) if name in given else values
        for name, values in plain.items()
    }


class _Cursor:
    """The rows of a query, taken up to a row number at a time."""

    def __init__(self, rows: Iterator[pa.RecordBatch], schema: pa.Schema, by: str) -> None:
        self._rows, self._by = rows, by
        self.empty = schema.empty_table()
        self._next: pa.RecordBatch | None = next(rows, None)

    @property
    def is_at_end(self) -> bool:
        """Whether all rows have been taken."""
        return self._next is None

    def until(self, key: int) -> pa.Table:
        """The rows not yet taken whose number is ``key`` or lower."""
        taken = []
        while self._next is not None:
            n = int(np.searchsorted(self._next[self._by].to_numpy(), key, side="right"))
            taken.append(self._next.slice(0, n))
            if n < self._next.num_rows:
                self._next = self._next.slice(n)
                break
            self._next = next(self._rows, None)
        return pa.Table.from_batches(taken) if taken else self.empty


def _table(table: pa.Table) -> dict[str, pa.ChunkedArray]:
    return dict(zip(table.schema.names, table.columns, strict=True))
