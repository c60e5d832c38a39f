"""Two made-up releases side by side, every number worked out by hand."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tallymark.engine.sql import to_spark
from tallymark.model.errors import DataError
from tallymark.releases.diff import compare, refuse_ids
from tallymark.releases.diff_report import Changes, ReleaseDiff, TableDiff
from tallymark.releases.diff_sql import FIRST, months_query, multiset_query
from tallymark.releases.event_keys import event_fields, event_keys, read_event_keys
from tallymark.releases.later_fields import later_fields, read_later_fields
from tallymark.schema.tables import table
from tests.releases.small_store import Row, release


def arrest(day: str, person: str, gender: str = "Male", **more: Any) -> Row:
    """An arrest."""
    return {"apprehension_date": date.fromisoformat(day), "person_id": person, "gender": gender, **more}


OLD = [
    arrest("2020-01-10", "a"),
    arrest("2020-01-10", "b"),
    arrest("2020-01-10", "c"),
    arrest("2020-02-01", "d", "Female"),
    arrest("2020-02-02", "e", "Female"),
    arrest("2020-09-30", "f"),
]
NEW = [
    arrest("2020-01-10", "A", departed_date=date(2020, 6, 1)),
    arrest("2020-01-10", "B"),
    arrest("2020-02-01", "D", "Female"),
    arrest("2020-02-02", "E", "Unknown"),
    arrest("2020-09-30", "F"),
    arrest("2020-10-01", "G"),
    {"person_id": "H", "gender": "Male"},
]


@pytest.fixture
def diff(tmp_path: Path) -> ReleaseDiff:
    """The comparison; only the old release has a column for the operation, only the new one has removals."""
    release(tmp_path, "old", {"arrests": OLD, "encounters": []}, absent=["duty_site"])
    store = release(tmp_path, "new", {"arrests": NEW, "removals": []}, absent=["operation"])
    return compare(store, "old", "new")


def arrests(diff: ReleaseDiff) -> TableDiff:
    """Its only common table."""
    (found,) = diff.tables
    return found


def test_rows_come_and_go_as_multisets_of_content(diff: ReleaseDiff) -> None:
    """Of three alike arrests two are left, one gender was changed; other ids make no difference."""
    assert arrests(diff).events == Changes(n_same=4, n_only_first=2, n_only_second=1)


def test_a_row_with_a_later_departure_is_the_same_event(diff: ReleaseDiff) -> None:
    """By every field it is one row that went and one that came."""
    assert arrests(diff).every == Changes(n_same=3, n_only_first=3, n_only_second=2)


def test_only_months_that_both_cover_are_compared_row_by_row(diff: ReleaseDiff) -> None:
    """The arrest of October 2020 is new time, not a new row; a row without a day has no month."""
    found = arrests(diff)
    assert found.covered == ("2020-01", "2020-09")
    assert [(month.month, month.n_first, month.n_second, month.covered) for month in found.months] == [
        ("2020-01", 3, 2, True),
        ("2020-02", 2, 2, True),
        ("2020-09", 1, 1, True),
        ("2020-10", 0, 1, False),
    ]
    assert (found.n_undated_first, found.n_undated_second) == (0, 1)
    assert [month.events for month in found.months] == [
        Changes(2, 1, 0),
        Changes(1, 1, 1),
        Changes(1, 0, 0),
        Changes(0, 0, 0),
    ]


def test_fiscal_years(diff: ReleaseDiff) -> None:
    """September 2020 is FY2020, October is FY2021."""
    assert [month.fiscal_year for month in arrests(diff).months] == [2020, 2020, 2020, 2021]


def test_a_field_that_was_filled_later_is_named(diff: ReleaseDiff) -> None:
    """Departures: none of six before, one of five now; gender stays full."""
    found = {field.name: field for field in arrests(diff).fields}
    departed = found["departed_date"]
    assert (departed.n_first, departed.n_filled_first, departed.n_second, departed.n_filled_second) == (6, 0, 5, 1)
    assert (departed.later, departed.filled_later) == (True, True)
    assert (found["gender"].later, found["gender"].filled_later) == (False, False)


def test_rows_by_field_and_month(diff: ReleaseDiff) -> None:
    """One departure in the rows of January 2020 of the new release."""
    found = {(one.field, one.month): one for one in arrests(diff).field_months}
    january = found["departed_date", "2020-01"]
    assert (january.n_filled_first, january.n_filled_second) == (0, 1)


def test_ids_landmarks_and_fields_of_one_release_only_are_not_compared(diff: ReleaseDiff) -> None:
    """The fields that only one has are named, closed ones not even that."""
    found = arrests(diff)
    assert (found.only_first_fields, found.only_second_fields) == (("operation",), ("duty_site",))
    names = {field.name for field in found.fields}
    assert names & {"person_id", "case_id", "alien_file_number", "apprehension_site_landmark"} == set()


def test_tables_of_one_release_only_are_named(diff: ReleaseDiff) -> None:
    """They cannot be compared and are not passed over."""
    assert (diff.only_first_tables, diff.only_second_tables) == (("encounters",), ("removals",))


def test_releases_that_share_no_month_are_compared_by_totals_only(tmp_path: Path) -> None:
    """No row came or went where nothing is covered twice."""
    release(tmp_path, "early", {"arrests": [arrest("2019-01-01", "a")]})
    store = release(tmp_path, "late", {"arrests": [arrest("2020-01-01", "a")]})
    found = arrests(compare(store, "early", "late"))
    assert (found.covered, found.events, found.every) == (None, Changes(0, 0, 0), Changes(0, 0, 0))


def test_a_table_without_a_date_is_compared_as_a_whole(tmp_path: Path) -> None:
    """Counties that joined a programme have a month and a year apart."""
    release(tmp_path, "one", {"sc_activations": [{"county": "X"}, {"county": "Y"}]})
    store = release(tmp_path, "two", {"sc_activations": [{"county": "Y"}, {"county": "Z"}]})
    assert arrests(compare(store, "one", "two")).events == Changes(1, 1, 1)


def test_a_table_without_mapped_fields_is_compared_by_its_rows_only(tmp_path: Path) -> None:
    """Risk assessments are recognised and not mapped."""
    release(tmp_path, "one", {"risk_assessments": [{}]})
    store = release(tmp_path, "two", {"risk_assessments": [{}, {}]})
    found = arrests(compare(store, "one", "two"))
    assert (found.n_first, found.n_second, found.events, found.fields) == (1, 2, Changes(0, 0, 0), ())


def test_joining_by_id_is_refused_with_the_reason() -> None:
    """Ids are made anew in every release."""
    error = refuse_ids("old", "new")
    assert error.code == "TM-RELEASES-803"
    assert "made anew" in error.detail


def test_a_row_that_was_rewritten_is_the_same_event(tmp_path: Path) -> None:
    """Another place and another method, but the same day, year of birth, citizenship and gender."""
    release(tmp_path, "one", {"arrests": [arrest("2020-01-01", "a", apprehension_state="TEXAS")]})
    store = release(tmp_path, "two", {"arrests": [arrest("2020-01-01", "b", apprehension_method="Located")]})
    found = arrests(compare(store, "one", "two"))
    assert (found.events, found.every) == (Changes(1, 0, 0), Changes(0, 1, 1))
    assert found.event_fields == ("apprehension_date", "birth_year", "gender", "citizenship_country")


def test_each_table_of_people_has_its_own_event() -> None:
    """A table without one is compared by all its fields; what changes later tells no event."""
    assert event_fields("arrests", ("apprehension_date", "departed_date")) == ("apprehension_date",)
    assert event_fields("removals", ("departed_date", "case_status")) == ("departed_date",)
    assert event_fields("border_deaths", ("reported_month", "state")) == ("reported_month", "state")
    assert all(table(name).key_date in key for name, key in event_keys().items() if table(name).key_date)
    assert {"case_status", "booked_out_date_time"} <= later_fields()


@pytest.mark.parametrize(
    "line",
    ["hats,date,x", "arrests,hat,x", "arrests,person_id,x", "arrests,gender,", "arrests,gender,x\narrests,gender,x"],
)
def test_a_broken_line_of_event_keys_is_an_error(tmp_path: Path, line: str) -> None:
    """Unknown tables and fields, ids, missing reasons and doubles."""
    (tmp_path / "keys.csv").write_text(f"table,fields,reason\n{line}\n", encoding="utf-8")
    with pytest.raises(DataError, match="TM-RELEASES-805"):
        read_event_keys(tmp_path / "keys.csv", "keys.csv")


@pytest.mark.parametrize("line", ["hat,x,x", "gender,,x", "gender,x,", "gender,x,x\ngender,x,x"])
def test_a_broken_line_of_later_fields_is_an_error(tmp_path: Path, line: str) -> None:
    """Unknown or doubled fields and missing reasons or sources."""
    (tmp_path / "later.csv").write_text(f"field,reason,source\n{line}\n", encoding="utf-8")
    with pytest.raises(DataError, match="TM-RELEASES-804"):
        read_later_fields(tmp_path / "later.csv", "later.csv")


def test_the_queries_are_made_of_allowed_operations() -> None:
    """They can be said in Spark's words."""
    known = table("stints")
    assert to_spark(months_query(FIRST, known, known.fields))
    assert to_spark(multiset_query(known, known.fields, dated=True))


Content = tuple[str, str]


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from("AB"), st.sampled_from(["", "x", "x|y"])), max_size=12),
    st.lists(st.tuples(st.sampled_from("AB"), st.sampled_from(["", "x", "x|y"])), max_size=12),
)
def test_changes_are_those_of_multisets(
    tmp_path_factory: pytest.TempPathFactory, first: list[Content], second: list[Content]
) -> None:
    """Python's multisets give the same three numbers, for empty text, NULL and text with signs in it."""
    root = tmp_path_factory.mktemp("store")
    for name, rows in (("one", first), ("two", second)):
        written = [{"county": county, "state": state or None} for county, state in rows]
        store = release(root, name, {"sc_activations": written})
    one, two = Counter(first), Counter(second)
    expected = Changes((one & two).total(), (one - two).total(), (two - one).total())
    assert arrests(compare(store, "one", "two")).events == expected
