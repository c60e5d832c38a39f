"""Days, months, quarters, seasons and named days: in comes a match of a grammar rule; out comes an atom."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from functools import partial

from tallymark.claims.dates import (
    add_months,
    attempt,
    count_of,
    full_year,
    holiday_in,
    latest_day,
    month_number,
    words,
)
from tallymark.claims.periods_atoms import CALENDAR, FIRST_YEAR, FISCAL, LAST_YEAR, Atom, Context, group, make
from tallymark.model.period import Period


def build_number_day(match: re.Match[str], context: Context) -> Atom | None:  # noqa: ARG001
    """Reads "2015-04-23", "4/23/2015"."""
    return _day(match, full_year(match["y"]), int(match["m"]), int(match["d"]))


def build_month_day(match: re.Match[str], context: Context) -> Atom | None:
    """Reads "April 4, 2015"; "Oct. 1" is the last one on or before the day after the text's date."""
    month, day = month_number(match["mon"]), _digits(match["d"])
    if group(match, "y"):
        return _day(match, full_year(match["y"]), month, day)
    if attempt(partial(date, 2000, month, day)) is None:
        return None
    if context.dated is None:
        return replace(make(match, "day", ()), month=month, day=day)
    found = attempt(partial(latest_day, month, day, context.dated + timedelta(days=context.dated < date.max)))
    return replace(make(match, "day", (Period.day(found),)), month=month, day=day) if found else None


def build_month_days(match: re.Match[str], context: Context) -> Atom | None:
    """Reads "Jan. 21-31"."""
    month, first, last = month_number(match["mon"]), _digits(match["d"]), _digits(match["d2"])
    year = int(match["y"]) if match["y"] else 0
    if not year and context.dated is not None:
        found = latest_day(month, first, context.dated)
        year = found.year if found else 0
    start, end = (attempt(partial(date, year, month, day)) for day in (first, last))
    return make(match, "days", (Period.between(start, end),)) if start and end and start < end else None


def build_month(match: re.Match[str], context: Context) -> Atom | None:
    """Reads "January 2009", "in January", "last October", "May of last year"."""
    month, dated = month_number(match["mon"]), context.dated
    if group(match, "y"):
        year = full_year(match["y"])
        return replace(make(match, "month", _months(month, year)), month=month, year=year)
    if dated is None:
        return replace(make(match, "month", ()), month=month)
    if group(match, "shift"):
        year = dated.year + {"last": -1, "this": 0, "next": 1}[match["shift"]]
        return replace(make(match, "month", _months(month, year)), month=month, year=year)
    year = dated.year - (month > dated.month)
    rel = group(match, "rel")
    if rel == "last" and month == dated.month:
        year -= 1
    if rel in ("next", "this coming"):
        year += 1
    # The other years are for a text of the month's first days and for plans.
    return replace(make(match, "month", _months(month, year, year - 1, year + 1)), month=month)


def build_months_joined(match: re.Match[str], context: Context) -> Atom | None:
    """Reads "January-September 2014", "Oct.-Dec.": without a year the last ones that are over or running."""
    first, last = month_number(match["mon"]), month_number(match["mon2"])
    if match["y"]:
        year = int(match["y"])
    elif context.dated is None:
        return make(match, "range", ())
    else:
        year = context.dated.year - (last > context.dated.month)
    start, end = Period.month(year - (first > last), first), Period.month(year, last)
    return make(match, "range", (Period(start.start, end.end),)) if first != last else None


def build_season(match: re.Match[str], context: Context) -> Atom | None:
    """Reads "The summer of 2014", "last spring": three whole months, winter from December."""
    first, dated, rel = int(words("season")[match["season"]]), context.dated, group(match, "rel")
    if group(match, "y"):
        year = int(match["y"])
    elif dated is None:
        return make(match, "season", ())
    else:
        begun = (dated.month, 1) >= (first, 1)
        still = begun and dated.month < first + 3
        year = dated.year - (not begun or (rel == "last" and still)) if rel != "next" else dated.year + begun
    start = attempt(partial(date, year, first, 1))
    end = attempt(partial(add_months, start, 3)) if start else None
    return make(match, "season", (Period(start, end),)) if start and end else None


def build_holiday(match: re.Match[str], context: Context) -> Atom | None:
    """Reads "Inauguration Day", "Labor Day 2019": without a year the last one before the text's date."""
    name = re.sub(r"\s+", " ", match["holiday"])
    if match["y"]:
        day = attempt(partial(holiday_in, name, int(match["y"])))
        return make(match, "day", (Period.day(day),)) if day else None
    if context.dated is None:
        return make(match, "day", ())
    years = range(context.dated.year, context.dated.year - 5, -1)
    days = (attempt(partial(holiday_in, name, year)) for year in years)
    day = next((found for found in days if found and found <= context.dated), None)
    return make(match, "day", (Period.day(day),)) if day else None


def build_quarter(match: re.Match[str], context: Context) -> Atom | None:  # noqa: ARG001
    """Reads "Q1 FY2015"."""
    year = full_year(match["y"])
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    start = date(year - 1, 10, 1) if match["fy"] else date(year, 1, 1)
    first = add_months(start, 3 * (int(match["q"]) - 1))
    return make(match, "part", (Period(first, add_months(first, 3)),), FISCAL if match["fy"] else CALENDAR)


def build_days_after(match: re.Match[str], context: Context) -> Atom | None:
    """Reads "The 11 days after Jan. 20", "the six months since March 2017"; the day after the event is the first."""
    inner = build_month_day(match, context) if match["d"] else build_month(match, context)
    last = inner.period.last_day if inner and inner.period else None
    count, unit = count_of(match["n"]), match["unit"]
    if last is None or not 0 < count < 1000:
        return None
    start = last + timedelta(days=1)
    end = attempt(partial(later, start, count, unit))
    return make(match, "days", (Period(start, end),)) if end else None


def later(start: date, count: int, unit: str) -> date:
    """``count`` days, weeks, months, quarters, years or decades after ``start``."""
    if unit in ("day", "week"):
        return start + timedelta(days=count * (7 if unit == "week" else 1))
    return add_months(start, count * {"month": 1, "quarter": 3, "year": 12, "decade": 120}[unit])


def _day(match: re.Match[str], year: int, month: int, day: int) -> Atom | None:
    found = attempt(partial(date, year, month, day)) if FIRST_YEAR <= year <= LAST_YEAR else None
    return replace(make(match, "day", (Period.day(found),)), month=month, day=day, year=year) if found else None


def _months(month: int, *years: int) -> tuple[Period, ...]:
    return tuple(Period.month(year, month) for year in years if FIRST_YEAR <= year <= LAST_YEAR)


def _digits(words_of_day: str) -> int:
    return int(re.sub(r"\D", "", words_of_day))
