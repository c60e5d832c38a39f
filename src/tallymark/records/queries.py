"""The door to the engine as this room uses it: in comes a folder of records; out comes something that answers SQL."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

import pyarrow as pa


class Queries(Protocol):
    """What is asked of an engine: name Parquet files, answer a query whole or in batches."""

    def view(self, name: str, files: Sequence[Path]) -> None:
        """Let ``name`` stand for the rows of the files."""

    def query(self, sql: str) -> pa.Table:
        """The rows of a query."""

    def batches(self, sql: str) -> pa.RecordBatchReader:
        """The rows of a query, batch by batch."""


@contextmanager
def opened(engine: Queries | None, folder: Path) -> Iterator[Queries]:
    """The engine given, else one of our own that may read the folder only."""
    if engine is not None:
        yield engine
        return
    from tallymark.engine.connect import connect  # noqa: PLC0415

    with connect(folders=[folder]) as own:
        yield own
