"""Groups of a table: in come a finished table and the ways to count people; out come the bounds of their number."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from tallymark.counting.breakdowns import breakdown
from tallymark.counting.counted import UNKNOWN, Count, CountedTable
from tallymark.counting.evidence import Way
from tallymark.counting.means import Mean


@dataclass(frozen=True, slots=True)
class Choice:
    """One way for each filter, and the breakdowns that they need."""

    ways: Mapping[str, Way]

    @property
    def breakdowns(self) -> tuple[str, ...]:
        """The breakdowns, each once."""
        return tuple(dict.fromkeys(way.by for way in self.ways.values()))


def choices(filters: Mapping[str, Sequence[Way]]) -> Iterator[Choice]:
    """Every combination of the ways, the first of each filter first."""
    for chosen in product(*filters.values()):
        yield Choice(dict(zip(filters, chosen, strict=True)))


def unanswered(table: CountedTable, way: Way) -> str:
    """Why a table does not tell the people of a way apart, in words; empty when it does."""
    occurring = table.values.get(way.by, ())
    if way.needs and way.needs not in occurring:
        return f"no record has {way.by} {way.needs}: the release does not tell it apart"
    # A rule gives 0 where nobody is meant; of printed values the words of this release may be others.
    if breakdown(way.by).fields and not set(way.values) & set(occurring):
        return f"no record has {way.by} {' or '.join(way.values)}"
    return ""


def count_people(table: CountedTable, definition: str, ways: Mapping[str, Way]) -> Count | None:
    """The bounds of the number of people whom all the ways mean; None when it is not shown.

    Several values of one breakdown are counted together: their lows add up, and the high is what is left of the whole when the lows of
    all others are taken away, so that unknown values are counted once.
    """
    listed = {way.by: [one for one in way.values if one in table.values.get(way.by, ())] for way in ways.values()}
    base = {by: values[0] for by, values in listed.items() if len(values) == 1}
    several = {by: values for by, values in listed.items() if len(values) > 1}
    if any(not values for values in listed.values()):
        return Count(0, 0, 0, 0)
    if not several:
        return table.count(definition, **base)
    parts = [
        table.count(definition, **base, **dict(zip(several, chosen, strict=True)))
        for chosen in product(*several.values())
    ]
    known = [one for one in parts if one is not None]
    if len(known) < len(parts):
        return None
    low, low_any = sum(one.low for one in known), sum(one.low_any for one in known)
    high, high_any = sum(one.high for one in known), sum(one.high_any for one in known)
    if len(several) == 1:
        left = _left(table, definition, base, *next(iter(several.items())))
        high, high_any = (min(high, left.high), min(high_any, left.high_any)) if left else (high, high_any)
    return Count(low, high, low_any, high_any)


def mean_people(table: CountedTable, definition: str, ways: Mapping[str, Way]) -> Mean | None:
    """The bounds of the mean over all whom the ways mean; None when it is not shown or several values would be needed."""
    listed = {way.by: [one for one in way.values if one in table.values.get(way.by, ())] for way in ways.values()}
    if any(len(values) != 1 for values in listed.values()):
        return None
    return table.mean(definition, **{by: values[0] for by, values in listed.items()})


def _left(
    table: CountedTable, definition: str, base: Mapping[str, str], by: str, values: Sequence[str]
) -> Count | None:
    """The whole without what certainly has another value."""
    whole = table.count(definition, **base)
    names = [one for one in table.values[by] if one not in (*values, UNKNOWN)]
    others = [table.count(definition, **base, **{by: one}) for one in names]
    known = [one for one in others if one is not None]
    if whole is None or len(known) < len(others):
        return None
    low, low_any = sum(one.low for one in known), sum(one.low_any for one in known)
    return Count(whole.low, whole.high - low, whole.low_any, whole.high_any - low_any)
