"""Priority memos on a cohort: in come a memo, a release and days; out comes who is in a priority, as intervals with the reasons."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from tallymark.model.errors import UsageError
from tallymark.model.period import Period
from tallymark.register.register import Register
from tallymark.reports.count_json import count_json
from tallymark.reports.count_words import FAMILY_WORDS, HIDDEN_WORDS, bounds_words, count_words, share_words
from tallymark.reports.markup import Markup, el
from tallymark.web.asks import Ask
from tallymark.web.records.engines import opened
from tallymark.web.templating import render

if TYPE_CHECKING:
    from tallymark.counting.counted import Count, CountedTable
    from tallymark.counting.request import Request
    from tallymark.counting.year_report_list import Memo, SectionList

HERE = "/memos"
ALL = "all"
LONG = 300


@dataclass(frozen=True, slots=True)
class ShownLine:
    """One line of the result: who it is, the numbers in words, the interval as a drawing, why it is open."""

    words: str
    is_part: bool
    found: str
    any_reading: str
    share: str
    drawing: Markup | None
    reasons: tuple[str, ...]


def memo(ask: Ask, register: Register) -> str:  # noqa: ARG001  every maker is called alike
    """The memos in words; with a release, the people of its cohort under one of them. Raises TM-COUNT-403 for an unknown memo."""
    from tallymark.counting.count import count  # noqa: PLC0415  the heavy wing is loaded when it is asked
    from tallymark.counting.year_report_list import report_list  # noqa: PLC0415
    from tallymark.counting.year_report_memos import chosen_memos  # noqa: PLC0415
    from tallymark.schema.store import Store  # noqa: PLC0415

    store = Store(ask.store)
    if not (ask.release and ask.memos):
        if ask.form != "page":
            raise UsageError("TM-WEB-001", where="release, memo", detail="both are needed")
        return _page(ask, store.releases(), None, None)
    store.existing(ask.release)
    chosen = chosen_memos(report_list(), ask.memos[:1], 0)
    if len(chosen) != 1:
        raise UsageError("TM-WEB-001", where="memo", detail="one memo at a time")
    with opened(store, ask.release) as engine:
        table = count(store, ask.release, _request(ask, chosen[0]), engine=engine)
    return count_json(table) if ask.form == "json" else _page(ask, store.releases(), chosen[0], table)


def lines(table: CountedTable, listed: SectionList) -> list[ShownLine]:
    """Who is in a priority, in which part, in none, and of whom the fields do not tell."""
    whole = table.count()
    return [
        _line(table, one.words, {rule: values[0] for rule, values in one.group.items()}, whole)
        for one in listed.statistics
    ]


def _request(ask: Ask, memo: Memo) -> Request:
    from tallymark.counting.request import Request  # noqa: PLC0415

    by = (memo.any, memo.parts) if memo.parts else (memo.any,)
    return Request(ask.measure or "removals", by, {}, (), Period.parse(ask.period) if ask.period else None)


def _line(table: CountedTable, words: str, group: dict[str, str], whole: Count | None) -> ShownLine:
    found = table.count(**group)
    wider = found is not None and (found.low_any, found.high_any) != (found.low, found.high)
    return ShownLine(
        words.removeprefix("of them, "),
        words.startswith("of them, "),
        count_words(found),
        bounds_words(found.low_any, found.high_any) if found is not None and wider else "",
        share_words(table.share(group)),
        None if found is None or whole is None or not whole.high_any else interval(found, whole.high_any),
        table.why_undecided(**group),
    )


def interval(found: Count, whole: int) -> Markup:
    """A bar over everybody: dark is certain, pale what the fields leave open, the line what any reading leaves open."""

    def place(number: int) -> float:
        return round(float(Fraction(LONG * min(number, whole), whole)), 1)

    low, high, low_any, high_any = (place(one) for one in (found.low, found.high, found.low_any, found.high_any))
    return el(
        "svg",
        el("rect", class_="whole", x=0, y=0, width=LONG, height=14),
        el("rect", class_="sure", x=0, y=0, width=low, height=14),
        el("rect", class_="open", x=low, y=0, width=round(high - low, 1), height=14),
        el("line", class_="reading", x1=low_any, x2=high_any, y1=7, y2=7) if high_any > low_any else None,
        class_="span",
        viewBox=f"0 0 {LONG} 14",
        preserveAspectRatio="none",
        aria_hidden="true",
    )


def _out_of_force(memo: Memo | None, table: CountedTable | None) -> str:
    """Said where the memo was not in force on all days that are counted."""
    from tallymark.counting.year_report_memos import in_force  # noqa: PLC0415

    if memo is None or table is None:
        return ""
    days, asked = in_force(memo), table.request.period
    if asked is not None and days.contains(asked):
        return ""
    none = asked is not None and not days.overlaps(asked)
    how = "on none of the days" if none else "only on a part of the days"
    return f"The memo was in force {how} that are counted here ({_days(days)}): this is what it would have said."


def _days(period: Period) -> str:
    return f"{period.start} to {period.last_day}" if period.last_day else f"since {period.start}"


def _page(ask: Ask, releases: tuple[str, ...], memo: Memo | None, table: CountedTable | None) -> str:
    from tallymark.counting.measures import measures  # noqa: PLC0415
    from tallymark.counting.year_report_list import report_list  # noqa: PLC0415
    from tallymark.counting.year_report_memos import in_force, memo_list  # noqa: PLC0415

    known = report_list().memos
    return render(
        "memos.html",
        here=HERE,
        title="Memos",
        ask=ask,
        releases=releases,
        measures=[one for one in measures().values() if one.kind == "count" and one.about_people and one.definitions],
        memos=[(one, _days(in_force(one))) for one in known.values()],
        memo=memo,
        out_of_force=_out_of_force(memo, table),
        table=table,
        lines=lines(table, memo_list(memo)) if table is not None and memo is not None else [],
        families=FAMILY_WORDS,
        hidden_words=HIDDEN_WORDS,
    )
