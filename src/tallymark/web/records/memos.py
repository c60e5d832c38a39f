"""Priority memos on a cohort: in come a memo, a release and days; out comes who is in a priority, as intervals with the reasons.

A part of a memo that no record of the release can tell is never shown as nobody: its number is the interval on any reading, and one
that a missing field can only raise is told as "at least", as in the year-end report.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from tallymark.model.errors import UsageError
from tallymark.model.period import Period
from tallymark.register.register import Register
from tallymark.reports.count_json import count_json
from tallymark.reports.count_words import FAMILY_WORDS, HIDDEN_WORDS, bounds_words
from tallymark.reports.markup import Markup, el
from tallymark.reports.year_words import DAGGER, DAGGER_WORDS, NOT_TOLD, OF_THEM, value_of
from tallymark.web.asks import Ask
from tallymark.web.records.counts import filters_of, rounded_words
from tallymark.web.records.engines import opened
from tallymark.web.templating import render

if TYPE_CHECKING:
    from tallymark.counting.counted import Count, CountedTable
    from tallymark.counting.request import Request
    from tallymark.counting.year_report_lines import Bounds, Line
    from tallymark.counting.year_report_list import Group, Memo, Statistic
    from tallymark.counting.year_report_told import Told
    from tallymark.schema.store import Store

HERE = "/memos"
N_FILTERS = 2
ALL = "all"
LONG = 300


@dataclass(frozen=True, slots=True)
class ShownLine:
    """One line of the result: who it is, the numbers in words, the interval as a drawing, why it is open, what the release lacks."""

    words: str
    is_part: bool
    found: str
    any_reading: str
    share: str
    drawing: Markup | None
    reasons: tuple[str, ...]
    lacking: tuple[str, ...]


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
        return _page(ask, store, None, None)
    store.existing(ask.release)
    chosen = chosen_memos(report_list(), ask.memos[:1], 0)
    if len(chosen) != 1:
        raise UsageError("TM-WEB-001", where="memo", detail="one memo at a time")
    with opened(store, ask.release) as engine:
        table = count(store, ask.release, _request(ask, chosen[0]), engine=engine)
    return count_json(table) if ask.form == "json" else _page(ask, store, chosen[0], table)


def lines(table: CountedTable, listed: Sequence[Statistic], told: Told) -> list[ShownLine]:
    """Who is in a priority, in which part, in none, and of whom the fields do not tell."""
    from tallymark.counting.counted import UNKNOWN  # noqa: PLC0415

    everything = tuple(dict.fromkeys(title for one in listed for title in _lacking(told, one.group)))
    return [
        _line(table, one, told, everything if (UNKNOWN,) in one.group.values() else _lacking(told, one.group))
        for one in listed
    ]


def _request(ask: Ask, memo: Memo) -> Request:
    from tallymark.counting.request import Request  # noqa: PLC0415

    by = (memo.any, memo.parts) if memo.parts else (memo.any,)
    period = Period.parse(ask.period) if ask.period else None
    return Request(ask.measure or "removals", by, filters_of(ask.where), (), period)


def _lacking(told: Told, group: Group) -> tuple[str, ...]:
    """The titles of the rules that decide a group and for which the release lacks a field."""
    from tallymark.counting.counted import UNKNOWN  # noqa: PLC0415

    found = [title for rule, values in group.items() if UNKNOWN not in values for title in told.lacking(rule, values)]
    return tuple(dict.fromkeys(found))


def _line(table: CountedTable, one: Statistic, told: Told, lacking: tuple[str, ...]) -> ShownLine:
    from tallymark.counting.counted import UNKNOWN  # noqa: PLC0415
    from tallymark.counting.year_report_numbers import any_reading, share  # noqa: PLC0415

    group, whole = {rule: values[0] for rule, values in one.group.items()}, table.count()
    found = table.count(**group)
    if any(told.untold(rule, values) for rule, values in one.group.items() if UNKNOWN not in values):
        found = any_reading(found)
    drawn = any_reading(found) if lacking else found
    level = _told_line(table, one, lacking, count=found)
    part = None if found is None or whole is None else share(found, whole)
    wider = found is not None and (found.low_any, found.high_any) != (found.low, found.high)
    return ShownLine(
        one.words.removeprefix(OF_THEM),
        one.words.startswith(OF_THEM),
        value_of(level),
        bounds_words(found.low_any, found.high_any) if found is not None and wider else "",
        NOT_TOLD if part is None else value_of(_told_line(table, one, lacking, bounds=part)),
        None if drawn is None or whole is None or not whole.high_any else interval(drawn, whole.high_any),
        table.why_undecided(**group),
        lacking,
    )


def _told_line(
    table: CountedTable,
    one: Statistic,
    lacking: tuple[str, ...],
    *,
    count: Count | None = None,
    bounds: Bounds | None = None,
) -> Line:
    """A number as the year-end report tells it."""
    from tallymark.counting.year_report_lines import Line, State  # noqa: PLC0415
    from tallymark.model.figure import Relation  # noqa: PLC0415

    relation = Relation.LEVEL if bounds is None else Relation.SHARE
    state = State.HIDDEN if count is None and bounds is None else State.COUNTED
    return Line(
        "memo", one.id, one.words, relation, state, table.definitions[0].id, count=count, bounds=bounds, lacking=lacking
    )  # fmt: skip


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


def choosing(ask: Ask, register: Register) -> str:  # noqa: ARG001  every maker is called alike
    """The part of the form that depends on the release."""
    from tallymark.schema.store import Store  # noqa: PLC0415

    return render("memo_choices.html", ask=ask, **_form(ask, Store(ask.store)))


def cohorts(ask: Ask, register: Register) -> str:  # noqa: ARG001  every maker is called alike
    """The form that runs one rule over the rows of a release: only releases and rows with a field that it needs.

    The rule is ``first``; raises TM-WEB-011 for one that is not there.
    """
    from tallymark.counting.year_report_list import report_list  # noqa: PLC0415
    from tallymark.rules.cards import cards  # noqa: PLC0415
    from tallymark.schema import manifest as manifests  # noqa: PLC0415
    from tallymark.schema.store import Store  # noqa: PLC0415
    from tallymark.web.records.choices import deciding  # noqa: PLC0415

    rule = ask.first.partition("@")[0]
    if rule not in cards().by_id:
        raise UsageError("TM-WEB-011", where="rule", detail="there is no rule with this id")
    store = Store(ask.store)
    found = [(name, deciding(manifests.read(store.existing(name).manifest), ask.first)) for name in store.releases()]
    memo = next((one for one in report_list().memos.values() if rule in (one.any, one.parts)), None)
    return render("rule_cohorts.html", rule=rule, cohorts=[one for one in found if one[1]], memo=memo)


def _form(ask: Ask, store: Store) -> dict[str, object]:
    """The cohorts of the release asked for, else of the first one, and the memos with whether they can be run over the chosen one."""
    from tallymark.counting.year_report_list import report_list  # noqa: PLC0415
    from tallymark.counting.year_report_memos import in_force  # noqa: PLC0415
    from tallymark.schema import manifest as manifests  # noqa: PLC0415
    from tallymark.web.records.choices import Choices, choices, memos_for  # noqa: PLC0415

    name = ask.release or next(iter(store.releases()), "")
    found, able = Choices(), tuple[str, ...]()
    if name:
        manifest = manifests.read(store.existing(name).manifest)
        found = choices(manifest, ask.measure, only="people")
        able = memos_for(manifest, found.chosen)
    memos = [(one, _days(in_force(one)), one.id in able) for one in report_list().memos.values()]
    return {"choices": found, "memos": memos, "n_filters": N_FILTERS}


def _told(ask: Ask, store: Store, table: CountedTable) -> Told:
    """What the release cannot tell in the table that was counted."""
    from tallymark.counting.year_report_told import told_by  # noqa: PLC0415
    from tallymark.rules.rule_sets import rule_set  # noqa: PLC0415
    from tallymark.schema import manifest as manifests  # noqa: PLC0415

    manifest = manifests.read(store.existing(ask.release).manifest)
    return told_by(manifest.table(rule_set(table.definitions[0].id).table))


def _page(ask: Ask, store: Store, memo: Memo | None, table: CountedTable | None) -> str:
    from tallymark.counting.year_report_memos import memo_list  # noqa: PLC0415

    shown: list[ShownLine] = []
    if table is not None and memo is not None:
        shown = lines(table, memo_list(memo).statistics, _told(ask, store, table))
    return render(
        "memos.html",
        here=HERE,
        title="Memos",
        ask=ask,
        releases=store.releases(),
        **_form(ask, store),
        memo=memo,
        out_of_force=_out_of_force(memo, table),
        table=table,
        lines=shown,
        lacking=list(dict.fromkeys(title for one in shown for title in one.lacking)),
        dagger=DAGGER_WORDS if any(DAGGER in line.found + line.share for line in shown) else "",
        families=FAMILY_WORDS,
        hidden_words=HIDDEN_WORDS,
        rounded=rounded_words(table),
    )
