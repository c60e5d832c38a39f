"""Figures of the year-end page: in come sections and years of a report; out come charts with captions that tell them in words."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from tallymark.reports.count_words import bounds_words
from tallymark.reports.markup import Markup, el
from tallymark.reports.year_charts import Bar, across, along
from tallymark.reports.year_words import OF_THEM, value_of, year_label

if TYPE_CHECKING:
    from tallymark.counting.counted import Count
    from tallymark.counting.year_report_lines import Line, Section, YearReport

PALE_WORDS = "Full colour: certainly counted. Pale with a rim: what the records leave open."
MOST_LETTERS = 54
PART_WORDS = "Grey: years that the release does not cover fully."


def years_figure(report: YearReport) -> Markup:
    """The totals of all years as bars."""
    bars = [_of_count(one.coverage.label, one.count, part=not one.coverage.full) for one in report.years]
    captions = [f"{report.total.level.words} by fiscal year under {report.definition.id}."]
    captions += [PART_WORDS] if any(bar.part for bar in bars) else []
    captions += [PALE_WORDS] if any(_open(bar) for bar in bars) else []
    return _figure(
        along(bars, report.total.level.words.lower()), captions, bars, f"{year_label(report)} among the years"
    )


def section_figure(section: Section) -> Markup:
    """The numbers of a section as bars from left to right."""
    return _of_section(section, f"{section.title}.")


def memo_figure(section: Section) -> Markup:
    """Who is in a priority under a memo."""
    return _of_section(section, f"{section.title}: who is in a priority.")


def _of_section(section: Section, words: str) -> Markup:
    bars = [_of_line(row.level) for row in section.rows]
    captions = [words, *([PALE_WORDS] if any(_open(bar) for bar in bars) else [])]
    return _figure(across(bars, "events"), captions, bars, section.title)


def _of_line(line: Line) -> Bar:
    """A line as a bar; where the release lacks a field that decides it, with the bounds on any reading."""
    from tallymark.counting.counted import Count  # noqa: PLC0415  the heavy wing is loaded when it is called

    count = line.count
    if count is not None and line.lacking:
        count = Count(count.low_any, count.high_any, count.low_any, count.high_any)
    return _of_count(line.words.removeprefix(OF_THEM), count, said=value_of(line))


def _of_count(label: str, count: Count | None, *, part: bool = False, said: str = "") -> Bar:
    if count is None:
        words = f"{label}: not shown"
        return Bar(label, None, None, words, part, "\n".join(textwrap.wrap(words, MOST_LETTERS)))
    words = f"{label}: {said or bounds_words(count.low, count.high)}"
    told = "\n".join(textwrap.wrap(words, MOST_LETTERS))
    return Bar(label, count.low, count.high, f"{words}{', not covered fully' if part else ''}", part, told)


def _open(bar: Bar) -> bool:
    return bar.low != bar.high


def _figure(drawing: Markup, captions: list[str], bars: list[Bar], name: str) -> Markup:
    """A chart with its caption; its numbers stand in its label for readers who hear it, and in the table beside."""
    told = f"Chart, {name}: {'; '.join(bar.words for bar in bars)}"
    return el("figure", el("div", drawing, role="img", aria_label=told), el("figcaption", " ".join(captions)))
