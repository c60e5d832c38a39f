"""The smallest words of time: in comes a match of a grammar rule; out comes an atom with what its own words may mean.

Builders of years are here; those of days are in ``periods_days``, of "last year" and the like in ``periods_relative``,
of presidencies in ``periods_reigns``. Ranges and roles are put on by ``periods_ranges`` and ``periods``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from tallymark.claims.dates import full_year
from tallymark.model.period import Period

FISCAL, CALENDAR, EITHER = "fiscal", "calendar", "either"
FIRST_YEAR, LAST_YEAR = 1800, 2100


@dataclass(frozen=True, slots=True)
class Atom:
    """Words of time at ``start`` to ``end``.

    ``readings`` are what the words may mean, the likeliest first; ``certainty`` is fiscal, calendar or either (of a year
    that may be both); ``relative`` says how it depends on another mention (``year_before``, ``same`` ...); ``month``,
    ``day`` and ``year`` are what the words themselves name, 0 where they leave it open.
    """

    start: int
    end: int
    kind: str
    readings: tuple[Period, ...] = ()
    certainty: str = CALENDAR
    relative: str = ""
    month: int = 0
    day: int = 0
    year: int = 0

    @property
    def period(self) -> Period | None:
        """The likeliest reading."""
        return self.readings[0] if self.readings else None


@dataclass(frozen=True, slots=True)
class Context:
    """What a builder knows of the text: its date and whether it speaks of fiscal years anywhere."""

    dated: date | None
    fiscal: bool


Builder = Callable[[re.Match[str], Context], Atom | None]


def make(match: re.Match[str], kind: str, readings: tuple[Period, ...], certainty: str = CALENDAR) -> Atom:
    """An atom over the whole match; equal readings are kept once."""
    return Atom(match.start(), match.end(), kind, tuple(dict.fromkeys(readings)), certainty)


def group(match: re.Match[str], name: str) -> str:
    """What the named group matched, empty when the rule has no such group."""
    return match.groupdict().get(name) or ""


def year_readings(year: int, certainty: str) -> tuple[Period, ...]:
    """The fiscal and the calendar year of that number, as ``certainty`` allows; empty for a year out of all statistics."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return ()
    fiscal, calendar = Period.fiscal_year(year), Period.calendar_year(year)
    return {FISCAL: (fiscal,), CALENDAR: (calendar,)}.get(certainty, (fiscal, calendar))


def span_of_years(first: int, last: int, certainty: str) -> tuple[Period, ...]:
    """The readings of whole years ``first`` to ``last``."""
    if not FIRST_YEAR <= first < last <= LAST_YEAR:
        return ()
    fiscal = Period(Period.fiscal_year(first).start, Period.fiscal_year(last).end)
    calendar = Period(Period.calendar_year(first).start, Period.calendar_year(last).end)
    return {FISCAL: (fiscal,), CALENDAR: (calendar,)}.get(certainty, (fiscal, calendar))


def build_fiscal(match: re.Match[str], context: Context) -> Atom | None:  # noqa: ARG001
    """Reads "Fiscal year 2011", "FY08", "fiscal years 2009 through 2012", "the 2010-11 fiscal year"."""
    first = full_year(match["y"])
    if not group(match, "y2"):
        readings = year_readings(first, FISCAL)
        return replace(make(match, "year", readings, FISCAL), year=first) if readings else None
    last = _second_year(first, match["y2"])
    years = span_of_years(first, last, FISCAL)
    # "Fiscal 2010-11" is one budget year; "fiscal 2010 to 2011" is two.
    readings = (*year_readings(last, FISCAL), *years) if last == first + 1 and not group(match, "to") else years
    kind = "year" if last == first + 1 and not group(match, "to") else "years"
    return make(match, kind, readings, FISCAL) if readings else None


def build_year(match: re.Match[str], context: Context) -> Atom | None:  # noqa: ARG001
    """Reads "2011", "2010-2011", "2009-15", "2019-08"."""
    first = int(match["y"])
    if not match["y2"]:
        return replace(make(match, "year", year_readings(first, EITHER), EITHER), year=first)
    last = _second_year(first, match["y2"])
    if last <= first:
        month = int(match["y2"])
        return make(match, "month", (Period.month(first, month),)) if 1 <= month <= 12 else None
    years = span_of_years(first, last, EITHER)
    # "In 2010-2011" names the one fiscal year that lies in both calendar years.
    readings = (Period.fiscal_year(last), *years) if last == first + 1 else years
    return make(match, "years", readings, EITHER) if readings else None


def build_calendar(match: re.Match[str], context: Context) -> Atom | None:  # noqa: ARG001
    """Reads "calendar year 2014", "CY2014"."""
    year = int(match["y"])
    return replace(make(match, "year", year_readings(year, CALENDAR)), year=year)


def build_decade(match: re.Match[str], context: Context) -> Atom | None:  # noqa: ARG001
    """Reads "The 1970s", "the '90s"."""
    first = full_year(match["y"])
    return make(match, "decade", (Period.decade(first), Period.decade(first, fiscal=True)), EITHER)


def _second_year(first: int, digits: str) -> int:
    digits = digits.lstrip("'")
    return first // 100 * 100 + int(digits) if len(digits) == 2 else int(digits)
