"""``tallymark releases`` and ``tallymark diff`` from outside: formats, files, exit codes."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from tallymark.cli import run
from tests.releases.small_store import release

DAYS = [date(2020, 1, 1) + timedelta(days=number) for number in range(90)]


@pytest.fixture
def store(tmp_path: Path) -> str:
    """A store with a sound release of 90 arrests, a later one, and one with a broken column."""
    rows = [{"person_id": str(day), "apprehension_date": day, "gender": "Male"} for day in DAYS]
    release(tmp_path / "store", "sound", {"arrests": rows})
    release(tmp_path / "store", "later", {"arrests": rows[30:]})
    release(tmp_path / "store", "broken", {"arrests": [{**row, "gender": "Nobody knows"} for row in rows]})
    return str(tmp_path / "store")


def test_the_list_names_releases_with_their_tables(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    """In the order of their ids."""
    assert run(["releases", "--store", store]) == 0
    out = capsys.readouterr().out
    assert out.startswith("3 releases in ")
    assert out.index("broken") < out.index("later") < out.index("sound")
    assert "arrests: 90 rows, 2020-01-01 to 2020-12-31" in out


def test_the_list_as_json(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The same facts."""
    assert run(["releases", "--store", store, "--format", "json"]) == 0
    listed = json.loads(capsys.readouterr().out)["releases"]
    assert [(one["id"], one["tables"][0]["n_rows"]) for one in listed] == [("broken", 90), ("later", 60), ("sound", 90)]


def test_an_empty_store_says_how_to_begin(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """No release is no error."""
    assert run(["releases", "--store", str(tmp_path / "none")]) == 0
    assert "tallymark ingest" in capsys.readouterr().out


def test_the_list_is_no_page(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A page is of one release."""
    assert run(["releases", "--store", store, "--format", "html"]) == 2
    assert "TM-CLI-002" in capsys.readouterr().err


def test_a_sound_release_ends_with_zero_and_a_stop_with_one(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The exit code tells a script whether a check of the level stop failed."""
    assert run(["releases", "sound", "--store", store]) == 0
    assert run(["releases", "broken", "--store", store]) == 1
    out = capsys.readouterr().out
    assert "gender has a value that its code list does not have: 90 of 90 (100.0 %) [codes]" in out
    assert "Nobody knows" not in out


@pytest.mark.parametrize("call", [["releases", "sound"], ["diff", "sound", "later"]])
def test_each_format_is_written_to_a_file(store: str, tmp_path: Path, call: list[str]) -> None:
    """A page, JSON and plain lines."""
    for form, start in (("html", "<!doctype html>"), ("json", "{"), ("table", "sound")):
        out = tmp_path / f"out.{form}"
        assert run([*call, "--store", store, "--format", form, "--out", str(out)]) == 0
        assert out.read_text("utf-8").startswith(start)


def test_a_release_that_is_not_there(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The error lists those that are."""
    assert run(["releases", "other", "--store", store]) == 4
    assert "broken, later, sound" in capsys.readouterr().err


def test_releases_are_compared_by_content(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Sixty arrests are in both; the covered months begin where the later release begins."""
    assert run(["diff", "sound", "later", "--store", store]) == 0
    out = capsys.readouterr().out
    assert "arrests: 90 rows and 60 rows" in out
    assert "months covered by both: 2020-01 to 2020-03" in out
    assert (
        "by the event (apprehension_date, birth_year, gender, citizenship_country): 60 in both, 30 in the first only, 0 in the second only"
        in out
    )


def test_joining_by_id_is_refused(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    """With the reason and the way that works."""
    assert run(["diff", "sound", "later", "--store", store, "--by", "id"]) == 2
    err = capsys.readouterr().err
    assert "TM-RELEASES-803" in err
    assert "made anew for each release" in err


def test_the_help_has_an_example(capsys: pytest.CaptureFixture[str]) -> None:
    """One that can be copied."""
    for name in ("releases", "diff"):
        assert run([name, "--help"]) == 0
        assert f"  tallymark {name} " in capsys.readouterr().out
