"""Spark Connect: addresses, folders and errors."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tallymark.engine import spark as spark_engine
from tallymark.engine.engine import Engine
from tallymark.engine.spark import connect_spark
from tallymark.model.errors import DataError, TallymarkError, UsageError


def test_nothing_at_the_address_is_said_at_once() -> None:
    """A port on which nobody listens is a coded error within seconds."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(UsageError, match="TM-ENGINE-011"):
        connect_spark(f"sc://127.0.0.1:{port}")


@pytest.mark.parametrize("address", ["127.0.0.1:15002", "http://127.0.0.1", "sc://", ""])
def test_an_address_is_written_with_its_scheme(address: str) -> None:
    """Anything else is refused before a connection is tried."""
    with pytest.raises(UsageError, match="TM-ENGINE-011"):
        connect_spark(address)


def test_files_outside_the_folders_are_refused(spark: Engine, tmp_path: Path) -> None:
    """The same rule as for the embedded engine."""
    pq.write_table(pa.table({"x": [1]}), tmp_path / "t.parquet")
    with pytest.raises(DataError, match="TM-ENGINE-006"):
        spark.view("t", [tmp_path / "t.parquet"])


def test_an_error_of_the_server_shows_its_class_only(spark: Engine) -> None:
    """A column that is not there is a coded error without words of the server."""
    with pytest.raises(TallymarkError, match="TM-ENGINE-008") as raised:
        spark.query("SELECT nothing FROM arrests")
    assert raised.value.detail.endswith("Exception")


def test_queries_are_held_to_the_same_list(spark: Engine) -> None:
    """A gap is refused before the server hears of it."""
    with pytest.raises(UsageError, match="TM-ENGINE-004"):
        spark.query("SELECT avg(n) FROM arrests")


SERVER = """
import sys, time
from pysail.spark import SparkConnectServer
server = SparkConnectServer("127.0.0.1", 0)
server.start(background=True)
print(server.listening_address[1], flush=True)
time.sleep(60)
"""


def test_a_lost_connection_is_said_within_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that is stopped between two queries: a coded error, not ten minutes of trying."""
    monkeypatch.setattr(spark_engine, "MOST_RETRIES", 1)
    command = [sys.executable, "-c", SERVER]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:  # noqa: S603  our own words
        assert server.stdout is not None
        engine = connect_spark(f"sc://127.0.0.1:{server.stdout.readline().strip()}")
        assert engine.query("SELECT CAST(1 AS BIGINT) AS one").to_pylist() == [{"one": 1}]
        server.kill()
        server.wait()
    with pytest.raises(DataError, match="TM-ENGINE-012") as raised:
        engine.query("SELECT CAST(2 AS BIGINT) AS two")
    assert (raised.value.where, raised.value.exit_code) == ("query", 4)
    engine.close()
