"""Words that count from the text's date: in comes a match such as "last year" or "the past two months"; out comes an atom."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from functools import partial

from tallymark.claims.dates import add_months, attempt, count_of, full_year, last_full_month
from tallymark.claims.periods_atoms import CALENDAR, EITHER, FISCAL, Atom, Context, group, make, year_readings
from tallymark.claims.periods_days import build_month, build_month_day, later
from tallymark.model.patterns import compile_pattern
from tallymark.model.period import Period, PeriodKind, fiscal_year_of

BEFORE = frozenset({"previous", "prior", "preceding", "earlier"})
SAME = frozenset({"that", "same"})
SAME_WINDOW = "same_window"
AHEAD = {"this": 0, "current": 0, "next": 1, "coming": 1, "upcoming": 1, "following": 1}
DAY = timedelta(days=1)
_THIS_POINT = compile_pattern(r"(?:at|by) this (?:point|time|date),? (?:in )?last year$")
_PART_OF = compile_pattern(
    r"\b(?:months?|quarters?|half|weeks?|days?|end|start|beginning|rest|remainder|middle|close|part) (?:of|into|in) $"
)


def build_relative_fiscal(match: re.Match[str], context: Context) -> Atom | None:
    """Reads "The past fiscal year", "this fiscal year", "the previous fiscal year"; in autumn the one that has just ended is near."""
    word, dated = group(match, "rel"), context.dated
    if word in SAME:
        return replace(make(match, "year", (), FISCAL), relative="same")
    relative = "year_before" if word in BEFORE else ""
    if dated is None:
        return replace(make(match, "year", (), FISCAL), relative=relative)
    this = fiscal_year_of(dated)
    if word in BEFORE:
        years = (this - 2, this - 1)
    elif word in AHEAD:
        years = (this + AHEAD[word], this + AHEAD[word] - 1)
    elif word in ("", "full"):
        years = (this - 1, this) if dated.month >= 10 else (this, this - 1)
    else:
        years = (this - 1, this - 2)
    readings = (*year_readings(years[0], FISCAL), *year_readings(years[1], FISCAL))
    return replace(make(match, "year", readings, FISCAL), relative=relative)


def build_relative_year(match: re.Match[str], context: Context) -> Atom | None:
    """Reads "Last year", "this year", "the past year", "the previous year", "that year"."""
    word, dated = match["rel"], context.dated
    fixed = CALENDAR if match["cal"] else EITHER
    if word in SAME:
        return replace(make(match, "year", (), fixed), relative="same")
    relative = "year_before" if word in BEFORE else "year_after" if word == "following" else ""
    if dated is None:
        return replace(make(match, "year", (), fixed), relative=relative)
    if word in ("past", "latest", "most recent"):
        return make(match, "year", _past_year(dated), EITHER)
    if word in ("this", "current"):
        return make(match, "this_year", to_date(context, fixed) + year_readings(dated.year, fixed), fixed)
    year = dated.year + AHEAD.get(word, -1)
    readings = year_readings(year, fixed)
    if relative or fixed == CALENDAR or dated.month < 10:
        return replace(make(match, "year", readings, fixed), relative=relative)
    # In autumn "last year" is the fiscal year before the one just reported, or the one that has just ended.
    return make(match, "year", (*readings, *year_readings(year + 1, FISCAL)), fixed)


def _past_year(dated: date) -> tuple[Period, ...]:
    ended = year_readings(fiscal_year_of(dated) - 1, FISCAL)
    start = attempt(partial(add_months, dated, -12))
    rolling = (Period(start, dated + DAY),) if start and dated < date.max else ()
    calendar = year_readings(dated.year - 1, CALENDAR)
    return (*ended, *rolling, *calendar) if dated.month >= 10 else (*rolling, *ended, *calendar)


def to_date(context: Context, certainty: str = EITHER) -> tuple[Period, ...]:
    """The running year up to the text's date: the fiscal one first where the text speaks of fiscal years."""
    dated = context.dated
    if dated is None or not date(2, 1, 1) < dated < date(9999, 1, 1):
        return ()
    calendar, fiscal = date(dated.year, 1, 1), date(fiscal_year_of(dated) - 1, 10, 1)
    order = (fiscal, calendar) if context.fiscal else (calendar, fiscal)
    chosen = {FISCAL: (fiscal,), CALENDAR: (calendar,)}.get(certainty, order)
    return tuple(Period(start, dated + DAY, PeriodKind.TO_DATE) for start in chosen)


def build_so_far(match: re.Match[str], context: Context) -> Atom | None:
    """Reads "So far this year", "fiscal year to date"."""
    words = match.group()
    certainty = FISCAL if "fiscal" in words or "fy" in words else CALENDAR if "calendar" in words else EITHER
    return make(match, "to_date", to_date(context, certainty), certainty)


def build_relative_month(match: re.Match[str], context: Context) -> Atom | None:
    """Reads "Last month", "this month", "the previous month", "that month"."""
    word, dated = match["rel"], context.dated
    if word in SAME:
        return replace(make(match, "month", ()), relative="same")
    relative = "month_before" if word in BEFORE else ""
    first = attempt(partial(add_months, dated.replace(day=1), AHEAD.get(word, -1))) if dated else None
    if dated is None or first is None:
        return replace(make(match, "month", ()), relative=relative)
    readings = [Period.month(first.year, first.month)]
    start = attempt(partial(add_months, dated, -1)) if word == "past" else None
    if start is not None:
        readings.append(Period(start, dated + DAY))
    return replace(make(match, "month", tuple(readings)), relative=relative)


def build_week(match: re.Match[str], context: Context) -> Atom | None:
    """Reads "Last week": Monday to Sunday, or the seven days up to the text."""
    dated = context.dated
    if match["rel"].startswith("that"):
        return replace(make(match, "week", ()), relative="same")
    if dated is None:
        return make(match, "week", ())
    shift = {"this": 0, "next": 1}.get(match["rel"], -1)
    monday = attempt(lambda: dated + timedelta(days=7 * shift - dated.weekday()))
    if monday is None:
        return None
    readings = attempt(lambda: (Period(monday, monday + 7 * DAY), Period(dated - 6 * DAY, dated + DAY)))
    return make(match, "week", readings or ())


def as_of(day: date) -> tuple[Period, ...]:
    """The readings of "currently": the month, the day and the years of the text."""
    return (Period.month(day.year, day.month), Period.day(day), *year_readings(day.year, EITHER))


def build_now(match: re.Match[str], context: Context) -> Atom | None:
    """Reads "Currently", "now", "yesterday"."""
    dated = context.dated
    readings = attempt(lambda: as_of(dated - DAY * (match.group() == "yesterday"))) if dated else None
    return make(match, "now", readings or ())


def build_before(match: re.Match[str], context: Context) -> Atom | None:
    """Reads "A year earlier", "two months before", "three years ago"."""
    dated, unit, count = context.dated, match["unit"], count_of(group(match, "n") or "one")
    # "In the years before" names no period; "10 years ago" counts from the text alone.
    plural = match.group().split(match["unit"], 1)[1].startswith("s")
    if not 0 < count < 200 or (plural and not group(match, "n")):
        return None
    count, unit = (10 * count, "year") if unit == "decade" else (count, unit)
    fixed = count > 1 and match.group().endswith("ago")
    relative = "" if fixed else f"{unit}s_before:{count}" if count > 1 else f"{unit}_before"
    months = count * (12 if unit == "year" else 1)
    day = attempt(partial(add_months, dated, -months)) if dated else None
    if day is None:
        readings: tuple[Period, ...] = ()
    else:
        readings = year_readings(day.year, EITHER) if unit == "year" else (Period.month(day.year, day.month),)
    return replace(make(match, unit, readings, EITHER if unit == "year" else CALENDAR), relative=relative)


def build_rolling(match: re.Match[str], context: Context) -> Atom | None:
    """Reads "The last two months", "the past five fiscal years", "the past decade"."""
    count, unit = count_of(group(match, "n") or "one"), match["unit"]
    if (not group(match, "n") and unit != "decade") or not 0 < count < 1000:
        return make(match, "rolling", ())
    fiscal = bool(group(match, "fiscal"))
    readings = attempt(partial(_rolling, context.dated, count, unit, fiscal)) if context.dated else None
    return make(match, "rolling", readings or ())


def _rolling(dated: date, count: int, unit: str, fiscal: bool) -> tuple[Period, ...]:
    count, unit = {"decade": (10 * count, "year"), "quarter": (3 * count, "month")}.get(unit, (count, unit))
    end = dated + DAY
    to_today = Period(later(end, -count, unit), end)
    if unit in ("day", "week"):
        return (to_today,)
    full = last_full_month(dated) + DAY
    months = Period(later(full, -count, unit), full)
    if unit == "month":
        return (months, to_today)
    done = fiscal_year_of(dated) - 1
    fiscals = Period(date(done - count, 10, 1), date(done, 10, 1))
    calendars = Period(date(dated.year - count, 1, 1), date(dated.year, 1, 1))
    with_this = Period(date(dated.year - count, 1, 1), date(dated.year + 1, 1, 1))
    return (fiscals,) if fiscal else (to_today, fiscals, calendars, with_this, months)


def build_same(match: re.Match[str], context: Context) -> Atom | None:
    """Reads "The same period in 2024", "at this point in 2011", "the same month last year", "the same period a year earlier"."""
    certainty = EITHER
    if context.dated is not None and _THIS_POINT.match(match.group()):
        return _this_point(match, context.dated)
    if group(match, "y"):
        certainty = FISCAL if group(match, "fy") else EITHER
        relative = f"same_in:{'FY' if certainty == FISCAL else ''}{full_year(match['y'])}"
    elif group(match, "ago"):
        count = count_of(group(match, "n") or "one")
        relative = f"years_before:{count}" if count > 1 else "year_before"
    else:
        relative = "year_before" if group(match, "last") else "same"
    return replace(make(match, "same", (), certainty), relative=relative)


def build_same_window(match: re.Match[str], context: Context) -> Atom | None:  # noqa: ARG001
    """Reads "That year to date": the year named last, up to where the data of the text end in their own year."""
    return replace(make(match, "same", (), EITHER), relative=SAME_WINDOW)


def _this_point(match: re.Match[str], dated: date) -> Atom | None:
    """Reads "At this point last year": the month of the text a year before, and the fiscal and calendar year up to then."""
    day = attempt(partial(add_months, dated, -12))
    if day is None or day.year < 2:
        return None
    readings = [Period.month(day.year, day.month)]
    for start in (date(fiscal_year_of(day) - 1, 10, 1), date(day.year, 1, 1)):
        readings.append(Period(start, day + DAY, PeriodKind.TO_DATE))
    return make(match, "same", tuple(readings), EITHER)


def build_plain_year(match: re.Match[str], context: Context) -> Atom | None:
    """Reads "The first half of the year": only after words that name a part of it."""
    head = match.string[max(0, match.start() - 40) : match.start()]
    if not _PART_OF.search(head):
        return None
    fixed = CALENDAR if match["cal"] else EITHER
    readings = year_readings(context.dated.year, fixed) if context.dated else ()
    return make(match, "year", readings, fixed)


def build_ending(match: re.Match[str], context: Context) -> Atom | None:
    """Reads "The fiscal year that ended Sept. 30", "the 12 months ended in September", "the three months ending June 2014"."""
    inner = build_month_day(match, context) if match["d"] else build_month(match, context)
    count = count_of(match["n"]) if match["n"] else 3 if match["quarter"] else 12
    certainty = FISCAL if match["fiscal"] else EITHER
    if inner is not None and match["week"]:
        ends = [period.end for period in inner.readings if period.end is not None]
        return make(match, "week", tuple(Period(end - 7 * DAY, end) for end in ends[:1]))
    if inner is None or not 0 < count < 100:
        return None
    spans = (attempt(partial(_months_until, period, count, context, inner)) for period in inner.readings)
    return make(match, "year", tuple(span for span in spans if span is not None), certainty)


def _months_until(period: Period, count: int, context: Context, inner: Atom) -> Period:
    end = period.end
    if end is None:
        raise ValueError("a month has an end")
    # A year that "ends Sept. 30" without a year, in a text before that day, is the running one or the last: the last is over.
    if not inner.year and context.dated is not None and period.start is not None and period.start > context.dated:
        end = add_months(end, -12)
    start = add_months(end, -count)
    if count == 12 and (start.month, start.day) == (10, 1):
        return Period.fiscal_year(end.year)
    if count == 12 and (start.month, start.day) == (1, 1):
        return Period.calendar_year(start.year)
    return Period(start, end)
