"""Apache Spark itself, on this machine: every allowed operation gives the same rows as the embedded engine.

A slow test. It needs Java and a whole Spark of the client's version, which the project does not install: the folder that
TALLYMARK_SPARK_HOME or SPARK_HOME names, such as ``site-packages/pyspark`` of an environment with ``pip install pyspark==4.0.4``.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tallymark.counting.count import count
from tallymark.counting.request import Request
from tallymark.engine.engine import Engine
from tallymark.engine.spark import connect_spark
from tests.engine.conftest import open_tables
from tests.engine.made_up import made_up_store
from tests.engine.test_conformance import QUESTIONS
from tests.records.small import RELEASE

pytestmark = pytest.mark.slow
SERVER = "org.apache.spark.sql.connect.service.SparkConnectServer"
START_SECONDS = 240


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of Apache Spark; the server is started here and ended with the tests."""
    home = os.environ.get("TALLYMARK_SPARK_HOME") or os.environ.get("SPARK_HOME") or ""
    submit = Path(home) / "bin" / "spark-submit"
    if not home or not submit.is_file():
        pytest.skip("no Apache Spark: set TALLYMARK_SPARK_HOME to a folder with bin/spark-submit")
    if shutil.which("java") is None:
        pytest.skip("no Java: Apache Spark 4.0 needs Java 17")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = {
        "spark.connect.grpc.binding.address": "127.0.0.1",
        "spark.connect.grpc.binding.port": str(port),
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.ui.enabled": "false",
        "spark.sql.shuffle.partitions": "2",
        "spark.sql.warehouse.dir": str(tmp_path_factory.mktemp("warehouse")),
    }
    options = [word for key, value in settings.items() for word in ("--conf", f"{key}={value}")]
    command = [
        str(submit),
        "--master",
        "local[2]",
        "--driver-memory",
        "1g",
        "--class",
        SERVER,
        *options,
        "spark-internal",
    ]
    around = {**os.environ, "SPARK_HOME": home, "SPARK_LOCAL_IP": "127.0.0.1"}
    with subprocess.Popen(command, env=around, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:  # noqa: S603  our own words
        try:
            _wait_for(port, server)
            yield f"sc://127.0.0.1:{port}"
        finally:
            server.terminate()


@pytest.fixture(scope="module")
def apache(address: str, folder: Path) -> Iterator[Engine]:
    """Apache Spark over the folder."""
    with connect_spark(address, folders=[folder]) as engine:
        open_tables(engine, folder)
        yield engine


def _wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and server.poll() is None:
        with socket.socket() as knocking:
            if knocking.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(1)
    pytest.fail(f"the server did not start within {START_SECONDS} seconds; it ended with {server.poll()}")


@pytest.mark.parametrize("question", QUESTIONS)
def test_apache_spark_gives_the_same_rows_and_types(duck: Engine, apache: Engine, question: str) -> None:
    """Every question of the conformance test, in which every allowed operation stands; none is refused."""
    sql, parameters = QUESTIONS[question]
    here, there = duck.query(sql, parameters), apache.query(sql, parameters)
    assert here.to_pydict() == there.to_pydict()
    assert here.schema.types == there.schema.types


def test_apache_spark_counts_the_same(address: str, tmp_path: Path) -> None:
    """Removals by year and criminality under the lock of October, in a made-up release."""
    store = made_up_store(tmp_path / "store", 20091005)
    request = Request("removals", ("fiscal_year", "criminality"), under=("ice.removals.2009",))
    with connect_spark(address, folders=[store.release(RELEASE).folder]) as engine:
        there = count(store, RELEASE, request, engine=engine, small_cells=True)
    here = count(store, RELEASE, request, small_cells=True)
    assert here.cells
    assert here.cells == there.cells
