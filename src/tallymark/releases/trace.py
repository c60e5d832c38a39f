"""Trace: in come a release, a table and the number of a row; out comes where each of its fields came from and whether it is equal.

A record is named by its number in the canonical table, never by what it holds: there is no look-up of a person. Locations
and answers come out; the text of cells comes out only when it is asked for, which the command allows on a terminal alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from tallymark.model.errors import UsageError
from tallymark.releases.ingest_rows import block
from tallymark.releases.originals import find_originals
from tallymark.releases.readers import open_source
from tallymark.releases.sources import SourceFile
from tallymark.releases.stored import row_at
from tallymark.schema import manifest as manifests
from tallymark.schema.arrow import PROVENANCE
from tallymark.schema.manifest import ColumnEntry, Manifest, SheetEntry, TableEntry
from tallymark.schema.store import ReleasePaths, Store
from tallymark.schema.tables import tables

LETTERS = 26


@dataclass(frozen=True, slots=True)
class TracedCell:
    """Where one column of the source went.

    ``column`` is its position from 1, ``letter`` as Excel shows it; ``fields`` the canonical fields read from it (none:
    kept in the raw mirror only). ``typed_equal``: the stored fields are what the raw cell gives when typed again;
    ``raw_equal``: the raw cell is the cell of the source, None when the source could not be read. ``text`` is the raw
    cell, given only when asked for.
    """

    column: int
    letter: str
    header: str
    fields: tuple[str, ...]
    typed_equal: bool
    raw_equal: bool | None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Trace:
    """Where a record came from: file, sheet and row of the source, and every cell; ``absent`` fields have no column there."""

    release: str
    table: str
    row_number: int
    file: str
    sheet: str
    row: int
    layout: str
    cells: tuple[TracedCell, ...]
    absent: tuple[str, ...]
    source_note: str = ""

    @property
    def ok(self) -> bool:
        """Whether nothing differs."""
        return all(cell.typed_equal and cell.raw_equal is not False for cell in self.cells)


def trace(
    store: Store, release: str, table: str, row_number: int, sources: Sequence[Path] = (), *, with_text: bool = False
) -> Trace:
    """Trace the record at ``row_number`` (from 1) of a canonical table.

    Raises TM-SCHEMA-103 or 105 when there is no such release or table, TM-RELEASES-410 when it has no such row.
    """
    paths = store.existing(release)
    manifest = manifests.read(paths.manifest)
    entry = manifest.table(table)
    raw = row_at(paths.parts(paths.raw(table)), row_number - 1) if row_number > 0 else None
    kept = row_at(paths.parts(paths.table(table)), row_number - 1) if row_number > 0 else None
    if raw is None or kept is None:
        n_rows = entry.n_rows - entry.n_quarantined
        raise UsageError("TM-RELEASES-410", where=f"{release}, table {table}", detail=f"rows 1 to {n_rows:,} are there")
    file_id, sheet_name, row = (raw.column(name)[0].as_py() for name in PROVENANCE)
    sheet = next(one for one in entry.sheets if (one.file_id, one.sheet) == (file_id, sheet_name))
    cells, note = _source_cells(paths, manifest, sheet, row, sources)
    same = _same_fields(entry, sheet, raw, kept)
    return Trace(
        release=release,
        table=table,
        row_number=row_number,
        file=manifest.file(file_id).name,
        sheet=sheet_name,
        row=row,
        layout=sheet.layout,
        cells=tuple(_cell(column, raw, same, cells, with_text=with_text) for column in sheet.columns),
        absent=tuple(name for name in tables()[table].fields if name not in _read_fields(sheet)),
        source_note=note,
    )


def column_letter(position: int) -> str:
    """The letters that Excel shows above the column at a position from 1: 1 is A, 27 is AA."""
    letters = ""
    while position:
        position, rest = divmod(position - 1, LETTERS)
        letters = chr(ord("A") + rest) + letters
    return letters


def _same_fields(entry: TableEntry, sheet: SheetEntry, raw: pa.Table, kept: pa.Table) -> dict[str, bool]:
    """Whether each field is what the raw cells give when they are typed again; under the empty name, the provenance."""
    table = tables()[entry.name]
    columns = [raw.column("row"), *(raw.column(column.stored) for column in sheet.columns)]
    piece = pa.table(columns, names=["row", *(f"c{n}" for n in range(len(sheet.columns)))]).combine_chunks()
    again = block(piece, sheet, table, ()).canonical
    same = {name: again.column(name)[0].as_py() == kept.column(name)[0].as_py() for name in table.fields}
    return {**same, "": all(raw.column(name)[0].as_py() == kept.column(name)[0].as_py() for name in PROVENANCE)}


def _cell(
    column: ColumnEntry,
    raw: pa.Table,
    same: dict[str, bool],
    cells: Sequence[str | None] | None,
    *,
    with_text: bool,
) -> TracedCell:
    text = raw.column(column.stored)[0].as_py()
    names = tuple(read.field for read in column.reads)
    return TracedCell(
        column=column.position,
        letter=column_letter(column.position),
        header=column.header,
        fields=names,
        typed_equal=same[""] and all(same[name] for name in names),
        raw_equal=None if cells is None else cells[column.position - 1] == text,
        text=text if with_text else None,
    )


def _read_fields(sheet: SheetEntry) -> set[str]:
    return {read.field for column in sheet.columns for read in column.reads}


def _source_cells(
    paths: ReleasePaths, manifest: Manifest, sheet: SheetEntry, row: int, sources: Sequence[Path]
) -> tuple[list[str | None] | None, str]:
    """The cells of the row in the source, or None with the reason."""
    originals = find_originals(paths, manifest, sources)
    source = originals.found.get(sheet.file_id)
    if source is None:
        return None, originals.missing[sheet.file_id]
    found = _read_row(source, sheet, row)
    return (found, "") if found is not None else ([None] * len(sheet.columns), "the source has no such row")


def _read_row(source: SourceFile, sheet: SheetEntry, row: int) -> list[str | None] | None:
    with open_source(source) as workbook:
        for opened in workbook.sheets:
            if opened.name != sheet.sheet:
                continue
            for batch in opened.batches(sheet.header_row, len(sheet.columns)):
                place = pc.index(batch.column(0), row).as_py()
                if place >= 0:
                    return [column[place].as_py() for column in batch.columns[1:]]
    return None
