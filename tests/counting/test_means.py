"""Means and medians with rows that possibly count, against every choice of them."""

from __future__ import annotations

import statistics
from collections import Counter
from fractions import Fraction
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from tallymark.counting.means import Mean, Spread, joined, mean_of, median_of

amounts = st.lists(st.integers(min_value=0, max_value=9), max_size=5)


@given(amounts, amounts)
def test_bounds_are_those_of_every_choice(sure: list[int], maybe: list[int]) -> None:
    """Each possible row is in or not; the least and greatest mean and median come out."""
    spread = Spread(Counter(sure), Counter(maybe))
    choices = [
        [*sure, *(one for one, taken in zip(maybe, mask, strict=True) if taken)]
        for mask in product((False, True), repeat=len(maybe))
    ]
    filled = [one for one in choices if one]
    for middle, plain in ((mean_of, mean), (median_of, median)):
        numbers = [plain(one) for one in filled]
        assert spread.bounds(middle) == ((min(numbers), max(numbers)) if numbers else None)


def mean(numbers: list[int]) -> Fraction:
    """The mean by the standard library."""
    return statistics.mean(map(Fraction, numbers))


def median(numbers: list[int]) -> Fraction:
    """The median by the standard library."""
    return Fraction(statistics.median(map(Fraction, numbers)))


def test_rows_of_a_group_that_is_unknown_are_possible_ones() -> None:
    """A stay of 30 days whose year is unknown may belong to the year or not."""
    found = joined([(Spread({10: 1}, {}), True), (Spread({30: 1}, {50: 1}), False)])
    assert found == Spread({10: 1}, {30: 1, 50: 1})
    assert found.bounds(mean_of) == (Fraction(10), Fraction(30))
    assert found.bounds(median_of) == (Fraction(10), Fraction(30))


def test_rounded_bounds_hold_the_exact_ones_and_one_that_is_exact_stays() -> None:
    """5,321 / 166 would tell that 3 rows possibly count beside 163; a mean that is decided keeps its fraction."""
    found = Mean(Fraction(5321, 166), Fraction(5400, 165), Fraction(2150, 77), Fraction(2150, 77)).outward()
    assert found == Mean(Fraction(320, 10), Fraction(328, 10), Fraction(2150, 77), Fraction(2150, 77))
