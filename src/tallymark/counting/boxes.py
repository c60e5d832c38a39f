"""Proofs that a hidden count cannot be worked out: in come the hidden groups of a table; out come the groups to hide beside them.

A proof is another table with the same printed numbers. It is made by moving one record round a *box*: two places on each axis, whose
corners, totals among them, are all hidden. Along a line two values change against each other; a value and the total change alike.
So every line still adds up, and nothing that is shown changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product

import numpy as np

from tallymark.counting.distances import Distance, Index
from tallymark.counting.grid import Bools, Grid, Ints, Place
from tallymark.model.small_cells import LARGEST_SMALL

MOST_BOXES = 2048
MOST_TRIED = 16
NO_LIMIT = int(np.iinfo(np.int64).max) // 4
Box = tuple[tuple[int, int], ...]
Limits = tuple[Ints, Ints]


@dataclass(frozen=True, slots=True)
class Way:
    """How the rows behind a box may move: where one more and where one less is possible.

    ``moves_high``: rows that are possibly counted stay, so the high bounds move with the low ones. ``moves_any``: the rows move
    on any reading as well.
    """

    more: Bools
    less: Bools
    moves_high: bool
    moves_any: bool


@dataclass(frozen=True, slots=True)
class Corner:
    """One corner of every box that is tried: its places and whether it gains (1) or loses (-1) a record when the first one gains."""

    index: tuple[Ints, ...]
    sign: Ints


@dataclass(frozen=True, slots=True)
class Field:
    """One definition while its hidden groups are being chosen.

    ``hidden`` grows. ``dear`` says how much is lost when a group is hidden, ``ways`` how its rows may move. ``high`` and ``high_any``
    are the distances of the high bounds; where a proof needs it they are rounded more. ``varied`` are the groups whose distances
    are not the same in the proofs.
    """

    grid: Grid
    hidden: Bools
    dear: Ints
    ways: tuple[Way, ...]
    high: Distance
    high_any: Distance
    varied: Bools

    def protect(self, places: Iterable[Place]) -> tuple[Place, ...]:
        """Hide boxes until every place given is a corner of one; returns the places for which there is none."""
        proved = np.zeros_like(self.hidden)
        left: list[Place] = []
        for place in places:
            if proved[place]:
                continue
            box = self._box(place)
            if box is None:
                left.append(place)
                continue
            self.hidden[np.ix_(*box)] = True
            proved[np.ix_(*box)] = True
        return tuple(left)

    def _box(self, place: Place) -> Box | None:
        """The box with this corner that hides least, without unknown values where there is one; None without any."""
        unknown = self.grid.unknown
        if not any(at == one for at, one in zip(place, unknown, strict=True)):
            found = self._cheapest(place, self._partners(place, with_unknown=False), self._plain_ways)
            if found or not any(one is not None for one in unknown):
                return found
        return self._cheapest(place, self._partners(place, with_unknown=True), self.ways)

    @property
    def _plain_ways(self) -> tuple[Way, ...]:
        """Without unknown values the high bounds outside a box stay, whether those inside move or not."""
        return tuple(way for way in self.ways if way.moves_high)

    def _partners(self, place: Place, *, with_unknown: bool) -> tuple[Ints, ...]:
        """On each axis the places that a box may have beside the one given, cheapest first."""
        most = max(int(MOST_BOXES ** (1 / max(len(place), 1))), 2)
        found: list[Ints] = []
        for axis, unknown in enumerate(self.grid.unknown):
            line = tuple(slice(None) if i == axis else at for i, at in enumerate(place))
            costs = np.where(self.hidden[line], 0, self.dear[line])
            useful = self.grid.certain[line] > 0
            useful[place[axis]] = False
            if unknown is not None and not with_unknown:
                useful[unknown] = False
            listed = np.flatnonzero(useful)
            found.append(listed[np.argsort(costs[listed], kind="stable")][:most])
        return tuple(found)

    def _cheapest(self, place: Place, partners: tuple[Ints, ...], ways: tuple[Way, ...]) -> Box | None:
        """The box over these partners that hides least and has a way to move that is not seen."""
        shape = tuple(len(one) for one in partners)
        if 0 in shape:
            return None
        corners = tuple(self._corners(place, partners))
        cost = np.zeros(shape, dtype=np.int64)
        for corner in corners:
            cost += np.where(self.hidden[corner.index], 0, self.dear[corner.index])
        tried = [
            (int(cost.flat[i]), i, way, direction)
            for way, direction in product(ways, (1, -1))
            for i in _first(cost, _movable(corners, way, direction, shape))
        ]
        possible: tuple[Box, Way, int] | None = None
        for _, i, way, direction in sorted(tried, key=lambda one: one[:2])[:MOST_TRIED]:
            at = np.unravel_index(i, shape) if shape else ()
            box = tuple((own, int(one[j])) for own, one, j in zip(place, partners, at, strict=True))
            n_seen = self._n_seen(box, way, direction)
            if n_seen == 0:
                self._note(box, way, direction)
                return box
            possible = possible or (None if n_seen is None else (box, way, direction))
        if possible is None:
            return None
        self._note(*possible)
        return possible[0]

    def _corners(self, place: Place, partners: tuple[Ints, ...]) -> Iterator[Corner]:
        for chosen in product((False, True), repeat=len(place)):
            sign = np.ones((1,) * len(place), dtype=np.int64)
            for axis in (axis for axis, far in enumerate(chosen) if far):
                total = len(self.grid.axes[axis]) - 1
                own = np.where((partners[axis] == total) | (place[axis] == total), 1, -1)
                sign = sign * own.reshape(tuple(-1 if i == axis else 1 for i in range(len(place))))
            sides = (one if far else np.array([at]) for far, at, one in zip(chosen, place, partners, strict=True))
            yield Corner(np.ix_(*sides), sign)

    def _n_seen(self, box: Box, way: Way, direction: int) -> int | None:
        """How many rounded bounds that are shown a box with unknown values changes; None when rounding cannot help."""
        if not self._moves_bounds(box, way):
            return 0
        there, change, shown = self._change(box, direction)
        if not way.moves_any and np.any(self.high.values[there] + change > self.high_any.values[there]):
            return None
        moved = (self.high, self.high_any) if way.moves_any else (self.high,)
        if any(one.tells(there, change, shown) for one in moved):
            return None
        return sum(one.n_seen(there, change, shown) for one in moved)

    def _note(self, box: Box, way: Way, direction: int) -> None:
        """Round what a proof changes, and mark it."""
        if self._moves_bounds(box, way):
            there, change, shown = self._change(box, direction)
            for one in (self.high, self.high_any) if way.moves_any else (self.high,):
                one.coarsen(there, change, shown)
            self.varied[there] |= change != 0

    def _moves_bounds(self, box: Box, way: Way) -> bool:
        on_unknown = any(one in pair for pair, one in zip(box, self.grid.unknown, strict=True))
        return on_unknown and way.moves_high

    def _change(self, box: Box, direction: int) -> tuple[Index, Ints, Bools]:
        """Where the distances of the high bounds change outside a box, by how much, and which groups there are shown."""
        change = np.full((), direction, dtype=np.int64)
        inside = np.ones((), dtype=np.bool_)
        places: list[Ints] = []
        for axis, pair in enumerate(box):
            own = self._change_on(axis, pair)
            places.append(np.flatnonzero(own))
            change = np.multiply.outer(change, own[places[-1]])
            inside = np.logical_and.outer(inside, np.isin(places[-1], pair))
        there = np.ix_(*places)
        return there, np.where(inside, 0, change), ~self.hidden[there] & ~inside

    def _change_on(self, axis: int, pair: tuple[int, int]) -> Ints:
        """How the high bounds along an axis change when the first of the pair gains a record."""
        total = len(self.grid.axes[axis]) - 1
        change = np.zeros(total + 1, dtype=np.int64)
        for at, sign in zip(pair, (1, 1 if total in pair else -1), strict=True):
            if at != total:
                change[at] = sign
        change[total] = change[:total].sum()
        unknown = self.grid.unknown[axis]
        if unknown is not None:
            change[:unknown] += change[unknown]
        return change


def field_of(grid: Grid, hidden: Bools, high: Distance, high_any: Distance, limits: Limits, dear: Ints) -> Field:
    """The field of a definition; ``limits`` are the least and the most that a reader may know of each hidden count."""
    ways = _ways(grid, limits, high.values < high_any.values)
    return Field(grid, hidden, dear, ways, high, high_any, np.zeros_like(hidden))


def known_limits(counts: Ints, base: Ints, largest: int = LARGEST_SMALL, *, sizes_known: bool = True) -> Limits:
    """What a reader may know of a hidden count: that it is not zero, whether it is close to ``base`` (-1: nothing is shown there).

    With ``sizes_known`` also whether it is small.
    """
    near = (base >= 0) & (np.abs(counts - base) <= largest)
    above, below = (base >= 0) & (counts > base + largest), (base >= 0) & (counts < base - largest)
    lowest = np.select([near, above], [base - largest, base + largest + 1], 1)
    highest = np.select([near, below], [base + largest, base - largest - 1], NO_LIMIT)
    small = (counts >= 1) & (counts <= largest)
    if sizes_known:
        lowest = np.maximum(lowest, np.where(small, 1, largest + 1))
        highest = np.minimum(highest, np.where(small, largest, NO_LIMIT))
    return np.maximum(lowest, 1), highest


def _ways(grid: Grid, limits: Limits, room: Bools) -> tuple[Way, ...]:
    """How rows may move: with or without those that are possibly counted, and on any reading as well or not."""
    lowest, highest = limits
    more = (grid.certain > 0) & (grid.certain < highest)
    less = grid.certain > lowest
    total = ~grid.leaves
    sure, maybe = total | (grid.certain_any > 0), total | (grid.possible_any > 0)
    only_fields, possible = total | (grid.certain > grid.certain_any), total | (grid.possible > 0)
    both = Way(more, less & sure, moves_high=True, moves_any=True)
    kept = Way(more & possible & maybe, less & sure, moves_high=False, moves_any=True)
    if not np.any(grid.certain > grid.certain_any):
        return both, kept
    return (
        both,
        Way(more, less & only_fields & maybe, moves_high=True, moves_any=True),
        Way(more & room, less & only_fields, moves_high=True, moves_any=False),
        kept,
        Way(more & possible, less & only_fields, moves_high=False, moves_any=False),
    )


def _movable(corners: tuple[Corner, ...], way: Way, direction: int, shape: Place) -> Bools:
    """The boxes of which every corner can change as it must."""
    movable = np.ones(shape, dtype=np.bool_)
    for corner in corners:
        movable &= np.where(corner.sign * direction > 0, way.more[corner.index], way.less[corner.index])
    return movable


def _first(cost: Ints, marks: Bools) -> list[int]:
    """The cheapest of the boxes that are marked."""
    listed = np.flatnonzero(marks)
    found: list[int] = listed[np.argsort(cost.flat[listed], kind="stable")][:MOST_TRIED].tolist()
    return found
