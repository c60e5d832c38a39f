"""Rules become SQL with NULL as unknown; what is open and what has no field is told apart."""

from __future__ import annotations

import pytest

from tallymark.model.errors import UsageError
from tallymark.rules.cards import cards
from tallymark.rules.compiling import Compiler, compiler_for
from tests.rules.conftest import CARD, cards_in, changed

FIELDS = frozenset({"final_order_date", "case_threat_level", "criminal_street_gang_yes_no"})


def test_a_condition_is_qualified_bound_and_opened() -> None:
    """Fields carry the name of the rows, parameters are typed literals, an effect makes true unknown."""
    found = Compiler(changed(), FIELDS, "r").compile("priority.example_2014.3", {"cutoff": "2014-06-01"})
    on_fields = "r.final_order_date >= CAST('2014-06-01' AS DATE)"
    assert found.on_fields == on_fields
    assert found.any_reading == f"(({on_fields}) AND CAST(NULL AS BOOLEAN))"
    assert found.fields == {"final_order_date"}
    assert found.alias == "r"


def test_a_field_that_is_not_there_is_an_error() -> None:
    """The rule asked for needs its own fields."""
    with pytest.raises(UsageError) as error:
        compiler_for("arrests", absent=["case_threat_level"]).compile("level.field.case")
    assert (error.value.code, error.value.detail) == ("TM-RULES-010", "missing: case_threat_level")
    with pytest.raises(UsageError, match="derived table arrest_episodes"):
        compiler_for("arrests").compile("duplicate.chain_24h.arrests")


def test_a_named_rule_without_a_field_adds_nothing_on_the_fields_and_is_unknown_on_any_reading() -> None:
    """Removals have no box for gangs; what is missing is listed."""
    found = compiler_for("removals").compile("priority.johnson_2014.1c")
    assert (found.on_fields, found.any_reading) == ("(FALSE)", "(CAST(NULL AS BOOLEAN))")
    assert found.without_field == ("priority.boxes.street_gang",)


def test_the_first_alternative_with_a_field_is_taken() -> None:
    """The clock of a detainer is the one that detainers have."""
    found = compiler_for("detainers").compile("criminality.convicted_any.known")
    assert list(found.taken.values()) == ["criminality.convicted.detainer"]
    assert found.on_fields == "(LEFT(records.detainer_criminality, 1) = '1')"
    absent = compiler_for("removals", absent=["case_criminality"]).compile("criminality.convicted_any.known")
    assert list(absent.taken.values()) == ["criminality.convicted.msc"]


def test_a_category_is_unknown_after_an_unknown_case() -> None:
    """Each case asks first whether it holds and then whether that is unknown."""
    found = compiler_for("removals").compile("level.field.case")
    assert found.on_fields == (
        "CASE WHEN records.case_threat_level IS NULL THEN 'blank' WHEN (records.case_threat_level IS NULL) IS NULL THEN NULL"
        " WHEN records.case_threat_level = 1 THEN '1' WHEN (records.case_threat_level = 1) IS NULL THEN NULL"
        " WHEN records.case_threat_level = 2 THEN '2' WHEN (records.case_threat_level = 2) IS NULL THEN NULL"
        " WHEN records.case_threat_level = 3 THEN '3' WHEN (records.case_threat_level = 3) IS NULL THEN NULL ELSE 'none' END"
    )


def test_one_case_of_a_category_is_a_condition_of_its_own() -> None:
    """Its condition holds and no earlier one does; none of the cases can be asked too."""
    compiler = compiler_for("removals")
    second = compiler.compile_case("level.field.case", "1").on_fields
    assert second == "NOT (records.case_threat_level IS NULL) AND (records.case_threat_level = 1)"
    assert compiler.compile_case("level.field.case", "none").on_fields.count("NOT") == 4
    with pytest.raises(UsageError, match="no case of a category"):
        compiler.compile_case("level.field.case", "9")


def test_a_parameter_means_one_thing_in_a_tree() -> None:
    """Two rules that name one parameter differently cannot be joined."""
    other = CARD.replace("2014.3", "2014.4").replace("first day", "last day")
    other = other.replace(
        "final_order_date >= :cutoff", "final_order_date >= :cutoff OR rule('priority.example_2014.3')"
    )
    with pytest.raises(Exception, match="means another thing by it"):
        cards_in(CARD + other)


def test_a_setting_reaches_the_rules_that_are_named() -> None:
    """The hole of exactly one year is set once and holds in the rule of the level and in that of the felony."""
    compiler = compiler_for("stints")
    for choice in ("misdemeanor", "felony", "neither"):
        found = compiler.compile("level.memo_2010.level", {"exactly_one_year": choice})
        assert found.on_fields.count(f"'{choice}' =") == 4


def test_only_open_fields_are_available_to_rules() -> None:
    """No compiler hands out an identifier."""
    assert "person_id" not in compiler_for("removals").available
    assert all("person_id" not in cards().needs(card) for card in cards())
