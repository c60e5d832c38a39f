"""Rows of a finished table: in comes the table; out comes one row for each definition and group, as JSON and CSV print it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tallymark.counting.counted import Count, CountedTable, Share
    from tallymark.counting.means import Mean

ALL = "all"


@dataclass(frozen=True, slots=True)
class Row:
    """One figure: ``share`` is that of the group among all values of the last breakdown, ``whole`` what it is a share of.

    ``found`` is None where the count is not shown; ``lacking`` are the rules for which the release has no field, so that the count on
    the fields is a lowest or highest one.
    """

    definition: str
    group: Mapping[str, str]
    found: Count | None
    whole: Count | None
    share: Share | None
    mean: Mean | None
    median: Mean | None
    near: str
    lacking: tuple[str, ...] = ()


def rows(table: CountedTable) -> Iterator[Row]:
    """Every group that occurs under some definition, totals last in each breakdown; no total of people over days."""
    for definition in table.definitions:
        for group in table.groups():
            if table.occurs(group) and not (table.kind == "stock" and group.get("day") == ALL):
                yield _row(table, definition.id, group)


def _row(table: CountedTable, definition: str, group: Mapping[str, str]) -> Row:
    from tallymark.counting.counted import share_of  # noqa: PLC0415  the heavy wing is loaded when it is called

    last = table.request.by[-1] if table.request.by else None
    is_mean = table.kind == "mean"
    middles = (table.mean(definition, **group), table.median(definition, **group)) if is_mean else (None, None)
    found, near = table.told(definition, **group), table.near_to(definition, **group)
    lacking = table.lacking_for(definition, **group)
    if last is None or group[last] == ALL or table.over == "days":
        return Row(definition, group, found, None, None, *middles, near, lacking)
    outer = {name: value for name, value in group.items() if name != last}
    whole = table.told(definition, **outer)
    share = None if found is None or whole is None else share_of(found, whole)
    return Row(definition, group, found, whole, share, *middles, near, lacking)
