"""Sheets before they are read: in come the first rows of a sheet and the layouts; out comes how it is read, or why it is not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tallymark.model.errors import DataError, InputError
from tallymark.releases.compare import SAME, ColumnMatch
from tallymark.releases.headers import fold
from tallymark.releases.layouts import Layout, layouts, read_layout
from tallymark.releases.recognise import HeaderFound, NearMiss, NotATable, find_header
from tallymark.schema.arrow import stored_names
from tallymark.schema.manifest import ColumnEntry, ReadEntry, SheetEntry, SkippedSheet

if TYPE_CHECKING:
    from tallymark.releases.readers import Sheet

MOST_COLUMNS_TOLD = 40


def known_layouts(own: Sequence[Path]) -> Mapping[str, Layout]:
    """The layouts of the files given, which go first, and those that ship; raises TM-RELEASES-701 or 409."""
    mine = {}
    for path in own:
        if not path.is_file():
            raise InputError("TM-RELEASES-409", where=str(path), detail="there is no such file")
        layout = read_layout(path, str(path))
        if layout.id in layouts() or layout.id in mine:
            raise DataError("TM-RELEASES-409", where=str(path), detail=f"the id {layout.id} is taken")
        mine[layout.id] = layout
    return {**mine, **layouts()}


def look_at(
    sheet: Sheet, file_id: int, known: Mapping[str, Layout], *, where: str, hidden: bool
) -> tuple[SheetEntry, Layout] | SkippedSheet:
    """How a sheet will be read, or why not; a near miss raises TM-RELEASES-406 with every column that differs.

    A hidden sheet is not read unless ``hidden`` is set: it may hold the same rows again.
    """
    found = find_header(sheet.head(), known)
    if not sheet.visible and not hidden:
        reason = "hidden sheet, not read"
        if isinstance(found, HeaderFound | NearMiss):
            reason = f"hidden sheet, not read; its header is that of {found.layout.table}"
        return SkippedSheet(file_id, sheet.name, visible=False, reason=reason, n_rows=sheet.n_rows)
    if isinstance(found, NotATable):
        return SkippedSheet(file_id, sheet.name, visible=sheet.visible, reason=found.reason, n_rows=sheet.n_rows)
    if isinstance(found, NearMiss):
        raise InputError("TM-RELEASES-406", where=f"{where}, row {found.row}", detail=near_miss_words(found))
    return _entry(sheet, file_id, found), found.layout


def near_miss_words(miss: NearMiss) -> str:
    """A near miss in words, one line for each column that is not as the nearest layout has it."""
    columns = [column for column in miss.columns if column.kind != SAME]
    lines = [f"nearest known layout: {miss.layout.id} ({len(miss.columns) - len(columns)} columns are the same)"]
    lines.extend(f"  {_match_words(column)}" for column in columns[:MOST_COLUMNS_TOLD])
    if len(columns) > MOST_COLUMNS_TOLD:
        lines.append(f"  and {len(columns) - MOST_COLUMNS_TOLD} more")
    return "\n".join(lines)


def _match_words(column: ColumnMatch) -> str:
    if column.position is None:
        return f"{column.kind}: {column.raw!r}"
    words = f"{column.kind}: column {column.position} {column.name!r}"
    return words if column.score is None else f"{words}, perhaps {column.raw!r} ({column.score} of 100)"


def mirror_names(layout: Layout) -> tuple[str, ...]:
    """The names of the raw mirror's columns for a layout: the layout's own, all of them, in its order."""
    return stored_names(column.raw for column in layout.columns)


def _entry(sheet: Sheet, file_id: int, found: HeaderFound) -> SheetEntry:
    stored = dict(zip(found.layout.names, mirror_names(found.layout), strict=True))
    reads: dict[int, list[ReadEntry]] = {}
    for each in found.maps:
        reads.setdefault(each.index, []).append(ReadEntry(each.field, each.parse))
    columns = tuple(
        ColumnEntry(index + 1, name, stored[fold(name)], tuple(reads.get(index, ())))
        for index, name in enumerate(found.names)
    )
    notes = [f"column of the layout that is not in the sheet: {name}" for name in found.missing]
    if found.reordered:
        notes.append("columns stand in another order than in the layout; each was read by its name")
    return SheetEntry(
        file_id=file_id,
        sheet=sheet.name,
        layout=found.layout.id,
        header_row=found.row,
        first_row=0,
        n_rows=0,
        columns=columns,
        notes=tuple(notes),
        visible=sheet.visible,
    )
