"""Coverage calendars: in comes a quality report; out come, for each table, its months year by year with what is odd and known faults.

A month is a number with a word or sign beside it, so that nothing depends on a colour. Small months are hidden by the report.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tallymark.reports.faults import fault_words
from tallymark.reports.quality_shown import table_shown

if TYPE_CHECKING:
    from tallymark.releases.quality_report import QualityReport
    from tallymark.reports.quality_shown import MonthShown, TableShown
    from tallymark.schema.manifest import FaultEntry

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
STEPS = 4
HIDDEN = "–"
MARKS = {
    "missing": ("✗", "no row"),
    "thin": ("▽", "less than half of its neighbours"),
    "edge": ("◐", "the first or last month"),
    "": ("", ""),
}
OUTSIDE = "outside the table"


@dataclass(frozen=True, slots=True)
class Cell:
    """One month: its number as shown (empty outside the table), its sign, the shade from 0 to ``STEPS``, the faults, all in words."""

    text: str
    sign: str
    shade: int
    faults: tuple[int, ...]
    words: str


@dataclass(frozen=True, slots=True)
class Calendar:
    """A table: its years with twelve cells each, the faults by their number, and the rows without a day."""

    table: str
    meaning: str
    key_date: str
    years: tuple[tuple[str, tuple[Cell, ...]], ...]
    faults: tuple[tuple[int, str], ...]
    n_rows: int
    window: tuple[str, ...]

    @property
    def signs(self) -> tuple[tuple[str, str], ...]:
        """The signs that occur, with their meaning."""
        used = {cell.sign for _, cells in self.years for cell in cells}
        return tuple((sign, words) for sign, words in MARKS.values() if sign and sign in used)


def calendars(report: QualityReport) -> tuple[Calendar, ...]:
    """The calendar of every table of a release."""
    return tuple(_calendar(table_shown(one), report.faults) for one in report.tables)


def _calendar(shown: TableShown, faults: Sequence[FaultEntry]) -> Calendar:
    mine = [
        (number, fault) for number, fault in enumerate((one for one in faults if one.table == shown.quality.name), 1)
    ]
    months = {month.month: month for month in shown.months}
    largest = max((month.n_rows or 0 for month in shown.months), default=0)
    years = sorted({month[:4] for month in months})
    return Calendar(
        shown.quality.name,
        shown.quality.meaning,
        shown.quality.key_date,
        tuple(
            (year, tuple(_cell(f"{year}-{number:02d}", months, largest, mine) for number in range(1, 13)))
            for year in years
        ),
        tuple((number, fault_words(fault)) for number, fault in mine),
        shown.quality.n_rows,
        shown.quality.window,
    )


def _cell(month: str, months: dict[str, MonthShown], largest: int, faults: Sequence[tuple[int, FaultEntry]]) -> Cell:
    found = months.get(month)
    if found is None:
        return Cell("", "", 0, (), f"{month}: {OUTSIDE}")
    sign, meaning = MARKS[found.mark]
    here = tuple(number for number, fault in faults if _limited(fault) and _touches(fault, month))
    number = HIDDEN if found.n_rows is None else f"{found.n_rows:,}"
    said = "not shown" if found.n_rows is None else f"{number} rows"
    known = f"; known fault {', '.join(map(str, here))}" if here else ""
    shade = 0 if not found.n_rows else -(-STEPS * found.n_rows // largest)
    return Cell(number, sign, shade, here, f"{month}: {said}{f'; {meaning}' if meaning else ''}{known}")


def _limited(fault: FaultEntry) -> bool:
    """Whether a fault holds for some days only; one of the whole table is told above the calendar and not in every cell."""
    return bool(fault.start or fault.end)


def _touches(fault: FaultEntry, month: str) -> bool:
    return (not fault.start or fault.start[:7] <= month) and (not fault.end or month <= fault.end[:7])
