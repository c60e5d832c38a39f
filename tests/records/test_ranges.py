"""Rows by ranges: each row in the range of its number, from memory or from files, and what a full disk does."""

from __future__ import annotations

import errno
import io
import os
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tallymark.model.errors import DataError
from tallymark.records import ranges as module
from tallymark.records.ranges import Ranges, Room, bounds_like, even_bounds


def numbers(listed: list[int]) -> np.ndarray:
    """The list as an array."""
    return np.array(listed, dtype=np.int64)


@given(
    pieces=st.lists(st.lists(st.integers(-9, 9), max_size=12), max_size=5),
    bounds=st.lists(st.integers(-9, 9), max_size=4).map(sorted),
    room=st.sampled_from([0, 60, 10_000]),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_each_range_gives_its_rows_wherever_they_waited(
    tmp_path: Path, pieces: list[list[int]], bounds: list[int], room: int
) -> None:
    """All on the disk, some of them, and none: a row lies at or above the bound before its range and below the next."""
    with Ranges(["key", "twice"], "key", numbers(bounds), Room(tmp_path, 9, room)) as ranges:
        for piece in pieces:
            ranges.add({"key": numbers(piece), "twice": numbers([2 * key for key in piece])})
        assert len(ranges) == len(bounds) + 1
        for number, (least, end) in enumerate(zip([-99, *bounds], [*bounds, 99], strict=True)):
            found = ranges.take(number)
            assert sorted(found["key"].tolist()) == sorted(
                key for piece in pieces for key in piece if least <= key < end
            )
            assert found["twice"].tolist() == [2 * key for key in found["key"].tolist()]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("room", [0, 10_000])
def test_rows_are_let_go_of_at_the_end(tmp_path: Path, room: int) -> None:
    """Whoever still has the ranges, as an error does, has no rows with them."""
    with Ranges(["key"], "key", numbers([]), Room(tmp_path, 9, room)) as ranges:
        ranges.add({"key": numbers([4])})
    assert ranges.take(0)["key"].tolist() == []


def test_a_full_disk_is_a_coded_error(tmp_path: Path) -> None:
    """A file that takes nothing: the error has the system's words and names no row."""

    class Full(io.BytesIO):
        def write(self, _: object) -> int:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    full = Ranges(["key"], "key", numbers([]), Room(tmp_path, 9, 0), lambda _: Full())
    with full as ranges, pytest.raises(DataError) as caught:
        ranges.add({"key": numbers([4])})
    assert caught.value.code == "TM-RECORDS-010"
    assert "No space left on device" in str(caught.value)


def test_bounds_of_hashes_cut_the_numbers_evenly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Twelve rows in ranges of at most five are three ranges."""
    monkeypatch.setattr(module, "ROWS_OF_A_RANGE", 5)
    assert even_bounds(12, 900).tolist() == [300, 600]
    assert even_bounds(5, 900).tolist() == []
    assert even_bounds(0, 900).tolist() == []


def test_bounds_like_a_sample_cut_it_into_equal_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Six of the rows stand for twelve; a sample without rows gives one range."""
    monkeypatch.setattr(module, "ROWS_OF_A_RANGE", 5)
    assert bounds_like(numbers([60, 10, 20, 50, 40, 30]), 12).tolist() == [30, 50]
    assert bounds_like(numbers([]), 12).tolist() == []


def test_there_are_never_more_ranges_than_a_process_may_open_files() -> None:
    """A billion rows: ranges grow instead."""
    assert module.n_ranges(10**9) == 256
