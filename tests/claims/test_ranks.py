"""Ranks: superlatives over a length of time or since a period, with and without a printed number."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tallymark.claims.extract import extract
from tallymark.model.claim import Claim, Document
from tallymark.model.figure import Hedge, Relation
from tallymark.model.period import Period


def ranks(text: str) -> list[Claim]:
    """The rank claims of a text of June 2014."""
    found = extract(Document("own", text, Period.day(date(2014, 6, 1)), "option")).claims
    return [claim for claim in found if claim.relation is Relation.RANK]


@pytest.mark.parametrize(
    ("text", "direction", "value", "unit", "quote"),
    [
        ("Removals fell to 81,200 — the lowest figure in at least eight years.", "down", 8, "years", "at least eight"),
        ("Apprehensions hit a nine-year low.", "down", 9, "years", "nine"),
        ("Arrests rose to a 12-year high.", "up", 12, "years", "12"),
        ("Removals reached a 10-year low.", "down", 10, "years", "10"),
        ("Apprehensions reached their highest levels in over a decade.", "up", 10, "years", "highest levels in over a decade"),
        ("Removals were the highest in the past 12 years.", "up", 12, "years", "12"),
        ("Net migration was negative — the first time in over 50 years — they say.", None, 50, "years", "over 50"),
        ("Removals were the lowest level since 1998.", "down", 1998, "year", "lowest level since 1998"),
    ],
)  # fmt: skip
def test_a_length_or_a_period_ranks(text: str, direction: str | None, value: int, unit: str, quote: str) -> None:
    """The value is the number of years, or the year since when."""
    (claim,) = ranks(text)
    assert (claim.direction, claim.value.number, claim.unit, claim.quote) == (direction, Decimal(value), unit, quote)


def test_over_a_decade_is_more_than_ten_years() -> None:
    """A length in words keeps its hedge."""
    (claim,) = ranks("Apprehensions reached their highest levels in over a decade.")
    assert claim.hedge is Hedge.MORE_THAN


@pytest.mark.parametrize(
    ("text", "unmapped"),
    [
        ("Removals saw the largest decline in 20 years.", "decline"),
        ("The unauthorized population had its biggest one-year drop since 1968.", "drop"),
        ("Removals were the highest of any February in the past 12 years.", "February"),
    ],
)
def test_a_rank_of_changes_or_of_some_periods_is_not_a_rank_of_levels(text: str, unmapped: str) -> None:
    """What narrows the rank stays unmapped, so that no series of levels is held against it."""
    (claim,) = ranks(text)
    assert unmapped in [span.of(text) for span in claim.unmapped]


@pytest.mark.parametrize(
    "text",
    [
        "Most of the arrested had lived in the country for 20 years.",
        "He was the first person deported in 12 years.",
        "She left a four-year high school.",
        "In the past 10 years, the most removals were in 2012.",
        "Removals were at their lowest level in nearly a decade.",
    ],
)
def test_lengths_that_rank_nothing(text: str) -> None:
    """A stay, a person, a school are no ranks; "nearly" leaves open how far back to look."""
    assert ranks(text) == []
