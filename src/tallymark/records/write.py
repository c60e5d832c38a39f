"""Rows of a query into Parquet: in come an engine and SQL; out come files whose bytes depend on the rows alone."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pyarrow as pa

from tallymark.engine.engine import Engine
from tallymark.schema.parquet import PartWriter

# Columns of row numbers, which rise from row to row or nearly so.
RISING = ("row", "row_key", "episode_key", "first_row_key", "second_row_key", "last_row_key", "longest_row_key")


def write(engine: Engine, sql: str, folder: Path) -> None:
    """Write the rows of a query in its order; a query without rows gives one file without rows."""
    batches = engine.batches(sql)
    first = next(batches, None)
    schema: pa.Schema = engine.query(sql).schema if first is None else first.schema
    rising = [name for name in schema.names if name in RISING]
    with PartWriter(folder, schema, rising=rising, statistics=False) as writer:
        for batch in itertools.chain([] if first is None else [first], _ahead(batches)):
            writer.write(batch)


def _ahead(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """The batches, each fetched while the one before it is worked on: the engine computes while the file is written."""
    with ThreadPoolExecutor(1) as fetcher:
        waiting = fetcher.submit(next, batches, None)
        while (batch := waiting.result()) is not None:
            waiting = fetcher.submit(next, batches, None)
            yield batch
