"""Parquet: text as strings, whole numbers and dates typed; the same rows give the same bytes however they arrive."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from tallymark.synthetic.files.printing import as_cells
from tallymark.synthetic.view import Values

GROUP = 65_536


class Buffered:
    """Writes record batches in row groups of one size."""

    def __init__(self, path: Path, schema: Values) -> None:
        self._schema = schema
        self._writer = pq.ParquetWriter(path, schema, compression="zstd", compression_level=1)
        self._waiting: list[Values] = []
        self._n_waiting = 0

    def write(self, batch: Values) -> None:
        """Take a batch; whole row groups go to the file."""
        self._waiting.append(batch)
        self._n_waiting += batch.num_rows
        if self._n_waiting >= GROUP:
            self._flush(self._n_waiting // GROUP * GROUP)

    def close(self) -> None:
        """Write what waits and finish the file."""
        if self._n_waiting:
            self._flush(self._n_waiting)
        self._writer.close()

    def _flush(self, count: int) -> None:
        table = pa.Table.from_batches(self._waiting, self._schema)
        self._writer.write_table(table.slice(0, count), row_group_size=GROUP)
        rest = table.slice(count).combine_chunks()
        self._waiting = rest.to_batches()
        self._n_waiting = rest.num_rows


class ParquetFile:
    """One file; rows are numbered from 1, there is no header and nothing above it."""

    def __init__(self, path: Path, style: str) -> None:
        self._path = path
        self._style = style
        self._header: tuple[str, ...] = ()
        self._out: Buffered | None = None

    def begin(self, sheet: str, above: Sequence[str], header: Sequence[str]) -> None:  # noqa: ARG002  Parquet has neither
        """Keep the names of the columns."""
        self._header = tuple(header)

    def write(self, columns: Sequence[Values], first_row: int) -> None:  # noqa: ARG002  rows bear no number
        """Write rows below one another."""
        cells = [as_cells(values, self._style) for values in columns]
        plain = [one.dictionary.take(one.indices) if pa.types.is_dictionary(one.type) else one for one in cells]
        batch = pa.RecordBatch.from_arrays(plain, names=list(self._header))
        if self._out is None:
            self._out = Buffered(self._path, batch.schema)
        self._out.write(batch)

    def close(self) -> None:
        """Finish the file; one without rows has text columns."""
        if self._out is None:
            self._out = Buffered(self._path, pa.schema([(name, pa.string()) for name in self._header]))
        self._out.close()
