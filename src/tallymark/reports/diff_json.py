"""The comparison of two releases as JSON: in comes the comparison; out comes ``{"schema": 1, "first": ..., "tables": [...]}``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tallymark.reports.diff_shown import ChangesShown, DiffShown, diff_shown
from tallymark.reports.numbers import Json, to_json
from tallymark.reports.small_cells import is_small

if TYPE_CHECKING:
    from tallymark.releases.diff import ReleaseDiff


def diff_json(diff: ReleaseDiff, *, small_cells: bool = False) -> str:
    """The comparison; a count that is not shown is null."""
    whole: dict[str, Json] = {
        "schema": diff.schema,
        "first": diff.first,
        "second": diff.second,
        "small_cells_shown": small_cells,
        "only_first_tables": list(diff.only_first_tables),
        "only_second_tables": list(diff.only_second_tables),
        "tables": [_table(diff_shown(table, small_cells=small_cells), small_cells) for table in diff.tables],
    }
    return to_json(whole) + "\n"


def _table(shown: DiffShown, small_cells: bool) -> dict[str, Json]:
    table = shown.table
    return {
        "name": table.name,
        "key_date": table.key_date,
        "n_rows": [table.n_first, table.n_second],
        "n_undated": list(shown.undated),
        "covered": None if table.covered is None else list(table.covered),
        "by_every_field": _changes(shown.every),
        "by_event": _changes(shown.events),
        "fiscal_years": [{"year": year.year, "n_rows": list(year.rows)} for year in shown.years],
        "months": [
            {"month": month.month, "covered": month.covered, "n_rows": list(month.rows), "by_event": _changes(month.events)}
            for month in shown.months
        ],
        "fields": [
            {
                "name": one.field.name,
                "changes_after_the_event": one.field.later,
                "n_rows": [one.field.n_first, one.field.n_second],
                "n_filled": list(one.filled),
                "filled_later": one.field.filled_later,
                "months": _field_months(shown, one.field.name, small_cells),
            }
            for one in shown.fields
        ],
        "only_first_fields": list(table.only_first_fields),
        "only_second_fields": list(table.only_second_fields),
    }  # fmt: skip


def _changes(changes: ChangesShown) -> dict[str, Json]:
    return {
        "n_same": changes.n_same,
        "n_only_first": changes.n_only_first,
        "n_only_second": changes.n_only_second,
    }


def _field_months(shown: DiffShown, field: str, small_cells: bool) -> list[Json]:
    """Rows with a value by month; hidden with its month, and where they or the rows without a value are few."""
    rows = {month.month: month.rows for month in shown.months}
    found: list[Json] = []
    for one in shown.table.field_months:
        if one.field != field:
            continue
        filled = (one.n_filled_first, one.n_filled_second)
        pairs = zip(filled, rows[one.month], strict=True)
        few = (
            shown.table.of_people
            and not small_cells
            and any(n is None or is_small(k) or is_small(n - k) for k, n in pairs)
        )
        found.append({"month": one.month, "n_filled": [None, None] if few else list(filled)})
    return found
