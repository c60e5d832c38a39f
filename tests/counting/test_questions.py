"""What is asked of each row: conditions joined, parts of the day, and refusals."""

from __future__ import annotations

import pytest

from tallymark.counting.breakdowns import breakdown
from tallymark.counting.counted import UsedDefinition
from tallymark.counting.questions import Reading, Source, ask
from tallymark.model.errors import UsageError
from tallymark.model.period import Period

DEFINITION = UsedDefinition("made", "Made up", "", {}, {}, (), ())


def test_every_condition_must_hold_and_the_period_bounds_the_day() -> None:
    """The condition and both ends of the period stand in the one expression that says whether a row counts."""
    source = Source(
        "headcounts", frozenset({"date"}), (Reading("records.n_people > 0", "records.n_people > 0"),), "records.date"
    )
    asked = ask(DEFINITION, None, source, [breakdown("month")], Period.fiscal_year(2013))
    counted = asked.on_fields.answers["counted"]
    assert (
        counted
        == "(records.n_people > 0) AND (((records.date) >= DATE '2012-10-01') AND ((records.date) < DATE '2013-10-01'))"
    )
    assert asked.on_fields.answers["by_0"] == "100 * year(records.date) + month(records.date)"
    assert asked.on_fields.keep == counted
    assert asked.any_reading is None
    assert asked.fields == {"n_people", "date"}


def test_rows_without_a_day_are_in_no_year_and_no_period() -> None:
    """Neither a part of the day nor a period can be asked of them."""
    source = Source("headcounts", frozenset({"date"}))
    for divisions, period in (([breakdown("fiscal_year")], None), ([], Period.fiscal_year(2013))):
        with pytest.raises(UsageError, match="TM-COUNT-007"):
            ask(DEFINITION, None, source, divisions, period)


def test_a_family_that_the_definition_does_not_have_divides_nothing() -> None:
    """A plain table has no rule of criminality."""
    with pytest.raises(UsageError, match="TM-COUNT-006"):
        ask(DEFINITION, None, Source("headcounts", frozenset({"date"})), [breakdown("criminality")], None)
