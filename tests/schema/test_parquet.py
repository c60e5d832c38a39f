"""The writer and reader of Parquet."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tallymark.schema.parquet import PartWriter, Stored, count_rows, files, read_batches, write_parts

SCHEMA = pa.schema([pa.field("n", pa.int32(), nullable=False), pa.field("word", pa.string())])


def batches(n_rows: int, size: int) -> Iterator[pa.RecordBatch]:
    """Numbers from 0 and one of seven words or nothing, cut into batches."""
    for start in range(0, n_rows, size):
        numbers = range(start, min(start + size, n_rows))
        words = [None if n % 5 == 0 else f"word {n % 7}" for n in numbers]
        yield pa.record_batch([pa.array(numbers, pa.int32()), pa.array(words, pa.string())], schema=SCHEMA)


def small_writer(folder: Path, repetitive: tuple[str, ...] = ()) -> PartWriter:
    """A writer with row groups of 10 rows and parts of 30."""
    return PartWriter(folder, SCHEMA, repetitive=repetitive, row_group_rows=10, part_rows=30)


@pytest.mark.parametrize("size", [1, 3, 10, 47, 100])
def test_the_same_rows_give_the_same_bytes_however_they_arrive(tmp_path: Path, size: int) -> None:
    """Parts and row groups have fixed sizes: 100 rows are 4 parts of 30, 30, 30 and 10 rows."""
    with small_writer(tmp_path / "one") as one:
        one.write(pa.Table.from_batches(batches(100, 100)))
    with small_writer(tmp_path / "other") as other:
        for batch in batches(100, size):
            other.write(batch)
    assert [part.n_rows for part in one.parts] == [30, 30, 30, 10]
    assert [part.sha256 for part in one.parts] == [part.sha256 for part in other.parts]
    assert pq.ParquetFile(one.parts[0].path).num_row_groups == 3


@pytest.mark.parametrize("size", [4, 10, 47])
def test_dictionaries_of_the_batches_do_not_show_in_the_bytes(tmp_path: Path, size: int) -> None:
    """Text given dictionary-encoded reads back as plain text, and the cuts between batches leave no trace."""
    with small_writer(tmp_path / "one", ("word",)) as one:
        for batch in batches(100, 10):
            one.write(pa.record_batch([batch["n"], batch["word"].dictionary_encode()], schema=one.schema))
    with small_writer(tmp_path / "other", ("word",)) as other:
        for batch in batches(100, size):
            other.write(pa.record_batch([batch["n"], batch["word"].dictionary_encode()], schema=other.schema))
    assert [part.sha256 for part in one.parts] == [part.sha256 for part in other.parts]
    back = pa.Table.from_batches(read_batches(files(tmp_path / "one")))
    assert back.schema.field("word").type == pa.string()
    assert back.equals(pa.Table.from_batches(batches(100, 100)))


def test_a_part_carries_the_hash_and_size_of_its_file(tmp_path: Path) -> None:
    """Hash and size are those of the bytes on the disk, and the file is its owner's alone."""
    (part,) = write_parts(tmp_path / "t", SCHEMA, batches(12, 5))
    content = part.path.read_bytes()
    assert (part.n_rows, part.n_bytes, part.sha256) == (12, len(content), hashlib.sha256(content).hexdigest())
    assert part.path.stat().st_mode & 0o777 == 0o600


def test_no_rows_still_make_a_part_with_the_schema(tmp_path: Path) -> None:
    """An empty table can be queried like any other."""
    parts = write_parts(tmp_path / "t", SCHEMA, iter(()))
    assert [part.n_rows for part in parts] == [0]
    assert pq.read_table(parts[0].path).schema.names == ["n", "word"]
    assert count_rows(files(tmp_path / "t")) == 0


def test_another_engine_reads_the_same_rows(tmp_path: Path) -> None:
    """DuckDB, which shares no code with the writer, counts and adds up what was written."""
    with small_writer(tmp_path / "t") as writer:
        for batch in batches(100, 9):
            writer.write(batch)
    query = f"SELECT count(*), sum(n), count(word), count(DISTINCT word) FROM '{tmp_path}/t/*.parquet'"  # noqa: S608
    assert duckdb.sql(query).fetchall() == [(100, 4950, 80, 7)]


def test_columns_can_be_read_alone_and_in_small_batches(tmp_path: Path) -> None:
    """Only the columns asked for are read, in the order of the rows."""
    write_parts(tmp_path / "t", SCHEMA, batches(25, 25))
    read = list(read_batches(files(tmp_path / "t"), ["n"], batch_rows=10))
    assert [batch.num_rows for batch in read] == [10, 10, 5]
    assert read[2].to_pydict() == {"n": [20, 21, 22, 23, 24]}


def test_an_existing_file_is_never_overwritten(tmp_path: Path) -> None:
    """Writing into a folder that already has parts fails."""
    write_parts(tmp_path / "t", SCHEMA, batches(5, 5))
    with pytest.raises(FileExistsError):
        write_parts(tmp_path / "t", SCHEMA, batches(5, 5))


def test_columns_are_encoded_and_compressed_as_is_said_and_read_back_the_same(tmp_path: Path) -> None:
    """Differences for numbers that rise, lengths apart for texts that do not come again; the numbers uncompressed."""
    schema = pa.schema([("row", pa.int64()), ("name", pa.string())])
    table = pa.table({"row": range(1000), "name": [f"n{number}" for number in range(1000)]}, schema=schema)
    stored = Stored(rising=["row"], various=["name"], compressed=["name"])
    with PartWriter(tmp_path / "t", schema, stored=stored) as writer:
        writer.write(table)
    (part,) = writer.parts
    group = pq.read_metadata(part.path).row_group(0)
    assert [(set(group.column(n).encodings), group.column(n).compression) for n in range(2)] == [
        ({"DELTA_BINARY_PACKED", "RLE"}, "UNCOMPRESSED"),
        ({"DELTA_LENGTH_BYTE_ARRAY", "RLE"}, "ZSTD"),
    ]
    assert pq.read_table(part.path).equals(table)
    assert duckdb.read_parquet(str(part.path)).aggregate("sum(row), count(DISTINCT name)").fetchall() == [
        (499_500, 1000)
    ]
