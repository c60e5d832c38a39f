"""Filters: in come the values that a request filters by and what its definitions can answer; a value that no row can have is refused.

A misspelt value would count nothing, and a count of nothing looks like a finding.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches

from tallymark.counting.breakdowns import Breakdown
from tallymark.counting.cells import value_of
from tallymark.counting.counted import UNKNOWN
from tallymark.counting.field_values import MOST_KEPT
from tallymark.counting.questions import Asked
from tallymark.model.errors import TallymarkError, UsageError
from tallymark.model.period import Period

NO_VALUE = "TM-COUNT-013"
MOST_LISTED = 20
SHAPES = {
    "fiscal_year": (r"FY\d{4}", "FY2013"),
    "calendar_year": (r"CY\d{4}", "CY2013"),
    "month": (r"\d{4}-\d{2}", "2013-04"),
    "day": (r"\d{4}-\d{2}-\d{2}", "2013-04-30"),
}


def refuse_time(one: Breakdown, value: str) -> None:
    """Raise TM-COUNT-013 for a value of a part of the day that is written otherwise or is no day."""
    shape, example = SHAPES[one.time]
    if value == UNKNOWN or (re.fullmatch(shape, value) and _is_period(value)):
        return
    raise UsageError(NO_VALUE, where=f"{one.id}={value}", detail=f"write it as {example}")


def _is_period(value: str) -> bool:
    try:
        Period.parse(value)
    except TallymarkError:
        return False
    return True


def refuse_case(one: Breakdown, value: str, asked: Iterable[Asked]) -> None:
    """Raise TM-COUNT-013 for a value that no rule of the definitions gives."""
    known = dict.fromkeys(name for part in asked for name in part.values.get(one.id, ()))
    if value != UNKNOWN and value not in known:
        raise UsageError(NO_VALUE, where=f"{one.id}={value}", detail=f"known: {', '.join((*known, UNKNOWN))}")


def refuse_text(one: Breakdown, value: str, field: str, texts: Mapping[str, tuple[str, ...]]) -> None:
    """Raise TM-COUNT-013 for a value that no row of the table has in the field; nothing is said of a field of too many values."""
    listed = texts.get(field)
    if value == UNKNOWN or listed is None or len(listed) >= MOST_KEPT:
        return
    known = sorted({value_of(one, text) for text in listed} - {UNKNOWN})
    if value in known:
        return
    near = get_close_matches(value, known, n=3)
    words = f"no row has it; near it: {', '.join(near)}" if near else f"no row has it; known: {_some(known)}"
    raise UsageError(NO_VALUE, where=f"{one.id}={value}", detail=words)


def _some(known: list[str]) -> str:
    more = len(known) - MOST_LISTED
    return ", ".join(known[:MOST_LISTED]) + (f" and {more} more" if more > 0 else "")
