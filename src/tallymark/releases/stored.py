"""Stored rows in order: in comes a table of a release; out come as many rows at a time as are asked for.

Raw mirror and canonical table of a release have the same rows in the same order, so one position means the same record.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

import pyarrow as pa
import pyarrow.parquet as pq

from tallymark.schema.parquet import read_batches


class StoredRows:
    """The rows of Parquet files from the first to the last; use it in a ``with``."""

    def __init__(self, files: tuple[Path, ...], schema: pa.Schema) -> None:
        self.schema = schema
        self._batches = read_batches(files)
        self._rest = schema.empty_table()

    def __enter__(self) -> StoredRows:
        return self

    def __exit__(self, _kind: type[BaseException] | None, _error: object, _trace: TracebackType | None) -> None:
        if isinstance(self._batches, Iterator) and hasattr(self._batches, "close"):
            self._batches.close()

    def take(self, n_rows: int) -> pa.Table:
        """The next ``n_rows`` rows, or fewer at the end."""
        while self._rest.num_rows < n_rows:
            batch = next(self._batches, None)
            if batch is None:
                break
            self._rest = pa.concat_tables([self._rest, pa.table(batch).cast(self.schema)])
        taken = self._rest.slice(0, n_rows)
        self._rest = self._rest.slice(taken.num_rows)
        return taken.combine_chunks()


def row_at(files: tuple[Path, ...], position: int) -> pa.Table | None:
    """The one row at a position from 0 over all files; None when there are not so many. Reads one row group."""
    for path in files:
        with pq.ParquetFile(path) as opened:
            if position >= opened.metadata.num_rows:
                position -= opened.metadata.num_rows
                continue
            for group in range(opened.num_row_groups):
                n_rows = opened.metadata.row_group(group).num_rows
                if position < n_rows:
                    return opened.read_row_group(group).slice(position, 1)
                position -= n_rows
    return None
