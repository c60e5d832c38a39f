"""What of a comparison is shown: in comes the comparison of a table; out come its months and years with small cells hidden.

A month or fiscal year with 1 to 10 rows in either release is hidden in both, and one more where a printed total would give
it away; all months of a hidden year are hidden. Changes of a month are hidden together when one of them is 1 to 10.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tallymark.model.small_cells import is_small
from tallymark.reports.small_cells import hidden_months

if TYPE_CHECKING:
    from tallymark.releases.diff_report import Changes, FieldDiff, TableDiff

Pair = tuple[int | None, int | None]
HIDDEN_PAIR: Pair = (None, None)


@dataclass(frozen=True, slots=True)
class ChangesShown:
    """Rows in both, in the first only, in the second only; None where not shown."""

    n_same: int | None
    n_only_first: int | None
    n_only_second: int | None


NO_CHANGES = ChangesShown(None, None, None)


@dataclass(frozen=True, slots=True)
class MonthShown:
    """A month of the comparison."""

    month: str
    covered: bool
    rows: Pair
    events: ChangesShown


@dataclass(frozen=True, slots=True)
class YearShown:
    """A US fiscal year of the comparison."""

    year: str
    rows: Pair


@dataclass(frozen=True, slots=True)
class FieldShown:
    """A field: rows with a value in each release, in the months that both cover."""

    field: FieldDiff
    filled: Pair


@dataclass(frozen=True, slots=True)
class FieldMonthShown:
    """A field in one month: rows with a value and all rows, in each release."""

    field: str
    month: str
    filled: Pair
    rows: Pair


@dataclass(frozen=True, slots=True)
class DiffShown:
    """A table of the comparison as shown."""

    table: TableDiff
    every: ChangesShown
    events: ChangesShown
    months: tuple[MonthShown, ...]
    years: tuple[YearShown, ...]
    fields: tuple[FieldShown, ...]
    field_months: tuple[FieldMonthShown, ...]


def diff_shown(table: TableDiff, *, small_cells: bool = False) -> DiffShown:
    """The comparison with what may be shown."""
    every = small_cells or not table.of_people
    hidden_years, hidden = (frozenset(), frozenset()) if every else _hidden(table)
    hidden_changes = frozenset() if every else _hidden_changes(table, hidden)
    years = sorted({month.fiscal_year for month in table.months})
    return DiffShown(
        table,
        _changes(table.every, every=every),
        _changes(table.events, every=every),
        tuple(
            MonthShown(
                month.month,
                month.covered,
                HIDDEN_PAIR if month.month in hidden else (month.n_first, month.n_second),
                NO_CHANGES
                if not month.covered or month.month in hidden_changes
                else _changes(month.events, every=True),
            )
            for month in table.months
        ),
        tuple(YearShown(f"FY{year}", HIDDEN_PAIR if year in hidden_years else _year(table, year)) for year in years),
        tuple(FieldShown(field, _filled(field, every=every)) for field in table.fields),
        tuple(_field_months(table, hidden, every=every)),
    )


def _hidden(table: TableDiff) -> tuple[frozenset[int], frozenset[str]]:
    """The fiscal years and the months that are not shown: those hidden in either release."""
    first = hidden_months({month.month: month.n_first for month in table.months})
    second = hidden_months({month.month: month.n_second for month in table.months})
    years = first[0] | second[0]
    of_years = {month.month for month in table.months if month.fiscal_year in years}
    return years, first[1] | second[1] | of_years


def _hidden_changes(table: TableDiff, hidden: frozenset[str]) -> frozenset[str]:
    """The months whose changes are not shown: those hidden, those with a small one, and never one alone."""
    counts = {month.month: _counts(month.events) for month in table.months if month.covered}
    found = {month for month, three in counts.items() if month in hidden or any(is_small(n) for n in three)}
    others = [month for month, three in counts.items() if month not in found and any(three)]
    if len(found) == 1 and others:
        found.add(min(others, key=lambda month: sum(counts[month])))
    return frozenset(found)


def _field_months(table: TableDiff, hidden: frozenset[str], *, every: bool) -> Iterator[FieldMonthShown]:
    """Each field in each month; hidden with its month, and where the rows with or without a value are few."""
    rows = {month.month: (month.n_first, month.n_second) for month in table.months}
    for one in table.field_months:
        filled, of = (one.n_filled_first, one.n_filled_second), rows[one.month]
        few = any(is_small(n) or is_small(whole - n) for n, whole in zip(filled, of, strict=True))
        away = one.month in hidden or (few and not every)
        yield FieldMonthShown(
            one.field, one.month, HIDDEN_PAIR if away else filled, HIDDEN_PAIR if one.month in hidden else of
        )


def _year(table: TableDiff, year: int) -> Pair:
    months = [month for month in table.months if month.fiscal_year == year]
    return sum(month.n_first for month in months), sum(month.n_second for month in months)


def _changes(changes: Changes, *, every: bool) -> ChangesShown:
    if not every and any(is_small(n) for n in _counts(changes)):
        return NO_CHANGES
    return ChangesShown(*_counts(changes))


def _counts(changes: Changes) -> tuple[int, int, int]:
    return changes.n_same, changes.n_only_first, changes.n_only_second


def _filled(field: FieldDiff, *, every: bool) -> Pair:
    counts = (field.n_filled_first, field.n_filled_second)
    return HIDDEN_PAIR if not every and any(is_small(n) for n in counts) else counts
