"""Counts: in comes what is to be counted; out comes the finished table with its notes, definitions and SQL, small cells hidden."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tallymark.model.errors import UsageError
from tallymark.model.period import Period
from tallymark.register.register import Register
from tallymark.reports.count_rows import Row, rows
from tallymark.reports.count_table import ALL, MOST_COLUMNS, cell_words, columns_of, mark, value_words
from tallymark.reports.count_told import dagger_words, lacking_of, told_count, told_share
from tallymark.reports.count_words import FAMILY_WORDS, HIDDEN_WORDS, bounds_words, mean_words
from tallymark.web.asks import Ask
from tallymark.web.records.engines import opened
from tallymark.web.templating import render

if TYPE_CHECKING:
    from tallymark.counting.counted import CountedTable
    from tallymark.counting.request import Request
    from tallymark.schema.store import Store
    from tallymark.web.records.choices import Choices

HERE = "/records"
MOST_ROWS = 5_000
N_FILTERS = 3


@dataclass(frozen=True, slots=True)
class ShownRow:
    """One row: the values of the breakdowns, the count, and what the measure and the table add to it."""

    definition: str
    labels: tuple[str, ...]
    is_total: bool
    found: str
    any_reading: str
    share: str
    mean: str
    median: str


@dataclass(frozen=True, slots=True)
class Across:
    """A table with the values of the last breakdown side by side: heads of the columns; for each row its labels and cells.

    A row says whether it is a total. ``any_reading`` are the same rows on any reading, empty where that changes nothing.
    """

    heads: tuple[str, ...]
    rows: tuple[tuple[tuple[str, ...], bool, tuple[str, ...]], ...]
    any_reading: tuple[tuple[tuple[str, ...], bool, tuple[str, ...]], ...]


def counted(ask: Ask, register: Register) -> str:  # noqa: ARG001  every maker is called alike
    """The table in its form, or the empty form where no measure is asked for."""
    from tallymark.counting.count import count  # noqa: PLC0415  the heavy wing is loaded when it is asked
    from tallymark.reports.count_csv import count_csv  # noqa: PLC0415
    from tallymark.reports.count_json import count_json  # noqa: PLC0415
    from tallymark.schema.store import Store  # noqa: PLC0415

    store = Store(ask.store)
    store.existing(ask.release)
    if ask.form == "page" and (not ask.measure or _needs_a_day(ask)):
        return _page(ask, store, None)
    with opened(store, ask.release) as engine:
        table = count(store, ask.release, request_of(ask), engine=engine)
    if ask.form == "json":
        return count_json(table)
    return count_csv(table) if ask.form == "csv" else _page(ask, store, table)


def choosing(ask: Ask, register: Register) -> str:  # noqa: ARG001  every maker is called alike
    """The part of the form that depends on the measure."""
    from tallymark.schema.store import Store  # noqa: PLC0415

    return render(
        "count_choices.html", ask=ask, choices=_choices(Store(ask.store), ask), table=None, n_filters=N_FILTERS
    )


def _needs_a_day(ask: Ask) -> bool:
    """Whether people of several days would be added up, so that the page asks for a day first."""
    from tallymark.counting.measures import measure  # noqa: PLC0415
    from tallymark.model.period import PeriodKind  # noqa: PLC0415

    one_day = bool(ask.period) and Period.parse(ask.period).kind is PeriodKind.DAY
    return measure(ask.measure).kind == "stock" and "day" not in ask.by and not one_day


def request_of(ask: Ask) -> Request:
    """The request of a question; raises TM-WEB-001 for a filter or a setting that is none, TM-MODEL-004 for a period."""
    from tallymark.counting.request import Request  # noqa: PLC0415

    period = Period.parse(ask.period) if ask.period else None
    return Request(ask.measure, ask.by, filters_of(ask.where), ask.under, period, settings_of(ask.settings))


def filters_of(where: Sequence[str]) -> dict[str, str]:
    """Filters such as ``criminality=convicted``; raises TM-WEB-001 for one that is none and for a breakdown that is named twice."""
    pairs = [tuple(part.strip() for part in one.partition("=")) for one in where]
    if any(not (key and value) for key, _, value in pairs):
        raise UsageError("TM-WEB-001", where="where", detail="write it as breakdown=value")
    found = {key: value for key, _, value in pairs}
    if len(found) < len(pairs):
        raise UsageError("TM-WEB-001", where="where", detail="each key once; of two values only the last would count")
    return found


def settings_of(settings: Sequence[str]) -> dict[str, object]:
    """Parameters of the rules; raises TM-WEB-014 for one of a derived table, which is built and kept for each value."""
    from tallymark.rules.cards import cards  # noqa: PLC0415

    chosen: dict[str, object] = {name: setting(value) for name, value in filters_of(settings).items()}
    building = {name for card in cards() if card.kind == "table" for name in card.parameters} if chosen else set()
    if building & set(chosen):
        detail = "a table is built and kept for each value of it; set it on the command line"
        raise UsageError("TM-WEB-014", where=min(building & set(chosen)), detail=detail)
    return chosen


def setting(written: str) -> str | int | bool:
    """A value of a parameter of the rules as it is written: a whole number, true or false, else text."""
    if written in ("true", "false"):
        return written == "true"
    return int(written) if re.fullmatch(r"-?[0-9]{1,18}", written) else written


def told(table: CountedTable | None) -> dict[str, object]:
    """What stands around the rows of a table: the titles of its definitions, of what a share is, rounding, why numbers are open."""
    if table is None:
        return {}
    *outer, _ = table.request.by or ("",)
    among = f" of the {' and '.join(table.word(name) for name in outer)}" if outer else ""
    reasons = (reason for one in table.distinct for reason in table.reasons_of(one.id))
    return {
        "titles": {one.id: one.title for one in table.definitions},
        "share_head": f"share{among}",
        "rounded": rounded_words(table),
        "reasons": [one for one in dict.fromkeys((lacking_of(table), dagger_words(table), *reasons)) if one],
    }


def rounded_words(table: CountedTable | None) -> str:
    """That bounds are rounded outward, and by how much; empty where they are not."""
    if table is None or table.step <= 1:
        return ""
    return (
        f"Bounds are rounded outward by up to {table.step - 1}, so that none tells a small number; "
        "the same count in another table may be rounded otherwise."
    )


def _choices(store: Store, ask: Ask) -> Choices:
    from tallymark.web.records.choices import choices_in  # noqa: PLC0415

    return choices_in(store, ask.release, ask.measure)


def _page(ask: Ask, store: Store, table: CountedTable | None) -> str:
    from tallymark.web.records.count_chart import chart_of  # noqa: PLC0415
    from tallymark.web.records.maps import map_of  # noqa: PLC0415

    drawn = None if table is None else map_of(table)
    on_the_map = drawn is not None and not drawn.own_table
    return render(
        "records_count.html",
        here=HERE,
        title=f"Count in {ask.release}",
        ask=ask,
        choices=_choices(store, ask),
        table=table,
        n_filters=N_FILTERS,
        chart=None if table is None or on_the_map else chart_of(table),
        map=drawn,
        rows=[] if table is None else shown_rows(table),
        across=None if table is None else across_of(table),
        most_rows=MOST_ROWS,
        families=FAMILY_WORDS,
        **told(table),
        hidden_words=HIDDEN_WORDS,
    )


def across_of(table: CountedTable) -> Across | None:
    """The table as the command line prints it, where it has one definition, several breakdowns and few values of the last one."""
    *_, last = table.request.by or ("",)
    several = len(table.request.by) > 1
    if not several or len(table.distinct) > 1 or table.over or len(table.values[last]) > MOST_COLUMNS:
        return None
    columns = columns_of(table, last)
    heads = [value_words(table, last, value) + mark(table, value) for value in columns]
    heads += [f"share {value_words(table, last, value)}" for value in table.share_values]
    again = _across(table, last, columns, any_reading=True) if table.any_differs else ()
    return Across(tuple(heads), _across(table, last, columns, any_reading=False), again)


def _across(
    table: CountedTable, last: str, columns: Sequence[str], *, any_reading: bool
) -> tuple[tuple[tuple[str, ...], bool, tuple[str, ...]], ...]:
    definition, found = table.definitions[0].id, []
    for whole in table.groups():
        if whole[last] != ALL or not table.occurs(whole):
            continue
        group = {name: value for name, value in whole.items() if name != last}
        labels = tuple(value_words(table, name, value) + mark(table, value) for name, value in group.items())
        cells = [cell_words(table, definition, {**group, last: value}, any_reading=any_reading) for value in columns]
        shares = table.share_values
        cells += [told_share(table, {last: value}, group, definition, any_reading=any_reading) for value in shares]
        found.append((labels, ALL in group.values(), tuple(cells)))
    return tuple(found[:MOST_ROWS])


def _share(table: CountedTable, row: Row) -> str:
    """The share of a row among all values of the last breakdown, as the command line tells it."""
    *_, last = row.group
    whole = {name: value for name, value in row.group.items() if name != last}
    return told_share(table, {last: row.group[last]}, whole, row.definition)


def shown_rows(table: CountedTable) -> list[ShownRow]:
    """Every group that occurs, as words; of more than a page can show the first ones."""
    found: list[ShownRow] = []
    # A share of a year among years is no finding.
    shares = table.kind == "count" and table.request.by[-1:] and table.request.by[-1] not in table.times
    for row in rows(table):
        if len(found) == MOST_ROWS:
            break
        labels = tuple(value_words(table, name, value) + mark(table, value) for name, value in row.group.items())
        one = row.found
        differs = one is not None and (one.low, one.high) != (one.low_any, one.high_any)
        found.append(
            ShownRow(
                row.definition,
                labels,
                "all" in row.group.values(),
                told_count(table, row.definition, row.group) + ("≈" if row.near else ""),
                bounds_words(one.low_any, one.high_any) if one is not None and differs else "",
                _share(table, row) if shares and row.share is not None else "",
                mean_words(table.mean(row.definition, **row.group)) if table.over else "",
                mean_words(table.median(row.definition, **row.group)) if table.over == "rows" else "",
            )
        )
    return found
