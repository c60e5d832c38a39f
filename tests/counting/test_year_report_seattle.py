"""The year-end report on the removals of the Seattle area, against counts by Python over the published files."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import datetime
from pathlib import Path

import pytest

from tallymark.counting.year_report import Wish, year_report
from tallymark.counting.year_report_lines import YearReport
from tallymark.model.period import fiscal_year_of
from tallymark.register.register import load
from tallymark.releases.ingest import ingest
from tallymark.schema.store import Store
from tests.counting.made import exact

RELEASE, UNDER = "uw-v-dhs-2019", "ice.removals_records"
FILES = ("SeattleAOROtherRemovals.csv", "SeattleAORExpeditedRemovals.csv")
BANNER_ROWS = 7


@pytest.fixture(scope="module")
def rows(shared: Path) -> list[tuple[int, str]]:
    """Fiscal year of the departure and most serious conviction of every row."""
    found = []
    for name in FILES:
        with (shared / "data/uwchr-ice-air" / name).open(encoding="utf-8-sig", newline="") as handle:
            for row in list(csv.reader(handle))[BANNER_ROWS:]:
                found.append((fiscal_year_of(datetime.strptime(row[0], "%m/%d/%Y").date()), row[5].strip()))
    return found


@pytest.fixture(scope="module")
def report(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> YearReport:
    """FY2016, row by row."""
    store = Store(tmp_path_factory.mktemp("seattle"))
    ingest([shared / "data/uwchr-ice-air" / name for name in FILES], RELEASE, store)
    return year_report(store, RELEASE, Wish(2016, under=UNDER, base=2013, small_cells=True), load())


def test_totals_and_convictions_are_those_of_the_files(report: YearReport, rows: list[tuple[int, str]]) -> None:
    """Every year: its rows, and those with a conviction named."""
    total = Counter(year for year, _ in rows)
    convicted = Counter(year for year, conviction in rows if conviction)
    assert {one.coverage.year: one.count for one in report.years} == {year: exact(n) for year, n in total.items()}
    assert {one.coverage.year: one.convicted for one in report.years} == {
        year: exact(n) for year, n in convicted.items()
    }


def test_the_years_at_both_ends_are_never_compared(report: YearReport, rows: list[tuple[int, str]]) -> None:
    """FY2012 begins in January and names hardly a conviction, FY2019 ends in July: the rank is among the six years between."""
    assert [one.state for one in report.coverage] == ["part", *["full"] * 6, "part"]
    assert report.coverage[0].thin[0].startswith("msc_charge is filled in at most 1 % of the rows of FY2012")
    assert not report.years[0].is_told
    total = Counter(year for year, _ in rows)
    between = range(2013, 2019)
    place = 1 + sum(total[year] > total[2016] for year in between)
    ranked = report.ranks[0]
    assert ranked.n_years == 6
    assert ranked.rank_of_all is not None
    assert ranked.rank_of_all.low == ranked.rank_of_all.high == place
    assert ranked.above == tuple(year for year in between if total[year] > total[2016])
