"""The quality report of small made-up releases, every number worked out by hand."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from tallymark.engine.sql import to_spark
from tallymark.model.errors import DataError
from tallymark.releases.checks import checks_of
from tallymark.releases.checks_sql import (
    Scan,
    alike_query,
    coded_fields,
    codes_query,
    counted_of,
    same_key_query,
    scan,
)
from tallymark.releases.quality import quality
from tallymark.releases.quality_report import CheckResult, QualityReport, TableQuality
from tallymark.schema.manifest import BadCount, CheckEntry
from tallymark.schema.tables import tables
from tests.releases.small_store import Row, release


def day(text: str) -> date:
    """A day."""
    return date.fromisoformat(text)


ARRESTS: list[Row] = [
    {"person_id": "a", "apprehension_date": day("2020-01-05"), "gender": "Male", "birth_year": 1980},
    {"person_id": "a", "apprehension_date": day("2020-01-05"), "gender": "Male", "birth_year": 1980},
    {"person_id": "b", "apprehension_date": day("2020-03-01"), "gender": "Unheard", "birth_year": 1799,
     "departed_date": day("2020-02-28"), "departure_country": "MEXICO"},
    {"person_id": None, "apprehension_date": day("2020-03-31"), "gender": None, "birth_year": None,
     "final_order_date": day("1989-12-31"), "final_order_yes_no": False},
    {"person_id": "c", "apprehension_date": None, "gender": "Female", "departed_date": day("2020-05-01"),
     "final_order_date": day("2020-04-01"), "final_order_yes_no": True, "case_threat_level": 4},
]  # fmt: skip


@pytest.fixture
def report(tmp_path: Path) -> QualityReport:
    """The report on five arrests, read by the layout of July 2025 without a column for the duty site."""
    layouts = {"arrests": "ddp.2025-07.arrests"}
    return quality(release(tmp_path, "small", {"arrests": ARRESTS}, layouts=layouts, absent=["duty_site"]), "small")


def table_of(report: QualityReport) -> TableQuality:
    """Its only table."""
    (found,) = report.tables
    return found


def result(report: QualityReport, name: str, field: str = "") -> CheckResult:
    """The result of a check, on a field where there are several."""
    (found,) = [one for one in table_of(report).checks if one.id == name and (not field or one.fields[0] == field)]
    return found


@pytest.mark.parametrize(
    ("name", "field", "n_values", "n_failed", "level"),
    [
        ("person.arrests", "", 5, 1, "stop"),
        ("codes", "gender", 4, 1, "warn"),
        ("codes", "case_threat_level", 1, 1, "stop"),
        ("codes", "case_status", 0, 0, "ok"),
        ("birth_year", "", 3, 1, "stop"),
        ("departed_after_apprehended", "", 1, 1, "stop"),
        ("departed_after_order", "", 1, 0, "ok"),
        ("final_order_date", "", 2, 1, "stop"),
        ("order_date_means_yes", "", 2, 1, "stop"),
        ("departure_has_country", "", 2, 1, "stop"),
        ("country_has_departure", "", 1, 0, "ok"),
        ("alike", "", 5, 1, "info"),
        ("same_arrest", "", 3, 1, "warn"),
        ("months", "", 3, 1, "warn"),
    ],
)
def test_each_check_counts_the_values_it_applies_to_and_those_that_fail(
    report: QualityReport, name: str, field: str, n_values: int, n_failed: int, level: str
) -> None:
    """Missing values fail nothing but the check that asks for them."""
    found = result(report, name, field)
    assert (found.n_values, found.n_failed, found.level) == (n_values, n_failed, level)


def test_months_and_rows_without_a_date(report: QualityReport) -> None:
    """Two rows in January, none in February, two in March, one without a day."""
    found = table_of(report)
    assert [(month.month, month.n_rows, month.mark) for month in found.months] == [
        ("2020-01", 2, "edge"),
        ("2020-02", 0, "missing"),
        ("2020-03", 2, "edge"),
    ]
    assert (found.n_rows, found.n_undated) == (5, 1)


def test_fields_are_held_to_known_shares(report: QualityReport) -> None:
    """Gender is missing in one row of five where it never was; a field without a column is absent."""
    found = {field.name: field for field in table_of(report).fields}
    assert (found["gender"].n_filled, found["gender"].n_null, found["gender"].level) == (4, 1, "warn")
    assert str(found["gender"].known_null_share) == "0.0000"
    assert (found["duty_site"].absent, found["duty_site"].known_null_share) == (True, None)
    assert found["operation"].level == "ok"


def test_the_worst_level_is_that_of_the_report(report: QualityReport) -> None:
    """One stop stops the release."""
    assert report.level == "stop"


def test_what_the_ingest_found_is_in_the_report(report: QualityReport) -> None:
    """Cells that could not be typed and redaction marks come from the manifest."""
    found = table_of(report)
    assert (found.n_bad_cells, found.n_redacted, found.n_quarantined) == (2, 7, 0)
    assert found.bad == (BadCount("birth_year", "TM-RELEASES-501", 2),)


def test_what_was_counted_while_typing_has_its_level(tmp_path: Path) -> None:
    """Two of a hundred long ids were cut by Excel: more than one in a hundred stops."""
    counted = [
        CheckEntry("ids_cut_at_15_digits", "arrests", "person_id", 100, 2, "cut by Excel"),
        CheckEntry("time_in_raw_only", "arrests", "departed_date", 9, 9, "a time of day"),
        CheckEntry("ids_cut_at_15_digits", "removals", "person_id", 100, 100, "another table"),
    ]
    report = quality(release(tmp_path, "small", {"arrests": ARRESTS}, checks=counted), "small")
    cut, time = result(report, "ids_cut_at_15_digits"), result(report, "time_in_raw_only")
    assert (cut.n_values, cut.n_failed, cut.level, cut.words) == (100, 2, "stop", "cut by Excel")
    assert (time.n_failed, time.level) == (9, "info")


def test_numbers_that_a_workbook_has_cut_are_in_the_report(tmp_path: Path) -> None:
    """The check names the raw column, for one that no field takes may be cut as well; any such cell is a warning."""
    counted = [CheckEntry("numbers_cut_at_15_digits", "arrests", "Anonymized Identifier", 5, 1, "cut by Excel")]
    report = quality(release(tmp_path, "small", {"arrests": ARRESTS}, checks=counted), "small")
    cut = result(report, "numbers_cut_at_15_digits")
    assert (cut.fields, cut.n_values, cut.n_failed, cut.level) == (("Anonymized Identifier",), 5, 1, "warn")


def test_a_known_release_is_held_to_its_window_and_its_rows(tmp_path: Path) -> None:
    """Arrests of 2012 to 6 July 2019: a day before and a day after lie outside, and 32,549 rows were expected."""
    days = ["2011-12-31", "2012-01-01", "2019-07-06", "2019-07-07"]
    rows = [{"apprehension_date": day(one)} for one in days]
    report = quality(release(tmp_path, "uw-v-dhs-2019", {"arrests": rows}), "uw-v-dhs-2019")
    assert (result(report, "window").n_values, result(report, "window").n_failed) == (4, 2)
    assert (result(report, "rows").n_values, result(report, "rows").n_failed) == (32549, 32545)


def test_stints_lie_in_their_stay_and_end_after_they_began(tmp_path: Path) -> None:
    """A book-out before the book-in and a stint before its stay are found; an open stint fails nothing."""
    rows = [
        {
            "person_id": "a",
            "stay_booked_in_date_time": datetime(2020, 1, 2),
            "booked_in_date_time": datetime(2020, 1, 1, 23),
            "booked_out_date_time": datetime(2020, 1, 1, 22),
        },
        {
            "person_id": "a",
            "stay_booked_in_date_time": datetime(2020, 1, 2),
            "booked_in_date_time": datetime(2020, 1, 2),
            "booked_out_date_time": None,
        },
    ]
    report = quality(release(tmp_path, "stints", {"stints": rows}), "stints")
    assert (result(report, "out_after_in").n_values, result(report, "out_after_in").n_failed) == (1, 1)
    assert (result(report, "stint_in_stay_from").n_values, result(report, "stint_in_stay_from").n_failed) == (2, 1)


def test_tables_that_are_not_about_people_and_empty_ones_are_read(tmp_path: Path) -> None:
    """Headcounts have their own checks; a table without rows passes all."""
    rows = [
        {"facility_code": "X", "date": day("2020-01-01"), "n_people": 5},
        {"facility_code": "X", "date": day("2020-01-01"), "n_people": -1},
    ]
    store = release(tmp_path, "mixed", {"headcounts": rows, "removals": [], "sc_activations": [{"county": "X"}]})
    report = quality(store, "mixed")
    heads, removals, activations = report.tables
    levels = {one.id: one.level for one in heads.checks}
    assert (levels["headcount"], levels["same_facility_day"]) == ("stop", "stop")
    assert {one.level for one in removals.checks} == {"ok"}
    assert (removals.n_rows, removals.months, activations.n_undated) == (0, (), 1)


def test_a_table_that_is_recognised_and_not_mapped_is_counted(tmp_path: Path) -> None:
    """It has rows and no field."""
    report = quality(release(tmp_path, "decisions", {"risk_assessments": [{}, {}]}), "decisions")
    (found,) = report.tables
    assert (found.n_rows, found.fields, found.checks, report.level) == (2, (), (), "ok")


def test_a_release_that_is_not_there_is_a_coded_error(tmp_path: Path) -> None:
    """The error of the store."""
    with pytest.raises(DataError, match="TM-SCHEMA-103"):
        quality(release(tmp_path, "small", {}), "other")


@pytest.mark.parametrize("name", [name for name, one in tables().items() if one.fields])
def test_every_scan_is_made_of_allowed_operations(name: str) -> None:
    """The queries of every table pass the engine's list and can be said in Spark's words."""
    known = tables()[name]
    bound = Scan()
    counted = counted_of(known, checks_of(known), (day("2020-01-01"), day("2020-12-31")), bound)
    texts = [scan(known, counted, bound).sql, alike_query(known)]
    texts += [same_key_query(check) for check in checks_of(known) if check.kind == "same_key"]
    texts += [codes_query(coded_fields(known)).sql] if coded_fields(known) else []
    assert all(to_spark(text) for text in texts)
