"""Counts that a release cannot tell, in words: in comes a finished table and a group; out come its count and share as they may be shown.

A number that a missing field can only raise is told as "at least", as in the year-end report, and what is not known is never 0.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from tallymark.model.figure import Relation
from tallymark.reports.count_words import HIDDEN, count_words, share_words
from tallymark.reports.year_words import DAGGER, DAGGER_WORDS, lacking_text, lacking_words

if TYPE_CHECKING:
    from tallymark.counting.counted import CountedTable

PERCENT = 100


def told_count(table: CountedTable, definition: str, group: Mapping[str, str], *, any_reading: bool = False) -> str:
    """The count of a group: bounds, "at least", "at most" or a dagger; a dash for one that is not shown."""
    found = table.told(definition, **group)
    if found is None or any_reading or not table.lacking_for(definition, **group):
        return count_words(found, any_reading=any_reading)
    return lacking_text(found, Relation.LEVEL)


def told_share(
    table: CountedTable,
    part: Mapping[str, str],
    whole: Mapping[str, str],
    definition: str,
    *,
    any_reading: bool = False,
) -> str:
    """The share of ``part`` in ``whole``, as ``told_count`` tells counts."""
    from tallymark.counting.year_report_lines import Bounds  # noqa: PLC0415  the heavy wing is loaded when it is called

    found = table.told_share(part, whole, definition)
    if found is None:
        return HIDDEN
    if any_reading or not table.lacking_for(definition, **{**whole, **part}):
        return share_words(found, any_reading=any_reading)
    ends = (found.low, found.high, found.low_any, found.high_any)
    return lacking_text(Bounds(*(PERCENT * one for one in ends)), Relation.SHARE)


def lacking_of(table: CountedTable) -> str:
    """What the release has no field for, in one line; empty for nothing."""
    titles = tuple(dict.fromkeys(title for found in table.lacking.values() for title in found))
    return lacking_words(titles) if titles else ""


def dagger_words(table: CountedTable) -> str:
    """What a dagger means, where one stands in the table; empty otherwise."""
    if not table.lacking:
        return ""
    marked = any(DAGGER in told_count(table, one.id, group) for one in table.distinct for group in table.groups())
    return DAGGER_WORDS if marked else ""
