"""Rows of a query into Parquet: in come an engine and SQL; out come files whose bytes depend on the rows alone.

An engine that reads, joins and passes on mostly keeps the order of the source. Where a table is to be in that order, the query
is run without its ORDER BY and the row numbers are looked at while they pass; only if one does not rise is it run again with
the ORDER BY. So the order is never assumed, and usually costs nothing.
"""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pyarrow as pa
import sqlglot

from tallymark.engine.engine import Engine
from tallymark.records.compose import DIALECT
from tallymark.schema.parquet import PartWriter

# Columns of row numbers, which rise from row to row or nearly so.
RISING = ("row", "row_key", "episode_key", "first_row_key", "second_row_key", "last_row_key", "longest_row_key")


def write(engine: Engine, sql: str, folder: Path, *, rising: str = "") -> None:
    """Write the rows of a query in its order; ``rising`` names the one column of row numbers that it is ordered by, if so."""
    if rising:
        tree = sqlglot.parse_one(sql, read=DIALECT)
        tree.set("order", None)
        if _written(engine, tree.sql(dialect=DIALECT, pretty=True), folder, rising):
            return
        shutil.rmtree(folder)
    _written(engine, sql, folder, "")


def _written(engine: Engine, sql: str, folder: Path, rising: str) -> bool:
    """Write the rows as they come; whether the numbers in ``rising`` did rise (given up at the first that does not).

    A query without rows gives one file without rows.
    """
    batches = engine.batches(sql)
    first = next(batches, None)
    schema: pa.Schema = engine.query(sql).schema if first is None else first.schema
    numbers = [name for name in schema.names if name in RISING]
    reached = -1
    with PartWriter(folder, schema, rising=numbers, statistics=False) as writer:
        for batch in itertools.chain([] if first is None else [first], _ahead(batches)):
            if rising:
                keys = batch.column(rising).to_numpy()
                if keys[0] <= reached or not bool(np.all(keys[1:] > keys[:-1])):
                    return False
                reached = int(keys[-1])
            writer.write(batch)
    return True


def _ahead(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """The batches, each fetched while the one before it is worked on: the engine computes while the file is written."""
    with ThreadPoolExecutor(1) as fetcher:
        waiting = fetcher.submit(next, batches, None)
        while (batch := waiting.result()) is not None:
            waiting = fetcher.submit(next, batches, None)
            yield batch
