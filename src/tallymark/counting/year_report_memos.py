"""Priority memos on a year's people: in come ids of memos and a year; out come memos, their days in force and what is counted by them."""

from __future__ import annotations

from collections.abc import Sequence

from tallymark.counting.breakdowns import NO, YES
from tallymark.counting.counted import UNKNOWN
from tallymark.counting.year_report_list import NOBODY, Memo, ReportList, SectionList, Statistic, people_of
from tallymark.model.errors import UsageError
from tallymark.model.period import Period
from tallymark.rules.cards import cards

NO_MEMO = "TM-COUNT-403"
EVERY_MEMO = "all"
WHOLE, PART, NOT = "the whole year", "a part of the year", "no day of the year"
IN, OUT, NOT_TOLD = "In a priority", "In no priority", "Not told by the fields"


def chosen_memos(listed: ReportList, names: Sequence[str], year: int) -> tuple[Memo, ...]:
    """The memos of these ids, every one for ``all``, those in force on a day of the year for none; raises TM-COUNT-403."""
    if not names:
        return tuple(memo for memo in listed.memos.values() if in_year(in_force(memo), year) != NOT)
    if EVERY_MEMO in names:
        return tuple(listed.memos.values())
    strange = [name for name in names if name not in listed.memos]
    if strange:
        raise UsageError(NO_MEMO, where=repr(strange[0]), detail=f"known: {', '.join(listed.memos)}, {EVERY_MEMO}")
    return tuple(listed.memos[name] for name in dict.fromkeys(names))


def in_force(memo: Memo) -> Period:
    """The days on which the memo was in force, by its rule."""
    card = cards().get(memo.any)
    return Period(card.from_date, card.until_date)


def in_year(days: Period, year: int) -> str:
    """Whether a memo was in force in the whole fiscal year, a part of it or no day of it."""
    period = Period.fiscal_year(year)
    if days.contains(period):
        return WHOLE
    return PART if days.overlaps(period) else NOT


def memo_list(memo: Memo) -> SectionList:
    """What is counted under a memo: who is a priority, in which part, who is none, and of whom the fields do not tell."""
    by = (memo.any, memo.parts) if memo.parts else (memo.any,)
    statistics = [_statistic("any", IN, memo.any, YES, "any")]
    statistics += [
        _statistic(value, f"of them, {words}", memo.parts, value, value) for value, words in memo.words.items()
    ]
    statistics += [_statistic("none", OUT, memo.any, NO, "none"), _statistic(UNKNOWN, NOT_TOLD, memo.any, UNKNOWN, "")]
    return SectionList(
        memo.id, memo.title, by, tuple(statistics), "", NOBODY, "of all", chart=True, note=memo.note, only_year=True
    )


def _statistic(name: str, words: str, rule: str, value: str, published: str) -> Statistic:
    people = people_of({"priority": (published,)}) if published else None
    return Statistic(name, words, {rule: (value,)}, () if people is None else (people,))
