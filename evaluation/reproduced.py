"""Numbers of others counted again: in come the real files; out comes for each number what was expected, what was counted, and why they differ.

The numbers with their sources stand in ``reproduced.csv``. Where one differs, the difference is explained there and held within
the slack written beside it, so that a change in the counting shows.
"""

from __future__ import annotations

import csv
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import openpyxl

from evaluation.result import Result
from tallymark.counting.count import count
from tallymark.counting.counted import CountedTable
from tallymark.counting.programmes import programme
from tallymark.counting.programmes_records import tell
from tallymark.counting.request import Request
from tallymark.model.figure import Figure
from tallymark.model.period import Period
from tallymark.model.references import Query
from tallymark.register.register import Register, load
from tallymark.releases.ingest import ingest
from tallymark.schema.store import Store

LISTED = Path(__file__).with_name("reproduced.csv")
FILES = {
    "headcounts": "uwchr-ice-detain/inc_headcount_fy12-24ytd.csv.gz",
    "sc": "secure-communities-activation/activation_dates.csv",
    "detainers": "eads-pa-detainers/pa_detainers.csv",
    "border-deaths": "border-deaths-pcome/deaths_by_month_cause_corridor.csv",
}
LISTS = {
    "2025-01-04": "ParticipatingEntities-20250104041613.xlsx",
    "2025-02-19": "ParticipatingEntities-20250219163339.xlsx",
    "2025-02-21": "participatingAgencies-20250221214937.xlsx",
    "2025-03-18": "participatingAgencies-20250318231034.xlsx",
    "2025-04-11": "participatingAgencies-20250411231031.xlsx",
}
AGREEMENTS = "287g-relevantresearch"
OHSS = "ohss-monthly-tables/2024_1206_ohss_immigration-enforcement-and-legal-processes-tables-august-2024.xlsx"
OHSS_SHEET = "ICE ERO R&R by Citizenship"
# A year of rounded months is off by at most half a ten for each of them and for the year.
ROUNDING = 65
Counted = int | Fraction | tuple[int, int]


@dataclass(frozen=True, slots=True)
class Number:
    """A number of others: ``slack`` is how far the count may lie from it, in units or percent, empty for not at all."""

    group: str
    id: str
    what: str
    expected: str
    slack: str
    source: str
    explanation: str


@dataclass(frozen=True, slots=True)
class Reproduced:
    """A number with what was counted: one value, or bounds between which the number must lie."""

    number: Number
    counted: Counted

    @property
    def equal(self) -> bool:
        """Whether the count is the number, to the decimals that are printed."""
        expected = Decimal(self.number.expected)
        return isinstance(self.counted, int | Fraction) and self.shown == f"{expected:,}"

    @property
    def holds(self) -> bool:
        """Whether it is equal, or differs by no more than is explained."""
        expected = Fraction(self.number.expected)
        if isinstance(self.counted, tuple):
            return self.counted[0] <= expected <= self.counted[1]
        if self.equal or not self.number.slack:
            return self.equal
        slack = Fraction(self.number.slack.rstrip("%"))
        most = expected * slack / 100 if self.number.slack.endswith("%") else slack
        return bool(self.number.explanation) and abs(self.counted - expected) <= most

    @property
    def shown(self) -> str:
        """What was counted, with as many decimals as the number has."""
        if isinstance(self.counted, tuple):
            return f"{self.counted[0]:,} to {self.counted[1]:,}"
        value = Decimal(self.counted.numerator) / Decimal(self.counted.denominator)
        return f"{value.quantize(Decimal(self.number.expected)):,}"


def numbers() -> tuple[Number, ...]:
    """The numbers in their order."""
    with LISTED.open(encoding="utf-8", newline="") as handle:
        return tuple(Number(**row) for row in csv.DictReader(handle))


def reproduce(shared: Path, folder: Path) -> tuple[Reproduced, ...]:
    """Every number with its count, by ingesting the files into a store below ``folder``."""
    data = shared / "data"
    store = Store(folder / "store")
    for release, name in FILES.items():
        ingest([data / name], release, store)
    for day, name in LISTS.items():
        ingest([data / AGREEMENTS / name], f"list-{day}", store)
    register = load()
    found: dict[tuple[str, str], Counted] = {}
    for group, counted in {
        "register": _register(register),
        "headcounts": _headcounts(store),
        "sc": _counties(store, register),
        "287g": _agreements(store, register, data / AGREEMENTS),
        "detainers": _detainers(store, data / FILES["detainers"]),
        "border_deaths": _deaths(store, register),
        "ohss": _ohss(data / OHSS),
    }.items():
        found |= {(group, name): value for name, value in counted.items()}
    return tuple(Reproduced(number, found[number.group, number.id]) for number in numbers())


def run(shared: Path, out: Path) -> list[Result]:
    """One line a group: how many numbers are equal and how many differ as explained."""
    with tempfile.TemporaryDirectory(dir=out) as name:
        found = reproduce(shared, Path(name))
    results = []
    for group in dict.fromkeys(one.number.group for one in found):
        ours = [one for one in found if one.number.group == group]
        wrong = [f"{one.number.id}: {one.shown} instead of {one.number.expected}" for one in ours if not one.holds]
        n_equal = sum(one.equal for one in ours)
        detail = "; ".join(wrong) or f"{n_equal} equal, {len(ours) - n_equal} differ as explained"
        results.append(
            Result(f"reproduced: {group}", f"{len(ours) - len(wrong)} of {len(ours)}", "all", not wrong, detail)
        )
    return results


def _register(register: Register) -> dict[str, Counted]:
    known = {figure.id: figure for name in ("removals", "arrests") for figure in register.lookup(Query(name))}

    def value(name: str) -> Fraction:
        return Fraction(known[name].value.low or 0)

    def percent(part: str, whole: str) -> Fraction:
        return 100 * value(part) / value(whole)

    y13, y14 = "ice.removal-statistics-2013#", "ice.removal-statistics-2014#"
    return {
        "share.fy2011": percent(
            "ice.removal-statistics-2011#removals.convicted", "ice.removal-statistics-2011#removals"
        ),
        "share.fy2010": percent("ice.morton-testimony-2011-10-12#convicted", "ice.removals-fy2003-2016#2010"),
        "share.fy2013": percent(f"{y13}convicted", f"{y13}removals"),
        "share.fy2014": percent(f"{y14}convicted", f"{y14}removals"),
        "share.priority.fy2014": percent("ice.removal-statistics-2014.jornal#priority", f"{y14}removals"),
        "sum.fy2013": value(f"{y13}interior") + value(f"{y13}border"),
        "sum.convicted.fy2013": value(f"{y13}interior.convicted") + value(f"{y13}border.convicted"),
        "sum.fy2014": value(f"{y14}interior") + value(f"{y14}border"),
        "sum.convicted.fy2014": value(f"{y14}interior.convicted") + value(f"{y14}border.convicted"),
        "rest.fy2014": value(f"{y14}removals") - value(f"{y14}convicted"),
        "rest.arrests.fy2022": value("ice.report-2022.fox#arrests.2022") - value("ice.report-2022#arrests.history"),
    }


def _headcounts(store: Store) -> dict[str, Counted]:
    day = count(store, "headcounts", Request("headcounts", period=Period.parse("2019-08-15")))
    table = count(store, "headcounts", Request("average_headcounts", ("fiscal_year",)))
    found: dict[str, Counted] = {"day": _exact(day)}
    for year in table.values["fiscal_year"]:
        mean = table.mean(fiscal_year=year)
        if mean is not None:
            found[f"mean.{year.lower()}"] = mean.low
    return found


def _counties(store: Store, register: Register) -> dict[str, Counted]:
    (months,) = tell(programme("secure_communities"), store, "sc", register).counts
    sums = {group.label: group.running.low for group in months.groups if group.running is not None}
    beside = {"2010-09.ice": "2010-09", "2011-09.warren": "2011-09", "2013-01.kubrin": "2013-01"}
    return {**sums, **{name: sums[month] for name, month in beside.items()}}


def _agreements(store: Store, register: Register, folder: Path) -> dict[str, Counted]:
    found: dict[str, Counted] = {}
    n_same = 0
    for day, name in LISTS.items():
        told = tell(programme("287g"), store, f"list-{day}", register)
        models = told.counts[0].table
        found[f"{day}.all"] = _exact(models)
        for model in ("jail", "warrant_service", "task_force"):
            found[f"{day}.{model}"] = _exact(models, model_287g=model)
        n_same += told.n_distinct == _agencies(folder / name)
    return {**found, "2025-01-31": found["2025-01-04.all"], "agencies": n_same}


def _agencies(path: Path) -> int:
    """Agencies of a list as openpyxl reads them: pairs of state and agency."""
    with closing(openpyxl.load_workbook(path, read_only=True)) as book:
        head, *rows = book.worksheets[0].iter_rows(values_only=True)
    places = [head.index("STATE"), head.index("LAW ENFORCEMENT AGENCY")]
    return len({tuple(str(row[place]).strip() for place in places) for row in rows if any(row)})


def _detainers(store: Store, path: Path) -> dict[str, Counted]:
    """By year and reason; small groups are compared and not printed."""
    table = count(store, "detainers", Request("detainers", ("calendar_year", "lift_reason")), small_cells=True)
    with path.open(encoding="utf-8", newline="") as handle:
        rows = Counter((f"CY{row['date'][:4]}", row["lift_reason"]) for row in csv.DictReader(handle))
    names = {value: table.label("lift_reason", value) for value in table.values["lift_reason"]}
    cells = {(year, value) for year in table.values["calendar_year"] for value in names}
    same = [_own(table, year, value) == rows[year, "" if value == "unknown" else names[value]] for year, value in cells]
    found: dict[str, Counted] = {"rows": _exact(table), "cells": Fraction(100 * sum(same), len(same))}
    found |= {f"year.{year[2:]}": _exact(table, calendar_year=year) for year in table.values["calendar_year"]}
    return found | {f"reason.{value}": _own(table, None, value) for value in names}


def _own(table: CountedTable, year: str | None, reason: str) -> int:
    """The rows that print this reason, without those that have none and could be of it."""
    group = {"lift_reason": reason} | ({} if year is None else {"calendar_year": year})
    counted = table.count(**group)
    return -1 if counted is None else counted.low


def _deaths(store: Store, register: Register) -> dict[str, Counted]:
    (years,) = tell(programme("border_deaths"), store, "border-deaths", register).counts
    by_year = {group.label: group.count.low for group in years.groups if group.depth == 0 and group.count is not None}
    file = {
        figure.key.period.label: figure.value.low
        for figure in register.lookup(Query("border_deaths"))
        if _is_file(figure)
    }
    same = {year: file.get(year) == n for year, n in by_year.items()}
    found: dict[str, Counted] = {
        "fiscal": sum(same[f"FY{year}"] for year in range(2002, 2020)),
        "calendar": sum(same[f"CY{year}"] for year in range(2001, 2020)),
        "fiscal.2010.usbp": by_year["FY2010"],
    }
    found |= {f"calendar.{year}": by_year[f"CY{year}"] for year in (2005, 2006, 2007, 2010)}
    return found | {f"fiscal.{year}.star": by_year[f"FY{year}"] for year in (2005, 2007, 2009, 2010)}


def _is_file(figure: Figure) -> bool:
    return figure.id.startswith("pima-ome.deceased-migrants#")


def _ohss(path: Path) -> dict[str, Counted]:
    """Totals of the fiscal years and what their months add up to."""
    years = dict(_ohss_years(path))
    totals = {year: total for year, (total, _) in years.items()}
    found: dict[str, Counted] = {f"fy{year}": totals[year] for year in range(2019, 2024)}
    for year in (2021, 2022):
        months = years[year][1]
        found[f"running.fy{year}"] = sum(months[:-1]), totals[year]
    months = years[2024][1]
    found["running.fy2024"] = sum(months), sum(months) + max(months)
    agree = [abs(sum(months) - total) <= ROUNDING for year, (total, months) in years.items() if year < 2024]
    return {**found, "months": sum(agree)}


def _ohss_years(path: Path) -> Iterator[tuple[int, tuple[int, list[int]]]]:
    """Each fiscal year with its total and its months in order."""
    with closing(openpyxl.load_workbook(path, read_only=True, data_only=True)) as book:
        listed = [row[:3] for row in book[OHSS_SHEET].iter_rows(min_row=4, values_only=True)]
    rows: list[Any] = [row for row in listed if isinstance(row[2], int)]
    starts = [place for place, row in enumerate(rows) if row[0] is not None]
    for start, end in pairwise([*starts, len(rows)]):
        year, _, total = rows[start]
        yield int(str(year)[:4]), (total, [n for _, _, n in rows[start + 1 : end]])


def _exact(table: CountedTable, **group: str) -> int:
    """A count that the records decide; -1 shows that they do not."""
    counted = table.count(**group)
    return counted.low if counted is not None and counted.exact else -1


def by_group(found: tuple[Reproduced, ...]) -> Mapping[str, list[Reproduced]]:
    """The numbers of each group."""
    groups: dict[str, list[Reproduced]] = {}
    for one in found:
        groups.setdefault(one.number.group, []).append(one)
    return groups
