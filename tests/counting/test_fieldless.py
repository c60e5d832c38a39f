"""Counts by a memo where the release lacks a field of it: what is not known is an interval and never 0.

FY2011 to FY2014 of ``year_store``: 123 removals; 75 are convicted and so in priority 1 of 2010; of the other 48, in FY2011 and FY2012,
24 were ordered out before (3), 12 are fugitives (3) and of 12 nobody knows the criminality. Who entered recently (2) is in no field.
"""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tallymark.counting.count import count
from tallymark.counting.counted import Count, CountedTable
from tallymark.counting.request import Request
from tallymark.reports.count_csv import count_csv
from tallymark.reports.count_json import count_json
from tallymark.reports.count_table import count_lines
from tallymark.schema.store import Store
from tallymark.web.records.counts import shown_rows, told
from tests.counting.year_store import year_store
from tests.records.small import RELEASE

PARTS = "priority.morton_2010.priority"
RECENT = (
    "Recent illegal entrants: recently violated controls at the border, at ports of entry, or knowingly abused a visa"
)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """The release without the fields of an entry."""
    return year_store(tmp_path_factory.mktemp("fieldless"))


def counted(store: Store, *by: str, **where: str) -> CountedTable:
    """Removals by some breakdowns."""
    return count(store, RELEASE, Request("removals", by, where))


def text(table: CountedTable) -> list[str]:
    """The lines of a terminal with single spaces."""
    return [f"{line.label} {' '.join(line.words.split())}".strip() for line in count_lines(table)]


def test_a_part_that_no_record_can_tell_is_an_interval(store: Store) -> None:
    """Priority 2 may be any of the 48 that are not convicted for certain; the missing rule is named before the numbers."""
    lines = text(counted(store, PARTS))
    assert "2 0–48 0.0–39.1 %" in lines
    assert "3 at most 48 at most 39.1 %" in lines
    assert "not known at least 12 at least 9.7 %" in lines
    assert f"no field this release has no field for: {RECENT}; Deported before" in lines


def test_in_a_year_it_is_an_interval_too(store: Store) -> None:
    """24 of FY2011 and of FY2012 are not convicted for certain; in FY2013 all are, so that 0 is known."""
    lines = text(counted(store, "fiscal_year", PARTS))
    assert "FY2011 12–24 0–24 at most 24 0–24 at least 12 36" in lines
    assert "FY2013 24 0 0 0 0 24" in lines


def test_a_filter_by_it_counts_an_interval(store: Store) -> None:
    """The total of priority 2 alone is no 0 either."""
    table = counted(store, **{PARTS: "2"})
    assert table.told() == Count(0, 48, 0, 48)
    assert "0–48" in text(table)


def test_the_page_tells_it_in_the_same_words(store: Store) -> None:
    """Rows and the reasons below them are those of the terminal."""
    table = counted(store, PARTS)
    found = {row.labels[0]: (row.found, row.share) for row in shown_rows(table)}
    assert found["2"] == ("0–48", "0.0–39.1 %")
    assert found["3"] == ("at most 48", "at most 39.1 %")
    assert f"this release has no field for: {RECENT}; Deported before" in told(table)["reasons"]  # type: ignore[operator]


def test_json_and_csv_hold_the_interval_and_what_is_missing(store: Store) -> None:
    """No value of 0 for a program to read."""
    table = counted(store, PARTS)
    (figure,) = [one for one in json.loads(count_json(table))["figures"] if one["group"] == {PARTS: "2"}]
    assert figure["count"] == {"low": 0, "high": 48, "low_any": 0, "high_any": 48}
    assert (figure["value"], figure["lacking"]) == (None, [RECENT])
    (row,) = [one for one in csv.DictReader(io.StringIO(count_csv(table))) if one[PARTS] == "2"]
    assert (row["low"], row["high"], row["share_low_percent"]) == ("0", "48", "0.0000")
    assert row["lacking"] == RECENT


def test_a_condition_is_told_alike(store: Store) -> None:
    """Nobody is in no priority for certain, and 12 may be."""
    assert "no 0–12 0.0–9.8 %" in text(counted(store, "priority.morton_2010.any"))


def test_with_every_field_nothing_is_said(tmp_path: Path) -> None:
    """Fields that are there and empty tell that nobody entered recently as far as the records go."""
    table = counted(year_store(tmp_path, absent=()), PARTS)
    assert not table.lacking
    assert not any("has no field" in line for line in text(table))
    assert all(not one["lacking"] for one in json.loads(count_json(table))["figures"])


def test_small_counts_stay_hidden_beside_it(tmp_path: Path) -> None:
    """What is printed of a part without a field tells no small count: bounds are rounded where anything is hidden."""
    table = counted(year_store(tmp_path), "fiscal_year", "month", PARTS)
    shown = [found for group in table.groups() if (found := table.told(**group)) is not None]
    assert shown
    assert not any(1 <= end <= 9 for found in shown for end in (found.low, found.high, found.low_any, found.high_any))
