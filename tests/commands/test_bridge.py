"""``tallymark bridge`` from outside: lines, JSON, published figures, wrong usage."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tallymark.cli import run
from tests.counting.evidence_store import RELEASE, made_up

BRIDGE = ["bridge", "ice.removals.2003", "ice.removals.2009", "--release", RELEASE, "--year", "FY2014"]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The made-up release."""
    return str(made_up(tmp_path_factory.mktemp("bridge-command")).root)


def test_the_table_goes_from_one_count_to_the_other(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    """480 removals, 240 returns come in, 24 confirmed late go out."""
    assert run([*BRIDGE, "--store", store]) == 0
    out = capsys.readouterr().out
    assert out.index("480") < out.index("+240  → 720") < out.index("−24  → 696")


def test_the_json_is_written_to_a_file(store: str, tmp_path: Path) -> None:
    """With the order asked for."""
    out = tmp_path / "bridge.json"
    assert run([*BRIDGE, "--store", store, "--order", "year,exit", "--format", "json", "--out", str(out)]) == 0
    found = json.loads(out.read_text(encoding="utf-8"))
    assert found["order"] == ["year", "exit"]
    assert (found["start"]["low"], found["end"]["low"]) == (480, 696)


def test_published_figures_of_a_release_nobody_knows_are_not_compared(
    store: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """The total of FY2014 is printed, and the made-up release is not in the catalogue."""
    arguments = ["bridge", "ice.removals.2013-06", "--release", RELEASE, "--year", "FY2014", "--store", store]
    assert run([*arguments, "--published"]) == 0
    out = capsys.readouterr().out
    assert "315,943 under ice.removals.2013-06" in out
    assert "not compared: the release is not in the catalogue" in out


@pytest.mark.parametrize(
    ("more", "code", "words"),
    [
        (["ice.removals.2003", "--year", "FY2014"], "TM-CLI-002", "Give TO, or --published"),
        (["ice.removals.2003", "ice.removals.2009", "--year", "FY2014", "--engine", "spark"], "TM-CLI-002", "needs --url"),
        (["ice.removals.2003", "nothing", "--year", "FY2014"], "TM-RULES-012", "nothing"),
        (["ice.removals.2003", "ice.arrests", "--year", "FY2014"], "TM-COUNT-052", "ice.arrests counts arrests"),
        (["ice.removals.2003", "ice.removals.2009", "--year", "FY2014", "--order", "exit"], "TM-COUNT-053", "exit, year"),
        (["ice.removals.2003", "ice.removals.2009", "--year", "soon"], "TM-MODEL-004", "soon"),
        (["tallymark.removal_episodes", "--year", "FY2014", "--published"], "TM-COUNT-054", "figures there"),
        (["ice.removals.2003", "ice.removals.2009", "--year", "FY2014", "--where", "sex=m"], "TM-MODEL-005", "sex=m"),
    ],
)  # fmt: skip
def test_what_cannot_be_answered_is_a_coded_error(
    store: str, more: list[str], code: str, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """With what was wrong and what to do."""
    assert run(["bridge", *more, "--release", RELEASE, "--store", store]) in (2, 4)
    message = capsys.readouterr().err
    assert code in message
    assert words in message
