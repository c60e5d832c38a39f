"""Workbooks opened: in come the bytes of an .xlsx or .xls; out comes the list of its sheets, hidden ones marked."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import BinaryIO, Protocol

import python_calamine as calamine

from tallymark.model.errors import InputError
from tallymark.releases.readers.excel import ExcelSheet
from tallymark.releases.readers.guarded import guarded
from tallymark.releases.readers.limits import limits
from tallymark.releases.readers.package import Package, Part
from tallymark.releases.readers.sniff import Kind
from tallymark.releases.readers.workbook import Workbook


class Parts(Protocol):
    """Where the rows of a workbook come from."""

    @property
    def skeleton(self) -> bytes:
        """A workbook that lists the sheets."""
        ...

    def parts(self, index: int, part_bytes: int | None = None) -> Iterator[Part]:
        """The rows of one sheet."""
        ...


class OldBook:
    """An .xls, which is read whole: it holds 65,536 rows a sheet at the most."""

    def __init__(self, data: bytes) -> None:
        self.skeleton = data

    def parts(self, index: int, part_bytes: int | None = None) -> Iterator[Part]:  # noqa: ARG002  the format has one part
        """The one part."""
        yield Part(1, self.skeleton, b"")


def open_book(stream: BinaryIO, kind: Kind, where: str, notes: tuple[str, ...]) -> Workbook:
    """The workbook; raises TM-RELEASES-104, 105, 106, 108, 109 or 110."""
    book: Parts = Package(stream, where) if kind is Kind.XLSX else OldBook(_read_whole(stream, where))
    metadata = _sheets(book.skeleton, where)
    if len(metadata) > limits().max_sheets:
        raise InputError("TM-RELEASES-108", where=where, detail=f"{len(metadata):,} sheets")
    cells = [sheet.typ == calamine.SheetTypeEnum.WorkSheet for sheet in metadata]
    sheets = tuple(
        ExcelSheet(book, index, sheet.name, where, visible=sheet.visible == calamine.SheetVisibleEnum.Visible)
        for index, sheet in enumerate(metadata)
        if cells[index]
    )
    others = tuple(f"sheet {i} holds no cells and is not read" for i, has in enumerate(cells, start=1) if not has)
    return Workbook(where, kind.value, sheets, notes + others)


def _sheets(skeleton: bytes, where: str) -> list[calamine.SheetMetadata]:
    with guarded("TM-RELEASES-109", where):
        try:
            with calamine.CalamineWorkbook.from_filelike(io.BytesIO(skeleton)) as look:
                return list(look.sheets_metadata)
        except calamine.PasswordError:
            raise InputError("TM-RELEASES-104", where=where) from None


def _read_whole(stream: BinaryIO, where: str) -> bytes:
    data = stream.read(limits().max_memory_bytes + 1)
    if len(data) > limits().max_memory_bytes:
        detail = f"more than {limits().max_memory_bytes:,} bytes that must be held in memory"
        raise InputError("TM-RELEASES-106", where=where, detail=detail)
    return data
