"""Rows per month: in come counts by month; out comes every month of the span, with those that are missing or thin marked.

A month is thin when it has less than half of the median of its neighbours, two on each side; the first and the last month
of a table are edges, which a release cuts where it likes, and are never called thin.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from statistics import median_low

N_NEIGHBOURS = 2
FISCAL_YEAR_STARTS = 10


@dataclass(frozen=True, slots=True)
class MonthCount:
    """Rows whose key date lies in a month (``2011-10``); ``mark`` is empty, ``edge``, ``missing`` or ``thin``."""

    month: str
    n_rows: int
    mark: str = ""


def marked_months(
    counts: Mapping[date, int], window: tuple[date | None, date | None] = (None, None)
) -> tuple[MonthCount, ...]:
    """Every month from the first to the last with rows, in order; ``window``, where it is known, is covered as well."""
    if not counts:
        return ()
    ends = [day.replace(day=1) for day in window if day is not None]
    months = list(_span(min([*counts, *ends]), max([*counts, *ends])))
    rows = [counts.get(month, 0) for month in months]
    return tuple(
        MonthCount(month.strftime("%Y-%m"), rows[place], _mark(rows, place)) for place, month in enumerate(months)
    )


def fiscal_year(month: date) -> int:
    """The US fiscal year of a month: October begins the next one."""
    return month.year + (month.month >= FISCAL_YEAR_STARTS)


def _mark(rows: list[int], place: int) -> str:
    if rows[place] == 0:
        return "missing"
    if place in (0, len(rows) - 1):
        return "edge"
    around = rows[max(place - N_NEIGHBOURS, 0) : place] + rows[place + 1 : place + 1 + N_NEIGHBOURS]
    return "thin" if 2 * rows[place] < median_low(around) else ""


def _span(first: date, last: date) -> Iterator[date]:
    year, month = first.year, first.month
    while (year, month) <= (last.year, last.month):
        yield date(year, month, 1)
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
