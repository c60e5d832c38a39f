"""A folder of small Parquet tables, and both engines over it; the Spark Connect server runs inside the test process."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tallymark.engine.connect import connect
from tallymark.engine.engine import Engine
from tallymark.engine.spark import connect_spark

PEOPLE = ["a", "a", "a", "b", "b", None, "c", "ä"]
TIMES = [
    datetime(2020, 1, 31, 3, 0),
    datetime(2020, 2, 1, 2, 59, 59),
    None,
    datetime(2019, 9, 30, 23, 59, 59, 500000),
    datetime(2019, 10, 1, 0, 0),
    datetime(2020, 2, 29, 12, 0),
    datetime(2020, 2, 29, 12, 0),
    datetime(2020, 12, 31, 0, 0, 0, 1),
]
DAYS = [
    date(2020, 1, 31),
    None,
    date(2020, 2, 29),
    date(2019, 9, 30),
    date(2019, 10, 1),
    date(2020, 3, 1),
    None,
    date(2021, 1, 1),
]
STAYS = [
    ("a", datetime(2020, 1, 30, 22, 0), datetime(2020, 2, 3, 1, 0)),
    ("a", datetime(2020, 2, 3, 1, 0), None),
    ("b", datetime(2019, 10, 1, 0, 0), datetime(2019, 10, 1, 0, 0)),
    (None, datetime(2020, 2, 29, 0, 0), datetime(2020, 3, 5, 8, 30)),
    ("d", datetime(2020, 2, 1, 5, 0), datetime(2020, 2, 2, 5, 0)),
]


def arrests() -> pa.Table:
    """Eight made-up rows with NULLs in every column, ties and turns of month, year and fiscal year."""
    return pa.table(
        {
            "person": pa.array(PEOPLE, pa.string()),
            "ts": pa.array(TIMES, pa.timestamp("us")),
            "d": pa.array(DAYS, pa.date32()),
            "n": pa.array([1, -7, None, 5, 0, 3, 3, 12], pa.int64()),
            "m": pa.array([Decimal("1.50"), None, Decimal("2.25"), Decimal("-1.10"), Decimal("0.00"), Decimal("9999999.99"), None, Decimal("-0.01")], pa.decimal128(18, 2)),
            "yes": pa.array([True, None, False, True, None, False, True, None], pa.bool_()),
            "row": pa.array(range(8, 16), pa.int32()),
        }
    )  # fmt: skip


def stays() -> pa.Table:
    """Five made-up stays: back to back, open, of no length, without a person."""
    columns = list(zip(*STAYS, strict=True))
    kinds = (pa.string(), pa.timestamp("us"), pa.timestamp("us"))
    arrays = [pa.array(values, kind) for values, kind in zip(columns, kinds, strict=True)]
    return pa.table(arrays, names=["person", "booked_in", "booked_out"])


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with ``arrests`` in two files and ``stays`` in one."""
    root = tmp_path_factory.mktemp("it's a store")
    pq.write_table(arrests().slice(0, 5), root / "part-00000.parquet")
    pq.write_table(arrests().slice(5), root / "part-00001.parquet")
    pq.write_table(stays(), root / "stays.parquet")
    return root


def open_tables(engine: Engine, folder: Path) -> None:
    """Both tables under their names."""
    engine.view("arrests", [folder / "part-00000.parquet", folder / "part-00001.parquet"])
    engine.view("stays", [folder / "stays.parquet"])


@pytest.fixture
def duck(folder: Path) -> Iterator[Engine]:
    """DuckDB over the folder."""
    with connect(folders=[folder], threads=1, memory_mb=256) as engine:
        open_tables(engine, folder)
        yield engine


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of a Spark Connect server in this process."""
    from pysail.spark import SparkConnectServer  # noqa: PLC0415  it takes a second

    running = SparkConnectServer("127.0.0.1", 0)
    running.start(background=True)
    host, port = running.listening_address
    yield f"sc://{host}:{port}"
    running.stop()


@pytest.fixture(scope="session")
def spark(server: str, folder: Path) -> Iterator[Engine]:
    """Spark over the folder."""
    with connect_spark(server, folders=[folder]) as engine:
        open_tables(engine, folder)
        yield engine
