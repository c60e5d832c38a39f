"""``--engine`` and ``--url`` from outside: the same numbers over Spark Connect, and what is said when they do not fit together."""

from __future__ import annotations

import datetime as dt
import json
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tallymark.cli import run
from tests.records.small import RELEASE, store_with

COUNT = ["count", "removals", "--release", RELEASE, "--by", "fiscal_year", "--format", "json", "--small-cells"]


@pytest.fixture
def store(tmp_path: Path) -> list[str]:
    """The option for a store with three removals, two of them in the fiscal year 2013."""
    days = (dt.date(2012, 9, 30), dt.date(2012, 10, 1), dt.date(2013, 9, 30))
    rows = [{"departed_date": day, "case_status": "8-Excluded/Removed - Inadmissibility"} for day in days]
    store_with(tmp_path / "store", {"removals": rows})
    return ["--store", str(tmp_path / "store")]


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The address of a Spark Connect server in this process."""
    from pysail.spark import SparkConnectServer  # noqa: PLC0415  it takes a second

    running = SparkConnectServer("127.0.0.1", 0)
    running.start(background=True)
    host, port = running.listening_address
    yield f"sc://{host}:{port}"
    running.stop()


def test_a_count_over_spark_connect_is_the_same(
    store: list[str], server: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Equal JSON but for the engine's name, also in the command that counts it again."""
    told = []
    for options in ([], ["--engine", "duckdb"], ["--engine", "spark", "--url", server]):
        assert run([*COUNT, *store, *options]) == 0
        told.append(json.loads(capsys.readouterr().out))
    chosen = f" --engine spark --url {server}"
    text = [json.dumps(one, sort_keys=True).replace('"spark"', '"duckdb"').replace(chosen, "") for one in told]
    assert text[0] == text[1] == text[2]
    assert '"spark"' in json.dumps(told[2])
    assert chosen in json.dumps(told[2])


@pytest.mark.parametrize(
    "command",
    [
        ["report", RELEASE, "--year", "FY2013"],
        ["bridge", "ice.removals_records", "ice.removals.2003", "--release", RELEASE, "--year", "FY2013"],
        ["count", "removals", "--release", RELEASE],
    ],
)
def test_the_command_that_counts_again_names_the_engine(
    command: list[str], store: list[str], server: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each says which server counted, without what lets a client in; in this process nothing is said."""
    told = []
    for options in ([], ["--engine", "spark", "--url", f"{server}/;user_id=somebody"]):
        assert run([*command, *store, *options]) == 0
        told.append(" ".join(capsys.readouterr().out.split()))
    assert f"--engine spark --url {server}" in told[1]
    assert "--engine" not in told[0]
    assert "somebody" not in told[1]


def test_a_report_over_spark_connect_is_the_same(
    store: list[str], server: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """The year-end report takes the same options."""
    told = []
    for options in ([], ["--engine", "spark", "--url", server]):
        assert run(["report", RELEASE, "--year", "FY2013", "--format", "csv", "--small-cells", *store, *options]) == 0
        told.append(capsys.readouterr().out)
    assert told[0] == told[1].replace(f" --engine spark --url {server}", "")
    assert "FY2013" in told[0]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--engine", "spark"], "--engine spark needs --url"),
        (["--url", "sc://127.0.0.1:1"], "--url is for --engine spark"),
        (["--engine", "trino"], "'trino' is not one of"),
        (["--engine", "spark", "--url", "127.0.0.1:1"], "TM-ENGINE-011"),
    ],
)
def test_options_that_do_not_fit_are_refused(
    store: list[str], options: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit code 2 and what to write instead."""
    assert run([*COUNT, *store, *options]) == 2
    assert said in capsys.readouterr().err


def test_an_engine_that_is_not_there_is_said(store: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing listens at the port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert run([*COUNT, *store, "--engine", "spark", "--url", f"sc://127.0.0.1:{port}"]) == 2
    assert "TM-ENGINE-011" in capsys.readouterr().err
