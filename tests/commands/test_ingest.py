"""The commands ingest, verify and trace from outside."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from tallymark.cli import run
from tests.releases.sources_made import REMOVAL_ROWS, REMOVALS, write_csv, write_xlsx

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store named by the variable, and a workbook with a hidden sheet and a bad cell beside it."""
    monkeypatch.setenv("TALLYMARK_STORE", str(tmp_path / "store"))
    rows = [*REMOVAL_ROWS, ("soon", *REMOVAL_ROWS[0][1:])]
    write_xlsx(tmp_path / "a.xlsx", {"Data": rows, "Old": REMOVAL_ROWS}, hidden=["Old"])
    return tmp_path / "store"


def test_ingest_tells_what_was_read_and_what_was_not(store: Path, capsys: Capture) -> None:
    """Rows, window, marks, quarantine, what stays in the raw mirror only, and the hidden sheet; exit 0."""
    assert run(["ingest", str(store.parent / "a.xlsx"), "--release", "made-up"]) == 0
    shown = capsys.readouterr()
    for words in (
        "release made-up: 1 file read into",
        "4 rows from 1 sheet, 2012-01-03 to 2012-12-31; uw.2019.removals",
        "departed_date: 1 cell, not_a_date",
        "b7e: 4 cells became null, in Event Number",
        "no field for Date of Birth",
        "a.xlsx, sheet Old (hidden): hidden sheet, not read; its header is that of removals",
    ):
        assert words in shown.out
    assert "soon" not in shown.out
    assert "tallymark verify made-up" in shown.err
    assert run(["ingest", str(store.parent / "a.xlsx"), "--release", "made-up"]) == 0
    assert "nothing was done" in capsys.readouterr().out


def test_the_manifest_comes_as_json(store: Path, capsys: Capture) -> None:
    """The very text that lies in the store."""
    assert run(["ingest", str(store.parent / "a.xlsx"), "--release", "made-up", "--format", "json"]) == 0
    shown = capsys.readouterr().out
    assert shown == (store / "made-up/manifest.json").read_text("utf-8")
    assert json.loads(shown)["tables"][0]["n_rows"] == 4


def test_the_kinds_of_failure_have_their_exit_codes(store: Path, tmp_path: Path, capsys: Capture) -> None:
    """3 for input that cannot be read, 2 for wrong usage, 4 for the store; each with its code and next step."""
    near = write_csv(tmp_path / "near.csv", REMOVAL_ROWS, [name.replace("Gender", "Sex") for name in REMOVALS])
    other = write_csv(tmp_path / "other.csv", REMOVAL_ROWS)
    assert run(["ingest", str(near), "--release", "x"]) == 3
    assert "TM-RELEASES-406" in capsys.readouterr().err
    assert run(["ingest", str(other), "--release", "Not An Id"]) == 2
    assert "TM-SCHEMA-101" in capsys.readouterr().err
    assert run(["ingest", str(other)]) == 2
    assert "--release" in capsys.readouterr().err
    assert run(["ingest", str(other), "--release", "x"]) == 0
    assert run(["ingest", str(tmp_path / "a.xlsx"), "--release", "x"]) == 4
    assert "TM-RELEASES-405" in capsys.readouterr().err
    assert run(["verify", "none"]) == 4
    assert "TM-SCHEMA-103" in capsys.readouterr().err
    assert store.is_dir()


def test_verify_exits_1_when_a_proof_fails(store: Path, capsys: Capture) -> None:
    """0 while the release is sound, 1 once a stored byte is changed."""
    run(["ingest", str(store.parent / "a.xlsx"), "--release", "made-up"])
    assert run(["verify", "made-up"]) == 0
    assert "release made-up is what its sources hold" in capsys.readouterr().out
    part = store / "made-up/raw/removals/part-00000.parquet"
    part.write_bytes(part.read_bytes()[:-1] + b"?")
    assert run(["verify", "made-up"]) == 1
    shown = capsys.readouterr().out
    assert "FAILED" in shown
    assert "raw/removals/part-00000.parquet has other bytes" in shown
    assert run(["verify", "made-up", "--format", "json"]) == 1
    document = json.loads(capsys.readouterr().out)
    assert (document["schema"], document["ok"]) == (1, False)


def test_verify_says_what_it_could_not_look_at(store: Path, capsys: Capture) -> None:
    """A missing source fails nothing and is told."""
    source = store.parent / "a.xlsx"
    run(["ingest", str(source), "--release", "made-up"])
    source.rename(store.parent / "moved.xlsx")
    assert run(["verify", "made-up"]) == 0
    assert "not everything could be looked at" in capsys.readouterr().out
    assert run(["verify", "made-up", str(store.parent / "moved.xlsx")]) == 0
    assert "is what its sources hold" in capsys.readouterr().out


def test_trace_prints_places_and_never_cells(store: Path, capsys: Capture) -> None:
    """File, sheet, row and column of each field, and that stored equals source."""
    run(["ingest", str(store.parent / "a.xlsx"), "--release", "made-up"])
    capsys.readouterr()
    assert run(["trace", "made-up", "removals", "2"]) == 0
    shown = capsys.readouterr().out
    assert "made-up removals 2: a.xlsx, sheet Data, row 9" in shown
    assert "D9" in shown
    assert "Country of Citizenship → citizenship_country: stored equals source" in shown
    assert "FRANCE" not in shown
    assert run(["trace", "made-up", "removals", "2", "--format", "json"]) == 0
    assert "FRANCE" not in (document := capsys.readouterr().out)
    assert json.loads(document)["cells"][3]["raw_equal"] is True


def test_cells_are_shown_on_a_terminal_only(store: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    """Into a pipe or as JSON it is refused; on a terminal the text stands beside its place."""
    run(["ingest", str(store.parent / "a.xlsx"), "--release", "made-up"])
    capsys.readouterr()
    assert run(["trace", "made-up", "removals", "2", "--show-cells"]) == 2
    shown = capsys.readouterr()
    assert "TM-CLI-007" in shown.err
    assert "FRANCE" not in shown.out + shown.err
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    assert run(["trace", "made-up", "removals", "2", "--show-cells"]) == 0
    assert "'FRANCE'" in capsys.readouterr().out
    assert run(["trace", "made-up", "removals", "2", "--show-cells", "--format", "json"]) == 2


@pytest.mark.parametrize("name", ["ingest", "verify", "trace"])
def test_the_help_shows_an_example(name: str, capsys: Capture) -> None:
    """Each help page has a line to copy."""
    assert run([name, "--help"]) == 0
    assert f"tallymark {name} " in capsys.readouterr().out
