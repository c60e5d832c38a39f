"""The comparison of two releases for a terminal: in comes the comparison; out come lines, totals first."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tallymark.reports.diff_shown import ChangesShown, DiffShown, FieldShown, diff_shown
from tallymark.reports.small_cells import ALL_WORDS, SMALL_WORDS, count_words, percent
from tallymark.reports.terminal import Line

if TYPE_CHECKING:
    from tallymark.releases.diff_report import ReleaseDiff

BY_CONTENT = (
    "Rows are compared by content, never by id: an agency gives persons other ids in every release. Rows whose event is in "
    "both and that differ in another field were rewritten."
)


def diff_lines(diff: ReleaseDiff, *, small_cells: bool = False) -> Iterator[Line]:
    """Every table of both releases."""
    yield Line("", f"{diff.first} and {diff.second}", "strong")
    yield Line("", BY_CONTENT)
    for release, names in ((diff.first, diff.only_first_tables), (diff.second, diff.only_second_tables)):
        if names:
            yield Line("", f"only in {release}: {', '.join(names)}", "open")
    for table in diff.tables:
        yield Line("", "")
        yield from _table_lines(diff, diff_shown(table, small_cells=small_cells))
    yield Line("", "")
    yield Line("", ALL_WORDS if small_cells else SMALL_WORDS, "label")


def change_lines(shown: DiffShown) -> tuple[tuple[str, str], ...]:
    """The two comparisons by content in words."""
    return (
        (f"by the event ({', '.join(shown.table.event_fields)})", changes_words(shown.events)),
        (f"by all {len(shown.fields)} shared open fields", changes_words(shown.every)),
    )


def changes_words(changes: ChangesShown) -> str:
    """``1,000 in both, 20 in the first only, 30 in the second only``."""
    return (
        f"{count_words(changes.n_same)} in both, {count_words(changes.n_only_first)} in the first only, "
        f"{count_words(changes.n_only_second)} in the second only"
    )


def covered_words(shown: DiffShown) -> str:
    """The months that both cover, in words."""
    covered = shown.table.covered
    if covered is None:
        return "no month is covered by both" if shown.table.key_date else "the table has no date: all rows are compared"
    return f"months covered by both: {covered[0]} to {covered[1]}"


def _table_lines(diff: ReleaseDiff, shown: DiffShown) -> Iterator[Line]:
    table = shown.table
    yield Line("", f"{table.name}: {table.n_first:,} rows and {table.n_second:,} rows", "strong")
    yield Line("", f"  {covered_words(shown)}")
    for words, counts in change_lines(shown):
        yield Line("", f"  {words}: {counts}")
    yield Line("", f"  {'':<10} {diff.first[:24]:>24} {diff.second[:24]:>24}", "label")
    for year in shown.years:
        yield Line("", f"  {year.year:<10} {count_words(year.rows[0]):>24} {count_words(year.rows[1]):>24}")
    yield Line("", f"  {'no date':<10} {table.n_undated_first:>24,} {table.n_undated_second:>24,}")
    for month in shown.months:
        if month.covered and month.rows[0] != month.rows[1]:
            rows = f"{count_words(month.rows[0]):>24} {count_words(month.rows[1]):>24}"
            yield Line("", f"  {month.month:<10} {rows}", "open")
    yield from (_field_line(field) for field in shown.fields if field.field.filled_later)
    for release, names in ((diff.first, table.only_first_fields), (diff.second, table.only_second_fields)):
        if names:
            yield Line("only in", f"{release}: {', '.join(names)}")


def _field_line(field: FieldShown) -> Line:
    first, second = filled_shares(field)
    return Line("", f"  filled later: {field.field.name} from {first} to {second} of rows", "open")


def filled_shares(field: FieldShown) -> tuple[str, str]:
    """The shares of rows with a value in each release."""
    return percent(field.filled[0], field.field.n_first), percent(field.filled[1], field.field.n_second)
