"""A made-up release of removals that is whole for its catalogue entry, for tests of counts as evidence."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from tallymark.model.population import Population
from tallymark.releases.catalogue import KnownRelease, KnownTable, Scope, Window
from tallymark.schema.store import Store
from tests.records.small import Row, store_with

RELEASE = "made-up"
REMOVED, RETURNED = "8-Excluded/Removed - Inadmissibility", "3-Voluntary Departure Confirmed"
CONVICTED, NONE = "1 Convicted Criminal", "3 Other Immigration Violator"


def rows(n_late: int = 24) -> list[Row]:
    """FY2014 and FY2015, 60 departures in each month: 40 removals and 20 returns; 30 convicted; 25 citizens of Honduras.

    ``n_late`` of the removals of September 2014 were closed on 20 October 2014 only, so that the October lock puts them into FY2015.
    """
    months = [(2013 + (number + 9) // 12, (number + 9) % 12 + 1) for number in range(24)]
    return [_row(year, month, number, n_late) for year, month in months for number in range(60)]


def _row(year: int, month: int, number: int, n_late: int) -> Row:
    day = dt.date(year, month, 1 + number % 28)
    late = (year, month) == (2014, 9) and number < n_late
    removed = number < 40
    return {
        "departed_date": day,
        "case_closed_date": dt.date(2014, 10, 20) if late else day,
        "case_status": REMOVED if removed else RETURNED,
        "case_category": "[16] Reinstated Final Order" if removed else "[1A] Voluntary Departure",
        "case_criminality": CONVICTED if number % 2 else NONE,
        "citizenship_country": "HONDURAS" if number % 12 < 5 else "MEXICO",
    }


def made_up(root: Path, n_late: int = 24) -> Store:
    """The store with the release."""
    return store_with(root, {"removals": rows(n_late)}, release=RELEASE)


def catalogued(*, people: str = "", n_rows: int = 1440) -> KnownRelease:
    """What the catalogue would say of it: ICE's removals of the whole country, unless other people are given."""
    days = Window(dt.date(2013, 10, 1), dt.date(2015, 12, 31))
    return KnownRelease(
        RELEASE, "", "Made up", "ICE", "nobody", "", "none", "", "", "", "", "",
        tables=(KnownTable("removals", days, n_rows, None, ""),),
        scopes=(Scope("", "ICE", Population.parse(people), "a part of the country" if people else "the whole country"),),
    )  # fmt: skip
