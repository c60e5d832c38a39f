"""Suppression of small cells: in come the cells of a finished table; out come the groups that are not shown and how bounds are rounded.

What is kept from a reader:

1. a count of 1 to 10 (the low bound on the fields), in cells and totals; of a mean over days one of at most 10 people a day;
2. a difference of 1 to 10 between the counts of two definitions in one group: the later definition is hidden there and named to be
   within ten of the first one shown;
3. a difference of 1 to 10 between two bounds of one group: where a table hides anything, bounds are rounded (``distances``);
4. that all counts hidden of a line are small: their sum leaves room for one above 10, where the line has anything else to hide.

What is promised, about one table with all its totals, definitions and shares of shown counts: for each such number there is another
table of whole numbers with the same printed numbers in which it is another one, even for a reader who knows that zeros are
shown and which hidden counts are small. Such a table is found for every small number before anything is shown (``boxes``,
``differences``); where none is found, everything but zeros of the definition is hidden.

What is not promised: that the range left is wide; anything against a reader who has another table of the same release with other
breakdowns or filters, or who works out what this very procedure would have done with each table; anything about sums (days,
people held) that are large while the people are few.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from tallymark.counting.counted import ALL, Cell, Count, Group
from tallymark.counting.grid import OTHER, Grid, Ints, grids
from tallymark.counting.hiding import Kept, hide, small_anywhere
from tallymark.model.small_cells import LARGEST_SMALL

Where = tuple[str, Group]
Limit = Callable[[str, Group], int]


@dataclass(frozen=True, slots=True)
class Steps:
    """By what the distances of high, high on any reading and low on any reading from the low bound are rounded up."""

    high: int
    high_any: int
    low_any: int


@dataclass(frozen=True, slots=True)
class Suppression:
    """What of a table is shown.

    ``hidden`` are definition and group, totals among them, that are not shown. ``near`` names for a hidden one the first definition
    whose count is shown there, when the two differ by at most ten. ``step`` is what bounds are rounded by (1: not at all);
    ``steps`` has the groups with wider ones, ``widest`` is the widest that is used. ``values`` are those of each breakdown that the table has.
    """

    hidden: frozenset[Where] = frozenset()
    near: Mapping[Where, str] = field(default_factory=dict)
    step: int = 1
    steps: Mapping[Where, Steps] = field(default_factory=dict)
    widest: int = 1
    values: tuple[frozenset[str], ...] = ()

    def shown(self, definition: str, group: Group, count: Count) -> Count | None:
        """The count of a group as it is printed; None when it is not shown."""
        place = definition, self._known(group)
        if place in self.hidden:
            return None
        return widened(count, self.steps.get(place, Steps(self.step, self.step, self.step)))

    def _known(self, group: Group) -> Group:
        """The group with ``OTHER`` for values that the table does not have."""
        if not self.values:
            return group
        return tuple(
            value if value == ALL or value in known else OTHER for value, known in zip(group, self.values, strict=True)
        )


def suppress(
    cells: Iterable[Cell],
    definitions: Sequence[str],
    values: Sequence[Iterable[str]],
    *,
    largest: int = LARGEST_SMALL,
    limit: Limit | None = None,
) -> Suppression:
    """What is hidden of additive cells.

    ``definitions`` come in the order of display; ``values`` has for each breakdown the values that are printed. ``largest`` is
    the largest count that is hidden; ``limit`` gives for a definition and a group another one, as a sum over days has.
    """
    if not values:
        return _of_one_number(cells, definitions, largest, limit)
    found = grids(cells, definitions, values)
    limits = {} if limit is None else {name: _limits(name, grid, limit) for name, grid in found.items()}
    if not small_anywhere(found, largest, limits):
        return Suppression()
    kept = hide(found, largest, limits)
    axes = next(iter(found.values())).axes
    return Suppression(
        frozenset((name, group) for name, one in kept.items() for group in one.grid.groups(one.hidden)),
        {(name, group): other for name, one in kept.items() for group, other in one.near.items()},
        step=largest,
        steps={(name, group): steps for name, one in kept.items() for group, steps in _wide(one, largest)},
        widest=max(_widest(one) for one in kept.values()),
        values=tuple(frozenset(axis) for axis in axes),
    )


def _limits(name: str, grid: Grid, limit: Limit) -> Ints:
    """The largest hidden sum of every group of a grid."""
    found: Ints = np.zeros_like(grid.certain)
    for group, place in grid.places(np.ones(grid.certain.shape, dtype=np.bool_)):
        found[place] = limit(name, group)
    return found


def widened(count: Count, steps: Steps) -> Count:
    """The bounds as printed: each one's distance from the low one rounded up to a multiple of its step, none below 0."""
    high_any = count.low + _up(count.high_any - count.low, steps.high_any)
    return Count(
        count.low,
        min(count.low + _up(count.high - count.low, steps.high), high_any),
        max(count.low - _up(count.low - count.low_any, steps.low_any), 0),
        high_any,
    )


def _up(distance: int, step: int) -> int:
    return -(-distance // step) * step


def _wide(kept: Kept, step: int) -> Iterable[tuple[Group, Steps]]:
    """The groups with a step wider than the common one."""
    high, high_any, low_any = (one.steps for one in kept.distances)
    for group, place in kept.grid.places((high > step) | (high_any > step) | (low_any > step)):
        yield group, Steps(int(high[place]), int(high_any[place]), int(low_any[place]))


def _widest(kept: Kept) -> int:
    """The widest step by which a bound that is shown is rounded; 1 when every count is exact."""
    used = (one.steps[(one.values > 0) & ~kept.hidden] for one in kept.distances)
    return max(int(steps.max(initial=1)) for steps in used)


def _of_one_number(cells: Iterable[Cell], definitions: Sequence[str], largest: int, limit: Limit | None) -> Suppression:
    """A table without breakdowns: one value on one axis, of which only the total is printed."""
    own = None if limit is None else (lambda name, _: limit(name, ()))
    found = suppress(
        [Cell(one.definition, ("",), one.tally) for one in cells], definitions, [("",)], largest=largest, limit=own
    )
    total = (ALL,)
    return Suppression(
        frozenset((name, ()) for name, group in found.hidden if group == total),
        {(name, ()): other for (name, group), other in found.near.items() if group == total},
        found.step,
        {(name, ()): steps for (name, group), steps in found.steps.items() if group == total},
        found.widest,
    )
