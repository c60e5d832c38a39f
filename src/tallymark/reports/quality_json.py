"""The quality report as JSON: in comes a report; out comes ``{"schema": 1, "release": ..., "tables": [...]}``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tallymark.reports.numbers import Json, to_json
from tallymark.reports.quality_shown import TableShown, table_shown

if TYPE_CHECKING:
    from tallymark.releases.quality_report import QualityReport


def quality_json(report: QualityReport, *, small_cells: bool = False) -> str:
    """The report; a count that is not shown is null."""
    whole: dict[str, Json] = {
        "schema": report.schema,
        "release": report.release,
        "title": report.title,
        "manifest_sha256": report.digest,
        "n_files": report.n_files,
        "n_bytes": report.n_bytes,
        "level": report.level,
        "small_cells_shown": small_cells,
        "not_read": list(report.skipped),
        "known_faults": [
            {
                "release": fault.release,
                "table": fault.table,
                "effect": fault.effect,
                "words": fault.words,
                "from": fault.start,
                "until": fault.end,
                "source": fault.source,
            }
            for fault in report.faults
        ],
        "tables": [_table(table_shown(table, small_cells=small_cells)) for table in report.tables],
    }
    return to_json(whole) + "\n"


def _table(table: TableShown) -> dict[str, Json]:
    quality = table.quality
    return {
        "name": quality.name,
        "meaning": quality.meaning,
        "layouts": list(quality.layouts),
        "n_rows": quality.n_rows,
        "n_undated": quality.n_undated,
        "n_quarantined": quality.n_quarantined,
        "n_bad_cells": quality.n_bad_cells,
        "bad_cells": [{"field": one.field, "code": one.code, "n_cells": one.n_cells} for one in quality.bad],
        "n_redacted_or_null_marks": quality.n_redacted,
        "window": list(quality.window),
        "catalogue": {"from": quality.known_window[0], "until": quality.known_window[1], "n_rows": quality.known_rows},
        "key_date": quality.key_date,
        "months": [{"month": one.month, "n_rows": one.n_rows, "mark": one.mark} for one in table.months],
        "fields": [
            {
                "name": one.quality.name,
                "absent": one.quality.absent,
                "n_filled": one.n_filled,
                "n_null": one.n_null,
                "known_null_share": one.quality.known_null_share,
                "tolerance": one.quality.tolerance,
                "level": one.quality.level,
            }
            for one in table.fields
        ],
        "checks": [
            {
                "id": one.result.id,
                "kind": one.result.kind,
                "fields": list(one.result.fields),
                "level": one.result.level,
                "n_values": one.n_values,
                "n_failed": one.n_failed,
                "words": one.words,
                "source": one.result.source,
            }
            for one in table.checks
        ],
    }
