"""Removals of the Seattle area FY2012 to FY2019 (UW v. DHS), ingested and counted, against counts by Python over the published files."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date, datetime
from pathlib import Path

import pytest

from tallymark.counting.count import count
from tallymark.counting.counted import ALL, CountedTable
from tallymark.counting.request import Request
from tallymark.model.period import fiscal_year_of
from tallymark.releases.ingest import ingest
from tallymark.schema.store import Store

RELEASE = "uw-v-dhs-2019"
FILES = ("SeattleAOROtherRemovals.csv", "SeattleAORExpeditedRemovals.csv")
BANNER_ROWS = 7
RETURNS = ("[9] ", "[1A]", "[1B]", "[2V]", "[8V]")
BY_ROW = "ice.removals_records"


@pytest.fixture(scope="module")
def rows(shared: Path) -> list[tuple[date, str, str, str]]:
    """Departure, citizenship, most serious conviction and category of every row."""
    found = []
    for name in FILES:
        with (shared / "data/uwchr-ice-air" / name).open(encoding="utf-8-sig", newline="") as handle:
            lines = list(csv.reader(handle))
        header = [cell.strip().lower() for cell in lines[BANNER_ROWS - 1]]
        citizenship = next(place for place, cell in enumerate(header) if "citizenship" in cell)
        for row in lines[BANNER_ROWS:]:
            found.append((datetime.strptime(row[0], "%m/%d/%Y").date(), row[citizenship], row[5], row[6]))
    return found


@pytest.fixture(scope="module")
def store(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Store:
    """The two files, read in."""
    store = Store(tmp_path_factory.mktemp("seattle") / "store")
    ingest([shared / "data/uwchr-ice-air" / name for name in FILES], RELEASE, store)
    return store


def ask(store: Store, *by: str, under: tuple[str, ...] = (BY_ROW,)) -> CountedTable:
    """The removals by breakdowns, small counts too."""
    return count(store, RELEASE, Request("removals", by, under=under), small_cells=True)


def test_years_by_conviction_equal_an_independent_count(store: Store, rows: list[tuple[date, str, str, str]]) -> None:
    """Each year with and without a named conviction."""
    expected = Counter((f"FY{fiscal_year_of(day)}", "convicted" if charge else "none") for day, _, charge, _ in rows)
    found = ask(store, "fiscal_year", "criminality")
    counted = {
        (group["fiscal_year"], group["criminality"]): number.low
        for group in found.groups()
        if ALL not in group.values() and (number := found.count(**group)) is not None and number.exact
    }
    assert counted == dict(expected)


def test_months_and_citizenship_equal_an_independent_count(
    store: Store, rows: list[tuple[date, str, str, str]]
) -> None:
    """The months of all, and the citizens of each country by its printed name."""
    months = Counter(day.strftime("%Y-%m") for day, *_ in rows)
    by_month = ask(store, "month")
    assert {value: _exact(by_month, month=value) for value in by_month.values["month"]} == dict(months)
    countries = Counter(country for _, country, _, _ in rows if country)
    by_country = ask(store, "citizenship")
    assert by_country.values["citizenship"][0] == countries.most_common(1)[0][0].lower()
    low = {
        value: number.low
        for value in by_country.values["citizenship"]
        if (number := by_country.count(citizenship=value))
    }
    assert sum(low.values()) == len(rows)
    assert low["mexico"] == countries["MEXICO"]


def test_returns_and_pending_kinds_make_the_interval(store: Store, rows: list[tuple[date, str, str, str]]) -> None:
    """Under an order: low without returns and open kinds of proceedings, high without returns."""
    n_returns = sum(category.startswith(RETURNS) for *_, category in rows)
    found = ask(store, under=("ice.removals.2003",)).count()
    assert found is not None
    assert found.high == len(rows) - n_returns
    assert found.low < found.high


def _exact(found: CountedTable, **group: str) -> int:
    number = found.count(**group)
    assert number is not None
    assert number.exact
    return number.low
