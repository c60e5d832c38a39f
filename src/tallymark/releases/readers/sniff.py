"""Kinds of files: in come the first bytes; out comes what the file is, whatever its name ends in."""

from __future__ import annotations

import os
import zipfile
from enum import Enum
from typing import BinaryIO

from tallymark.model.errors import InputError

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_DIRECTORY_SCAN_BYTES = 1 << 20
_OTHER_FORMATS = {
    b"%PDF": "a PDF",
    b"SQLite format 3": "an SQLite database",
    b"7z\xbc\xaf\x27\x1c": "a 7z archive",
    b"Rar!": "a RAR archive",
    b"BZh": "a bzip2 file",
    b"\xfd7zXZ": "an xz file",
    b"\x28\xb5\x2f\xfd": "a zstd file",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"{\\rtf": "an RTF text",
    b"ARROW1": "an Arrow file",
    b"RDX2": "an R file",
    b"RDX3": "an R file",
}


class Kind(Enum):
    """The formats that are read; ``ZIP`` is an archive of files, not a workbook."""

    XLSX = "xlsx"
    XLS = "xls"
    TEXT = "text"
    GZIP = "csv.gz"
    PARQUET = "parquet"
    ZIP = "zip"


def sniff(stream: BinaryIO, where: str) -> Kind:
    """What ``stream`` holds, by its bytes; it is left at its start.

    Raises TM-RELEASES-103 (a format that is not read), 104 (locked with a password), 105 (broken archive) or
    111 (empty).
    """
    start = stream.read(4096)
    try:
        return _kind(start, stream, where)
    finally:
        stream.seek(0)


def _kind(start: bytes, stream: BinaryIO, where: str) -> Kind:
    if not start:
        raise InputError("TM-RELEASES-111", where=where)
    if start.startswith(b"PK\x03\x04") or start.startswith(b"PK\x05\x06"):
        return _zip_kind(stream, where)
    if start.startswith(_OLE):
        return _ole_kind(start, stream, where)
    if start.startswith(b"\x1f\x8b"):
        return Kind.GZIP
    if start.startswith(b"PAR1"):
        return Kind.PARQUET
    for magic, words in _OTHER_FORMATS.items():
        if start.startswith(magic):
            raise InputError("TM-RELEASES-103", where=where, detail=f"it is {words}")
    return Kind.TEXT


def _zip_kind(stream: BinaryIO, where: str) -> Kind:
    try:
        with zipfile.ZipFile(stream) as opened:
            names = set(opened.namelist())
    except (zipfile.BadZipFile, NotImplementedError, OSError, EOFError, ValueError, RuntimeError) as error:
        raise InputError("TM-RELEASES-105", where=where, detail=type(error).__name__) from None
    if "xl/workbook.xml" in names:
        return Kind.XLSX
    if "[Content_Types].xml" in names or "mimetype" in names:
        raise InputError("TM-RELEASES-103", where=where, detail="an office document, but no .xlsx workbook")
    return Kind.ZIP


def _ole_kind(start: bytes, stream: BinaryIO, where: str) -> Kind:
    """An OLE container is an old workbook, or a new one under a password, or another office document."""
    stream.seek(0, os.SEEK_END)
    size = stream.tell()
    stream.seek(0)
    data = start if size <= len(start) else stream.read(_DIRECTORY_SCAN_BYTES)
    if size > _DIRECTORY_SCAN_BYTES:
        stream.seek(max(size - _DIRECTORY_SCAN_BYTES, 0))
        data += stream.read(_DIRECTORY_SCAN_BYTES)
    if _ENCRYPTED in data:
        raise InputError("TM-RELEASES-104", where=where)
    return Kind.XLS
