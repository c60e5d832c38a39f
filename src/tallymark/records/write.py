"""Rows into Parquet: in come pieces of rows in their order; out come files whose bytes depend on the rows alone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pyarrow as pa

from tallymark.records.ahead import ahead
from tallymark.schema.parquet import PartWriter, Stored

# Columns of row numbers, which rise from row to row or nearly so.
RISING = ("row", "row_key", "episode_key", "first_row_key", "second_row_key", "last_row_key", "longest_row_key")
# Times have few values in common: differences take less room than a dictionary and half of the time.
TIME = pa.timestamp("us")
# Columns of few values in long runs, and of values that seldom come again.
REPETITIVE, VARIOUS = ("sheet",), ("person_id",)


def write(pieces: Iterator[pa.RecordBatch] | Iterator[pa.Table], schema: pa.Schema, folder: Path) -> None:
    """Write the rows of the pieces, which have the schema; without any row one file that has none."""
    rising = [field.name for field in schema if field.name in RISING or field.type == TIME]
    repetitive = [name for name in schema.names if name in REPETITIVE]
    various = [name for name in schema.names if name in VARIOUS]
    # Numbers, times and truth values are small as they are encoded; to compress them too takes longer and saves next to nothing.
    texts = [field.name for field in schema if field.type == pa.string()]
    stored = Stored(rising, various, compressed=texts)
    with (
        PartWriter(folder, schema, repetitive=repetitive, stored=stored, statistics=False) as writer,
        closing(ahead(pieces)) as ready,
    ):
        for piece in ready:
            writer.write(piece)
