"""What several tables would tell together: in come the tables of a report; out come the years of which only totals may be shown.

Each table alone keeps its small counts (``suppression``). Two tables of the same people share totals: those of a year and those of its
criminality. Where such a total is hidden in one of them, the other could give it away; so of that year only totals are shown.
Where all shared totals are shown, a table adds nothing to what another one hides.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from itertools import product

from tallymark.counting.counted import ALL, CountedTable
from tallymark.counting.year_report_list import YEAR
from tallymark.model.period import Period


def secret_years(
    tables: Mapping[tuple[str, ...], CountedTable], years: Collection[int], definition: str, year: int
) -> frozenset[int]:
    """The years with a hidden total that several tables share; ``year`` is that of the tables without a breakdown by year."""
    names = [name for table in tables.values() for name in table.request.by if name != YEAR]
    shared = {name for name in names if names.count(name) > 1}
    found = {year for table in tables.values() if YEAR not in table.request.by and table.count(definition) is None}
    for table in tables.values():
        if YEAR in table.request.by:
            found |= {one for one in years if _hides(table, one, shared, definition)}
    return frozenset(found)


def _hides(table: CountedTable, year: int, shared: Collection[str], definition: str) -> bool:
    """Whether a total over all that is not shared is hidden."""
    axes = [(*table.values[name], ALL) if name in shared else (ALL,) for name in table.request.by if name != YEAR]
    others = [name for name in table.request.by if name != YEAR]
    label = Period.fiscal_year(year).label
    return any(
        table.count(definition, **{YEAR: label}, **dict(zip(others, group, strict=True))) is None
        for group in product(*axes)
    )
