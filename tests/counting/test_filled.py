"""Years in which a release hardly fills a field are told; years alike and years of a few rows are not."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from tallymark.counting.filled import Filled, sentences
from tests.counting.made import counted, made
from tests.records.small import Row


def years(shares: Mapping[int, tuple[int, int]]) -> list[Filled]:
    """Years with filled cells of rows."""
    return [Filled(year, n_rows, {"msc_charge": n_filled}) for year, (n_filled, n_rows) in shares.items()]


def test_a_year_far_below_the_others_is_told() -> None:
    """10 of 1,000 beside 40 and 60 %: shares are told in steps of 2 %, which 20 rows are here."""
    (words,) = sentences(years({2012: (10, 1000), 2013: (400, 1000), 2014: (600, 1000)}))["msc_charge"]
    assert words.startswith(
        "msc_charge is filled in at most 2 % of the rows of FY2012 and in 40 % or more of those of every other year"
    )


@pytest.mark.parametrize("n_filled", range(1, 21))
def test_a_share_does_not_tell_how_few_rows_are_filled(n_filled: int) -> None:
    """Of 200 rows 1 to 20 filled ones read alike, and so do those of another year with 1 to 20 empty ones."""
    known = years({2012: (n_filled, 200), 2013: (200 - n_filled, 200), 2014: (150, 200), 2015: (180, 200)})
    (words,) = sentences(known)["msc_charge"]
    assert words.startswith("msc_charge is filled in at most 10 % of the rows of FY2012 and in 70 % or more of those")


def test_a_field_that_no_row_fills_is_said_to_be_empty() -> None:
    """Nothing is nobody's secret."""
    (words,) = sentences(years({2012: (0, 200), 2013: (150, 200), 2014: (199, 200)}))["msc_charge"]
    assert words.startswith("msc_charge is filled in none of the rows of FY2012")


def test_nothing_is_said_of_years_alike_few_rows_or_no_others() -> None:
    """15 % beside 60 % is no fifth; a year of 99 rows is not judged; one other year is no comparison."""
    assert sentences(years({2012: (150, 1000), 2013: (600, 1000), 2014: (600, 1000)}))["msc_charge"] == ()
    assert sentences(years({2012: (0, 99), 2013: (600, 1000), 2014: (600, 1000)}))["msc_charge"] == ()
    assert sentences(years({2012: (0, 1000), 2013: (600, 1000)}))["msc_charge"] == ()


def test_the_note_comes_with_the_breakdown_by_the_field(tmp_path: Path) -> None:
    """October belongs to the next fiscal year; without the breakdown nothing is said."""
    rows: list[Row] = []
    for day, n_filled in ((date(2011, 10, 1), 0), (date(2013, 9, 30), 60), (date(2013, 10, 1), 70)):
        rows += [{"departed_date": day, "gender": "Male" if place < n_filled else None} for place in range(100)]
    store = made(tmp_path, {"removals": rows})
    notes = counted(store, "removals", "gender", under=["ice.removals_records"]).notes
    assert [
        note
        for note in notes
        if note.startswith("gender is filled in none of the rows of FY2012 and in 60 % or more of those")
    ]
    assert not [note for note in counted(store, "removals", under=["ice.removals_records"]).notes if "filled" in note]
