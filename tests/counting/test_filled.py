"""Years in which a release hardly fills a field are told; years alike and years of a few rows are not."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from tallymark.counting.filled import Filled, sentences
from tests.counting.made import counted, made
from tests.records.small import Row


def years(shares: Mapping[int, tuple[int, int]]) -> list[Filled]:
    """Years with filled cells of rows."""
    return [Filled(year, n_rows, {"msc_charge": n_filled}) for year, (n_filled, n_rows) in shares.items()]


def test_a_year_far_below_the_others_is_told() -> None:
    """1 % beside 40 and 60 %."""
    (words,) = sentences(years({2012: (10, 1000), 2013: (400, 1000), 2014: (600, 1000)}))["msc_charge"]
    assert words.startswith(
        "msc_charge is filled in 1.0 % of the rows of FY2012 and in 40.0 % to 60.0 % of those of other years"
    )


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
        if note.startswith("gender is filled in 0.0 % of the rows of FY2012 and in 60.0 % to 70.0 %")
    ]
    assert not [note for note in counted(store, "removals", under=["ice.removals_records"]).notes if "filled" in note]
