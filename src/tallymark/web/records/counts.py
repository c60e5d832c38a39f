"""Counts: in comes what is to be counted; out comes the finished table with its notes, definitions and SQL, small cells hidden."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tallymark.model.errors import UsageError
from tallymark.model.period import Period
from tallymark.register.register import Register
from tallymark.reports.count_rows import rows
from tallymark.reports.count_table import mark, value_words
from tallymark.reports.count_words import (
    FAMILY_WORDS,
    HIDDEN_WORDS,
    bounds_words,
    count_words,
    mean_words,
    settings_words,
    share_words,
)
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


def counted(ask: Ask, register: Register) -> str:  # noqa: ARG001  every maker is called alike
    """The table in its form, or the empty form where no measure is asked for."""
    from tallymark.counting.count import count  # noqa: PLC0415  the heavy wing is loaded when it is asked
    from tallymark.reports.count_csv import count_csv  # noqa: PLC0415
    from tallymark.reports.count_json import count_json  # noqa: PLC0415
    from tallymark.schema.store import Store  # noqa: PLC0415

    store = Store(ask.store)
    store.existing(ask.release)
    if not ask.measure and ask.form == "page":
        return _page(ask, store, None)
    with opened(store, ask.release) as engine:
        table = count(store, ask.release, request_of(ask), engine=engine)
    if ask.form == "json":
        return count_json(table)
    return count_csv(table) if ask.form == "csv" else _page(ask, store, table)


def choosing(ask: Ask, register: Register) -> str:  # noqa: ARG001  every maker is called alike
    """The part of the form that depends on the measure."""
    from tallymark.schema.store import Store  # noqa: PLC0415

    return render("count_choices.html", ask=ask, choices=_choices(Store(ask.store), ask))


def request_of(ask: Ask) -> Request:
    """The request of a question; raises TM-WEB-001 for a filter that is none, TM-MODEL-004 for a period."""
    from tallymark.counting.request import Request  # noqa: PLC0415

    pairs = [one.partition("=") for one in ask.where]
    if any(not (key and sign and value) for key, sign, value in pairs):
        raise UsageError("TM-WEB-001", where="where", detail="write it as breakdown=value")
    where: Mapping[str, str] = {key: value for key, _, value in pairs}
    return Request(ask.measure, ask.by, where, ask.under, Period.parse(ask.period) if ask.period else None)


def _choices(store: Store, ask: Ask) -> Choices:
    from tallymark.schema import manifest as manifests  # noqa: PLC0415
    from tallymark.web.records.choices import choices  # noqa: PLC0415

    return choices(manifests.read(store.existing(ask.release).manifest), ask.measure)


def _page(ask: Ask, store: Store, table: CountedTable | None) -> str:
    from tallymark.web.records.count_chart import chart_of  # noqa: PLC0415
    from tallymark.web.records.maps import map_of  # noqa: PLC0415

    return render(
        "records_count.html",
        here=HERE,
        title=f"Count in {ask.release}",
        ask=ask,
        choices=_choices(store, ask),
        table=table,
        chart=None if table is None else chart_of(table),
        map=None if table is None else map_of(table),
        rows=[] if table is None else shown_rows(table),
        families=FAMILY_WORDS,
        settings=settings_words,
        hidden_words=HIDDEN_WORDS,
    )


def shown_rows(table: CountedTable) -> list[ShownRow]:
    """Every group that occurs, as words; raises TM-WEB-003 for more than a page can show."""
    found: list[ShownRow] = []
    for row in rows(table):
        if len(found) == MOST_ROWS:
            raise UsageError(
                "TM-WEB-003", where="by", detail=f"more than {MOST_ROWS:,} rows; use CSV or fewer breakdowns"
            )
        labels = tuple(value_words(table, name, value) + mark(table, value) for name, value in row.group.items())
        one = row.found
        differs = one is not None and (one.low, one.high) != (one.low_any, one.high_any)
        found.append(
            ShownRow(
                row.definition,
                labels,
                "all" in row.group.values(),
                count_words(one) + ("≈" if row.near else ""),
                bounds_words(one.low_any, one.high_any) if one is not None and differs else "",
                "" if row.share is None or table.over else share_words(row.share),
                mean_words(table.mean(row.definition, **row.group)) if table.over else "",
                mean_words(table.median(row.definition, **row.group)) if table.over == "rows" else "",
            )
        )
    return found
