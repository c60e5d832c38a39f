"""What is hidden of each definition: in come the grids of a table in order; out come hidden groups and the steps of their bounds.

Definitions are taken in the order of display. A count is hidden when it is small or differs a little from an earlier one that is
shown; an earlier hidden one that is about the same hides it too, else one definition would tell what another hides.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from tallymark.counting.boxes import NO_LIMIT, field_of, known_limits
from tallymark.counting.counted import Group
from tallymark.counting.differences import Differences, small
from tallymark.counting.distances import Distance, distance
from tallymark.counting.grid import Bools, Grid, Ints

MOST_ROUNDS = 6
Limits = Mapping[str, Ints]


@dataclass(frozen=True, slots=True)
class Kept:
    """A definition with its hidden groups, the definitions that they are close to, and the distances of high, high_any and low_any."""

    grid: Grid
    hidden: Bools
    near: Mapping[Group, str]
    distances: tuple[Distance, Distance, Distance]


def small_anywhere(found: Mapping[str, Grid], largest: int, limits: Limits) -> bool:
    """Whether anything in a table is small: a count, a difference of bounds, a difference of definitions."""
    if any(np.any(small(grid.certain, limits.get(name, largest))) for name, grid in found.items()):
        return True
    tables = [_bounds(grid) for grid in found.values()]
    for number, (low, high, low_any, high_any) in enumerate(tables):
        parts = [low, high, low_any, high_any, high - low, high_any - low, low - low_any, high_any - high]
        earlier = (
            np.abs(own - other) for one in tables[:number] for own, other in zip(tables[number], one, strict=True)
        )
        if any(np.any(small(part, largest)) for part in (*parts, *earlier)):
            return True
    return any(np.any(small(part, largest)) for grid in found.values() for part in (grid.possible, grid.possible_any))


def _bounds(grid: Grid) -> tuple[Ints, Ints, Ints, Ints]:
    return grid.certain, grid.high(), grid.certain_any, grid.high_any()


def hide(found: Mapping[str, Grid], largest: int, limits: Limits) -> dict[str, Kept]:
    """What is hidden of each definition; ``limits`` has for a definition the largest hidden sum of each group where it is another."""
    kept: dict[str, Kept] = {}
    base = np.full_like(next(iter(found.values())).certain, -1)
    for name, grid in found.items():
        before = list(kept.values())
        hidden, distances = _hidden(grid, before, base, largest, limits.get(name, np.full_like(base, largest)))
        near = {} if np.array_equal(hidden, grid.certain > 0) else _near(grid, hidden, kept, largest)
        kept[name] = Kept(grid, hidden, near, distances)
        base = np.where((base < 0) & ~hidden, grid.certain, base)
    return kept


def _hidden(
    grid: Grid, before: Sequence[Kept], base: Ints, largest: int, limits: Ints
) -> tuple[Bools, tuple[Distance, Distance, Distance]]:
    """The hidden groups of one definition; a group whose bounds cannot be rounded enough is hidden in the next round."""
    protect, seeds = _own(grid, before, largest, limits)
    for _ in range(MOST_ROUNDS):
        hidden = protect | seeds
        distances = _distances(grid, largest)
        varied = _boxed(grid, hidden, protect, base, distances, largest)
        if varied is None:
            break
        left = Differences(grid, hidden, *distances, varied).protect(largest) | _thin(grid, hidden, limits)
        if not left.any():
            return hidden, distances
        seeds = hidden
        protect = protect | (left & (grid.certain > 0))
    return grid.certain > 0, _widest(grid, largest)


def _thin(grid: Grid, hidden: Bools, limits: Ints) -> Bools:
    """One more group to hide, the smallest shown, in each line whose hidden groups add up to so little that all must be small.

    What is hidden of a line is its total less what is shown, and each of them is 1 at least, since zeros are shown.
    """
    marks = np.zeros_like(hidden)
    for axis in range(hidden.ndim):
        held = np.moveaxis(hidden, axis, -1)
        sums, most = np.moveaxis(grid.certain, axis, -1), np.moveaxis(limits, axis, -1)
        lines = (-1, held.shape[-1])
        found = _marks_of_lines(held.reshape(lines), sums.reshape(lines), most.reshape(lines))
        marks |= np.moveaxis(found.reshape(held.shape), -1, axis)
    return marks


def _marks_of_lines(hidden: Bools, sums: Ints, limits: Ints) -> Bools:
    """Of lines, one a row with the total last, the smallest number shown where those hidden must all be small; the total stays."""
    inside, own = hidden[:, :-1], sums[:, :-1]
    n_hidden = inside.sum(axis=1)
    most_of_one = np.where(inside, own, 0).sum(axis=1) - n_hidden + 1
    limit = np.where(inside, limits[:, :-1], 0).max(axis=1, initial=0)
    shown = ~inside & (own > 0)
    thin = (n_hidden >= 1) & (most_of_one <= limit) & ~hidden[:, -1] & shown.any(axis=1)
    marks = np.zeros_like(hidden)
    places = np.flatnonzero(thin)
    marks[places, np.where(shown, own, NO_LIMIT).argmin(axis=1)[places]] = True
    return marks


def _own(grid: Grid, before: Sequence[Kept], largest: int, limits: Ints) -> tuple[Bools, Bools]:
    """The groups to protect, and those that are hidden in an earlier definition which counts about as many."""
    counted = grid.certain > 0
    protect = small(grid.certain, limits)
    seeds = np.zeros_like(protect)
    for other in before:
        difference = np.abs(grid.certain - other.grid.certain)
        protect |= counted & ~other.hidden & small(difference, largest)
        seeds |= counted & other.hidden & (difference <= largest)
    return protect, seeds


def _boxed(
    grid: Grid,
    hidden: Bools,
    protect: Bools,
    base: Ints,
    distances: tuple[Distance, Distance, Distance],
    largest: int,
) -> Bools | None:
    """Hide until every group of ``protect`` has a proof; the groups whose bounds the proofs vary, None where there is no proof.

    A reader is first taken to know which hidden counts are small and which are close to another definition, then only that
    they are not zero.
    """
    high, high_any, _ = distances
    dear = np.where(grid.certain == base, 2, 1) * grid.certain + ~grid.leaves
    varied = np.zeros_like(hidden)
    left = tuple(map(tuple, np.argwhere(protect).tolist()))
    for sizes_known in (True, False):
        limits = known_limits(grid.certain, base, largest, sizes_known=sizes_known)
        field = field_of(grid, hidden, high, high_any, limits, dear)
        left = field.protect(left)
        varied |= field.varied
        if not left:
            return varied
    return None


def _distances(grid: Grid, largest: int) -> tuple[Distance, Distance, Distance]:
    low, high, low_any, high_any = _bounds(grid)
    return distance(high - low, largest), distance(high_any - low, largest), distance(low - low_any, largest)


def _widest(grid: Grid, largest: int) -> tuple[Distance, Distance, Distance]:
    """Distances with one step that is larger than any of them."""
    found = _distances(grid, largest)
    step = max(int(one.values.max()) for one in found) + 1
    for one in found:
        one.steps[:] = max(step, largest)
    return found


def _near(grid: Grid, hidden: Bools, kept: Mapping[str, Kept], largest: int) -> dict[Group, str]:
    """For hidden groups the first definition that is shown there, where the two differ by at most ``largest``."""
    near: dict[Group, str] = {}
    unnamed = hidden.copy()
    for name, other in kept.items():
        first = unnamed & ~other.hidden
        close = first & (np.abs(grid.certain - other.grid.certain) <= largest)
        near.update(dict.fromkeys(grid.groups(close), name))
        unnamed &= ~first
    return near
