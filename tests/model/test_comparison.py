"""Comparing a claimed value with a reference interval."""

from __future__ import annotations

from decimal import Decimal
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallymark.model.claim import ClaimedValue
from tallymark.model.comparison import SPEAKS_AGAINST, SUPPORTING, Outcome, compare, granule_of, implied
from tallymark.model.figure import Hedge
from tallymark.model.interval import Interval

ALMOST = ClaimedValue(
    Decimal(45000), Interval.parse("[44474, 45000)"), Interval.parse("[42600, 45000)"), Decimal(1), Decimal(1000)
)
PLAIN = ClaimedValue(
    Decimal(396000), Interval.parse("[395999.5, 396000.5]"), Interval.parse("[395500, 396500]"), Decimal(1), Decimal(1000),
    cut=Interval.parse("[396000, 397000)"),
)  # fmt: skip
BOUND = ClaimedValue(
    Decimal(1000), Interval.parse("(1000, 1137]"), Interval.parse("(1000, 1640]"), Decimal(1), Decimal(1000),
    literal=Interval.parse("(1000, inf)"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("value", "hedge", "reference", "outcome"),
    [
        (ALMOST, Hedge.ALMOST, "44653", Outcome.HEDGED),
        (ALMOST, Hedge.ALMOST, "43000", Outcome.HEDGED_WIDE),
        (ALMOST, Hedge.ALMOST, "45000", Outcome.AGAINST_SIDE),
        (ALMOST, Hedge.ALMOST, "30000", Outcome.AGAINST),
        (ALMOST, Hedge.ALMOST, "[44000, 46000]", Outcome.OPEN),
        (PLAIN, Hedge.NONE, "396000", Outcome.EXACT),
        (PLAIN, Hedge.NONE, "396906", Outcome.TRUNCATED),
        (PLAIN, Hedge.NONE, "395700", Outcome.ROUNDED),
        (PLAIN, Hedge.NONE, "398000", Outcome.AGAINST),
        (BOUND, Hedge.MORE_THAN, "1119", Outcome.HEDGED),
        (BOUND, Hedge.MORE_THAN, "1500", Outcome.HEDGED_WIDE),
        (BOUND, Hedge.MORE_THAN, "9000", Outcome.LITERAL_ONLY),
        (BOUND, Hedge.MORE_THAN, "1000", Outcome.AGAINST_SIDE),
        (BOUND, Hedge.MORE_THAN, "(1000, inf)", Outcome.LITERAL_ONLY),
    ],
)
def test_each_outcome_has_its_place(value: ClaimedValue, hedge: Hedge, reference: str, outcome: Outcome) -> None:
    """Core, cut, stretch, literal bound, wrong side, outside, astride."""
    assert compare(value, hedge, Interval.parse(reference)) is outcome


def test_the_same_bound_is_exact_and_a_dropped_hedge_rounded() -> None:
    """A source's "more than 1,000" is repeated exactly by the same words and rounded by the bare number."""
    reference = Interval.parse("(1000, inf)")
    same = partial(compare, reference_hedge=Hedge.MORE_THAN, reference_number_same=True)
    assert same(BOUND, Hedge.MORE_THAN, reference) is Outcome.EXACT
    bare = ClaimedValue(
        Decimal(1000), Interval.parse("[999.5, 1000.5]"), Interval.parse("[950, 1050]"), Decimal(1), Decimal(1000)
    )
    assert same(bare, Hedge.NONE, reference) is Outcome.ROUNDED
    assert same(bare, Hedge.ABOUT, reference) is Outcome.HEDGED


def test_a_printed_bound_implies_the_next_number_of_its_granule() -> None:
    """More than 195,000 is not 196,000; the implied interval may support and never speaks against."""
    reference = Interval.parse("(195000, inf)")
    meant = implied(reference, Hedge.MORE_THAN)
    assert meant == Interval.parse("(195000, 196000)")
    assert implied(Interval.parse("195000"), Hedge.NONE) is None
    about = ClaimedValue(
        Decimal(200000),
        Interval.parse("[190000, 210000]"),
        Interval.parse("[180000, 220000]"),
        Decimal(1),
        Decimal(100000),
    )
    assert compare(about, Hedge.ABOUT, reference, meant=meant) is Outcome.HEDGED
    assert compare(about, Hedge.ABOUT, reference) is Outcome.OPEN


def test_a_short_reference_across_the_edge_of_the_core_counts_as_inside() -> None:
    """405.46 to 405.52 partly rounds to 406; a wide reference does not."""
    percent = ClaimedValue(
        Decimal(406), Interval.parse("[405.5, 406.5]"), Interval.parse("[405.5, 406.5]"), Decimal(1), Decimal(1)
    )
    assert compare(percent, Hedge.NONE, Interval.parse("[405.46, 405.52]")) is Outcome.ROUNDED
    assert compare(percent, Hedge.NONE, Interval.parse("[400, 405.52]")) is Outcome.OPEN


def test_a_claim_inside_what_a_precise_table_rounded_agrees_with_it() -> None:
    """37,524 is in a table rounded to ten 37,520; a rounded ten says nothing about 12."""
    fine = ClaimedValue(
        Decimal(37524),
        Interval.parse("[37523.5, 37524.5]"),
        Interval.parse("[37523.5, 37524.5]"),
        Decimal(1),
        Decimal(1),
    )
    small = ClaimedValue(
        Decimal(12), Interval.parse("[11.5, 12.5]"), Interval.parse("[11.5, 12.5]"), Decimal(1), Decimal(1)
    )
    assert compare(fine, Hedge.NONE, Interval.parse("[37515, 37525]")) is Outcome.ROUNDED
    assert compare(small, Hedge.NONE, Interval.parse("[5, 15]")) is Outcome.OPEN


@pytest.mark.parametrize(
    ("number", "granule"), [("195000", "1000"), ("12.5", "0.1"), ("0", "1"), ("7", "1"), ("1.10", "0.1")]
)
def test_the_granule_is_the_place_of_the_last_digit_that_is_not_zero(number: str, granule: str) -> None:
    """195,000 has granule 1,000."""
    assert granule_of(Decimal(number)) == Decimal(granule)


numbers = st.integers(min_value=1, max_value=10**7).map(Decimal)
hedges = st.sampled_from([Hedge.NONE, Hedge.ABOUT, Hedge.ALMOST, Hedge.MORE_THAN, Hedge.UP_TO])


@given(numbers, numbers, st.integers(0, 10**5), st.integers(0, 10**5), st.integers(1, 10**6), hedges)
def test_widening_a_claim_never_turns_support_into_contradiction(
    number: Decimal, middle: Decimal, half: int, width: int, wider: int, hedge: Hedge
) -> None:
    """Whatever is added to core and stretch, a supported comparison is never against."""
    core = Interval(number - half, number + half)
    stretch = Interval(number - half - width, number + half + width)
    narrow = ClaimedValue(number, core, stretch, Decimal(1), Decimal(1))
    wide = ClaimedValue(
        number, Interval(number - half - wider, number + half + wider),
        Interval(number - half - width - wider, number + half + width + wider), Decimal(1), Decimal(1),
    )  # fmt: skip
    reference = Interval.point(middle)
    if compare(narrow, hedge, reference) in SUPPORTING:
        assert compare(wide, hedge, reference) not in SPEAKS_AGAINST
