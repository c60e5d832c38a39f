"""A small release for year-end reports: in comes nothing; out comes a store whose every number is told here.

Each month of FY2011 has 3 removals, of FY2012 4, of FY2013 2, and of FY2014 there are three months with 5. They lie on the first and
the last day of the month, so that the first three years are covered to their ends.

| in each month | FY2011 | FY2012 | FY2013 | FY2014 |
|---|---|---|---|---|
| convicted, driving under the influence | 1 | 1 | 1 | 5 |
| convicted, illegal entry | 0 | 1 | 0 | 0 |
| convicted, homicide | 0 | 0 | 1 | 0 |
| charges pending, an order put in force again | 1 | 1 | 0 | 0 |
| neither, a fugitive | 0 | 1 | 0 | 0 |
| neither, criminality not told | 1 | 0 | 0 | 0 |
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Sequence
from pathlib import Path

from tallymark.schema.store import Store
from tests.counting.made import CONVICTED, NEITHER, PENDING, made, removal
from tests.records.small import Row

DUI, ENTRY, HOMICIDE = "5404", "0301", "0999"
ORDINARY, REINSTATED, FUGITIVE = "[3] Deportable", "[16] Reinstated Final Order", "[5B] Removable - ICE Fugitive"
ABSENT = ("person_id", "case_closed_date", "prior_deport_yes_no", "arresting_agency", "entry_date", "apprehension_date")
Kind = tuple[str | None, str | None, str]
MONTHLY: dict[int, tuple[Kind, ...]] = {
    2011: ((CONVICTED, DUI, ORDINARY), (PENDING, None, REINSTATED), (None, None, ORDINARY)),
    2012: (
        (CONVICTED, DUI, ORDINARY), (CONVICTED, ENTRY, ORDINARY), (PENDING, None, REINSTATED), (NEITHER, None, FUGITIVE),
    ),
    2013: ((CONVICTED, DUI, ORDINARY), (CONVICTED, HOMICIDE, ORDINARY)),
    2014: ((CONVICTED, DUI, ORDINARY),) * 5,
}  # fmt: skip
MONTHS_OF_2014 = 3


def rows() -> Iterator[Row]:
    """Every removal."""
    for year, kinds in MONTHLY.items():
        for month in _months(year):
            for place, (criminality, code, category) in enumerate(kinds):
                last = calendar.monthrange(*month)[1]
                day = f"{month[0]}-{month[1]:02d}-{last if place else 1:02d}"
                yield removal(
                    day, criminality, msc_charge_code=code, case_category=category, citizenship_country="MEXICO"
                )


def _months(year: int) -> Sequence[tuple[int, int]]:
    """The months of a fiscal year; of the last year the first ones only."""
    whole = [(year - 1, month) for month in (10, 11, 12)] + [(year, month) for month in range(1, 10)]
    return whole[:MONTHS_OF_2014] if year == 2014 else whole


def year_store(folder: Path, *, absent: Sequence[str] = ABSENT) -> Store:
    """The release; fields in ``absent`` have no column in it."""
    return made(folder, {"removals": [*rows()]}, absent=absent)
