"""Rows of a finished table: in comes the table; out comes one row for each definition and group, as JSON and CSV print it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tallymark.counting.counted import Count, CountedTable, Share

ALL = "all"


@dataclass(frozen=True, slots=True)
class Row:
    """One figure: ``share`` is that of the group among all values of the last breakdown, ``whole`` what it is a share of.

    ``found`` is None where the count is not shown.
    """

    definition: str
    group: Mapping[str, str]
    found: Count | None
    whole: Count | None
    share: Share | None
    near: str


def rows(table: CountedTable) -> Iterator[Row]:
    """Every group that occurs under some definition, totals last in each breakdown."""
    last = table.request.by[-1] if table.request.by else None
    for definition in table.definitions:
        for group in table.groups():
            if not table.occurs(group):
                continue
            found = table.count(definition.id, **group)
            near = table.near_to(definition.id, **group)
            if last is None or group[last] == ALL:
                yield Row(definition.id, group, found, None, None, near)
                continue
            outer = {name: value for name, value in group.items() if name != last}
            share = table.share({last: group[last]}, outer, definition.id)
            yield Row(definition.id, group, found, table.count(definition.id, **outer), share, near)
