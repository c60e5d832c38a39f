"""Days and months in running text: in come words and the text's date; out come days, or None where the calendar has no such day."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache, partial
from typing import TypeVar

from tallymark.claims.tables import read_rows, words_of
from tallymark.model.errors import DataError, TallymarkError

T = TypeVar("T")

KINDS = frozenset({"month", "number", "ordinal", "season", "reporting", "event", "flow"})
# Every entry keeps its length, so that a match in the folded text is a span of the text.
_FOLD = str.maketrans(
    {
        **{chr(code): chr(code + 32) for code in range(65, 91)},
        "’": "'", "‘": "'", "ʼ": "'", "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\t": " ", "\r": " ",
        "–": "-", "‐": "-", "‑": "-", "‒": "-", "−": "-",
    }
)  # fmt: skip


def fold(text: str) -> str:
    """``text`` in lower-case ASCII letters with plain apostrophes, blanks and short dashes; every character keeps its place."""
    return text.translate(_FOLD)


def words(kind: str) -> dict[str, str]:
    """The words of one kind of ``periods_words.csv`` with their values."""
    return words_of("periods_words.csv", KINDS)[kind]


def month_number(word: str) -> int:
    """1 for "January" or "Jan."; 0 for a word that is no month."""
    return int(words("month").get(word.lower().rstrip("."), "0"))


def count_of(word: str) -> int:
    """The number that a numeral or number word says; 0 when it says none."""
    if word.isdigit():
        return int(word)
    return int(words("number").get(re.sub(r"\s+", " ", word), "0"))


def attempt(make: Callable[[], T]) -> T | None:
    """What ``make`` gives, or None where it names a day or year that the calendar does not have (30 February, year 0)."""
    try:
        return make()
    except (ValueError, OverflowError, TallymarkError):
        return None


def full_year(digits: str) -> int:
    """2008 for "2008" and for "08"; two digits from 70 on are of the last century."""
    digits = digits.lstrip("'")
    if len(digits) != 2:
        return int(digits)
    return int(digits) + (1900 if int(digits) >= 70 else 2000)


def latest_day(month: int, day: int, not_after: date) -> date | None:
    """The last such day of the year on or before ``not_after``; None for a day that no month has."""
    for year in range(not_after.year, not_after.year - 5, -1):
        found = attempt(partial(date, year, month, day))
        if found is not None and found <= not_after:
            return found
    return None


def month_end(year: int, month: int) -> date:
    """The last day of the month."""
    return date(year, month, calendar.monthrange(year, month)[1])


def last_full_month(day: date) -> date:
    """The last day of the month before the month of ``day`` (``day`` itself when it ends its month)."""
    if day.month != (day + timedelta(days=1)).month:
        return day
    return day.replace(day=1) - timedelta(days=1)


def add_months(day: date, months: int) -> date:
    """The same day ``months`` later (earlier when negative), or the last day of a shorter month."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


@cache
def holidays() -> dict[str, tuple[int, int, int | None, int, int]]:
    """Named days: month, day, weekday (Monday 0), which one of the month (-1: last), and every how many years."""
    found: dict[str, tuple[int, int, int | None, int, int]] = {}
    columns = ("name", "month", "day", "weekday", "nth", "every", "note")
    for line, row in read_rows("periods_holidays.csv", columns):
        if not row["month"].isdigit() or bool(row["day"]) == bool(row["weekday"]) or row["name"] in found:
            raise DataError("TM-CLAIMS-001", where=f"claims/data/periods_holidays.csv line {line}", detail=row["name"])
        weekday = int(row["weekday"]) if row["weekday"] else None
        found[row["name"]] = (int(row["month"]), int(row["day"] or 0), weekday, int(row["nth"] or 0), int(row["every"]))
    return found


def holiday_in(name: str, year: int) -> date | None:
    """The named day in ``year``; None in a year without it."""
    month, day, weekday, nth, every = holidays()[name]
    offset = 1 if every == 4 else 0
    if (year - offset) % every:
        return None
    if weekday is None:
        return date(year, month, day)
    days = [d for d in range(1, calendar.monthrange(year, month)[1] + 1) if date(year, month, d).weekday() == weekday]
    # Election day follows the first Monday, so a Tuesday on the 1st does not count.
    days = [d for d in days if not (every == 2 and d == 1)]
    return date(year, month, days[nth if nth < 0 else nth - 1]) if days else None
