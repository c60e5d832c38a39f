"""Ranges and parts: in come atoms in the order of the text; out come fewer, joined by "from ... to", "first half of" and the like."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache, partial

from tallymark.claims.dates import add_months, attempt
from tallymark.claims.periods_atoms import EITHER, FISCAL, Atom, Context
from tallymark.claims.periods_grammar import expand
from tallymark.claims.periods_parts import narrowed
from tallymark.model.patterns import compile_pattern
from tallymark.model.period import Period, PeriodKind

_SO_FAR = compile_pattern(r"far|date|ytd")
JOINABLE = frozenset({"day", "month", "year", "now", "decade", "this_year"})


@dataclass(frozen=True, slots=True)
class Range:
    """An atom made of others; ``ends`` are the periods of both ends of "from A to B", ``role`` what the joining words say."""

    atom: Atom
    ends: tuple[Period, ...] = ()
    role: str = ""


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return {
        "open": compile_pattern(expand(r"\b(?P<open>between|from|dated)(?: (?:the )?(?:start|beginning|end|early|late|mid) of)? $")),
        "to": compile_pattern(expand(r"^(?:,? (?:through|thru|until|till|to|up to|and through)(?: (?:the )?(?:end of|start of|beginning of|early|late|mid|mid-))? | ?-{1,2} ?| ?— ?)$")),
        "and": compile_pattern(expand(r"^,? and $")),
        "began": compile_pattern(expand(r"^(?:,? (?:which|that|and))? ?(?:beg[ai]n(?:s|ning)?|start(?:s|ed|ing)|end(?:s|ed|ing)?|clos(?:es|ed|ing)|finish(?:es|ed|ing)|runs|ran)(?: on| in| from| last| at the end of)? $")),
    }  # fmt: skip


def join(folded: str, atoms: list[Atom], context: Context) -> list[Range]:
    """Atoms with ranges, parts and "fiscal year that ended Sept. 30" put together."""
    merged = _running(folded, _fiscal_ends(folded, _listed(folded, atoms), context), context)
    found: list[Range] = []
    at = 0
    while at < len(merged):
        pair = _range(folded, merged[at], merged[at + 1], context) if at + 1 < len(merged) else None
        if pair is not None:
            found.append(pair)
            at += 2
            continue
        found.append(_alone(narrowed(folded, merged[at])))
        at += 1
    return found


def _listed(folded: str, atoms: list[Atom]) -> list[Atom]:
    """Of "fiscal years 2015, 2016 and 2017" the later years are fiscal too."""
    found: list[Atom] = []
    for atom in atoms:
        last = found[-1] if found else None
        between = folded[last.end : atom.start] if last else ""
        follows = last is not None and last.kind == atom.kind == "year" and last.certainty == FISCAL
        if follows and atom.year and atom.certainty == EITHER and re.fullmatch(r",? (?:and |or )?", between):
            found.append(replace(atom, certainty=FISCAL, readings=(Period.fiscal_year(atom.year),)))
        else:
            found.append(atom)
    return found


def _running(folded: str, atoms: list[Atom], context: Context) -> list[Atom]:
    """Reads "so far in fiscal 2015" and "FY 2015 to date" as that year up to the text's date."""
    found: list[Atom] = []
    for atom in atoms:
        last = found[-1] if found else None
        merged = None
        if (
            last is not None
            and {last.kind, atom.kind} & {"now", "to_date"}
            and {last.kind, atom.kind} & {"year", "part"}
        ):
            soft, year = (last, atom) if last.kind in ("now", "to_date") else (atom, last)
            between = folded[last.end : atom.start]
            said = folded[soft.start : soft.end]
            joined = re.fullmatch(r",? ?(?:(?:in|during|for)(?: the)? ?)?\(?", between) is not None
            if joined and _SO_FAR.search(said) and year.readings and not year.relative:
                merged = _up_to_date(replace(year, start=last.start, end=atom.end), context)
        if merged is not None:
            found[-1] = merged
        else:
            found.append(atom)
    return found


def _up_to_date(atom: Atom, context: Context) -> Atom | None:
    if context.dated is None:
        return atom
    last = context.dated + timedelta(days=1)
    cut = [
        Period(period.start, last, PeriodKind.TO_DATE)
        for period in atom.readings
        if period.start is not None and period.end is not None and period.start < last <= period.end
    ]
    return replace(atom, kind="to_date", readings=tuple(cut)) if cut else None


def _alone(atom: Atom) -> Range:
    """An atom that is not joined; "fiscal years 2009 through 2012" has both ends in itself."""
    years = atom.readings[0].fiscal_years() if atom.kind == "years" else ()
    if len(years) < 2:
        return Range(atom)
    return Range(atom, (Period.fiscal_year(years[0]), Period.fiscal_year(years[-1])), "range")


def _fiscal_ends(folded: str, atoms: list[Atom], context: Context) -> list[Atom]:
    """Reads "the fiscal year that ended Sept. 30" as one mention; "fiscal 2015, which began Oct. 1" is the year without the day."""
    found: list[Atom] = []
    for atom in atoms:
        last = found[-1] if found else None
        between = folded[last.end : atom.start] if last else ""
        if (
            last is None
            or last.kind != "year"
            or atom.kind not in ("day", "month")
            or not _patterns()["began"].match(between)
        ):
            found.append(atom)
            continue
        named = bool(last.year)
        readings = last.readings if named else _year_by_edge(atom, between, context)
        found[-1] = replace(last, end=atom.end, readings=readings or last.readings, certainty=FISCAL)
    return found


def _year_by_edge(day: Atom, between: str, context: Context) -> tuple[Period, ...]:
    if day.period is None or day.period.start is None:
        return ()
    edge = day.period.start
    if re.search(r"\b(?:beg|start)", between):
        whole = attempt(lambda: Period(edge, add_months(edge, 12)))
    else:
        edge = day.period.last_day or edge
        if not day.year and context.dated is not None and edge > context.dated:
            edge = add_months(edge, -12)
        whole = attempt(lambda: Period(add_months(edge + timedelta(days=1), -12), edge + timedelta(days=1)))
    return (whole,) if whole else ()


def _range(folded: str, first: Atom, last: Atom, context: Context) -> Range | None:
    between = folded[first.end : last.start]
    if len(between) > 24 or first.kind not in JOINABLE or last.kind not in JOINABLE:
        return None
    if first.relative or last.relative:
        return None
    opened = _patterns()["open"].search(folded[max(0, first.start - 30) : first.start])
    both = _patterns()["and"].match(between)
    if not _patterns()["to"].match(between):
        months = first.kind == last.kind == "month"
        if not both or not (months or (opened and opened["open"] == "between")):
            return None
        if months and not opened and not _adjacent(first, last):
            return None
    if re.fullmatch(r" ?(?:-{1,2}|—) ?", between) and first.kind != last.kind:
        return None
    return _joined(first, last, opened.start() - 30 if opened else 0, context)


def _adjacent(first: Atom, last: Atom) -> bool:
    return bool(first.month and last.month and (first.month % 12) + 1 == last.month)


def _joined(first: Atom, last: Atom, offset: int, context: Context) -> Range | None:  # noqa: ARG001
    pairs = _pairs(first, last, context)
    spans = [attempt(partial(Period, one.start, two.end, PeriodKind.RANGE)) for one, two in pairs if _ordered(one, two)]
    readings = tuple(span for span in spans if span is not None)
    if not readings:
        if first.readings and last.readings:
            return None
        return Range(Atom(first.start, last.end, "range", (), first.certainty))
    good = next((one, two) for one, two in pairs if _ordered(one, two))
    atom = Atom(first.start, last.end, "range", tuple(dict.fromkeys(readings)), first.certainty)
    return Range(atom, ends=good, role="range")


def _ordered(one: Period, two: Period) -> bool:
    return one.start is not None and two.end is not None and one.start < two.end and one != two


def _pairs(first: Atom, last: Atom, context: Context) -> list[tuple[Period, Period]]:
    """The readings of both ends, with the year that one end names or the text's date implies."""
    if first.month and last.month:
        return _month_pairs(first, last, context)
    if first.certainty == last.certainty or not (first.readings and last.readings):
        return list(zip(first.readings, last.readings, strict=False))
    return [(one, two) for two in last.readings for one in first.readings]


def _month_pairs(first: Atom, last: Atom, context: Context) -> list[tuple[Period, Period]]:
    end_year = last.year
    crosses = (first.month, first.day or 1) > (last.month, last.day or 28)
    if not end_year and first.year:
        end_year = first.year + crosses
    if not end_year:
        if last.period is None or last.period.start is None:
            return []
        # Of "October to March" the end is the last one before the text, and the start lies before it.
        end_year = last.period.start.year
    years = [(first.year or end_year - crosses, end_year)]
    if not first.year and not last.year and context.dated is not None:
        years += [(years[0][0] - 1, end_year - 1)]
    pairs = [(_named(first, start), _named(last, end)) for start, end in years]
    return [(one, two) for one, two in pairs if one is not None and two is not None]


def _named(atom: Atom, year: int) -> Period | None:
    if atom.day:
        return attempt(lambda: Period.day(date(year, atom.month, atom.day)))
    return attempt(partial(Period.month, year, atom.month))
