"""Parquet to batches: in comes a Parquet file; out come its cells as text, the column names being row 1.

Text as it is; whole numbers and decimals as their digits; dates as ``YYYY-MM-DD``, times of day as ``HH:MM:SS``,
date-times as ``YYYY-MM-DD HH:MM:SS[.fff]``; booleans as ``true`` and ``false``. Nested columns are refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from tallymark.model.errors import InputError
from tallymark.releases.readers.fitting import fitted
from tallymark.releases.readers.guarded import guarded
from tallymark.releases.readers.workbook import BATCH_ROWS, Findings, Sheet, require_width

_BROKEN = "TM-RELEASES-119"


class ParquetSheet(Sheet):
    """The one table of a Parquet file."""

    def __init__(self, file: pq.ParquetFile, where: str) -> None:
        super().__init__("", where)
        self._file = file
        self.n_rows = file.metadata.num_rows + 1
        require_width(len(file.schema_arrow.names), where)
        for column in file.schema_arrow:
            if pa.types.is_nested(column.type):
                raise InputError(_BROKEN, where=where, detail=f"column {column.name} is nested")

    def head(self, n: int = 40) -> list[list[str | None]]:
        """The column names and the first ``n - 1`` rows."""
        rows: list[list[str | None]] = [list(self._file.schema_arrow.names)]
        with guarded(_BROKEN, self.where):
            batch = next(self._file.iter_batches(batch_size=max(n - 1, 1)), None)
        if batch is not None and n > 1:
            rows += [
                list(cells) for cells in zip(*(as_text(column).to_pylist() for column in batch.columns), strict=True)
            ]
        return rows[:n]

    def batches(self, header_row: int, n_columns: int) -> Iterator[pa.RecordBatch]:
        """See Sheet; raises TM-RELEASES-113 when the header is not row 1 or has another width, 119 for a broken file."""
        if header_row != 1 or n_columns != len(self._file.schema_arrow.names):
            raise InputError("TM-RELEASES-113", where=self.where, detail="the column names of a Parquet file are row 1")
        self.findings = Findings()
        start = 2
        batches = self._file.iter_batches(batch_size=BATCH_ROWS)
        while True:
            with guarded(_BROKEN, self.where):
                batch = next(batches, None)
                columns = [] if batch is None else [as_text(column) for column in batch.columns]
            if batch is None:
                return
            rows = pa.array(np.arange(start, start + batch.num_rows, dtype=np.int32))
            start += batch.num_rows
            yield from fitted(rows, columns, n_columns, self.findings, self.where)


@contextmanager
def parquet_sheet(stream: BinaryIO, where: str) -> Iterator[ParquetSheet]:
    """The table of an open file; raises TM-RELEASES-119."""
    with guarded(_BROKEN, where):
        file: Any = pq.ParquetFile(stream)
    with file:
        yield ParquetSheet(file, where)


def as_text(column: pa.Array) -> pa.Array:
    """A column as text; empty text is null as in every other format."""
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    kind = column.type
    if pa.types.is_timestamp(kind):
        text = pc.replace_substring_regex(column.cast(pa.timestamp(kind.unit)).cast(pa.string()), r"\.0+$", "")
    elif pa.types.is_floating(kind):
        text = pc.replace_substring_regex(column.cast(pa.string()), r"\.0$", "")
    else:
        text = column.cast(pa.string())
    return pc.if_else(pc.equal(text, ""), pa.scalar(None, pa.string()), text)
