"""Typed checks as data: what is read, what is refused, and when a check warns or stops."""

from __future__ import annotations

import pytest

from tallymark.model.errors import DataError
from tallymark.releases.checks import checks, checks_of, read_checks
from tallymark.schema.tables import table, tables

GOOD = """
schema: 1
checks:
  - {id: person, kind: given, tables: [arrests], field: person_id, warn: "0.02", stop: "0.05", source: x}
  - {id: born, kind: range, field: birth_year, low: 1900, source: x}
"""


def test_a_good_list_is_read() -> None:
    """Limits are exact numbers and a check knows its fields."""
    person, born = read_checks(GOOD)
    assert (str(person.warn), str(person.stop), person.fields) == ("0.02", "0.05", ("person_id",))
    assert (str(born.low), born.high, born.tables) == ("1900", None, ())


@pytest.mark.parametrize(
    ("n_failed", "level"), [(0, "ok"), (1, "info"), (20, "info"), (21, "warn"), (50, "warn"), (51, "stop")]
)
def test_the_level_follows_the_share_that_fails(n_failed: int, level: str) -> None:
    """Of a thousand values 2 % may fail without a warning and 5 % without a stop."""
    assert read_checks(GOOD)[0].level(n_failed, 1000) == level


def test_a_check_without_limits_informs() -> None:
    """Whatever fails."""
    assert read_checks(GOOD)[1].level(1000, 1000) == "info"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("schema: 1", "schema: 2", "schema"),
        ("kind: given", "kind: guess", "kind is one of"),
        ("low: 1900", "least: 1900", "unknown least"),
        ("field: birth_year, ", "", "keys: missing field"),
        ("low: 1900", "low: many", "cannot be read"),
        ("field: person_id", "field: name", "no field 'name'"),
        ("tables: [arrests]", "tables: [arests]", "no canonical table"),
        ("tables: [arrests]", "tables: arrests", "tables is a list"),
        ('stop: "0.05"', 'stop: "0.01"', "warn <= stop"),
        ('stop: "0.05"', 'stop: "5"', "warn <= stop"),
        ("id: born", "id: person", "used twice"),
        ("field: birth_year", "field: birth_day", "no table has these fields"),
        ("schema: 1", "schema: [", "expected"),
    ],
)
def test_a_broken_list_is_an_error_that_names_the_check(old: str, new: str, told: str) -> None:
    """Unknown kinds, keys, tables, fields and limits that make no sense are never passed over."""
    with pytest.raises(DataError, match="TM-RELEASES-801") as raised:
        read_checks(GOOD.replace(old, new))
    assert told in f"{raised.value.where} {raised.value.detail}"


def test_every_check_of_the_program_is_made_somewhere() -> None:
    """No check waits for a table that does not exist, and each mapped table has some."""
    made = {check.id for one in tables().values() for check in checks_of(one)}
    assert made == {check.id for check in checks()}
    assert all(checks_of(one) for one in tables().values() if one.fields)


def test_the_order_of_book_in_and_book_out_is_checked_on_stints_only() -> None:
    """A check that names its tables is made there and nowhere else."""
    assert "out_after_in" in {check.id for check in checks_of(table("stints"))}
    assert "out_after_in" not in {check.id for check in checks_of(table("stays"))}
