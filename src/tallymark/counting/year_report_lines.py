"""What a year-end report says: lines of numbers with rule, bounds, reasons and published figures beside, sections, years, ranks.

Every format draws these and computes nothing. A number that is not there has a state that says why.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from tallymark.counting.counted import Count, Trail, UsedDefinition
from tallymark.counting.year_report_coverage import YearCoverage
from tallymark.model.figure import Figure, Relation
from tallymark.model.period import Period


class State(StrEnum):
    """Whether a line has a number, and if not, why."""

    COUNTED = "counted"
    HIDDEN = "hidden"
    NOT_COVERED = "not_covered"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Bounds:
    """Bounds of a number that is not a count: percent of a share, percent or difference of a change, place of a rank."""

    low: Fraction
    high: Fraction
    low_any: Fraction
    high_any: Fraction

    @property
    def exact(self) -> bool:
        """Whether the fields decide it."""
        return self.low == self.high

    @property
    def exact_any(self) -> bool:
        """Whether it is the same on any reading."""
        return self.low_any == self.high_any


@dataclass(frozen=True, slots=True)
class Line:
    """One number of the report.

    ``relation`` says what it is: a level (``count``), or a share, change or rank (``bounds``; shares and changes in percent,
    ``CHANGE_ABS`` in the unit of the measure). ``part`` and ``whole`` are what a share or change is computed from, ``whole_words`` name
    the whole, ``base`` the other year or the years of a rank. ``rules`` are the rules that decide it, ``undecided`` why low and high
    differ, ``lacking`` rules for which the release lacks a field: then the number on the fields is a lowest or highest one. ``near``
    names a definition whose number differs by at most ten from one that is not shown. ``published`` are printed figures for the same question, each under its own definition.
    """

    section: str
    id: str
    words: str
    relation: Relation
    state: State
    definition: str
    rules: tuple[str, ...] = ()
    count: Count | None = None
    bounds: Bounds | None = None
    part: Count | None = None
    whole: Count | None = None
    whole_words: str = ""
    base: str = ""
    undecided: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()
    near: str = ""
    published: tuple[Figure, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One statistic: its number, its share, and how it changed and ranks where that is followed."""

    level: Line
    share: Line | None = None
    more: tuple[Line, ...] = ()

    @property
    def lines(self) -> tuple[Line, ...]:
        """Every line, the number first."""
        return (self.level, *(() if self.share is None else (self.share,)), *self.more)


@dataclass(frozen=True, slots=True)
class Section:
    """Rows that belong together; ``why_not`` says why there are none; ``n_left_out`` counts further values of a breakdown.

    ``warning`` tells of fields that are all but empty in the year.
    """

    id: str
    title: str
    rows: tuple[Row, ...]
    whole_words: str
    note: str = ""
    chart: bool = False
    why_not: str = ""
    n_left_out: int = 0
    warning: str = ""


@dataclass(frozen=True, slots=True)
class MemoSection:
    """A memo applied to the year's people.

    ``in_year`` says whether it was in force in the whole year, a part of it or not at all: then the same people are sorted by
    another memo, and nothing is said of what would have happened.
    """

    id: str
    title: str
    in_force: Period
    in_year: str
    section: Section


@dataclass(frozen=True, slots=True)
class YearTotal:
    """The total of one fiscal year, those convicted and their share in percent, under the main definition; None when not shown.

    ``is_told``: whether the release tells in this year who was convicted.
    """

    coverage: YearCoverage
    count: Count | None
    convicted: Count | None
    share: Bounds | None
    is_told: bool = True


@dataclass(frozen=True, slots=True)
class Ranked:
    """One definition: its total of the year, its rank among the covered years up to it, and that among all covered years.

    ``n_years`` are all years compared, ``above`` those that are certainly higher; ``same`` are definitions by which every number
    comes out the same.
    """

    definition: UsedDefinition
    level: Line
    rank: Line
    rank_of_all: Bounds | None
    n_years: int
    above: tuple[int, ...]
    same: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PublishedTotal:
    """One published series of the same measure for everybody: its figures of the year, the year before and the base year."""

    series: str
    figures: Mapping[int, tuple[Figure, ...]]
    rank: int | None
    years: tuple[int, ...]
    breaks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NotInRecords:
    """Something announced that no removal record tells, with published figures of the year."""

    id: str
    words: str
    why: str
    published: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class YearReport:
    """The whole report on one fiscal year of one release.

    ``scope``, ``notes`` (days and known faults) and ``coverage`` come before any number. ``why_definition`` says why this definition was taken.
    ``bounds_step`` is what bounds are rounded up to, outward, so that none tells a small number.
    """

    release: str
    title: str
    year: int
    base: int | None
    measure: str
    definition: UsedDefinition
    why_definition: str
    scope: str
    notes: tuple[str, ...]
    coverage: tuple[YearCoverage, ...]
    total: Row
    years: tuple[YearTotal, ...]
    ranks: tuple[Ranked, ...]
    published: tuple[PublishedTotal, ...]
    sections: tuple[Section, ...]
    memos: tuple[MemoSection, ...]
    why_no_memo: str
    not_in_records: tuple[NotInRecords, ...]
    trail: Trail
    sql: Mapping[str, str]
    register_as_of: str
    register_sha256: str
    small_cells: bool
    bounds_step: int
    command: str
    left_out: Mapping[str, str]

    @property
    def this_year(self) -> YearCoverage:
        """The coverage of the year itself."""
        return next(one for one in self.coverage if one.year == self.year)

    @property
    def lines(self) -> tuple[Line, ...]:
        """Every number of the report in its order."""
        rows = [
            self.total,
            *(row for one in (*self.sections, *(memo.section for memo in self.memos)) for row in one.rows),
        ]
        ranked = tuple(line for one in self.ranks for line in (one.level, one.rank))
        return (*self.total.lines, *ranked, *(line for row in rows[1:] for line in row.lines))
