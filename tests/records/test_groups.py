"""Groups of neighbouring rows: places, extremes and orders inside each."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tallymark.records.sweeps import groups
from tallymark.records.sweeps.rows import MISSING

GROUPED = st.lists(st.tuples(st.integers(0, 3), st.integers(-5, 5)), max_size=30).map(
    lambda rows: sorted(rows, key=lambda row: row[0])
)


@given(rows=GROUPED)
def test_the_highest_before_is_that_of_going_through_the_rows(rows: list[tuple[int, int]]) -> None:
    """Per group, the highest value of all rows before; nothing for the first."""
    expected = []
    for place, (group, _) in enumerate(rows):
        expected.append(max((value for other, value in rows[:place] if other == group), default=MISSING))
    groups_and_values = [np.array([row[side] for row in rows], dtype=np.int64) for side in (0, 1)]
    assert groups.highest_before(groups_and_values[1], groups_and_values[0]).tolist() == expected


def test_starts_sizes_and_neighbours_of_groups() -> None:
    """Three groups of two, one and three rows."""
    group = np.array([4, 4, 7, 9, 9, 9])
    value = np.array([10, 11, 12, 13, 14, 15])
    assert groups.starts(group).tolist() == [0, 2, 3]
    assert groups.sizes(groups.starts(group), 6).tolist() == [2, 1, 3]
    assert groups.previous(value, group).tolist() == [MISSING, 10, MISSING, MISSING, 13, 14]
    assert groups.following(value, group).tolist() == [11, MISSING, MISSING, 14, 15, MISSING]
    assert groups.numbered(groups.is_first(group)).tolist() == [0, 0, 1, 2, 2, 2]


def test_ties_are_put_in_order_and_the_rest_stays() -> None:
    """Rows 1 to 3 tie; the first key decides, then the second; the others keep their places."""
    tied = np.array([False, True, True, False])
    first, second = np.array([9, 2, 1, 1, 0]), np.array([0, 0, 5, 4, 0])
    order = groups.settled(tied, (first, second))
    assert order is not None
    assert order.tolist() == [0, 3, 2, 1, 4]
    assert groups.settled(np.zeros(4, dtype=np.bool_), (first, second)) is None
