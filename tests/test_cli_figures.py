"""``tallymark figures`` and ``figures add`` from outside."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from tallymark.cli import main, run
from tallymark.commands.figures_add import interval_of

ANSWERS = [
    "County court", "", "2", "Yearly report", "https://example.org/r.pdf", "2026-11-01", "2012", "true", "public",
    "level", "removals", "", "FY2011", "more than 1,000 removals", "1000", "more_than", "", "", "ice.removals.2009",
    "", "page 3", "",
]  # fmt: skip


def test_without_a_measure_the_measures_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    """A reader finds out what the register holds."""
    assert run(["figures"]) == 0
    assert "  removals  " in capsys.readouterr().out


def test_definitions_and_vintages_stand_side_by_side(capsys: pytest.CaptureFixture[str]) -> None:
    """ICE's count and the Yearbook's vintages of one year are all shown."""
    assert run(["figures", "removals", "--period", "FY2011"]) == 0
    shown = capsys.readouterr().out
    assert "396,906" in shown
    assert "391,953" in shown
    assert "ice.removals.2009" in shown


def test_a_filter_narrows_the_population(capsys: pytest.CaptureFixture[str]) -> None:
    """Only figures of people within the filter are left, in JSON and CSV alike."""
    arguments = ["figures", "removals", "--period", "FY2011", "--where", "criminality=convicted"]
    assert run([*arguments, "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)["figures"]
    assert run([*arguments, "--format", "csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [figure["id"] for figure in found] == [row["id"] for row in rows]
    assert any(figure["value"]["low"] == 216698 for figure in found)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [(["figures", "deportings"], "TM-MODEL-005"), (["figures", "removals", "--where", "mood=bad"], "TM-MODEL-005"),
     (["figures", "removals", "--period", "last year"], "TM-MODEL-004")],
)  # fmt: skip
def test_words_outside_the_vocabulary_are_coded_errors(
    arguments: list[str], code: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """An unknown measure, filter or period is never ignored: the call is wrong."""
    assert run(arguments) == 2
    assert code in capsys.readouterr().err


def test_the_bundled_register_keeps_to_its_schema(capsys: pytest.CaptureFixture[str]) -> None:
    """--check goes over every file."""
    assert run(["figures", "--check"]) == 0
    assert capsys.readouterr().out == "every file keeps to the schema\n"


def test_a_fault_of_an_own_file_exits_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """--check names file and line."""
    (tmp_path / "own.csv").write_text("id,relation\n1,level\n", encoding="utf-8")
    assert run(["figures", "--check", "--figures", str(tmp_path)]) == 1
    message = capsys.readouterr().err
    assert "TM-REGISTER-002" in message
    assert message.endswith("1 fault\n")


def test_add_asks_and_writes_a_row_that_check_uses(tmp_path: Path) -> None:
    """The answers become a card and a row, marked as the newsroom's own."""
    path = tmp_path / "court.csv"
    done = CliRunner().invoke(main, ["figures", "add", "--to", str(path)], input="\n".join(ANSWERS) + "\n")
    assert done.exception is None
    assert "added court#1: removals, fiscal year 2011 (2010-10-01 to 2011-09-30): (1,000, inf)" in done.stdout
    assert "publisher: County court" in path.with_suffix(".yaml").read_text(encoding="utf-8")
    shown = CliRunner().invoke(main, ["figures", "removals", "--period", "FY2011", "--figures", str(path)])
    assert "your own figures" in shown.stdout


def test_add_stops_at_the_end_of_input(tmp_path: Path) -> None:
    """Half an answer writes nothing."""
    path = tmp_path / "court.csv"
    CliRunner().invoke(main, ["figures", "add", "--to", str(path)], input="County court\n")
    assert not path.exists()


@pytest.mark.parametrize(
    ("number", "hedge", "value"),
    [("1000", "none", "1000"), ("1000", "more_than", "(1000, inf)"), ("1000", "at_least", "[1000, inf)"),
     ("1000", "less_than", "(-inf, 1000)"), ("1000", "up_to", "(-inf, 1000]"), ("1000", "nonsense", "1000")],
)  # fmt: skip
def test_a_hedge_proposes_its_interval(number: str, hedge: str, value: str) -> None:
    """The value in brackets is what the words say word by word."""
    assert interval_of(number, hedge) == value
