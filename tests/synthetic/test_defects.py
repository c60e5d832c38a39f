"""Each defect alone: what it does to a release and what the truth says of it."""

from __future__ import annotations

import gzip
from collections import Counter
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from tests.synthetic.making import Folder, make, release

PEOPLE = 300
ARRESTS = "plain/plain_arrests.csv"


def damaged(path: Path, defects: dict[str, Any], **keys: Any) -> Folder:
    """300 people and one release with these defects."""
    return make(path / "out", people=PEOPLE, releases=[release(defects=defects, **keys)])


def copies(made: Folder, table: str, defect: str) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Rows of the event itself with a copy made by a defect."""
    rows = made.truth(f"rows/plain/{table}")
    own = {row["event"]: row for row in rows if row["defect"] is None}
    return [(own[row["event"]], row) for row in rows if row["defect"] == defect]


def test_without_defects_each_event_is_one_row(tmp_path: Path) -> None:
    """The rows of an undamaged release and the events are one to one."""
    made = damaged(tmp_path, {})
    for table in ("arrests", "detainers", "stints", "removals"):
        rows = made.truth(f"rows/plain/{table}")
        assert [row["event"] for row in made.truth(table)] == sorted(row["event"] for row in rows)
        assert {None} == {row["defect"] for row in rows}
        assert [] == made.truth(f"left_out/plain/{table}") + made.truth(f"cells/plain/{table}")


def test_an_exact_copy_is_alike_word_for_word(tmp_path: Path) -> None:
    """Row and copy have the same cells."""
    made = damaged(tmp_path, {"duplicate_rows": {"exact": {"arrests": 0.2}}})
    lines = made.lines(ARRESTS)
    pairs = copies(made, "arrests", "duplicate_exact")
    assert pairs
    assert all(lines[one["row"] - 1] == lines[other["row"] - 1] for one, other in pairs)


def test_another_bond_changes_nothing_but_the_bond(tmp_path: Path) -> None:
    """The copy of a stint has no bond; all else is alike."""
    made = damaged(tmp_path, {"duplicate_rows": {"other_bond": {"stints": 0.3}}})
    lines = made.lines("plain/plain_stints.csv")
    differing = {
        title
        for one, other in copies(made, "stints", "duplicate_other_bond")
        for title, cell, copy in zip(lines[0], lines[one["row"] - 1], lines[other["row"] - 1], strict=True)
        if cell != copy
    }
    assert {"Initial Bond Set Amount", "Initial Bond Set Date", "Bond Posted Amount", "Bond Posted Date"} == differing


def test_a_copy_of_the_same_day_is_later_on_that_day(tmp_path: Path) -> None:
    """The time differs, the day does not, and the charge was canceled."""
    made = damaged(tmp_path, {"duplicate_rows": {"same_day": {"arrests": 0.2}}})
    when, status = made.column(ARRESTS, "Apprehension Date"), made.column(ARRESTS, "Case Status")
    pairs = copies(made, "arrests", "duplicate_same_day")
    assert pairs
    for one, other in pairs:
        first, second = when[one["row"] - 2], when[other["row"] - 2]
        assert first[:10] == second[:10]
        assert first < second
        assert "E-Charging Document Canceled by ICE" == status[other["row"] - 2]


def test_a_reprocessed_arrest_follows_within_24_hours(tmp_path: Path) -> None:
    """More than nothing and at most 24 hours, by its own method."""
    made = damaged(tmp_path, {"duplicate_rows": {"reprocessed_within_24_hours": {"arrests": 0.3}}})
    when = [datetime.fromisoformat(cell) for cell in made.column(ARRESTS, "Apprehension Date")]
    method = made.column(ARRESTS, "Apprehension Method")
    pairs = copies(made, "arrests", "duplicate_reprocessed_within_24_hours")
    assert pairs
    for one, other in pairs:
        assert timedelta(0) < when[other["row"] - 2] - when[one["row"] - 2] <= timedelta(hours=24)
        assert "ERO Reprocessed Arrest" == method[other["row"] - 2] != method[one["row"] - 2]


def test_copies_never_join_two_episodes(tmp_path: Path) -> None:
    """The rule counts as many episodes in the damaged release as in the undamaged records, by time and by day."""
    defects = {
        "duplicate_rows": {
            "exact": {"arrests": 0.3},
            "same_day": {"arrests": 0.3},
            "reprocessed_within_24_hours": {"arrests": 0.5},
        }
    }
    again = {"again_within_24_hours": 0.3, "again_just_over_24_hours": 0.4, "again_after_exactly_24_hours": 0.1}
    made = make(tmp_path / "out", people=PEOPLE, arrests=again, releases=[release(defects=defects)])
    seen: dict[str, list[datetime]] = {}
    for person, when in zip(
        made.column(ARRESTS, "Anonymized Identifier"), made.column(ARRESTS, "Apprehension Date"), strict=True
    ):
        seen.setdefault(person, []).append(datetime.fromisoformat(when))
    by_time = by_day = 0
    for times in seen.values():
        times.sort()
        pairs = list(pairwise(times))
        by_time += 1 + sum(later - earlier > timedelta(hours=24) for earlier, later in pairs)
        by_day += 1 + sum((later.date() - earlier.date()).days > 1 for earlier, later in pairs)
    assert (made.totals()["by_rule"]["episode"], made.totals()["by_rule"]["episode_by_day"]) == (by_time, by_day)


def test_a_missing_month_has_no_row(tmp_path: Path) -> None:
    """No arrest of that month is printed; each is in the list of what is left out."""
    made = damaged(tmp_path, {"missing_months": {"months": {"arrests": ["2023-07"]}}})
    gone = {row["event"] for row in made.truth("left_out/plain/arrests") if row["reason"] == "missing_months"}
    there = [row["event"] for row in made.truth("arrests") if f"{row['date_time']:%Y-%m}" == "2023-07"]
    assert there
    assert set(there) == gone
    assert not [cell for cell in made.column(ARRESTS, "Apprehension Date") if cell.startswith("2023-07")]


def test_late_rows_appear_in_a_later_release(tmp_path: Path) -> None:
    """What the first release lacks for being late, the one of 200 days later has."""
    late = {"late_rows": {"rates": {"arrests": 0.5}, "days": 150}}
    first, second = date(2024, 6, 1), date(2024, 12, 18)
    releases = [release(extracted=first, defects=late), release(id="later", extracted=second, defects=late)]
    made = make(tmp_path / "out", people=PEOPLE, releases=releases)
    missed = {row["event"] for row in made.truth("left_out/plain/arrests") if row["reason"] == "late_rows"}
    assert missed
    assert missed <= {row["event"] for row in made.truth("rows/later/arrests")}


def test_the_october_lock_prints_what_is_confirmed(tmp_path: Path) -> None:
    """A file of a year holds what counts in it; departures not confirmed at the extraction are left out."""
    made = damaged(tmp_path, {"october_lock": {}}, by_fiscal_year=True, extracted=date(2025, 10, 6))
    truth = {row["event"]: row for row in made.truth("removals")}
    for row in made.truth("rows/plain/removals"):
        year = truth[row["event"]]["fiscal_year_by_lock"]
        assert f"plain_removals_FY{year % 100}.csv" == row["file"]
    reasons = {row["event"]: row["reason"] for row in made.truth("left_out/plain/removals")}
    never = [event for event, row in truth.items() if row["confirmed_date"] is None]
    assert never
    assert {"october_lock", "after_extraction"} >= {reasons[event] for event in never}
    assert [row["event"] for row in truth.values() if row["fiscal_year_by_departure"] != row["fiscal_year_by_lock"]]


def test_the_method_switch_is_a_break(tmp_path: Path) -> None:
    """People handed over count from the day of the switch on."""
    made = damaged(tmp_path, {"method_switch": {"since": date(2023, 5, 12)}})
    gone = {row["event"] for row in made.truth("left_out/plain/removals")}
    over = [row for row in made.truth("removals") if row["handed_over"]]
    assert gone == {row["event"] for row in over if row["departed_date"] < date(2023, 5, 12)}
    assert gone
    assert len(gone) < len(over)


def test_blanks_are_listed_cell_by_cell(tmp_path: Path) -> None:
    """Each listed cell is empty, and no other cell of the column."""
    made = damaged(tmp_path, {"blanks": {"fields": {"arrests": {"gender": 0.1}}}})
    listed = {row["row"] for row in made.truth("cells/plain/arrests")}
    empty = {place + 2 for place, cell in enumerate(made.column(ARRESTS, "Gender")) if cell == ""}
    assert empty
    assert listed == empty


def test_known_blanks_reach_the_known_share(tmp_path: Path) -> None:
    """Of the detainers 13.2 per cent have no id by the known rates and 40.2 no lift reason; ids are another defect."""
    made = damaged(tmp_path, {"blanks": {"known": True}})
    cells = made.column("plain/plain_detainers.csv", "Prior Felony Yes No")
    assert 0.826 == pytest.approx(cells.count("") / len(cells), abs=0.08)
    assert "" not in made.column("plain/plain_detainers.csv", "Anonymized Identifier")


def test_redaction_blacks_out_columns_in_its_spellings(tmp_path: Path) -> None:
    """A column that no field holds is marks only; single cells are listed; the mark for nothing stands in empty cells."""
    marks = {"(b)(6),(b)(7)(c )": 0.5, "b(6), b(7)C": 0.5}
    cells = {"arrests": {"apprehension_site_landmark": 0.2}}
    redaction = {"marks": marks, "null_mark_share": 0.5, "cells": cells}
    made = damaged(tmp_path, {"redaction": redaction})
    assert set(marks) == set(made.column(ARRESTS, "Birth Date"))
    landmark = made.column(ARRESTS, "Apprehension Site Landmark")
    listed = {row["row"] for row in made.truth("cells/plain/arrests") if row["defect"] == "redaction"}
    assert listed == {place + 2 for place, cell in enumerate(landmark) if cell in marks}
    assert {"IIDS ETL NULL", ""} <= set(made.column(ARRESTS, "Departure Country"))


def test_rows_without_an_id_are_listed(tmp_path: Path) -> None:
    """The cell is empty; the truth still knows the person."""
    made = damaged(tmp_path, {"person_ids": {"missing": {"arrests": 0.1}}})
    listed = {row["row"] for row in made.truth("cells/plain/arrests") if row["defect"] == "missing_id"}
    empty = {place + 2 for place, cell in enumerate(made.column(ARRESTS, "Anonymized Identifier")) if cell == ""}
    assert empty
    assert listed == empty


def test_a_rekeyed_release_has_other_ids_for_the_same_people(tmp_path: Path) -> None:
    """No id of one release is in the other; who has one id in one has one in the other."""
    releases = [release(), release(id="b", defects={"person_ids": {"rekeyed": True}}), release(id="c")]
    made = make(tmp_path / "out", people=PEOPLE, releases=releases)
    first, second, third = (
        made.column(f"{one}/{one}_arrests.csv", "Anonymized Identifier") for one in ("plain", "b", "c")
    )
    assert first == third
    assert not set(first) & set(second)
    assert len(set(zip(first, second, strict=True))) == len(set(first)) == len(set(second))


def test_ids_cut_to_15_digits_collide(tmp_path: Path) -> None:
    """19 digits with four zeros at the end; some people look alike, whom the whole ids tell apart."""
    cut = {"person_ids": {"cut_to_15_digits": True, "shared_first_15_digits": 0.2}}
    whole = {"person_ids": {"shared_first_15_digits": 0.2}}
    releases = [release(id_form="digits19", defects=cut), release(id="b", id_form="digits19", defects=whole)]
    made = make(tmp_path / "out", people=PEOPLE, releases=releases)
    ids = {
        one: [row["person_id"] for row in made.truth("person_ids") if row["release"] == one] for one in ("plain", "b")
    }
    assert {19} == {len(one) for one in ids["plain"] + ids["b"]}
    assert all(one.endswith("0000") for one in ids["plain"])
    assert len(set(ids["plain"])) < PEOPLE == len(set(ids["b"]))
    assert [one[:15] for one in ids["plain"]] == [one[:15] for one in ids["b"]]


def test_a_near_miss_of_a_layout(tmp_path: Path) -> None:
    """Columns renamed, dropped, added and moved; cells go with their column."""
    changes = {
        "renamed": {"State": "Arrest State"},
        "dropped": ["County"],
        "added": ["Officer Shift"],
        "moved_to_front": ["Gender"],
    }
    made = damaged(tmp_path, {"column_changes": {"arrests": changes}})
    header = made.lines(ARRESTS)[0]
    assert ["Gender", "Apprehension Date", "Apprehension Type", "Arrest State", "TOA Current Duty AOR"] == header[:5]
    assert "Officer Shift" == header[-1]
    assert {"Male", "Female", "Unknown"} >= set(made.column(ARRESTS, "Gender"))
    assert "TEXAS" in made.column(ARRESTS, "Arrest State")


def test_banner_rows_fill_the_rows_above_the_header(tmp_path: Path) -> None:
    """The header of March 2026 stands in row 7; rows are counted with the banner."""
    made = damaged(tmp_path, {"sheets": {"banner": ["First", "Second"]}})
    lines = made.lines(ARRESTS)
    assert ["First", "Second", "", "", "", ""] == [line[0] for line in lines[:6]]
    assert "Apprehension Date" == lines[6][0]
    assert 8 == made.truth("rows/plain/arrests")[0]["row"]


def test_rows_are_split_over_files(tmp_path: Path) -> None:
    """A text file holds so many rows; the next is numbered; every row of the truth is where it says."""
    made = make(tmp_path / "out", people=PEOPLE, releases=[release(rows_per_sheet=100, format="csv.gz")])
    rows = made.truth("rows/plain/arrests")
    sizes = Counter(row["file"] for row in rows)
    assert "plain_arrests.csv.gz" in sizes
    assert "plain_arrests_2.csv.gz" in sizes
    assert {100} == {sizes[name] for name in sorted(sizes)[:-1]}
    text = gzip.decompress((made.path / "plain/plain_arrests_2.csv.gz").read_bytes()).decode()
    assert sizes["plain_arrests_2.csv.gz"] + 1 == len(text.splitlines())


def test_parquet_has_typed_dates_and_counts_the_names_as_row_1(tmp_path: Path) -> None:
    """Dates are dates in a Parquet file, text where the spec wants text."""
    releases = [release(format="parquet"), release(id="b", format="parquet", dates="mdy")]
    made = make(tmp_path / "out", people=PEOPLE, releases=releases)
    typed = pq.read_table(made.path / "plain/plain_arrests.parquet")
    text = pq.read_table(made.path / "b/b_arrests.parquet")
    first = typed["Apprehension Date"][0].as_py()
    assert f"{first.month}/{first.day}/{first.year} {first:%H:%M}" == text["Apprehension Date"][0].as_py()
    assert 2 == made.truth("rows/plain/arrests")[0]["row"]
