"""An ingest in lines: in comes the manifest of a release; out come what was read, what became null, what was left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tallymark.reports.faults import fault_words
from tallymark.reports.plain import one_line
from tallymark.reports.terminal import Line, plural

if TYPE_CHECKING:
    from tallymark.schema.manifest import Manifest, TableEntry

MOST_NAMES = 8
# From this share on, ids that end in zeros are no chance: one in ten of 16 digits does so by itself.
CUT_SHARE = 0.5


def ingest_lines(manifest: Manifest, folder: Path, *, was_there: bool) -> Iterator[Line]:
    """The lines of a release just read, or of one that was in the store with the same content."""
    if was_there:
        yield Line("", f"release {manifest.release} is in the store already with these very files; nothing was done")
    else:
        yield Line(
            "", f"release {manifest.release}: {plural(len(manifest.files), 'file')} read into {folder}", "strong"
        )
    for table in manifest.tables:
        yield from _table_lines(table)
    names = {entry.id: entry.name for entry in manifest.files}
    for check in manifest.checks:
        share = check.n_failed / check.n_values if check.n_values else 0.0
        if check.id == "ids_cut_at_15_digits" and share < CUT_SHARE:
            continue
        yield Line(
            "check", f"{check.table}, {check.field}: {check.n_failed:,} of {check.n_values:,}: {check.note}", "open"
        )
    for sheet in manifest.skipped_sheets:
        where = names[sheet.file_id] + (f", sheet {sheet.sheet}" if sheet.sheet else "")
        hidden = "" if sheet.visible else " (hidden)"
        yield Line("not read", one_line(f"{where}{hidden}: {sheet.reason}"), "open")
    for file in manifest.skipped_files:
        yield Line("not read", one_line(f"{file.name}: {file.reason}"), "open")
    for fault in manifest.faults:
        yield Line("known fault", one_line(fault_words(fault)), "open")


def _table_lines(table: TableEntry) -> Iterator[Line]:
    window = f", {table.window[0]} to {table.window[1]}" if table.window else ""
    sheets = plural(len(table.sheets), "sheet")
    yield Line("", "")
    yield Line(table.name, f"{plural(table.n_rows, 'row')} from {sheets}{window}; {', '.join(table.layouts)}", "strong")
    if table.n_quarantined:
        yield Line("quarantine", f"{plural(table.n_quarantined, 'row')} of another width than the header", "against")
    for bad in table.bad:
        yield Line("quarantine", f"{bad.field}: {plural(bad.n_cells, 'cell')}, {bad.code}", "against")
    marks: dict[str, int] = {}
    for mark in table.marks:
        marks[mark.mark] = marks.get(mark.mark, 0) + mark.n_cells
    for name, n_cells in sorted(marks.items()):
        columns = [mark.column for mark in table.marks if mark.mark == name]
        yield Line("mark", f"{name}: {plural(n_cells, 'cell')} became null, in {_some(columns)}")
    n_blank = sum(sheet.n_blank_rows for sheet in table.sheets)
    if n_blank:
        yield Line("blank", f"{plural(n_blank, 'row')} without any cell")
    kept = sorted({column.header for sheet in table.sheets for column in sheet.columns if not column.reads})
    if kept:
        yield Line("raw only", f"no field for {_some(kept)}")
    for note in sorted({note for sheet in table.sheets for note in sheet.notes}):
        yield Line("note", one_line(note))


def _some(names: Sequence[str]) -> str:
    shown = ", ".join(one_line(name, limit=60) for name in names[:MOST_NAMES])
    return shown if len(names) <= MOST_NAMES else f"{shown} and {len(names) - MOST_NAMES} more"
