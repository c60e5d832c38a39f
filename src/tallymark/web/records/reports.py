"""Year-end reports: in come a release and a fiscal year; out comes what the agency would announce, counted from the records."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tallymark.register.register import Register
from tallymark.reports.markup import Markup, join
from tallymark.web.asks import Ask
from tallymark.web.records.engines import opened
from tallymark.web.templating import render

if TYPE_CHECKING:
    from tallymark.counting.year_report_list import Memo
    from tallymark.rules.rule_sets import RuleSet
    from tallymark.schema.manifest import Manifest

HERE = "/records"


@dataclass(frozen=True, slots=True)
class Form:
    """What can be chosen for a report: years with a day in the release, definitions with and without their fields, memos."""

    years: tuple[str, ...]
    definitions: tuple[RuleSet, ...]
    lacking: tuple[tuple[RuleSet, str], ...]
    memos: tuple[Memo, ...]


def form_of(manifest: Manifest) -> Form | None:
    """The form of a release; None where it has no table to report on or no day in it."""
    from tallymark.counting.year_report_list import report_list  # noqa: PLC0415
    from tallymark.web.records.choices import choices, years_of  # noqa: PLC0415

    listed = report_list()
    years = years_of(one for one in manifest.tables if one.name == listed.table)
    if not years:
        return None
    found = choices(manifest, listed.measure)
    return Form(years, found.definitions, found.lacking, tuple(listed.memos.values()))


def reported(ask: Ask, register: Register) -> str:
    """The report in its form."""
    from tallymark.counting.year_report import Wish, year_report  # noqa: PLC0415  the heavy wing is loaded when it is asked
    from tallymark.reports.year_csv import year_csv  # noqa: PLC0415
    from tallymark.reports.year_json import year_json  # noqa: PLC0415
    from tallymark.reports.year_page import year_parts  # noqa: PLC0415
    from tallymark.schema import manifest as manifests  # noqa: PLC0415
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
    form = form_of(manifests.read(store.existing(ask.release).manifest))
    title = f"{ask.year}, {ask.release}"
    return render("records_report.html", here=HERE, title=title, ask=ask, form=form, body=body)
