"""Periods of statistics: in come a text and its date; out come mentions such as "fiscal 2011", "since 2009", "a year earlier".

Each mention has a main reading and the other defensible ones of the same words (a bare year is fiscal or calendar).
Roles: ``at`` (the period itself), ``since`` (from then on), ``until`` ("through June 1": the running year up to then), ``before``,
``range`` ("from A to B"), ``base`` (what a comparison compares with), ``relative`` ("that year", "the same period"), ``now``
("currently"), ``said`` (when somebody spoke or published, not when it was counted) and ``name`` (a year in the name of a campaign
or law). The last three carry no statistic of their own.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from tallymark.claims.dates import fold, last_full_month, latest_day
from tallymark.claims.periods_atoms import EITHER, FIRST_YEAR, FISCAL, LAST_YEAR, Context
from tallymark.claims.periods_grammar import find_atoms
from tallymark.claims.periods_mention import WEAK, PeriodMention, distinct, is_fiscal, resolve_relative
from tallymark.claims.periods_parts import until
from tallymark.claims.periods_ranges import Range, join
from tallymark.claims.periods_relative import SAME_WINDOW
from tallymark.claims.periods_roles import flow_places, near_flow, plausible, role_of
from tallymark.model.claim import Span
from tallymark.model.patterns import compile_pattern
from tallymark.model.period import Period, PeriodKind

__all__ = ["WEAK", "PeriodMention", "find_periods", "resolve_relative"]

DAY = timedelta(days=1)
CLOSING = 160  # characters between "since A" and "as of B"
_AS_OF = compile_pattern(r"\b(?:as of|through|until|up to)(?: the)?(?: (?:end|start|beginning|close) of)?(?: the)? ?$")
LONG_WEEK = 11  # days that no week has
_SENTENCE_END = compile_pattern(r"(?:(?<=[a-z]{4})|(?<=\d\d\d))[.!?][\"”)]? |\n")
LOOK_BACK = 40  # mentions that a relative one may look back over, so that many mentions stay cheap
FRESH = timedelta(days=200)  # how old data may be that a text calls "so far this year"


def find_periods(text: str, dated: date | None, sentences: Sequence[Span] | None = None) -> tuple[PeriodMention, ...]:
    """Every mention of a period in the order of the text.

    ``dated`` is the day of the text, by which "last year" and "in January" are read; without it such mentions have no period.
    ``sentences`` bound what a relative mention looks back to; paragraphs are taken where they are not given.
    """
    if dated is not None and not FIRST_YEAR <= dated.year <= LAST_YEAR:
        dated = None  # no text about statistics is of such a year
    folded = fold(text)
    context = Context(dated, fiscal=re.search(r"\bfiscal\b|\bfy ?'?\d", folded) is not None)
    atoms = [atom for atom in find_atoms(folded, context) if plausible(folded, text, atom)]
    flows = flow_places(folded)
    mentions = [_mention(folded, text, item, context, flows) for item in join(folded, atoms, context)]
    if dated is not None:
        mentions = _closed(folded, mentions)
        end = _data_end(mentions, dated)
        mentions = [_cut_at(mention, end) for mention in mentions] if end is not None else mentions
        mentions = _windows(mentions, end or dated)
    starts = [span.start for span in sentences] if sentences else [m.end() for m in re.finditer(r"\n\s*\n", text)]
    return tuple(_anchored(mentions, starts))


def _mention(folded: str, text: str, item: Range, context: Context, flows: Sequence[int]) -> PeriodMention:
    atom = item.atom
    head, tail = _SENTENCE_END.split(folded[max(0, atom.start - 90) : atom.start])[-1], folded[atom.end : atom.end + 40]
    role = item.role or role_of(atom, folded[atom.start : atom.end], head, tail)
    fiscal_first = context.fiscal or near_flow(flows, atom)
    readings = atom.readings
    if atom.certainty == EITHER and atom.kind in ("year", "years") and not fiscal_first:
        readings = tuple(sorted(readings, key=is_fiscal))
    if role in ("until", "as_of"):
        ended = tuple(p for reading in readings for p in until(reading, fiscal_first=fiscal_first))
        readings = (ended or readings) if role == "until" else (*readings, *ended)
    if role in ("since", "after"):
        readings = _open(readings, role, context)
    if role == "before":
        readings = tuple(Period(None, period.start) for period in readings if period.start is not None)
    readings = distinct(readings)
    # Of a count that adds up, "as of June 1" means the running year up to then; of a stock, that day.
    certainty = EITHER if role == "as_of" else atom.certainty
    role = {"after": "since", "as_of": "at"}.get(role, role)
    span = Span(atom.start, atom.end)
    main = readings[0] if readings else None
    return PeriodMention(span, main, readings, role, span.of(text), certainty, atom.relative, item.ends, atom.kind)


def _open(readings: tuple[Period, ...], role: str, context: Context) -> tuple[Period, ...]:
    """From the first day on (after "after": the next day) to the text's date, open without one; then what the words themselves name."""
    found: list[Period] = []
    for period in readings:
        start = period.end if role == "after" else period.start
        if start is None:
            continue
        if context.dated is None:
            found.append(Period(start, None, PeriodKind.SINCE))
        elif start <= context.dated < date.max:
            found.append(Period(start, context.dated + DAY, PeriodKind.SINCE))
    return (*found, *readings)


def _closed(folded: str, mentions: Sequence[PeriodMention]) -> list[PeriodMention]:
    """Of "since A, and as of B" the first ends with B, and is the one period of both."""
    found: list[PeriodMention] = []
    for mention in mentions:
        last = found[-1] if found else None
        day = mention.readings[0].last_day if mention.readings else None
        if last is not None and day is not None and _closes(folded, last, mention):
            cut = [
                Period(period.start, day + DAY, PeriodKind.TO_DATE)
                for period in last.readings
                if period.start is not None and period.end is not None and period.start <= day < period.end
            ]
            if cut:
                found[-1] = replace(last, readings=distinct((*cut, *last.readings)), period=cut[0])
                continue
        found.append(mention)
    return found


def _windows(mentions: Sequence[PeriodMention], end: date) -> list[PeriodMention]:
    """Reads "that year to date" as the year named last, up to the day of the year on which the data of the text end."""
    running = [m.period for m in mentions if m.period is not None and m.period.last_day == end]
    fiscal = bool(running) and is_fiscal(running[0])
    found: list[PeriodMention] = []
    for mention in mentions:
        if mention.relative != SAME_WINDOW:
            found.append(mention)
            continue
        years = (m.readings for m in reversed(found[-LOOK_BACK:]) if m.kind == "year" and m.readings)
        readings = distinct(tuple(cut for whole in next(years, ()) if (cut := _same_window(whole, end)) is not None))
        readings = tuple(sorted(readings, key=lambda period: is_fiscal(period) is not fiscal))
        period = readings[0] if readings else None
        found.append(replace(mention, readings=readings, period=period, relative="", role="at", kind="to_date"))
    return found


def _same_window(whole: Period, end: date) -> Period | None:
    """A year cut on the day and month of ``end``; None for anything that is no year."""
    if (
        whole.kind not in (PeriodKind.FISCAL_YEAR, PeriodKind.CALENDAR_YEAR)
        or whole.start is None
        or whole.last_day is None
    ):
        return None
    later = whole.start.year if (end.month, end.day) >= (whole.start.month, whole.start.day) else whole.last_day.year
    last = latest_day(end.month, end.day, date(later, 12, 31))
    return Period(whole.start, last + DAY, PeriodKind.TO_DATE) if last is not None and last > whole.start else None


def _closes(folded: str, first: PeriodMention, second: PeriodMention) -> bool:
    between = folded[first.span.end : second.span.start]
    open_end = first.role == "since" or first.kind == "event"
    return (
        open_end and len(between) < CLOSING and _AS_OF.search(between) is not None and not _SENTENCE_END.search(between)
    )


def _data_end(mentions: Sequence[PeriodMention], dated: date) -> date | None:
    """Where the text says its data end: "through June 1", else the last full month before the text when it tells of that month."""
    ends = [mention.period.last_day for mention in mentions if mention.role == "until" and mention.period is not None]
    if not ends:
        full = last_full_month(dated)
        told = [m.period for m in mentions if m.kind in ("month", "part", "range") and m.period is not None]
        ends = [period.last_day for period in told if period.last_day == full]
    near = [day for day in ends if day is not None and timedelta(0) <= dated - day <= FRESH]
    return max(near) if near else None


def _cut_at(mention: PeriodMention, end: date) -> PeriodMention:
    """Reads "So far this year" up to the end of the data; "in fiscal 2013" keeps the whole year first."""
    if mention.kind not in ("this_year", "to_date", "year"):
        return mention
    cut = [
        Period(period.start, end + DAY, PeriodKind.TO_DATE)
        for period in mention.readings
        if period.start is not None and period.start <= end and _running(mention, period, end)
    ]
    if not cut:
        return mention
    to_date = mention.kind in ("this_year", "to_date")
    readings = distinct((*cut, *mention.readings) if to_date else (*mention.readings, *cut))
    return replace(mention, readings=readings, period=readings[0])


def _running(mention: PeriodMention, period: Period, end: date) -> bool:
    later = period.last_day is not None and period.last_day > end
    return period.kind is PeriodKind.TO_DATE or (mention.certainty == FISCAL and later)


def _anchored(mentions: Sequence[PeriodMention], starts: list[int]) -> list[PeriodMention]:
    found: list[PeriodMention] = []
    for index, mention in enumerate(mentions):
        if not mention.relative:
            found.append(mention)
            continue
        anchor = _anchor(found[-LOOK_BACK:], mentions[index + 1 : index + LOOK_BACK], mention, starts)
        periods = [resolve_relative(mention, period) for period in (anchor.readings if anchor else ())]
        readings = distinct((*(period for period in periods if period is not None), *mention.readings))
        found.append(replace(mention, readings=readings, period=readings[0] if readings else None))
    return found


def _anchor(
    earlier: Sequence[PeriodMention], later: Sequence[PeriodMention], mention: PeriodMention, starts: list[int]
) -> PeriodMention | None:
    """The nearest earlier mention that carries a statistic, in this sentence or the two before; else the next in the sentence."""
    place = bisect_right(starts, mention.span.start)
    fits = [m for m in earlier if m.readings and m.role not in WEAK and m.role not in ("base", "before")]
    near = [m for m in fits if place - bisect_right(starts, m.span.start) <= 2]
    if mention.kind == "week":
        fits = [m for m in fits if m.period is not None and (m.period.n_days or LONG_WEEK) < LONG_WEEK]
        near = [m for m in near if m in fits]
    if mention.relative.startswith("month"):
        near = [m for m in near if m.period is not None and m.period.kind is PeriodKind.MONTH]
    if near:
        return near[-1]
    after = [m for m in later if m.readings and not m.relative and m.role not in WEAK]
    same = [m for m in after if bisect_right(starts, m.span.start) == place]
    return same[0] if same else (fits[-1] if fits and not mention.readings else None)
