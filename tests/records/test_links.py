"""Links inside one release: which pairs are made, how they are called, and that releases are never linked."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tallymark.model.errors import UsageError
from tallymark.records.derive import Derived, derive
from tallymark.records.parameters import Value
from tests.records.small import RELEASE, Row, columns_of, store_with
from tests.records.test_episodes import arrest
from tests.records.test_stint_duplicates import stint

HOUR = 3600
DAY = 24 * HOUR
CUTOFF: dict[str, Value] = {"stays.cutoff_date": dt.date(2024, 3, 10)}


def links(
    root: Path, name: str, content: Mapping[str, Sequence[Row]], parameters: dict[str, Value] | None = None
) -> Derived:
    """The links between these rows."""
    cutoff = CUTOFF if "stints" in content else {}
    return derive(store_with(root, content), RELEASE, name, {**cutoff, **(parameters or {})})


def test_an_arrest_is_linked_to_the_stay_that_begins_near_it(tmp_path: Path) -> None:
    """From five days before to ten days after; a stay of another person or a second too late is linked to nothing."""
    arrests = [
        arrest("a", "2024-01-10 12:00"),  # 1: the stay begins 8 hours later
        arrest("b", "2024-01-10 12:00"),  # 2: exactly 5 days before
        arrest("c", "2024-01-10 12:00"),  # 3: exactly 10 days after
        arrest("d", "2024-01-10 12:00"),  # 4: a minute more than 10 days after
        arrest(None, "2024-01-10 12:00"),  # 5
    ]
    stints = [
        stint("a", "2024-01-10 20:00", "2024-01-11 20:00"),
        stint("b", "2024-01-05 12:00", "2024-01-11 20:00"),
        stint("c", "2024-01-20 12:00", "2024-01-21 20:00"),
        stint("d", "2024-01-20 12:01", "2024-01-21 20:00"),
        stint(None, "2024-01-10 20:00", "2024-01-11 20:00"),
    ]
    found = links(tmp_path, "arrest_stay_links", {"arrests": arrests, "stints": stints})
    assert columns_of(found, "first_row_key", "second_row_key", "n_seconds_between", "match_kind") == [
        (1, 1, 8 * HOUR, "only"),
        (2, 2, -5 * DAY, "only"),
        (3, 3, 10 * DAY, "only"),
    ]
    counts = found.summary
    assert (counts.n_rows, counts.n_rows_without_id, counts.n_counted, counts.n_low, counts.n_high) == (5, 1, 3, 3, 5)
    assert counts.more["n_first_that_can_match"] == 4


def test_links_are_one_to_one_and_the_nearest_wins(tmp_path: Path) -> None:
    """Both stays choose the arrest of the 10th; it takes the nearer one, and the other stay stays without."""
    arrests = [arrest("a", "2024-01-10 12:00"), arrest("a", "2024-01-01 12:00")]
    stints = [stint("a", "2024-01-08 12:00", "2024-01-08 13:00"), stint("a", "2024-01-11 12:00", "2024-01-21 20:00")]
    found = links(tmp_path, "arrest_stay_links", {"arrests": arrests, "stints": stints})
    assert columns_of(found, "first_row_key", "second_row_key", "match_kind") == [(1, 2, "nearest")]


def test_a_tie_goes_to_the_arrest_before_the_stay_and_is_said(tmp_path: Path) -> None:
    """Two arrests lie a day and a half from the stay; the later stay in a tie of stays goes by the source."""
    arrests = [arrest("a", "2024-01-12 00:00"), arrest("a", "2024-01-09 00:00")]
    stints = [stint("a", "2024-01-10 12:00", "2024-01-21 20:00")]
    found = links(tmp_path, "arrest_stay_links", {"arrests": arrests, "stints": stints})
    assert columns_of(found, "first_row_key", "match_kind") == [(2, "tied")]
    assert (found.summary.n_low, found.summary.more["n_tied"]) == (0, 1)


def test_only_the_kept_arrest_of_an_episode_is_linked(tmp_path: Path) -> None:
    """The second row of the episode is nearer and is no arrest of its own."""
    arrests = [arrest("a", "2024-01-10 12:00"), arrest("a", "2024-01-10 18:00")]
    stints = [stint("a", "2024-01-10 20:00", "2024-01-11 20:00")]
    found = links(tmp_path, "arrest_stay_links", {"arrests": arrests, "stints": stints})
    assert columns_of(found, "first_row_key", "n_seconds_between") == [(1, 8 * HOUR)]


def test_a_stay_is_linked_to_the_departure_around_its_end(tmp_path: Path) -> None:
    """The window is in days around the end of the stay; an open stay is linked to nothing."""
    stints = [
        stint("a", "2024-01-01 08:00", "2024-01-05 23:00"),
        stint("b", "2024-01-01 08:00", "2024-01-05 23:00"),
        stint("c", "2024-01-01 08:00", None),
    ]
    removals: list[Row] = [
        {"person_id": "a", "departed_date": dt.date(2024, 1, 12)},
        {"person_id": "b", "departed_date": dt.date(2024, 1, 13)},
        {"person_id": "c", "departed_date": dt.date(2024, 1, 6)},
    ]
    found = links(tmp_path, "stay_removal_links", {"stints": stints, "removals": removals})
    assert columns_of(found, "first_row_key", "second_row_key", "n_seconds_between") == [(1, 1, 7 * DAY)]


def test_a_detainer_is_linked_to_the_arrest_after_it(tmp_path: Path) -> None:
    """Of two detainers the nearer one is linked; the window is a parameter."""
    detainers: list[Row] = [
        {"person_id": "a", "detainer_prepared_date": dt.date(2024, 1, 1)},
        {"person_id": "a", "detainer_prepared_date": dt.date(2024, 1, 5)},
    ]
    arrests = [arrest("a", "2024-01-20 15:00")]
    content: dict[str, Sequence[Row]] = {"detainers": detainers, "arrests": arrests}
    found = links(tmp_path / "one", "detainer_arrest_links", content, {})
    assert columns_of(found, "first_row_key", "n_seconds_between", "match_kind") == [(2, 15 * DAY, "nearest")]
    narrow = links(tmp_path / "other", "detainer_arrest_links", content, {"days_after": 14})
    assert narrow.summary.n_counted == 0


def test_links_across_releases_are_refused(tmp_path: Path) -> None:
    """The same person has another identifier in each release."""
    store = store_with(tmp_path, {"arrests": [arrest("a", "2024-01-20 15:00")]})
    with pytest.raises(UsageError, match="another identifier in each release") as caught:
        derive(store, RELEASE, "arrest_stay_links", to_release="other")
    assert caught.value.code == "TM-RECORDS-006"


RECORDS = st.lists(st.tuples(st.sampled_from("abcdefgh"), st.integers(0, 60), st.integers(0, 60)), max_size=60)


def by_hand(arrests: list[tuple[str, int, int]], stays: list[tuple[str, int, int]]) -> set[tuple[int, int]]:
    """Nearest arrest of each stay, then nearest stay of each arrest, by going through all pairs."""
    chosen: dict[int, list[tuple[int, int, int]]] = {}
    for stay, (person, day, _) in enumerate(stays, 1):
        near = [
            (abs(day - at), at - day, place)
            for place, (who, at, _) in enumerate(arrests, 1)
            if who == person and -5 <= day - at <= 10
        ]
        if near:
            distance, before, place = min(near)
            chosen.setdefault(place, []).append((distance, before, stay))
    return {(place, min(stays_of)[2]) for place, stays_of in chosen.items()}


@settings(max_examples=10, deadline=None)
@given(rows=RECORDS)
def test_links_are_those_of_going_through_all_pairs(rows: list[tuple[str, int, int]]) -> None:
    """The rule in SQL equals the rule in plain Python; arrests and stays of a person lie on distinct days."""
    one = list({(who, day): (who, day, 0) for who, day, _ in rows}.values())
    two = list({(who, day): (who, day, 0) for who, _, day in rows}.values())
    start = dt.datetime(2024, 1, 1)
    arrests = [arrest(who, str(start + dt.timedelta(days=day))) for who, day, _ in one]
    stints = [stint(who, str(start + dt.timedelta(days=day)), None) for who, day, _ in two]
    with tempfile.TemporaryDirectory() as folder:
        content = {"arrests": arrests, "stints": stints}
        found = links(Path(folder), "arrest_stay_links", content, {"arrest_episodes.window_hours": 0})
        assert set(columns_of(found, "first_row_key", "second_row_key")) == by_hand(one, two)
