"""Statements: comparisons without a number, on sentences of our own."""

from __future__ import annotations

from datetime import date

import pytest

from tallymark.claims.extract import extract
from tallymark.model.claim import Document, Statement
from tallymark.model.figure import Relation
from tallymark.model.period import Period


def statements(text: str) -> tuple[Statement, ...]:
    """The statements of a text of November 2014."""
    return extract(Document("own", text, Period.day(date(2014, 11, 5)), "option")).statements


@pytest.mark.parametrize(
    ("text", "relation", "direction", "measure"),
    [
        ("The agency deported more people than ever before.", Relation.RANK, "up", "removals"),
        ("Deportations were higher than in fiscal 2009.", Relation.CHANGE_ABS, "up", "removals"),
        ("Arrests were lower than under George W. Bush.", Relation.CHANGE_ABS, "down", "arrests"),
        ("A record number of detainers went out.", Relation.RANK, "up", "detainers"),
        ("Deportations fell short of the goal.", Relation.CHANGE_ABS, "down", "removals"),
        ("Most of those deported had criminal records.", Relation.SHARE, "up", "removals"),
    ],
)
def test_comparisons_without_a_number(text: str, relation: Relation, direction: str, measure: str) -> None:
    """A comparison with a counted word is a statement with relation, direction and measure."""
    (found,) = statements(text)
    assert (found.relation, found.direction, found.measure.value) == (relation, direction, measure)
    assert found.quote == found.span.of(text)
    assert found.id == "s1"


def test_the_base_is_the_period_named() -> None:
    """The words "than in fiscal 2009" give the base period."""
    (found,) = statements("Deportations were higher than in fiscal 2009.")
    assert found.base.value == Period.fiscal_year(2009)


@pytest.mark.parametrize(
    "text",
    [
        "The agency deported 5,000 more people than in fiscal 2009.",
        "The film broke box office records.",
        "He is taller than ever.",
        "Most of the money went to schools.",
        "People with a criminal record were deported.",
    ],
)
def test_what_is_no_statement(text: str) -> None:
    """A comparison with a number is a claim, and one without a counted word is none of ours."""
    assert statements(text) == ()


def test_several_groups_in_one_comparison_are_blocked() -> None:
    """A comparison of several groups at once keeps the further groups as unmapped."""
    text = "The agency removed more convicted criminals, recent border crossers and immigration fugitives than ever before."
    (found,) = statements(text)
    assert len(found.unmapped) >= 1
