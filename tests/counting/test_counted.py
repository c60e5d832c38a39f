"""Bounds of counts and shares from additive cells, against every way in which the unknown could come out."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallymark.counting.counted import ALL, UNKNOWN, Cell, Count, Tally, bounds, cube, share_of

VALUES = ("a", "b")
# One row: surely counted or not, and its values of two breakdowns, None for one that the record does not tell.
Record = tuple[bool, str | None, str | None]
records = st.lists(
    st.tuples(st.booleans(), st.sampled_from((*VALUES, None)), st.sampled_from((*VALUES, None))), max_size=5
)


def cells_of(rows: Sequence[Record]) -> tuple[Cell, ...]:
    """The cells of rows that read alike on both readings."""
    return tuple(
        Cell("d", (one or UNKNOWN, other or UNKNOWN), Tally(1, 0, 1, 0) if sure else Tally(0, 1, 0, 1))
        for sure, one, other in rows
    )


def worlds(rows: Sequence[Record]) -> list[list[tuple[str, str]]]:
    """Every way in which the rows could be counted and the unknown values could be."""
    each: list[list[tuple[str, str] | None]] = []
    for sure, one, other in rows:
        firsts, seconds = (VALUES if value is None else (value,) for value in (one, other))
        each.append([*product(firsts, seconds), *(() if sure else (None,))])
    return [[row for row in world if row is not None] for world in product(*each)]


def n_in(world: Sequence[tuple[str, str]], group: tuple[str, ...]) -> int:
    """How many rows of a world are in a group."""
    return sum(all(wanted in (ALL, value) for wanted, value in zip(group, row, strict=True)) for row in world)


@given(records)
def test_bounds_are_the_least_and_the_greatest_of_all_worlds(rows: list[Record]) -> None:
    """Neither wider nor narrower than what the unknown allows, for every group with its totals."""
    sums = cube(cells_of(rows))
    possible = worlds(rows)
    for group in product((*VALUES, ALL), repeat=2):
        found = bounds(sums, "d", group)
        numbers = [n_in(world, group) for world in possible]
        assert (found.low, found.high) == (min(numbers), max(numbers))


@given(records)
def test_a_share_holds_that_of_every_world(rows: list[Record]) -> None:
    """The share of one value among all of the other breakdown's lies between the bounds, whatever the unknown is."""
    sums = cube(cells_of(rows))
    found = share_of(bounds(sums, "d", ("a", "b")), bounds(sums, "d", (ALL, "b")))
    for world in worlds(rows):
        whole = n_in(world, (ALL, "b"))
        if whole:
            assert found is not None
            assert found.low <= Fraction(n_in(world, ("a", "b")), whole) <= found.high


def test_how_many_rows_do_not_tell_is_no_guess() -> None:
    """The group of the unknown holds the rows whose value is missing and no other."""
    sums = cube(cells_of([(True, "a", "b"), (True, None, "b"), (False, None, "a")]))
    assert bounds(sums, "d", (UNKNOWN, ALL)) == Count(1, 2, 1, 2)


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),
    [
        (Count(50, 50, 50, 50), Count(100, 100, 100, 100), Fraction(1, 2), Fraction(1, 2)),
        (Count(50, 60, 50, 60), Count(90, 110, 90, 110), Fraction(5, 11), Fraction(2, 3)),
        (Count(0, 5, 0, 5), Count(0, 5, 0, 5), Fraction(0), Fraction(1)),
        (Count(0, 0, 0, 0), Count(0, 7, 0, 7), Fraction(0), Fraction(0)),
    ],
)
def test_shares_by_hand(part: Count, whole: Count, low: Fraction, high: Fraction) -> None:
    """The part's low over the whole's high; the part's high over the whole's low, or over itself where it is more."""
    found = share_of(part, whole)
    assert found is not None
    assert (found.low, found.high) == (low, high)


def test_nothing_has_no_share_in_nothing() -> None:
    """0 of 0 is no share."""
    assert share_of(Count(0, 0, 0, 0), Count(0, 0, 0, 0)) is None
