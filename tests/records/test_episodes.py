"""Episodes: which rows of a person are one event, and which of them is kept."""

from __future__ import annotations

import datetime as dt
import random
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tallymark.records.derive import Derived, derive
from tallymark.records.parameters import Value
from tests.records.small import RELEASE, Row, columns_of, rows_of, store_with

REPROCESSED = "ERO Reprocessed Arrest"


def arrest(person: str | None, time: str | None, method: str = "Located", **more: object) -> dict[str, object]:
    """A row of arrests; the time as ISO text."""
    when = dt.datetime.fromisoformat(time) if time else None
    return {
        "person_id": person,
        "apprehension_date_time": when,
        "apprehension_date": when.date() if when else None,
        "apprehension_method": method,
        **more,
    }


def episodes(
    root: Path, rows: Sequence[Row], parameters: dict[str, Value] | None = None, table: str = "arrests"
) -> Derived:
    """The episodes of these rows."""
    return derive(store_with(root, {table: rows}), RELEASE, f"{table.removesuffix('s')}_episodes", parameters)


HAND = [
    arrest("a", "2024-01-01 10:00"),  # 1: first of a chain
    arrest("a", "2024-01-02 09:00"),  # 2: 23 hours later
    arrest("a", "2024-01-03 09:00"),  # 3: 24 hours after the second, 47 after the first: still the chain
    arrest("a", "2024-01-04 09:01"),  # 4: one minute too late
    arrest("b", "2024-01-01 10:00", REPROCESSED),  # 5: same time as 6, reprocessed goes last
    arrest("b", "2024-01-01 10:00"),  # 6: kept
    arrest(None, "2024-01-01 10:00"),  # 7 and 8: alike without a person
    arrest(None, "2024-01-01 10:00"),
    arrest("b", None),  # 9: a time that is unknown
    arrest("c", "2024-01-01 10:00"),  # 10: same time as others, another person
]


def test_gaps_of_up_to_a_day_chain_into_one_episode_and_its_first_row_is_kept(tmp_path: Path) -> None:
    """The worked example: a chain of 47 hours, a row a minute too late, a reprocessed arrest, rows without person or time."""
    found = columns_of(
        episodes(tmp_path, HAND), "row", "episode_key", "row_in_episode", "n_rows_in_episode", "is_kept_row"
    )
    assert found == [
        (1, 1, 1, 3, True),
        (2, 1, 2, 3, False),
        (3, 1, 3, 3, False),
        (4, 4, 1, 1, True),
        (5, 6, 2, 2, False),
        (6, 6, 1, 2, True),
        (7, 7, 1, 1, True),
        (8, 8, 1, 1, True),
        (9, 9, 1, 1, True),
        (10, 10, 1, 1, True),
    ]


def test_the_counts_bound_what_rows_without_a_person_hide(tmp_path: Path) -> None:
    """Kept are 7 of 10 rows; the two rows without a person may repeat that of person b or c."""
    counts = episodes(tmp_path, HAND).summary
    assert (counts.n_rows, counts.n_rows_without_id, counts.n_counted) == (10, 2, 7)
    assert (counts.n_low, counts.n_high) == (5, 10)
    assert counts.more == {"n_episodes": 7, "n_rows_in_several": 5, "n_distinct_without_id": 1}


def test_two_rows_without_a_person_that_differ_stay_two_in_the_low_count(tmp_path: Path) -> None:
    """Only rows equal in every open field can be one event; an unlike landmark, which is not open, does not part them."""
    rows = [
        arrest(None, "2024-01-01 10:00", apprehension_site_landmark="x"),
        arrest(None, "2024-01-01 10:00", apprehension_site_landmark="y"),
        arrest(None, "2024-01-01 10:00", gender="Female"),
    ]
    counts = episodes(tmp_path, rows).summary
    assert (counts.n_low, counts.n_counted, counts.n_high) == (2, 3, 3)


def test_every_row_of_an_episode_is_marked_by_its_size_and_one_by_being_kept(tmp_path: Path) -> None:
    """The trap of the peers: dropping all rows of an episode with several loses the arrest; keeping the kept rows does not."""
    found = rows_of(episodes(tmp_path, HAND))
    marked_away = {row["episode_key"] for row in found} - {
        row["episode_key"] for row in found if row["n_rows_in_episode"] == 1
    }
    assert marked_away == {1, 6}
    assert {row["episode_key"] for row in found if row["is_kept_row"]} == {row["episode_key"] for row in found}


def test_the_window_is_a_parameter(tmp_path: Path) -> None:
    """With 22 hours nothing chains but rows at the same time."""
    found = columns_of(episodes(tmp_path, HAND, {"window_hours": 22}), "row", "is_kept_row")
    assert [row for row, kept in found if not kept] == [5]


def test_same_day_takes_calendar_days(tmp_path: Path) -> None:
    """An hour across midnight is two days; twenty hours within a day are one."""
    rows = [arrest("a", "2024-01-01 01:00"), arrest("a", "2024-01-01 23:30"), arrest("a", "2024-01-02 00:30")]
    assert columns_of(episodes(tmp_path, rows, {"rule": "same_day"}), "row", "is_kept_row") == [
        (1, True),
        (2, False),
        (3, True),
    ]


def test_both_sides_marks_what_the_release_of_july_2025_marks(tmp_path: Path) -> None:
    """Each row with another within the window on either side is marked and none of them is kept."""
    found = columns_of(episodes(tmp_path, HAND, {"rule": "both_sides"}), "row", "is_kept_row")
    assert [row for row, kept in found if not kept] == [1, 2, 3, 5, 6]


def test_the_last_row_can_be_kept(tmp_path: Path) -> None:
    """The episode keeps its key; only the kept row changes."""
    found = columns_of(episodes(tmp_path, HAND, {"keep": "last"}), "row", "episode_key", "is_kept_row")
    assert [(row, episode) for row, episode, kept in found if kept and row in (1, 2, 3, 5, 6)] == [(3, 1), (5, 6)]


def test_where_only_a_date_is_known_the_next_day_is_within_24_hours(tmp_path: Path) -> None:
    """Releases before 2023 print no time of the arrest."""
    rows: list[Row] = [{"person_id": "a", "apprehension_date": dt.date(2012, 1, day)} for day in (1, 2, 4)]
    assert columns_of(episodes(tmp_path, rows), "episode_key") == [(1,), (1,), (3,)]


@pytest.mark.parametrize(
    ("table", "field"),
    [("detainers", "detainer_prepared_date"), ("encounters", "event_date"), ("removals", "departed_date")],
)
def test_other_tables_take_same_person_and_date_and_keep_the_first_in_the_order_of_the_source(
    tmp_path: Path, table: str, field: str
) -> None:
    """Two rows of one day are one event; the next day is another one, unless the chain rule is asked for."""
    days = ["2024-05-02", "2024-05-01", "2024-05-01", None, None]
    rows: list[Row] = [{"person_id": "a", field: dt.date.fromisoformat(day) if day else None} for day in days]
    found = episodes(tmp_path / "one", rows, table=table)
    assert columns_of(found, "episode_key", "is_kept_row") == [(1, True), (2, True), (2, False), (4, True), (5, True)]
    chained = episodes(tmp_path / "other", rows, {"rule": "chain"}, table=table)
    assert columns_of(chained, "episode_key", "is_kept_row") == [
        (2, False),
        (2, True),
        (2, False),
        (4, True),
        (5, True),
    ]


def test_the_order_of_the_source_is_file_then_sheet_of_the_manifest_then_row(tmp_path: Path) -> None:
    """Sheet ``Z`` stands before sheet ``A`` in the file, so its row goes first although its number is higher."""
    rows = [
        arrest("a", "2024-01-01 10:00", sheet="Z", row=900),
        arrest("a", "2024-01-01 10:00", sheet="A", row=7),
        arrest("a", "2024-01-01 10:00", sheet="A", row=8, file_id=2),
    ]
    found = columns_of(episodes(tmp_path, rows), "sheet", "row", "row_key", "row_in_episode")
    assert found == [("Z", 900, 900, 1), ("A", 7, 2**32 + 7, 2), ("A", 8, 2 * 2**32 + 8, 3)]


TIMES = st.one_of(st.none(), st.integers(0, 200))
RECORDS = st.lists(st.tuples(st.sampled_from(["a", "b", "c", None]), TIMES, st.booleans()), max_size=25)


def brute_force(rows: list[tuple[str | None, int | None, bool]], window: int) -> list[tuple[int, int, int]]:
    """Episode key, place and size of each row, by walking over each person's rows one after the other."""
    found: dict[int, list[int]] = {}
    for person in {row[0] for row in rows if row[0] is not None}:
        mine = [
            (hour, late, place) for place, (who, hour, late) in enumerate(rows, 1) if who == person and hour is not None
        ]
        before: int | None = None
        episode: list[int] = []
        for hour, _, place in sorted(mine):
            if before is None or hour - before > window:
                episode = []
            episode.append(place)
            found[place] = episode
            before = hour
    alone = {place: found.get(place, [place]) for place in range(1, len(rows) + 1)}
    return [(members[0], members.index(place) + 1, len(members)) for place, members in alone.items()]


@settings(max_examples=10, deadline=None)
@given(rows=RECORDS, window=st.integers(0, 40))
def test_episodes_are_those_of_a_walk_over_each_persons_rows(
    rows: list[tuple[str | None, int | None, bool]], window: int
) -> None:
    """The rule in SQL equals the rule in plain Python on random records."""
    start = dt.datetime(2024, 1, 1)
    records = [
        arrest(
            who, str(start + dt.timedelta(hours=hour)) if hour is not None else None, REPROCESSED if late else "Located"
        )
        for who, hour, late in rows
    ]
    with tempfile.TemporaryDirectory() as folder:
        found = episodes(Path(folder), records, {"window_hours": window})
        got = columns_of(found, "episode_key", "row_in_episode", "n_rows_in_episode")
    assert got == brute_force(rows, window)


@settings(max_examples=6, deadline=None)
@given(rows=RECORDS, seed=st.integers(0, 1000))
def test_the_order_of_rows_in_the_store_changes_nothing(
    rows: list[tuple[str | None, int | None, bool]], seed: int
) -> None:
    """Rows keep their number in the source and are stored in any order: the derived table is the same."""
    start = dt.datetime(2024, 1, 1)
    records = [
        arrest(who, str(start + dt.timedelta(hours=hour)) if hour is not None else None, row=place)
        for place, (who, hour, _) in enumerate(rows, 1)
    ]
    shuffled = random.Random(seed).sample(records, len(records))  # noqa: S311
    with tempfile.TemporaryDirectory() as folder:
        one = rows_of(episodes(Path(folder) / "one", records))
        other = rows_of(episodes(Path(folder) / "other", shuffled))
    assert one == other
