"""Presidencies: in comes ``data/administrations.csv``; out come their days and the readings of their years and terms."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, partial

from tallymark.claims.dates import add_months, attempt
from tallymark.claims.tables import read_rows
from tallymark.model.errors import DataError
from tallymark.model.period import Period, PeriodKind, fiscal_year_of


@dataclass(frozen=True, slots=True)
class Administration:
    """One unbroken presidency; ``start`` is the inauguration, ``end`` the day of the successor's."""

    id: str
    president: str
    names: tuple[str, ...]
    start: date
    end: date


@cache
def administrations() -> tuple[Administration, ...]:
    """Every presidency, oldest first; raises TM-CLAIMS-001 for a line that breaks the schema."""
    found: list[Administration] = []
    for line, row in read_rows("administrations.csv", ("id", "president", "names", "start", "end", "note")):
        start, end = (attempt(partial(date.fromisoformat, row[key])) for key in ("start", "end"))
        if start is None or end is None or start >= end or not row["names"]:
            raise DataError("TM-CLAIMS-001", where=f"claims/data/administrations.csv line {line}", detail=row["id"])
        found.append(Administration(row["id"], row["president"], tuple(row["names"].split("|")), start, end))
    return tuple(sorted(found, key=lambda item: item.start))


@cache
def names() -> dict[str, tuple[Administration, ...]]:
    """The presidencies that a name (lower case) may mean, oldest first."""
    found: dict[str, tuple[Administration, ...]] = {}
    for item in administrations():
        for name in item.names:
            found[name] = (*found.get(name, ()), item)
    return found


def by_name(name: str, dated: date | None) -> Administration | None:
    """The presidency a name means in a text of ``dated``: the latest that had begun; the latest of all without a date."""
    candidates = names().get(name, ())
    begun = [item for item in candidates if dated is None or item.start <= dated]
    return begun[-1] if begun else (candidates[0] if candidates else None)


def at(day: date) -> Administration | None:
    """The presidency on ``day``."""
    return next((item for item in administrations() if item.start <= day < item.end), None)


def before(item: Administration) -> Administration | None:
    """The presidency before."""
    return next((other for other in administrations() if other.end == item.start), None)


def whole(item: Administration, dated: date | None) -> tuple[Period, ...]:
    """The readings of "under X": its days (not past the text's date), its fiscal years and its calendar years."""
    end = item.end if dated is None or dated >= item.end else max(dated, item.start) + timedelta(days=1)
    readings = [Period(item.start, end)]
    first, last = fiscal_year_of(item.start), fiscal_year_of(end - timedelta(days=1))
    complete = last if end >= date(last, 10, 1) else last - 1
    for begin, finish in ((first, complete), (first + 1, last), (first + 1, complete)):
        if begin <= finish:
            readings.append(Period(date(begin - 1, 10, 1), date(finish, 10, 1), PeriodKind.RANGE))
    if item.start.year < end.year:
        readings.append(Period(date(item.start.year, 1, 1), date(end.year, 1, 1), PeriodKind.RANGE))
    return tuple(dict.fromkeys(readings))


def term(name: str, number: int, dated: date | None) -> tuple[Period, ...]:
    """Term ``number`` (-1: the last) of the president of that name; a president with two presidencies counts them as terms."""
    spells = names().get(name, ())
    item = by_name(name, dated)
    if item is None:
        return ()
    same = [other for other in spells if other.president == item.president]
    if len(same) > 1:
        index = number if number < 0 else number - 1
        return (Period(same[index].start, same[index].end),) if -len(same) <= index < len(same) else ()
    terms = max(1, round((item.end - item.start).days / 1461))
    index = terms - 1 if number < 0 else number - 1
    if index >= terms:
        return ()
    start = add_months(item.start, 48 * index)
    end = item.end if index == terms - 1 else add_months(item.start, 48 * (index + 1))
    fiscal = Period(date(start.year, 10, 1), date(end.year - 1, 10, 1)) if end.year - 1 > start.year else None
    return tuple(period for period in (Period(start, end), fiscal) if period is not None)


def part(item: Administration, number: int, count: int, unit: str) -> tuple[Period, ...]:
    """The readings of "first year", "final year", "first 100 days" of a presidency; ``number`` -1 is the end of it.

    A year at the end is first the last full fiscal year, then the fiscal year that straddles the inauguration, then the
    calendar year and the twelve months; a year at or after the start is first its twelve months.
    """
    if unit == "year" and count == 1:
        return _year_part(item, number)
    if unit in ("day", "week"):
        days = timedelta(days=count * (7 if unit == "week" else 1))
        span = (item.start, item.start + days) if number > 0 else (item.end - days, item.end)
    else:
        months = count * (12 if unit == "year" else 1)
        span = (item.start, add_months(item.start, months)) if number > 0 else (add_months(item.end, -months), item.end)
    readings = [Period(*span)]
    if unit == "month" and number > 0:
        readings.append(Period(item.start.replace(day=1), add_months(item.start.replace(day=1), count)))
    if unit == "year":
        first = item.start.year if number > 0 else item.end.year - count
        readings.append(Period(date(first - 1, 10, 1), date(first + count - 1, 10, 1)))
        readings.append(Period(date(first, 1, 1), date(first + count, 1, 1)))
    return tuple(readings)


def _year_part(item: Administration, number: int) -> tuple[Period, ...]:
    if number < 0:
        last = item.end.year
        months = Period(add_months(item.end, -12), item.end)
        return (Period.fiscal_year(last - 1), Period.fiscal_year(last), Period.calendar_year(last - 1), months)
    start = add_months(item.start, 12 * (number - 1))
    if start >= item.end:
        return ()
    year = start.year
    months = Period(start, add_months(start, 12))
    return (months, Period.fiscal_year(year), Period.fiscal_year(year + 1), Period.calendar_year(year))
