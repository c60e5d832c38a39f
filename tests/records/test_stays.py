"""Stays: which stints of a person are one stay, where it begins and ends, and what is left out and counted."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Sequence
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from tallymark.records.derive import Derived, derive
from tallymark.records.parameters import Value
from tests.records.small import RELEASE, Row, columns_of, rows_of, store_with
from tests.records.test_stint_duplicates import stint, time

CUTOFF: dict[str, Value] = {"cutoff_date": dt.date(2024, 3, 10)}


def stays(root: Path, rows: Sequence[Row], parameters: dict[str, Value] | None = None, name: str = "stays") -> Derived:
    """The stays of these stints; the release ends on 10 March 2024."""
    return derive(store_with(root, {"stints": rows}), RELEASE, name, {**CUTOFF, **(parameters or {})})


ONE = "2024-01-01 08:00"
TWO = "2024-02-01 08:00"
HAND = [
    stint("a", "2024-01-01 08:00", "2024-01-01 20:00", "HOLD", ONE),  # 1
    stint("a", "2024-01-01 22:00", "2024-01-11 22:00", "JAIL", ONE),  # 2: same-day transfer; ten days
    stint("a", "2024-01-12 01:00", "2024-01-22 01:00", "STAGING", ONE),  # 3: ten days too, so the later tie
    stint("a", "2024-02-01 08:00", None, "JAIL", TWO),  # 4: second stay, open at the cut-off
    stint("b", "2024-01-05 00:00", "2024-01-05 00:00", "HOLD"),  # 5: no time at all
    stint(None, "2024-01-05 00:00", None, "HOLD"),  # 6: no person
    stint("b", "2024-01-09 00:00", "2024-01-10 00:00", "HOLD", stay_booked_in_date_time=None),  # 7: no stamp
]


def test_stints_with_the_same_stamp_are_one_stay(tmp_path: Path) -> None:
    """The worked example: three stints of which the two longest tie, an open stay and a stay of no time."""
    found = stays(tmp_path, HAND)
    assert columns_of(
        found, "last_row_key", "first_row_key", "longest_row_key", "n_stints", "stay_number", "n_stays"
    ) == [
        (3, 1, 3, 3, 1, 2),
        (4, 4, 4, 1, 2, 2),
        (5, 5, 5, 1, 1, 1),
    ]
    assert columns_of(found, "stay_booked_in_date_time", "stay_booked_out_date_time", "is_open", "stay_days") == [
        (time(ONE), time("2024-01-22 01:00"), False, 21),
        (time(TWO), None, True, 38),
        (time("2024-01-05 00:00"), time("2024-01-05 00:00"), False, 0),
    ]


def test_every_other_field_is_that_of_the_last_stint_and_facilities_are_joined_by_row_number(tmp_path: Path) -> None:
    """The first stint says Male, the last one says nothing: so does the stay."""
    rows = [{**HAND[0], "gender": "Male"}, {**HAND[1], "gender": "Male"}, HAND[2]]
    parameters: dict[str, Value] = {"stays.cutoff_date": dt.date(2024, 3, 10)}
    found = derive(store_with(tmp_path, {"stints": rows}), RELEASE, "stay_fields", parameters)
    assert columns_of(found, "last_row_key", "first_facility", "longest_facility", "last_facility", "gender") == [
        (3, "HOLD", "STAGING", "STAGING", None)
    ]


def test_rows_without_person_or_stamp_are_in_no_stay_and_counted(tmp_path: Path) -> None:
    """Three stays of seven rows; the rows without person or stamp may each be a stay of their own."""
    counts = stays(tmp_path, HAND).summary
    assert (counts.n_rows, counts.n_rows_without_id, counts.n_counted) == (7, 1, 3)
    assert (counts.n_low, counts.n_high) == (3, 5)
    assert counts.more == {"n_open": 1, "n_meeting": 0, "n_stints_left_open": 0, "n_rows_without_stay_start": 1}


def test_an_open_stint_counts_to_the_end_of_the_cut_off_day_when_the_longest_is_chosen(tmp_path: Path) -> None:
    """Nine days against an open stint that began on 2 March: on the 10th it has lasted as long, ties take the later."""
    rows = [
        stint("a", "2024-02-22 00:00", "2024-03-02 00:00", "X"),
        stint("a", "2024-03-02 00:00", None, "Y", "2024-02-22 00:00"),
    ]
    assert columns_of(stays(tmp_path / "tie", rows), "longest_row_key") == [(2,)]
    earlier: dict[str, Value] = {"cutoff_date": dt.date(2024, 3, 9)}
    assert columns_of(stays(tmp_path / "earlier", rows, earlier), "longest_row_key") == [(1,)]


def test_without_a_parameter_the_cut_off_is_the_last_day_of_the_releases_stints(tmp_path: Path) -> None:
    """The window of the release ends with its last book-in."""
    rows = [stint("a", "2024-01-01 08:00", None), stint("b", "2024-01-31 08:00", None)]
    found = derive(store_with(tmp_path, {"stints": rows}), RELEASE, "stays")
    assert found.parameters["cutoff_date"] == dt.date(2024, 1, 31)
    assert columns_of(found, "stay_days") == [(30,), (0,)]


def test_repeats_of_a_stint_are_not_counted_among_its_stints(tmp_path: Path) -> None:
    """A row alike in all fields is left out before stays are built."""
    rows = [stint("a", ONE, "2024-01-02 08:00"), stint("a", ONE, "2024-01-02 08:00")]
    assert columns_of(stays(tmp_path, rows), "n_stints", "last_row_key") == [(1, 1)]


def test_gaps_join_stints_that_follow_each_other_whatever_the_stamps_say(tmp_path: Path) -> None:
    """24 hours join, a minute more parts; the stamps, all different here, are not looked at."""
    rows = [
        stint("a", "2024-01-01 08:00", "2024-01-02 08:00"),
        stint("a", "2024-01-03 08:00", "2024-01-04 08:00"),  # 24 hours later: same stay
        stint("a", "2024-01-05 08:01", "2024-01-06 08:00"),  # a minute too late
        stint("a", "2024-01-20 08:00", None),  # not closed, but the person is booked in again
        stint("a", "2024-02-20 08:00", "2024-02-21 08:00"),
    ]
    found = stays(tmp_path, rows, {"stay_rule": "gaps"})
    assert columns_of(found, "first_row_key", "last_row_key", "n_stints_left_open") == [(1, 2, 0), (3, 3, 0), (4, 5, 1)]


def test_gaps_reach_to_the_end_of_the_longest_stint_so_far(tmp_path: Path) -> None:
    """A short stint inside a long one does not end the stay."""
    rows = [
        stint("a", "2024-01-01 08:00", "2024-02-01 08:00", "X"),
        stint("a", "2024-01-05 08:00", "2024-01-06 08:00", "Y"),
        stint("a", "2024-02-01 20:00", "2024-02-02 08:00", "Z"),
    ]
    found = stays(tmp_path, rows, {"stay_rule": "gaps"})
    assert columns_of(found, "n_stints", "stay_booked_out_date_time") == [(3, time("2024-02-02 08:00"))]


def test_stays_that_overlap_or_follow_at_once_are_marked(tmp_path: Path) -> None:
    """By stamp they stay two stays each; the low count takes those that meet for one."""
    rows = [
        stint("a", "2024-01-01 08:00", "2024-01-10 08:00"),
        stint("a", "2024-01-05 08:00", "2024-01-06 08:00"),  # inside the first
        stint("a", "2024-01-10 08:00", "2024-01-11 08:00"),  # at the end of the first
        stint("a", "2024-01-11 09:00", "2024-01-12 08:00"),  # an hour later
    ]
    found = stays(tmp_path, rows)
    assert columns_of(found, "meets_earlier_stay") == [(False,), (True,), (True,), (False,)]
    assert (found.summary.n_counted, found.summary.n_low) == (4, 2)


def test_the_facilities_of_a_stay_in_order_are_the_rows_of_its_stints(tmp_path: Path) -> None:
    """Each stint tells its stay by the key of the last stint, and its place."""
    found = stays(tmp_path, HAND, name="stay_stints")
    assert columns_of(found, "last_row_key", "stint_number", "facility") == [
        (3, 1, "HOLD"),
        (3, 2, "JAIL"),
        (3, 3, "STAGING"),
        (4, 1, "JAIL"),
        (5, 1, "HOLD"),
    ]


STINTS = st.lists(
    st.tuples(
        st.sampled_from(["a", "b", None]),
        st.integers(0, 300),
        st.one_of(st.none(), st.integers(0, 100)),
        st.sampled_from([None, 0, 100, 200]),
    ),
    max_size=12,
)
Drawn = tuple[str | None, int, int | None, int | None]
START = dt.datetime(2024, 1, 1)


def records(rows: list[Drawn]) -> list[dict[str, object]]:
    """Stints of distinct facilities, so that no two are repeats."""
    return [
        {
            "row": place,
            "person_id": person,
            "booked_in_date_time": START + dt.timedelta(hours=into),
            "booked_out_date_time": None if length is None else START + dt.timedelta(hours=into + length),
            "stay_booked_in_date_time": None if stamp is None else START + dt.timedelta(hours=stamp),
            "facility_code": f"F{place}",
        }
        for place, (person, into, length, stamp) in enumerate(rows, 1)
    ]


def by_stamp(rows: list[Drawn]) -> set[tuple[int, int, int, int]]:
    """First, longest and last row and the number of stints of each stay, by going through persons and stamps."""
    end = (dt.datetime(2024, 3, 11) - START) // dt.timedelta(hours=1)
    found = set()
    for group in {(row[0], row[3]) for row in rows if row[0] is not None and row[3] is not None}:
        order = sorted(
            (into, length is None, into + (length or 0), place)
            for place, (person, into, length, stamp) in enumerate(rows, 1)
            if (person, stamp) == group
        )
        lengths = [(end - into if is_open else out - into, at) for at, (into, is_open, out, _) in enumerate(order)]
        longest = order[max(lengths)[1]][3]
        found.add((order[0][3], longest, order[-1][3], len(order)))
    return found


@settings(max_examples=10, deadline=None)
@given(rows=STINTS)
def test_stays_by_stamp_are_those_of_going_through_the_groups(rows: list[Drawn]) -> None:
    """The rule in SQL equals the rule in plain Python on random stints."""
    with tempfile.TemporaryDirectory() as folder:
        found = columns_of(
            stays(Path(folder), records(rows)), "first_row_key", "longest_row_key", "last_row_key", "n_stints"
        )
    assert set(found) == by_stamp(rows)


def by_gaps(rows: list[Drawn], gap: int) -> set[tuple[int, int]]:
    """First and last row of each stay, by walking over each person's stints."""
    end = (dt.datetime(2024, 3, 11) - START) // dt.timedelta(hours=1)
    found = []
    for person in {row[0] for row in rows if row[0] is not None}:
        order = sorted(
            (into, length is None, into + (length or 0), place)
            for place, (who, into, length, _) in enumerate(rows, 1)
            if who == person
        )
        reach: int | None = None
        for at, (into, is_open, out, place) in enumerate(order):
            until = out if not is_open else order[at + 1][0] if at + 1 < len(order) else end
            if reach is None or into > reach + gap:
                found.append([place, place])
            found[-1][1] = place
            reach = until if reach is None else max(reach, until)
    return {(first, last) for first, last in found}


@settings(max_examples=10, deadline=None)
@given(rows=STINTS, gap=st.integers(0, 48))
def test_stays_by_gaps_are_those_of_a_walk_over_each_persons_stints(rows: list[Drawn], gap: int) -> None:
    """The rule in SQL equals the rule in plain Python on random stints."""
    with tempfile.TemporaryDirectory() as folder:
        found = stays(Path(folder), records(rows), {"stay_rule": "gaps", "gap_hours": gap})
        assert set(columns_of(found, "first_row_key", "last_row_key")) == by_gaps(rows, gap)


@settings(max_examples=6, deadline=None)
@given(rows=STINTS, order=st.randoms(use_true_random=False))
def test_the_order_of_rows_in_the_store_changes_no_stay(rows: list[Drawn], order: object) -> None:
    """Rows keep their number in the source and are stored in any order: the stays are the same."""
    made = records(rows)
    shuffled = list(made)
    order.shuffle(shuffled)  # type: ignore[attr-defined]
    with tempfile.TemporaryDirectory() as folder:
        one = stays(Path(folder) / "one", made)
        other = stays(Path(folder) / "other", shuffled)
        assert rows_of(one) == rows_of(other)
