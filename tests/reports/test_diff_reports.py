"""The comparison of two releases drawn, with small cells hidden."""

from __future__ import annotations

import json
from dataclasses import replace

from tests.releases.page_reader import read

from tallymark.releases.diff_report import Changes, FieldDiff, FieldMonth, MonthDiff, ReleaseDiff, TableDiff
from tallymark.reports.diff_json import diff_json
from tallymark.reports.diff_page import diff_page
from tallymark.reports.diff_table import diff_lines
from tallymark.reports.terminal import plain

MONTHS = (
    MonthDiff("2019-08", 2019, 300, 280, Changes(270, 30, 11), True),
    MonthDiff("2019-09", 2019, 200, 204, Changes(200, 0, 4), True),
    MonthDiff("2019-10", 2020, 8, 150, Changes(8, 0, 142), True),
    MonthDiff("2019-11", 2020, 60, 150, Changes(60, 0, 90), True),
    MonthDiff("2019-12", 2020, 100, 150, Changes(0, 0, 0), False),
)
FIELDS = (
    FieldDiff("gender", False, 568, 568, 784, 784, False),
    FieldDiff("departed_date", True, 568, 100, 784, 400, True),
    FieldDiff("operation", False, 568, 5, 784, 50, True),
)
TABLE = TableDiff(
    name="arrests", of_people=True, key_date="apprehension_date", n_first=668, n_second=934, n_undated_first=0,
    n_undated_second=0, covered=("2019-08", "2019-11"), every=Changes(400, 168, 384), events=Changes(538, 30, 247),
    months=MONTHS, fields=FIELDS,
    field_months=(
        FieldMonth("departed_date", "2019-08", 40, 200),
        FieldMonth("departed_date", "2019-09", 3, 100),
        FieldMonth("departed_date", "2019-10", 0, 100),
    ),
    only_first_fields=("duty_site",), only_second_fields=("apprehension_type",),
    event_fields=("apprehension_date", "gender"),
)  # fmt: skip
DIFF = ReleaseDiff("old", "new", (TABLE,), ("encounters",), ())


def test_the_lines_say_what_came_went_and_was_filled() -> None:
    """Totals, both comparisons by content, fiscal years, months that differ, fields filled later."""
    text = plain(diff_lines(DIFF))
    assert "arrests: 668 rows and 934 rows" in text
    assert "by the event (apprehension_date, gender): 538 in both, 30 in the first only, 247 in the second only" in text
    assert "by all 3 shared open fields: 400 in both, 168 in the first only, 384 in the second only" in text
    assert "filled later: departed_date from 17.6 % to 51.0 % of rows" in text
    assert "filled later: operation from – to – of rows" in text
    assert "only in old: encounters" in text
    assert "never by id" in text


def test_a_small_month_is_hidden_in_both_releases_with_another_of_its_year() -> None:
    """Eight rows in October 2019 and the total of the year: November goes too."""
    found = json.loads(diff_json(DIFF))["tables"][0]
    assert [month["n_rows"] for month in found["months"]] == [
        [300, 280],
        [200, 204],
        [None, None],
        [None, None],
        [100, 150],
    ]
    assert found["fiscal_years"] == [{"year": "FY2019", "n_rows": [500, 484]}, {"year": "FY2020", "n_rows": [168, 450]}]


def test_small_changes_of_a_month_are_hidden_together() -> None:
    """Four rows that came in September 2019."""
    found = json.loads(diff_json(DIFF))["tables"][0]
    assert found["months"][0]["by_event"] == {"n_same": 270, "n_only_first": 30, "n_only_second": 11}
    assert found["months"][1]["by_event"] == {"n_same": None, "n_only_first": None, "n_only_second": None}


def test_the_changes_of_one_month_alone_are_never_hidden() -> None:
    """The totals would give them away, so the month with the fewest rows goes with it."""
    months = (
        replace(MONTHS[0], events=Changes(270, 30, 11)),
        replace(MONTHS[1], events=Changes(200, 0, 4)),
        replace(MONTHS[3], n_first=600, events=Changes(60, 0, 90)),
    )
    found = json.loads(diff_json(replace(DIFF, tables=(replace(TABLE, months=months, field_months=()),))))["tables"][0]
    assert [month["by_event"]["n_same"] for month in found["months"]] == [270, None, None]


def test_a_small_year_takes_another_and_all_months_of_both() -> None:
    """A year with nine rows could be worked out from the total and the other year."""
    small = tuple(
        replace(month, n_first=9 if month.month == "2019-10" else 0) for month in MONTHS if month.fiscal_year == 2020
    )
    found = json.loads(diff_json(replace(DIFF, tables=(replace(TABLE, months=(*MONTHS[:2], *small)),))))["tables"][0]
    assert [year["n_rows"] for year in found["fiscal_years"]] == [[None, None], [None, None]]
    assert all(month["n_rows"] == [None, None] for month in found["months"])


def test_filled_cells_by_month_are_hidden_where_they_are_few() -> None:
    """Three departures in September, and October with its month."""
    fields = json.loads(diff_json(DIFF))["tables"][0]["fields"]
    assert fields[1]["months"] == [
        {"month": "2019-08", "n_filled": [40, 200]},
        {"month": "2019-09", "n_filled": [None, None]},
        {"month": "2019-10", "n_filled": [None, None]},
    ]
    assert fields[2]["n_filled"] == [None, None]


def test_everything_is_shown_when_asked() -> None:
    """And the output says so."""
    found = json.loads(diff_json(DIFF, small_cells=True))
    assert found["small_cells_shown"] is True
    assert found["tables"][0]["months"][2]["n_rows"] == [8, 150]
    assert "as asked with --small-cells" in plain(diff_lines(DIFF, small_cells=True))


def test_the_page_has_a_chart_for_each_release_and_their_numbers() -> None:
    """One file without script; the chart of a hidden month has no number."""
    page = diff_page(DIFF)
    found = read(page)
    assert "script" not in found.seen
    assert page.count('class="bars"') == 2
    assert "The numbers of these charts" in page
    assert "<title>2019-10: not shown, second</title>" in page
    assert "Only in old: encounters." in page
    assert "departed_date by month" in page


def test_two_charts_have_one_scale() -> None:
    """The highest month of either release is the top of both."""
    assert diff_page(DIFF).count(">300</text>") == 2


def test_a_table_without_a_date_has_no_chart() -> None:
    """And says that all rows were compared."""
    bare = replace(TABLE, key_date="", covered=None, months=(), field_months=(), of_people=False)
    diff = replace(DIFF, tables=(bare,))
    assert "all rows are compared" in plain(diff_lines(diff))
    assert 'class="bars"' not in diff_page(diff)
