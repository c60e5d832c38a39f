"""Sheets before they are read: in come sources and layouts; out comes how each sheet will be read, or why it is not.

Every sheet of every source is looked at before the first record is read, so a near miss in the last of them costs nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from tallymark.model.errors import DataError, InputError
from tallymark.releases.compare import SAME, ColumnMatch
from tallymark.releases.draft import UNEDITED
from tallymark.releases.headers import fold
from tallymark.releases.layouts import Layout, layouts, read_layout
from tallymark.releases.readers import Sheet, open_source
from tallymark.releases.recognise import HeaderFound, NearMiss, NotATable, find_header
from tallymark.releases.sources import SourceFile
from tallymark.schema.arrow import stored_names
from tallymark.schema.manifest import ColumnEntry, FileEntry, ReadEntry, SheetEntry, SkippedSheet

MOST_COLUMNS_TOLD = 40


def known_layouts(own: Sequence[Path]) -> Mapping[str, Layout]:
    """The layouts of the files given, which go first, and those that ship; raises TM-RELEASES-701 or 409."""
    mine = {}
    for path in own:
        if not path.is_file():
            raise InputError("TM-RELEASES-409", where=str(path), detail="there is no such file")
        layout = read_layout(path, str(path))
        if UNEDITED in (layout.release, layout.id.partition(".")[0]):
            # Once stored under it, the release could not be read again by the layout with its right name.
            detail = f"a draft that nobody has edited yet: its id or release is still {UNEDITED}"
            raise DataError("TM-RELEASES-409", where=str(path), detail=detail)
        if layout.id in layouts() or layout.id in mine:
            raise DataError("TM-RELEASES-409", where=str(path), detail=f"the id {layout.id} is taken")
        mine[layout.id] = layout
    return {**mine, **layouts()}


@dataclass(frozen=True, slots=True)
class PlannedFile:
    """A source and its sheets that will be read, by their number in the workbook from 0."""

    entry: FileEntry
    source: SourceFile
    sheets: Mapping[int, SheetEntry]


@dataclass(frozen=True, slots=True)
class Plan:
    """How all sources will be read: ``columns`` are those of each table's raw mirror, ``used`` the layouts by id."""

    files: tuple[PlannedFile, ...]
    columns: Mapping[str, tuple[str, ...]]
    used: Mapping[str, Layout]
    skipped: tuple[SkippedSheet, ...]

    def sheets_of(self, table: str) -> list[SheetEntry]:
        """The sheets that will be read into a table."""
        sheets = [sheet for file in self.files for sheet in file.sheets.values()]
        return [sheet for sheet in sheets if self.used[sheet.layout].table == table]


def plan(
    files: Sequence[tuple[FileEntry, SourceFile]],
    known: Mapping[str, Layout],
    *,
    hidden: bool = False,
    progress: Callable[[str], None] = lambda _: None,
) -> Plan:
    """Look at every sheet of every source.

    A hidden sheet is not read unless ``hidden`` is set: it may hold the same rows again. Raises TM-RELEASES-406 with every
    near miss and its columns, TM-RELEASES-407 when no sheet is known, and what the readers raise.
    """
    planned, misses = [], []
    skipped: list[SkippedSheet] = []
    used: dict[str, Layout] = {}
    for entry, source in files:
        sheets: dict[int, SheetEntry] = {}
        left_out: list[SkippedSheet] = []
        with open_source(source) as workbook:
            for number, sheet in enumerate(workbook.sheets):
                progress(f"looking at {sheet.where}")
                found = find_header(sheet.head(), known)
                reason = _reason_to_skip(sheet, found, hidden=hidden)
                if reason:
                    left_out.append(SkippedSheet(entry.id, sheet.name, sheet.visible, reason, sheet.n_rows))
                elif isinstance(found, NearMiss):
                    misses.append((f"{sheet.where}, row {found.row}", near_miss_words(found)))
                elif isinstance(found, HeaderFound):
                    used[found.layout.id] = found.layout
                    sheets[number] = _entry(sheet, entry.id, found, workbook.notes)
            # Where no sheet is read, what is said of the file has no other place.
            skipped += left_out if sheets else [_with_notes(one, workbook.notes) for one in left_out]
        planned.append(PlannedFile(entry, source, sheets))
    if misses:
        raise InputError(
            "TM-RELEASES-406", where="; ".join(one for one, _ in misses), detail="\n".join(dict(misses).values())
        )
    if not used:
        raise InputError("TM-RELEASES-407", where="; ".join(_skipped_words(skipped, files)))
    columns = _mirror_columns(used)
    return Plan(tuple(_spelled(one, columns, used) for one in planned), columns, used, tuple(skipped))


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


def _reason_to_skip(sheet: Sheet, found: HeaderFound | NearMiss | NotATable, *, hidden: bool) -> str:
    if not sheet.visible and not hidden:
        header = "" if isinstance(found, NotATable) else f"; its header is that of {found.layout.table}"
        return f"hidden sheet, not read{header}"
    return found.reason if isinstance(found, NotATable) else ""


def _with_notes(skipped: SkippedSheet, notes: Sequence[str]) -> SkippedSheet:
    return replace(skipped, reason="; ".join((skipped.reason, *notes)))


def _mirror_columns(used: Mapping[str, Layout]) -> dict[str, tuple[str, ...]]:
    """The raw columns of each table over all its layouts; names that differ in case only are one column."""
    columns: dict[str, dict[str, str]] = {}
    for layout in used.values():
        known = columns.setdefault(layout.table, {})
        for name in mirror_names(layout):
            known.setdefault(name.lower(), name)
    return {table: tuple(known.values()) for table, known in columns.items()}


def _spelled(planned: PlannedFile, columns: Mapping[str, tuple[str, ...]], used: Mapping[str, Layout]) -> PlannedFile:
    """The sheets with the raw mirror's spelling of their columns."""
    sheets = {}
    for number, sheet in planned.sheets.items():
        names = {name.lower(): name for name in columns[used[sheet.layout].table]}
        spelled = tuple(replace(column, stored=names[column.stored.lower()]) for column in sheet.columns)
        sheets[number] = replace(sheet, columns=spelled)
    return replace(planned, sheets=sheets)


def _skipped_words(skipped: Sequence[SkippedSheet], files: Sequence[tuple[FileEntry, SourceFile]]) -> Iterator[str]:
    names = {entry.id: entry.name for entry, _ in files}
    for one in skipped:
        yield f"{names[one.file_id]}{f', sheet {one.sheet}' if one.sheet else ''}: {one.reason}"


def _entry(sheet: Sheet, file_id: int, found: HeaderFound, workbook_notes: Sequence[str]) -> SheetEntry:
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
        notes=(*notes, *workbook_notes),
        visible=sheet.visible,
    )
