"""The quality report for a terminal: in comes a report; out come lines, what is wrong first."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING

from tallymark.reports.faults import fault_words
from tallymark.reports.plain import one_line
from tallymark.reports.quality_shown import LEVEL_MARKS, LEVEL_WORDS, CheckShown, TableShown, table_shown
from tallymark.reports.small_cells import ALL_WORDS, SMALL_WORDS, count_words, percent, share_words
from tallymark.reports.terminal import Line, plural

if TYPE_CHECKING:
    from tallymark.releases.quality_report import QualityReport

STYLES = {"ok": "for", "info": "", "warn": "open", "stop": "against"}
WORST_FIRST = ("stop", "warn", "info", "ok")


def quality_lines(report: QualityReport, *, small_cells: bool = False) -> Iterator[Line]:
    """Every table with its checks, months and fields."""
    title = f": {one_line(report.title)}" if report.title else ""
    yield Line("", f"{report.release}{title}", "strong")
    yield Line("", f"{plural(report.n_files, 'file')}, {report.n_bytes:,} bytes; manifest {report.digest[:12]}")
    yield Line("", f"worst check: {report.level}, {LEVEL_WORDS[report.level]}", STYLES[report.level])
    for fault in report.faults:
        yield Line("fault", one_line(fault_words(fault)), "open")
    for words in report.skipped:
        yield Line("not read", one_line(words))
    for table in report.tables:
        yield Line("", "")
        yield from _table_lines(table_shown(table, small_cells=small_cells))
    yield Line("", "")
    yield Line("", ALL_WORDS if small_cells else SMALL_WORDS, "label")


def _table_lines(table: TableShown) -> Iterator[Line]:
    quality = table.quality
    yield Line("", f"{quality.name}: {plural(quality.n_rows, 'row')}{_days(table)}", "strong")
    yield Line("layout", ", ".join(quality.layouts))
    if quality.known_window != ("", ""):
        start, end = quality.known_window
        yield Line("catalogue", f"{start or 'unknown'} to {end or 'unknown'}")
    if quality.key_date:
        yield Line("no date", f"{quality.n_undated:,} rows without {quality.key_date}")
    yield Line(
        "cells",
        f"{quality.n_bad_cells:,} could not be typed, {quality.n_redacted:,} were redaction or null marks; "
        f"{quality.n_quarantined:,} rows in quarantine as a whole",
    )
    for bad in quality.bad:
        yield Line("not typed", f"{bad.field}: {plural(bad.n_cells, 'cell')} [{bad.code}]", "open")
    yield from _month_lines(table)
    for level in WORST_FIRST[:-1]:
        yield from (_check_line(check) for check in table.checks if check.result.level == level)
    n_ok = sum(check.result.level == "ok" for check in table.checks)
    yield Line("", f"  {LEVEL_MARKS['ok']} {plural(n_ok, 'check')} found nothing", "for")
    yield from _field_lines(table)


def _days(table: TableShown) -> str:
    return f", {' to '.join(table.quality.window)}" if table.quality.window else ""


def _month_lines(table: TableShown) -> Iterator[Line]:
    for mark in ("missing", "thin"):
        n_months = sum(month.mark == mark for month in table.months)
        if n_months:
            yield Line(mark, f"{plural(n_months, 'month')}: {', '.join(_runs(table, mark))}", "open")


def _runs(table: TableShown, mark: str) -> Iterator[str]:
    """The months of a mark, those that follow each other as one: ``2015-08 to 2016-01``."""
    for marked, run in groupby(table.months, key=lambda month: month.mark == mark):
        months = [month.month for month in run]
        if marked:
            yield months[0] if len(months) == 1 else f"{months[0]} to {months[-1]}"


def _check_line(check: CheckShown) -> Line:
    result = check.result
    failed = (
        f"{count_words(check.n_failed)} of {count_words(check.n_values)} ({percent(check.n_failed, check.n_values)})"
    )
    words = f"  {LEVEL_MARKS[result.level]} {result.level:<5} {check.words}: {failed} [{result.id}]"
    return Line("", words, STYLES[result.level])


def _field_lines(table: TableShown) -> Iterator[Line]:
    for field in table.fields:
        known = field.quality.known_null_share
        if field.quality.absent:
            continue
        beside = "" if known is None else f", known {share_words(known)}"
        share = percent(field.n_null, table.quality.n_rows)
        if share != "0.0 %" or field.quality.level != "ok":
            mark = LEVEL_MARKS[field.quality.level] if field.quality.level != "ok" else " "
            yield Line("", f"  {mark} {field.quality.name:<34} {share:>9} missing{beside}", STYLES[field.quality.level])
    absent = [field.quality.name for field in table.fields if field.quality.absent]
    n_full = sum(not field.quality.absent and field.n_null == 0 for field in table.fields)
    yield Line("full", f"{plural(n_full, 'field')} with a value in every row")
    if absent:
        yield Line("no column", ", ".join(absent))
