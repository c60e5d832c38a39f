"""Workbooks to batches: in comes an .xlsx or .xls; out come its cells as text, with the rows that Excel shows.

The text of a cell: text as it is; a number in its shortest digits, whole numbers without ``.0``; a date cell as
``YYYY-MM-DD HH:MM:SS[.fff]`` (a workbook does not tell a date from midnight); a boolean as ``true`` or ``false``; a
formula as the value Excel stored; an error as Excel shows it (``#DIV/0!``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import fastexcel
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tallymark.releases.readers.guarded import guarded
from tallymark.releases.readers.parsing import without_blank
from tallymark.releases.readers.workbook import BATCH_ROWS, Findings, RaggedRow, Sheet, require_width

_BROKEN = "TM-RELEASES-109"
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


class ExcelSheet(Sheet):
    """One sheet of a workbook; its cells are loaded when asked for, and ``book`` holds one loaded sheet at a time."""

    def __init__(self, book: ExcelBook, index: int, name: str, *, visible: bool) -> None:
        super().__init__(name, f"{book.where}, sheet {name}", visible=visible)
        self._book = book
        self._index = index

    def head(self, n: int = 40) -> list[list[str | None]]:
        """The first ``n`` rows."""
        columns = [column.slice(0, n).to_pylist() for column in self._book.columns(self)]
        return [list(cells) for cells in zip(*columns, strict=True)]

    def batches(self, header_row: int, n_columns: int) -> Iterator[pa.RecordBatch]:
        """See Sheet; raises TM-RELEASES-107, 109 or 113."""
        require_width(n_columns, self.where)
        self.findings = Findings()
        columns = self._book.columns(self)
        self._book.forget()
        n_rows = len(columns[0]) if columns else 0
        for start in range(header_row, n_rows, BATCH_ROWS):
            part = [column.slice(start, BATCH_ROWS) for column in columns]
            rows = pa.array(np.arange(start + 1, start + 1 + len(part[0]), dtype=np.int32))
            yield from self._fitting(rows, part, n_columns)

    def _fitting(self, rows: pa.Array, part: list[pa.Array], n_columns: int) -> Iterator[pa.RecordBatch]:
        """A batch of ``n_columns``; rows with cells beyond them go to ``ragged``."""
        beyond = part[n_columns:]
        inside = part[:n_columns]
        inside += [pa.nulls(len(rows), pa.string()) for _ in range(n_columns - len(inside))]
        if any(column.null_count < len(column) for column in beyond):
            wide = pc.fill_null(_any_filled(beyond), False)
            for position in np.flatnonzero(wide.to_numpy(zero_copy_only=False)).tolist():
                cells = [column[position].as_py() for column in part]
                while cells and cells[-1] is None:
                    cells.pop()
                self.findings.ragged.append(RaggedRow(rows[position].as_py(), len(cells), tuple(cells)))
            self.findings.require_few_ragged(self.where)
            keep = pc.invert(wide)
            rows, inside = rows.filter(keep), [column.filter(keep) for column in inside]
        yield from without_blank(rows, inside, n_columns, self.findings)


class ExcelBook:
    """An open workbook; ``source`` is a path whose ending fits, or the bytes."""

    def __init__(self, source: str | bytes, where: str) -> None:
        self.where = where
        with guarded(_BROKEN, where):
            self._reader = fastexcel.read_excel(source)
        self._loaded: tuple[int, list[Any]] | None = None

    def load(self, index: int, where: str) -> tuple[list[Any], int]:
        """Every column of a sheet from column A and row 1 on as text, and the number of rows."""
        with guarded(_BROKEN, where):
            sheet = self._reader.load_sheet(index, header_row=None, skip_rows=0, dtypes="string")
            first = min((column.absolute_index for column in sheet.selected_columns), default=0)
            require_width(first + sheet.width, where)
            batch, errors = sheet.to_arrow_with_errors()
        columns: list[Any] = list(batch.columns)
        for position, found in _errors_by_column(errors).items():
            columns[position] = _with_errors(columns[position], found)
        n_rows = batch.num_rows
        return [pa.nulls(n_rows, pa.string()) for _ in range(first)] + columns, n_rows

    def columns(self, sheet: ExcelSheet) -> list[Any]:
        """The columns of ``sheet``; those of another sheet are let go first."""
        if self._loaded is None or self._loaded[0] != sheet._index:
            self._loaded = None
            columns, sheet.n_rows = self.load(sheet._index, sheet.where)
            self._loaded = (sheet._index, columns)
        return self._loaded[1]

    def forget(self) -> None:
        """Let go of the loaded sheet."""
        self._loaded = None


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
