"""Comparison as SQL: in come a table and the fields that both releases have; out come the two queries of a comparison."""

from __future__ import annotations

from collections.abc import Sequence

from tallymark.releases.checks_sql import month_of, quoted
from tallymark.schema.tables import Table

FIRST, SECOND = "first_release", "second_release"


def months_query(view: str, table: Table, names: Sequence[str]) -> str:
    """Rows and filled values of each field (``f0``, ``f1`` ...), month by month."""
    counts = "".join(f", count({quoted(name)}) AS f{place}" for place, name in enumerate(names))
    return f"SELECT {month_of(table)} AS month, count(*) AS n_rows{counts} FROM {view} GROUP BY 1 ORDER BY 1"  # noqa: S608


def multiset_query(table: Table, names: Sequence[str], *, dated: bool) -> str:
    """Rows that both releases have, and rows that only one has, month by month, by the content of the fields.

    A content that the first has three times and the second twice is two rows in both and one in the first only. With
    ``dated`` only months from ``$start`` to ``$end`` are compared. Contents are alike when their key date and a hash of 64 bits agree;
    the chance that any two different contents among 5,000 of one day share a hash is below 10^-12.
    """
    where = f" WHERE {month_of(table)} BETWEEN $start AND $end" if dated else ""
    day = quoted(table.key_date) if table.key_date else "CAST(NULL AS DATE)"
    key = f"hash({', '.join(quoted(name) for name in names)})"
    parts = (
        f"SELECT {day} AS day, {key} AS k, {int(view == FIRST)} AS a, {int(view == SECOND)} AS b FROM {view}{where}"  # noqa: S608
        for view in (FIRST, SECOND)
    )
    counted = f"SELECT day, k, sum(a) AS a, sum(b) AS b FROM ({' UNION ALL '.join(parts)}) AS rows_ GROUP BY day, k"  # noqa: S608
    return (
        "SELECT CAST(date_trunc('month', day) AS DATE) AS month, sum(least(a, b)) AS n_same, "  # noqa: S608
        "sum(greatest(a - b, 0)) AS n_only_first, sum(greatest(b - a, 0)) AS n_only_second "
        f"FROM ({counted}) AS contents GROUP BY 1 ORDER BY 1"
    )
