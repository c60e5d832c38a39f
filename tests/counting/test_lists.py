"""The lists of measures and breakdowns: closed schemas, and what stands in them fits the rules, fields and derived tables."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tallymark.counting.breakdowns import breakdown, breakdowns, read_breakdowns
from tallymark.counting.measures import measure, measures, read_measures
from tallymark.model.errors import DataError, UsageError
from tallymark.rules.rule_sets import rule_sets

OWN = "{table: removals, title: t, day: ''}"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[a]", "a mapping is expected"),
        ("a: {words: w}", "missing unit"),
        (f"a: {{words: w, unit: u, own: {OWN}, colour: red}}", "unknown colour"),
        ("a: {words: w, unit: u}", "either definitions or own"),
        (f"a: {{words: w, unit: u, own: {OWN}, definitions: [removals]}}", "either definitions or own"),
        ("a: {words: w, unit: u, own: {table: nothing, title: t, day: ''}}", "there is no table 'nothing'"),
        ("a: {words: w, unit: u, own: {table: removals, title: t}}", "missing day"),
        (f"a: {{words: w, unit: u, own: {OWN}, kind: mean}}", "over one of rows, days"),
        (f"a: {{words: w, unit: u, own: {OWN}, kind: sum}}", "kind is one of"),
        ("a: {words: w, unit: u, definitions: [removals], default: [ice.arrests]}", "default names no rule set"),
        (f"a: {{words: w, unit: u, own: {OWN}, alone: {{derived: nothing, day: day}}}}", "no derived table 'nothing'"),
        (f"a: {{words: w, unit: u, own: {OWN}, rows: [{{derived: stays}}]}}", "missing columns, equals, key"),
        (f"a: {{words: w, unit: u, own: {OWN}, fields: one}}", "a list of texts is expected"),
    ],
)
def test_a_list_of_measures_that_breaks_its_schema_is_refused(tmp_path: Path, text: str, told: str) -> None:
    """With the file, the measure and what is wrong."""
    assert told in _refused(tmp_path, text, read_measures, "TM-COUNT-002")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[a]", "a mapping is expected"),
        ("a: {time: month}", "missing words"),
        ("a: {words: w, time: month, colour: red}", "unknown colour"),
        ("a: {words: w}", "exactly one of time, family and fields"),
        ("a: {words: w, time: month, family: level}", "exactly one of time, family and fields"),
        ("a: {words: w, time: week}", "time 'week' is none of"),
        ("a: {words: w, family: colour}", "there is no family 'colour'"),
        ("a: {words: w, fields: [person_id]}", "'person_id' is no open field"),
        ("a: {words: w, fields: [apprehension_site_landmark]}", "is no open field"),
        ("a: {words: w, family: level, instead: {level.nothing: {a: level.field.case}}}", "no rule 'level.nothing'"),
        ("a: {words: w, family: level, known: [one]}", "a mapping is expected"),
    ],
)
def test_a_list_of_breakdowns_that_breaks_its_schema_is_refused(tmp_path: Path, text: str, told: str) -> None:
    """An identifier or a landmark is never a breakdown."""
    assert told in _refused(tmp_path, text, read_breakdowns, "TM-COUNT-004")


def _refused(folder: Path, text: str, read: Callable[[Path, str], object], code: str) -> str:
    path = folder / "list.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=code) as caught:
        read(path, "list.yaml")
    assert caught.value.where.startswith("list.yaml")
    return caught.value.detail


def test_every_rule_set_decides_some_measure() -> None:
    """No definition is out of reach of tallymark count."""
    reached = {name for one in measures().values() for name in one.rule_sets}
    assert reached == set(rule_sets())


def test_unknown_words_are_refused_with_what_is_known() -> None:
    """A measure and a breakdown; the table rule of a family is no breakdown."""
    with pytest.raises(UsageError, match="TM-COUNT-003"):
        measure("deportations")
    for name in ("age", "duplicate.chain_24h.arrests", "year.departure.date"):
        with pytest.raises(UsageError, match="TM-COUNT-005"):
            breakdown(name)
    assert breakdown("month") is breakdowns()["month"]
    assert breakdown("priority.johnson_2014.any").rule == "priority.johnson_2014.any"
