"""A rule set over a release takes for each family the first rule that the fields decide."""

from __future__ import annotations

import pytest

from tallymark.model.errors import UsageError
from tallymark.releases.layouts import layouts
from tallymark.rules.resolve import resolve
from tallymark.rules.rule_sets import rule_set, rule_sets


def test_a_rule_set_becomes_sql_for_each_family() -> None:
    """The exit and the day as expressions; the duplicates keep every row."""
    found = resolve(rule_set("ice.removals_by_departure"), alias="r")
    assert found.compiled["year"].on_fields == "r.departed_date"
    assert found.compiled["exit"].on_fields.startswith("NOT r.departed_date IS NULL AND (")
    assert found.compiled["duplicate"].on_fields == "TRUE"
    assert (dict(found.tables), found.absent) == ({}, ())


def test_derived_tables_come_with_their_settings() -> None:
    """Duplicates of arrests are a derived table of the room of records."""
    found = resolve(rule_set("tallymark.arrest_episodes"), settings={"window_hours": 48})
    assert found.tables["duplicate"].table == "arrest_episodes"
    assert found.settings["duplicate"] == {"rule": "chain", "window_hours": 48, "keep": "first"}


def test_the_first_rule_with_a_field_is_taken() -> None:
    """Without the day of closing the action date is the departure; families that are not needed may be absent."""
    absent = layouts()["uw.2019.removals"].absent
    found = resolve(rule_set("ohss.removals"), absent=absent)
    assert found.compiled["year"].card.id == "year.departure.date"
    assert found.absent == ("level",)


def test_a_definition_that_the_release_cannot_decide_is_refused() -> None:
    """The October lock needs the day on which the case was closed."""
    with pytest.raises(UsageError) as error:
        resolve(rule_set("ice.removals.2009"), absent=layouts()["ddp.2026-03.removals"].absent)
    assert error.value.code == "TM-RULES-010"
    assert error.value.detail == "removals needs the family year; missing: case_closed_date"


def test_a_setting_that_no_rule_has_is_refused() -> None:
    """A setting reaches only rules that know it."""
    found = resolve(rule_set("ice.removals.2009"), settings={"lock_days": 10})
    assert found.settings["year"] == {"lock_days": 10}
    with pytest.raises(UsageError, match="TM-RULES-009"):
        resolve(rule_set("ice.removals.2009"), settings={"lock_weeks": 1})


@pytest.mark.parametrize("name", rule_sets())
def test_every_rule_set_resolves_over_its_whole_table(name: str) -> None:
    """With every field there, no family is without a rule."""
    found = resolve(rule_set(name))
    assert found.absent == ()
    assert {*found.compiled, *found.tables} == set(rule_set(name).rules)
