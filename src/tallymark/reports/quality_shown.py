"""What of a quality report is shown: in comes the report; out come its tables with small cells hidden, once for every format."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tallymark.model.small_cells import is_small
from tallymark.reports.small_cells import hidden_months

if TYPE_CHECKING:
    from tallymark.releases.quality_report import CheckResult, FieldQuality, TableQuality

LEVEL_MARKS = {"ok": "✓", "info": "·", "warn": "!", "stop": "✗"}
LEVEL_WORDS = {
    "ok": "holds everywhere",
    "info": "not everywhere; no limit is set",
    "warn": "more often broken than expected: look before counting",
    "stop": "broken so often that the table should not be counted before it is understood",
}
CHECK_WORDS = {
    "codes": "{0} has a value that its code list does not have",
    "window": "{0} lies outside the window of the catalogue",
    "alike": "rows that agree with another row in every field",
    "given": "{0} is missing",
    "range": "{0} lies outside its range",
    "dates": "{0} lies before the first or after the last day that makes sense",
    "order": "{1} lies before {0}",
    "implies": "{0} is given and {1} is missing",
    "implies_true": "{0} is given and {1} is not yes",
    "ingest": "{0} was changed when it was read",
    "same_key": "rows with the same {0} as another row",
    "rows": "rows more or fewer than the catalogue lists",
    "months": "months without rows, or with less than half of their neighbours",
}


@dataclass(frozen=True, slots=True)
class MonthShown:
    """A month; ``n_rows`` is None where it is not shown, ``mark`` as in ``MonthCount``."""

    month: str
    n_rows: int | None
    mark: str


@dataclass(frozen=True, slots=True)
class FieldShown:
    """A field; both counts are None where few rows have a value."""

    quality: FieldQuality
    n_filled: int | None
    n_null: int | None


@dataclass(frozen=True, slots=True)
class CheckShown:
    """A check; both counts are None where it applies to few rows."""

    result: CheckResult
    n_values: int | None
    n_failed: int | None
    words: str


@dataclass(frozen=True, slots=True)
class TableShown:
    """A table as shown."""

    quality: TableQuality
    months: tuple[MonthShown, ...]
    fields: tuple[FieldShown, ...]
    checks: tuple[CheckShown, ...]


def table_shown(quality: TableQuality, *, small_cells: bool = False) -> TableShown:
    """The table with what may be shown; tables that are not about people have no small cells."""
    every = small_cells or not quality.of_people
    hidden = frozenset() if every else hidden_months({month.month: month.n_rows for month in quality.months})[1]
    return TableShown(
        quality,
        tuple(
            MonthShown(
                month.month,
                None if month.month in hidden else month.n_rows,
                "" if month.month in hidden and is_small(month.n_rows) else month.mark,
            )
            for month in quality.months
        ),
        tuple(_field(field, every) for field in quality.fields),
        tuple(_check(result, every) for result in quality.checks),
    )


def _field(field: FieldQuality, every: bool) -> FieldShown:
    hidden = is_small(field.n_filled) and not every
    return FieldShown(field, None if hidden else field.n_filled, None if hidden else field.n_null)


def _check(result: CheckResult, every: bool) -> CheckShown:
    hidden = is_small(result.n_values) and not every and result.kind not in ("months", "rows")
    return CheckShown(
        result, None if hidden else result.n_values, None if hidden else result.n_failed, check_words(result)
    )


def check_words(result: CheckResult) -> str:
    """What it means that a value fails the check."""
    if result.words:
        return f"{result.fields[0]}: {result.words}"
    if result.kind == "same_key":
        return CHECK_WORDS[result.kind].format(" and ".join(result.fields))
    return CHECK_WORDS[result.kind].format(*result.fields)
