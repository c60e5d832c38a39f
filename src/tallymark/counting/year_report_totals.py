"""The totals of a year-end report: in come counts by year under every definition; out come the total, its years and its ranks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from tallymark.counting.counted import Count, CountedTable, UsedDefinition
from tallymark.counting.year_report_changes import Setting, followed, rank_line
from tallymark.counting.year_report_coverage import YearCoverage
from tallymark.counting.year_report_lines import Line, Ranked, Row, State, YearTotal
from tallymark.counting.year_report_list import YEAR
from tallymark.counting.year_report_numbers import rank, share
from tallymark.counting.year_report_published import EVERYBODY
from tallymark.counting.year_report_sections import Cells
from tallymark.model.figure import Relation
from tallymark.model.period import Period
from tallymark.model.small_cells import LARGEST_SMALL

SECTION = "total"
CONVICTED = {"criminality": ("convicted",)}


def of_year(table: CountedTable, year: int, definition: str) -> Count | None:
    """The count of a year, None when it is not shown."""
    return table.count(definition, **_group(year))


def bounds_of_year(table: CountedTable, year: int, definition: str) -> Count | None:
    """The count of a year; for one that is not shown and is known to be near a shown one, as wide as that is known."""
    found = of_year(table, year, definition)
    near = "" if found is not None else table.near_to(definition, **_group(year))
    other = of_year(table, year, near) if near else None
    if other is None:
        return found
    return Count(
        max(other.low - LARGEST_SMALL, 0), other.high + LARGEST_SMALL,
        max(other.low_any - LARGEST_SMALL, 0), other.high_any + LARGEST_SMALL,
    )  # fmt: skip


def _group(year: int) -> dict[str, str]:
    return {YEAR: Period.fiscal_year(year).label}


def total_row(table: CountedTable, setting: Setting, words: str) -> Row:
    """Everybody counted in the year, with changes and rank."""
    level = _level(table, setting, setting.definition, words)
    people = (EVERYBODY,)
    return Row(level, None, followed(level, lambda year: of_year(table, year, setting.definition), setting, people))


def year_totals(table: CountedTable, convictions: Cells | None, setting: Setting) -> tuple[YearTotal, ...]:
    """Each year of the release with its total and those convicted."""
    return tuple(_year_total(one, table, convictions, setting) for one in setting.coverage.values())


def _year_total(one: YearCoverage, table: CountedTable, convictions: Cells | None, setting: Setting) -> YearTotal:
    total = of_year(table, one.year, setting.definition)
    convicted = None if convictions is None else convictions.count(CONVICTED, one.year)
    part = None if convicted is None or total is None else share(convicted, total)
    return YearTotal(one, total, convicted, part, is_told=convictions is not None and not one.thin)


def ranks(table: CountedTable, setting: Setting, words: str) -> Iterator[Ranked]:
    """Each definition that comes out otherwise than an earlier one, with its total of the year and its rank."""
    for definition in table.distinct:
        yield _ranked(table, setting, definition, words)


def _ranked(table: CountedTable, setting: Setting, definition: UsedDefinition, words: str) -> Ranked:
    level = _level(table, setting, definition.id, words)
    known = replace(level, count=bounds_of_year(table, setting.year, definition.id))
    line = rank_line(known, lambda year: bounds_of_year(table, year, definition.id), setting, (EVERYBODY,))
    others = {year: bounds_of_year(table, year, definition.id) for year in setting.covered if year != setting.year}
    shown: Mapping[int, Count] = {year: one for year, one in others.items() if one is not None}
    possible = setting.year in setting.covered and len(shown) == len(others) and others
    found = rank(known.count, shown) if possible and known.count is not None else None
    return Ranked(
        definition, level, line, None if found is None else found.bounds, len(others) + 1,
        () if found is None else found.above, tuple(other for other, first in table.same.items() if first == definition.id),
    )  # fmt: skip


def _level(table: CountedTable, setting: Setting, definition: str, words: str) -> Line:
    found = of_year(table, setting.year, definition)
    used = next(one for one in table.definitions if one.id == definition)
    return Line(
        section=SECTION, id="total", words=words, relation=Relation.LEVEL,
        state=State.HIDDEN if found is None else State.COUNTED, definition=definition,
        rules=tuple(used.rules[family] for family in ("exit", "year", "duplicate") if family in used.rules),
        count=found, near="" if found is not None else table.near_to(definition, **_group(setting.year)), undecided=() if found is None else table.why_undecided(definition, **_group(setting.year)),
        published=setting.published(Relation.LEVEL, (EVERYBODY,)),
    )  # fmt: skip
