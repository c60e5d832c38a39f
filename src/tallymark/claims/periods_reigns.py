"""Presidencies in text: in comes a match such as "under Obama" or "Trump's first 100 days"; out comes an atom."""

from __future__ import annotations

import re

from tallymark.claims import administrations
from tallymark.claims.dates import count_of, words
from tallymark.claims.periods_atoms import EITHER, Atom, Context, group, make
from tallymark.model.period import Period


def build_office(match: re.Match[str], context: Context) -> Atom | None:
    """ "Since taking office", "Trump took office", "his inauguration": the day of the inauguration."""
    spell = _spell(match, context)
    if spell is None:
        return make(match, "day", ())
    day = spell.end if re.search(r"\blea?(?:ft|ves)\b", match.group()) else spell.start
    return make(match, "day", (Period.day(day),))


def build_reign(match: re.Match[str], context: Context) -> Atom | None:
    """ "Under Obama", "during the Bush administration", "under the previous administration"."""
    spell = _spell(match, context)
    return make(match, "reign", administrations.whole(spell, context.dated), EITHER) if spell else None


def build_reign_part(match: re.Match[str], context: Context) -> Atom | None:
    """ "The final year under Bush", "Obama's first term", "Trump's first 100 days"."""
    spell, unit, number = _spell(match, context), match["unit"], int(words("ordinal")[match["ord"]])
    if spell is None:
        return None
    if unit == "term":
        name = _plain(group(match, "name")) or spell.names[0]
        readings = administrations.term(name, number, context.dated)
    else:
        count = count_of(group(match, "n") or "one")
        readings = administrations.part(spell, number, count, unit) if 0 < count < 1000 else ()
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
    now = administrations.at(dated) if dated else None
    if now is not None and re.search(r"previous|prior|predecessor|last", group(match, "which")):
        return administrations.before(now)
    return now


def _plain(name: str) -> str:
    return re.sub(r"\s+", " ", name)
