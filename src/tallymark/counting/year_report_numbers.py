"""Arithmetic of the year-end report: in come bounds of counts; out come bounds of unions, shares, changes and ranks.

Everything is exact and takes only numbers that a reader may see, so that nothing hidden can be worked out from what is printed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from tallymark.counting.counted import UNKNOWN, Count, CountedTable, share_of
from tallymark.counting.year_report_lines import Bounds
from tallymark.counting.year_report_list import Group

HUNDRED = 100
NOTHING = Count(0, 0, 0, 0)


def count_of(
    table: CountedTable, group: Group, fixed: Mapping[str, str], definition: str | None = None
) -> Count | None:
    """The bounds of several values together; None when one of them is not shown.

    Rows whose value is unknown could lie in any of the values and are taken once. ``fixed`` gives breakdowns with one value.
    """
    for name, values in group.items():
        rest = {key: other for key, other in group.items() if key != name}
        parts = [count_of(table, rest, {**fixed, name: value}, definition) for value in values]
        if len(parts) == 1:
            return parts[0]
        shown = [part for part in parts if part is not None]
        if len(shown) < len(parts):
            return None
        doubled = count_of(table, rest, {**fixed, name: UNKNOWN}, definition) or NOTHING
        return _together(shown, doubled, table.count(definition, **fixed), exact=table.step == 1)
    return table.count(definition, **fixed)


def _together(parts: Sequence[Count], unknown: Count, whole: Count | None, *, exact: bool) -> Count:
    """The sum of parts, the rows of ``unknown`` that could be of each taken once, and never more than the whole.

    Bounds that are rounded outward (not ``exact``) would take away too many: then only the rows certainly there are taken away.
    """
    again = len(parts) - 1
    high = sum(part.high for part in parts) - again * (unknown.high if exact else unknown.low)
    high_any = sum(part.high_any for part in parts) - again * (unknown.high_any if exact else unknown.low_any)
    if whole is not None:
        high, high_any = min(high, whole.high), min(high_any, whole.high_any)
    return Count(sum(part.low for part in parts), high, sum(part.low_any for part in parts), high_any)


def why_undecided(
    table: CountedTable, group: Group, fixed: Mapping[str, str], definition: str | None = None
) -> tuple[str, ...]:
    """The reasons of all the values together, each once."""
    for name, values in group.items():
        rest = {key: other for key, other in group.items() if key != name}
        found = [one for value in values for one in why_undecided(table, rest, {**fixed, name: value}, definition)]
        return tuple(dict.fromkeys(found))
    return table.why_undecided(definition, **fixed)


def any_reading(found: Count | None) -> Count | None:
    """The bounds on any reading alone."""
    return None if found is None else Count(found.low_any, found.high_any, found.low_any, found.high_any)


def share(part: Count, whole: Count) -> Bounds | None:
    """The share in percent of a part that lies inside a whole; None when the whole can only be 0."""
    found = share_of(part, whole)
    if found is None:
        return None
    return Bounds(*(HUNDRED * one for one in (found.low, found.high, found.low_any, found.high_any)))


def change(now: Count, before: Count) -> Bounds:
    """The difference between two counts."""
    return Bounds(
        Fraction(now.low - before.high),
        Fraction(now.high - before.low),
        Fraction(now.low_any - before.high_any),
        Fraction(now.high_any - before.low_any),
    )


def change_percent(now: Count, before: Count) -> Bounds | None:
    """The change in percent of the count before; None when that may be 0."""
    if not before.low or not before.low_any:
        return None
    return Bounds(
        HUNDRED * (Fraction(now.low, before.high) - 1),
        HUNDRED * (Fraction(now.high, before.low) - 1),
        HUNDRED * (Fraction(now.low_any, before.high_any) - 1),
        HUNDRED * (Fraction(now.high_any, before.low_any) - 1),
    )


@dataclass(frozen=True, slots=True)
class Rank:
    """The place of a count among others, 1 the highest; ``above`` are the years that are certainly higher, ``level`` those that may be."""

    bounds: Bounds
    above: tuple[int, ...]
    level: tuple[int, ...]


def rank(now: Count, others: Mapping[int, Count]) -> Rank:
    """The place of ``now`` among the counts of other years; an equal count does not push it down."""
    above = tuple(year for year, one in others.items() if one.low > now.high)
    level = tuple(year for year, one in others.items() if one.high > now.low and year not in above)
    above_any = sum(one.low_any > now.high_any for one in others.values())
    reach_any = sum(one.high_any > now.low_any for one in others.values())
    bounds = Bounds(*(Fraction(1 + n) for n in (len(above), len(above) + len(level), above_any, reach_any)))
    return Rank(bounds, above, level)


def record(now: Count, earlier: Mapping[int, Count]) -> str:
    """Whether ``now`` beats every earlier year: yes, no or undecided on the fields; a tie beats nobody."""
    if any(one.low >= now.high for one in earlier.values()):
        return "no"
    return "undecided" if any(one.high >= now.low for one in earlier.values()) else "yes"
