"""Readings of a period: in come a mention and what is counted; out comes the one reading that the measure wants.

Enforcement statistics run by US fiscal years, stocks by calendar; a year still running at the date of the text is told to date.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tallymark.claims.clauses import RATE_LEADS, clause_of, clause_words
from tallymark.claims.drafts import Draft
from tallymark.claims.events import first_days
from tallymark.claims.periods import PeriodMention, resolve_relative
from tallymark.model.figure import Modality
from tallymark.model.period import Period, PeriodKind, fiscal_year_of
from tallymark.model.vocabulary import measures

BORDER = ("border_", "usbp_", "inadmissibles", "apprehensions_", "seizures")
RUNNING = frozenset({"this_year", "to_date"})
AGENCIES = frozenset({"ice", "usbp", "ofo", "secure_communities", "p287g", "dhs_wide"})
# Stocks and sums that agencies and Congress tell by fiscal years.
FISCAL_STOCKS = frozenset({"personnel_ice", "personnel_border_patrol", "detention_beds", "budget", "detention_cost"})
CALENDAR_FLOWS = frozenset({"net_migration", "self_deportations", "visa_revocations"})
PROSECUTIONS = frozenset({"prosecutions", "prosecution"})  # the Justice Department counts them by fiscal years
BUDGETS = (None, "budget", "detention_cost")
POLLS = frozenset({"poll", "polls", "survey", "surveys"})
ACT_REACH = 12  # words before a number that may say that it was voted or announced
YEARS = frozenset({"year", "years", "range", "reign", "decade"})


def is_flow(measure: str | None) -> bool:
    """Whether enforcement statistics of this measure run by US fiscal years."""
    known = measures().get(measure or "")
    return known is not None and known.flow != "stock"


def runs_fiscal(draft: Draft) -> bool:
    """Whether a bare year beside the number is a fiscal one: of flows, staff, beds and money, and of what else an agency counts."""
    measure = draft.measure.value
    if measure is not None:
        return (is_flow(measure) and measure not in CALENDAR_FLOWS) or measure in FISCAL_STOCKS
    if draft.sentence.contexts & AGENCIES or PROSECUTIONS.intersection(draft.sentence.words):
        return True
    return is_appropriation(draft)


def is_appropriation(draft: Draft) -> bool:
    """Whether the number is money of a budget, which runs by fiscal years."""
    if draft.quantity is None or draft.quantity.kind != "money" or draft.measure.value not in BUDGETS:
        return False
    if is_price(draft):
        return False
    if draft.measure.value == "budget" or draft.modality in (Modality.REQUEST, Modality.PLAN):
        return True
    return bool(clause_words()["appropriation"] & set(draft.sentence.words))


def reading_for(mention: PeriodMention, draft: Draft, *, fiscal_text: bool) -> Period | None:
    """The reading that the number wants; what did not happen yet is told of a whole running year.

    Border statistics run by fiscal years only in texts that speak of them.
    """
    if mention.kind == "reign" and any(unit in mention.words.lower() for unit in ("year", "month", "week", "day")):
        return mention.period
    fiscal = runs_fiscal(draft) and (fiscal_text or not (draft.measure.value or "").startswith(BORDER))
    if mention.kind in YEARS:
        return mention.reading(fiscal=fiscal)
    if mention.kind in RUNNING and (draft.modality is not Modality.ACTUAL or is_appropriation(draft)):
        return _whole_year(mention, fiscal=fiscal)
    if mention.kind == "day" and mention.certainty == "either" and is_flow(draft.measure.value):
        return _up_to(mention, fiscal=fiscal_text) or mention.period
    if mention.kind == "same" and not mention.relative and is_flow(draft.measure.value):
        return mention.reading(fiscal=fiscal and fiscal_text)
    return mention.period if mention.kind != "part" or mention.certainty == "fiscal" else _calendar(mention)


def of_an_act(period: Period, mention: PeriodMention, draft: Draft) -> Period:
    """A month in which something was voted or announced dates that act; the number off this subject beside it is of the year around."""
    if mention.kind not in ("month", "day") or draft.measure.value is not None or period.start is None:
        return period
    lead = draft.sentence.words[max(0, draft.place - ACT_REACH) : draft.place]
    if not clause_words()["act"].intersection(lead) or POLLS.intersection(draft.sentence.words):
        return period
    return Period.calendar_year(period.start.year)


def is_price(draft: Draft) -> bool:
    """Whether the number is money for each day or night, which is a price of the time and no budget's."""
    words, place = draft.sentence.words, draft.place
    after = words[place + 1 : place + 3]
    rate = len(after) == 2 and after[0] in RATE_LEADS and after[1] in ("day", "night")
    first, last = clause_of(draft.sentence, place)
    each = any(words[at] in ("every", "each") and words[at + 1] in ("day", "night") for at in range(first, last - 1))
    return rate or each or "daily" in words[first:last]


def _up_to(mention: PeriodMention, *, fiscal: bool) -> Period | None:
    """Of a count that adds up, "as of June 1" means the running year up to then: the fiscal one in a text that speaks of fiscal years."""
    running = [period for period in mention.readings if period.kind is PeriodKind.TO_DATE]
    wanted = [period for period in running if period.start is not None and (period.start.month == 10) == fiscal]
    return next(iter([*wanted, *running]), None)


def since_it_began(period: Period, measure: str | None) -> Period:
    """What counts one programme alone counts nothing before its month."""
    first = first_days().get(measure or "")
    if first is None or period.start is None or period.end is None or not period.start < first < period.end:
        return period
    return replace(period, start=first.replace(day=1))


def _whole_year(mention: PeriodMention, *, fiscal: bool) -> Period | None:
    """The whole year that "this year" names."""
    wanted = PeriodKind.FISCAL_YEAR if fiscal or mention.certainty == "fiscal" else PeriodKind.CALENDAR_YEAR
    return next((period for period in mention.readings if period.kind is wanted), mention.period)


def ends_of(mention: PeriodMention, *, fiscal: bool) -> tuple[Period, Period] | None:
    """The first and the last year of "from 2014 to 2015", which a change is counted from and to; None of any other words."""
    if len(mention.ends) != 2:
        return None
    fiscal = mention.certainty == "fiscal" or (fiscal and mention.certainty == "either")
    years = [_year_number(end) for end in mention.ends]
    make = Period.fiscal_year if fiscal else Period.calendar_year
    return None if years[0] is None or years[1] is None else (make(years[0]), make(years[1]))


def _year_number(period: Period) -> int | None:
    if period.kind is PeriodKind.FISCAL_YEAR and period.end is not None:
        return period.end.year
    return period.start.year if period.kind is PeriodKind.CALENDAR_YEAR and period.start is not None else None


def _calendar(mention: PeriodMention) -> Period | None:
    """The reading of "the first months of 2014" that lies inside the calendar year named."""
    named = next(
        (int(word) for word in mention.words.replace(",", " ").split() if word.isdigit() and len(word) == 4), None
    )
    for period in reversed(mention.readings):
        if (
            period.start is not None
            and period.last_day is not None
            and period.start.year == named == period.last_day.year
        ):
            return period
    return mention.period


def widened(period: Period, mention: PeriodMention, draft: Draft) -> Period:
    """Such as "by the end of 2008" and "at the beginning of June" name a day, but a flow or a plan tells of the year or month around it."""
    if mention.kind != "part" or period.n_days != 1 or period.start is None:
        return period
    if (
        "year" in mention.words.lower()
        or "fy" in mention.words.lower()
        or any(part.isdigit() and len(part) == 4 for part in mention.words.split())
    ):
        if draft.modality is Modality.ACTUAL:
            return period
        fiscal = mention.certainty == "fiscal"
        return Period.fiscal_year(fiscal_year_of(period.start)) if fiscal else Period.calendar_year(period.start.year)
    return Period.month(period.start.year, period.start.month)


def to_date(period: Period, mention: PeriodMention, dated: Period) -> Period:
    """A fiscal or calendar year that was still running at the date of the text tells only of its part so far."""
    if (
        period.kind not in (PeriodKind.FISCAL_YEAR, PeriodKind.CALENDAR_YEAR)
        or period.end is None
        or period.start is None
    ):
        return period
    if dated.start is None or not period.start < dated.start < period.end:
        return period
    cut = [other for other in mention.readings if other.kind is PeriodKind.TO_DATE and other.start == period.start]
    if cut:
        return cut[0]
    last = date(dated.start.year, dated.start.month, 1)
    return Period(period.start, last, PeriodKind.TO_DATE) if last > period.start else period


def reported(period: Period, draft: Draft, dated: Period) -> Period:
    """Border statistics are published by the month: what is told "since October" ends with the last full month before the text."""
    start, end, today = period.start, period.end, dated.start
    if not (draft.measure.value or "").startswith(BORDER) or period.kind not in (PeriodKind.SINCE, PeriodKind.TO_DATE):
        return period
    if start is None or end is None or today is None or start.day != 1 or end <= today:
        return period
    last = today.replace(day=1)
    return Period(start, last, PeriodKind.TO_DATE) if last > start else period


def base_period(mention: PeriodMention, anchor: Period | None, *, fiscal: bool) -> Period | None:
    """The period compared with: relative words against the claim's own period; "since 2008" means 2008."""
    if mention.relative and anchor is not None:
        found = resolve_relative(mention, anchor)
        if found is not None:
            return found
    fiscal = fiscal or mention.certainty == "fiscal"
    if mention.role == "since":
        closed = [
            period for period in mention.readings if period.kind is not PeriodKind.SINCE and period.end is not None
        ]
        wanted = [period for period in closed if (period.kind is PeriodKind.FISCAL_YEAR) == fiscal]
        best = wanted or closed
        return best[0] if best else mention.period
    return mention.period if mention.kind in RUNNING else mention.reading(fiscal=fiscal)
