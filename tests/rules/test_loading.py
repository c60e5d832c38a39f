"""Cards that break the schema are refused with file, card and key."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from tallymark.model.errors import DataError, TallymarkError, UsageError
from tallymark.rules.card import Card
from tests.rules.conftest import CARD, cards_in, changed

EXAMPLE = "cards.yaml card priority.example_2014.3"


def test_a_card_is_read_as_it_is_written(card: Callable[..., Card]) -> None:
    """Dates, parameters, effects and cases arrive typed."""
    read = card()
    assert (read.family, read.kind, read.version) == ("priority", "condition", 1)
    assert (read.from_date, read.until_date) == (date(2015, 1, 5), date(2017, 2, 20))
    assert read.parameters["cutoff"].default == date(2014, 1, 1)
    assert read.open[0].effect == "could_remove"
    assert [test.expect for test in read.tests] == [False, True, "unknown"]
    assert read.tests[1].given == {"final_order_date": date(2014, 1, 1)}
    assert read.tests[1].any_reading == "unknown"


@pytest.mark.parametrize(
    ("old", "new", "code", "where"),
    [
        ("  version: 1\n", "  version: 1\n  colour: red\n", "TM-RULES-001", EXAMPLE),
        ("  title: Final", "  kind: category\n  title: Final", "TM-RULES-001", "cards.yaml line 5"),
        ("kind: condition", "kind: opinion", "TM-RULES-001", f"{EXAMPLE}, key kind"),
        ("priority.example_2014.3", "example_2014.3", "TM-RULES-001", "cards.yaml card example_2014.3, key id"),
        ("version: 1", "version: one", "TM-RULES-001", f"{EXAMPLE}, key version"),
        ("status: seen", "status: sure", "TM-RULES-001", f"{EXAMPLE}, key source.status"),
        ('until: "2017-02-20"', 'until: "2015-01-05"', "TM-RULES-001", f"{EXAMPLE}, key in_force"),
        ('until: "2017-02-20"', "until: soon", "TM-RULES-001", f"{EXAMPLE}, key in_force"),
        ("effect: could_remove", "effect: could_double", "TM-RULES-001", f"{EXAMPLE}, key open"),
        ("type: date, default", "type: day, default", "TM-RULES-001", f"{EXAMPLE}, key parameters.cutoff"),
        ('default: "2014-01-01"', "default: 3", "TM-RULES-001", f"{EXAMPLE}, key parameters.cutoff.default"),
        ("expect: true", "expect: perhaps", "TM-RULES-001", f"{EXAMPLE}, key tests"),
        ('"2013-12-31"', '"31.12.2013"', "TM-RULES-001", f"{EXAMPLE}, key tests"),
        ("expect: unknown", "expect: unknown, table: moons", "TM-RULES-001", f"{EXAMPLE}, key tests, case 3"),
        ("expect: unknown", "expect: unknown, parameters: {x: 1}", "TM-RULES-001", f"{EXAMPLE}, key tests, case 3"),
        (">= :cutoff", ">= CAST('2014-01-01' AS DATE)", "TM-RULES-001", f"{EXAMPLE}, key parameters"),
        ("final_order_date", "final_order_day", "TM-RULES-002", f"{EXAMPLE}, key tests.given"),
        ("[final_order_date]", "[final_order_date, moon]", "TM-RULES-002", f"{EXAMPLE}, key needs or when"),
        ("given: {final_order_date: null}", "given: {birth_year: null}", "TM-RULES-002", f"{EXAMPLE}, key tests, case 3"),
        ("when: final_order_date >= :cutoff", "when: final_order_date + 1", "TM-RULES-003", f"{EXAMPLE}, key when: final_order_date + 1"),
        ("[final_order_date]", "[]", "TM-RULES-004", f"{EXAMPLE}, key needs"),
        ("[final_order_date]", "[final_order_date, entry_date]", "TM-RULES-004", f"{EXAMPLE}, key needs"),
        (CARD[CARD.index("  tests:") :], "  tests: []\n", "TM-RULES-006", f"{EXAMPLE}, key tests"),
    ],
)  # fmt: skip
def test_a_card_outside_the_schema_is_an_error(old: str, new: str, code: str, where: str) -> None:
    """Unknown keys, fields and values, wrong needs and missing cases are each told with their place."""
    with pytest.raises(DataError) as error:
        changed((old, new))
    assert (error.value.code, error.value.where) == (code, where)


@pytest.mark.parametrize("text", ["- a\n- b", "a: 1", "[]", "- {kind: condition}"])
def test_a_file_is_a_list_of_cards(text: str) -> None:
    """Anything else is refused."""
    with pytest.raises(DataError, match="TM-RULES-001"):
        cards_in(text)


def test_no_rule_uses_a_field_that_is_not_open() -> None:
    """The identifier of a person decides nothing."""
    with pytest.raises(DataError) as error:
        changed(
            ("final_order_date >= :cutoff", "person_id = 'a' AND final_order_date >= :cutoff"),
            ("[final", "[person_id, final"),
        )
    assert (error.value.code, error.value.detail) == ("TM-RULES-002", "person_id is identifier: no rule may use it")


def test_two_versions_may_follow_and_not_overlap() -> None:
    """The newest version is the one that is meant; older ones are named with their number."""
    later = CARD.replace("version: 1", "version: 2").replace(
        'from: "2015-01-05", until: "2017-02-20"', 'from: "2017-02-20", until: null'
    )
    together = cards_in(CARD + later)
    assert together.get("priority.example_2014.3").version == 2
    assert together.get("priority.example_2014.3@1").version == 1
    with pytest.raises(DataError, match="TM-RULES-005"):
        cards_in(CARD + CARD.replace("version: 1", "version: 2"))
    with pytest.raises(DataError, match="version 1 stands twice"):
        cards_in(CARD + CARD)


def test_rules_that_are_named_exist_and_do_not_lead_back() -> None:
    """A name of nothing, a circle and a name of a date are told."""
    other = CARD.replace("2014.3", "2014.4").replace(
        "final_order_date >= :cutoff", "final_order_date >= :cutoff OR rule('priority.example_2014.3')"
    )
    cards_in(CARD + other)
    with pytest.raises(DataError, match=r"no rule .priority\.example_2014\.3."):
        cards_in(other)
    with pytest.raises(DataError) as error:
        cards_in(CARD.replace(">= :cutoff", ">= :cutoff OR rule('priority.example_2014.4')") + other)
    assert error.value.code == "TM-RULES-007"
    assert error.value.detail.startswith("it leads back to itself: priority.example_2014")
    dated = CARD.replace("kind: condition", "kind: date").replace(
        "when: final_order_date >= :cutoff", "value: final_order_date - :cutoff"
    )
    with pytest.raises(DataError, match="TM-RULES-001"):
        cards_in(dated)


def test_a_rule_that_does_not_exist_is_answered_with_its_neighbours() -> None:
    """The error names rules of the same memo."""
    with pytest.raises(UsageError) as error:
        changed().get("priority.example_2014.9")
    assert (error.value.code, error.value.detail) == ("TM-RULES-008", "near it: priority.example_2014.3")


def test_a_parameter_takes_values_of_its_type_only() -> None:
    """An unknown name and a wrong value are errors of the call."""
    together = changed()
    read = together.get("priority.example_2014.3")
    assert together.settle(read, {"cutoff": "2015-01-01"}) == {"cutoff": date(2015, 1, 1)}
    for given in ({"day": "2015-01-01"}, {"cutoff": "soon"}, {"cutoff": None}):
        with pytest.raises(UsageError, match="TM-RULES-009"):
            together.settle(read, given)


def test_a_key_that_stands_twice_is_an_error() -> None:
    """YAML alone would let the second win."""
    with pytest.raises(TallymarkError, match="stands twice"):
        cards_in(CARD.replace("  version: 1\n", "  version: 1\n  version: 2\n"))
