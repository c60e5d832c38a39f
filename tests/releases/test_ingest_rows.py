"""Rows cut into blocks."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tallymark.releases import ingest_rows
from tallymark.releases.ingest_rows import days_of, pieces


def batches(sizes: list[int]) -> Iterator[pa.RecordBatch]:
    """Batches of these sizes, numbered from 0 through all of them."""
    start = 0
    for size in sizes:
        yield pa.record_batch([pa.array(range(start, start + size), pa.int32())], names=["row"])
        start += size


@settings(deadline=None)
@given(st.lists(st.integers(0, 30), max_size=12), st.integers(0, 40), st.integers(1, 20))
def test_blocks_end_where_row_groups_end_and_lose_nothing(sizes: list[int], start: int, size: int) -> None:
    """However the batches come and wherever the sheet begins in the table."""
    found = [piece.column(0).to_pylist() for piece in pieces(batches(sizes), start, size)]
    assert [row for rows in found for row in rows] == list(range(sum(sizes)))
    ends = [start + rows[-1] + 1 for rows in found]
    assert all(end % size == 0 for end in ends[:-1])
    assert all(0 < len(rows) <= size for rows in found)


def test_rows_of_very_long_cells_are_cut_more_often(monkeypatch: pytest.MonkeyPatch) -> None:
    """By bytes too, and row groups still end where they would."""
    monkeypatch.setattr(ingest_rows, "MOST_BYTES", 20)
    found = [piece.num_rows for piece in pieces(batches([4, 4, 4, 4, 4]), 0, 10)]
    assert (sum(found), max(found)) == (20, 8)
    assert 10 in [sum(found[:n]) for n in range(len(found))]


def test_the_window_of_a_block_is_its_first_and_last_day() -> None:
    """Of dates and of date-times; nothing where there is no date."""
    days = pa.record_batch([pa.array([3, None, 1], pa.date32())], names=["d"])
    times = pa.record_batch([pa.array([86_400_000_000 + 1, 5], pa.timestamp("us"))], names=["d"])
    assert days_of(days, "d") == ("1970-01-02", "1970-01-04")
    assert days_of(times, "d") == ("1970-01-01", "1970-01-02")
    assert days_of(days, "") == ()
    assert days_of(pa.record_batch([pa.nulls(2, pa.date32())], names=["d"]), "d") == ()
