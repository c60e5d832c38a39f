"""Measures over derived and plain tables: stays, their length, people held, detainers and their outcome, headcounts, counties."""

from __future__ import annotations

from datetime import date, datetime
from fractions import Fraction
from pathlib import Path

import pytest

from tallymark.counting.counted import Count, CountedTable
from tallymark.counting.means import Mean
from tallymark.model.errors import UsageError
from tests.counting.made import counted, exact, made
from tests.records.small import Row


def stint(person: str | None, begin: str, end: str | None, *, stay: str | None = None, **more: object) -> Row:
    """One stint in facility A, by default of a stay that begins and ends with it."""
    start, out = datetime.fromisoformat(begin), None if end is None else datetime.fromisoformat(end)
    begun = start if stay is None else datetime.fromisoformat(stay)
    dates = {"stay_booked_in_date_time": begun, "booked_in_date_time": start, "booked_out_date_time": out}
    return {"person_id": person, "facility_code": "A", **dates, "stay_booked_out_date_time": out, **more}


def point(value: int | Fraction) -> Mean:
    """A mean that is decided on any reading."""
    return Mean(*(Fraction(value),) * 4)


def test_stays_begin_once_and_end_once(tmp_path: Path) -> None:
    """One stay of two stints in two fiscal years: booked in in FY2023 and out in FY2024; an open one has no book-out."""
    rows = [
        stint("p", "2023-09-29T10:00", "2023-09-30T09:00", facility_code="B"),
        stint("p", "2023-09-30T10:00", "2023-10-04T10:00", stay="2023-09-29T10:00"),
        stint("q", "2023-10-05T10:00", None),
    ]
    store = made(tmp_path, {"stints": rows})
    for measure in ("book_ins", "stays"):
        found = counted(store, measure, "fiscal_year")
        assert [found.count(fiscal_year=year) for year in ("FY2023", "FY2024")] == [exact(1), exact(1)]
    outs = counted(store, "book_outs", "fiscal_year")
    assert [outs.count(fiscal_year=year) for year in ("FY2023", "FY2024")] == [exact(0), exact(1)]
    assert counted(store, "length_of_stay").mean() == point(5)


def test_length_of_stay_is_divided_last(tmp_path: Path) -> None:
    """Stays of 1, 2 and 7 midnights: mean 10/3, median 2; both sexes apart."""
    rows = [
        stint("p", "2024-01-01T10:00", "2024-01-02T10:00", gender="Male"),
        stint("q", "2024-01-01T10:00", "2024-01-03T10:00", gender="Male"),
        stint("r", "2024-01-01T10:00", "2024-01-08T10:00", gender="Female"),
    ]
    found = counted(made(tmp_path, {"stints": rows}), "length_of_stay", "gender")
    assert found.mean() == point(Fraction(10, 3))
    assert found.median() == point(2)
    assert found.mean(gender="male") == point(Fraction(3, 2))
    assert found.median(gender="male") == point(Fraction(3, 2))
    assert found.count(gender="female") == exact(1)
    assert found.mean(gender="other") is None


def test_rows_without_a_person_may_be_stays_of_their_own(tmp_path: Path) -> None:
    """A kept stint without a person is in no stay: none on the fields, one more on any reading."""
    rows = [stint("p", "2024-01-01T10:00", "2024-01-02T10:00"), stint(None, "2024-03-01T10:00", "2024-03-02T10:00")]
    found = counted(made(tmp_path, {"stints": rows}), "book_ins")
    assert found.count() == Count(1, 1, 1, 2)
    assert any("without a person" in words for words in found.why_undecided())


def test_a_book_out_that_only_a_stint_has_widens_the_mean_length(tmp_path: Path) -> None:
    """One stay of a night; a stint of nine nights without a person may be another: mean 1 on the fields, 1 to 5 on any reading.

    A stint that is still open and one that ends before it begins add nothing.
    """
    lone = stint(None, "2024-03-01T10:00", "2024-03-10T10:00")
    rows = [stint("p", "2024-01-01T10:00", "2024-01-02T10:00"), lone]
    rows += [
        stint(None, "2024-03-01T10:00", None),
        stint(None, "2024-05-05T10:00", "2024-05-01T10:00", facility_code="B"),
    ]
    found = counted(made(tmp_path, {"stints": rows}), "length_of_stay", "fiscal_year")
    assert found.count(fiscal_year="FY2024") == Count(1, 1, 1, 2)
    assert found.mean(fiscal_year="FY2024") == Mean(Fraction(1), Fraction(1), Fraction(1), Fraction(5))
    assert found.median(fiscal_year="FY2024") == Mean(Fraction(1), Fraction(1), Fraction(1), Fraction(5))
    assert found.values["fiscal_year"] == ("FY2024",)
    assert any("without a person" in words for words in found.why_undecided())


def test_a_stint_without_a_start_of_its_stay_may_be_a_stay(tmp_path: Path) -> None:
    """The person is known but not when the stay began: three nights of the stint are a possible stay beside one of a night."""
    without = {**stint("q", "2024-03-01T10:00", "2024-03-04T10:00"), "stay_booked_in_date_time": None}
    rows = [stint("p", "2024-01-01T10:00", "2024-01-02T10:00"), without]
    found = counted(made(tmp_path, {"stints": rows}), "length_of_stay")
    assert found.mean() == Mean(Fraction(1), Fraction(1), Fraction(1), Fraction(2))


def test_releases_are_told_by_their_reason(tmp_path: Path) -> None:
    """A bond is a release, a removal is none, an unknown word may be one."""
    reasons = ["Bonded Out - IJ", "Removed", "Something new"]
    rows = [
        stint(f"p{place}", "2024-01-01T10:00", "2024-01-02T10:00", release_reason=reason)
        for place, reason in enumerate(reasons)
    ]
    assert counted(made(tmp_path, {"stints": rows}), "releases").count() == Count(1, 2, 1, 2)


def test_people_held_are_means_over_days_by_each_clock(tmp_path: Path) -> None:
    """Held from 10 o'clock of 1 January on, a second one within 2 January only; book-ins cover these two days.

    At midnight nobody and then one; at any time one and then two.
    """
    rows = [
        stint("p", "2024-01-01T10:00", "2024-01-03T10:00"),
        stint("q", "2024-01-02T08:00", "2024-01-02T20:00"),
    ]
    store = made(tmp_path, {"stints": rows})
    found = counted(store, "average_daily_population", "month", under=["ice.adp", "tallymark.held_any_part"])
    assert found.values["month"] == ("2024-01",)
    assert found.mean("ice.adp", month="2024-01") == point(Fraction(1, 2))
    assert found.mean("tallymark.held_any_part", month="2024-01") == point(Fraction(3, 2))
    for by in ("citizenship", "criminality", "criminality.convicted.book_in"):
        with pytest.raises(UsageError, match="TM-COUNT-006"):
            counted(store, "average_daily_population", by)
    held = counted(store, "detention_population", "day")
    assert held.count(day="2024-01-02") == exact(1)
    assert counted(store, "detention_population", period="2024-01-02").count() == exact(1)


def test_a_mean_of_ten_or_fewer_people_a_day_is_not_shown(tmp_path: Path) -> None:
    """Ten people held all of January and eleven in February: January is hidden, and February with it, since the total is shown."""
    rows = [stint(f"p{n}", "2023-12-31T10:00", "2024-02-01T10:00") for n in range(10)]
    rows += [stint(f"q{n}", "2024-02-01T08:00", "2024-03-01T20:00") for n in range(11)]
    rows += [stint("r", "2024-02-29T10:00", "2024-02-29T20:00"), stint("s", "2024-01-01T10:00", "2024-01-01T20:00")]
    store = made(tmp_path, {"stints": rows})
    days = "2024-01-01/2024-02-29"

    def by_month(period: str, *, small_cells: bool) -> CountedTable:
        """The means by month, by the clock of the agency."""
        by = "average_daily_population", "month"
        return counted(store, *by, under=["ice.adp"], period=period, small_cells=small_cells)

    everything, shown = by_month(days, small_cells=True), by_month(days, small_cells=False)
    assert everything.mean("ice.adp", month="2024-01") == point(10)
    assert shown.mean("ice.adp", month="2024-01") is None
    assert shown.mean("ice.adp", month="2024-02") is None
    assert shown.mean("ice.adp") == everything.mean("ice.adp")
    assert by_month("2024-01", small_cells=False).mean("ice.adp") is None


def test_detainers_by_outcome_leave_the_blank_open(tmp_path: Path) -> None:
    """Of four detainers one is recorded as declined and one as booked; the one without a reason could be either."""
    reasons = ["Detainer Declined by LEA", "Booked into Detention", "Lifted", None]
    rows: list[Row] = [
        {"detainer_prepared_date": date(2014, 5, 1), "detainer_lift_reason": reason} for reason in reasons
    ]
    store = made(tmp_path, {"detainers": rows})
    assert counted(store, "detainers").count() == exact(4)
    for measure in ("detainers_declined", "detainers_booked"):
        assert counted(store, measure).count() == Count(1, 2, 1, 2)
    by_reason = counted(store, "detainers", "lift_reason")
    assert by_reason.count(lift_reason="lifted") == Count(1, 2, 1, 2)


def test_detainers_are_linked_to_stays_through_arrests(tmp_path: Path) -> None:
    """Detainer, arrest and stay of one person within days are linked; those of another person without a stay are not."""
    detainers: list[Row] = [
        {"person_id": "p", "detainer_prepared_date": date(2024, 1, 1)},
        {"person_id": "q", "detainer_prepared_date": date(2024, 1, 1)},
        {"detainer_prepared_date": date(2024, 1, 1)},
    ]
    arrests: list[Row] = [{"person_id": name, "apprehension_date": date(2024, 1, 5)} for name in ("p", "q")]
    stints = [stint("p", "2024-01-05T20:00", "2024-01-09T10:00")]
    store = made(tmp_path, {"detainers": detainers, "arrests": arrests, "stints": stints})
    assert counted(store, "detainers_linked").count() == Count(1, 1, 1, 2)


def test_headcounts_add_up_over_facilities_and_are_divided_by_days(tmp_path: Path) -> None:
    """30 and 12 on one day and 20 on the next: 42, then 20; the mean is 31."""
    rows = [
        {"facility_code": "A", "date": date(2024, 1, 1), "n_people": 30},
        {"facility_code": "B", "date": date(2024, 1, 1), "n_people": 12},
        {"facility_code": "A", "date": date(2024, 1, 2), "n_people": 20},
    ]
    store = made(tmp_path, {"headcounts": rows})
    assert counted(store, "headcounts", period="2024-01-01").count() == exact(42)
    assert counted(store, "headcounts", "day").count(day="2024-01-02") == exact(20)
    assert counted(store, "average_headcounts", "fiscal_year").mean(fiscal_year="FY2024") == point(31)


def test_counties_and_agreements_are_no_people(tmp_path: Path) -> None:
    """Nothing of them is hidden; a county without a month may have joined in any."""
    counties: list[Row] = [{"county": "A", "activation_year": 2008, "activation_month": 10}, {"county": "B"}]
    agreements: list[Row] = [
        {"law_enforcement_agency": "S", "support_type": "Task Force Model", "signed_date": date(2025, 3, 1)}
    ]
    store = made(tmp_path, {"sc_activations": counties, "agreements_287g": agreements})
    joined = counted(store, "sc_activations", "month", small_cells=False)
    assert joined.count(month="2008-10") == Count(1, 2, 1, 2)
    assert counted(store, "agreements_287g", small_cells=False).count() == exact(1)


def test_a_county_without_a_month_is_not_known_to_have_joined(tmp_path: Path) -> None:
    """Of two states one has no month at all: nobody knows whether its three counties joined, and the total is 2 to 5."""
    counties: list[Row] = [
        {"state": "COLORADO", "county": "A", "activation_year": 2008, "activation_month": 10},
        {"state": "COLORADO", "county": "B", "activation_year": 2009, "activation_month": 1},
        *({"state": "ALASKA", "county": name} for name in "CDE"),
    ]
    joined = counted(made(tmp_path, {"sc_activations": counties}), "sc_activations", "state", small_cells=False)
    assert joined.count(state="alaska") == Count(0, 3, 0, 3)
    assert joined.count(state="colorado") == exact(2)
    assert joined.count() == Count(2, 5, 2, 5)
    assert joined.why_undecided(state="alaska") == ("left open: activation_month is empty",)


def test_lists_of_others_are_counted_row_by_row(tmp_path: Path) -> None:
    """Book-ins and stays that somebody else has put together, by the day on which they begin; any rule still divides them."""
    book_ins: list[Row] = [
        {"booked_in_date": date(2013, 10, 1), "msc_charge": "Assault"},
        {"booked_in_date": date(2013, 9, 30)},
    ]
    stays: list[Row] = [{"stay_booked_in_date_time": datetime(2013, 10, 1, 23)}]
    store = made(tmp_path, {"book_ins": book_ins, "stays": stays})
    listed = counted(store, "book_ins_listed", "fiscal_year", "criminality.convicted.msc")
    assert listed.count(fiscal_year="FY2014") == exact(1)
    assert listed.count(**{"criminality.convicted.msc": "yes"}) == exact(1)
    assert counted(store, "stays_listed", period="2013-10-01").count() == exact(1)
