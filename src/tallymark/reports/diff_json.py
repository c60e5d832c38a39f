"""The comparison of two releases as JSON: in comes the comparison; out comes ``{"schema": 1, "first": ..., "tables": [...]}``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tallymark.reports.diff_shown import ChangesShown, DiffShown, diff_shown
from tallymark.reports.numbers import Json, to_json

if TYPE_CHECKING:
    from tallymark.releases.diff_report import ReleaseDiff


def diff_json(diff: ReleaseDiff, *, small_cells: bool = False) -> str:
    """The comparison; a count that is not shown is null."""
    whole: dict[str, Json] = {
        "schema": diff.schema,
        "first": diff.first,
        "second": diff.second,
        "small_cells_shown": small_cells,
        "only_first_tables": list(diff.only_first_tables),
        "only_second_tables": list(diff.only_second_tables),
        "tables": [_table(diff_shown(table, small_cells=small_cells)) for table in diff.tables],
    }
    return to_json(whole) + "\n"


def _table(shown: DiffShown) -> dict[str, Json]:
    table = shown.table
    return {
        "name": table.name,
        "key_date": table.key_date,
        "n_rows": [table.n_first, table.n_second],
        "n_undated": [table.n_undated_first, table.n_undated_second],
        "covered": None if table.covered is None else list(table.covered),
        "by_every_field": _changes(shown.every),
        "by_event": _changes(shown.events),
        "event_fields": list(table.event_fields),
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
                "months": [
                    {"month": month.month, "n_filled": list(month.filled)}
                    for month in shown.field_months
                    if month.field == one.field.name
                ],
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
