"""Encodings: in comes a stream of bytes; out comes the same text as UTF-8, and how the bytes were read.

UTF-8 with or without mark and UTF-16 are told by their first bytes. A line that is not UTF-8 is read as Windows-1252 by
itself, so that one odd line does not garble a file that is otherwise UTF-8; how many such lines there were is counted.
The five bytes that Windows-1252 leaves open become the control characters of the same number, as in HTML.
"""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from tallymark.model.errors import InputError
from tallymark.releases.readers.limits import limits

BLOCK_BYTES = 2 << 20  # measured: blocks of 2 MB stay in the cache of the processor
_TAIL_BYTES = 1 << 16
_MIN_SHARE_OF_ZERO_BYTES = 0.3
_OPEN_BYTES = {byte: chr(byte) for byte in (0x81, 0x8D, 0x8F, 0x90, 0x9D)}
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


class Readable(Protocol):
    """Anything with bytes to read."""

    def read(self, n_bytes: int, /) -> bytes:
        """Up to ``n_bytes``; none at the end."""
        ...


@dataclass(frozen=True, slots=True)
class Encoding:
    """How the bytes of a text file are read: the name of a codec and the length of the mark in front."""

    name: str
    n_mark_bytes: int


@dataclass(slots=True)
class Seen:
    """What passed by while a stream was read: lines that were not UTF-8, quotes, bytes, and the end of the text."""

    n_odd_lines: int = 0
    n_quotes: int = 0
    n_bytes: int = 0
    tail: bytes = b""

    @property
    def last_line(self) -> bytes:
        """The last line, as far as the tail holds it."""
        text = self.tail.rstrip(b"\r\n")
        return text[max(text.rfind(b"\n"), text.rfind(b"\r")) + 1 :]


def detect(sample: bytes) -> Encoding:
    """The encoding of a text file by its first bytes."""
    for mark, name in _MARKS:
        if sample.startswith(mark):
            return Encoding(name, len(mark))
    pairs = max(len(sample) // 2, 1)
    even, odd = sample[::2].count(0) / pairs, sample[1::2].count(0) / pairs
    if odd > _MIN_SHARE_OF_ZERO_BYTES > even:
        return Encoding("utf-16-le", 0)
    if even > _MIN_SHARE_OF_ZERO_BYTES > odd:
        return Encoding("utf-16-be", 0)
    return Encoding("utf-8", 0)


def utf8_blocks(stream: Readable, encoding: Encoding, seen: Seen, where: str) -> Iterator[bytes]:
    """The text of ``stream`` as valid UTF-8 without mark.

    Blocks of plain ASCII pass as they come; a line with other bytes is looked at once it is whole. Raises
    TM-RELEASES-112 (half a character of UTF-16) or 115 (a line beyond the limit of a record).
    """
    stream.read(encoding.n_mark_bytes)
    blocks = _utf8(stream) if encoding.name == "utf-8" else _from_utf16(stream, encoding.name, where)
    carry = b""
    for block in blocks:
        if not carry and block.isascii():
            yield _counted(block, seen)
            continue
        cut = max(block.rfind(b"\n"), block.rfind(b"\r")) + 1
        whole, carry = (carry + block[:cut], block[cut:]) if cut else (b"", carry + block)
        if len(carry) > limits().max_record_bytes:
            raise InputError("TM-RELEASES-115", where=where, detail="a line without end")
        if whole:
            yield _counted(_repaired(whole, seen), seen)
    if carry:
        yield _counted(_repaired(carry, seen), seen)


def _utf8(stream: Readable) -> Iterator[bytes]:
    while block := stream.read(BLOCK_BYTES):
        yield block


def _from_utf16(stream: Readable, name: str, where: str) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder(name)()
    try:
        while block := stream.read(BLOCK_BYTES):
            yield decoder.decode(block).encode("utf-8")
        yield decoder.decode(b"", final=True).encode("utf-8")
    except UnicodeError:
        raise InputError("TM-RELEASES-112", where=where, detail=name) from None


def _counted(block: bytes, seen: Seen) -> bytes:
    seen.n_quotes += block.count(b'"')
    seen.n_bytes += len(block)
    seen.tail = (seen.tail + block if len(block) < _TAIL_BYTES else block)[-_TAIL_BYTES:]
    return block


def _repaired(block: bytes, seen: Seen) -> bytes:
    try:
        block.decode("utf-8")
    except UnicodeDecodeError:
        return b"".join(_repaired_line(line, seen) for line in block.splitlines(keepends=True))
    return block


def _repaired_line(line: bytes, seen: Seen) -> bytes:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        seen.n_odd_lines += 1
        return "".join(_OPEN_BYTES.get(byte) or bytes((byte,)).decode("cp1252") for byte in line).encode("utf-8")
    return line


class BlockStream:
    """Blocks of bytes as a stream; a read may give fewer bytes than asked for, and none only at the end."""

    closed = False

    def __init__(self, blocks: Iterator[bytes]) -> None:
        self._blocks = blocks
        self._pending = b""

    def read(self, n_bytes: int, /) -> bytes:
        """Up to ``n_bytes``."""
        if not self._pending:
            self._pending = next(self._blocks, b"")
        taken = self._pending[:n_bytes]
        self._pending = self._pending[n_bytes:]
        return taken

    def skip(self, n_bytes: int) -> bool:
        """Leave out ``n_bytes``; whether anything follows."""
        while n_bytes and (taken := self.read(n_bytes)):
            n_bytes -= len(taken)
        self._pending = self._pending or next(self._blocks, b"")
        return bool(self._pending)


class LineSource(io.RawIOBase):
    """A stream of bytes for what reads text line by line."""

    def __init__(self, stream: Readable) -> None:
        super().__init__()
        self._stream = stream

    def readable(self) -> bool:
        """This stream is only read."""
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]  # narrower than the base
        """Fill ``buffer`` with what comes next."""
        view = memoryview(buffer)
        taken = self._stream.read(len(view))
        view[: len(taken)] = taken
        return len(taken)
