"""The year-end report for a terminal: in comes a report; out come lines: faults and coverage first, then the numbers, then how to make it again."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from tallymark.model.period import Period
from tallymark.reports.count_table import GAP, aligned
from tallymark.reports.count_words import rules_words, settings_words
from tallymark.reports.plain import one_line
from tallymark.reports.terminal import Line
from tallymark.reports.year_words import (
    ANY_READING,
    BESIDE,
    COMPARED,
    DAGGER,
    DAGGER_WORDS,
    any_cell,
    any_words,
    coverage_rows,
    coverage_words,
    followed,
    memo_words,
    near_words,
    privacy_words,
    published_row,
    published_words,
    rank_of_all_words,
    ranks_note,
    record_words,
    rules_of,
    series_values,
    title_words,
    undecided_words,
    value_of,
    year_cells,
    year_label,
)

if TYPE_CHECKING:
    from tallymark.counting.year_report_lines import Line as Counted
    from tallymark.counting.year_report_lines import PublishedTotal, Row, Section, YearReport

# What a narrow terminal shows, and the least that is left for the words of a row.
MOST_WIDE, LEAST_WORDS = 80, 20
STATE_STYLES = {"full": "", "part": "open", "none": "against"}


def year_lines(report: YearReport) -> Iterator[Line]:
    """The whole report."""
    yield from _head(report)
    yield from _total(report)
    for section in report.sections:
        yield from _section(section)
    for memo in report.memos:
        yield from _section(memo.section, f"Priorities: {memo.title}", (memo_words(memo),))
    if report.why_no_memo:
        yield from _title("Priorities")
        yield Line("", report.why_no_memo)
    yield from _outside(report)
    yield from _foot(report)


def _table(rows: Sequence[Sequence[str]]) -> Iterator[Line]:
    """Rows with words on the left; words too long for a narrow terminal go on in lines of their own, before the numbers."""
    widths = [max(len(row[place]) for row in rows) + len(GAP) for place in range(1, len(rows[0]))]
    room = MOST_WIDE - sum(widths)
    if room < LEAST_WORDS:  # set in several blocks, the widest column has to fit
        room = max(MOST_WIDE - max(widths), LEAST_WORDS)
    broken: list[list[str]] = []
    for row in rows:
        *above, last = textwrap.wrap(row[0], room, subsequent_indent="  ") or [""]
        broken += [[words, *[""] * (len(row) - 1)] for words in above]
        broken.append([last, *row[1:]])
    yield from aligned(broken, 1, MOST_WIDE)


def _head(report: YearReport) -> Iterator[Line]:
    yield Line("", title_words(report), "strong")
    if report.title:
        yield Line("", one_line(report.title))
    for note in report.notes:
        fault = note.startswith("known fault")
        yield Line("fault" if fault else "days", one_line(note), "open" if fault else "")
    for label, one in coverage_rows(report):
        yield Line("coverage", one_line(f"{label}: {coverage_words(one)}"), STATE_STYLES[one.state])
    yield Line("", "")
    definition = report.definition
    yield Line("under", one_line(f"{definition.id}: {definition.title}; {report.why_definition}"))
    yield Line("rules", rules_words(definition))
    if settings := settings_words(definition.settings):
        yield Line("set", settings)
    for gap in definition.gaps:
        yield Line("gap", one_line(gap), "open")
    for words in (BESIDE, ANY_READING, COMPARED):
        yield Line("", words, "label")


def _title(words: str) -> Iterator[Line]:
    yield Line("", "")
    yield Line("", words, "strong")


def _total(report: YearReport) -> Iterator[Line]:
    yield from _title(f"Total, {year_label(report)}")
    level = report.total.level
    wider = any_words(level)
    yield Line("", f"{level.words}: {value_of(level)}{f' (on any reading {wider})' if wider else ''}")
    yield from _followed((report.total,))
    for line in report.total.lines:
        yield from _published(line)
    for reason in level.undecided:
        yield Line("undecided", one_line(reason), "open")
    yield from _title("Each year")
    yield from _table([["", "total", "convicted", "share", ""], *(list(year_cells(one)) for one in report.years)])
    yield from _ranks(report)
    yield from _series(report.published, report)


def _ranks(report: YearReport) -> Iterator[Line]:
    yield from _title("Is it a record? Under each definition")
    note = ranks_note(report)
    heads = [
        "definition",
        year_label(report),
        "among all covered years",
        *([] if note else ["among the years up to it"]),
    ]
    rows = [
        [one.definition.id, value_of(one.level), rank_of_all_words(one), *([] if note else [record_words(one)])]
        for one in report.ranks
    ]
    yield from _table([heads, *([one_line(cell, limit=90) for cell in row] for row in rows)])
    if note:
        yield Line("", note, "label")
    for one in report.ranks:
        if one.same:
            yield Line("same", one_line(f"{', '.join(one.same)}: every number as under {one.definition.id}"), "label")
    for name, reason in report.left_out.items():
        yield Line("", one_line(f"{name}: not counted; {reason}"), "open")


def _series(published: Sequence[PublishedTotal], report: YearReport) -> Iterator[Line]:
    if not published:
        return
    yield from _title("Published totals beside")
    years = sorted({year for one in published for year in one.figures})
    rows = [["series", *(Period.fiscal_year(year).label for year in years), "rank"]]
    for one in published:
        cells = [" or ".join(series_values(one, year)) for year in years]
        first, last = one.years[0], one.years[-1]
        rank = f"{one.rank} of {len(one.years)} since FY{first}" if one.rank and first != last else ""
        rows.append([one.series, *cells, rank])
    yield from _table(rows)
    for one in published:
        for words in one.breaks:
            yield Line("break", one_line(f"{one.series}: {words}"))
    if report.scope:
        yield Line("", one_line(f"This release holds {report.scope}; a published total may count more."), "open")


def _section(section: Section, title: str = "", words: Sequence[str] = ()) -> Iterator[Line]:
    yield from _title(title or section.title)
    yield from (Line("", one_line(said)) for said in (*words, section.note) if said)
    if section.why_not:
        yield Line("not counted", one_line(section.why_not), "open")
        return
    if section.warning:
        yield Line("careful", one_line(section.warning), "against")
    yield from _rows(section)
    if section.n_left_out:
        yield Line("", f"and {section.n_left_out:,} more values, or values of so few people that they are not shown")
    yield from _followed(section.rows)
    for row in section.rows:
        for line in row.lines:
            yield from _published(line)
    yield from (Line("undecided", reason, "open") for reason in undecided_words(section))
    if names := rules_of(section):
        yield Line("rule", ", ".join(names), "label")


def _followed(rows: Sequence[Row]) -> Iterator[Line]:
    """Changes and ranks, and why some are not made."""
    found = followed(rows)
    if found.rows:
        yield from _table([["", *found.heads], *(list(row) for row in found.rows)])
    yield from (Line("", one_line(note), "label") for note in found.notes)


def _rows(section: Section) -> Iterator[Line]:
    """The numbers of a section with their shares, on any reading too where that is wider."""
    wider = any(any_cell(row) for row in section.rows)
    rows = [["", "number", f"share {section.whole_words}", *(["on any reading"] if wider else [])]]
    for row in section.rows:
        share = "" if row.share is None else value_of(row.share)
        cells = [row.level.words, value_of(row.level), share]
        rows.append([*cells, *([any_cell(row)] if wider else [])])
    yield from _table(rows)
    if any(DAGGER in cell for row in rows for cell in row):
        yield Line("", DAGGER_WORDS, "label")


def _published(line: Counted) -> Iterator[Line]:
    for figure in line.published:
        words = f"{line.words}{', share' if line.relation == 'share' else ''}: {published_words(figure)}"
        yield Line("published", one_line(f"{words}; {published_row(figure)}"))


def _outside(report: YearReport) -> Iterator[Line]:
    yield from _title("Announced or printed, and in no removal record")
    for one in report.not_in_records:
        yield Line("", one_line(f"{one.words}: not counted. {one.why}."))
        for figure in one.published:
            yield Line("published", f"{near_words(figure)}; {published_row(figure)}")


def _foot(report: YearReport) -> Iterator[Line]:
    yield Line("", "")
    yield from (Line("", words) for words in privacy_words(report))
    trail = report.trail
    files = ", ".join(f"{name} ({digest[:12]})" for name, digest in trail.files)
    yield Line(
        "from", one_line(f"{trail.release}, manifest {trail.manifest_sha256[:12]}; {files}; {trail.engine}"), "label"
    )
    measure, year = report.measure, year_label(report)
    words = f"title, place and carrier of each row: --format html, or tallymark figures {measure} --period {year}"
    yield Line("published", words, "label")
    yield Line("register", f"as of {report.register_as_of}, sha256 {report.register_sha256[:12]}", "label")
    yield Line("again", report.command, "label")
