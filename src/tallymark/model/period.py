"""A period of days: in come dates or a label such as ``FY2011``; out come half-open ranges with containment and neighbours.

Labels: ``FY2011`` (1 October 2010 to 30 September 2011), ``CY2011``, ``2019-08``, ``2021-01-13`` (one day),
``2017-01-22/2017-04-29`` (last day included), ``FY2009-FY2015``, ``2009-01-20/..`` (no end), ``../2003-02-28`` (no start).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from tallymark.model.errors import TallymarkError


class PeriodKind(StrEnum):
    """What sort of period the words or the table named; comparison uses the days alone."""

    FISCAL_YEAR = "fiscal_year"
    CALENDAR_YEAR = "calendar_year"
    MONTH = "month"
    DAY = "as_of"
    TO_DATE = "to_date"
    SINCE = "since"
    DECADE = "decade"
    RANGE = "range"


@dataclass(frozen=True, slots=True)
class Period:
    """Days from ``start`` (included) to ``end`` (excluded); None is an open end."""

    start: date | None
    end: date | None
    kind: PeriodKind = PeriodKind.RANGE

    def __post_init__(self) -> None:
        if self.start is not None and self.end is not None and self.start >= self.end:
            raise TallymarkError(
                "TM-MODEL-004", where=f"{self.start}..{self.end}", detail="the period has no day in it"
            )

    @staticmethod
    def fiscal_year(year: int) -> Period:
        """The US federal fiscal year: 1 October of the year before to 30 September."""
        return Period(date(year - 1, 10, 1), date(year, 10, 1), PeriodKind.FISCAL_YEAR)

    @staticmethod
    def calendar_year(year: int) -> Period:
        """1 January to 31 December."""
        return Period(date(year, 1, 1), date(year + 1, 1, 1), PeriodKind.CALENDAR_YEAR)

    @staticmethod
    def month(year: int, month: int) -> Period:
        """One calendar month."""
        return Period(date(year, month, 1), _month_after(date(year, month, 1)), PeriodKind.MONTH)

    @staticmethod
    def day(day: date) -> Period:
        """One day, the period of a stock "as of"."""
        return Period(day, day + timedelta(days=1), PeriodKind.DAY)

    @staticmethod
    def decade(first_year: int, *, fiscal: bool = False) -> Period:
        """Ten years, e.g. 1970 for the 1970s."""
        make = Period.fiscal_year if fiscal else Period.calendar_year
        return Period(make(first_year).start, make(first_year + 9).end, PeriodKind.DECADE)

    @staticmethod
    def since(day: date, until: date | None = None) -> Period:
        """From ``day`` on; ``until`` is the last day known to be included (the date of the text)."""
        return Period(day, None if until is None else until + timedelta(days=1), PeriodKind.SINCE)

    @staticmethod
    def between(first: date, last: date, kind: PeriodKind = PeriodKind.RANGE) -> Period:
        """Both days included."""
        return Period(first, last + timedelta(days=1), kind)

    @staticmethod
    def parse(label: str) -> Period:
        """Read a label as the module docstring lists them; raises TM-MODEL-004."""
        label = label.strip()
        single = _parse_single(label)
        if single is not None:
            return single
        parts = re.split(r"/|(?<=\d)-(?=[FC]Y)", label)
        if len(parts) == 2:
            first = Period(None, None) if parts[0] == ".." else _parse_single(parts[0])
            last = Period(None, None) if parts[1] == ".." else _parse_single(parts[1])
            if first is not None and last is not None:
                kind = PeriodKind.SINCE if parts[1] == ".." else PeriodKind.RANGE
                return Period(first.start, last.end, kind)
        raise TallymarkError("TM-MODEL-004", where=repr(label))

    @property
    def last_day(self) -> date | None:
        """The last day included, None when open."""
        return None if self.end is None else self.end - timedelta(days=1)

    @property
    def n_days(self) -> int | None:
        """How many days, None when an end is open."""
        return None if self.start is None or self.end is None else (self.end - self.start).days

    @property
    def label(self) -> str:
        """The shortest label for these days; ``Period.parse(label)`` gives the same days back."""
        start, end = self.start, self.end
        if start is None or end is None:
            last = self.last_day
            return f"{start or '..'}/{last or '..'}"
        if start.day == 1 and end.day == 1:
            named = _whole_label(start, end)
            if named is not None:
                return named
        return start.isoformat() if self.n_days == 1 else f"{start}/{self.last_day}"

    def same_days(self, other: Period, *, slack_days: int = 0) -> bool:
        """Whether both ends agree within ``slack_days``; the kind of notation plays no part."""
        return _near(self.start, other.start, slack_days) and _near(self.end, other.end, slack_days)

    def contains(self, other: Period) -> bool:
        """Whether every day of ``other`` is in this period."""
        starts = self.start is None or (other.start is not None and self.start <= other.start)
        ends = self.end is None or (other.end is not None and other.end <= self.end)
        return starts and ends

    def overlaps(self, other: Period) -> bool:
        """Whether some day is in both."""
        first = self.start is None or other.end is None or self.start < other.end
        last = other.start is None or self.end is None or other.start < self.end
        return first and last

    def shifted_years(self, years: int) -> Period:
        """The same days ``years`` later (earlier when negative); 29 February becomes 28 February."""
        return replace(self, start=_shift(self.start, years), end=_shift(self.end, years))

    def previous(self) -> Period:
        """The period before: the month before a month, the year before a year, the same days a year earlier otherwise."""
        if self.kind is PeriodKind.MONTH and self.start is not None:
            before = self.start - timedelta(days=1)
            return Period.month(before.year, before.month)
        return self.shifted_years(-10 if self.kind is PeriodKind.DECADE else -1)

    def fiscal_years(self) -> tuple[int, ...]:
        """The whole US fiscal years inside this period, oldest first; empty when an end is open."""
        if self.start is None or self.end is None:
            return ()
        years = range(self.start.year, self.end.year + 2)
        return tuple(year for year in years if self.contains(Period.fiscal_year(year)))


def fiscal_year_of(day: date) -> int:
    """The US fiscal year a day belongs to."""
    return day.year + (day.month >= 10)


def _parse_single(label: str) -> Period | None:
    try:
        if match := re.fullmatch(r"FY(\d{4})", label):
            return Period.fiscal_year(int(match[1]))
        if match := re.fullmatch(r"CY(\d{4})", label):
            return Period.calendar_year(int(match[1]))
        if match := re.fullmatch(r"(\d{4})-(\d\d)", label):
            return Period.month(int(match[1]), int(match[2]))
        if re.fullmatch(r"\d{4}-\d\d-\d\d", label):
            return Period.day(date.fromisoformat(label))
    except ValueError:
        raise TallymarkError("TM-MODEL-004", where=repr(label)) from None
    return None


def _whole_label(start: date, end: date) -> str | None:
    last = end - timedelta(days=1)
    if _month_after(start) == end:
        return f"{start.year:04d}-{start.month:02d}"
    years = end.year - start.year
    if (start.month, end.month) == (10, 10) and years >= 1:
        return f"FY{start.year + 1:04d}" if years == 1 else f"FY{start.year + 1:04d}-FY{last.year:04d}"
    if (start.month, end.month) == (1, 1) and years >= 1:
        return f"CY{start.year:04d}" if years == 1 else f"CY{start.year:04d}-CY{last.year:04d}"
    return None


def _month_after(first: date) -> date:
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)


def _near(one: date | None, other: date | None, slack_days: int) -> bool:
    if one is None or other is None:
        return one is other
    return abs((one - other).days) <= slack_days


def _shift(day: date | None, years: int) -> date | None:
    if day is None:
        return None
    last = 28 if (day.month, day.day) == (2, 29) else day.day
    return date(day.year + years, day.month, last)
