"""Rule sets are closed: one rule for each family that a measure needs, on a table that has its fields."""

from __future__ import annotations

import pytest

from tallymark.model.definition import definitions
from tallymark.model.errors import DataError, UsageError
from tallymark.model.vocabulary import measures
from tallymark.rules.cards import cards
from tallymark.rules.closed import parse_yaml
from tallymark.rules.rule_sets import families, read_rule_set, rule_set, rule_sets

SET = """
id: ice.removals.2007
title: Removals and returns by departure
imitates: ice.removals.2007
measure: removals
table: removals
rules:
  exit: [exit.ice_removals_2007.counts]
  year: [year.october_lock.date]
  duplicate: [duplicate.keep_all.row]
  criminality: [criminality.convicted_any.known]
parameters: {lock_days: 6}
"""
IMITATED = ("ice.removals.2003", "ice.removals.2007", "ice.removals.2009", "ice.removals.2013-06", "ice.removals.2023-05", "ohss.removals", "ice.removals_by_departure")  # fmt: skip


def test_the_definitions_of_the_issue_are_there() -> None:
    """Each era of ICE's series, OHSS and the count by departure imitate a published definition."""
    assert [rule_set(name).imitates for name in IMITATED] == list(IMITATED)
    assert rule_set("ice.removals.2009").rules["year"] == ("year.october_lock.date",)
    assert rule_set("ice.removals_by_departure").rules["year"] == ("year.departure.date",)


def test_every_rule_set_names_rules_that_exist() -> None:
    """And a definition that names it back, when it imitates one."""
    for one in rule_sets().values():
        assert all(cards().get(name).family == family for family, names in one.rules.items() for name in names)
        assert not one.imitates or definitions()[one.imitates].imitated_by == one.id
    named = {one.imitated_by for one in definitions().values() if one.imitated_by}
    assert named == {one.id for one in rule_sets().values() if one.imitates}


def test_a_rule_set_is_read_as_it_is_written() -> None:
    """Settings are kept by name."""
    read = read_rule_set(parse_yaml(SET, "set.yaml"), "set.yaml")
    assert (read.id, read.measure, read.table) == ("ice.removals.2007", "removals", "removals")
    assert read.parameters == {"lock_days": 6}


@pytest.mark.parametrize(
    ("old", "new", "where", "detail"),
    [
        ("title:", "name:", "set.yaml", "keys: missing title; unknown name"),
        ("  exit: [exit.ice_removals_2007.counts]\n", "", "set.yaml, key rules", "removals needs a rule of exit"),
        ("exit: [exit.ice_removals_2007.counts]", "exit: []", "set.yaml, key rules", "removals needs a rule of exit"),
        ("  exit:", "  colour:", "set.yaml, key rules", "keys: unknown colour"),
        ("year.october_lock.date", "year.moon.date", "set.yaml, key rules.year", "there is no rule 'year.moon.date'"),
        ("year.october_lock.date", "exit.kind.return", "set.yaml, key rules.year", "exit.kind.return is a condition of exit"),
        ("year.october_lock.date", "year.encounter.date", "set.yaml, key rules.year", "removals have no field event_date"),
        ("measure: removals", "measure: moons", "set.yaml, key measure", "'moons' is none of removals, returns"),
        ("table: removals", "table: moons", "set.yaml, key table", "there is no table 'moons'"),
        ("imitates: ice.removals.2007", "imitates: ice.arrests", "set.yaml, key imitates", "'ice.arrests' is no definition of removals"),
        ("lock_days: 6", "lock_weeks: 1", "set.yaml, key parameters.lock_weeks", "none of its rules has this parameter"),
        ("lock_days: 6", "lock_days: soon", "set.yaml, key parameters.lock_days", "'soon' is no integer"),
    ],
)  # fmt: skip
def test_a_rule_set_outside_the_schema_is_an_error(old: str, new: str, where: str, detail: str) -> None:
    """TM-RULES-011 says which key and why."""
    assert old in SET
    with pytest.raises(DataError) as error:
        read_rule_set(parse_yaml(SET.replace(old, new), "set.yaml"), "set.yaml")
    assert (error.value.code, error.value.where) == ("TM-RULES-011", where)
    assert error.value.detail.startswith(detail)


def test_a_rule_set_that_does_not_exist_is_an_error_of_the_call() -> None:
    """The known ones are named."""
    with pytest.raises(UsageError) as error:
        rule_set("ice.removals.1492")
    assert error.value.code == "TM-RULES-012"
    assert "ice.removals.2009" in error.value.detail


def test_the_measures_of_the_families_are_measures() -> None:
    """No need is stated for a measure that nobody can ask for."""
    assert set(families().needed) <= set(measures())
