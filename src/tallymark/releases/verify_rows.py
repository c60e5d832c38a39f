"""Rows compared: in come a stored table and its raw mirror or its sources; out come how much was compared and what differs first.

A difference is told by its coordinates (file, sheet, row, column); no cell is told.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from tallymark.releases.ingest_rows import Block, Counts, block, days_of, pieces, ragged_rows
from tallymark.releases.readers import Sheet, open_source
from tallymark.releases.sources import SourceFile
from tallymark.releases.stored import StoredRows
from tallymark.schema.arrow import PROVENANCE, quarantine_schema, raw_schema, table_schema
from tallymark.schema.manifest import BadCount, MarkCount, SheetEntry, TableEntry
from tallymark.schema.parquet import read_batches
from tallymark.schema.store import ReleasePaths
from tallymark.schema.tables import tables

Found = tuple[int, str]
# Few enough that a column of the longest cells that a workbook holds still fits into one array.
BLOCK_ROWS = 32_768


def mirror_columns(files: Sequence[Path]) -> tuple[str, ...]:
    """The columns of a raw mirror; all its files have the same."""
    return tuple(pq.read_schema(files[0]).names[len(PROVENANCE) :]) if files else ()


def check_canonical(paths: ReleasePaths, entry: TableEntry) -> Found:
    """Type the raw mirror again and compare canonical rows, quarantine, marks, bad cells and window; rows compared."""
    table = tables()[entry.name]
    stored = mirror_columns(paths.parts(paths.raw(entry.name)))
    counts, n_rows = Counts(), 0
    days: list[str] = []
    raw_files, typed_files = paths.parts(paths.raw(entry.name)), paths.parts(paths.table(entry.name))
    with (
        StoredRows(raw_files, raw_schema(stored)) as raw,
        StoredRows(typed_files, table_schema(table)) as typed,
        StoredRows(paths.parts(paths.quarantine(entry.name)), quarantine_schema()) as quarantine,
    ):
        for sheet in entry.sheets:
            for piece in _stored_pieces(raw, sheet):
                fault = _provenance_fault(piece, sheet)
                if fault:
                    return n_rows, fault
                again = block(_as_read(piece, sheet), sheet, table, stored)
                fault = _block_fault(again, typed, quarantine, sheet)
                if fault:
                    return n_rows, fault
                counts.add(again.counts)
                days.extend(days_of(again.canonical, table.key_date))
                n_rows += piece.num_rows
            quarantine.take(sheet.n_ragged)
    return n_rows, _summary_fault(entry, counts, days)


def check_sources(paths: ReleasePaths, entry: TableEntry, sources: Mapping[int, SourceFile]) -> Found:
    """Read the sources again and compare every cell with the raw mirror, and every broken row; cells compared."""
    raw_files = paths.parts(paths.raw(entry.name))
    broken = _broken_rows(paths.parts(paths.quarantine(entry.name)))
    n_cells = 0
    with StoredRows(raw_files, raw_schema(mirror_columns(raw_files))) as raw:
        for file_id, sheets in _by_file(entry):
            with open_source(sources[file_id]) as workbook:
                opened = {sheet.name: sheet for sheet in workbook.sheets}
                for sheet in sheets:
                    n, fault = _sheet_fault(opened.get(sheet.sheet), sheet, raw, broken.slice(0, sheet.n_ragged))
                    broken = broken.slice(sheet.n_ragged)
                    n_cells += n
                    if fault:
                        return n_cells, fault
    return n_cells, ""


def _broken_rows(files: Sequence[Path]) -> pa.Table:
    """The rows that are in quarantine as a whole, in the order of the sources; bad cells are left out."""
    found = [pa.table(batch).filter(pc.equal(batch.column("column"), 0)) for batch in read_batches(files)]
    return pa.concat_tables([quarantine_schema().empty_table(), *(one.cast(quarantine_schema()) for one in found)])


def _by_file(entry: TableEntry) -> Iterator[tuple[int, list[SheetEntry]]]:
    for file_id in dict.fromkeys(sheet.file_id for sheet in entry.sheets):
        yield file_id, [sheet for sheet in entry.sheets if sheet.file_id == file_id]


def _sheet_fault(opened: Sheet | None, sheet: SheetEntry, raw: StoredRows, broken: pa.Table) -> Found:
    where = _place(sheet)
    if opened is None:
        return 0, f"{where}: the source has no such sheet"
    header = opened.head()[sheet.header_row - 1 : sheet.header_row]
    names = [name or "" for name in header[0][: len(sheet.columns)]] if header else []
    if names + [""] * (len(sheet.columns) - len(names)) != [column.header for column in sheet.columns]:
        return 0, f"{where}: the header is another"
    n_cells = 0
    batches = opened.batches(sheet.header_row, len(sheet.columns))
    for piece in pieces(batches, 0, BLOCK_ROWS):
        kept = raw.take(piece.num_rows)
        fault = _raw_fault(piece, kept, sheet)
        if fault:
            return n_cells, fault
        n_cells += piece.num_rows * len(sheet.columns)
    if not broken.combine_chunks().equals(pa.Table.from_batches([ragged_rows(sheet, opened.ragged)])):
        return n_cells, f"{where}: rows of another width differ"
    return n_cells, ""


def _stored_pieces(raw: StoredRows, sheet: SheetEntry) -> Iterator[pa.Table]:
    left = sheet.n_rows - sheet.n_ragged
    while left > 0:
        piece = raw.take(min(left, BLOCK_ROWS))
        if not piece.num_rows:
            return
        left -= piece.num_rows
        yield piece


def _as_read(piece: pa.Table, sheet: SheetEntry) -> pa.Table:
    """Stored raw rows as a reader gives them: row, then the columns of the sheet."""
    columns = [piece.column("row"), *(piece.column(column.stored) for column in sheet.columns)]
    return pa.table(columns, ["row", *(f"c{n}" for n in range(len(sheet.columns)))])


def _provenance_fault(piece: pa.Table, sheet: SheetEntry) -> str:
    same = pc.and_(pc.equal(_flat(piece, "file_id"), sheet.file_id), pc.equal(_flat(piece, "sheet"), sheet.sheet))
    return "" if pc.all(same).as_py() else f"{_place(sheet)}: rows of another file or sheet stand among these"


def _block_fault(again: Block, typed: StoredRows, quarantine: StoredRows, sheet: SheetEntry) -> str:
    kept = typed.take(again.canonical.num_rows)
    fault = _difference(pa.table(again.canonical).cast(typed.schema), kept, sheet)
    if fault:
        return fault
    bad = quarantine.take(again.quarantine.num_rows)
    return "" if bad.equals(pa.table(again.quarantine)) else f"{_place(sheet)}: the quarantine differs"


def _raw_fault(piece: pa.Table, kept: pa.Table, sheet: SheetEntry) -> str:
    """What differs between rows as read and rows of the raw mirror."""
    if kept.num_rows != piece.num_rows:
        return f"{_place(sheet)}: the raw mirror has fewer rows"
    fault = _provenance_fault(kept, sheet)
    names = {column.stored: f"c{number}" for number, column in enumerate(sheet.columns)}
    read = [
        piece.column("row") if name == "row" else piece.column(names[name]) if name in names else None
        for name in kept.schema.names
    ]
    columns = [
        _flat(kept, name) if column is None else column for name, column in zip(kept.schema.names, read, strict=True)
    ]
    extra = [name for name in kept.schema.names if name not in names and name not in PROVENANCE]
    if any(kept.column(name).null_count < kept.num_rows for name in extra):
        return f"{_place(sheet)}: a column that the sheet has not is filled"
    return fault or _difference(pa.table(columns, schema=kept.schema), kept, sheet)


def _difference(right: pa.Table, kept: pa.Table, sheet: SheetEntry) -> str:
    """Where two tables differ first; empty when nowhere."""
    if right.num_rows != kept.num_rows:
        return f"{_place(sheet)}: {kept.num_rows:,} rows are stored instead of {right.num_rows:,}"
    for name in right.schema.names:
        one, other = _flat(right, name), _flat(kept, name)
        if one.equals(other):
            continue
        same = pc.fill_null(pc.equal(one, other), False)
        same = pc.or_(same, pc.and_(one.is_null(), other.is_null()))
        place = pc.index(same, False).as_py()
        row = _flat(right, "row")[place].as_py()
        return f"{_place(sheet)}, row {row}, column {name!r}: stored and source differ"
    return ""


def _summary_fault(entry: TableEntry, counts: Counts, days: Sequence[str]) -> str:
    """Whether marks, bad cells and window of the manifest are those that were found."""
    if entry.marks != tuple(MarkCount(*key, n) for key, n in sorted(counts.marks.items())):
        return "the counts of marks in the manifest differ"
    if entry.bad != tuple(BadCount(*key, n) for key, n in sorted(counts.bad.items())):
        return "the counts of bad cells in the manifest differ"
    if entry.window != ((min(days), max(days)) if days else ()):
        return "the window in the manifest differs"
    return ""


def _flat(table: pa.Table, name: str) -> pa.Array:
    column = table.column(name).combine_chunks()
    return column.chunk(0) if isinstance(column, pa.ChunkedArray) else column


def _place(sheet: SheetEntry) -> str:
    return f"file {sheet.file_id}, sheet {sheet.sheet!r}" if sheet.sheet else f"file {sheet.file_id}"
