"""The year-end report as a page: in comes a report; out comes HTML that prints well, with faults and coverage first and charts beside tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from tallymark.model.period import Period
from tallymark.reports.count_words import rules_words, settings_words
from tallymark.reports.markup import Markup, el, foreign
from tallymark.reports.plain import one_line
from tallymark.reports.records_page import page, table
from tallymark.reports.year_charts import NO_CHARTS, available
from tallymark.reports.year_figures import memo_figure, section_figure, years_figure
from tallymark.reports.year_words import (
    ANY_READING,
    BESIDE,
    COMPARED,
    DAGGER,
    DAGGER_WORDS,
    STATES,
    any_cell,
    coverage_rows,
    followed,
    lead_words,
    memo_words,
    near_words,
    privacy_words,
    published_source,
    published_words,
    rank_of_all_words,
    ranks_note,
    record_words,
    rules_of,
    same_words,
    series_values,
    title_words,
    undecided_words,
    value_of,
    year_cells,
    year_label,
)

if TYPE_CHECKING:
    from tallymark.counting.year_report_lines import Line, Row, Section, YearReport
    from tallymark.model.figure import Figure


def year_page(report: YearReport) -> str:
    """The whole page; without the extra ``charts`` it says so and has the tables alone."""
    header, *sections = year_parts(report)
    return page(title_words(report), header, el("main", *sections), styles=("year.css",))


def year_parts(report: YearReport) -> tuple[Markup, ...]:
    """The header and the sections, for a page with a head of its own."""
    charts = available()
    parts = (
        _header(report, charts=charts),
        _total(report, charts=charts),
        _ranks(report),
        _published_totals(report),
        *(_section(one, charts=charts) for one in report.sections),
        *(_section(one.section, f"Priorities: {one.title}", (memo_words(one),), charts=charts) for one in report.memos),
        el("section", el("h2", "Priorities"), el("p", report.why_no_memo)) if report.why_no_memo else None,
        _not_in_records(report),
        _again(report),
    )
    return tuple(part for part in parts if part is not None)


def _header(report: YearReport, *, charts: bool) -> Markup:
    definition = report.definition
    settings = settings_words(definition.settings)
    return el(
        "header",
        el("h1", f"Year-end report {year_label(report)}: {report.measure.replace('_', ' ')}"),
        el("p", foreign(one_line(f"Release {report.release}{f', {report.title}' if report.title else ''}")), class_="about"),
        el(
            "div",
            el("h2", "Before any number"),
            _bullets([one_line(note) for note in report.notes]),
            _coverage(report),
            class_="first",
        ),
        el(
            "p", el("strong", "Counted under "), el("code", definition.id), ": ", one_line(definition.title), ". ",
            one_line(_sentence(report.why_definition)),
        ),
        _bullets([one_line(_sentence(gap)) for gap in definition.gaps]),
        el("p", f"{rules_words(definition)}{f'; {settings}' if settings else ''}", class_="rules"),
        *(el("p", words, class_="remark") for words in (BESIDE, ANY_READING, COMPARED)),
        None if charts else el("p", NO_CHARTS, class_="remark"),
    )  # fmt: skip


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}." if words else ""


def _bullets(lines: Sequence[str]) -> Markup | None:
    return el("ul", *(el("li", foreign(line)) for line in lines)) if lines else None


def _coverage(report: YearReport) -> Markup:
    rows = [
        (
            label,
            el("span", STATES[one.state], class_=f"s-{one.state}"),
            f"{one.first_day} to {one.last_day}",
            one_line("; ".join(one.reasons)),
        )
        for label, one in coverage_rows(report)
    ]
    return el("div", table(("year", "coverage", "days in the release", "why"), rows), class_="coverage")


def _total(report: YearReport, *, charts: bool) -> Markup:
    heads = ("year", report.total.level.words.lower(), "convicted", "share", "")
    rows = [year_cells(one) for one in report.years]
    return el(
        "section",
        el("h2", f"{report.total.level.words} in {year_label(report)}"),
        el("p", *lead_words(report), class_="lead"),
        *_followed((report.total,)),
        _pair(years_figure(report) if charts else None, table(heads, rows, numbers=(1, 2, 3))),
        *_reasons(report.total.level.undecided),
        _beside(report.total.lines),
        id="total",
    )


def _pair(figure: Markup | None, beside: Markup) -> Markup:
    return beside if figure is None else el("div", figure, beside, class_="pair")


def _followed(rows: Sequence[Row]) -> Iterator[Markup]:
    """Changes and ranks, one line a statistic and one column a comparison, and why some are not made."""
    found = followed(rows)
    if found.rows:
        yield table(("", *found.heads), found.rows)
    yield from (el("p", one_line(note), class_="remark") for note in found.notes)


def _ranks(report: YearReport) -> Markup:
    note = ranks_note(report)
    rows: list[tuple[str | Markup, ...]] = [
        (
            el("span", el("code", one.definition.id), el("br"), el("small", one_line(same_words(one)))),
            value_of(one.level),
            one_line(rank_of_all_words(one)),
            *([] if note else [one_line(record_words(one))]),
        )
        for one in report.ranks
    ]
    heads = (
        "definition",
        year_label(report),
        "among all covered years",
        *([] if note else ["among the years up to it"]),
    )
    left_out = [one_line(f"{name}: {reason}") for name, reason in report.left_out.items()]
    title = f"Definitions not counted here ({len(left_out)})"
    return el(
        "section",
        el("h2", "Is it a record? Under each definition"),
        el("p", one_line(note), class_="remark") if note else None,
        table(heads, rows, numbers=(1,)),
        el("details", el("summary", title), _bullets(left_out)) if left_out else None,
        id="record",
    )


def _published_totals(report: YearReport) -> Markup | None:
    if not report.published:
        return None
    years = sorted({year for one in report.published for year in one.figures})
    rows: list[tuple[str | Markup, ...]] = []
    for one in report.published:
        cells = (el("span", *_broken(series_values(one, year))) for year in years)
        first, last = one.years[0], one.years[-1]
        rank = f"{one.rank} of {len(one.years)} years since FY{first}" if one.rank and first != last else ""
        rows.append((el("code", one.series), *cells, rank))
    heads = ("series", *(Period.fiscal_year(year).label for year in years), "rank up to then")
    breaks = [one_line(f"{one.series}: {words}") for one in report.published for words in one.breaks]
    scope = f"This release holds {report.scope}; a published total may count more." if report.scope else None
    return el(
        "section",
        el("h2", "Published totals beside"),
        el("p", one_line(scope), class_="why") if scope else None,
        table(heads, rows),
        el("details", el("summary", f"Breaks in the series ({len(breaks)})"), _bullets(breaks), class_="beside")
        if breaks
        else None,
        id="published",
    )


def _section(section: Section, title: str = "", words: Sequence[str] = (), *, charts: bool) -> Markup:
    notes = [el("p", one_line(said), class_="about") for said in (*words, section.note) if said]
    heading = el("h2", title or section.title)
    if section.why_not:
        why = el("p", one_line(f"Not counted: {section.why_not}."), class_="why")
        return el("section", heading, *notes, why, id=section.id)
    drawing = None
    if charts and section.chart:
        drawing = memo_figure(section) if title else section_figure(section)
    rules = rules_of(section)
    return el(
        "section",
        heading,
        *notes,
        el("p", one_line(_sentence(section.warning)), class_="why careful") if section.warning else None,
        _drawn(drawing, section),
        el("p", f"and {section.n_left_out:,} more values, or values of so few people that they are not shown", class_="remark")
        if section.n_left_out
        else None,
        *_followed(section.rows),
        *_reasons(tuple(undecided_words(section))),
        _beside([line for row in section.rows for line in row.lines]),
        el("p", f"rules: {', '.join(rules)}", class_="rules") if rules else None,
        id=section.id,
    )  # fmt: skip


def _drawn(drawing: Markup | None, section: Section) -> Markup:
    """Chart and table side by side, or one below the other where the table is wide."""
    wide = any(any_cell(row) for row in section.rows)
    if drawing is None or not wide:
        return _pair(drawing, _numbers(section))
    return el("div", drawing, _numbers(section))


def _numbers(section: Section) -> Markup:
    """The numbers with their shares, on any reading too where that is wider, and published values beside."""
    wider = any(any_cell(row) for row in section.rows)
    beside = any(line.published for row in section.rows for line in row.lines[:2])
    heads = ["", "number", f"share {section.whole_words}"]
    heads += [*(["on any reading"] if wider else []), *(["published"] if beside else [])]
    rows: list[list[str | Markup]] = []
    for row in section.rows:
        share = "" if row.share is None else value_of(row.share)
        cells: list[str | Markup] = [_words(row.level.words), value_of(row.level), share]
        cells += [any_cell(row)] if wider else []
        rows.append(cells + ([_values(row)] if beside else []))
    dagger = any(DAGGER in cell for row in rows for cell in row if isinstance(cell, str))
    found = table(heads, rows, numbers=range(1, 4 if wider else 3))
    return el("div", found, el("p", DAGGER_WORDS, class_="remark") if dagger else None)


def _words(words: str) -> Markup:
    part = words.startswith("of them, ")
    return el("span", words.removeprefix("of them, "), class_="sub") if part else el("span", words)


def _values(row: Row) -> Markup:
    """Published values in short; definition and source stand in the list below."""
    values = [published_words(figure) for line in row.lines[:2] for figure in line.published]
    return el("span", *_broken(values), class_="beside")


def _broken(lines: Sequence[str]) -> Iterator[Markup | str]:
    for number, line in enumerate(lines):
        if number:
            yield el("br")
        yield line


def _reasons(reasons: Sequence[str]) -> Iterator[Markup]:
    """Why bounds are open: the first reason at once, the others in a list that opens."""
    if reasons:
        yield el("p", one_line(f"Undecided: {reasons[0]}."), class_="why")
    if len(reasons) > 1:
        more = [one_line(_sentence(reason)) for reason in reasons[1:]]
        yield el("details", el("summary", f"More that is undecided ({len(more)})"), _bullets(more), class_="why")


def _beside(lines: Sequence[Line]) -> Markup | None:
    found = [(line, figure) for line in lines for figure in line.published]
    if not found:
        return None
    items = (el("li", foreign(one_line(_cited(line, figure)))) for line, figure in found)
    return el(
        "details",
        el("summary", f"Published figures beside, with sources ({len(found)})"),
        el("ul", *items),
        class_="beside",
    )


def _cited(line: Line, figure: Figure) -> str:
    kind = {"share": ", share"}.get(str(line.relation), "")
    return f"{line.words}{kind}: {published_words(figure)}. {published_source(figure)}"


def _not_in_records(report: YearReport) -> Markup:
    rows = [
        (
            one.words,
            one_line(f"{one.why}."),
            el("span", *_broken([near_words(figure) for figure in one.published]), class_="beside"),
        )
        for one in report.not_in_records
    ]
    return el(
        "section",
        el("h2", "Announced or printed, and in no removal record"),
        table(("what", "why it is not counted", "published"), rows),
        id="not-in-records",
    )


def _again(report: YearReport) -> Markup:
    trail = report.trail
    files = [f"{name}: sha256 {digest}" for name, digest in trail.files]
    return el(
        "section",
        el("h2", "How to make this report again"),
        el("pre", report.command),
        *(el("p", words, class_="remark") for words in privacy_words(report)),
        el(
            "p",
            f"Release {trail.release}, manifest sha256 {trail.manifest_sha256}; engine {trail.engine}; register as of "
            f"{report.register_as_of}, sha256 {report.register_sha256}. The query behind each number is in --format json.",
            class_="rules",
        ),
        el("ul", *(el("li", foreign(one_line(line))) for line in files), class_="rules"),
        id="again",
    )
