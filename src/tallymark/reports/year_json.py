"""The year-end report as JSON: in comes a report; out comes every number with bounds, parts, rules, published figures and the trail."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from tallymark.model.period import Period
from tallymark.reports.as_json import figure_object
from tallymark.reports.count_json import count_object, definition_object
from tallymark.reports.numbers import Json, to_json
from tallymark.reports.year_words import memo_words, year_label

if TYPE_CHECKING:
    from tallymark.counting.year_report_lines import (
        Bounds,
        Line,
        MemoSection,
        PublishedTotal,
        Ranked,
        Row,
        Section,
        YearReport,
        YearTotal,
    )

SCHEMA = 1


def year_json(report: YearReport) -> str:
    """The report; a number that is not there is null and its ``state`` says why."""
    trail = report.trail
    whole: dict[str, Json] = {
        "schema": SCHEMA,
        "release": report.release,
        "title": report.title,
        "year": year_label(report),
        "base": None if report.base is None else Period.fiscal_year(report.base).label,
        "measure": report.measure,
        "scope": report.scope or None,
        "notes": list(report.notes),
        "coverage": [
            {
                "year": one.label,
                "state": one.state,
                "first_day": one.first_day.isoformat(),
                "last_day": one.last_day.isoformat(),
                "reasons": list(one.reasons),
            }
            for one in report.coverage
        ],
        "definition": {**definition_object(report.definition), "why": report.why_definition},
        "total": _row(report.total),
        "years": [_year(one) for one in report.years],
        "ranks": [_ranked(one) for one in report.ranks],
        "definitions_left_out": dict(report.left_out),
        "published_totals": [_published_total(one) for one in report.published],
        "sections": [_section(one) for one in report.sections],
        "memos": [_memo(one) for one in report.memos],
        "why_no_memo": report.why_no_memo or None,
        "not_in_records": [
            {"id": one.id, "words": one.words, "why": one.why, "published": [figure_object(f) for f in one.published]}
            for one in report.not_in_records
        ],
        "small_cells": report.small_cells,
        "bounds_step": report.bounds_step,
        "register": {"as_of": report.register_as_of, "sha256": report.register_sha256},
        "trail": {
            "release": trail.release,
            "manifest_sha256": trail.manifest_sha256,
            "files": [{"name": name, "sha256": digest} for name, digest in trail.files],
            "tables": list(trail.tables),
            "engine": trail.engine,
            "sql": dict(report.sql),
            "command": report.command,
        },
    }
    return to_json(whole) + "\n"


def _row(row: Row) -> Json:
    return {
        "id": row.level.id,
        "words": row.level.words,
        "number": _line(row.level),
        "share": None if row.share is None else _line(row.share),
        "changes_and_rank": [_line(line) for line in row.more],
    }


def _line(line: Line) -> Json:
    return {
        "id": line.id,
        "relation": str(line.relation),
        "state": str(line.state),
        "definition": line.definition,
        "rules": list(line.rules),
        "count": count_object(line.count),
        "bounds": _bounds(line.bounds),
        "numerator": count_object(line.part),
        "denominator": count_object(line.whole),
        "of": line.whole_words or None,
        "base": line.base or None,
        "undecided": list(line.undecided),
        "lacking": list(line.lacking),
        "near": line.near or None,
        "note": line.note or None,
        "published": [figure_object(figure) for figure in line.published],
    }


def _bounds(found: Bounds | None) -> Json:
    """Exact numbers: whole ones as numbers, others as fractions in text."""
    if found is None:
        return None
    return {
        "low": _exact(found.low),
        "high": _exact(found.high),
        "low_any": _exact(found.low_any),
        "high_any": _exact(found.high_any),
    }


def _exact(value: Fraction) -> Json:
    return value.numerator if value.denominator == 1 else f"{value.numerator}/{value.denominator}"


def _year(one: YearTotal) -> Json:
    return {
        "year": one.coverage.label,
        "covered": one.coverage.full,
        "convictions_told": one.is_told,
        "total": count_object(one.count),
        "convicted": count_object(one.convicted),
        "convicted_percent": _bounds(one.share),
    }


def _ranked(one: Ranked) -> Json:
    return {
        "definition": definition_object(one.definition),
        "total": _line(one.level),
        "rank_up_to_the_year": _line(one.rank),
        "rank_of_all_years": _bounds(one.rank_of_all),
        "n_years": one.n_years,
        "same": list(one.same),
        "higher": [Period.fiscal_year(year).label for year in one.above],
    }


def _published_total(one: PublishedTotal) -> Json:
    return {
        "series": one.series,
        "figures": {Period.fiscal_year(year).label: [figure_object(figure) for figure in found] for year, found in one.figures.items()},
        "rank_up_to_the_year": one.rank,
        "years": [Period.fiscal_year(year).label for year in one.years],
        "breaks": list(one.breaks),
    }  # fmt: skip


def _section(one: Section) -> dict[str, Json]:
    return {
        "id": one.id,
        "title": one.title,
        "note": one.note or None,
        "whole": one.whole_words,
        "why_not": one.why_not or None,
        "warning": one.warning or None,
        "rows": [_row(row) for row in one.rows],
        "n_left_out": one.n_left_out,
    }


def _memo(one: MemoSection) -> Json:
    return {
        **_section(one.section),
        "in_force": one.in_force.label,
        "in_year": one.in_year,
        "words": memo_words(one),
    }
