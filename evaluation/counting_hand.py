"""Removals counted by hand in polars: in come the stored rows of a release; out come bounds of every group, from the words of each definition.

Nothing of the rooms ``rules``, ``records`` and ``counting`` is used.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import product
from pathlib import Path
from typing import Any

import polars as pl

Key = tuple[str, ...]
Bounds = dict[Key, tuple[int, int]]
ALL, UNKNOWN = "all", "unknown"
COLUMNS = (
    "row", "person_id", "departed_date", "case_closed_date", "case_status", "case_category", "case_criminality",
    "msc_charge_code", "msc_charge", "case_threat_level", "gender",
)  # fmt: skip
ORDERS = ("[16]", "[8C]", "[3] ", "[8F]", "[11]", "[12]", "[13]", "[10]", "[14]", "[15]", "[5B]", "[5F]", "[8E]", "[8G]", "[8H]", "[8I]")  # fmt: skip
WITHOUT_ORDER = ("[9] ", "[1A]", "[1B]", "[2V]", "[8V]")
DAY = pl.col("departed_date")
CLOSED = pl.col("case_closed_date")
LEFT = DAY.is_not_null()


def stored(folder: Path, table: str = "removals") -> pl.DataFrame:
    """The columns that the definitions below read."""
    return pl.read_parquet(folder / "tables" / table / "*.parquet", columns=list(COLUMNS))


def fiscal_year(day: pl.Expr) -> pl.Expr:
    """``FY2013`` from October 2012."""
    return pl.format("FY{}", day.dt.year() + (day.dt.month() >= 10).cast(pl.Int32))


def _ended(statuses: Sequence[str], categories: Sequence[str], others: Sequence[str]) -> pl.Expr:
    """Whether a case ended so: by the status, an open case by the first signs of its category, null where neither tells."""
    status, sign = pl.col("case_status"), pl.col("case_category").str.slice(0, 4)
    by_category = pl.when(sign.is_in(categories)).then(True).when(sign.is_in(others)).then(False)
    return (
        pl.when(status.is_null()).then(None).when(status == "ACTIVE").then(by_category).otherwise(
            status.str.slice(0, 2).is_in(statuses)
        )
    )  # fmt: skip


REMOVED = LEFT & _ended(("6-", "8-"), ORDERS, WITHOUT_ORDER)
RETURNED = LEFT & _ended(("0-", "3-", "9-"), WITHOUT_ORDER, ORDERS)
LOCKED = (
    pl.when(CLOSED.is_null() | DAY.is_null()).then(None)
    .when(CLOSED > pl.date(DAY.dt.year() + (DAY.dt.month() >= 10).cast(pl.Int32), 10, 5))
    .then(pl.format("FY{}", CLOSED.dt.year() + ((CLOSED.dt.month().cast(pl.Int32) * 100 + CLOSED.dt.day()) > 1005).cast(pl.Int32)))
    .otherwise(fiscal_year(DAY))
)  # fmt: skip
CRIMINALITY = pl.col("case_criminality").replace_strict(
    {
        "1 Convicted Criminal": "convicted",
        "2 Pending Criminal Charges": "pending",
        "3 Other Immigration Violator": "none",
    }
)
CODE = pl.col("msc_charge_code")
OFFENCE = (
    pl.when(CRIMINALITY.is_null()).then(None).when(CRIMINALITY != "convicted").then(pl.lit("no_conviction"))
    .when(CODE.is_null()).then(None).when(CODE.is_in(("5403", "5404"))).then(pl.lit("dui"))
    .otherwise(CODE.str.slice(0, 2).replace_strict(
        {"09": "homicide", "11": "sexual", "36": "sexual", "35": "drugs", "03": "immigration", "54": "traffic"},
        default="other",
    ))
)  # fmt: skip
LEVEL = pl.col("case_threat_level").cast(pl.String).fill_null("blank")
DEFINITIONS: Mapping[str, pl.Expr] = {
    "ice.removals_records": LEFT,
    "gao.removals": LEFT,
    "ice.removals_by_departure": REMOVED | RETURNED,
    "ice.removals.2007": REMOVED | RETURNED,
    "trac.removals": REMOVED | RETURNED,
    "ohss.ero_removals": REMOVED | RETURNED,
    "ohss.removals": REMOVED,
    "dhs.removals": REMOVED,
    "ice.removals.2003": REMOVED,
    "dhs.returns": RETURNED,
}


def bounds(rows: pl.DataFrame, counts: pl.Expr, *groups: pl.Expr) -> Bounds:
    """Low and high of every group with its totals; a null is what the record does not tell."""
    named = [group.cast(pl.String).alias(f"g{place}") for place, group in enumerate(groups)]
    found = rows.select(counts.alias("counts"), *named).filter(pl.col("counts").fill_null(value=True))
    names = [f"g{place}" for place in range(len(groups))]
    cells = found.group_by("counts", *names).len().rows()
    values = [sorted({row[place + 1] or UNKNOWN for row in cells}) for place in range(len(groups))]
    low: dict[Key, int] = defaultdict(int)
    high: dict[Key, int] = defaultdict(int)
    for sure, *own, n in cells:
        readings = ([mine, ALL] if mine else [*values[place], ALL] for place, mine in enumerate(own))
        for key in product(*readings):
            high[key] += n
        if sure:
            for key in product(*((mine or UNKNOWN, ALL) for mine in own)):
                low[key] += n
    for key in [one for one in high if UNKNOWN in one]:
        high[key] = sum(n for *_, n in _of_unknown(cells, key))
    return {key: (low[key], n) for key, n in high.items() if n}


def _of_unknown(cells: Sequence[tuple[Any, ...]], key: Key) -> list[tuple[Any, ...]]:
    """The cells of a group with an unknown value: of it are only rows that do not tell."""
    return [
        cell for cell in cells
        if all(
            want == ALL or (mine is None if want == UNKNOWN else mine in (want, None))
            for want, mine in zip(key, cell[1:-1], strict=True)
        )
    ]  # fmt: skip
