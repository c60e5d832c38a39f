"""Rows per month against neighbours."""

from __future__ import annotations

from datetime import date

import pytest

from tallymark.releases.months import fiscal_year, marked_months


def months(*counts: int) -> list[str]:
    """The marks of months from January 2020 with these counts."""
    given = {date(2020 + place // 12, place % 12 + 1, 1): n for place, n in enumerate(counts) if n}
    return [month.mark for month in marked_months(given)]


def test_a_month_without_rows_is_missing() -> None:
    """It is listed with zero rows, between its neighbours."""
    found = marked_months({date(2019, 11, 1): 5, date(2020, 1, 1): 7})
    assert [(month.month, month.n_rows, month.mark) for month in found] == [
        ("2019-11", 5, "edge"),
        ("2019-12", 0, "missing"),
        ("2020-01", 7, "edge"),
    ]


def test_months_of_the_known_window_are_missing_where_no_row_is() -> None:
    """A release that says it begins in October and has rows from December on."""
    found = marked_months({date(2019, 12, 1): 9}, (date(2019, 10, 15), date(2020, 1, 3)))
    assert [(month.month, month.mark) for month in found] == [
        ("2019-10", "missing"),
        ("2019-11", "missing"),
        ("2019-12", ""),
        ("2020-01", "missing"),
    ]


def test_rows_outside_the_known_window_are_listed_all_the_same() -> None:
    """A window may be known at one end only."""
    found = marked_months({date(2019, 9, 1): 9, date(2019, 11, 1): 9}, (date(2019, 10, 1), None))
    assert [month.month for month in found] == ["2019-09", "2019-10", "2019-11"]


@pytest.mark.parametrize(
    ("counts", "marks"),
    [
        ((100, 100, 50, 100, 100), ["edge", "", "", "", "edge"]),
        ((100, 100, 49, 100, 100), ["edge", "", "thin", "", "edge"]),
        ((10, 200, 200, 200, 10), ["edge", "", "", "", "edge"]),
        ((100, 80, 60, 40, 20, 10), ["edge", "", "", "", "", "edge"]),
        ((7,), ["edge"]),
        ((), []),
    ],
)
def test_a_month_is_thin_below_half_of_its_neighbours(counts: tuple[int, ...], marks: list[str]) -> None:
    """Half is enough, the edges of a release are never thin, and a steady fall is none either."""
    assert months(*counts) == marks


@pytest.mark.parametrize(
    ("month", "year"), [(date(2020, 9, 1), 2020), (date(2020, 10, 1), 2021), (date(2020, 12, 1), 2021)]
)
def test_the_fiscal_year_begins_in_october(month: date, year: int) -> None:
    """October 2020 is FY2021."""
    assert fiscal_year(month) == year
