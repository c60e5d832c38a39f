"""Fields that are all but empty in a year: in come the rows of a table; out come the years in which a field says far less than around them.

An empty field may mean "no conviction" or that nobody filled it in; a year in which a field is suddenly empty is not compared with others.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from fractions import Fraction
from statistics import median_low

from tallymark.engine.connect import connect
from tallymark.schema.store import ReleasePaths
from tallymark.schema.tables import table as table_named

VIEW = "looked_at"
N_NEIGHBOURS = 2
HALF = Fraction(1, 2)
Filled = Mapping[int, Fraction]


def filled_by_year(paths: ReleasePaths, table: str, fields: Collection[str]) -> dict[str, Filled]:
    """For each field the share of the rows of each fiscal year, by the key date of the table, that have a value."""
    key_date, files, names = table_named(table).key_date, paths.parts(paths.table(table)), sorted(fields)
    if not key_date or not files or not names:
        return {}
    year = f"EXTRACT(year FROM {key_date}) + CASE WHEN EXTRACT(month FROM {key_date}) >= 10 THEN 1 ELSE 0 END"
    filled = ", ".join(f"count({name}) AS {name}" for name in names)
    # The names are those of canonical fields; no value stands in the text.
    sql = f"SELECT {year} AS fiscal_year, count(*) AS n_rows, {filled} FROM {VIEW} WHERE {key_date} IS NOT NULL GROUP BY {year}"  # noqa: S608
    with connect(folders=[paths.folder]) as engine:
        engine.view(VIEW, files)
        rows = engine.query(sql).to_pylist()
    rows.sort(key=lambda row: row["fiscal_year"])
    return {name: {row["fiscal_year"]: Fraction(row[name], row["n_rows"]) for row in rows} for name in names}


def thin_fields(filled: Mapping[str, Filled], year: int) -> Iterator[str]:
    """In words, the fields that are filled in less than half as many rows as in the years around."""
    for name, shares in filled.items():
        around = [shares[other] for other in _neighbours(shares, year)]
        if around and year in shares and shares[year] < median_low(around) * HALF:
            spread = " to ".join(dict.fromkeys((_percent(min(around)), _percent(max(around)))))
            yield f"{name} is filled in {_percent(shares[year])} of the rows, in the years around in {spread}"


def _neighbours(shares: Filled, year: int) -> tuple[int, ...]:
    """The two years before and the two after that have rows."""
    before = [other for other in shares if other < year][-N_NEIGHBOURS:]
    return (*before, *[other for other in shares if other > year][:N_NEIGHBOURS])


def _percent(share: Fraction) -> str:
    return f"{float(100 * share):.0f} %"
