"""Comparison as SQL: in come a table and the fields that both releases have; out come the two queries of a comparison."""

from __future__ import annotations

from collections.abc import Sequence

from tallymark.releases.checks_sql import content_key, month_of, quoted
from tallymark.schema.tables import Table

FIRST, SECOND = "first_release", "second_release"


def months_query(view: str, table: Table, names: Sequence[str]) -> str:
    """Rows and filled values of each field (``f0``, ``f1`` ...), month by month."""
    counts = "".join(f", count({quoted(name)}) AS f{place}" for place, name in enumerate(names))
    return f"SELECT {month_of(table)} AS month, count(*) AS n_rows{counts} FROM {view} GROUP BY 1 ORDER BY 1"  # noqa: S608


def multiset_query(table: Table, names: Sequence[str], *, dated: bool) -> str:
    """Rows that both releases have, and rows that only one has, month by month, by the content of the fields.

    A content that the first has three times and the second twice is two rows in both and one in the first only. With
    ``dated`` only months from ``$start`` to ``$end`` are compared.
    """
    where = f" WHERE {month_of(table)} BETWEEN $start AND $end" if dated else ""
    month, key = month_of(table), content_key(names)
    parts = (
        f"SELECT {month} AS month, {key} AS k, {int(view == FIRST)} AS a, {int(view == SECOND)} AS b FROM {view}{where}"  # noqa: S608
        for view in (FIRST, SECOND)
    )
    counted = f"SELECT month, k, sum(a) AS a, sum(b) AS b FROM ({' UNION ALL '.join(parts)}) AS rows_ GROUP BY month, k"  # noqa: S608
    return (
        "SELECT month, sum(least(a, b)) AS n_same, sum(greatest(a - b, 0)) AS n_only_first, "  # noqa: S608
        f"sum(greatest(b - a, 0)) AS n_only_second FROM ({counted}) AS contents GROUP BY month ORDER BY month"
    )
