"""Small workbooks and files for the tests of the readers, all of them made up."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa

from tallymark.releases.readers import Findings, open_source
from tallymark.releases.sources import SourceFile

Rows = list[tuple[int, tuple[str | None, ...]]]


def workbook(path: Path, sheets: Mapping[str, Sequence[Sequence[object]]]) -> Path:
    """A workbook of sheets of rows of cells, written by openpyxl; None is an empty cell."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row, cells in enumerate(rows, start=1):
            for column, value in enumerate(cells, start=1):
                if value is not None:
                    sheet.cell(row=row, column=column).value = value
    book.save(path)
    return path


def repacked(path: Path, changes: Mapping[str, bytes | None], target: Path) -> Path:
    """A copy of an archive with members replaced, added, or (None) taken out."""
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in changes:
                new.writestr(name, old.read(name))
        for name, data in changes.items():
            if data is not None:
                new.writestr(name, data)
    return target


def sheet_xml(rows: str) -> bytes:
    """The XML of a sheet with these rows, written by hand."""
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<?xml version="1.0"?><worksheet xmlns="{space}"><sheetData>{rows}</sheetData></worksheet>'.encode()


def zipped(members: Mapping[str, bytes]) -> bytes:
    """A zip archive of these members."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return packed.getvalue()


def source(path: Path, *member: str) -> SourceFile:
    """The source file of a path or of a member of an archive."""
    return SourceFile("!".join((path.name, *member)), path, member)


def rows_of(batches: Sequence[Any]) -> Rows:
    """Batches as (row number, cells)."""
    if not batches:
        return []
    table = pa.Table.from_batches(batches)
    numbers, *columns = (column.to_pylist() for column in table.columns)
    return list(zip(numbers, zip(*columns, strict=True), strict=True))


def read(path: Path, header_row: int, n_columns: int, *, sheet: int = 0) -> tuple[Rows, Findings]:
    """The rows of one sheet of a file, and what reading it brought up."""
    with open_source(source(path)) as book:
        found = book.sheets[sheet]
        rows = rows_of(list(found.batches(header_row, n_columns)))
        return rows, found.findings
