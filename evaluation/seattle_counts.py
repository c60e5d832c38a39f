"""The Seattle removals FY2012 to FY2019: in come the published files; out comes whether Tallymark counts them as plain code does.

Compared cell by cell, small ones too, which are printed nowhere: fiscal year, year by criminality, by offence and by path under the
definition of every row, and the bounds by year of two definitions that the files do not decide for every row.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from evaluation.result import Result
from evaluation.seattle_hand import FILES, REMOVALS, RETURNS, by, certain_and_possible
from tallymark.counting.count import counts
from tallymark.counting.counted import ALL, Count, CountedTable
from tallymark.counting.request import Request
from tallymark.releases.ingest import ingest
from tallymark.schema.store import Store

FOLDER = "data/uwchr-ice-air"
RELEASE = "uw-v-dhs-2019"
ROWS = "ice.removals_records"
BY_DEPARTURE = "ice.removals_by_departure"
ORDERED = "ohss.removals"
PATH = "exit.category.path"
REQUESTS = {
    "fiscal year": Request("removals", ("fiscal_year",), under=(ROWS, BY_DEPARTURE, ORDERED)),
    "criminality": Request("removals", ("fiscal_year", "criminality"), under=(ROWS,)),
    "offence": Request("removals", ("fiscal_year", "offence"), under=(ROWS,)),
    "category": Request("removals", ("fiscal_year", PATH), under=(ROWS,)),
}


@dataclass(frozen=True, slots=True)
class Compared:
    """How many cells and totals of a table are equal to the count by hand."""

    name: str
    n_equal: int
    n_compared: int


def seattle(shared: Path, folder: Path, *, small_cells: bool) -> dict[str, CountedTable]:
    """The tables, from a store below ``folder``."""
    store = Store(folder / "store")
    ingest([shared / FOLDER / name for name in FILES], RELEASE, store)
    return dict(zip(REQUESTS, counts(store, RELEASE, [*REQUESTS.values()], small_cells=small_cells), strict=True))


def compare(shared: Path, tables: dict[str, CountedTable]) -> tuple[Compared, ...]:
    """Every table beside the count by hand."""
    files = shared / FOLDER
    named = {
        "criminality": ("convicted", {"True": "convicted", "False": "none"}),
        "offence": ("offence", {}),
        "category": ("path", {}),
    }
    found = [
        _cells(name, tables[name], by(files, "fiscal_year", field), words) for name, (field, words) in named.items()
    ]
    years = by(files, "fiscal_year")
    found.append(_cells("fiscal year", tables["fiscal year"], years, {}))
    for definition, certain in ((BY_DEPARTURE, REMOVALS | RETURNS), (ORDERED, set(REMOVALS))):
        sure, maybe = certain_and_possible(files, certain)
        own = {year: tables["fiscal year"].count(definition, fiscal_year=year) for (year,) in years}
        equal = [one == Count(sure[y], sure[y] + maybe[y], sure[y], sure[y] + maybe[y]) for y, one in own.items()]
        found.append(Compared(definition, sum(equal), len(equal)))
    return tuple(found)


def _cells(name: str, table: CountedTable, counted: Counter[tuple[str, ...]], words: dict[str, str]) -> Compared:
    """Cells and totals of one table; a value that only one side has is compared with 0."""
    by_hand: Counter[tuple[str, ...]] = Counter()
    for group, n in counted.items():
        for key in product(*((words.get(value, value), ALL) for value in group)):
            by_hand[key] += n
    keys = {*by_hand, *(tuple(group.values()) for group in table.groups())}
    equal = 0
    for key in keys:
        n = by_hand[key]
        equal += table.count(ROWS, **dict(zip(table.request.by, key, strict=True))) == Count(n, n, n, n)
    return Compared(name, equal, len(keys))


def run(shared: Path, out: Path) -> list[Result]:
    """One line a table."""
    with tempfile.TemporaryDirectory(dir=out) as name:
        found = compare(shared, seattle(shared, Path(name), small_cells=True))
    return [
        Result(
            f"seattle removals: {one.name}", f"{one.n_equal} of {one.n_compared}", "all", one.n_equal == one.n_compared
        )
        for one in found
    ]
