"""Guards of workbooks: in come the bytes of an .xlsx or .xls; out comes the list of its sheets, hidden ones marked.

An .xlsx is an archive: its declared sizes are held to the limits and its XML must not declare entities.
"""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import BinaryIO

import python_calamine as calamine

from tallymark.model.errors import InputError
from tallymark.releases.readers import archive
from tallymark.releases.readers.excel import ExcelBook, ExcelSheet
from tallymark.releases.readers.guarded import guarded
from tallymark.releases.readers.limits import limits
from tallymark.releases.readers.sniff import Kind
from tallymark.releases.readers.workbook import Workbook

_HEAD_BYTES = 4096


def open_book(stream: BinaryIO, path: Path | None, kind: Kind, where: str, notes: tuple[str, ...]) -> Workbook:
    """The workbook; raises TM-RELEASES-104, 105, 106, 108, 109 or 110. Without ``path`` its bytes are held."""
    if kind is Kind.XLSX:
        require_harmless(stream, where)
    data = None if path is not None else _read_whole(stream, where)
    with guarded("TM-RELEASES-109", where):
        try:
            look = calamine.CalamineWorkbook.from_object(path if data is None else io.BytesIO(data))  # type: ignore[arg-type]  # a BytesIO is a ReadBuffer
        except calamine.PasswordError:
            raise InputError("TM-RELEASES-104", where=where) from None
        with look:
            metadata = list(look.sheets_metadata)
    if len(metadata) > limits().max_sheets:
        raise InputError("TM-RELEASES-108", where=where, detail=f"{len(metadata):,} sheets")
    book = ExcelBook(str(path) if data is None else data, where)
    sheets = tuple(
        ExcelSheet(book, index, sheet.name, visible=sheet.visible == calamine.SheetVisibleEnum.Visible)
        for index, sheet in enumerate(metadata)
        if sheet.typ == calamine.SheetTypeEnum.WorkSheet
    )
    others = tuple(
        f"sheet {position} is no sheet of cells and is not read"
        for position, sheet in enumerate(metadata, start=1)
        if sheet.typ != calamine.SheetTypeEnum.WorkSheet
    )
    return Workbook(where, kind.value, sheets, notes + others)


def require_harmless(stream: BinaryIO, where: str) -> None:
    """Raise TM-RELEASES-105, 106 or 110 when the archive is broken, a bomb, or declares entities."""
    infos = archive.checked_members(stream, where)
    try:
        with zipfile.ZipFile(stream) as opened:
            for info in infos:
                if not info.filename.endswith((".xml", ".rels")):
                    continue
                with opened.open(info) as part:
                    head = part.read(_HEAD_BYTES)
                if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
                    raise InputError("TM-RELEASES-110", where=f"{where}, part {info.filename}")
    except archive.BROKEN as error:
        raise InputError("TM-RELEASES-105", where=where, detail=type(error).__name__) from None
    finally:
        stream.seek(0)


def _read_whole(stream: BinaryIO, where: str) -> bytes:
    data = stream.read(limits().max_memory_bytes + 1)
    if len(data) > limits().max_memory_bytes:
        detail = f"more than {limits().max_memory_bytes:,} bytes that must be held in memory"
        raise InputError("TM-RELEASES-106", where=where, detail=detail)
    return data
