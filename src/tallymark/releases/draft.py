"""Drafts of layouts: in come a header nobody knows, some rows below it and the nearest layout; out comes a layout file to edit.

A column is mapped in the draft only when most of the header is that of one layout and no layout of the table reads the
column's very name into another field. A likely rename, a name read in two ways and a new name are left unmapped and told in the
note, so that no draft reads a column into a field that nobody chose. The draft keeps to the schema of layouts.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tallymark.releases.compare import RENAMED, ColumnMatch, compare
from tallymark.releases.headers import fold, fold_row
from tallymark.releases.layouts import COLUMNS, FieldMap, Layout
from tallymark.releases.layouts import layouts as shipped

EDIT = "EDIT"
UNEDITED = "edit-me"
# What the cells of a column look like when every one of them fits; the first that fits is told.
LOOKS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("yes_no", re.compile(r"(?i:yes|no|y|n|true|false)")),
    ("month", re.compile(r"\d{4}-\d\d")),
    ("date", re.compile(r"\d{4}-\d\d-\d\d|\d{1,2}/\d{1,2}/\d{4}")),
    ("date_time", re.compile(r"(\d{4}-\d\d-\d\d|\d{1,2}/\d{1,2}/\d{4})[ T]\d{1,2}:\d\d.*")),
    ("integer", re.compile(r"[+-]?\d+(\.0)?")),
    ("decimal", re.compile(r"-?\$?[\d,]+(\.\d+)?")),
)
# From this share of common names on the nearest layout counts as an older form of the same table.
SAME_TABLE = 0.5
Maps = tuple[FieldMap, ...]
Line = tuple[str, str, str, str, str]


@dataclass(frozen=True, slots=True)
class _Known:
    """What the layouts of one table say of names: each folded name with the ways it is read, by the layout that has it, and the layouts
    that spell a name just so.
    """

    readings: Mapping[str, Mapping[str, tuple[Maps, str]]]
    spelled: Mapping[str, set[str]]
    renames: Mapping[str | None, ColumnMatch]
    sure: bool


def draft(
    header: Sequence[str | None],
    rows: Iterable[Sequence[str | None]],
    nearest: Layout,
    *,
    layouts: Mapping[str, Layout] | None = None,
    header_row: int = 1,
) -> str:
    """The text of a layout file for ``header``.

    ``rows`` are some rows below it, used only to tell what the cells look like (never what they say); ``layouts`` are
    searched for other readings of a name, those that ship when left out.
    """
    sample = [list(cells) for cells in rows]
    names = fold_row(header)
    known = _known(names, nearest, shipped() if layouts is None else layouts)
    text = io.StringIO()
    text.writelines(f"# {key}: {value}\n" for key, value in _head(nearest, header_row).items())
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    taken: set[str] = set()
    for position, name in enumerate(header[: len(names)], start=1):
        looks = _looks([cells[position - 1] for cells in sample if position <= len(cells)])
        lines = _lines(name or "", known, looks)
        if any(field in taken for _, _, field, _, _ in lines):
            lines = [(name or "", "required", "", "", f"{EDIT}: another column fills the same field; {looks}")]
        taken.update(field for _, _, field, _, _ in lines if field)
        writer.writerows((position, *line) for line in lines)
    return text.getvalue()


def _head(nearest: Layout, header_row: int) -> dict[str, str]:
    return {
        "id": f"{UNEDITED}.{nearest.table}",
        "release": UNEDITED,
        "table": nearest.table,
        "publisher": nearest.publisher,
        "header_row": str(header_row),
        "source": f"{EDIT}: where the file comes from and when it was read",
        "note": f"draft after {nearest.id}; every note that begins with {EDIT} asks for a decision",
    }


def _known(names: tuple[str, ...], nearest: Layout, layouts: Mapping[str, Layout]) -> _Known:
    readings: dict[str, dict[str, tuple[Maps, str]]] = {}
    spelled: dict[str, set[str]] = {}
    same_table = [layout for layout in layouts.values() if layout.table == nearest.table and layout.id != nearest.id]
    for layout in (nearest, *same_table):
        for column in layout.columns:
            readings.setdefault(fold(column.raw), {})[layout.id] = (column.maps, column.note)
            spelled.setdefault(column.raw, set()).add(layout.id)
    renames: dict[str | None, ColumnMatch] = {
        match.name: match for match in compare(names, nearest) if match.kind == RENAMED
    }
    shared, all_names = set(names) & set(nearest.names), set(names) | nearest.required
    return _Known(readings, spelled, renames, len(shared) >= SAME_TABLE * len(all_names))


def _lines(name: str, known: _Known, looks: str) -> list[Line]:
    """The lines of one column without its position."""
    folded = fold(name)
    found = known.readings.get(folded, {})
    # Layouts that spell the name in the very same way say more than those that write "state" where it is "State".
    same = known.spelled.get(name, set())
    found = {layout: reading for layout, reading in found.items() if layout in same} or found
    layout, (maps, note) = next(iter(found.items()), ("", ((), "")))
    fields = {each.field for maps, _ in found.values() for each in maps}
    if found and known.sure and fields <= {each.field for each in maps}:
        mapped = [(name, "required", each.field, each.parse, f"as in {layout}") for each in maps]
        return mapped or [(name, "required", "", "", note)]
    if found:
        told = "; ".join(f"{layout} reads {_words(maps)}" for layout, (maps, _) in found.items())
    elif folded in known.renames:
        old = known.renames[folded]
        maps, _ = next(iter(known.readings[fold(old.raw)].values()))
        told = f"perhaps {old.raw} renamed ({old.score} of 100) which is {_words(maps)}"
    else:
        told = "no layout of this table has the name"
    return [(name, "required", "", "", f"{EDIT}: {told}; {looks}")]


def _words(maps: Maps) -> str:
    return " and ".join(f"{each.field} by {each.parse}" for each in maps) or "no field"


def _looks(cells: Sequence[str | None]) -> str:
    """What the cells of a column look like, without their text."""
    filled = [cell.strip() for cell in cells if cell and cell.strip()]
    if not filled:
        return "the cells seen are empty"
    for parse, pattern in LOOKS:
        if all(pattern.fullmatch(cell) for cell in filled):
            return f"cells look like {parse}"
    return "cells look like text"
