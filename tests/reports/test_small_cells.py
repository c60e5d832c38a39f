"""Small cells: what is hidden, and shares in words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallymark.reports.small_cells import count_words, fiscal_year_of, hidden_months, percent, shown


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ([100, 200], (100, 200)),
        ([0, 200], (0, 200)),
        ([10, 200, 11], (None, 200, None)),
        ([1, 10, 200], (None, None, None)),
        ([5], (None,)),
        ([5, 0], (None, 0)),
        ([11, 11, 3], (None, 11, None)),
        ([1, 1, 30, 20], (None, None, 30, None)),
        ([10, 10, 30], (None, None, None)),
        ([1, 2, 30], (None, None, None)),
        ([2, 9, 30], (None, None, None)),
        ([2, 10, 30], (None, None, 30)),
        ([], ()),
    ],
)
def test_one_to_ten_are_hidden_and_never_alone(counts: list[int], expected: tuple[int | None, ...]) -> None:
    """Zero and eleven are shown; the smallest large one goes with a lone small one."""
    assert shown(counts) == expected


def test_all_are_shown_when_asked() -> None:
    """For one's own eyes."""
    assert shown([1, 2, 300], small_cells=True) == (1, 2, 300)


def test_a_small_month_takes_the_smallest_of_its_own_fiscal_year() -> None:
    """November 2019 lies in FY2020, and so does the smallest other month of it."""
    counts = {"2019-08": 12, "2019-10": 50, "2019-11": 3, "2020-01": 40}
    assert hidden_months(counts) == (frozenset(), frozenset({"2019-11", "2020-01"}))


def test_a_year_whose_total_tells_its_months_is_hidden() -> None:
    """Two months of ten rows each make twenty, which nothing else can; the smallest other year goes with it."""
    counts = {"2018-01": 90, "2019-01": 10, "2019-02": 10, "2020-01": 40, "2020-02": 0}
    assert hidden_months(counts) == (frozenset({2019, 2020}), frozenset(counts) - {"2018-01"})


def test_a_small_year_takes_the_smallest_other_year_with_all_months() -> None:
    """Else its total could be worked out from that of the table."""
    counts = {"2018-01": 90, "2018-02": 90, "2019-01": 60, "2019-02": 0, "2020-01": 2, "2020-02": 3}
    assert hidden_months(counts) == (frozenset({2019, 2020}), frozenset(counts) - {"2018-01", "2018-02"})


@given(st.lists(st.integers(0, 40), max_size=12))
def test_no_small_count_can_be_worked_out_from_the_total(counts: list[int]) -> None:
    """At least two are hidden, unless nothing but zeros is left beside the one."""
    result = shown(counts)
    hidden = [n for n, one in zip(counts, result, strict=True) if one is None]
    assert all(one is None for n, one in zip(counts, result, strict=True) if 1 <= n <= 10)
    assert len(hidden) != 1 or sum(counts) == hidden[0]


@pytest.mark.parametrize(
    ("part", "whole", "words"),
    [
        (0, 10, "0.0 %"),
        (10, 10, "100.0 %"),
        (1, 3, "33.3 %"),
        (1, 100_000, "<0.1 %"),
        (99_999, 100_000, ">99.9 %"),
        (0, 0, "no rows"),
        (None, 5, "–"),
    ],
)
def test_shares_in_words(part: int | None, whole: int, words: str) -> None:
    """A share that is not 0 or 100 percent never looks like it."""
    assert percent(part, whole) == words


def test_counts_in_words() -> None:
    """Grouped, or a dash."""
    assert (count_words(1234567), count_words(None)) == ("1,234,567", "–")


def test_the_fiscal_year_of_a_month() -> None:
    """It begins in October."""
    assert [fiscal_year_of(month) for month in ("2019-09", "2019-10", "2020-01")] == [2019, 2020, 2020]
