"""The quality report drawn: lines, JSON and a page that needs no script."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from decimal import Decimal

import pytest
from tests.releases.page_reader import read

from tallymark.releases.months import MonthCount
from tallymark.releases.quality_report import (
    CheckResult,
    FieldQuality,
    QualityReport,
    TableQuality,
)
from tallymark.reports.quality_json import quality_json
from tallymark.reports.quality_page import quality_page
from tallymark.reports.quality_shown import CHECK_WORDS, LEVEL_WORDS, check_words
from tallymark.reports.quality_table import quality_lines
from tallymark.reports.small_cells import share_words
from tallymark.reports.terminal import plain
from tallymark.schema.manifest import BadCount, FaultEntry

MONTHS = (
    MonthCount("2020-01", 500, "edge"),
    MonthCount("2020-02", 7, "thin"),
    MonthCount("2020-03", 0, "missing"),
    MonthCount("2020-04", 90, "thin"),
    MonthCount("2020-05", 400, "edge"),
)
FIELDS = (
    FieldQuality("person_id", "identifier", False, 985, 15, Decimal("0.0076"), Decimal("0.02"), "ok"),
    FieldQuality("gender", "open", False, 900, 100, Decimal("0.0000"), Decimal("0.02"), "warn"),
    FieldQuality("operation", "open", False, 3, 997, None, None, "ok"),
    FieldQuality("duty_site", "open", True, 0, 1000, None, None, "ok"),
)

CHECKS = (
    CheckResult("person.arrests", "given", ("person_id",), 1000, 15, "info", "x"),
    CheckResult("codes", "codes", ("gender",), 900, 60, "stop", "x"),
    CheckResult("order", "order", ("apprehension_date", "departed_date"), 8, 2, "warn", "x"),
    CheckResult("alike", "alike", (), 1000, 0, "ok", "x"),
    CheckResult("same", "same_key", ("person_id", "apprehension_date"), 985, 40, "info", "x"),
)
TABLE = TableQuality(
    name="arrests", meaning="One row for each arrest", of_people=True, layouts=("ddp.2025-07.arrests",), n_rows=1000,
    n_undated=3, n_quarantined=0, n_bad_cells=2, n_redacted=70, window=("2020-01-01", "2020-05-31"),
    known_window=("2020-01-01", ""), known_rows=None, key_date="apprehension_date", months=MONTHS, fields=FIELDS,
    checks=CHECKS, bad=(BadCount("birth_year", "TM-RELEASES-501", 2),),
)  # fmt: skip
REPORT = QualityReport(
    release="small", title="A <made-up> release", digest="f" * 64, n_files=1, n_bytes=12345,
    skipped=("a.xlsx, sheet Notes: \x1b[31mno header",), faults=(FaultEntry("known-1", "arrests", "doubtful", "Look twice", "2020-01-01", "", "nobody"),),
    tables=(TABLE,),
)  # fmt: skip


def test_the_lines_say_the_worst_first() -> None:
    """Stop before warn before info; what holds is a number."""
    text = plain(quality_lines(REPORT))
    places = [text.index(words) for words in ("✗ stop", "! warn", "· info", "1 check found nothing")]
    assert places == sorted(places)
    assert "gender has a value that its code list does not have: 60 of 900 (6.7 %) [codes]" in text
    assert "rows with the same person_id and apprehension_date as another row: 40 of 985 (4.1 %)" in text


def test_cells_that_could_not_be_typed_are_counted_by_field_and_reason() -> None:
    """In every format; the cells themselves stand in quarantine only."""
    assert "birth_year: 2 cells [TM-RELEASES-501]" in plain(quality_lines(REPORT))
    found = json.loads(quality_json(REPORT))["tables"][0]["bad_cells"]
    assert found == [{"field": "birth_year", "code": "TM-RELEASES-501", "n_cells": 2}]
    assert "Cells that could not be typed" in quality_page(REPORT)


def test_small_groups_are_not_shown() -> None:
    """Seven rows of February, eight with both dates and three with an operation; rows without a date are a fault of form."""
    text = plain(quality_lines(REPORT))
    assert "3 rows without apprehension_date" in text
    assert "departed_date lies before apprehension_date: – of – (–) [order]" in text
    assert re.search(r"operation +– missing", text)
    found = json.loads(quality_json(REPORT))["tables"][0]
    assert [month["n_rows"] for month in found["months"]] == [500, None, 0, None, 400]
    assert found["n_undated"] == 3
    assert [field["n_filled"] for field in found["fields"]] == [985, 900, None, 0]


def test_a_lone_small_month_takes_another_with_it() -> None:
    """The total would give February away, so the smallest month goes too."""
    months = json.loads(quality_json(REPORT))["tables"][0]["months"]
    assert [month["n_rows"] for month in months] == [500, None, 0, None, 400]
    assert [month["mark"] for month in months] == ["edge", "", "missing", "thin", "edge"]


def test_small_groups_are_shown_when_asked_and_the_output_says_so() -> None:
    """For one's own eyes."""
    text = plain(quality_lines(REPORT, small_cells=True))
    assert "departed_date lies before apprehension_date: 2 of 8 (25.0 %) [order]" in text
    assert "as asked with --small-cells" in text
    found = json.loads(quality_json(REPORT, small_cells=True))
    assert found["small_cells_shown"] is True
    assert found["tables"][0]["months"][1] == {"month": "2020-02", "n_rows": 7, "mark": "thin"}


def test_months_that_follow_each_other_are_named_as_one() -> None:
    """A gap of two months and one of one."""
    counts = [50, 0, 0, 60, 0, 70]
    months = tuple(
        MonthCount(f"2020-{number:02d}", n, "edge" if n else "missing") for number, n in enumerate(counts, 1)
    )
    text = plain(quality_lines(replace(REPORT, tables=(replace(TABLE, months=months),))))
    assert "missing     3 months: 2020-02 to 2020-03, 2020-05\n" in text


def test_tables_that_are_not_about_people_hide_nothing() -> None:
    """A facility-day is no person."""
    report = replace(REPORT, tables=(replace(TABLE, of_people=False),))
    assert json.loads(quality_json(report))["tables"][0]["months"][1]["n_rows"] == 7


def test_the_page_is_whole_without_script_or_anything_from_elsewhere() -> None:
    """One file: its own style, drawings in it, a table beside each, a policy that allows nothing else."""
    page = quality_page(REPORT)
    found = read(page)
    assert {"script", "link", "img", "iframe"} & set(found.seen) == set()
    assert not any(name in ("src", "style") or (name or "").startswith("on") for name, _ in found.attributes)
    assert page.count('class="bars"') == 1
    assert "The numbers of this chart" in page
    assert ("name", "viewport") in found.attributes
    assert "default-src &#x27;none&#x27;" in page


def test_what_files_are_called_cannot_become_markup() -> None:
    """Signs of markup are escaped and control characters replaced."""
    page = quality_page(REPORT)
    assert "A &lt;made-up&gt; release" in page
    assert "\x1b" not in page
    assert "\x1b" not in plain(quality_lines(REPORT))


def test_the_page_hides_what_the_lines_hide() -> None:
    """The title of the bar of February says that its number is not shown."""
    assert "<title>2020-02: not shown</title>" in quality_page(REPORT)
    assert "<title>2020-02: 7, thin</title>" in quality_page(REPORT, small_cells=True)


def test_a_release_without_tables_or_faults_is_drawn() -> None:
    """Nothing to say is said."""
    empty = replace(REPORT, tables=(), faults=(), skipped=(), title="")
    assert "Every check holds." in quality_page(empty)
    assert "worst check: ok" in plain(quality_lines(empty))
    assert json.loads(quality_json(empty))["tables"] == []


@pytest.mark.parametrize("kind", CHECK_WORDS)
def test_every_kind_of_check_has_words(kind: str) -> None:
    """No sentence keeps a place for a field that is not filled."""
    words = check_words(CheckResult("x", kind, ("one", "two"), 1, 1, "ok", ""))
    assert "{" not in words
    assert set(LEVEL_WORDS) == {"ok", "info", "warn", "stop"}


def test_a_month_that_is_not_shown_does_not_look_like_one_without_rows() -> None:
    """A pale column as high as the chart, whatever its number; red is for months without rows."""
    page = quality_page(REPORT)
    hidden = page.split("<title>2020-02: not shown</title>")[1].split("/>")[0]
    assert 'class="month hidden"' in hidden
    assert 'height="136.0"' in hidden


def test_published_shares_are_written_as_counted_ones() -> None:
    """A blank before the sign, one place, nothing where nothing is known."""
    assert [share_words(share) for share in (Decimal("0.452"), Decimal(0), Decimal(1), None)] == [
        "45.2 %",
        "0.0 %",
        "100.0 %",
        "",
    ]
