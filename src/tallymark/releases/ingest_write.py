"""One table being written: in come sheets and their blocks; out come its Parquet files and its entry in the manifest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from tallymark.releases.ingest_rows import Block, Counts, canonical_types, days_of, ragged_rows
from tallymark.schema.arrow import quarantine_schema, raw_schema, table_schema
from tallymark.schema.manifest import BadCount, CheckEntry, MarkCount, PartEntry, SheetEntry, TableEntry
from tallymark.schema.parquet import Opener, Part, PartWriter

if TYPE_CHECKING:
    from tallymark.releases.ingest_flow import Worker
    from tallymark.releases.readers import RaggedRow
    from tallymark.schema.store import ReleasePaths
    from tallymark.schema.tables import Table


class TableWriter:
    """Writes the raw mirror, the canonical rows and the quarantine of one table.

    ``n_in_files`` counts the rows since the present files began. The first worker writes the raw mirror, the second the rest. A sheet with columns that no sheet before it had begins new
    files, so within a file every row has the same columns and later files have those of the earlier ones first.
    """

    def __init__(self, paths: ReleasePaths, table: Table, workers: tuple[Worker, Worker], opener: Opener) -> None:
        self.table = table
        self.n_in_files = 0
        self.stored: tuple[str, ...] = ()
        self._paths = paths
        self._workers = workers
        self._opener = opener
        self._counts = Counts()
        self._days: list[str] = []
        self._sheets: list[SheetEntry] = []
        self._n_quarantined = 0
        self._parts: dict[Path, tuple[Part, ...]] = {}
        self._raw: PartWriter | None = None
        self._canonical: PartWriter | None = None
        self._quarantine = PartWriter(paths.quarantine(table.name), quarantine_schema(), opener=opener)

    def begin(self, sheet: SheetEntry, columns: Sequence[str]) -> SheetEntry:
        """Make room for a sheet whose layout has these raw columns; gives the sheet with the mirror's spelling of them."""
        known = {name.lower(): name for name in self.stored}
        new = [name for name in columns if name.lower() not in known]
        spelled = tuple(replace(one, stored=known.get(one.stored.lower(), one.stored)) for one in sheet.columns)
        if self._raw is None or new:
            self._open_rows((*self.stored, *new))
        return replace(sheet, columns=spelled)

    def write(self, block: Block) -> None:
        """Hand a block to the workers."""
        if self._raw is None or self._canonical is None:
            raise ValueError("begin comes before write")
        self._workers[0].put(partial(self._raw.write, block.raw))
        self._workers[1].put(partial(self._canonical.write, block.canonical))
        if block.quarantine.num_rows:
            self._workers[1].put(partial(self._quarantine.write, block.quarantine))
        self.n_in_files += block.raw.num_rows
        self._counts.add(block.counts)
        self._days.extend(days_of(block.canonical, self.table.key_date))

    def end(self, sheet: SheetEntry, ragged: Sequence[RaggedRow]) -> None:
        """Note a sheet that has been read, and put its broken rows into quarantine."""
        self._sheets.append(sheet)
        self._n_quarantined += len(ragged)
        if ragged:
            self._workers[1].put(partial(self._quarantine.write, ragged_rows(sheet, ragged)))

    def close(self) -> None:
        """Bring every file to the disk; the workers do it side by side."""
        self._close_rows()
        self._workers[1].put(self._quarantine.close)
        self._workers[1].wait()

    def abort(self) -> None:
        """Let go of every file; what was written is of no use."""
        for writer in (self._raw, self._canonical, self._quarantine):
            if writer is not None:
                writer.abort()

    def entry(self, folder: Path) -> TableEntry:
        """The entry in the manifest; the files are named from ``folder``."""
        parts = [part for found in self._parts.values() for part in found] + list(self._quarantine.parts)
        filled = {read.field for sheet in self._sheets for column in sheet.columns for read in column.reads}
        return TableEntry(
            name=self.table.name,
            layouts=tuple(sorted({sheet.layout for sheet in self._sheets})),
            n_rows=sum(sheet.n_rows for sheet in self._sheets),
            n_quarantined=self._n_quarantined,
            n_bad_cells=sum(self._counts.bad.values()),
            window=(min(self._days), max(self._days)) if self._days else (),
            absent_fields=tuple(name for name in self.table.fields if name not in filled),
            sheets=tuple(self._sheets),
            marks=tuple(MarkCount(*key, n) for key, n in sorted(self._counts.marks.items())),
            bad=tuple(BadCount(*key, n) for key, n in sorted(self._counts.bad.items())),
            parts=tuple(part_entry(part, folder) for part in sorted(parts, key=lambda part: part.path)),
        )

    def checks(self) -> tuple[CheckEntry, ...]:
        """What was looked at while typing, besides the types."""
        name, counts = self.table.name, self._counts
        cut = "ids of more than 15 digits with nothing but zeros from the 16th on: Excel has cut them, so they collide"
        time = "cells of a date field with a time of day, which stands in the raw mirror only"
        return (
            *(
                CheckEntry("ids_cut_at_15_digits", name, one, n, counts.cut_ids[one], cut)
                for one, n in sorted(counts.long_ids.items())
            ),
            *(CheckEntry("time_in_raw_only", name, one, n, n, time) for one, n in sorted(counts.times_cut.items())),
        )

    def _open_rows(self, stored: tuple[str, ...]) -> None:
        """Begin new files in which the raw mirror has these columns."""
        self._close_rows()
        self.stored = stored
        raw = raw_schema(self.stored)
        texts = [name for name in raw.names if name not in ("file_id", "row")]
        coded = [name for name, kind in canonical_types(self.table) if pa.types.is_dictionary(kind)]
        folder, other = self._paths.raw(self.table.name), self._paths.table(self.table.name)
        n_raw, n_other = (len(self._parts.get(path, ())) for path in (folder, other))
        self._raw = PartWriter(folder, raw, repetitive=texts, statistics=False, first_part=n_raw, opener=self._opener)
        self._canonical = PartWriter(
            other, table_schema(self.table), repetitive=["sheet", *coded], first_part=n_other, opener=self._opener
        )
        self.n_in_files = 0

    def _close_rows(self) -> None:
        if self._raw is None or self._canonical is None:
            return
        self._workers[0].put(self._raw.close)
        self._workers[1].put(self._canonical.close)
        for worker in self._workers:
            worker.wait()
        for folder, writer in ((self._paths.raw, self._raw), (self._paths.table, self._canonical)):
            path = folder(self.table.name)
            self._parts[path] = (*self._parts.get(path, ()), *writer.parts)


def part_entry(part: Part, folder: Path) -> PartEntry:
    """A file as the manifest names it."""
    return PartEntry(part.path.relative_to(folder).as_posix(), part.n_rows, part.n_bytes, part.sha256)


def read_sheet_entry(sheet: SheetEntry, first_row: int, n_rows: int, n_ragged: int, n_blank: int) -> SheetEntry:
    """The entry of a sheet once it has been read."""
    return replace(sheet, first_row=first_row, n_rows=n_rows + n_ragged, n_ragged=n_ragged, n_blank_rows=n_blank)
