"""``tallymark derive`` from outside: formats, parameters, refusals."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from tallymark.cli import run
from tests.records.small import RELEASE, store_with

DAYS = (1, 2, 9)


@pytest.fixture
def call(tmp_path: Path) -> list[str]:
    """The end of every call: a release of three arrests of one person, a day and a week apart."""
    rows = [{"person_id": "p", "apprehension_date": dt.date(2024, 1, day)} for day in DAYS]
    stints = [{"person_id": "p", "booked_in_date_time": dt.datetime(2024, 1, 1)}]
    store_with(tmp_path / "store", {"arrests": rows, "stints": stints})
    return ["--release", RELEASE, "--store", str(tmp_path / "store")]


def test_the_table_tells_counts_bounds_parameters_and_place(
    call: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """Two of three arrests count; each parameter stands with its meaning."""
    assert run(["derive", "arrest_episodes", *call, "--memory", "256"]) == 0
    out = capsys.readouterr().out
    assert "arrests: 2  (bounds 2 to 3)" in out
    assert "window_hours = 24 hours  Longest gap between two rows" in out
    assert "Parquet: " in out


def test_a_parameter_is_set_and_the_json_has_the_files(call: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """With a window of no hours every arrest counts."""
    assert run(["derive", "arrest_episodes", *call, "--set", "window_hours=0", "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["summary"]["n_counted"] == 3
    assert told["parameters"]["window_hours"]["value"] == "0 hours"
    assert [Path(name).is_file() for name in told["files"]] == [True]


@pytest.mark.parametrize(
    ("name", "written", "code", "told"),
    [
        ("nothing", "a=1", "TM-RECORDS-004", "known: arrest_episodes"),
        ("arrest_episodes", "nothing=1", "TM-RECORDS-002", "arrest_episodes has: rule, window_hours, keep"),
        ("arrest_episodes", "window_hours=soon", "TM-RECORDS-003", "a whole number from 0 to 8760 hours"),
        ("arrest_episodes", "window_hours", "TM-RECORDS-003", "written as key=value"),
        ("stays", "cutoff_date=soon", "TM-RECORDS-003", "a date without a time"),
        ("arrest_episodes", "keep=all", "TM-RECORDS-003", "one of first, last"),
    ],
)
def test_what_is_unknown_is_refused_with_the_list(
    call: list[str], capsys: pytest.CaptureFixture[str], name: str, written: str, code: str, told: str
) -> None:
    """A table, a parameter or a value that cannot be."""
    assert run(["derive", name, *call, "--set", written]) in (2, 4)
    error = capsys.readouterr().err
    assert code in error
    assert told in error
