"""Daily population: who is held at midnight, at any time of a day and through it, and the days that are not counted."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tallymark.model.errors import DataError, UsageError
from tallymark.records.derive import Derived, derive
from tallymark.records.parameters import Value
from tests.records.small import RELEASE, Row, columns_of, store_with
from tests.records.test_stint_duplicates import stint

MIDNIGHT = ("day", "n_held_at_midnight")
START = dt.date(2024, 1, 1)


def population(
    root: Path, rows: Sequence[Row], parameters: dict[str, Value] | None = None, last: str = "2024-01-10 00:00"
) -> Derived:
    """The population under a release whose stints run from 1 January to the day of ``last``; its end is 10 January.

    A stint of no facility that begins and ends before anything else opens the window, and one at its end closes it.
    """
    edges = [stint("edge", "2024-01-01 00:00", "2024-01-01 00:00"), stint("edge", last, last)]
    return derive(store_with(root, {"stints": [*rows, *edges]}), RELEASE, "daily_population", parameters)


def days(found: Derived, column: str) -> list[object]:
    """One column from 2 to 9 January, without the days of the two edges."""
    return [value for (value,) in columns_of(found, column)][1:-1]


def test_midnight_any_part_and_whole_day(tmp_path: Path) -> None:
    """From the 3rd 10:00 to the 5th 09:00: midnights of the 4th and 5th, part of three days, the whole of the 4th."""
    found = population(tmp_path, [stint("a", "2024-01-03 10:00", "2024-01-05 09:00")])
    assert days(found, "n_held_at_midnight") == [0, 0, 1, 1, 0, 0, 0, 0]
    assert days(found, "n_held_any_part") == [0, 1, 1, 1, 0, 0, 0, 0]
    assert days(found, "n_held_whole_day") == [0, 0, 1, 0, 0, 0, 0, 0]


def test_a_stint_from_midnight_to_midnight_is_one_day(tmp_path: Path) -> None:
    """In at 00:00 counts at that midnight, out at 00:00 does not."""
    found = population(tmp_path, [stint("a", "2024-01-03 00:00", "2024-01-04 00:00")])
    assert days(found, "n_held_at_midnight") == [0, 1, 0, 0, 0, 0, 0, 0]
    assert days(found, "n_held_any_part") == [0, 1, 0, 0, 0, 0, 0, 0]
    assert days(found, "n_held_whole_day") == [0, 1, 0, 0, 0, 0, 0, 0]


def test_a_person_in_two_overlapping_stints_is_one_and_a_transfer_does_not_count_twice_a_day(tmp_path: Path) -> None:
    """Three stints of one person: two overlap, the third begins on the day on which the second ends."""
    rows = [
        stint("a", "2024-01-02 10:00", "2024-01-05 10:00", "X"),
        stint("a", "2024-01-04 10:00", "2024-01-06 10:00", "Y"),
        stint("a", "2024-01-06 15:00", "2024-01-07 10:00", "Z"),
    ]
    found = population(tmp_path, rows)
    assert days(found, "n_held_at_midnight") == [0, 1, 1, 1, 1, 1, 0, 0]
    assert days(found, "n_held_any_part") == [1, 1, 1, 1, 1, 1, 0, 0]
    assert days(found, "n_held_whole_day") == [0, 1, 1, 1, 0, 0, 0, 0]
    assert days(found, "n_held_at_midnight_high") == [0, 1, 1, 2, 1, 1, 0, 0]
    assert days(found, "n_held_any_part_high") == [1, 1, 2, 2, 2, 1, 0, 0]


def test_by_facility_each_counts_for_itself(tmp_path: Path) -> None:
    """A person in two facilities at one midnight is in both; every facility has every day."""
    rows = [
        stint("a", "2024-01-02 10:00", "2024-01-05 10:00", "X"),
        stint("a", "2024-01-04 10:00", "2024-01-06 10:00", "Y"),
    ]
    found = population(tmp_path, rows, {"population_changes.by": "people_by_facility"})
    by_place = {
        place: [n for where, _, n in columns_of(found, "facility", *MIDNIGHT) if where == place][1:-1] for place in "XY"
    }
    assert by_place == {"X": [0, 1, 1, 1, 0, 0, 0, 0], "Y": [0, 0, 0, 1, 1, 0, 0, 0]}


def test_open_stints_count_to_the_cut_off_and_stints_without_a_person_in_the_count_but_not_the_low(
    tmp_path: Path,
) -> None:
    """One open stint of a person, one of nobody, and a stint that ends before it begins, which is in no count."""
    rows = [
        stint("a", "2024-01-08 10:00", None),
        stint(None, "2024-01-08 10:00", None),
        stint("b", "2024-01-05 10:00", "2024-01-04 10:00"),
    ]
    found = population(tmp_path, rows)
    assert [n for (n,) in columns_of(found, "n_held_at_midnight")] == [1, 0, 0, 0, 0, 0, 0, 0, 2, 3]
    assert days(found, "n_held_at_midnight_low") == [0, 0, 0, 0, 0, 0, 0, 0]
    earlier = population(tmp_path / "cut", rows, {"population_changes.cutoff_date": dt.date(2024, 1, 8)})
    assert days(earlier, "n_held_at_midnight") == [0, 0, 0, 0, 0, 0, 0, 0]


def test_a_stint_without_book_out_ends_with_its_stay_or_when_the_person_is_booked_in_again(tmp_path: Path) -> None:
    """The first ends with the stay on the 4th, the second with the next book-in on the 7th; neither lasts to the cut-off."""
    rows = [
        {**stint("a", "2024-01-02 10:00", None), "stay_booked_out_date_time": dt.datetime(2024, 1, 4, 10)},
        stint("b", "2024-01-02 10:00", None),
        stint("b", "2024-01-07 10:00", "2024-01-07 11:00", "Y"),
    ]
    found = population(tmp_path, rows)
    assert days(found, "n_held_at_midnight") == [0, 2, 2, 1, 1, 1, 0, 0]
    assert days(found, "n_held_at_midnight_low") == [0, 2, 2, 1, 1, 1, 0, 0]


def test_low_takes_an_open_stint_away_and_leaves_what_it_overlaps(tmp_path: Path) -> None:
    """The closed stint holds to the 5th; the open one that begins in it holds to the cut-off, in the count only."""
    rows = [stint("a", "2024-01-02 10:00", "2024-01-05 10:00", "X"), stint("a", "2024-01-04 10:00", None, "Y")]
    found = population(tmp_path, rows)
    assert days(found, "n_held_at_midnight") == [0, 1, 1, 1, 1, 1, 1, 1]
    assert days(found, "n_held_at_midnight_low") == [0, 1, 1, 1, 0, 0, 0, 0]


def test_the_days_at_the_edges_of_the_window_are_marked(tmp_path: Path) -> None:
    """One day at each edge unless more are asked for."""
    assert [partial for (partial,) in columns_of(population(tmp_path, []), "is_partial_day")] == [
        True, *[False] * 8, True,
    ]  # fmt: skip
    longer = population(tmp_path / "longer", [], {"partial_days_at_start": 5, "partial_days_at_end": 0})
    assert [partial for (partial,) in columns_of(longer, "is_partial_day")] == [True] * 5 + [False] * 5


def test_days_outside_the_window_are_refused(tmp_path: Path) -> None:
    """The release begins on 1 January: the year before it is no fall in the population."""
    with pytest.raises(UsageError, match="stints cover 2024-01-01 to 2024-01-10") as caught:
        population(tmp_path, [], {"from_date": dt.date(2023, 12, 31)})
    assert caught.value.code == "TM-RECORDS-008"


def test_a_release_without_a_dated_stint_has_no_days(tmp_path: Path) -> None:
    """Nothing says where the release begins."""
    store = store_with(tmp_path, {"stints": [stint("a", None, None)]})
    with pytest.raises(DataError) as caught:
        derive(store, RELEASE, "daily_population")
    assert caught.value.code == "TM-RECORDS-007"


def test_the_spread_of_a_shifted_clock_is_the_lowest_and_highest_count_over_all_shifts(tmp_path: Path) -> None:
    """Held from 22:00 to 02:00: at midnight, and with clocks of -2 to +1 hours; counted once in 17 shifts."""
    rows = [stint("a", "2024-01-04 22:00", "2024-01-05 02:00")]
    counts = population(tmp_path, rows, {"from_date": dt.date(2024, 1, 2), "until_date": dt.date(2024, 1, 9)}).summary
    assert (counts.n_counted, counts.n_low, counts.n_high) == (1, 1, 1)
    assert counts.more == {
        "n_days": 8,
        "n_any_part": 2,
        "n_whole_day": 0,
        "n_lowest_with_shifted_clock": 0,
        "n_highest_with_shifted_clock": 1,
    }


HOURS = 24 * 9
STINTS = st.lists(
    st.tuples(
        st.sampled_from(["a", "b", "c", "d", "e", "f", None]),
        st.integers(0, HOURS),
        st.one_of(st.none(), st.integers(0, 60)),
        st.sampled_from(["X", "Y"]),
    ),
    max_size=30,
)
Drawn = tuple[str | None, int, int | None, str]


def closed(rows: list[Drawn]) -> list[Drawn]:
    """The stints with an end for those that are open and followed by another book-in of the person."""
    found = []
    for who, into, length, place in rows:
        later = [start for person, start, _, _ in rows if who is not None and person == who and start > into]
        found.append((who, into, min(later) - into if length is None and later else length, place))
    return found


def held(rows: list[Drawn], hour: int) -> tuple[set[str], int]:
    """The persons held at an hour and the number of stints without one; an open stint lasts to 11 January 00:00."""
    at = [
        who for who, into, length, _ in rows if into <= hour < (240 if length is None else into + length or into + 1)
    ]  # a stint of no time counts as a moment: on whole hours, the hour
    return {who for who in at if who is not None}, sum(who is None for who in at)


@settings(max_examples=12, deadline=None)
@given(rows=STINTS)
def test_the_sweep_equals_looking_at_every_hour(rows: list[Drawn]) -> None:
    """All three counts against a walk over the hours of each day, and the spread against 17 clocks."""
    distinct = list(
        {(who, into // 24, place): (who, into, length, place) for who, into, length, place in rows}.values()
    )
    moments = [row for row in distinct if row[2] != 0]
    start = dt.datetime(2024, 1, 1)
    stints = [
        {
            "person_id": who,
            "booked_in_date_time": start + dt.timedelta(hours=into),
            "booked_out_date_time": None if length is None else start + dt.timedelta(hours=into + length),
            "stay_booked_in_date_time": start + dt.timedelta(hours=into),
            "facility_code": place,
        }
        for who, into, length, place in moments
    ]
    moments = closed(moments)
    by_hour = [held(moments, hour) for hour in range(-8, 24 * 11)]
    counts = [len(people) + nobody for people, nobody in by_hour][8:]
    with tempfile.TemporaryDirectory() as folder:
        # The two edges stand at the very ends, with no length, outside the days that are compared.
        found = population(Path(folder), stints, {"from_date": dt.date(2024, 1, 2), "until_date": dt.date(2024, 1, 9)})
        got = columns_of(found, "n_held_at_midnight", "n_held_any_part", "n_held_whole_day")
        spread = found.summary.more
    expected = []
    for day in range(1, 9):
        of_day = [held(moments, hour) for hour in range(24 * day, 24 * day + 24)]
        people = [persons for persons, _ in of_day]
        nobody_any = sum(
            who is None and into < 24 * day + 24 and (240 if length is None else into + length) > 24 * day
            for who, into, length, _ in moments
        )
        nobody_whole = sum(
            who is None and into <= 24 * day and (240 if length is None else into + length) >= 24 * day + 24
            for who, into, length, _ in moments
        )
        expected.append(
            (
                counts[24 * day],
                len(set().union(*people)) + nobody_any,
                len(set(people[0]).intersection(*people)) + nobody_whole,
            )
        )
    assert got == expected
    clocks = [sum(counts[24 * day + shift] for day in range(1, 9)) for shift in range(-8, 9)]
    assert spread["n_lowest_with_shifted_clock"] == min(clocks)
    assert spread["n_highest_with_shifted_clock"] == max(clocks)
