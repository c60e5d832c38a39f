"""Rows of a sheet to rows of the store: in come batches of text; out come raw, canonical and quarantined rows, and counts.

Used by ingest, which writes what comes out, and by verify, which compares it with what is stored: both do the same work.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tallymark.releases.cells import count_matching, type_column
from tallymark.schema.arrow import arrow_type, provenance_fields, quarantine_schema
from tallymark.schema.fields import fields
from tallymark.schema.manifest import SheetEntry

if TYPE_CHECKING:
    from tallymark.releases.readers import RaggedRow
    from tallymark.schema.tables import Table

CODED_TEXT = pa.dictionary(pa.int32(), pa.string())
MOST_BYTES = 256 << 20
OTHER_WIDTH = "row_of_other_width"
LONG_ID = r"^\d{16,}$"
CUT_ID = r"^\d{15}0+$"


@dataclass(slots=True)
class Counts:
    """What was counted while typing.

    Marks by raw column and class, bad cells by field and code; by field the times of day that are in the raw mirror
    only, the ids of more than 15 digits and those of them that have nothing but zeros there (Excel keeps 15 digits).
    """

    marks: Counter[tuple[str, str]] = field(default_factory=Counter)
    bad: Counter[tuple[str, str]] = field(default_factory=Counter)
    times_cut: Counter[str] = field(default_factory=Counter)
    long_ids: Counter[str] = field(default_factory=Counter)
    cut_ids: Counter[str] = field(default_factory=Counter)

    def add(self, other: Counts) -> None:
        """Add the counts of another block."""
        self.marks.update(other.marks)
        self.bad.update(other.bad)
        self.times_cut.update(other.times_cut)
        self.long_ids.update(other.long_ids)
        self.cut_ids.update(other.cut_ids)


@dataclass(frozen=True, slots=True)
class BadColumn:
    """The bad cells of one field: their positions in the block, codes and shapes."""

    column: int
    field: str
    rows: np.ndarray
    codes: pa.Array
    shapes: pa.Array


@dataclass(frozen=True, slots=True)
class Block:
    """Rows of one sheet: raw and canonical line by line, the bad cells among them, and the counts."""

    raw: pa.RecordBatch
    canonical: pa.RecordBatch
    quarantine: pa.RecordBatch
    counts: Counts


def pieces(batches: Iterable[pa.RecordBatch], start: int, size: int) -> Generator[pa.Table, None, None]:
    """The same rows cut at every ``size`` rows of a table in which they begin at row ``start`` (from 0).

    Rows of very long cells are cut more often, so that what is held stays bounded. No text is copied: a piece is made of
    the batches, or parts of them, as they came.
    """
    waiting: list[pa.RecordBatch] = []
    room, n_bytes = size - start % size, 0
    for batch in batches:
        rest = batch
        while rest.num_rows >= room:
            yield pa.Table.from_batches([*waiting, rest.slice(0, room)])
            rest, waiting, room, n_bytes = rest.slice(room), [], size, 0
        if rest.num_rows:
            waiting.append(rest)
            room -= rest.num_rows
            n_bytes += rest.nbytes
        if n_bytes > MOST_BYTES:
            yield pa.Table.from_batches(waiting)
            waiting, n_bytes = [], 0
    if waiting:
        yield pa.Table.from_batches(waiting)


def block(
    piece: pa.Table, sheet: SheetEntry, table: Table, stored: Sequence[str], distinct: Collection[str] = ()
) -> Block:
    """Type rows of a sheet: ``row`` and c0..cN come in; ``stored`` are the columns of the raw mirror.

    Of these, ``distinct`` are given back as plain text, the others dictionary-encoded.
    """
    n_rows = piece.num_rows
    rows = flat(piece.column(0))
    provenance = _provenance(sheet, rows)
    places = {column.stored: column.position for column in sheet.columns}
    coded = {
        name: distinct_text(piece.column(place)) if name in distinct else coded_text(piece.column(place))
        for name, place in places.items()
    }
    kinds_of_text = [(name, pa.string() if name in distinct else CODED_TEXT) for name in stored]
    raw = pa.RecordBatch.from_arrays(
        [*provenance, *(_as_kind(coded.get(name), kind, n_rows) for name, kind in kinds_of_text)],
        schema=coded_schema(kinds_of_text),
    )
    counts = Counts()
    typed, bad = _typed(sheet, coded, counts)
    kinds = canonical_types(table)
    canonical = pa.RecordBatch.from_arrays(
        [*provenance, *(_as_kind(typed.get(name), kind, n_rows) for name, kind in kinds)], schema=coded_schema(kinds)
    )
    return Block(raw, canonical, _quarantine(sheet, rows, bad), counts)


def canonical_types(table: Table) -> list[tuple[str, pa.DataType]]:
    """The fields of a table with the types in which they are handed to the writer.

    Text is dictionary-encoded but for identifiers: most of them differ, and plain they take a third of the time.
    """
    kinds = [(name, arrow_type(fields()[name])) for name in table.fields]
    return [
        (name, CODED_TEXT if kind == pa.string() and fields()[name].privacy != "identifier" else kind)
        for name, kind in kinds
    ]


def distinct_columns(sheets: Iterable[SheetEntry]) -> frozenset[str]:
    """The columns of the raw mirror in which most texts differ: identifiers and moments."""
    return frozenset(
        column.stored
        for sheet in sheets
        for column in sheet.columns
        for read in column.reads
        if read.parse == "date_time" or fields()[read.field].privacy == "identifier"
    )


def coded_text(column: pa.ChunkedArray) -> pa.DictionaryArray:
    """A column of text dictionary-encoded as one array, the texts in order of first appearance; no text is copied twice."""
    encoded = column.dictionary_encode()
    if encoded.num_chunks == 0:
        return pa.array([], CODED_TEXT)
    indices = pa.concat_arrays([chunk.indices for chunk in encoded.chunks])
    return pa.DictionaryArray.from_arrays(indices, encoded.chunk(0).dictionary)


def distinct_text(column: pa.ChunkedArray) -> pa.DictionaryArray:
    """A column of texts that mostly differ as if encoded: each row has an entry of its own, so that none is looked up.

    Where they are alike after all, as redacted ids are, it is encoded indeed.
    """
    if column.num_chunks == 0 or pc.count_distinct(column.chunk(0)).as_py() * 2 < len(column.chunk(0)):
        return coded_text(column)
    texts = flat(column)
    places = pa.array(np.arange(len(texts), dtype=np.int32), mask=texts.is_null().to_numpy(zero_copy_only=False))
    return pa.DictionaryArray.from_arrays(places, texts)


def flat(column: pa.ChunkedArray) -> pa.Array:
    """A column as one array."""
    return column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()


def coded_schema(kinds: Sequence[tuple[str, pa.DataType]]) -> pa.Schema:
    """Provenance and columns as handed to the writer."""
    first = [
        pa.field(one.name, CODED_TEXT if one.name == "sheet" else one.type, one.nullable) for one in provenance_fields()
    ]
    return pa.schema([*first, *(pa.field(*kind) for kind in kinds)])


def ragged_rows(sheet: SheetEntry, rows: Sequence[RaggedRow]) -> pa.RecordBatch:
    """Rows of another width than the header, for the quarantine: with all their cells, since no mirror has a place for them."""
    columns = {
        "file_id": [sheet.file_id] * len(rows),
        "sheet": [sheet.sheet] * len(rows),
        "row": [row.row for row in rows],
        "column": [0] * len(rows),
        "field": [None] * len(rows),
        "code": [OTHER_WIDTH] * len(rows),
        "shape": [f"{row.n_cells} cells instead of {len(sheet.columns)}" for row in rows],
        "cells": [list(row.cells) for row in rows],
    }
    return pa.RecordBatch.from_pydict(columns, schema=quarantine_schema())


def days_of(canonical: pa.RecordBatch, key_date: str) -> tuple[str, ...]:
    """The first and last day of the key date, as ISO dates; empty when there is none."""
    if not key_date or key_date not in canonical.schema.names:
        return ()
    ends = pc.min_max(canonical.column(key_date).cast(pa.date32(), safe=False))
    return () if ends["min"].as_py() is None else (ends["min"].as_py().isoformat(), ends["max"].as_py().isoformat())


def _typed(
    sheet: SheetEntry, coded: Mapping[str, pa.DictionaryArray], counts: Counts
) -> tuple[dict[str, pa.Array], list[BadColumn]]:
    """The typed columns by field, and the bad cells by column."""
    typed: dict[str, pa.Array] = {}
    bad: list[BadColumn] = []
    for column in sheet.columns:
        for number, read in enumerate(column.reads):
            found = type_column(coded[column.stored], read.parse, sheet.layout)
            typed[read.field] = found.values
            if number == 0:
                counts.marks.update({(column.stored, mark): n for mark, n in found.marks.items()})
            if found.n_times_cut and all(one.parse != "date_time" for one in column.reads):
                counts.times_cut[read.field] += found.n_times_cut
            if fields()[read.field].privacy == "identifier":
                _count_long_ids(coded[column.stored], read.field, counts)
            if len(found.bad_rows):
                counts.bad.update(
                    {(read.field, one["values"]): one["counts"] for one in found.bad_codes.value_counts().to_pylist()}
                )
                bad.append(BadColumn(column.position, read.field, found.bad_rows, found.bad_codes, found.bad_shapes))
    for column in sheet.columns:
        if not column.reads:
            # A column that no field takes is typed as text for its marks alone.
            found = type_column(coded[column.stored], "text", sheet.layout)
            counts.marks.update({(column.stored, mark): n for mark, n in found.marks.items()})
    return typed, bad


def _count_long_ids(coded: pa.DictionaryArray, name: str, counts: Counts) -> None:
    n_long = count_matching(coded, LONG_ID)
    if n_long:
        counts.long_ids[name] += n_long
        counts.cut_ids[name] += count_matching(coded, CUT_ID)


def _quarantine(sheet: SheetEntry, rows: pa.Array, bad: Sequence[BadColumn]) -> pa.RecordBatch:
    """The bad cells, by row and column."""
    schema = quarantine_schema()
    if not bad:
        return pa.RecordBatch.from_pylist([], schema=schema)
    places = np.concatenate([one.rows for one in bad])
    columns = np.concatenate([np.full(len(one.rows), one.column, np.int32) for one in bad])
    names = pa.concat_arrays([pa.repeat(one.field, len(one.rows)) for one in bad])
    order = pa.array(np.lexsort((columns, places)))
    found = {
        "file_id": pa.repeat(pa.scalar(sheet.file_id, pa.int32()), len(places)),
        "sheet": pa.repeat(sheet.sheet, len(places)),
        "row": rows.take(pa.array(places)).take(order),
        "column": pa.array(columns).take(order),
        "field": names.take(order),
        "code": pa.concat_arrays([one.codes for one in bad]).take(order),
        "shape": pa.concat_arrays([one.shapes for one in bad]).take(order),
        "cells": pa.nulls(len(places), schema.field("cells").type),
    }
    return pa.RecordBatch.from_pydict(found, schema=schema)


def _provenance(sheet: SheetEntry, rows: pa.Array) -> list[pa.Array]:
    n_rows = len(rows)
    same = pa.array(np.zeros(n_rows, np.int32))
    return [
        pa.array(np.full(n_rows, sheet.file_id, np.int32)),
        pa.DictionaryArray.from_arrays(same, pa.array([sheet.sheet])),
        rows,
    ]


def _as_kind(column: pa.Array | None, kind: pa.DataType, n_rows: int) -> pa.Array:
    """The column in the type in which it is handed to the writer; nulls where there is none."""
    if column is None:
        return pa.nulls(n_rows, kind)
    return column if column.type == kind else column.cast(kind)
