"""Which fields decide a rule is said for each set of fields."""

from __future__ import annotations

from typing import cast

import pytest

from tallymark.records.parameters import Value, settle
from tallymark.records.recipes import recipes
from tallymark.rules.cards import cards
from tallymark.rules.coverage import decidable


@pytest.mark.parametrize(
    ("rule", "fields", "answer", "missing"),
    [
        ("priority.johnson_2014.3", ["final_order_date"], "yes", ()),
        ("priority.johnson_2014.3", ["departed_date"], "no", ("final_order_date",)),
        ("criminality.convicted_any.known", ["detainer_criminality"], "yes", ()),
        ("criminality.aggravated_felony.known", ["aggravated_felon_type"], "partly", ("aggravated_felony_yes_no",)),
        ("criminality.aggravated_felony.known", ["birth_year"], "no", ("aggravated_felon_type", "aggravated_felony_yes_no")),
        ("exit.ice_removals_2007.counts", ["departed_date", "case_category"], "yes", ()),
        ("exit.ice_removals_2013_06.counts", ["departed_date", "case_category"], "yes", ()),
        ("exit.ice_intake.never_held", ["departed_date"], "no", ()),
        ("duplicate.keep_all.row", [], "yes", ()),
    ],
)  # fmt: skip
def test_a_rule_is_decided_by_fields(rule: str, fields: list[str], answer: str, missing: tuple[str, ...]) -> None:
    """Yes, partly or no, with the fields that are missing; a part that no record decides is not counted."""
    found = decidable(cards(), cards().get(rule), frozenset(fields))
    assert (found.answer, found.missing) == (answer, missing)


def test_rules_of_tables_name_derived_tables_with_their_columns_and_parameters() -> None:
    """The room of records makes them; the names are held together here."""
    for card in (card for card in cards() if card.kind == "table"):
        recipe = recipes()[card.table]
        assert card.column in recipe.columns
        defaults = {name: cast("Value", parameter.default) for name, parameter in card.parameters.items()}
        settle(card.table, defaults)
