"""Workbooks opened: in come the bytes of an .xlsx or .xls; out comes the list of its sheets, hidden ones marked."""

from __future__ import annotations

from typing import BinaryIO

from tallymark.model.errors import InputError
from tallymark.releases.readers.excel import Book, ExcelSheet
from tallymark.releases.readers.guarded import guarded
from tallymark.releases.readers.limits import limits
from tallymark.releases.readers.loading import ListedSheet, Loaded, list_sheets, load
from tallymark.releases.readers.old_book import OldBook
from tallymark.releases.readers.package import Package, Part
from tallymark.releases.readers.sniff import Kind
from tallymark.releases.readers.workbook import Workbook


class NewBook(Package):
    """An .xlsx."""

    def sheets(self) -> list[ListedSheet]:
        """The sheets in order; raises TM-RELEASES-109."""
        with guarded("TM-RELEASES-109", self.where):
            return list_sheets(self.skeleton)

    def load(self, part: Part, index: int, where: str) -> Loaded:
        """The cells of a part; raises TM-RELEASES-106, 107 or 109."""
        return load(part, index, where)


def open_book(stream: BinaryIO, kind: Kind, where: str, notes: tuple[str, ...]) -> Workbook:
    """The workbook; raises TM-RELEASES-104, 105, 106, 108, 109 or 110."""
    book: Book
    if kind is Kind.XLSX:
        book = new = NewBook(stream, where)
        listed = new.sheets()
    else:
        book = old = OldBook(_read_whole(stream, where))
        listed = old.sheets(where)
    if len(listed) > limits().max_sheets:
        raise InputError("TM-RELEASES-108", where=where, detail=f"{len(listed):,} sheets")
    sheets = tuple(
        ExcelSheet(book, index, sheet.name, where, visible=sheet.visible)
        for index, sheet in enumerate(listed)
        if sheet.has_cells
    )
    others = tuple(
        f"sheet {position} holds no cells and is not read"
        for position, sheet in enumerate(listed, start=1)
        if not sheet.has_cells
    )
    return Workbook(where, kind.value, sheets, notes + others)


def _read_whole(stream: BinaryIO, where: str) -> bytes:
    data = stream.read(limits().max_memory_bytes + 1)
    if len(data) > limits().max_memory_bytes:
        detail = f"more than {limits().max_memory_bytes:,} bytes that must be held in memory"
        raise InputError("TM-RELEASES-106", where=where, detail=detail)
    return data
