"""A year-end report in words: in come its lines, coverage and figures; out come phrases that every format prints alike."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from tallymark.model.figure import Figure, Relation
from tallymark.model.period import Period
from tallymark.reports.count_words import HIDDEN, HIDDEN_WORDS, SMALL_WORDS, bounds_words, count_words
from tallymark.reports.plain import one_line
from tallymark.reports.words import population_words, source_words, value_words

if TYPE_CHECKING:
    from tallymark.counting.counted import Count
    from tallymark.counting.year_report_coverage import YearCoverage
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

TENTHS = 10
HALF = Fraction(1, 2)
NOT_COMPARED = "not compared"
NOT_TOLD = "not told"
OF_THEM = "of them, "
DAGGER = "†"
DAGGER_WORDS = f"{DAGGER}: the release lacks a field that decides this; on the fields that it has."
NO_FIELD = "no field for the rule"
FEW = 3
BESIDE = "Published figures stand beside the counted ones, each under its own definition; nothing is judged here."
ANY_READING = (
    "Two bounds are given where records do not tell: on the fields, where only an empty field is unknown, and on any reading, "
    "where what no record decides (relief, warrants, an officer's judgement) is unknown too."
)
COMPARED = (
    "Only years that the release covers fully are compared; a year with missing records neither beats nor is beaten."
)
STATES = {"full": "covered", "part": "covered in part or in doubt", "none": "not to be counted"}
MEMO_WORDS = {
    "the whole year": "The memo was in force in the whole year.",
    "a part of the year": "The memo was in force in a part of the year ({days}); the people of the whole year are sorted by it.",
    "no day of the year": "The memo was in force on no day of the year ({days}). The same people are sorted by another memo: "
    "a reclassification, no prediction of who would have been arrested or removed.",
}


def year_label(report: YearReport) -> str:
    """``FY2013``."""
    return Period.fiscal_year(report.year).label


def title_words(report: YearReport) -> str:
    """What the report is about."""
    return f"Year-end report {year_label(report)}: {report.measure.replace('_', ' ')} in release {report.release}"


def coverage_rows(report: YearReport) -> Iterator[tuple[str, YearCoverage]]:
    """The years with their coverage; years in a row that are covered fully are told together."""
    together: list[YearCoverage] = []
    for one in (*report.coverage, None):
        if one is not None and one.full and not one.reasons:
            together.append(one)
            continue
        if together:
            first, last = together[0], together[-1]
            label = first.label if first is last else f"{first.label} to {last.label}"
            yield label, replace(first, last_day=last.last_day)
            together = []
        if one is not None:
            yield one.label, one


def coverage_words(one: YearCoverage) -> str:
    """What the release covers of a year."""
    reasons = f": {'; '.join(one.reasons)}" if one.reasons else ""
    return f"{STATES[one.state]}, {one.first_day} to {one.last_day}{reasons}"


def value_of(line: Line, *, any_reading: bool = False) -> str:
    """The number of a line with its bounds, a dash where it is not shown, words where there is none."""
    if line.state == "hidden":
        return f"{HIDDEN} (within 10 of {line.near})" if line.near else HIDDEN
    if line.state == "not_covered":
        return NOT_COMPARED
    found: Count | Bounds | None = line.bounds if line.count is None else line.count
    if found is None:
        return "nothing to divide by"
    if line.lacking and not any_reading and line.relation in (Relation.LEVEL, Relation.SHARE):
        return lacking_text(found, line.relation)
    return _text(found, line.relation, any_reading=any_reading)


def lacking_text(found: Count | Bounds, relation: Relation) -> str:
    """A number that a missing field can only raise, only lower, or both."""
    more, fewer = found.high_any > found.high, found.low_any < found.low
    if more and fewer:
        return f"{_text(found, relation)}{DAGGER}"
    if more and not found.low:
        return _text(found, relation, any_reading=True)
    if more:
        return f"at least {one_end(found.low, relation, -1)}"
    return f"at most {one_end(found.high, relation, 1)}" if fewer else _text(found, relation)


def lacking_words(titles: Sequence[str]) -> str:
    """The rules for which a release has no field."""
    return one_line(f"this release has no field for: {'; '.join(titles)}")


def one_end(value: int | Fraction, relation: Relation, way: int) -> str:
    """One bound, rounded down (-1) or up (1)."""
    return f"{int(value):,}" if relation is Relation.LEVEL else f"{_tenths(Fraction(value), way, signed=False)} %"


def _text(found: Count | Bounds, relation: Relation, *, any_reading: bool = False) -> str:
    low, high = (found.low_any, found.high_any) if any_reading else (found.low, found.high)
    return bounds_text(Fraction(low), Fraction(high), relation)


def bounds_text(low: Fraction, high: Fraction, relation: Relation) -> str:
    """Bounds as whole numbers, percent or difference; rounded outward where they differ."""
    if relation in (Relation.RANK, Relation.LEVEL):
        return bounds_words(int(low), int(high))
    if relation is Relation.CHANGE_ABS:
        return _between(low, high, lambda value, _: f"{int(value):+,}", "", signed=True)
    signed = relation is Relation.CHANGE_PCT
    return _between(low, high, lambda value, way: _tenths(value, way, signed=signed), " %", signed=signed)


def _between(low: Fraction, high: Fraction, words: Callable[[Fraction, int], str], unit: str, *, signed: bool) -> str:
    if low == high:
        return f"{words(low, 0)}{unit}"
    joint = " to " if signed else "–"
    return f"{words(low, -1)}{joint}{words(high, 1)}{unit}"


def _tenths(value: Fraction, way: int, *, signed: bool) -> str:
    """One place: rounded half up, or down (-1) or up (1)."""
    scaled = value * TENTHS
    whole = math.floor(scaled) if way < 0 else math.ceil(scaled) if way > 0 else math.floor(scaled + HALF)
    sign = "-" if whole < 0 else "+" if signed else ""
    return f"{sign}{abs(whole) // TENTHS:,}.{abs(whole) % TENTHS}"


def any_words(line: Line) -> str:
    """The bounds on any reading where they differ from those on the fields, empty otherwise."""
    if line.state != "counted":
        return ""
    said, wider = value_of(line), value_of(line, any_reading=True)
    return "" if said == wider else wider


def any_cell(row: Row) -> str:
    """Number and share on any reading where they are wider than on the fields."""
    number = any_words(row.level)
    share = "" if row.share is None else any_words(row.share)
    return f"{number or value_of(row.level)} ({share})" if share else number


def published_words(figure: Figure) -> str:
    """A published figure: its value, or the words as printed where they hold an interval; of whom, for a share; its definition."""
    of = ""
    if figure.key.relation is Relation.SHARE:
        filters = figure.key.of is not None and figure.key.of.filters
        of = f" of those {population_words(figure.key.of)}" if filters else " of all"
    marks = "" if figure.decides else " (not confirmed)" if not figure.confirmed else " (known fault)"
    return one_line(f"{value_text(figure)}{of}, {figure.definition}{marks}")


def near_words(figure: Figure) -> str:
    """A published figure of what the records do not hold: measure, people and days, then its value."""
    days = figure.key.period.label
    people = f", {figure.key.population.words}" if figure.key.population.words else ""
    return one_line(f"{figure.key.measure.replace('_', ' ')}{people}, {days}: {published_words(figure)}")


def published_source(figure: Figure) -> str:
    """Where a published figure was read."""
    return one_line(source_words(figure))


def published_row(figure: Figure) -> str:
    """Who printed a published figure and when, how near its source is, and its row, by which the rest is found."""
    source = figure.provenance.source
    if source is None:
        return published_source(figure)
    printed = f"printed {figure.provenance.vintage}" if figure.provenance.vintage else ""
    parts = (
        source.publisher,
        printed,
        f"tier {source.tier}",
        "your own figures" if source.own else "",
        f"row {figure.id}",
    )
    return one_line(", ".join(part for part in parts if part))


def record_words(one: Ranked) -> str:
    """The rank to that year and whether it is a record, or why it is not compared."""
    return _comparisons((one.rank,))["rank up to then"]


def ranks_note(report: YearReport) -> str:
    """Why no definition is ranked among the years up to the year, empty when one is."""
    said = {record_words(one) for one in report.ranks}
    only = next(iter(said)) if len(said) == 1 else ""
    return f"Among the years up to {year_label(report)}: {only}." if only.startswith(NOT_COMPARED) else ""


def series_values(one: PublishedTotal, year: int) -> tuple[str, ...]:
    """The figures of a published series in a year, each value once."""
    return tuple(dict.fromkeys(value_text(figure) for figure in one.figures.get(year, ())))


def value_text(figure: Figure) -> str:
    """The value of a published figure, or the words as printed where they hold an interval or a rank, whose value is a year."""
    is_number = figure.value.is_point and figure.key.relation is not Relation.RANK
    return value_words(figure) if is_number else f"“{figure.printed or value_words(figure)}”"


def same_words(one: Ranked) -> str:
    """The title of a definition and those by which every number comes out the same."""
    same = f"; the same by {', '.join(one.same)}" if one.same else ""
    return f"{one.definition.title}{same}"


def rank_of_all_words(one: Ranked) -> str:
    """The rank among all covered years, with those that are higher."""
    if one.rank_of_all is None:
        return HIDDEN if one.rank.state == "hidden" else NOT_COMPARED
    above = ", ".join(Period.fiscal_year(year).label for year in one.above)
    place = bounds_text(one.rank_of_all.low, one.rank_of_all.high, Relation.RANK)
    return f"{place} of {one.n_years}" + (f"; higher: {above}" if above else "")


def memo_words(one: MemoSection) -> str:
    """Whether the memo was in force, and what is done where it was not."""
    start, last = one.in_force.start, one.in_force.last_day
    days = f"{start} to {last}" if last else f"since {start}"
    return MEMO_WORDS[one.in_year].format(days=days)


def undecided_words(section: Section) -> Iterator[str]:
    """Why lines of a section are undecided: the fields that the release lacks, then the reasons that touch the same lines together."""
    lacking = tuple(dict.fromkeys(title for row in section.rows for title in row.level.lacking))
    if lacking:
        yield lacking_words(lacking)
    touched: dict[str, list[str]] = {}
    for row in section.rows:
        for reason in row.level.undecided:
            if not reason.startswith(NO_FIELD):
                touched.setdefault(reason, []).append(row.level.words.removeprefix(OF_THEM))
    by_lines: dict[tuple[str, ...], list[str]] = {}
    for reason, names in touched.items():
        by_lines.setdefault(tuple(names), []).append(reason)
    for whose_lines, reasons in by_lines.items():
        few = len(whose_lines) <= FEW and len(whose_lines) < len(section.rows)
        whose = f" ({'; '.join(whose_lines)})" if few else ""
        yield one_line(f"{'; '.join(reasons)}{whose}")


def rules_of(section: Section) -> tuple[str, ...]:
    """The rules that decide a section, each once."""
    return tuple(dict.fromkeys(name for row in section.rows for name in row.level.rules))


@dataclass(frozen=True, slots=True)
class Followed:
    """Changes and ranks: a column for each comparison that is made, a row for each statistic, and why the others are not made."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...]


def followed(rows: Sequence[Row]) -> Followed:
    """The changes and ranks of the rows that are followed."""
    found = [(row.level.words.removeprefix(OF_THEM), _comparisons(row.more)) for row in rows if row.more]
    names = tuple(dict.fromkeys(name for _, said in found for name in said))
    whole = {name: {said.get(name, "") for _, said in found} for name in names}
    none = [name for name in names if len(whole[name]) == 1 and next(iter(whole[name])).startswith(NOT_COMPARED)]
    made = tuple(name for name in names if name not in none)
    lines = tuple((words, *(said.get(name, "") for name in made)) for words, said in found) if made else ()
    return Followed(made, lines, tuple(f"{name[:1].upper()}{name[1:]}: {next(iter(whole[name]))}." for name in none))


def _comparisons(lines: Sequence[Line]) -> dict[str, str]:
    """What is compared, and the number or why there is none."""
    found: dict[str, str] = {}
    for line in lines:
        name = "rank up to then" if line.relation is Relation.RANK else f"change from {line.base}"
        if line.state == "not_covered":
            found.setdefault(name, f"{NOT_COMPARED}, {line.note}")
        elif line.relation is Relation.CHANGE_PCT:
            found[name] = f"{found.get(name, '')} ({value_of(line)})".strip() if line.bounds else found[name]
        elif line.relation is Relation.RANK and line.state == "counted":
            found[name] = f"{value_of(line)} of {line.base}, {line.note}"
        else:
            found[name] = value_of(line)
    return found


def lead_words(report: YearReport) -> Iterator[str]:
    """The first sentence: how many, and whether it is a record, as the records decide it."""
    level = report.total.level
    wider = any_words(level)
    yield f"{level.words} counted: {value_of(level)}{f' (on any reading {wider})' if wider else ''}. "
    if not report.this_year.full:
        yield f"The release does not cover {year_label(report)} fully, so the number is no total of the year. "
    ranked = [one for one in report.ranks if one.rank.state == "counted"]
    if ranked:
        yes = sum(one.rank.note.startswith("a record") for one in ranked)
        yield f"It is a record under {yes} of {len(ranked)} definitions that can be compared."


def year_cells(one: YearTotal) -> tuple[str, str, str, str, str]:
    """A year with its total, those convicted, their share, and a word where the release does not cover it fully."""
    share, mark = one.share, "" if one.coverage.full else "not covered fully"
    if not one.is_told:
        return one.coverage.label, count_words(one.count), NOT_TOLD, NOT_TOLD, mark
    words = HIDDEN if share is None else bounds_text(share.low, share.high, Relation.SHARE)
    return one.coverage.label, count_words(one.count), count_words(one.convicted), words, mark


def privacy_words(report: YearReport) -> Iterator[str]:
    """What is not shown and how bounds are rounded."""
    yield SMALL_WORDS if report.small_cells else HIDDEN_WORDS
    if report.bounds_step > 1:
        yield f"Bounds are rounded outward by up to {report.bounds_step - 1}, so that none tells a small number."
