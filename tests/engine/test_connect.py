"""The embedded engine: what it may see, what comes back, and errors that show no cell."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tallymark.engine.connect import BATCH_ROWS, READERS, DuckEngine, connect
from tallymark.engine.engine import Engine
from tallymark.model.errors import DataError, TallymarkError, UsageError


def inside(engine: Engine) -> duckdb.DuckDBPyConnection:
    """The connection below the door, to show that it is shut there too."""
    assert isinstance(engine, DuckEngine)
    return engine._connection


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM read_text('/etc/hostname')",
        "SELECT * FROM '{outside}/other.parquet'",
        "SELECT * FROM '{inside}/../outside/other.parquet'",
        "COPY (SELECT 1) TO '{outside}/stolen.csv'",
        "ATTACH '{outside}/x.db'",
        "INSTALL httpfs",
        "SET enable_external_access = true",
        "SET threads = 4",
        "SET allowed_directories = ['/']",
    ],
)
def test_the_engine_sees_nothing_but_its_folders(tmp_path: Path, statement: str) -> None:
    """Below the validation of queries the connection itself is locked: no other file, no extension, no setting."""
    for name in ("inside", "outside"):
        (tmp_path / name).mkdir()
    pq.write_table(pa.table({"x": [1]}), tmp_path / "outside/other.parquet")
    with connect(folders=[tmp_path / "inside"]) as engine, pytest.raises(duckdb.Error):
        inside(engine).execute(statement.format(inside=tmp_path / "inside", outside=tmp_path / "outside"))


def test_a_view_of_a_file_elsewhere_is_refused(tmp_path: Path) -> None:
    """Neither a plain path nor a link out of the folder is opened."""
    (tmp_path / "in").mkdir()
    pq.write_table(pa.table({"x": [1]}), tmp_path / "out.parquet")
    (tmp_path / "in/link.parquet").symlink_to(tmp_path / "out.parquet")
    with connect(folders=[tmp_path / "in"]) as engine:
        for path in (tmp_path / "out.parquet", tmp_path / "in/link.parquet", tmp_path / "in/../out.parquet"):
            with pytest.raises(DataError, match="TM-ENGINE-006"):
                engine.view("t", [path])


@pytest.mark.parametrize("name", ["a b", "x; DROP TABLE t", "", 'a"b', "main.t"])
def test_the_name_of_a_table_is_a_plain_name(duck: Engine, folder: Path, name: str) -> None:
    """A name cannot carry SQL."""
    with pytest.raises(UsageError, match="TM-ENGINE-006"):
        duck.view(name, [folder / "stays.parquet"])
    with pytest.raises(UsageError, match="TM-ENGINE-006"):
        duck.keep(name, "SELECT 1 x")


def test_a_view_of_no_files_and_of_a_pattern_is_refused(tmp_path: Path) -> None:
    """A table has files, and a path is one file and not a pattern."""
    with connect(folders=[tmp_path]) as engine:
        with pytest.raises(DataError, match="there are no files"):
            engine.view("t", [])
        with pytest.raises(DataError, match="TM-ENGINE-006"):
            engine.view("t", [tmp_path / "part-*.parquet"])


def test_values_are_bound_and_never_become_sql(duck: Engine) -> None:
    """A value full of quotes is compared as it is."""
    found = duck.query("SELECT count(*) n FROM arrests WHERE person = $p", {"p": "a' OR '1'='1"})
    assert found.to_pylist() == [{"n": 0}]


@pytest.mark.parametrize("given", [{}, {"p": 1, "q": 2}, {"q": 1}])
def test_parameters_must_fit_the_query(duck: Engine, given: dict[str, int]) -> None:
    """A value missing or one too many is an error, not a NULL."""
    with pytest.raises(UsageError, match="TM-ENGINE-007"):
        duck.query("SELECT count(*) n FROM arrests WHERE n = $p", given)


def test_results_have_exact_types(duck: Engine) -> None:
    """Whole numbers are int64 though a sum is wider inside, decimals keep their places."""
    schema = duck.query("SELECT sum(n) s, count(*) c, sum(m) m, max(row) r FROM arrests").schema
    assert schema.types == [pa.int64(), pa.int64(), pa.decimal128(38, 2), pa.int64()]


def test_a_result_that_is_no_exact_type_is_refused(duck: Engine) -> None:
    """A difference of date-times is an interval, and a sum beyond 64 bits does not fit."""
    with pytest.raises(DataError, match="TM-ENGINE-010"):
        duck.query("SELECT ts - ts x FROM arrests")
    with pytest.raises(DataError, match="TM-ENGINE-010"):
        duck.query("SELECT sum(x) s FROM (SELECT 9223372036854775807 x UNION ALL SELECT 9223372036854775807) t")


def test_an_error_shows_no_cell(duck: Engine) -> None:
    """What DuckDB says of a value that cannot be cast stays inside."""
    duck.register("words", pa.table({"w": ["secret words"]}))
    with pytest.raises(TallymarkError, match="TM-ENGINE-008") as raised:
        duck.query("SELECT CAST(w AS DATE) d FROM words")
    assert "secret" not in str(raised.value)
    with pytest.raises(TallymarkError, match="TM-ENGINE-008") as raised:
        duck.query("SELECT nothing FROM words")
    assert "nothing" in raised.value.detail


def test_pieces_come_in_order_and_leave_other_queries_alone(tmp_path: Path) -> None:
    """300,000 rows arrive in three pieces while the connection answers another question."""
    pq.write_table(pa.table({"x": pa.array(range(300_000))}), tmp_path / "t.parquet")
    with connect(folders=[tmp_path], threads=2) as engine:
        engine.view("t", [tmp_path / "t.parquet"])
        pieces = engine.batches("SELECT x FROM t ORDER BY x")
        first = next(pieces)
        assert engine.query("SELECT count(*) n FROM t").to_pylist() == [{"n": 300_000}]
        sizes = [first.num_rows, *(piece.num_rows for piece in pieces)]
    assert sum(sizes) == 300_000
    assert max(sizes) <= 131_072
    assert first.column("x")[0].as_py() == 0


def test_an_empty_result_keeps_its_types(duck: Engine) -> None:
    """No rows are still a table with columns."""
    found = duck.query("SELECT row, d FROM arrests WHERE n > 1000")
    assert (found.num_rows, found.schema.types) == (0, [pa.int64(), pa.date32()])


def test_what_does_not_fit_goes_to_the_temporary_folder_or_fails(tmp_path: Path) -> None:
    """With a folder a query larger than the memory is answered; without one it ends in a coded error."""
    pq.write_table(pa.table({"x": pa.array(range(1_000_000))}), tmp_path / "t.parquet")
    many = (
        "SELECT count(*) n FROM (SELECT x, md5(CAST(x AS VARCHAR)) h, row_number() OVER (ORDER BY x DESC) r FROM t) s"
    )
    with connect(folders=[tmp_path], memory_mb=40, threads=1) as engine:
        engine.view("t", [tmp_path / "t.parquet"])
        with pytest.raises(DataError, match="TM-ENGINE-009"):
            engine.keep("kept", "SELECT x, md5(CAST(x AS VARCHAR)) h FROM t")
    (tmp_path / "spill").mkdir()
    with connect(folders=[tmp_path], memory_mb=40, threads=1, temp=tmp_path / "spill") as engine:
        engine.view("t", [tmp_path / "t.parquet"])
        engine.keep("kept", "SELECT x, md5(CAST(x AS VARCHAR)) h FROM t")
        assert engine.query(many).to_pylist() == [{"n": 1_000_000}]


def test_a_result_read_in_part_gives_its_place_back(tmp_path: Path) -> None:
    """Seven results at once, more than are kept ready; whatever ends first, all others go on and later ones are whole."""
    with connect(folders=[tmp_path]) as engine:
        engine.register("numbers", pa.table({"n": list(range(300_000))}))
        results = [engine.batches("SELECT n FROM numbers") for _ in range(7)]
        assert [next(result).num_rows for result in results] == [BATCH_ROWS] * 7
        for result in results[:6]:
            result.close()
        assert sum(batch.num_rows for batch in results[6]) == 300_000 - BATCH_ROWS
        assert sum(batch.num_rows for batch in engine.batches("SELECT n FROM numbers")) == 300_000
        assert isinstance(engine, DuckEngine)
        assert len(engine._readers) == READERS
        ready = {
            reader.execute("SELECT current_setting('streaming_buffer_size')").fetchall()[0]
            for reader in engine._readers
        }
        assert ready == {("64.0 MiB",)}


def test_a_query_that_fails_leaves_its_place_to_the_next(duck: Engine) -> None:
    """An error at the first rows, five times over."""
    for _ in range(5):
        with pytest.raises(TallymarkError):
            list(duck.batches("SELECT nothing FROM nowhere"))
    assert [batch.to_pylist() for batch in duck.batches("SELECT 1 AS n")] == [[{"n": 1}]]


def test_a_result_may_be_read_or_let_go_of_when_the_engine_is_closed() -> None:
    """What is ready of it comes, then its end or a coded error, and never one of DuckDB's own."""
    engine = connect()
    engine.register("numbers", pa.table({"n": list(range(3_000_000))}))
    read, unread = (engine.batches("SELECT n FROM numbers") for _ in range(2))
    assert [next(result).num_rows for result in (read, unread)] == [BATCH_ROWS] * 2
    engine.close()
    with suppress(TallymarkError):
        list(read)
    unread.close()


def test_rows_that_fail_on_their_way_in_are_not_kept(duck: Engine) -> None:
    """The name under which the engine reads them is free again."""

    def failing() -> Iterator[pa.RecordBatch]:
        yield pa.RecordBatch.from_pydict({"n": [1]})
        raise ValueError("the second")

    with pytest.raises(TallymarkError):
        duck.register("failed", pa.RecordBatchReader.from_batches(pa.schema([("n", pa.int64())]), failing()))
    with pytest.raises(TallymarkError) as caught:
        duck.query("SELECT n FROM registered_now")
    assert "registered_now" in str(caught.value)
    assert "does not exist" in str(caught.value)
