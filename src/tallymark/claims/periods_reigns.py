"""Presidencies in text: in comes a match such as "under Obama" or "Trump's first 100 days"; out comes an atom."""

from __future__ import annotations

import re
from datetime import date
from functools import cache

from tallymark.claims import administrations
from tallymark.claims.dates import count_of, words
from tallymark.claims.periods_atoms import EITHER, Atom, Context, group, make
from tallymark.claims.tables import either
from tallymark.model.patterns import compile_pattern
from tallymark.model.period import Period

FEW = (3, 4, 2, 5)  # how many "the first few years" may be, the likeliest first
LOOK_BACK = 600


def build_office(match: re.Match[str], context: Context) -> Atom | None:
    """Reads "Since taking office", "Trump took office", "his inauguration": the day of the inauguration."""
    spell = _spell(match, context)
    if spell is None:
        return make(match, "day", ())
    day = spell.end if re.search(r"\blea?(?:ft|ves)\b", match.group()) else spell.start
    return make(match, "day", (Period.day(day),))


def build_reign(match: re.Match[str], context: Context) -> Atom | None:
    """Reads "Under Obama", "during the Bush administration", "under the previous administration"."""
    spell = _spell(match, context)
    return make(match, "reign", administrations.whole(spell, context.dated), EITHER) if spell else None


def build_reign_part(match: re.Match[str], context: Context) -> Atom | None:
    """Reads "The final year under Bush", "Obama's first term", "Trump's first 100 days"."""
    spell, unit, number = _spell(match, context), match["unit"], int(words("ordinal")[match["ord"]])
    if spell is None:
        return None
    if unit == "term":
        name = _plain(group(match, "name")) or spell.names[0]
        readings = administrations.term(name, number, max(context.dated or spell.start, spell.start))
    else:
        vague = not group(match, "n") and re.search(rf"\bfew\b|\b{unit}s\b", match.group())
        counts = FEW if vague else (count_of(group(match, "n") or "one"),)
        parts = (administrations.part(spell, number, count, unit) for count in counts if 0 < count < 1000)
        readings = tuple(period for readings_of_count in parts for period in readings_of_count)
    return make(match, "reign", readings, EITHER) if readings else None


def _spell(match: re.Match[str], context: Context) -> administrations.Administration | None:
    name, dated = _plain(group(match, "name")), context.dated
    if name:
        candidates = administrations.names()[name]
        ordinal = group(match, "ordinal")
        if not ordinal:
            return administrations.by_name(name, dated)
        index = ("first", "second").index(ordinal)
        return candidates[index] if index < len(candidates) else None
    if re.search(r"\b(?:his|her)\b", group(match, "which")) and (named := _last_named(match, dated)):
        return named
    now = administrations.at(dated) if dated else None
    if now is not None and re.search(r"previous|prior|predecessor|last", group(match, "which")):
        return administrations.before(now)
    return now


def _last_named(match: re.Match[str], dated: date | None) -> administrations.Administration | None:
    """The president named last before "his": the pronoun points back to a name near it."""
    head = match.string[max(0, match.start() - LOOK_BACK) : match.start()]
    found = _presidents().findall(head)
    return administrations.by_name(_plain(found[-1]), dated) if found else None


@cache
def _presidents() -> re.Pattern[str]:
    return compile_pattern(rf"\b(?:{either(list(administrations.names()))})\b")


def _plain(name: str) -> str:
    return re.sub(r"\s+", " ", name)


def build_days_after_office(match: re.Match[str], context: Context) -> Atom | None:
    """Reads "The 100 days after Trump took office"."""
    spell, count = _spell(match, context), count_of(match["n"])
    if spell is None or not 0 < count < 1000 or match["unit"] not in ("day", "week", "month", "year"):
        return None
    return make(match, "reign", administrations.part(spell, 1, count, match["unit"]))
