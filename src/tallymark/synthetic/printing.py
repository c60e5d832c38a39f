"""One table of a release for one block: in come its rows and layout; out come printed columns and the cells that lost a value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from tallymark.releases.layouts import Column
from tallymark.schema.fields import fields
from tallymark.synthetic.columns import Array
from tallymark.synthetic.defects import blanks, duplicate_rows, person_ids, redaction
from tallymark.synthetic.defects.column_changes import PrintedColumn
from tallymark.synthetic.fields_events import builder
from tallymark.synthetic.rows import Rows
from tallymark.synthetic.spec import Publication
from tallymark.synthetic.view import Values, View, blank, words

PERSON = "person_id"


@dataclass(frozen=True, slots=True)
class LostCells:
    """Cells of one field, by place of the row, that a defect emptied or blacked out."""

    field: str
    defect: str
    rows: Array


def field_of(column: Column) -> str | None:
    """The field whose value a column prints: the one with the time, where a column fills two."""
    timed = [each.field for each in column.maps if each.parse == "date_time"]
    return timed[0] if timed else column.field


def is_hidden(column: Column) -> bool:
    """Whether a column is blacked out in every release: one that no field holds, or an identifier but the hashed one."""
    name = field_of(column)
    return name is None or (fields()[name].privacy == "identifier" and name != PERSON)


def printed(
    view: View, rows: Rows, release: Publication, columns: Sequence[PrintedColumn]
) -> tuple[list[Values], list[LostCells]]:
    """The columns of a file, typed or coded, and what was lost from them."""
    found: list[Values] = []
    lost: list[LostCells] = []
    for one in columns:
        values, cells = _column(view, rows, release, one)
        found.append(values)
        lost.extend(cells)
    return found, lost


def _column(
    view: View, rows: Rows, release: Publication, printed_column: PrintedColumn
) -> tuple[Values, list[LostCells]]:
    column = printed_column.column
    seed = (view.spec, view.block.number, release.id)
    if column is None:
        return nothing(view.n_rows), []
    if is_hidden(column):
        return redaction.blacked_out(release.defects.redaction, *seed, f"{view.table}.{column.raw}", view.n_rows), []
    name = field_of(column) or ""
    make = builder(view.table, name)
    if make is None:
        return nothing(view.n_rows), []
    values = duplicate_rows.vary(view.table, name, make(view), rows.defect)
    return _damaged(view, release, name, values)


def _damaged(view: View, release: Publication, name: str, values: Values) -> tuple[Values, list[LostCells]]:
    defects = release.defects
    seed = (view.spec, view.block.number, release.id)
    lost = []
    if name == PERSON:
        cells = person_ids.missing(view.spec, view.block.number, release, view.table, view.n_rows)
        values = person_ids.as_stored(blank(values, cells), release)
        lost.append(LostCells(name, person_ids.MISSING, np.flatnonzero(cells)))
        return values, lost
    cells = blanks.blanked(defects.blanks, view, release.id, name, values)
    values = blank(values, cells)
    lost.append(LostCells(name, blanks.NAME, np.flatnonzero(cells)))
    if pa.types.is_dictionary(values.type):
        filled = np.asarray(values.is_valid())
        values = redaction.mark_nothing(defects.redaction, *seed, f"{view.table}.{name}", values)
        cells = redaction.blacked_cells(defects.redaction, *seed, view.table, name, filled)
        if defects.redaction is not None:
            values = redaction.mark_cells(defects.redaction, *seed, f"{view.table}.{name}", values, cells)
        lost.append(LostCells(name, redaction.NAME, np.flatnonzero(cells)))
    return values, lost


def nothing(count: int) -> Values:
    """A column without a value."""
    return words(np.full(count, -1), [""])
