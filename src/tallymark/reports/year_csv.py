"""The year-end report as CSV: in comes a report; out comes one row a number, with bounds, parts, published figures and the rules."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

from tallymark.reports.plain import cell
from tallymark.reports.year_words import published_words, year_label

if TYPE_CHECKING:
    from tallymark.counting.counted import Count
    from tallymark.counting.year_report_lines import Bounds, Line, YearReport

COLUMNS = (
    "section", "statistic", "words", "relation", "year", "base", "definition", "state", "low", "high", "low_any", "high_any",
    "numerator_low", "numerator_high", "denominator_low", "denominator_high", "of", "published", "undecided", "lacking", "near", "note", "rules",
    "release", "manifest_sha256", "command",
)  # fmt: skip
PLACES = 10_000


def year_csv(report: YearReport) -> str:
    """Coverage first, then every number; those that are not shown are empty and say so under ``state``."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    same = {
        "year": year_label(report),
        "release": report.release,
        "manifest_sha256": report.trail.manifest_sha256,
        "command": cell(report.command),
    }
    for row in (*_coverage(report), *(_row(line) for line in report.lines), *_years(report), *_not_in_records(report)):
        writer.writerow({**same, **row})
    return out.getvalue()


def _coverage(report: YearReport) -> Iterator[dict[str, str]]:
    for number, note in enumerate(report.notes, 1):
        yield {"section": "before", "statistic": f"note_{number}", "words": cell(note), "state": "note"}
    for one in report.coverage:
        note = "; ".join((f"{one.first_day} to {one.last_day}", *one.reasons))
        yield {"section": "coverage", "statistic": "covered", "year": one.label, "state": one.state, "note": cell(note)}


def _row(line: Line) -> dict[str, str]:
    return {
        "section": line.section,
        "statistic": line.id,
        "words": cell(line.words),
        "relation": str(line.relation),
        "base": line.base,
        "definition": line.definition,
        "state": str(line.state),
        **_numbers(line),
        "of": line.whole_words,
        "published": cell(" | ".join(published_words(figure) for figure in line.published)),
        "undecided": cell(" | ".join(line.undecided)),
        "lacking": cell(" | ".join(line.lacking)),
        "near": line.near,
        "note": cell(line.note),
        "rules": " ".join(line.rules),
    }


def _numbers(line: Line) -> dict[str, str]:
    found: dict[str, str] = {}
    if line.count is not None:
        found |= _count(line.count)
    if line.bounds is not None:
        found |= _bounds(line.bounds)
    for name, one in (("numerator", line.part), ("denominator", line.whole)):
        if one is not None:
            found |= {f"{name}_low": str(one.low), f"{name}_high": str(one.high)}
    return found


def _years(report: YearReport) -> Iterator[dict[str, str]]:
    for one in report.years:
        for name, count in (("total", one.count), ("convicted", one.convicted)):
            row = {
                "section": "years", "statistic": name, "relation": "level", "definition": report.definition.id,
                "year": one.coverage.label, "state": "hidden" if count is None else "counted",
                "note": "" if one.coverage.full else "the year is not covered fully",
            }  # fmt: skip
            yield row if count is None else {**row, **_count(count)}


def _not_in_records(report: YearReport) -> Iterator[dict[str, str]]:
    for one in report.not_in_records:
        said = [
            f"{figure.key.measure} {figure.key.period.label}: {published_words(figure)}" for figure in one.published
        ]
        yield {
            "section": "not_in_records", "statistic": one.id, "words": cell(one.words), "state": "no_field",
            "note": cell(one.why), "published": cell(" | ".join(said)),
        }  # fmt: skip


def _count(found: Count) -> dict[str, str]:
    return {
        "low": str(found.low),
        "high": str(found.high),
        "low_any": str(found.low_any),
        "high_any": str(found.high_any),
    }


def _bounds(found: Bounds) -> dict[str, str]:
    return {
        "low": decimal(found.low, up=False), "high": decimal(found.high, up=True),
        "low_any": decimal(found.low_any, up=False), "high_any": decimal(found.high_any, up=True),
    }  # fmt: skip


def decimal(value: Fraction, *, up: bool) -> str:
    """The number with at most four places, rounded outward."""
    scaled = value * PLACES
    whole = -(-scaled.numerator // scaled.denominator) if up else scaled.numerator // scaled.denominator
    sign, digits = ("-", -whole) if whole < 0 else ("", whole)
    return f"{sign}{digits // PLACES}.{digits % PLACES:04d}".rstrip("0").rstrip(".")
