"""``tallymark check --records`` from outside: terminal, JSON and page, with a made-up store."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib import resources
from pathlib import Path

import pytest

import tallymark
from tallymark.cli import run
from tests.counting.evidence_store import RELEASE, made_up
from tests.reports.schema_walk import faults

TEXT = "ICE removed 315,943 people in fiscal year 2014."


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The made-up release, which no catalogue knows."""
    return str(made_up(tmp_path_factory.mktemp("check-records")).root)


@pytest.fixture
def story(tmp_path: Path) -> str:
    """A text of our own."""
    path = tmp_path / "story.txt"
    path.write_text(TEXT, encoding="utf-8")
    return str(path)


def test_the_terminal_names_release_definition_and_reason(
    store: str, story: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """The release stands before any number, the counts on each claim with why they decide nothing."""
    assert run(["check", story, "--date", "2015-01-02", "--records", store]) == 0
    out = capsys.readouterr().out
    assert out.index("made-up: whose records of which place it holds is not known") < out.index("c1 ")
    assert "made-up: context only: the release is not in the catalogue" in out
    assert "720 under ice.removals_by_departure" in out
    assert "c1   ✓ exact" in out


def test_the_json_holds_counts_and_their_trail(store: str, story: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Every counted figure has release, rules, SQL and command; the document fits its schema."""
    assert run(["check", story, "--date", "2015-01-02", "--records", store, "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    schema = json.loads(
        resources.files("tallymark.reports").joinpath("data/check.schema.json").read_text(encoding="utf-8")
    )
    assert list(faults(found, schema, schema)) == []
    assert [one["release"] for one in found["records"]] == [RELEASE]
    recount = found["claims"][0]["recounts"][0]
    assert (recount["standing"], recount["reasons"]) == ("beside", ["scope_unknown"])
    counted = found["figures"][recount["counted"][0]["figure"]]
    assert counted["basis"] == "counted"
    assert {"release", "rules", "sql", "engine", "command"} <= {line["what"] for line in counted["trail"]}


def test_the_page_has_them_on_the_card(store: str, story: str, tmp_path: Path) -> None:
    """With how each was counted."""
    out = tmp_path / "page.html"
    assert run(["check", story, "--records", store, "--format", "html", "--out", str(out)]) == 0
    page = out.read_text(encoding="utf-8")
    assert "Counted in records" in page
    assert "How it was counted" in page
    assert "<script" not in page


def test_without_records_the_json_has_nothing_of_them(story: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The output of a plain check is what it was."""
    assert run(["check", story, "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert "records" not in found
    assert all("recounts" not in claim for claim in found["claims"])


def test_one_release_may_be_chosen(store: str, story: str, capsys: pytest.CaptureFixture[str]) -> None:
    """One that is not in the store is named."""
    assert run(["check", story, "--records", store, "--release", "other"]) == 4
    assert "TM-SCHEMA-103" in capsys.readouterr().err
    assert run(["check", story, "--records", store, "--release", RELEASE]) == 0


def test_the_store_of_the_environment_is_the_default(
    store: str, story: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """``--records`` alone, as the last word."""
    monkeypatch.setenv("TALLYMARK_STORE", store)
    assert run(["check", story, "--records"]) == 0
    assert "made-up" in capsys.readouterr().out


def test_a_check_without_records_loads_nothing_of_them(story: str) -> None:
    """Neither the rooms of records nor this part of checking."""
    code = (
        "import sys; from tallymark.cli import run; run(['check', sys.argv[1]]); "
        "print([name for name in sys.modules if name.split('.')[:2] in (['tallymark', room] for room in "
        "('counting', 'schema', 'engine', 'rules', 'releases', 'records')) or name == 'tallymark.checking.recounts'], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code, story], capture_output=True, text=True, check=True)  # noqa: S603
    assert done.stderr.strip().splitlines()[-1] == "[]"


def test_the_verb_takes_a_store_too(store: str) -> None:
    """The library does what the command does."""
    (checked,) = tallymark.check(TEXT, records=store).checks
    assert [one.release for one in checked.verdict.recounts] == [RELEASE]
