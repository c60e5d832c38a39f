"""Year-end reports: in come a release and a fiscal year; out comes what the agency would announce, counted from the records."""

from __future__ import annotations

from tallymark.register.register import Register
from tallymark.reports.markup import Markup, join
from tallymark.web.asks import Ask
from tallymark.web.records.engines import opened
from tallymark.web.templating import render

HERE = "/records"


def reported(ask: Ask, register: Register) -> str:
    """The report in its form."""
    from tallymark.counting.year_report import Wish, year_report  # noqa: PLC0415  the heavy wing is loaded when it is asked
    from tallymark.reports.year_csv import year_csv  # noqa: PLC0415
    from tallymark.reports.year_json import year_json  # noqa: PLC0415
    from tallymark.reports.year_page import year_parts  # noqa: PLC0415
    from tallymark.schema.store import Store  # noqa: PLC0415

    store = Store(ask.store)
    store.existing(ask.release)
    under = ask.under[0] if ask.under else ""
    wish = Wish.of(ask.year, under=under, memos=ask.memos, base=ask.base or None, small_cells=False)
    with opened(store, ask.release) as engine:
        report = year_report(store, ask.release, wish, register, engine=engine)
    if ask.form == "json":
        return year_json(report)
    if ask.form == "csv":
        return year_csv(report)
    body: Markup = join(*year_parts(report))
    return render("records_report.html", here=HERE, title=f"{ask.year}, {ask.release}", ask=ask, body=body)
