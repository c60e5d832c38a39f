"""Sheets of a workbook to batches: in come its parts; out come its cells as text, with the rows that Excel shows.

The text of a cell: text as it is; a number in its shortest digits, whole numbers without ``.0``; a date cell as
``YYYY-MM-DD HH:MM:SS[.fff]`` (a workbook does not tell a date from midnight); a boolean as ``true`` or ``false``; a
formula as the value Excel stored; an error as Excel shows it (``#DIV/0!``).
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

import fastexcel
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tallymark.releases.readers.area import require_small
from tallymark.releases.readers.digits import long_numbers
from tallymark.releases.readers.guarded import guarded
from tallymark.releases.readers.package import Part
from tallymark.releases.readers.parsing import gathered, without_blank
from tallymark.releases.readers.workbook import BATCH_ROWS, Findings, RaggedRow, Sheet, require_width

if TYPE_CHECKING:
    from tallymark.releases.readers.books import Parts

_READERS = 2
_READ_AHEAD = 3
_HEAD_PART_BYTES = 256 << 10
_ERROR_KIND = re.compile(r"Error\((\w+)\)")
_ERROR_TEXTS = {
    "Div0": "#DIV/0!",
    "NA": "#N/A",
    "Name": "#NAME?",
    "Null": "#NULL!",
    "Num": "#NUM!",
    "Ref": "#REF!",
    "Value": "#VALUE!",
    "GettingData": "#GETTING_DATA",
}


@dataclass(frozen=True, slots=True)
class Loaded:
    """Rows of a sheet from ``first_row`` on, every column from A as text, and numbers that Excel has cut by column."""

    first_row: int
    n_rows: int
    columns: list[Any]
    long_numbers: dict[int, int]


class ExcelSheet(Sheet):
    """One sheet of a workbook; its cells are read when asked for, part by part."""

    def __init__(self, book: Parts, index: int, name: str, book_where: str, *, visible: bool) -> None:
        super().__init__(name, f"{book_where}, sheet {name}", visible=visible)
        self._book = book
        self._index = index

    def head(self, n: int = 40) -> list[list[str | None]]:
        """The first ``n`` rows, or fewer when the sheet ends before; raises TM-RELEASES-105, 107 or 109."""
        rows: list[list[str | None]] = []
        width = 0
        for part in self._book.parts(self._index, _HEAD_PART_BYTES):
            loaded = load(part, self._index, self.where)
            if loaded.n_rows:
                rows += [[]] * (loaded.first_row - 1 - len(rows))
                columns = [column.slice(0, n).to_pylist() for column in loaded.columns]
                rows += [list(cells) for cells in zip(*columns, strict=True)]
            width = max(width, len(loaded.columns))
            if len(rows) >= n:
                break
        return [row + [None] * (width - len(row)) for row in rows[:n]]

    def batches(self, header_row: int, n_columns: int) -> Iterator[pa.RecordBatch]:
        """See Sheet; raises TM-RELEASES-105, 107, 109 or 113. The next part is read while one is used."""
        require_width(n_columns, self.where)
        self.findings = Findings()
        yield from gathered(self._batches(header_row, n_columns))

    def _batches(self, header_row: int, n_columns: int) -> Iterator[pa.RecordBatch]:
        last_row = header_row
        for loaded in self._loaded():
            if not loaded.n_rows:
                continue
            self.findings.n_blank_rows += max(loaded.first_row - 1 - last_row, 0)
            for position, n_cells in loaded.long_numbers.items():
                self.findings.long_numbers[position] = self.findings.long_numbers.get(position, 0) + n_cells
            last_row = max(last_row, loaded.first_row + loaded.n_rows - 1)
            for start in range(max(header_row + 1 - loaded.first_row, 0), loaded.n_rows, BATCH_ROWS):
                part = [column.slice(start, BATCH_ROWS) for column in loaded.columns]
                first = loaded.first_row + start
                rows = pa.array(np.arange(first, first + len(part[0]), dtype=np.int32))
                yield from self._fitting(rows, part, n_columns)
        self.n_rows = last_row

    def _loaded(self) -> Iterator[Loaded]:
        """The parts in order; some are read ahead on other threads, for the library works without Python's lock."""
        parts = self._book.parts(self._index)
        with ThreadPoolExecutor(_READERS) as readers:
            coming = deque(readers.submit(load, part, self._index, self.where) for part in islice(parts, _READ_AHEAD))
            while coming:
                loaded = coming.popleft().result()
                coming.extend(readers.submit(load, part, self._index, self.where) for part in islice(parts, 1))
                yield loaded

    def _fitting(self, rows: pa.Array, part: list[pa.Array], n_columns: int) -> Iterator[pa.RecordBatch]:
        """A batch of ``n_columns``; rows with cells beyond them go to ``ragged``."""
        beyond = part[n_columns:]
        inside = part[:n_columns]
        inside += [pa.nulls(len(rows), pa.string()) for _ in range(n_columns - len(inside))]
        if any(column.null_count < len(column) for column in beyond):
            wide = _any_filled(beyond)
            for position in np.flatnonzero(wide.to_numpy(zero_copy_only=False)).tolist():
                cells = [column[position].as_py() for column in part]
                while cells and cells[-1] is None:
                    cells.pop()
                self.findings.ragged.append(RaggedRow(rows[position].as_py(), len(cells), tuple(cells)))
            self.findings.require_few_ragged(self.where)
            keep = pc.invert(wide)
            rows, inside = rows.filter(keep), [column.filter(keep) for column in inside]
        yield from without_blank(rows, inside, n_columns, self.findings)


def load(part: Part, index: int, where: str) -> Loaded:
    """The cells of a part; raises TM-RELEASES-106, 107 or 109."""
    require_small(part.xml, where)
    with guarded("TM-RELEASES-109", where):
        reader = fastexcel.read_excel(part.workbook)
        skip_rows = 0 if part.first_row == 1 else None  # None: from the first filled cell on, which is the mark
        sheet = reader.load_sheet(index, header_row=None, skip_rows=skip_rows, dtypes="string")
        first = min((column.absolute_index for column in sheet.selected_columns), default=0)
        require_width(first + sheet.width, where)
        batch: Any
        batch, errors = sheet.to_arrow_with_errors()
        columns: list[Any] = list(batch.columns)
        for position, found in _errors_by_column(errors).items():
            columns[position] = _with_errors(columns[position], found)
        columns = [pa.nulls(batch.num_rows, pa.string()) for _ in range(first)] + columns
        cut = long_numbers(columns, part.xml, part.workbook, index)
    n_marks = 0 if part.first_row == 1 else 1
    n_rows = max(batch.num_rows - n_marks, 0) if columns else 0
    return Loaded(part.first_row, n_rows, [column.slice(n_marks) for column in columns], cut)


def _any_filled(columns: list[pa.Array]) -> pa.Array:
    filled = columns[0].is_valid()
    for column in columns[1:]:
        filled = pc.or_(filled, column.is_valid())
    return filled


def _errors_by_column(errors: fastexcel.CellErrors | None) -> dict[int, dict[int, str]]:
    """Column to row to the error text of each error cell."""
    found: dict[int, dict[int, str]] = {}
    for error in errors.errors if errors is not None else ():
        kind = _ERROR_KIND.search(error.detail)
        row, column = error.offset_position
        found.setdefault(column, {})[row] = _ERROR_TEXTS.get(kind.group(1) if kind else "", "#ERROR!")
    return found


def _with_errors(column: pa.Array, found: dict[int, str]) -> pa.Array:
    """The column with the error texts put in where the cells are errors."""
    mask = np.zeros(len(column), dtype=bool)
    mask[list(found)] = True
    return pc.replace_with_mask(column, pa.array(mask), pa.array([found[row] for row in sorted(found)], pa.string()))
