"""Rows by person: every person together and in order, however the rows come and however keys are shared."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from tallymark.records.sweeps.rows import MISSING, SECOND, by_person, in_order, values

TIMES = st.one_of(
    st.just(MISSING),
    st.integers(0, 5).map(lambda second: second * SECOND),
    st.integers(-5, 5),
    st.sampled_from([MISSING + 1, -1, 2**62, 2**63 - 1]),
)


def numbers(listed: list[int]) -> np.ndarray:
    """The list as an array."""
    return np.array(listed, dtype=np.int64)


@given(rows=st.lists(st.tuples(st.sampled_from([0, 1, 2**40, 2**63 - 1]), TIMES), max_size=40))
def test_rows_are_in_the_order_of_key_and_time_a_missing_time_last(rows: list[tuple[int, int]]) -> None:
    """Few keys and few times, so that ties are common; whole seconds, parts of a second and the ends of what fits."""
    order = in_order(numbers([key for key, _ in rows]), numbers([at for _, at in rows])).tolist()
    assert sorted(order) == list(range(len(rows)))
    # Python's own sort; none of the times drawn is larger than the one that stands for a missing time.
    expected = sorted((key, 2**63 if at == MISSING else at) for key, at in rows)
    found = [(rows[place][0], 2**63 if rows[place][1] == MISSING else rows[place][1]) for place in order]
    late = {2**63, 2**63 - 1}
    assert [(key, at in late or at) for key, at in found] == [(key, at in late or at) for key, at in expected]


@given(keys=st.lists(st.integers(0, 6), max_size=40))
def test_each_person_has_a_number_and_all_of_its_rows(keys: list[int]) -> None:
    """Numbers of persons rise from 0; no row is lost."""
    rows = by_person({"person_key": numbers(keys), "place": numbers(list(range(len(keys))))})
    assert sorted(rows["place"].tolist()) == list(range(len(keys)))
    persons = sorted(set(keys))
    assert [persons[number] for number in rows.person.tolist()] == sorted(keys)
    assert [keys[place] for place in rows["place"].tolist()] == sorted(keys)


def test_two_persons_of_one_key_are_told_apart_by_the_second_one_and_stay_in_order() -> None:
    """Rows of two persons alternate in time under one key; each gets its own rows, in the order of time."""
    rows = by_person(
        {
            "person_key": numbers([9, 7, 7, 1, 7, 7]),
            "second_key": numbers([4, 2, 3, 5, 3, 2]),
            "at": numbers([5, 4, 3, 0, 1, 2]),
        },
        "at",
    )
    assert rows.person.tolist() == [0, 1, 1, 2, 2, 3]
    assert rows["at"].tolist() == [0, 2, 4, 1, 3, 5]


def test_missing_values_are_smaller_than_every_other_one() -> None:
    """A missing time and a missing number become the same mark; truth values become 0 and 1."""
    assert values(pa.array([None, 5], pa.timestamp("us"))).tolist() == [MISSING, 5]
    assert values(pa.array([None, 5], pa.int64())).tolist() == [MISSING, 5]
    assert values(pa.array([True, False])).tolist() == [1, 0]
