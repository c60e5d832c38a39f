"""The archive behind an .xlsx: in comes its stream; out come small workbooks, each holding some rows of one sheet.

A sheet of a million rows is read in parts: its XML is unpacked piece by piece and cut between rows, and every piece is
put, with the styles and shared texts of the workbook, into a small workbook in memory which the library then reads. So
memory stays bounded, the next part is read while the last one is used, and nothing is handed on that has not been
unpacked and checked against its declared size and checksum here.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from tallymark.model.errors import InputError
from tallymark.releases.readers import archive
from tallymark.releases.readers.limits import limits

if TYPE_CHECKING:
    from lxml import etree

ROW_MARK = "the row above this part"
PART_BYTES = 8 << 20  # measured: larger parts are no faster and take more memory
_FRAME = re.compile(r"\[content_types\]\.xml|_rels/\.rels|xl/workbook\.xml|xl/_rels/workbook\.xml\.rels|xl/styles\.xml")
_MAIN = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"
_SHARED = "xl/sharedstrings.xml"
_LARGE_PART_BYTES = 128 << 20
_BLOCK_BYTES = 1 << 20
_PROLOG_BYTES = 4096
_DATA_START = re.compile(rb"<((?:\w+:)?)sheetData\s*>")
_SPECIAL_ENDS = {b"<!-": b"-->", b"<![": b"]]>"}


@dataclass(frozen=True, slots=True)
class Part:
    """Some rows of a sheet: the bytes of a workbook that holds them alone, their XML, and the number of the first.

    Every part but the first has one row more in front, with a mark in column A: the library counts rows and columns
    from the first filled cell on, and filling up with empty ones to row 1 would cost time and memory.
    """

    first_row: int
    workbook: bytes
    xml: memoryview


_COUNTING_TAG = re.compile(rb"<(?:\w+:)?(?:sst|cellXfs|cellStyleXfs|numFmts|sheets)\b[^>]*>")
_COUNT = re.compile(rb"""ount *= *["']\s*(\d+)""")


class Package:
    """An open .xlsx; raises TM-RELEASES-105, 106, 109 or 110 when it is broken, a bomb, or declares entities."""

    def __init__(self, stream: BinaryIO, where: str) -> None:
        self.where = where
        self._names = {info.filename.lower(): info.filename for info in archive.checked_members(stream, where)}
        try:
            self._zip = zipfile.ZipFile(stream)
        except archive.BROKEN as error:
            raise InputError("TM-RELEASES-105", where=where, detail=type(error).__name__) from None
        self._frame = {name: self._read(name) for low, name in self._names.items() if _FRAME.fullmatch(low)}
        self._shared: dict[str, bytes] | None = None
        self._paths = self._sheet_paths()

    @property
    def skeleton(self) -> bytes:
        """The workbook without any cell: enough to list its sheets."""
        return _pack({name: (data,) for name, data in self._frame.items()})

    def parts(self, index: int, part_bytes: int | None = None) -> Iterator[Part]:
        """The sheet of this index in parts of about ``part_bytes`` of XML; one whole part when it cannot be cut.

        Every part carries the shared texts and they are read anew each time, so without ``part_bytes`` a part is some times
        as large as they are.
        """
        path = self._paths[index]
        shared = self._shared_texts()
        n_shared = sum(len(data) for data in shared.values())
        n_bytes = part_bytes or max(PART_BYTES, min(4 * n_shared, _LARGE_PART_BYTES), 2 * n_shared)
        frame = {name: (data,) for name, data in (self._frame | shared).items()}
        for piece in _cut(self._blocks(path, min(n_bytes, _BLOCK_BYTES)), n_bytes, path):
            workbook = _pack({**frame, path: (piece.before, piece.rows, piece.after)})
            yield Part(piece.first_row, workbook, piece.rows)

    def _shared_texts(self) -> dict[str, bytes]:
        if self._shared is None:
            name = self._names.get(_SHARED)
            self._shared = {name: self._read(name)} if name else {}
        return self._shared

    def _read(self, name: str) -> bytes:
        """One member but no sheet, unpacked and checked; raises TM-RELEASES-105, 106, 109 or 110."""
        data = b"".join(self._blocks(name))
        require_true_counts(data, f"{self.where}, part {name}")
        return data

    def _blocks(self, name: str, block_bytes: int = _BLOCK_BYTES) -> Iterator[bytes]:
        where = f"{self.where}, part {name}"
        n_bytes = 0
        try:
            with self._zip.open(name) as member:
                while block := member.read(block_bytes):
                    if n_bytes < _PROLOG_BYTES and (b"<!DOCTYPE" in block or b"<!ENTITY" in block):
                        raise InputError("TM-RELEASES-110", where=where)
                    n_bytes += len(block)
                    yield block
        except archive.BROKEN as error:
            raise InputError("TM-RELEASES-105", where=where, detail=type(error).__name__) from None

    def _sheet_paths(self) -> list[str]:
        """The member of each sheet, in the order of the workbook."""
        targets = {
            element.get("Id"): element.get("Target", "") for element in self._tree(_RELATIONS).iter("{*}Relationship")
        }
        paths = []
        for sheet in self._tree(_MAIN).iter("{*}sheet"):
            relation = next((str(value) for key, value in sheet.items() if str(key).endswith("}id")), "")
            path = posixpath.normpath(posixpath.join("/xl", targets.get(relation, ""))).lstrip("/")
            name = self._names.get(path.lower())
            if name is None:
                raise InputError("TM-RELEASES-109", where=self.where, detail="a sheet is listed and not there")
            paths.append(name)
        return paths

    def _tree(self, name: str) -> etree._Element:
        from lxml import etree  # noqa: PLC0415  heavy: only when a workbook is met

        data = self._frame.get(self._names.get(name, ""))
        try:
            return etree.fromstring(data or b"", etree.XMLParser(resolve_entities=False, no_network=True))
        except etree.XMLSyntaxError:
            raise InputError("TM-RELEASES-109", where=self.where, detail=f"{name} is no XML") from None


def require_true_counts(data: bytes, where: str) -> None:
    """Raise TM-RELEASES-109 when a part announces more entries than it has bytes: the library would make room for them."""
    for tag in _COUNTING_TAG.findall(data):
        for count in _COUNT.findall(tag):
            if int(count) > len(data):
                raise InputError("TM-RELEASES-109", where=where, detail="it announces more entries than it can hold")


def _pack(members: Mapping[str, Sequence[bytes | memoryview]]) -> bytes:
    """A workbook of these members, each given in pieces, not compressed."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive_out:
        for name, pieces in members.items():
            with archive_out.open(name, "w") as member:
                for piece in pieces:
                    member.write(piece)
    return packed.getvalue()


@dataclass(frozen=True, slots=True)
class _Piece:
    """The XML of some rows, and what goes before and after it to make a sheet."""

    first_row: int
    before: bytes
    rows: memoryview
    after: bytes


def _cut(blocks: Iterator[bytes], part_bytes: int, where: str) -> Iterator[_Piece]:
    """The XML of a sheet in pieces of whole rows."""
    buffer = b""
    tags: _Tags | None = None
    first_row = 1
    for held in _grouped(blocks, part_bytes):
        buffer = b"".join((buffer, *held))
        _require_memory(len(buffer), where)
        if tags is None:
            start = _DATA_START.search(buffer)
            if start is None:
                continue
            tags = _Tags(buffer[: start.end()], start.group(1))
            buffer = buffer[start.end() :]
        cut = _last_row_end(buffer, tags.row_end)
        following = tags.row_number(buffer, cut) if cut else None
        if following is not None:
            yield _Piece(first_row, tags.start(first_row), memoryview(buffer)[:cut], tags.end)
            first_row, buffer = following, buffer[cut:]
    yield _Piece(first_row, tags.start(first_row) if tags else b"", memoryview(buffer), b"")


class _Tags:
    """The tags around the rows of a sheet: its ``prefix`` up to the first row and its ``space`` of names (``x:``)."""

    def __init__(self, prefix: bytes, space: bytes) -> None:
        self._prefix = prefix
        self._space = space
        self._row = re.compile(rb"\s*<" + space + rb'row\b[^>]*?\sr="(\d+)"')
        self.row_end = b"</" + space + b"row>"
        self.end = b"</" + space + b"sheetData></" + space + b"worksheet>"

    def start(self, first_row: int) -> bytes:
        """What goes before the rows of a part: for all but the first with a mark in the row above."""
        if first_row == 1:
            return self._prefix
        mark = '<{0}row r="{1}"><{0}c r="A{1}" t="str"><{0}v>{2}</{0}v></{0}c></{0}row>'
        return self._prefix + mark.format(self._space.decode(), first_row - 1, ROW_MARK).encode()

    def row_number(self, buffer: bytes, position: int) -> int | None:
        """The number of the row that starts at ``position``; None when it is not there or not told."""
        found = self._row.match(buffer, position)
        return int(found.group(1)) if found else None


def _grouped(blocks: Iterator[bytes], n_bytes: int) -> Iterator[list[bytes]]:
    held: list[bytes] = []
    n_held = 0
    for block in blocks:
        held.append(block)
        n_held += len(block)
        if n_held >= n_bytes:
            yield held
            held, n_held = [], 0
    yield held


def _last_row_end(buffer: bytes, row_end: bytes) -> int:
    """Where the last whole row ends, outside of comments and literal text; 0 when there is none."""
    cut = buffer.rfind(row_end)
    while cut > 0 and b"<!" in buffer:
        special = buffer.rfind(b"<!", 0, cut)
        if special < 0:
            break
        end = _SPECIAL_ENDS.get(buffer[special : special + 3], b">")
        if buffer.find(end, special, cut) >= 0:
            break
        cut = buffer.rfind(row_end, 0, special)
    return cut + len(row_end) if cut > 0 else 0


def _require_memory(n_bytes: int, where: str) -> None:
    if n_bytes > limits().max_memory_bytes:
        raise InputError("TM-RELEASES-106", where=where, detail=f"{n_bytes:,} bytes without the end of a row")
