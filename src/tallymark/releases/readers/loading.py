"""Loading: in comes a part of a workbook; out come its cells as text, with the rows that Excel shows.

The text of a cell: text as it is; a number in the shortest digits that give it, without exponent or ``.0``; a date cell as
``YYYY-MM-DD HH:MM:SS[.fff]`` (a workbook does not tell a date from midnight, and a time of day is one of 1899-12-31); a
date stored as ISO text as it is; a boolean as ``true`` or ``false``; a formula as the value Excel stored; an error as
Excel shows it (``#DIV/0!``). An empty text is an empty cell.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from typing import Any, NamedTuple

import fastexcel
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import python_calamine as calamine

from tallymark.model.errors import InputError
from tallymark.releases.readers.area import FAR, matches, require_small
from tallymark.releases.readers.digits import LONG, exact_in_part, long_in_part, whole_in_part
from tallymark.releases.readers.guarded import guarded
from tallymark.releases.readers.package import ROW_MARK, Part
from tallymark.releases.readers.workbook import require_width

_UNUSUAL = f"(?:{FAR})|(?:{LONG})"
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


class ListedSheet(NamedTuple):
    """A sheet as the workbook lists it."""

    name: str
    visible: bool
    has_cells: bool


@dataclass(frozen=True, slots=True)
class Loaded:
    """Rows of a sheet from ``first_row`` on, every column from A as text, and numbers that Excel has cut by column."""

    first_row: int
    n_rows: int
    columns: list[Any]
    long_numbers: dict[int, int]


def list_sheets(workbook: bytes) -> list[ListedSheet]:
    """The sheets of a workbook in order; raises whatever the library does."""
    with calamine.CalamineWorkbook.from_filelike(io.BytesIO(workbook)) as look:
        return [
            ListedSheet(
                sheet.name,
                visible=sheet.visible == calamine.SheetVisibleEnum.Visible,
                has_cells=sheet.typ == calamine.SheetTypeEnum.WorkSheet,
            )
            for sheet in look.sheets_metadata
        ]


def load(part: Part, index: int, where: str) -> Loaded:
    """The cells of a part; raises TM-RELEASES-106, 107 or 109."""
    unusual = matches(part.xml, _UNUSUAL)  # one quick look for what takes long to look at
    if unusual:
        require_small(part.xml, part.first_row, where)
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
        n_marks = 0 if part.first_row == 1 else 1
        exact_in_part(columns, part.xml, part.first_row - n_marks)
        cut = long_in_part(part.xml) if unusual else {}
        if cut:
            whole_in_part(columns, part.xml, part.first_row - n_marks)
    if n_marks and (not columns or columns[0][0].as_py() != ROW_MARK):
        raise InputError("TM-RELEASES-109", where=where, detail="its rows are out of order")
    n_rows = batch.num_rows - n_marks if columns else 0
    return Loaded(part.first_row, n_rows, [column.slice(n_marks) for column in columns], cut)


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
