"""Sheets of a workbook to batches: in come its parts; out come rows of text, ragged ones apart, blank ones counted."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Protocol

import numpy as np
import pyarrow as pa

from tallymark.model.errors import InputError
from tallymark.releases.readers.fitting import fitted, gathered
from tallymark.releases.readers.loading import Loaded
from tallymark.releases.readers.package import Part
from tallymark.releases.readers.workbook import BATCH_ROWS, Findings, Sheet, require_width

_READERS = 2
_READ_AHEAD = 3
_SMALL_PART_BYTES = 64 << 20  # of larger ones only one is read ahead
_HEAD_PART_BYTES = 256 << 10


class Book(Protocol):
    """Where the cells of a workbook come from."""

    def parts(self, index: int, part_bytes: int | None = None) -> Iterator[Part]:
        """The rows of one sheet in parts."""
        ...

    def load(self, part: Part, index: int, where: str) -> Loaded:
        """The cells of a part; called on several threads at once."""
        ...


class ExcelSheet(Sheet):
    """One sheet of a workbook; its cells are read when asked for, part by part."""

    def __init__(self, book: Book, index: int, name: str, book_where: str, *, visible: bool) -> None:
        super().__init__(name, f"{book_where}, sheet {name}", visible=visible)
        self._book = book
        self._index = index

    def head(self, n: int = 40) -> list[list[str | None]]:
        """The first ``n`` rows, or fewer when the sheet ends before; raises TM-RELEASES-105, 107 or 109."""
        rows: list[list[str | None]] = []
        width = 0
        for part in self._book.parts(self._index, _HEAD_PART_BYTES):
            loaded = self._book.load(part, self._index, self.where)
            if loaded.n_rows:
                rows += [[]] * (min(loaded.first_row - 1, n) - len(rows))
                columns = [column.slice(0, n).to_pylist() for column in loaded.columns]
                rows += [list(cells) for cells in zip(*columns, strict=True)]
            width = max(width, len(loaded.columns))
            if len(rows) >= n:
                break
        return [row + [None] * (width - len(row)) for row in rows[:n]]

    def batches(self, header_row: int, n_columns: int) -> Iterator[pa.RecordBatch]:
        """See Sheet; raises TM-RELEASES-105, 107, 109 or 113. The next part is read while one is used."""
        require_width(n_columns, self.where)
        self.findings = Findings()
        yield from gathered(self._batches(header_row, n_columns))

    def _batches(self, header_row: int, n_columns: int) -> Iterator[pa.RecordBatch]:
        last_row, highest = header_row, 0
        for loaded in self._loaded():
            if not loaded.n_rows:
                continue
            self.findings.n_blank_rows += max(loaded.first_row - 1 - last_row, 0)
            if loaded.first_row <= highest:
                raise InputError("TM-RELEASES-109", where=self.where, detail="its rows are out of order")
            highest = loaded.first_row + loaded.n_rows - 1
            for position, n_cells in loaded.long_numbers.items():
                self.findings.long_numbers[position] = self.findings.long_numbers.get(position, 0) + n_cells
            last_row = max(last_row, highest)
            for start in range(max(header_row + 1 - loaded.first_row, 0), loaded.n_rows, BATCH_ROWS):
                part = [column.slice(start, BATCH_ROWS) for column in loaded.columns]
                first = loaded.first_row + start
                rows = pa.array(np.arange(first, first + len(part[0]), dtype=np.int32))
                yield from fitted(rows, part, n_columns, self.findings, self.where)
        self.n_rows = last_row
        self.findings.notes += [
            f"column {position + 1}: {n_cells:,} numbers have more than 15 digits, of which a workbook keeps only 15"
            for position, n_cells in sorted(self.findings.long_numbers.items())
        ]

    def _loaded(self) -> Iterator[Loaded]:
        """The parts in order; some are read ahead on other threads, for the library works without Python's lock."""
        parts = self._book.parts(self._index)
        coming: deque[Future[Loaded]] = deque()

        def read_ahead(readers: ThreadPoolExecutor) -> None:
            n_ahead = 1
            while len(coming) < n_ahead and (part := next(parts, None)) is not None:
                coming.append(readers.submit(self._book.load, part, self._index, self.where))
                n_ahead = _READ_AHEAD if len(part.workbook) < _SMALL_PART_BYTES else 1

        with ThreadPoolExecutor(_READERS) as readers:
            read_ahead(readers)
            while coming:
                loaded = coming.popleft().result()
                read_ahead(readers)
                yield loaded
