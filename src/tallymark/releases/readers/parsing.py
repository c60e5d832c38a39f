"""Records of a text to batches: in comes a stream of UTF-8; out come batches with the number of every record.

Arrow's streaming reader parses on one thread, because only then does it say which records it left out; the bytes are
unpacked and checked on its reading thread meanwhile.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.csv as pcsv

from tallymark.model.errors import InputError
from tallymark.releases.readers.encoding import BLOCK_BYTES, BlockStream, LineSource, Seen
from tallymark.releases.readers.fitting import column_names, fitted
from tallymark.releases.readers.limits import limits
from tallymark.releases.readers.workbook import BATCH_ROWS, Findings, RaggedRow

_OPEN_QUOTE = "unexpected end of data"

OpenText = Callable[[Seen], AbstractContextManager[BlockStream]]


@dataclass(slots=True)
class Parse:
    """One pass over the records below the header, which is record ``header_row`` and ends at byte ``start``.

    A record has ``width`` cells, of which ``n_columns`` have a name; cells without one are empty or put the row apart.
    """

    where: str
    delimiter: str
    width: int
    n_columns: int
    header_row: int
    start: int
    findings: Findings
    _next: int = 1  # number of the record below the header that comes next
    _out: list[int] = field(default_factory=list)  # numbers of records left out of the batches to come
    _last: list[str | None] = field(default_factory=list)

    def batches(self, open_text: OpenText) -> Iterator[pa.RecordBatch]:
        """The batches; raises TM-RELEASES-113, 114 or 115."""
        seen = Seen()
        try:
            yield from self._fast(open_text, seen)
        except pa.ArrowInvalid:
            seen = Seen()
            yield from self._slow(open_text, seen)
        self._require_closed(seen)
        if seen.n_odd_lines:
            self.findings.notes.append(f"{seen.n_odd_lines:,} lines are not UTF-8 and were read as Windows-1252")

    def _fast(self, open_text: OpenText, seen: Seen) -> Iterator[pa.RecordBatch]:
        names = column_names(self.width)
        with open_text(seen) as stream:
            if not stream.skip(self.start):
                return
            reader: Any = pcsv.open_csv(
                pa.PythonFile(stream, mode="r"),
                read_options=pcsv.ReadOptions(use_threads=False, block_size=BLOCK_BYTES, column_names=names),
                parse_options=pcsv.ParseOptions(
                    delimiter=self.delimiter,
                    newlines_in_values=True,
                    ignore_empty_lines=False,
                    invalid_row_handler=self._leave_out,
                ),
                convert_options=pcsv.ConvertOptions(
                    column_types={name: pa.string() for name in names},
                    strings_can_be_null=True,
                    quoted_strings_can_be_null=True,
                    null_values=[""],
                    check_utf8=False,  # the stream is made valid before
                ),
            )
            for batch in reader:
                yield from self._numbered(batch)

    def _leave_out(self, row: pcsv.InvalidRow) -> str:
        lines = io.StringIO(row.text, newline="") if "\n" in row.text or "\r" in row.text else (row.text,)
        cells = next(csv.reader(lines, delimiter=self.delimiter))
        number = self.header_row + row.number
        self._out.append(row.number)
        self.findings.ragged.append(RaggedRow(number, len(cells), tuple(cell or None for cell in cells)))
        return "skip"

    def _numbered(self, batch: pa.RecordBatch) -> Iterator[pa.RecordBatch]:
        """The batch with its record numbers in front and blank records left out."""
        self.findings.require_few_ragged(self.where)
        if batch.num_rows == 0:
            return
        numbers = np.arange(self._next, self._next + batch.num_rows + len(self._out), dtype=np.int64)
        if self._out:
            numbers = numbers[~np.isin(numbers, self._out)][: batch.num_rows]
        self._next = int(numbers[-1]) + 1
        self._out = [number for number in self._out if number >= self._next]
        self._last = [column[-1].as_py() for column in batch.columns]
        rows = pa.array((numbers + self.header_row).astype(np.int32))
        yield from fitted(rows, batch.columns, self.n_columns, self.findings, self.where)

    def _slow(self, open_text: OpenText, seen: Seen) -> Iterator[pa.RecordBatch]:
        """The records from ``_next`` on by the csv module."""
        csv.field_size_limit(limits().max_record_bytes)
        self.findings.ragged = [row for row in self.findings.ragged if row.row < self.header_row + self._next]
        with open_text(seen) as stream:
            stream.skip(self.start)
            text = io.TextIOWrapper(io.BufferedReader(LineSource(stream)), encoding="utf-8", newline="")
            records = enumerate(csv.reader(text, delimiter=self.delimiter), start=1)
            for _ in islice(records, self._next - 1):
                pass
            try:
                while chunk := list(islice(records, BATCH_ROWS // 8)):
                    yield from self._converted(chunk)
            except csv.Error:
                raise self._error("TM-RELEASES-114", "a cell passes the limit") from None

    def _converted(self, chunk: list[tuple[int, list[str]]]) -> Iterator[pa.RecordBatch]:
        rows: list[int] = []
        columns: list[list[str | None]] = [[] for _ in range(self.width)]
        for number, cells in chunk:
            self._next = number + 1
            if not cells:
                self.findings.n_blank_rows += 1
            elif len(cells) != self.width:
                found = tuple(cell or None for cell in cells)
                self.findings.ragged.append(RaggedRow(self.header_row + number, len(cells), found))
            else:
                rows.append(self.header_row + number)
                for column, cell in zip(columns, cells, strict=True):
                    column.append(cell or None)
        self._last = [cell or None for cell in chunk[-1][1]]
        self.findings.require_few_ragged(self.where)
        arrays = [pa.array(column, pa.string()) for column in columns]
        yield from fitted(pa.array(rows, pa.int32()), arrays, self.n_columns, self.findings, self.where)

    def _require_closed(self, seen: Seen) -> None:
        """Raise TM-RELEASES-114 when the last record is within quotes: it may have swallowed others."""
        self.findings.require_few_ragged(self.where)
        if seen.n_quotes % 2 == 0:
            return
        last = self._last
        left_out = max(self.findings.ragged, key=lambda row: row.row, default=None)
        if left_out is not None and left_out.row >= self.header_row + self._next:
            last = list(left_out.cells)
        line = seen.last_line.decode("utf-8", errors="replace")
        if any("\n" in cell.rstrip("\r\n") for cell in last if cell) or _is_open(line, self.delimiter):
            raise self._error("TM-RELEASES-114", "the quote is open at the end of the file")

    def _error(self, code: str, detail: str) -> InputError:
        return InputError(code, where=f"{self.where}, near row {self.header_row + self._next - 1:,}", detail=detail)


def _is_open(line: str, delimiter: str) -> bool:
    try:
        list(csv.reader(io.StringIO(line, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        return _OPEN_QUOTE in str(error)
    return False
