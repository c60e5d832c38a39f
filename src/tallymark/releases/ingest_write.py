"""One table being written: in come sheets and their blocks; out come its Parquet files and its entry in the manifest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from tallymark.releases.ingest_rows import CODED_TEXT, Block, Counts, canonical_types, days_of, ragged_rows
from tallymark.schema.arrow import quarantine_schema, raw_schema, table_schema
from tallymark.schema.manifest import BadCount, CheckEntry, MarkCount, PartEntry, SheetEntry, TableEntry
from tallymark.schema.parquet import ROW_GROUP_ROWS, Opener, Part, PartWriter, Stored

if TYPE_CHECKING:
    from tallymark.releases.ingest_flow import Worker
    from tallymark.releases.readers import RaggedRow
    from tallymark.schema.store import ReleasePaths
    from tallymark.schema.tables import Table


MOST_COLUMNS = 40
"""A table with more columns gets smaller row groups, so that a block of rows of any table takes about the same memory."""


class TableWriter:
    """Writes the raw mirror, the canonical rows and the quarantine of one table.

    ``stored`` are the columns of the raw mirror, of which most texts differ in ``distinct``; ``group_rows`` are the rows
    of a row group, ``n_rows`` counts the rows written. The first worker writes the raw mirror, the second the rest.
    """

    def __init__(
        self,
        paths: ReleasePaths,
        table: Table,
        stored: tuple[str, ...],
        workers: tuple[Worker, Worker],
        opener: Opener,
        distinct: Collection[str] = (),
    ) -> None:
        self.table = table
        self.stored = stored
        self.distinct = frozenset(distinct)
        self.group_rows = group_rows(len(stored))
        self.n_rows = 0
        self._workers = workers
        self._counts = Counts()
        self._days: list[str] = []
        self._cut_numbers: Counter[str] = Counter()
        self._sheets: list[SheetEntry] = []
        kinds = canonical_types(table)
        coded = [name for name, kind in kinds if pa.types.is_dictionary(kind)]
        bounded = [name for name, kind in kinds if kind not in (CODED_TEXT, pa.string())]
        self._raw = PartWriter(
            paths.raw(table.name),
            raw_schema(stored),
            repetitive=["sheet", *(name for name in stored if name not in self.distinct)],
            stored=Stored(rising=["row"]),
            statistics=False,
            row_group_rows=self.group_rows,
            opener=opener,
        )
        self._canonical = PartWriter(
            paths.table(table.name),
            table_schema(table),
            repetitive=["sheet", *coded],
            stored=Stored(rising=["row"]),
            statistics=["file_id", "row", *bounded],
            row_group_rows=self.group_rows,
            opener=opener,
        )
        self._quarantine = PartWriter(paths.quarantine(table.name), quarantine_schema(), opener=opener)

    def write(self, block: Block) -> None:
        """Hand a block to the workers."""
        self._workers[0].put(partial(self._raw.write, block.raw))
        self._workers[1].put(partial(self._canonical.write, block.canonical))
        if block.quarantine.num_rows:
            self._workers[1].put(partial(self._quarantine.write, block.quarantine))
        self.n_rows += block.raw.num_rows
        self._counts.add(block.counts)
        self._days.extend(days_of(block.canonical, self.table.key_date))

    def end(self, sheet: SheetEntry, ragged: Sequence[RaggedRow], cut_numbers: Mapping[int, int]) -> None:
        """Note a sheet that has been read, and put its broken rows into quarantine.

        ``cut_numbers`` counts, by column from 0, number cells of more than 15 digits.
        """
        self._sheets.append(sheet)
        for column in sheet.columns:
            n_cells = cut_numbers.get(column.position - 1, 0)
            if n_cells:
                self._cut_numbers[column.stored] += n_cells
        if ragged:
            self._workers[1].put(partial(self._quarantine.write, ragged_rows(sheet, ragged)))

    def close(self) -> None:
        """Bring every file to the disk; the workers do it side by side."""
        self._workers[0].put(self._raw.close)
        self._workers[1].put(self._canonical.close)
        self._workers[1].put(self._quarantine.close)
        for worker in self._workers:
            worker.wait()

    def abort(self) -> None:
        """Let go of every file; what was written is of no use."""
        for writer in (self._raw, self._canonical, self._quarantine):
            writer.abort()

    def entry(self, folder: Path) -> TableEntry:
        """The entry in the manifest; the files are named from ``folder``."""
        parts = [*self._raw.parts, *self._canonical.parts, *self._quarantine.parts]
        filled = {read.field for sheet in self._sheets for column in sheet.columns for read in column.reads}
        return TableEntry(
            name=self.table.name,
            layouts=tuple(sorted({sheet.layout for sheet in self._sheets})),
            n_rows=sum(sheet.n_rows for sheet in self._sheets),
            n_quarantined=sum(sheet.n_ragged for sheet in self._sheets),
            n_bad_cells=sum(self._counts.bad.values()),
            window=(min(self._days), max(self._days)) if self._days else (),
            present_fields=tuple(name for name in self.table.fields if name in filled),
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
        numbers = "number cells of more than 15 digits: Excel has cut them; as ids they collide"
        n_rows = sum(sheet.n_rows for sheet in self._sheets)
        time = "cells of a date field with a time of day, which stands in the raw mirror only"
        return (
            *(
                CheckEntry("ids_cut_at_15_digits", name, one, n, counts.cut_ids[one], cut)
                for one, n in sorted(counts.long_ids.items())
            ),
            *(
                CheckEntry("numbers_cut_at_15_digits", name, one, n_rows, n, numbers)
                for one, n in sorted(self._cut_numbers.items())
            ),
            *(CheckEntry("time_in_raw_only", name, one, n, n, time) for one, n in sorted(counts.times_cut.items())),
        )


def group_rows(n_columns: int) -> int:
    """Rows of a row group for a raw mirror of so many columns: halved until a group has no more cells than usual."""
    n_rows = ROW_GROUP_ROWS
    while n_columns > MOST_COLUMNS:
        n_rows, n_columns = n_rows // 2, n_columns // 2
    return max(n_rows, 1)


def part_entry(part: Part, folder: Path) -> PartEntry:
    """A file as the manifest names it."""
    return PartEntry(part.path.relative_to(folder).as_posix(), part.n_rows, part.n_bytes, part.sha256)
