"""``tallymark report`` from outside: formats, files, refusals."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

import tallymark
from tallymark.cli import run
from tests.counting.year_store import year_store
from tests.records.small import RELEASE


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the store of ``year_store``."""
    path = tmp_path_factory.mktemp("year")
    year_store(path)
    return path / "store"


def test_a_report_is_written_as_a_page(folder: Path, tmp_path: Path) -> None:
    """--format html --out makes the folders and the page."""
    out = tmp_path / "new" / "report.html"
    assert (
        run(["report", RELEASE, "--year", "FY2013", "--store", str(folder), "--format", "html", "--out", str(out)]) == 0
    )
    assert "<h1>Year-end report FY2013: removals</h1>" in out.read_text("utf-8")


def test_a_report_is_printed_plain_in_a_pipe(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Whole lines without colour; the last one makes the report again."""
    assert run(["report", RELEASE, "--year", "FY2013", "--store", str(folder)]) == 0
    out = capsys.readouterr().out
    assert "\x1b" not in out
    assert out.splitlines()[-1].split(maxsplit=1) == ["again", "tallymark report made-up --year FY2013"]


@pytest.mark.parametrize("form", ["json", "csv"])
def test_a_machine_reads_json_and_csv(folder: Path, capsys: pytest.CaptureFixture[str], form: str) -> None:
    """Each with the total of 24."""
    assert run(["report", RELEASE, "--year", "FY2013", "--store", str(folder), "--format", form]) == 0
    out = capsys.readouterr().out
    if form == "json":
        assert json.loads(out)["total"]["number"]["count"]["low"] == 24
    else:
        rows = list(csv.DictReader(io.StringIO(out)))
        assert next(row["low"] for row in rows if row["statistic"] == "total") == "24"


@pytest.mark.parametrize(
    ("words", "code", "exit_code"),
    [
        (["--year", "2013"], "TM-COUNT-404", 2),
        (["--year", "FY1999"], "TM-COUNT-402", 2),
        (["--year", "FY2013", "--memo", "nixon_1971"], "TM-COUNT-403", 2),
        (["--year", "FY2013", "--base", "CY2012"], "TM-COUNT-404", 2),
        ([], "TM-CLI-002", 2),
    ],
)
def test_a_wrong_call_is_told_with_what_to_do(
    folder: Path, capsys: pytest.CaptureFixture[str], words: list[str], code: str, exit_code: int
) -> None:
    """Coded, on standard error, with nothing printed."""
    assert run(["report", RELEASE, "--store", str(folder), *words]) == exit_code
    told = capsys.readouterr()
    assert told.out == ""
    assert code in told.err


def test_a_release_that_is_not_there_is_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The releases of the store are listed."""
    assert run(["report", "elsewhere", "--year", "FY2013", "--store", str(folder)]) == 4
    assert "TM-SCHEMA-103" in capsys.readouterr().err


def test_the_verb_gives_the_same_report(folder: Path) -> None:
    """``tallymark.year_report`` takes words and gives the report as data."""
    found = tallymark.year_report(RELEASE, "FY2013", store=folder, base="FY2012")
    assert found.total.level.count is not None
    assert found.total.level.count.low == 24
    assert found.command == "tallymark report made-up --year FY2013 --base FY2012"
