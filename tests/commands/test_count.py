"""``tallymark count`` from outside: formats, the order of what is said, filters, refusals, nothing small."""

from __future__ import annotations

import csv
import io
import json
from datetime import date, datetime
from pathlib import Path

import pytest

from tallymark.cli import run
from tests.counting.made import CONVICTED, NEITHER, RETURNED, made, removal
from tests.records.small import RELEASE, Row


@pytest.fixture
def call(tmp_path: Path) -> list[str]:
    """The end of every call: in FY2013 30 convicted and 20 others removed, 15 convicted returned; in FY2014 40 convicted removed."""
    rows = [
        *[removal("2013-01-01", CONVICTED)] * 30,
        *[removal("2013-01-02", NEITHER)] * 20,
        *[removal("2013-01-03", CONVICTED, RETURNED)] * 15,
        *[removal("2014-09-30", CONVICTED)] * 40,
    ]
    made(tmp_path, {"removals": rows}, absent=["case_closed_date", "person_id"])
    return ["--release", RELEASE, "--store", str(tmp_path / "store")]


def out_of(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """What a call that ends well prints."""
    assert run(words) == 0
    return capsys.readouterr().out


def test_coverage_and_rules_come_before_the_numbers_and_the_trail_after(
    call: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """The days of the release and the rules first, then aligned numbers with the share, then where they are from."""
    lines = out_of(capsys, "count", "removals", *call, "--by", "fiscal_year,criminality").splitlines()
    told = [line.strip() for line in lines]
    assert told[0] == f"removals, {RELEASE}, by fiscal year and criminality"
    assert "note        removals: 105 rows from 2013-01-01 to 2014-09-30" in told
    head = next(place for place, line in enumerate(told) if line.startswith("fiscal year"))
    assert told[head].split("  ")[0] == "fiscal year"
    assert told[head + 1].split() == ["FY2013", "*", "45", "20", "65", "69.2", "%"]
    assert told[head + 2].split() == ["FY2014", "40", "0", "40", "100.0", "%"]
    assert told[head + 3].split() == ["all", "85", "20", "105", "81.0", "%"]
    assert any(line.startswith("again") and "--by fiscal_year,criminality" in line for line in told[head:])
    assert told.index("* FY2013: part of the year: 2013-01-01 to 2013-09-30") > head


def test_definitions_stand_side_by_side_with_what_differs(call: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """One row for each that comes out otherwise, in words what differs, and those that cannot be counted with the reason."""
    out = out_of(capsys, "count", "removals", *call, "--by", "fiscal_year", "--under", "all")
    rows = [
        line.split() for line in out.splitlines() if line.startswith(("ice.removals_by_departure ", "dhs.removals "))
    ]
    assert rows == [["ice.removals_by_departure", "65", "40", "105"], ["dhs.removals", "50", "40", "90"]]
    assert "dhs.removals: which departures: OHSS: a removal" in out
    assert "ice.removals.2007: comes out as ice.removals_by_departure; the same rules" in out
    assert "ice.removals.2009: not counted;" in out
    assert "missing: case_closed_date" in out


def test_json_has_every_figure_with_bounds_parts_and_trail(call: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """Value, interval, numerator, denominator, rules with versions, hashes, SQL, engine and the command that makes it again."""
    told = json.loads(out_of(capsys, "count", "removals", *call, "--by", "criminality", "--format", "json"))
    assert told["schema"] == 1
    convicted = next(one for one in told["figures"] if one["group"] == {"criminality": "convicted"})
    assert convicted["value"] == 85
    assert convicted["count"] == {"low": 85, "high": 85, "low_any": 85, "high_any": 85}
    assert convicted["share"]["numerator"]["low"] == 85
    assert convicted["share"]["denominator"]["low"] == 105
    assert convicted["share"]["low"] == "17/21"
    assert told["definitions"][0]["rules"]["criminality"] == "criminality.convicted_any.known@1"
    assert told["trail"]["files"] == [{"name": "made-up.csv", "sha256": "0" * 64}]
    assert told["trail"]["engine"] == "duckdb"
    assert told["trail"]["sql"]["ice.removals_by_departure"].startswith("SELECT")
    assert told["trail"]["command"] == f"tallymark count removals --release {RELEASE} --by criminality"


def test_csv_has_a_row_for_each_figure(call: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """Bounds as numbers, shares in percent with four places, the rules and the release in each row."""
    out = out_of(capsys, "count", "removals", *call, "--by", "criminality", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert [row["criminality"] for row in rows] == ["convicted", "none", "all"]
    assert (rows[0]["low"], rows[0]["share_low_percent"], rows[0]["shown"]) == ("85", "80.9523", "yes")
    assert rows[0]["share_high_percent"] == "80.9524"
    assert all(row["release"] == RELEASE and "year.departure.date@1" in row["rules"] for row in rows)


def test_small_counts_show_in_no_format_unless_asked_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A group of seven stands nowhere; --small-cells shows it and says so."""
    rows = [*[removal("2013-01-01", CONVICTED)] * 30, *[removal("2013-01-02", NEITHER)] * 7]
    made(tmp_path, {"removals": rows})
    call = ["count", "removals", "--release", RELEASE, "--store", str(tmp_path / "store"), "--by", "criminality"]
    assert "– " in out_of(capsys, *call)
    told = json.loads(out_of(capsys, *call, "--format", "json"))
    assert [one["count"] for one in told["figures"] if one["group"]["criminality"] == "none"] == [None]
    text = out_of(capsys, *call, "--format", "csv")
    assert [row["low"] for row in csv.DictReader(io.StringIO(text)) if row["criminality"] == "none"] == [""]
    shown = out_of(capsys, *call, "--small-cells")
    assert "Small counts are shown, as asked" in shown
    assert any(line.split()[:6] == ["no", "conviction", "on", "record", "7", "18.9"] for line in shown.splitlines())


def test_filters_a_period_and_a_file(call: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The convicted of FY2014 are 40; written into a file nothing is printed."""
    target = tmp_path / "counts" / "out.csv"
    words = ["count", "removals", *call, "--where", "criminality=convicted", "--period", "FY2014", "--format", "csv"]
    assert out_of(capsys, *words, "--out", str(target)) == ""
    assert [row["low"] for row in csv.DictReader(io.StringIO(target.read_text("utf-8")))] == ["40"]


def test_a_parameter_is_written_as_a_whole_number(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Closed on 5 October 2013 is within six days of the end of FY2013, and not within four."""
    rows = [{**removal("2013-09-20"), "case_closed_date": date(2013, 10, 5)}] * 12
    made(tmp_path, {"removals": rows})
    call = ["count", "removals", "--release", RELEASE, "--store", str(tmp_path / "store"), "--by", "fiscal_year"]
    for days, year in (("6", "FY2013"), ("4", "FY2014")):
        out = out_of(capsys, *call, "--under", "ice.removals.2009", "--set", f"lock_days={days}", "--format", "csv")
        assert [row["fiscal_year"] for row in csv.DictReader(io.StringIO(out))] == [year, "all"]
        assert f"--set lock_days={days}" in out


def test_the_list_explains_measures_and_breakdowns(capsys: pytest.CaptureFixture[str]) -> None:
    """Each measure with the definitions that decide it, each breakdown with what divides."""
    out = out_of(capsys, "count", "--list")
    assert "under ice.detainers, npr.detainers" in out
    assert "fiscal year: the day of the definition" in out


@pytest.mark.parametrize(
    ("words", "code", "exit_code"),
    [
        (["removals", "--by", "age"], "TM-COUNT-005", 2),
        (["removals", "--where", "criminality"], "TM-CLI-002", 2),
        (["removals", "--where", "criminality=convicted", "--where", "criminality=none"], "TM-CLI-002", 2),
        (["removals", "--where", "criminality=criminal"], "TM-COUNT-013", 2),
        (["removals", "--period", "FY1990"], "TM-COUNT-014", 2),
        (["removals", "--by", "priority.johnson_2014.any", "--set", "lock_days=soon"], "TM-RULES-009", 2),
        (["removals", "--period", "last year"], "TM-MODEL-004", 2),
        (["arrests"], "TM-COUNT-010", 2),
        ([], "TM-CLI-002", 2),
    ],
)
def test_wrong_calls_say_what_where_and_what_next(
    call: list[str], capsys: pytest.CaptureFixture[str], words: list[str], code: str, exit_code: int
) -> None:
    """A code, the place, the next step and an exit code."""
    assert run(["count", *words, *call]) == exit_code
    told = capsys.readouterr().err
    assert told.startswith(code)
    assert "next: " in told


def test_a_release_that_is_not_there_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The store says which it has."""
    assert run(["count", "removals", "--release", "nothing", "--store", str(tmp_path)]) == 4
    assert "TM-SCHEMA-103" in capsys.readouterr().err


def test_many_periods_have_a_row_each_and_definitions_are_the_columns(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Fourteen months do not fit side by side; months without a row are not there."""
    days = [f"{year}-{month:02d}-15" for year in (2012, 2013) for month in range(1, 13)][:14]
    rows = [removal(day, CONVICTED, status) for day in days for status in (None, *["9-VR Witnessed"] * 12)]
    made(tmp_path, {"removals": rows}, absent=["case_closed_date", "person_id"])
    call = [
        "count",
        "removals",
        "--release",
        RELEASE,
        "--store",
        str(tmp_path / "store"),
        "--by",
        "month",
        "--small-cells",
    ]
    out = out_of(capsys, *call, "--under", "ice.removals_by_departure", "--under", "ice.removals_records")
    lines = [line.split() for line in out.splitlines()]
    assert ["month", "ice.removals_by_departure", "ice.removals_records"] in lines
    assert ["2012-02", "12–13", "13"] in lines
    assert ["all", "168–182", "182"] in lines


def test_means_stand_in_every_format(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Twelve stays of 3 and twelve of 4 midnights: mean and median 3.5; of no stays there is no mean."""
    rows: list[Row] = []
    for place in range(24):
        begin, end = datetime(2024, 1, 1, 10), datetime(2024, 1, 4 + place % 2, 10)
        dates = {"booked_in_date_time": begin, "stay_booked_in_date_time": begin, "booked_out_date_time": end}
        rows.append({"person_id": f"p{place}", "facility_code": "A", **dates, "stay_booked_out_date_time": end})
    made(tmp_path, {"stints": rows})
    call = ["count", "length_of_stay", "--release", RELEASE, "--store", str(tmp_path / "store")]
    assert ["3.5", "3.5", "24"] in [line.split() for line in out_of(capsys, *call).splitlines()]
    assert ["no", "rows", "no", "rows", "0"] in [
        line.split() for line in out_of(capsys, *call, "--period", "2024-01-01").splitlines()
    ]
    (figure,) = json.loads(out_of(capsys, *call, "--format", "json"))["figures"]
    assert figure["mean"] == {"low": "7/2", "high": "7/2", "low_any": "7/2", "high_any": "7/2", "words": "3.5"}
    (row,) = csv.DictReader(io.StringIO(out_of(capsys, *call, "--format", "csv")))
    assert (row["mean_low"], row["median_high"], row["low"]) == ("3.5000", "3.5000", "24")
