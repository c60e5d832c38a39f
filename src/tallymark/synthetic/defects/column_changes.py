"""Near misses: in come the columns of a layout; out come columns renamed, dropped, added or moved, as no layout knows them."""

from __future__ import annotations

from dataclasses import dataclass

from tallymark.releases.layouts import Column, Layout
from tallymark.synthetic.defects.settings import ColumnChanges


@dataclass(frozen=True, slots=True)
class PrintedColumn:
    """A column of a file: its printed name and the column of the layout it holds, None for an added one."""

    name: str
    column: Column | None


def printed_columns(layout: Layout, changes: ColumnChanges | None) -> tuple[PrintedColumn, ...]:
    """The columns of a file in order; of optional columns that fill the same field only the first is printed."""
    found = [PrintedColumn(column.raw, column) for column in _without_doubles(layout)]
    if changes is None:
        return tuple(found)
    found = [one for one in found if one.name not in changes.dropped]
    front = [one for one in found if one.name in changes.moved_to_front]
    found = front + [one for one in found if one.name not in changes.moved_to_front]
    found = [PrintedColumn(changes.renamed.get(one.name, one.name), one.column) for one in found]
    return (*found, *(PrintedColumn(name, None) for name in changes.added))


def _without_doubles(layout: Layout) -> list[Column]:
    filled = {each.field for column in layout.columns if column.required for each in column.maps}
    found = []
    for column in layout.columns:
        fields = {each.field for each in column.maps}
        if column.required or not fields & filled:
            found.append(column)
            filled |= fields
    return found
