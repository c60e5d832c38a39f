"""Days: in come the period of a claim and of a reference; out comes whether the reference answers for those days, and how nearly."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from tallymark.checking.candidate import Nearness
from tallymark.model.period import Period, PeriodKind

SLACK_DAYS = 3
LOOSE_DAYS = 7
# A window that shares this much of its days with the claim's ("January through April", 22 January to 29 April).
SHARED = 0.75
# A stock "in January" or "in 2011" is the stock of some day in it; figures this near a named day are a reading.
STOCK_DAYS = 45
LOOSE_KINDS = (PeriodKind.RANGE, PeriodKind.TO_DATE, PeriodKind.SINCE)


@dataclass(frozen=True, slots=True)
class Match:
    """How a reference's days answer for a claim's: ``firm`` days may speak against it; a ``window`` only shares most of them."""

    nearness: Nearness
    words: tuple[str, ...] = ()
    firm: bool = True
    window: bool = False


def match_flow(claimed: Period, given: Period) -> Match | None:
    """Whether a count over ``given`` answers for a count over ``claimed``."""
    if claimed.same_days(given, slack_days=LOOSE_DAYS if claimed.kind in LOOSE_KINDS else SLACK_DAYS):
        return Match(Nearness.DIRECT)
    if claimed.kind in LOOSE_KINDS and overlap(claimed, given) >= SHARED:
        return Match(Nearness.READING, (f"period {given.label}",), firm=False, window=True)
    return None


def match_stock(claimed: Period, given: Period) -> Match | None:
    """Whether a stock as of ``given`` answers for a stock "in" or "on" ``claimed``."""
    if claimed.contains(given) or claimed.same_days(given, slack_days=SLACK_DAYS):
        year = (claimed.n_days or 0) > 31 and (given.n_days or 0) <= 31
        return Match(Nearness.DIRECT, (f"as of {given.label}",) if year else (), firm=not year)
    if given.contains(claimed) or _days_apart(claimed, given) <= STOCK_DAYS:
        return Match(Nearness.READING, (f"as of {given.label}",), firm=False)
    return None


def other_year(period: Period) -> Period | None:
    """The calendar year of a fiscal year's number and the reverse; of several years likewise; None for other periods."""
    start, end = period.start, period.end
    if start is None or end is None or (start.day, end.day) != (1, 1) or start.month != end.month:
        return None
    if start.month == 10:
        return Period(date(start.year + 1, 1, 1), date(end.year + 1, 1, 1), PeriodKind.CALENDAR_YEAR)
    if start.month == 1:
        return Period(date(start.year - 1, 10, 1), date(end.year - 1, 10, 1), PeriodKind.FISCAL_YEAR)
    return None


def overlap(one: Period, other: Period) -> float:
    """Shared days over all days of both; 0 when an end is open."""
    if one.start is None or one.end is None or other.start is None or other.end is None:
        return 0.0
    shared = (min(one.end, other.end) - max(one.start, other.start)).days
    return max(0, shared) / (max(one.end, other.end) - min(one.start, other.start)).days


def closed(period: Period, last: date | None) -> Period:
    """A period that is open to the right, closed with the day of the text."""
    if period.end is None and last is not None and period.start is not None and period.start <= last:
        return Period(period.start, last + timedelta(days=1), period.kind)
    return period


def _days_apart(one: Period, other: Period) -> int:
    if one.start is None or one.end is None or other.start is None or other.end is None:
        return STOCK_DAYS + 1
    gap = max((other.start - one.end).days, (one.start - other.end).days)
    return max(0, gap)
