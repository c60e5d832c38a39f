"""Delimited text to batches: in comes a stream of csv, tsv or pipe-separated text; out come its cells as text.

Cells are exactly what the file holds. An empty cell is null, quoted or not: csv has no other way to say that there is
nothing. Records are parsed by Arrow's streaming reader in bounded memory; what it cannot parse (a record beyond its
blocks) the csv module reads from where it stopped.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any, BinaryIO

import pyarrow as pa
from isal import igzip, igzip_lib

from tallymark.model.errors import InputError
from tallymark.releases.readers import archive, dialect, encoding
from tallymark.releases.readers.encoding import Readable
from tallymark.releases.readers.limits import limits
from tallymark.releases.readers.parsing import Parse
from tallymark.releases.readers.workbook import Findings, Sheet, require_width

_SAMPLE_BYTES = 1 << 20
_MAX_CONTROL_SHARE = 0.05
_CONTROL = bytes(byte for byte in range(32) if byte not in b"\t\n\r\f")

_BROKEN_DEFLATE: type[Exception] = igzip_lib.error  # type: ignore[assignment]  # the stubs take the class for an error

OpenStream = Callable[[], AbstractContextManager[BinaryIO]]
"""Opens the bytes of the file anew."""


class DelimitedSheet(Sheet):
    """The one table of a text file. ``open_stream`` opens its bytes anew for every pass; ``packed``: they are gzip."""

    def __init__(self, name: str, where: str, open_stream: OpenStream, *, packed: bool) -> None:
        super().__init__(name, where)
        self._open_stream = open_stream
        self._packed = packed
        self._n_packed_bytes = 0
        with self._unpacked() as stream:
            sample = read_fully(stream, _SAMPLE_BYTES)
        self._encoding = encoding.detect(sample)
        _require_text(sample, self._encoding, where)
        text, whole = self._start(_SAMPLE_BYTES)
        if not text.strip("\r\n"):
            raise InputError("TM-RELEASES-111", where=where)
        self.dialect = dialect.detect(text, whole=whole)
        self.notes = tuple(self._describe(sample))

    def head(self, n: int = 40) -> list[list[str | None]]:
        """The first ``n`` records; columns on the right that are empty in all of them are left out.

        Raises TM-RELEASES-115 when they pass the limit of the head.
        """
        rows = [[cell or None for cell in record.cells] for record in self._head_records(n)]
        width = max((position for row in rows for position, cell in enumerate(row, start=1) if cell), default=0)
        return [row[:width] for row in rows]

    def batches(self, header_row: int, n_columns: int) -> Iterator[pa.RecordBatch]:
        """See Sheet; raises TM-RELEASES-105 (cut off), 106, 107, 112, 113, 114 or 115."""
        require_width(n_columns, self.where)
        self.findings = Findings(notes=list(self.notes))
        start, width = 0, n_columns
        if header_row:
            found = self._head_records(header_row)
            if len(found) < header_row:
                return
            start = found[-1].end_byte
            width = max(_width_with_empty(found[-1].cells, n_columns), n_columns)
        parse = Parse(self.where, self.dialect.delimiter, width, n_columns, header_row, start, self.findings)
        yield from parse.batches(self._text)

    def _describe(self, sample: bytes) -> Iterator[str]:
        yield self.dialect.evidence
        if self._encoding.name != "utf-8":
            yield f"encoding {self._encoding.name}"
        elif self._encoding.n_mark_bytes:
            yield "encoding utf-8 with a byte order mark"
        if self._encoding.name == "utf-8" and b"\0" in sample:
            yield "NUL bytes are kept as they are"

    @contextmanager
    def _unpacked(self) -> Iterator[Any]:
        with self._open_stream() as raw:
            self._n_packed_bytes = raw.seek(0, os.SEEK_END)
            raw.seek(0)
            try:
                yield _gunzipped(raw) if self._packed else raw
            except (OSError, EOFError, _BROKEN_DEFLATE) as error:
                if not self._packed:
                    raise InputError("TM-RELEASES-118", where=self.where, detail=type(error).__name__) from None
                raise InputError("TM-RELEASES-105", where=self.where, detail="the packed text is broken") from None

    @contextmanager
    def _text(self, seen: encoding.Seen) -> Iterator[encoding.BlockStream]:
        """The text as a stream of valid UTF-8."""
        with self._unpacked() as stream:
            blocks = encoding.utf8_blocks(stream, self._encoding, seen, self.where)
            yield encoding.BlockStream(self._bounded(blocks, seen))

    def _bounded(self, blocks: Iterator[bytes], seen: encoding.Seen) -> Iterator[bytes]:
        """The blocks as they come; raises TM-RELEASES-106 once packed text expands beyond the limits."""
        for block in blocks:
            if self._packed:
                archive.require_expansion(seen.n_bytes, self._n_packed_bytes, self.where)
            yield block

    def _start(self, n_bytes: int) -> tuple[str, bool]:
        """The first ``n_bytes`` of the text, and whether that is all of it."""
        with self._text(encoding.Seen()) as stream:
            start = read_fully(stream, n_bytes)
            whole = not stream.read(1)
        return start.decode("utf-8", errors="ignore"), whole

    def _head_records(self, n: int) -> list[dialect.Record]:
        """The first ``n`` records, or all when there are fewer; looks further until they are whole."""
        n_bytes = _SAMPLE_BYTES
        while n_bytes <= limits().max_head_bytes:
            text, whole = self._start(n_bytes)
            try:
                found = dialect.first_records(text, self.dialect.delimiter, n, whole=whole)
            except csv.Error:
                break
            if whole or len(found) == n:
                return found
            n_bytes *= 4
        detail = f"the first {n} records pass {limits().max_head_bytes:,} bytes"
        raise InputError("TM-RELEASES-115", where=self.where, detail=detail)


def _width_with_empty(header: list[str], n_columns: int) -> int:
    """The width of the records: that of the header, where its cells beyond ``n_columns`` hold no name."""
    return n_columns if any(header[n_columns:]) else len(header)


def _gunzipped(packed: BinaryIO) -> Readable:
    """The unpacked bytes as a stream, by a library that takes a third of the time of zlib."""
    unpacked: Readable = igzip.IGzipFile(fileobj=packed, mode="rb")  # type: ignore[no-untyped-call]
    return unpacked


def read_fully(stream: Readable, n_bytes: int) -> bytes:
    """Up to ``n_bytes`` from a stream that may give less at a time than is asked for."""
    parts: list[bytes] = []
    while n_bytes > 0 and (block := stream.read(n_bytes)):
        parts.append(block)
        n_bytes -= len(block)
    return b"".join(parts)


def _require_text(sample: bytes, found: encoding.Encoding, where: str) -> None:
    """Raise TM-RELEASES-111 for an empty file, 103 for one whose bytes are no text."""
    if not sample:
        raise InputError("TM-RELEASES-111", where=where)
    if found.name != "utf-8":
        return
    n_control = len(sample) - len(sample.translate(None, delete=_CONTROL))
    if n_control > _MAX_CONTROL_SHARE * len(sample):
        raise InputError("TM-RELEASES-103", where=where, detail="its bytes are no text")
