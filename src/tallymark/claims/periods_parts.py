"""Parts of a period: in come an atom and the words before it; out comes "first nine months of", "second half of", "end of" applied.

Words without a number ("the first few months") give a reading for each count they may mean.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from functools import cache, partial

from tallymark.claims.dates import add_months, attempt, count_of, words
from tallymark.claims.periods_atoms import Atom
from tallymark.claims.periods_grammar import expand
from tallymark.model.patterns import compile_pattern
from tallymark.model.period import Period, PeriodKind, fiscal_year_of

CUTTABLE = frozenset({"year", "years", "month", "this_year", "to_date", "decade"})
FEW = (3, 4, 2, 5)
MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}
DAY = timedelta(days=1)


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    part = (
        r"\b(?:the )?(?:(?:(?P<ord>{ordinal}|remaining) )(?:(?P<n>{number})(?: |-)|(?P<few>few|several|couple of) |full )?"
        r"(?P<unit>day|week|month|quarter|half|year)(?P<many>s)?|(?P<share>half)) (?:of|in|into|through)(?: the)? $"
    )
    edge = (
        r"\b(?:(?P<by>by) )?(?P<edge>(?:the )?(?:very )?(?:start|beginning|end|close|middle|rest|remainder) of(?: the)?|"
        r"early(?: in)?|late(?: in)?|mid)(?: |-)$"
    )
    return {"part": compile_pattern(expand(part)), "edge": compile_pattern(expand(edge))}


def narrowed(folded: str, atom: Atom) -> Atom:
    """The atom with the words before it that name a part of it; the atom itself where there are none."""
    if not atom.readings or atom.kind not in CUTTABLE:
        return atom
    # "Early 2014" and "the first months of 2014" are of the calendar year before they are of the fiscal one.
    whole = sorted(atom.readings, key=lambda period: period.kind is PeriodKind.FISCAL_YEAR)
    head = folded[max(0, atom.start - 60) : atom.start]
    match = _patterns()["part"].search(head)
    if match is not None:
        cuts = [cut for period in whole for cut in _cuts(period, match)]
        start = atom.start - len(head) + match.start()
        return replace(atom, start=start, kind="part", readings=tuple(dict.fromkeys(cuts))) if cuts else atom
    match = _patterns()["edge"].search(head)
    if match is None:
        return atom
    start = atom.start - len(head) + (match.start("edge"))
    if re.search(r"end|late|close|rest|remainder", match["edge"]):
        # The end of "this year" is the end of the whole year.
        whole = [period for period in whole if period.kind is not PeriodKind.TO_DATE] or whole
    edges = [edge for period in whole for edge in _edges(period, match)]
    return replace(atom, start=start, kind="part", readings=tuple(dict.fromkeys(edges)))


def _cuts(period: Period, match: re.Match[str]) -> list[Period]:
    counts: tuple[int, ...] = (1,)
    unit, number = "half", 1
    if not match["share"]:
        unit = match["unit"]
        number = -1 if match["ord"] == "remaining" else int(words("ordinal")[match["ord"]])
        vague = match["few"] or (match["many"] and not match["n"])
        counts = FEW if vague else (count_of(match["n"] or "one"),)
    found = [_cut(period, number, count, unit) for count in counts if 0 < count < 1000]
    return [cut for cut in found if cut is not None and period.contains(cut)]


def _cut(period: Period, number: int, count: int, unit: str) -> Period | None:
    start, end = period.start, period.end
    if start is None or end is None:
        return None
    if unit in ("day", "week"):
        length = timedelta(days=count * (7 if unit == "week" else 1))
        piece = (start, start + length) if number > 0 else (end - length, end)
        return attempt(partial(Period, *piece))
    months = count * MONTHS[unit]
    if number < 0:
        return attempt(lambda: Period(add_months(end, -months), end))
    first = attempt(partial(add_months, start, (number - 1) * months))
    return attempt(lambda: Period(first, add_months(first, months))) if first else None


def _edges(period: Period, match: re.Match[str]) -> tuple[Period, ...]:
    """The day for "end of" and "start of" with the whole period as other reading; "by the end of 2015" is the whole year first."""
    if period.start is None or period.end is None:
        return (period,)
    edge = match["edge"]
    if re.search(r"\b(?:end|close)\b", edge):
        day = Period.day(period.end - DAY)
        return (period, day) if match["by"] else (day, period)
    if re.search(r"\b(?:start|beginning)\b", edge):
        return (Period.day(period.start), period)
    return (period,)


def until(period: Period, *, fiscal_first: bool) -> tuple[Period, ...]:
    """The readings of "through June 1": the fiscal and the calendar year up to that day."""
    last = period.last_day
    if last is None or not 1801 <= last.year <= 2100:
        return ()
    starts = [date(fiscal_year_of(last) - 1, 10, 1), date(last.year, 1, 1)]
    ordered = starts if fiscal_first else starts[::-1]
    return tuple(Period(start, last + DAY, PeriodKind.TO_DATE) for start in ordered)
