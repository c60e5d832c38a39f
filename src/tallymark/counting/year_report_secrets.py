"""What several tables would tell together: in come the tables of a report; out come for each the years in which it is not shown.

Each table alone keeps its small counts (``suppression``). Tables of the same people share totals: those of a year and those of its
criminality. Where all shared totals are shown in each, one table adds nothing to what another one hides. So a table that hides a
shared total is left out in that year, and so is one that would show a total which the table of totals or that of convictions hides.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from itertools import product

from tallymark.counting.counted import ALL, CountedTable
from tallymark.counting.year_report_list import YEAR
from tallymark.model.period import Period

By = tuple[str, ...]
TOTALS: By = ()
SHARED = "criminality"
CONVICTIONS: By = (YEAR, SHARED)


def secret_years(
    tables: Mapping[By, CountedTable], years: Collection[int], definition: str, year: int
) -> dict[By, frozenset[int]]:
    """For each table but that of totals the years in which it is not shown; ``year`` is that of the tables of one year."""
    return {
        by: frozenset(one for one in ((year,) if YEAR not in by else years) if _is_secret(tables, by, one, definition))
        for by in tables
        if by != TOTALS
    }


def _is_secret(tables: Mapping[By, CountedTable], by: By, year: int, definition: str) -> bool:
    compared = [tables[TOTALS], tables[by]]
    if SHARED in by and by != CONVICTIONS and CONVICTIONS in tables:
        compared.append(tables[CONVICTIONS])
    return any(_hides(table, year, definition, divided=by != CONVICTIONS) for table in compared)


def _hides(table: CountedTable, year: int, definition: str, *, divided: bool) -> bool:
    """Whether a table hides the total of a year, or (``divided``) one of those of its criminality."""
    return any(table.count(definition, **group) is None for group in _shared_groups(table, year, divided=divided))


def _shared_groups(table: CountedTable, year: int, *, divided: bool) -> Iterator[dict[str, str]]:
    """The groups of a table that others have too."""
    by = table.request.by
    axes = [
        (Period.fiscal_year(year).label,)
        if name == YEAR
        else (*table.values[name], ALL)
        if name == SHARED and divided
        else (ALL,)
        for name in by
    ]
    for group in product(*axes):
        yield dict(zip(by, group, strict=True))
