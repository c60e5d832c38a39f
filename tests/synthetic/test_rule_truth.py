"""The rules in plain code: episodes, nearest pairs, population; by hand and against counting one by one."""

from __future__ import annotations

from datetime import date

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tallymark.synthetic.defects.october_lock import fiscal_year, locked_year
from tallymark.synthetic.population import Population, merged
from tallymark.synthetic.rule_truth import episodes, nearest_pairs, same_day, stays_by_gaps


def at(*texts: str) -> np.ndarray[tuple[int], np.dtype[np.datetime64]]:
    """Date-times from text; empty is none."""
    return np.array([text or "NaT" for text in texts], dtype="datetime64[s]")


def test_24_hours_join_and_a_second_more_parts() -> None:
    """Exactly 24 hours is one episode; gaps chain; another person begins anew."""
    person = np.array([1, 1, 1, 1, 2])
    when = at(
        "2024-01-01T00:00:00",
        "2024-01-02T00:00:00",
        "2024-01-03T00:00:00",
        "2024-01-04T00:00:01",
        "2024-01-04T00:00:01",
    )
    number, first = episodes(person, when)
    assert [0, 0, 0, 1, 2] == number.tolist()
    assert [True, False, False, True, True] == first.tolist()


def test_rows_of_one_day_are_one_event() -> None:
    """A minute over midnight is another day; another person is another event."""
    person = np.array([1, 1, 1, 2])
    number, first = same_day(
        person, at("2024-01-01T00:00:00", "2024-01-01T23:59:00", "2024-01-02T00:00:00", "2024-01-02T00:00:00")
    )
    assert [0, 0, 1, 2] == number.tolist()
    assert [True, False, True, True] == first.tolist()


def test_stays_by_gaps_go_on_for_24_hours_after_the_latest_end() -> None:
    """A short stint inside a long one does not end the stay; 24 hours join, more part; an open stint ends at the next."""
    since = at(
        "2024-01-01T00:00:00",
        "2024-01-02T00:00:00",
        "2024-01-11T00:00:00",
        "2024-01-13T00:00:01",
        "2024-02-01T00:00:00",
    )
    until = at("2024-01-10T00:00:00", "2024-01-03T00:00:00", "2024-01-12T00:00:00", "", "2024-02-02T00:00:00")
    assert [0, 0, 0, 1, 1] == stays_by_gaps(np.ones(5, dtype=int), since, until, 24).tolist()
    assert [1, 1, 1, 0, 0] == stays_by_gaps(np.array([2, 2, 2, 1, 1]), since, until, 24).tolist()


def test_the_nearest_left_event_is_kept_and_then_the_nearest_right_one() -> None:
    """Two stays choose the second arrest; it keeps the nearer one; the first arrest stays alone."""
    person = np.array([1, 1])
    arrests = at("2024-01-01T00:00:00", "2024-01-03T00:00:00")
    stays = at("2024-01-03T12:00:00", "2024-01-04T00:00:00")
    assert [(1, 0)] == nearest_pairs((person, arrests), (person, stays), (-5, 10))


def test_of_equals_the_arrest_that_comes_before_is_kept_and_the_window_includes_its_ends() -> None:
    """Two arrests equally far: the earlier; two stays equally far: the later; ten days are inside, ten days and a second are not; nobody else's."""
    two = np.array([1, 1])
    arrests = at("2024-01-01T00:00:00", "2024-01-03T00:00:00")
    one = np.array([1])
    assert [(0, 0)] == nearest_pairs((two, arrests), (one, at("2024-01-02T00:00:00")), (-5, 10))
    stays = at("2024-01-02T00:00:00", "2024-01-04T00:00:00")
    assert [(0, 1)] == nearest_pairs((one, arrests[1:]), (two, stays), (-5, 10))
    late = at("2024-01-11T00:00:00")
    assert [(0, 0)] == nearest_pairs((one, arrests[:1]), (one, late), (-5, 10))
    assert [] == nearest_pairs((one, arrests[:1]), (one, late + np.timedelta64(1, "s")), (-5, 10))
    assert [] == nearest_pairs((one, arrests[:1]), (np.array([2]), late), (-5, 10))


def test_fiscal_years_begin_in_october() -> None:
    """30 September is the old year, 1 October the new one."""
    assert [2011, 2012, 2012, 0] == fiscal_year(at("2011-09-30", "2011-10-01", "2012-01-01", "")).tolist()


def test_the_day_of_the_lock_still_counts_in_the_old_year() -> None:
    """Confirmed on 5 October: the year of the departure; on the 6th: the next; a departure in October is never in the old year."""
    departed = at("2011-09-28", "2011-09-28", "2011-10-02", "2011-09-28", "2011-09-28")
    confirmed = at("2011-10-05", "2011-10-06", "2011-10-03", "2012-10-06", "")
    assert [2011, 2012, 2012, 2013, 0] == locked_year(departed, confirmed, "10-05").tolist()


INTERVALS = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 200), st.integers(1, 120)), min_size=1, max_size=12)


def test_intervals_that_touch_or_overlap_are_one() -> None:
    """A gap of a second keeps two apart; so do two people."""
    person = np.array([1, 1, 1, 2])
    since = at("2024-01-01T00:00:00", "2024-01-02T00:00:00", "2024-01-03T00:00:01", "2024-01-03T00:00:00")
    until = at("2024-01-02T00:00:00", "2024-01-03T00:00:00", "2024-01-04T00:00:00", "2024-01-05T00:00:00")
    who, first, last = merged(person, since, until)
    assert [1, 1, 2] == who.tolist()
    assert at("2024-01-01T00:00:00", "2024-01-03T00:00:01", "2024-01-03T00:00:00").tolist() == first.tolist()
    assert at("2024-01-03T00:00:00", "2024-01-04T00:00:00", "2024-01-05T00:00:00").tolist() == last.tolist()


@given(INTERVALS)
def test_population_equals_counting_one_by_one(found: list[tuple[int, int, int]]) -> None:
    """Every day and kind, in hours: intervals of people from an hour on for some hours, over a window of five days."""
    start = np.datetime64("2024-01-01", "s")
    person = np.array([who for who, _, _ in found])
    since = (
        start
        + np.array([hour for _, hour, _ in found], dtype="int64").astype("timedelta64[h]")
        - np.timedelta64(36, "h")
    )
    until = since + np.array([hours for _, _, hours in found], dtype="int64").astype("timedelta64[h]")
    held = Population(date(2024, 1, 1), date(2024, 1, 6))
    held.add("stays", since, until)
    held.add_people("people", person, since, until)
    counts = held.counts()
    for day in range(5):
        begin, end = start + np.timedelta64(day, "D"), start + np.timedelta64(day + 1, "D")
        inside = (since <= begin) & (until > begin)
        assert int(inside.sum()) == counts["stays", "midnight"][day]
        assert len(set(person[inside].tolist())) == counts["people", "midnight"][day]
        part = (since < end) & (until > begin)
        assert int(part.sum()) == counts["stays", "any_part"][day]
        assert len(set(person[part].tolist())) == counts["people", "any_part"][day]
        assert int(((since <= begin) & (until >= end)).sum()) == counts["stays", "all_day"][day]
