"""``tallymark rules`` from outside: lists, explanations, cases, releases, exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tallymark.cli import run
from tallymark.commands import rules as module
from tallymark.rules.cards import cards
from tests.rules.conftest import changed


def test_the_list_names_every_rule_by_family(capsys: pytest.CaptureFixture[str]) -> None:
    """With the meaning of the family and a mark for what is not seen in a source."""
    assert run(["rules"]) == 0
    out = capsys.readouterr().out
    assert "priority: enforcement priorities under a memo" in out
    assert "priority.johnson_2014.3 " in out
    assert out.index("exit.status.kind") < out.index("priority.johnson_2014.3")
    assert len([line for line in out.splitlines() if line.startswith("  ")]) == len(list(cards()))


def test_a_family_or_memo_is_the_beginning_of_ids(capsys: pytest.CaptureFixture[str]) -> None:
    """Only the rules below it are listed."""
    assert run(["rules", "year"]) == 0
    out = capsys.readouterr().out
    assert "year.departure.date" in out
    assert "exit.status.kind" not in out


def test_a_rule_is_explained_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    """Its text, dates, source, parameter, cases and the layouts that have its fields."""
    assert run(["rules", "priority.johnson_2014.3"]) == 0
    out = capsys.readouterr().out
    assert "in force    from 2015-01-05, until 2017-02-20 (excluded)" in out
    assert "true when   final_order_date is on or after cutoff (now 2014-01-01)" in out
    assert "status      from memory, to be verified" in out
    assert "case 3      final_order_date empty: unknown" in out
    assert "yes         ddp.2026-03.removals" in out
    assert "no          uw.2019.removals; not there: final_order_date" in out


def test_a_category_and_a_table_are_explained(capsys: pytest.CaptureFixture[str]) -> None:
    """The cases in their order; the derived table with its column."""
    assert run(["rules", "exit.status.kind"]) == 0
    out = capsys.readouterr().out
    assert "is          removal, when the first 2 characters of case_status is one of '6-', '8-'" in out
    assert "else        open, when case_status is 'ACTIVE'" in out
    assert run(["rules", "duplicate.chain_24h.arrests"]) == 0
    assert "table       arrest_episodes, counted by is_kept_row" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("priority.common.recent_entry", "days from entry_date to apprehension_date is from 0 to recent_days (now 14)"),
        ("priority.common.border_agency", "arresting_agency contains 'BORDER PATROL' or arresting_agency begins with 'USBP'"),
        ("priority.common.drug_distribution", "msc_charge ends with ' - Sell'"),
        ("offence.traffic.code", "and msc_charge_code is none of '5403', '5404'"),
        ("exit.recorded.departed", "true when   departed_date is not empty"),
        ("duplicate.keep_all.row", "true when   always"),
        ("exit.ice_intake.never_held", "true when   what no record says"),
        ("priority.johnson_2014.2c", "and (entry_date is on or after since (now 2014-01-01) or (entry_date is empty and blank_entry_date_counts (now false) is true))"),
        ("exit.ice_removals_2013_06.counts", "and not ([exit.ice_intake.expedited: Processed for expedited removal] and [exit.ice_intake.never_held:"),
    ],
)  # fmt: skip
def test_texts_are_put_into_words(rule: str, words: str, capsys: pytest.CaptureFixture[str]) -> None:
    """What a lawyer can read."""
    assert run(["rules", rule]) == 0
    assert words in capsys.readouterr().out


def test_the_releases_are_drawn(capsys: pytest.CaptureFixture[str]) -> None:
    """One line for each rule, one column for each layout."""
    assert run(["rules", "criminality.aggravated_felony", "--releases"]) == 0
    lines = capsys.readouterr().out.splitlines()
    legend = {line.split()[1]: int(line.split()[0]) for line in lines if line[:4].strip().isdigit() and "." in line}
    known = next(line for line in lines if line.startswith("criminality.aggravated_felony.known"))
    header = next(line for line in lines if line.split()[:2] == ["1", "2"])
    place = header.index(f"{legend['ddp.2026-03.removals']:>2}", 46) + 1
    assert known[place] == "p"
    place = header.index(f"{legend['ddp.2026-03.detainers']:>2}", 46) + 1
    assert known[place] == "Y"


def test_the_cases_are_run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """All hold: exit code 0; one fails: named, exit code 1."""
    assert run(["rules", "exit.status", "--test"]) == 0
    assert "of 4 rules decided by hand" in capsys.readouterr().out
    wrong = changed(("expect: true, any_reading: unknown", "expect: false"))
    monkeypatch.setattr("tallymark.rules.cards.cards", lambda: wrong)
    assert run(["rules", "--test"]) == 1
    out = capsys.readouterr().out
    assert "priority.example_2014.3@1 case 2: expected false, answered true and on any reading unknown" in out
    assert "3 cases of 1 rule decided by hand: 2 hold, 1 fail" in out
    assert run(["rules", "--test", "--format", "json"]) == 1
    assert json.loads(capsys.readouterr().out)["tests"]["n_failed"] == 1


def test_rule_sets_are_listed_and_explained(capsys: pytest.CaptureFixture[str]) -> None:
    """What each imitates, its rules and what keeps it from being the publisher's count."""
    assert run(["rules", "--sets"]) == 0
    assert "ice.removals.2009 " in capsys.readouterr().out
    assert run(["rules", "ice.removals.2009"]) == 0
    out = capsys.readouterr().out
    assert "imitates    ice.removals.2009: removals and returns; the year is locked about 5 October" in out
    assert "year        year.october_lock.date" in out
    assert "gap         the release must say when a case was closed" in out
    assert "yes         uwchr.2022-09023.removals" in out
    assert "no          ddp.2026-03.removals; not there: case_closed_date" in out
    assert run(["rules", "tallymark.arrest_episodes"]) == 0
    assert "no published definition" in capsys.readouterr().out


def test_everything_as_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The same facts for programs."""
    assert run(["rules", "priority.johnson_2014.3", "--format", "json"]) == 0
    rule = json.loads(capsys.readouterr().out)["rules"][0]
    assert rule["in_force"] == {"from": "2015-01-05", "until": "2017-02-20"}
    assert rule["parameters"]["cutoff"]["default"] == "2014-01-01"
    assert rule["tests"][1] == {
        "given": {"final_order_date": "2014-01-01"},
        "parameters": {},
        "table": None,
        "expect": True,
        "any_reading": None,
    }
    assert {one["answer"] for one in rule["releases"]} == {"yes", "no"}
    assert run(["rules", "--sets", "--format", "json", "--out", str(tmp_path / "sets.json")]) == 0
    sets = json.loads((tmp_path / "sets.json").read_text("utf-8"))["rule_sets"]
    assert {"id", "imitates", "rules", "gaps"} <= set(sets[0])


def test_an_unknown_rule_is_a_wrong_call(capsys: pytest.CaptureFixture[str]) -> None:
    """The error names neighbours."""
    assert run(["rules", "priority.johnson_2014.9"]) == 2
    assert "TM-RULES-008" in capsys.readouterr().err
    assert module.command.name == "rules"
