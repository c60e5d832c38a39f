"""A mention of a period: the type that everybody reads, and how a relative one ("a year earlier") is resolved against another period."""

from __future__ import annotations

from dataclasses import dataclass

from tallymark.claims.dates import attempt
from tallymark.claims.periods_atoms import CALENDAR, EITHER
from tallymark.model.claim import Span
from tallymark.model.period import Period, PeriodKind, fiscal_year_of

WEAK = frozenset({"now", "said", "name"})


@dataclass(frozen=True, slots=True)
class PeriodMention:
    """Words that name a period.

    ``period`` is the main reading, None when the words depend on a text date that is not known; ``readings`` hold it
    first and then the others. ``role`` is a word of the module ``periods``; ``certainty`` is fiscal, calendar or either.
    ``relative`` is not empty when the words depend on another mention (``year_before``, ``month_before``,
    ``years_before:3``, ``year_after``, ``same``, ``same_in:2024``, ``same_in:FY2012``): ``resolve_relative`` reads them against any anchor,
    ``period`` against the nearest one. ``ends`` are A and B of "from A to B".
    """

    span: Span
    period: Period | None
    readings: tuple[Period, ...]
    role: str
    words: str
    certainty: str = CALENDAR
    relative: str = ""
    ends: tuple[Period, ...] = ()
    kind: str = ""

    def reading(self, *, fiscal: bool) -> Period | None:
        """The reading by fiscal years (for flows) or calendar years (for stocks), where the words allow both."""
        if self.certainty != EITHER:
            return self.period
        wanted = [period for period in self.readings if is_fiscal(period) == fiscal]
        return wanted[0] if wanted else self.period


def is_fiscal(period: Period) -> bool:
    """Whether the period is a fiscal year or begins with one."""
    return period.kind is PeriodKind.FISCAL_YEAR or (
        period.start is not None and (period.start.month, period.start.day) == (10, 1)
    )


def distinct(readings: tuple[Period, ...]) -> tuple[Period, ...]:
    """Each range of days once; the first notation of it stays."""
    seen: dict[tuple[object, object], Period] = {}
    for period in readings:
        seen.setdefault((period.start, period.end), period)
    return tuple(seen.values())


def resolve_relative(mention: PeriodMention, anchor: Period) -> Period | None:
    """What a relative mention says when ``anchor`` is the period it depends on; its own period when it depends on none.

    None where the words do not fit the anchor ("a month earlier" than a year).
    """
    rule, _, detail = mention.relative.partition(":")
    if not rule:
        return mention.period
    if rule == "same_window":
        return None  # only the whole text tells where its data end
    if rule == "same":
        return anchor
    if rule == "year_after":
        return attempt(lambda: anchor.shifted_years(1))
    if rule == "same_in":
        return attempt(lambda: _moved_to(anchor, detail))
    count = int(detail or "1")
    if rule.startswith("month"):
        return attempt(lambda: _months_back(anchor, count))
    if anchor.kind is PeriodKind.DECADE:
        return attempt(anchor.previous)
    return attempt(lambda: anchor.shifted_years(-count))


def _months_back(anchor: Period, count: int) -> Period | None:
    if anchor.kind is not PeriodKind.MONTH:
        return None
    for _ in range(count):
        anchor = anchor.previous()
    return anchor


def _moved_to(anchor: Period, label: str) -> Period | None:
    """The same window of another year: of the fiscal year where it is called so or the window begins with one and runs over New Year."""
    if anchor.start is None or anchor.last_day is None:
        return None
    target, fiscal = int(label[-4:]), label.startswith("FY")
    long = anchor.n_days is not None and anchor.n_days > 31
    if fiscal or (long and anchor.start.month == 10 and anchor.start.year < anchor.last_day.year):
        return anchor.shifted_years(target - fiscal_year_of(anchor.last_day))
    return anchor.shifted_years(target - anchor.last_day.year)
