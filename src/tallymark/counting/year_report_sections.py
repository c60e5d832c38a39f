"""Sections of the year-end report: in come counted tables and the list of statistics; out come rows with rule, bounds and published figures.

Every table has the fiscal year as its first breakdown, or counts one year only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tallymark.counting.breakdowns import breakdown
from tallymark.counting.counted import UNKNOWN, Count, CountedTable
from tallymark.counting.year_report_changes import Setting, followed
from tallymark.counting.year_report_lines import Line, Row, Section, State
from tallymark.counting.year_report_list import NOBODY, YEAR, Group, SectionList, Statistic, people_of
from tallymark.counting.year_report_numbers import any_reading, count_of, share, why_undecided
from tallymark.counting.year_report_told import Told, is_rule
from tallymark.model.figure import Relation
from tallymark.model.period import Period
from tallymark.model.population import Population

ANY = ""
TELLING = "beside the other tables its numbers would tell counts of 1 to 10 people; tallymark count makes it alone"


@dataclass(frozen=True, slots=True)
class Cells:
    """One counted table read group by group for any year but those in which it is not shown."""

    table: CountedTable
    setting: Setting
    told: Told
    secret: frozenset[int] = frozenset()

    def count(self, group: Group, year: int) -> Count | None:
        """The count of a group in a year, None when it is not shown; the bounds on any reading where the release cannot tell it."""
        fixed = self._fixed(year)
        if year in self.secret or fixed.get(YEAR, ANY) not in (ANY, *self.table.values.get(YEAR, ())):
            return None
        found = count_of(self.table, group, fixed)
        if found is None or not self.untold(group):
            return found
        return any_reading(found)

    def lacking(self, group: Group) -> tuple[str, ...]:
        """The rules that decide the group and for which the release lacks a field; of whom nobody knows, every such rule."""
        named = ((name, values) for name, values in group.items() if is_rule(name))
        return tuple(dict.fromkeys(title for name, values in named for title in self.told.lacking(name, values)))

    def untold(self, group: Group) -> bool:
        """Whether the release cannot tell one of the breakdowns of the group at all."""
        return any(is_rule(name) and self.told.untold(name, values) for name, values in group.items())

    def why(self, group: Group, year: int) -> tuple[str, ...]:
        """Why the count is not decided."""
        return why_undecided(self.table, group, self._fixed(year))

    def values(self, breakdown: str) -> tuple[str, ...]:
        """The values of a breakdown that occur."""
        return self.table.values[breakdown]

    def _fixed(self, year: int) -> dict[str, str]:
        return {YEAR: Period.fiscal_year(year).label} if YEAR in self.table.request.by else {}


def section(listed: SectionList, cells: Cells, most: int) -> Section:
    """One section with a row for each statistic, or for each value of the breakdown that it lists."""
    if cells.setting.year in cells.secret:
        return Section(listed.id, listed.title, (), listed.whole_words, listed.note, why_not=TELLING)
    chosen, n_left_out = listed.statistics, 0
    if listed.every:
        chosen, n_left_out = every_value(listed, cells, most)
    told = [
        one
        for one in chosen
        if not one.told_by or one.told_by in {value for name in listed.by for value in cells.values(name)}
    ]
    rows = tuple(row(one, listed, cells) for one in told)
    return Section(
        listed.id, listed.title, rows, listed.whole_words, listed.note, listed.chart, n_left_out=n_left_out,
        why_not="" if rows else "no record of the year that is shown names one", warning=warning(listed, cells.setting),
    )  # fmt: skip


def warning(listed: SectionList, setting: Setting) -> str:
    """What is to be known of the fields in the year, for sections that rules divide: empty there may mean nobody filled it in."""
    thin = setting.coverage[setting.year].thin
    ruled = any(not breakdown(name).fields for name in listed.by)
    return (
        f"{'; '.join(thin)}: an empty field is counted as the rule says and may mean nothing" if thin and ruled else ""
    )


def every_value(listed: SectionList, cells: Cells, most: int) -> tuple[tuple[Statistic, ...], int]:
    """A statistic for each value of a breakdown that is shown, largest first, and how many more there are."""
    name = listed.every
    shown = [
        value for value in cells.values(name) if value != UNKNOWN and cells.count({name: (value,)}, cells.setting.year)
    ]
    made = [_of_value(name, value, cells.table.label(name, value)) for value in shown[:most]]
    rest = [value for value in cells.values(name) if value != UNKNOWN]
    return tuple(made), len(rest) - len(made)


def _of_value(name: str, value: str, words: str) -> Statistic:
    people = people_of({name: (value,)})
    return Statistic(value, words[:1].upper() + words[1:], {name: (value,)}, () if people is None else (people,))


def row(one: Statistic, listed: SectionList, cells: Cells) -> Row:
    """One statistic of a section."""
    setting = cells.setting
    level = level_line(one, listed, cells, setting)
    more = followed(level, lambda year: cells.count(one.group, year), setting, one.people) if one.follow else ()
    return Row(level, share_line(level, listed, cells, setting, one.people), more)


def level_line(one: Statistic, listed: SectionList, cells: Cells, setting: Setting) -> Line:
    """The count of a statistic in the year."""
    found = cells.count(one.group, setting.year)
    return Line(
        section=listed.id, id=one.id, words=one.words, relation=Relation.LEVEL,
        state=State.HIDDEN if found is None else State.COUNTED,
        definition=setting.definition, rules=setting.rules_of(name for name in listed.by if name != YEAR), count=found,
        undecided=cells.why(one.group, setting.year) if found is not None else (),
        lacking=cells.lacking(one.group), published=setting.published(Relation.LEVEL, one.people),
    )  # fmt: skip


def share_line(level: Line, listed: SectionList, cells: Cells, setting: Setting, people: Sequence[Population]) -> Line:
    """The share of a counted line in the whole of its section."""
    whole = cells.count(listed.whole or NOBODY, setting.year)
    bounds = None if level.count is None or whole is None else share(level.count, whole)
    hidden = level.count is None or whole is None
    return Line(
        section=level.section, id=f"{level.id}.share", words=level.words, relation=Relation.SHARE,
        state=State.HIDDEN if hidden else State.COUNTED if bounds else State.NOTHING,
        definition=level.definition, rules=level.rules, bounds=bounds, part=level.count, whole=whole,
        whole_words=listed.whole_words, undecided=level.undecided, lacking=level.lacking, published=setting.published(Relation.SHARE, people),
    )  # fmt: skip
