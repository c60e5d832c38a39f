"""Pieces of rows: every person whole, however the batches fall and however keys are shared."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from tallymark.records.sweeps.rows import MISSING, pieces


def batches(keys: list[int], size: int) -> Iterator[pa.RecordBatch]:
    """Rows with these keys and their places, in batches of ``size`` rows."""
    table = pa.table({"person_key": pa.array(keys, pa.int64()), "place": pa.array(range(len(keys)), pa.int64())})
    return iter(table.to_batches(size))


@given(keys=st.lists(st.integers(0, 6), max_size=40).map(sorted), size=st.integers(1, 9), piece=st.integers(1, 12))
def test_a_piece_has_all_rows_of_its_persons_in_their_order(keys: list[int], size: int, piece: int) -> None:
    """No person is in two pieces, no row is lost, and numbers of persons rise from 0 in each piece."""
    found = list(pieces(batches(keys, size), piece))
    assert [place for rows in found for place in rows["place"].tolist()] == list(range(len(keys)))
    persons = [sorted({keys[place] for place in rows["place"].tolist()}) for rows in found]
    assert [person for piece_of in persons for person in piece_of] == sorted(set(keys))
    for rows, piece_of in zip(found, persons, strict=True):
        assert [piece_of[number] for number in rows.person.tolist()] == [
            keys[place] for place in rows["place"].tolist()
        ]


def test_two_persons_of_one_key_are_told_apart_by_the_second_one_and_stay_in_order() -> None:
    """Rows of two persons alternate in time under one key; each gets its own rows, in the order of time."""
    table = pa.table({"person_key": [1, 7, 7, 7, 7, 9], "second_key": [5, 3, 2, 3, 2, 4], "at": [0, 1, 2, 3, 4, 5]})
    (rows,) = pieces(iter(table.to_batches()))
    assert rows.person.tolist() == [0, 1, 1, 2, 2, 3]
    assert rows["at"].tolist() == [0, 2, 4, 1, 3, 5]


def test_missing_values_are_smaller_than_every_other_one() -> None:
    """A missing time and a missing number become the same mark; truth values become 0 and 1."""
    table = pa.table({
        "person_key": [1, 1],
        "at": pa.array([None, 5], pa.timestamp("us")),
        "number": pa.array([None, 5], pa.int64()),
        "is_last": [True, False],
    })  # fmt: skip
    (rows,) = pieces(iter(table.to_batches()))
    assert rows["at"].tolist() == rows["number"].tolist() == [MISSING, 5]
    assert rows["is_last"].tolist() == [1, 0]
