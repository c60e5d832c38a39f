"""A condition can be nothing but a condition."""

from __future__ import annotations

import pytest

from tallymark.engine.operations import operations
from tallymark.model.errors import DataError
from tallymark.rules.expressions import _allowed, parse_condition, parse_value


@pytest.mark.parametrize(
    "text",
    [
        "final_order_date >= :cutoff",
        "final_order_yes_no",
        "NOT (final_order_yes_no OR unknown)",
        "left(case_status, 2) IN ('6-', '8-')",
        "date_diff('day', CAST(entry_date AS DATE), CAST(apprehension_date AS DATE)) BETWEEN 0 AND :days",
        "rule('a.b.c', 'd.e.f') AND birth_year IS NOT NULL",
        "true",
        "unknown",
    ],
)
def test_conditions_are_accepted(text: str) -> None:
    """Comparisons, flags, lists, named rules and what no record says."""
    assert parse_condition(text).text == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "final_order_date",
        "final_order_date >=",
        "1",
        "birth_year + 1",
        "birth_year > 1900 AND birth_year",
        "final_order_yes_no; DROP TABLE removals",
        "DROP TABLE removals",
        "SELECT true",
        "birth_year = (SELECT max(birth_year) FROM removals)",
        "birth_year IN (SELECT 1)",
        "EXISTS (SELECT 1)",
        "count(*) > 1",
        "sum(birth_year) > 1",
        "row_number() OVER () = 1",
        "birth_year = birth_year FILTER (WHERE true)",
        "read_csv('/etc/passwd') = 1",
        "read_text('/etc/passwd') = 'a'",
        "getenv('HOME') = 'a'",
        "pg_sleep(1) = 1",
        "random() > 0.5",
        "current_date > final_order_date",
        "COPY removals TO 'x'",
        "ATTACH 'x' AS y",
        "PRAGMA database_list",
        "INSTALL httpfs",
        "removals.birth_year > 1",
        '"birth year" > 1',
        "birth_year::double > 1.5",
        "birth_year / 2 > 1",
        "regexp_matches(msc_charge, 'a.*')",
        "CASE WHEN birth_year IS NULL THEN false ELSE true END",
        "rule(birth_year)",
        "rule()",
        "other('a.b.c')",
        "birth_year > 1 -- ; \n OR msc_charge[1] = 'a'",
        "{'a': 1}.a = 1",
        "(SELECT true)",
        "birth_year = ANY ([1, 2])",
        "x -> x + 1",
    ],
)
def test_whatever_is_no_condition_is_refused(text: str) -> None:
    """No sub-query, no aggregate, no function outside the list, no file, no statement, no second statement."""
    with pytest.raises(DataError) as error:
        parse_condition(text)
    assert error.value.code == "TM-RULES-003"


@pytest.mark.parametrize(
    "text", ["departed_date IS NULL", "(SELECT departed_date)", "max(departed_date)", "current_date"]
)
def test_whatever_is_no_date_is_refused(text: str) -> None:
    """A condition and an aggregate are no dates."""
    with pytest.raises(DataError, match="TM-RULES-003"):
        parse_value(text)


def test_the_names_in_an_expression_are_found() -> None:
    """Fields, parameters and rules are told apart; ``unknown`` is no field."""
    found = parse_condition("birth_year > :year AND (unknown OR rule('a.b.c', 'd.e.f')) AND gender = 'x'")
    assert found.fields == {"birth_year", "gender"}
    assert found.parameters == {"year"}
    assert found.rules == (("a.b.c", "d.e.f"),)


def test_a_condition_may_use_less_than_a_query() -> None:
    """Everything in the list of conditions but the name of rules is an operation that engines agree on."""
    allowed = _allowed()
    assert (allowed.truths | allowed.values | allowed.dates) - {"Anonymous"} <= operations().nodes
