"""``tallymark rules levers`` from outside."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tallymark.cli import run


def test_all_levers_are_shown_with_who_decides(capsys: pytest.CaptureFixture[str]) -> None:
    """Three levers, facts with sources, and a fact from memory marked as such."""
    assert run(["rules", "levers"]) == 0
    out = capsys.readouterr().out
    assert [line.split(":")[0] for line in out.splitlines() if line and not line.startswith(" ")][1:] == [
        "print_sharing",
        "detainer_compliance",
        "contracts_287g",
    ]
    assert "decides     federal. The federal government." in out
    assert "from memory, unconfirmed; decides nothing" in out
    assert "https://www.nilc.org/scomm-ltr-morton-to-govmarkwell-2011-08-05/" in out


def test_a_place_and_a_day_narrow_the_answer(capsys: pytest.CaptureFixture[str]) -> None:
    """What was in force, and no fact of another place or a later day."""
    assert run(["rules", "levers", "--place", "Santa Clara", "--on", "2011-12-01"]) == 0
    out = capsys.readouterr().out
    assert "that day    prints are shared (begins 2010-05)" in out
    assert "that day    a rule limits which detainers are honoured (holds 2011-10-18)" in out
    assert "that day    jail: not told: no fact that was seen tells" in out
    assert "Cook County" not in out
    dates = [line.split()[0] for line in out.splitlines() if line[:3].strip().isdigit()]
    assert dates
    assert max(dates) == "2011-10-18"


def test_the_json_has_states_only_with_a_day(capsys: pytest.CaptureFixture[str]) -> None:
    """Facts carry their source and whether they decide."""
    assert run(["rules", "levers", "--place", "cook_il", "--on", "2012-06-01", "--format", "json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert (document["schema"], document["on"], document["place"]["within"]) == (1, "2012-06-01", "illinois")
    by_id = {lever["id"]: lever for lever in document["levers"]}
    assert by_id["print_sharing"]["states"][0]["in_force"] is False
    assert by_id["detainer_compliance"]["states"][0]["because"][0]["date"] == "2011-09-07"
    assert run(["rules", "levers", "--format", "json"]) == 0
    whole = json.loads(capsys.readouterr().out)
    assert (whole["on"], whole["place"]) == (None, None)
    assert [lever["states"] for lever in whole["levers"]] == [[], [], []]
    recalled = [fact for lever in whole["levers"] for fact in lever["facts"] if fact["source"]["status"] == "memory"]
    assert [(fact["decides"], fact["source"]["url"]) for fact in recalled] == [(False, None)]


def test_wrong_places_and_days_are_usage(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Exit code 2, a code, and what to write instead; the output can go to a file."""
    assert run(["rules", "levers", "--place", "moon"]) == 2
    assert "TM-RULES-013" in capsys.readouterr().err
    assert run(["rules", "levers", "--on", "yesterday"]) == 2
    assert "TM-CLI-002" in capsys.readouterr().err
    assert run(["rules", "levers", "--out", str(tmp_path / "levers.txt")]) == 0
    assert "print_sharing" in (tmp_path / "levers.txt").read_text(encoding="utf-8")


def test_the_levers_need_no_library_of_records() -> None:
    """They are read where only the bare install is there."""
    code = (
        "import sys; from tallymark.cli import run; code = run(['rules', 'levers']); "
        "sys.exit(code or bool({'duckdb', 'pyarrow', 'sqlglot', 'numpy'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=False).returncode == 0  # noqa: S603
