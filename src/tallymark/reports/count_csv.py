"""Counts as CSV: in comes a finished table; out comes one row a figure, with bounds, share, rules and release, safe in a spreadsheet."""

from __future__ import annotations

import csv
import io
import math
from typing import TYPE_CHECKING

from tallymark.reports.count_rows import Row, rows
from tallymark.reports.plain import cell

if TYPE_CHECKING:
    from fractions import Fraction

    from tallymark.counting.counted import CountedTable

FIGURES = (
    "low", "high", "low_any", "high_any", "shown", "near", "share_of_low", "share_of_high", "share_low_percent",
    "share_high_percent", "mean_low", "mean_high", "median_low", "median_high", "part_of_period", "lacking", "rules", "release", "manifest_sha256", "command",
)  # fmt: skip
TENTHOUSAND = 10_000


def count_csv(table: CountedTable) -> str:
    """The table with its header line; counts that are not shown are empty and say so under ``shown``."""
    by = table.request.by
    out = io.StringIO()
    writer = csv.DictWriter(out, ("measure", "definition", *by, *FIGURES), lineterminator="\n")
    writer.writeheader()
    rules = {one.id: " ".join(one.rules.values()) for one in table.definitions}
    for row in rows(table):
        writer.writerow(_row(table, row) | {"rules": rules[row.definition]})
    return out.getvalue()


def _row(table: CountedTable, row: Row) -> dict[str, str]:
    found, whole, share = row.found, row.whole, row.share
    return {
        "measure": table.request.measure,
        "definition": row.definition,
        **{name: cell(value) for name, value in row.group.items()},
        "low": "" if found is None else str(found.low),
        "high": "" if found is None else str(found.high),
        "low_any": "" if found is None else str(found.low_any),
        "high_any": "" if found is None else str(found.high_any),
        "shown": "no" if found is None else "yes",
        "near": row.near,
        "share_of_low": "" if whole is None else str(whole.low),
        "share_of_high": "" if whole is None else str(whole.high),
        "share_low_percent": "" if share is None else _places(share.low * 100, up=False),
        "share_high_percent": "" if share is None else _places(share.high * 100, up=True),
        "mean_low": "" if row.mean is None else _places(row.mean.low, up=False),
        "mean_high": "" if row.mean is None else _places(row.mean.high, up=True),
        "median_low": "" if row.median is None else _places(row.median.low, up=False),
        "median_high": "" if row.median is None else _places(row.median.high, up=True),
        "part_of_period": "; ".join(
            dict.fromkeys(table.partial[days] for days in _days(table, row) if days in table.partial)
        ),
        "lacking": cell(" | ".join(row.lacking)),
        "release": table.release,
        "manifest_sha256": table.trail.manifest_sha256,
        "command": cell(table.trail.command),
    }


def _days(table: CountedTable, row: Row) -> tuple[str, ...]:
    """The period that was asked for and the values of the row, among them its years and months."""
    period = table.request.period
    return (*(() if period is None else (period.label,)), *row.group.values())


def _places(number: Fraction, *, up: bool) -> str:
    """A number with four places, rounded down or up."""
    scaled = number * TENTHOUSAND
    whole = math.ceil(scaled) if up else math.floor(scaled)
    return f"{whole // TENTHOUSAND}.{whole % TENTHOUSAND:04d}"
