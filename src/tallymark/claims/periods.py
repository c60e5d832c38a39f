"""Periods of statistics: in come a text and its date; out come mentions such as "fiscal 2011", "since 2009", "a year earlier".

Each mention has a main reading and the other defensible ones of the same words (a bare year is fiscal or calendar).
Roles: ``at`` (the period itself), ``since`` (from then on), ``until`` ("through June 1": the running year up to then),
``before``, ``range`` ("from A to B"; ``ends`` are A and B), ``base`` (what a comparison compares with), ``relative`` ("that year", "the same
period"), ``now`` ("currently"), ``said`` (when somebody spoke or published, not when it was counted) and ``name`` (a year in the name
of a campaign or law). The last three carry no statistic of their own.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache

from tallymark.claims.dates import attempt, fold, last_full_month, words
from tallymark.claims.periods_atoms import CALENDAR, EITHER, FISCAL, Atom, Context, year_readings
from tallymark.claims.periods_grammar import expand, find_atoms
from tallymark.claims.periods_ranges import Range, join, until
from tallymark.claims.tables import either
from tallymark.model.claim import Span
from tallymark.model.period import Period, PeriodKind, fiscal_year_of

WEAK = frozenset({"now", "said", "name"})


@dataclass(frozen=True, slots=True)
class PeriodMention:
    """Words that name a period.

    ``period`` is the main reading, None when the words depend on a text date that is not known; ``readings`` hold it
    first and then the others. ``certainty`` is fiscal, calendar or either. ``relative`` is not empty when the words
    depend on another mention (``year_before``, ``month_before``, ``years_before:3``, ``same``, ``same_in:2024``,
    ``same_in:FY2012``): ``resolve_relative`` reads them against any anchor, ``period`` against the nearest one.
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
        """The reading as fiscal year (for flows) or calendar year (for stocks), where the words allow both."""
        if self.certainty != EITHER:
            return self.period
        wanted = [period for period in self.readings if _is_fiscal(period) == fiscal]
        return wanted[0] if wanted else self.period


def find_periods(text: str, dated: date | None, sentences: Sequence[Span] | None = None) -> tuple[PeriodMention, ...]:
    """Every mention of a period in the order of the text.

    ``dated`` is the day of the text, by which "last year" and "in January" are read; without it such mentions have no period.
    ``sentences`` bound what a relative mention looks back to; paragraphs are taken where it is not given.
    """
    folded = fold(text)
    context = Context(dated, fiscal=re.search(r"\bfiscal\b|\bfy ?'?\d", folded) is not None)
    ranges = join(folded, [atom for atom in find_atoms(folded, context) if _plausible(folded, text, atom)], context)
    starts = [span.start for span in sentences] if sentences else [m.end() for m in re.finditer(r"\n\s*\n", text)]
    mentions = [_mention(folded, text, item, context) for item in ranges]
    mentions = _to_data_end(mentions, context)
    return tuple(_anchored(mentions, starts, context))


def resolve_relative(mention: PeriodMention, anchor: Period) -> Period | None:
    """What a relative mention says when ``anchor`` is the period it depends on; its own period when it depends on none."""
    rule, _, detail = mention.relative.partition(":")
    if not rule:
        return mention.period
    if rule == "same":
        return anchor
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
    """The same window of another year: of the fiscal year where the window began with one or the year is called fiscal."""
    if anchor.start is None or anchor.last_day is None:
        return None
    target, fiscal = int(label[-4:]), label.startswith("FY")
    runs = anchor.start.month >= 10 and (fiscal or anchor.start.year < anchor.last_day.year or anchor.start.month == 10)
    if fiscal or (runs and anchor.n_days is not None and anchor.n_days > 31):
        return anchor.shifted_years(target - fiscal_year_of(anchor.last_day))
    return anchor.shifted_years(target - anchor.last_day.year)


def _is_fiscal(period: Period) -> bool:
    return period.kind is PeriodKind.FISCAL_YEAR or (
        period.start is not None and (period.start.month, period.start.day) == (10, 1)
    )


@cache
def _contexts() -> dict[str, re.Pattern[str]]:
    said = either(words("reporting"))
    return {
        "since": re.compile(expand(r"\b(?:since|starting(?: in| on)?|beginning(?: in| on)?|(?:dating )?back to|ever since|effective|from)(?: (?:at least|the|about|around|as far back as))*(?: (?:start|beginning|end) of(?: the)?)? ?$")),
        "until": re.compile(expand(r"\b(?:through|thru|until|till|up to|as late as)(?: (?:the|about|around|at least|early|mid|late|midnight|end of|the end of))* ?-?$")),
        "before": re.compile(expand(r"\b(?:before|prior to|preceding)(?: the)? $")),
        "after": re.compile(expand(r"\b(?:after|following)(?: the)? $")),
        "base": re.compile(expand(
            r"(?:\b(?:than|(?:compared?|comparing|comparison)(?: (?:with|to))?|versus|vs\.?|relative to|against|surpass(?:ed|es|ing)|"
            r"exceed(?:ed|s|ing)?|top(?:ped|s|ping)|beat(?:s|ing)?|eclips(?:ed|es|ing)|broke|breaking|below|above|short of|twice|double|"
            r"(?:up|down|rise|rose|risen|fall|fell|fallen|increased?|decreased?|declined?|dropped|drop|decline|climbed|jumped|growth|change|gain|over)(?: [a-z]+){0,2}? (?:from|over|since|on))"
            r"(?: (?:what|it|they|those|that|the|in|during|at|for|of|under|all|were|was|is|are|did|had|figures?|numbers?|totals?|levels?|those|record|same|any|year|its|their)){0,5} "
            r"|\bfrom [^.;:!?—]{0,48}? (?:in|during|for|at|the|of) (?:the )?)$")),
        "base_after": re.compile(expand(r"^(?:'s?)? (?:levels?|high|low|peak|record|benchmark|baseline)\b")),
        "said": re.compile(expand(rf"\b(?:{said})(?: (?:to|by|in|on|at|as|early|late|reporters|congress|lawmakers|it|that|a|an|the|data|figures|statistics|numbers|report|study|letter|statement|hearing|interview|memo|here|last|his|her|its)){{0,4}} $")),
        "event": re.compile(expand(rf"^(?:'s)? (?:[a-z]+ )?(?:{either(words('event'))})\b")),
        "prep": re.compile(expand(r"\b(?:in|since|of|by|from|to|through|during|until|till|for|before|after|and|or|than|the|between|over|over the|late|early|mid|fiscal|year|years|versus|vs\.?|on|as of|around|about|this|last|next|every|each|both|entire|whole|month|months) ?[(-]?$")),
        "counted": re.compile(expand(r"^ (?:people|persons|immigrants|migrants|aliens|arrests|deportations|removals|beds|miles|agents|officers|families|children|cases|workers|detainees|inmates|jobs|men|women)\b")),
        "hedge": re.compile(expand(r"\b(?:some|about|nearly|almost|approximately|roughly|more than|less than|fewer than|at least|up to|as many as|only|just|another|an estimated|\$|no\.|number) $")),
        "copyright": re.compile(r"(?:©|\(c\)|copyright)[^\n]{0,30}$"),
        "flow": re.compile("|".join(re.escape(word) for word in words("flow"))),
    }  # fmt: skip


def _plausible(folded: str, text: str, atom: Atom) -> bool:
    """Whether the words are a period at all: "may" and "march" need a capital and a place, round years no count noun."""
    head = folded[max(0, atom.start - 30) : atom.start]
    if _contexts()["copyright"].search(head):
        return False
    if atom.kind == "month" and not atom.year and atom.month and atom.end - atom.start <= 9:
        word = text[atom.end - 1 - len(folded[atom.start : atom.end].rstrip(".").rsplit(None, 1)[-1]) + 1 : atom.end]
        return _plausible_month(folded, text, atom, head, word)
    if atom.kind == "year" and atom.end - atom.start == 4 and folded[atom.start : atom.end].isdigit():
        if _contexts()["hedge"].search(head) and not _contexts()["prep"].search(head):
            return False
        counted = _contexts()["counted"].match(folded[atom.end : atom.end + 20])
        return not (counted and atom.year % 50 == 0)
    return True


def _plausible_month(folded: str, text: str, atom: Atom, head: str, word: str) -> bool:  # noqa: ARG001
    name = text[atom.start : atom.end].rstrip(".").split()[-1]
    if not name[:1].isupper():
        return False
    if name.lower() not in ("may", "march", "mar", "jan", "sun", "august"):
        return True
    return (
        _contexts()["prep"].search(head) is not None
        or re.search(r"[(,] ?$", head) is not None
        or " " in folded[atom.start : atom.end]
    )


def _mention(folded: str, text: str, item: Range, context: Context) -> PeriodMention:
    atom = item.atom
    head, tail = folded[max(0, atom.start - 90) : atom.start], folded[atom.end : atom.end + 40]
    readings, role = atom.readings, item.role or _role(atom, head, tail)
    if atom.certainty == EITHER and readings and not context.fiscal and not _near_flow(folded, atom):
        readings = tuple(sorted(readings, key=_is_fiscal)) if atom.kind in ("year", "years") else readings
    if role == "until" and readings and readings[0].last_day is not None:
        readings = tuple(p for reading in readings for p in until(reading, atom.certainty, context.fiscal))
    if role in ("since", "after"):
        readings, role = _open(readings, role, context), "since"
    if role == "before":
        readings = tuple(Period(None, p.start) for p in readings if p.start is not None)
    readings = _distinct(readings)
    span = Span(atom.start, atom.end)
    period = readings[0] if readings else None
    return PeriodMention(
        span, period, readings, role, span.of(text), atom.certainty, atom.relative, item.ends, atom.kind
    )  # fmt: skip


def _distinct(readings: tuple[Period, ...]) -> tuple[Period, ...]:
    """Each range of days once; the first notation of it stays."""
    return tuple({(period.end, period.start): period for period in reversed(readings)}.values())[::-1]


def _near_flow(folded: str, atom: Atom) -> bool:
    near = folded[max(0, atom.start - 160) : atom.end + 100]
    return _contexts()["flow"].search(near) is not None


def _role(atom: Atom, head: str, tail: str) -> str:
    contexts = _contexts()
    if atom.kind == "now":
        return "now"
    if atom.kind in ("day", "week", "month", "year") and contexts["said"].search(head):
        return "said"
    if atom.kind in ("year", "years") and contexts["event"].match(tail):
        return "name"
    if contexts["base"].search(head) or (atom.kind in ("year", "month", "part") and contexts["base_after"].match(tail)):
        return "base"
    if atom.relative:
        return "relative" if atom.relative == "same" else "base"
    for role in ("since", "until", "before", "after"):
        if contexts[role].search(head) and not (role == "after" and atom.kind != "day"):
            return role
    return "at"


def _open(readings: tuple[Period, ...], role: str, context: Context) -> tuple[Period, ...]:
    """From the first day on (after "after": the day after it) to the text's date, or open without one; the words' own period stays."""
    found: list[Period] = []
    for period in readings:
        start = period.end if role == "after" else period.start
        if start is None:
            continue
        if context.dated is None:
            found.append(Period(start, None, PeriodKind.SINCE))
        elif start <= context.dated < date.max:
            found.append(Period(start, context.dated + timedelta(days=1), PeriodKind.SINCE))
    return (*found, *readings)


def _to_data_end(mentions: list[PeriodMention], context: Context) -> list[PeriodMention]:
    """ "So far this year" ends where the text says its data end ("through June 1"), else at the last month it tells of."""
    if context.dated is None:
        return mentions
    end = _data_end(mentions, context.dated)
    if end is None:
        return mentions
    return [_cut_at(mention, end) for mention in mentions]


def _data_end(mentions: list[PeriodMention], dated: date) -> date | None:
    ends = [
        m.period.last_day
        for m in mentions
        if m.role == "until" and m.period is not None and m.period.last_day is not None
    ]
    if not ends:
        full = last_full_month(dated)
        months = [m.period.last_day for m in mentions if m.kind in ("month", "part", "range") and m.period is not None]
        ends = [day for day in months if day is not None and day == full]
    near = [day for day in ends if timedelta(0) <= dated - day <= timedelta(days=200)]
    return max(near) if near else None


def _cut_at(mention: PeriodMention, end: date) -> PeriodMention:
    if mention.kind not in ("this_year", "to_date", "year"):
        return mention
    cut = []
    for period in mention.readings:
        running = period.kind is PeriodKind.TO_DATE or (
            mention.certainty == FISCAL and period.last_day is not None and period.last_day > end
        )
        if running and period.start is not None and period.start <= end:
            cut.append(Period(period.start, end + timedelta(days=1), PeriodKind.TO_DATE))
    if not cut:
        return mention
    to_date = mention.kind in ("this_year", "to_date")
    readings = _distinct((*cut, *mention.readings) if to_date else (*mention.readings, *cut))
    return replace(mention, readings=readings, period=readings[0])


def _anchored(mentions: list[PeriodMention], starts: list[int], context: Context) -> list[PeriodMention]:
    found: list[PeriodMention] = []
    for index, mention in enumerate(mentions):
        if not mention.relative:
            found.append(mention)
            continue
        anchor = _anchor(found, mentions[index + 1 :], mention, starts)
        periods = [resolve_relative(mention, p) for p in (anchor.readings if anchor else ())]
        resolved = tuple(dict.fromkeys(p for p in periods if p is not None))
        readings = _distinct((*resolved, *mention.readings))
        found.append(replace(mention, readings=readings, period=readings[0] if readings else None))
    return found


def _anchor(
    earlier: list[PeriodMention], later: list[PeriodMention], mention: PeriodMention, starts: list[int]
) -> PeriodMention | None:
    """The nearest earlier mention that carries a statistic, in this sentence or the two before; else the next in the sentence."""
    place = bisect_right(starts, mention.span.start)
    fits = [m for m in earlier if m.readings and m.role not in WEAK and m.role not in ("base", "before")]
    near = [m for m in fits if place - bisect_right(starts, m.span.start) <= 2]
    if mention.relative.startswith("month"):
        near = [m for m in near if m.period is not None and m.period.kind is PeriodKind.MONTH]
    if near:
        return near[-1]
    after = [m for m in later if m.readings and not m.relative and m.role not in WEAK]
    same = [m for m in after if bisect_right(starts, m.span.start) == place]
    return same[0] if same else (fits[-1] if fits and not mention.readings else None)
