"""The quality report as a page: in comes a report; out comes HTML with a chart of months for each table, checks and fields."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tallymark.reports.faults import fault_words
from tallymark.reports.markup import Markup, el, foreign
from tallymark.reports.plain import one_line
from tallymark.reports.quality_shown import LEVEL_MARKS, LEVEL_WORDS, TableShown, table_shown
from tallymark.reports.quality_table import WORST_FIRST
from tallymark.reports.records_page import Bar, bars, numbers_beside, page, share_bar, table
from tallymark.reports.small_cells import ALL_WORDS, SMALL_WORDS, count_words, percent, share_words
from tallymark.reports.terminal import plural

if TYPE_CHECKING:
    from tallymark.releases.quality_report import QualityReport


def quality_page(report: QualityReport, *, small_cells: bool = False) -> str:
    """The whole page."""
    title = f"Release {report.release}: what is in it and what is wrong with it"
    header, *sections = quality_parts(report, small_cells=small_cells)
    return page(title, header, el("main", *sections))


def quality_parts(report: QualityReport, *, small_cells: bool = False, within: bool = False) -> tuple[Markup, ...]:
    """The header and a section for each table.

    ``within`` a page that has a title of its own and tells the known faults of each table, both are left out.
    """
    tables = {one.name for one in report.tables}
    header = el(
        "header",
        el("h2", "Quality") if within else el("h1", f"Release {report.release}"),
        el("p", foreign(one_line(report.title))) if report.title else None,
        el("p", f"{plural(report.n_files, 'file')}, {report.n_bytes:,} bytes; manifest {report.digest[:12]}.", class_="about"),
        el("p", _level(report.level), f" Worst check: {LEVEL_WORDS[report.level]}." if report.level != "ok" else " Every check holds."),
        el("p", ALL_WORDS if small_cells else SMALL_WORDS, class_="remark"),
        _list("Known faults", [fault_words(one) for one in report.faults if not within or one.table not in tables]),
        _list("Not read", list(report.skipped)),
    )  # fmt: skip
    sections = [_section(table_shown(one, small_cells=small_cells)) for one in report.tables]
    return (header, *sections)


def _level(level: str) -> Markup:
    return el("span", f"{LEVEL_MARKS[level]} {level}", class_=f"level l-{level}")


def _list(title: str, lines: list[str]) -> Markup | None:
    if not lines:
        return None
    items = (el("li", foreign(one_line(line))) for line in lines)
    return el("details", el("summary", f"{title} ({len(lines)})"), el("ul", *items), open=len(lines) < 6)


def _section(shown: TableShown) -> Markup:
    quality = shown.quality
    days = f", {' to '.join(quality.window)}" if quality.window else ""
    undated = f" {quality.n_undated:,} rows have no {quality.key_date}." if quality.key_date else ""
    return el(
        "section",
        el("h2", quality.name),
        el("p", f"{quality.meaning}. {plural(quality.n_rows, 'row')}{days}.{undated}"),
        el(
            "p",
            f"{quality.n_bad_cells:,} cells could not be typed, {quality.n_redacted:,} were redaction or null marks; "
            f"{quality.n_quarantined:,} rows are in quarantine as a whole. Layouts: {', '.join(quality.layouts)}.",
            class_="about",
        ),
        _bad(shown),
        *_months(shown),
        el("h3", "Checks"),
        _checks(shown),
        el("h3", "Fields without a value"),
        _fields(shown),
        id=quality.name,
    )


def _bad(shown: TableShown) -> Markup | None:
    """The cells that could not be typed, by field and reason."""
    if not shown.quality.bad:
        return None
    rows = [(one.field, f"{one.n_cells:,}", one.code) for one in shown.quality.bad]
    return el(
        "details",
        el("summary", "Cells that could not be typed"),
        table(("field", "cells", "reason"), rows, numbers=(1,)),
    )


def _months(shown: TableShown) -> tuple[Markup, ...]:
    rows = [Bar(month.month, month.n_rows, month.mark) for month in shown.months]
    if not rows:
        return ()
    title = f"Rows of {shown.quality.name} by month of {shown.quality.key_date}"
    return el("h3", title), bars(title, rows), numbers_beside(("month", "rows", "mark"), rows)


def _checks(shown: TableShown) -> Markup:
    ordered = sorted(shown.checks, key=lambda check: WORST_FIRST.index(check.result.level))
    rows = [
        (
            _level(check.result.level), check.words, count_words(check.n_failed), count_words(check.n_values),
            percent(check.n_failed, check.n_values), check.result.id,
        )
        for check in ordered
    ]  # fmt: skip
    return table(("", "what fails", "fail", "of", "share", "check"), rows, numbers=(2, 3, 4))


def _fields(shown: TableShown) -> Markup:
    n_rows = shown.quality.n_rows
    present = [field for field in shown.fields if not field.quality.absent]
    rows = [
        (
            field.quality.name, share_bar(field.n_null, n_rows), percent(field.n_null, n_rows),
            share_words(field.quality.known_null_share),
            "" if field.quality.level == "ok" else _level(field.quality.level),
        )
        for field in sorted(present, key=lambda field: -(field.n_null or 0))
    ]  # fmt: skip
    absent = [field.quality.name for field in shown.fields if field.quality.absent]
    return el(
        "div",
        table(("field", "", "missing", "known", ""), rows, numbers=(2, 3)),
        el("p", f"No column in this release: {', '.join(absent)}.", class_="remark") if absent else None,
    )
