"""The date a text gives itself: in comes a text; out come its header block and the date of its header or dateline."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import partial

from tallymark.claims.dates import attempt, fold
from tallymark.claims.periods_atoms import FIRST_YEAR, LAST_YEAR, Context
from tallymark.claims.periods_grammar import find_atoms
from tallymark.model.patterns import compile_pattern
from tallymark.model.period import Period, PeriodKind

_BLOCK = compile_pattern(r"\ufeff?---[ \t]*\r?\n(?P<lines>(?:[^\n]{0,2000}\n){0,80}?)---[ \t]*(?:\r?\n|$)")
_ENTRY = compile_pattern(r"^(?P<key>[A-Za-z][\w -]{0,40}?)[ \t]*:[ \t]*(?P<value>.*?)[ \t]*\r?$", re.MULTILINE)
DATE_KEYS = (
    "date",
    "published",
    "publishdate",
    "pubdate",
    "datepublished",
    "publication_date",
    "release_date",
    "dated",
)
_LABEL = compile_pattern(
    r"^(?:for (?:immediate )?release|release date|released?|published|posted|date|dated|issued|updated)?(?: on)?[:,]? *"
    r"(?:(?:mon|tues?|wed(?:nes)?|thurs?|fri|satur|sun)(?:day)?\.?,? *)?$"
)
_PLACE = compile_pattern(
    r"^[\W_]*[A-Z][A-Z .'/-]{2,30}(?:,? [A-Z][A-Za-z.]{1,14}){0,3}(?: \([A-Za-z .]{1,20}\))?[ ,]*(?:[–—-]+ *)?$"
)
TOP_LINES = 14


@dataclass(frozen=True, slots=True)
class Header:
    """A block of ``key: value`` lines between two ``---`` lines; ``end`` is where the body begins."""

    end: int = 0
    title: str = ""
    dated: Period | None = None


def header_of(text: str) -> Header:
    """The header block at the very start of ``text``; an empty one when there is none."""
    match = _BLOCK.match(text)
    if match is None:
        return Header()
    entries = {entry["key"].lower(): entry["value"].strip("\"'") for entry in _ENTRY.finditer(match["lines"])}
    if not entries:
        return Header()
    declared = (declared_date(entries[key]) for key in DATE_KEYS if key in entries)
    return Header(match.end(), entries.get("title", ""), next((day for day in declared if day is not None), None))


def declared_date(words: str) -> Period | None:
    """The day or month that a metadata field names: "2015-04-23T10:00:00Z", "2017-04", "April 23, 2015"; None otherwise."""
    words = words.strip()
    if match := re.match(r"(\d{4})-(\d\d)(?:-(\d\d))?(?!\d)", words):
        year, month = int(match[1]), int(match[2])
        if not FIRST_YEAR <= year <= LAST_YEAR:
            return None
        if match[3] is None:
            return attempt(partial(Period.month, year, month))
        day = attempt(partial(date, year, month, int(match[3])))
        return Period.day(day) if day else None
    return next((period for period, _, _ in _named_days(words[:80])), None)


def dateline(text: str) -> Period | None:
    """The day printed near the top: on a line of its own, after "Published", or after a place name in capitals."""
    found = 0
    for line in text[:6000].splitlines():
        if not line.strip():
            continue
        found += 1
        if found > TOP_LINES:
            return None
        for period, before, after in _named_days(line[:200]):
            alone = len(after.strip(" .|,·•-–—")) <= 24 and len(line) <= 80
            if _LABEL.match(fold(before).strip(" |·•")) and alone:
                return period
            if _PLACE.match(before) and re.match(r"[ ,]*(?:\([A-Za-z ]{1,20}\) *)?(?:[–—:-]|/PR)", after):
                return period
    return None


def _named_days(line: str) -> list[tuple[Period, str, str]]:
    atoms = find_atoms(fold(line), Context(None, fiscal=False))
    days = [atom for atom in atoms if atom.kind == "day" and atom.year and atom.period is not None]
    return [
        (atom.period, line[: atom.start], line[atom.end :])
        for atom in days
        if atom.period is not None and atom.period.kind is PeriodKind.DAY
    ]
