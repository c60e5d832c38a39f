"""Proofs for small differences of bounds: in come the sums of a definition and its hidden groups; out come what has no proof.

A proof is one record more or less in one cell that changes no printed bound and changes the difference. It goes into the bounds of
every total of the cell, and where a value of the cell is unknown into the high bounds of every value.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from tallymark.counting.distances import Distance
from tallymark.counting.grid import Bools, Grid, Ints, Place
from tallymark.model.small_cells import LARGEST_SMALL

NEVER = 1 << 30


@dataclass(frozen=True, slots=True)
class Move:
    """One record more (1) or less (-1) in a cell that ``allowed`` marks, which changes ``distances`` of the groups it goes into."""

    allowed: Bools
    direction: int
    distances: tuple[Distance, ...]
    on_high: bool


@dataclass(frozen=True, slots=True)
class Differences:
    """The three distances of a definition, and the groups whose high bounds the proofs of hidden counts vary."""

    grid: Grid
    hidden: Bools
    high: Distance
    high_any: Distance
    low_any: Distance
    varied: Bools

    def protect(self, largest: int = LARGEST_SMALL) -> Bools:
        """Round until every small difference has a proof; returns the groups shown that have one without."""
        shown = ~self.hidden
        possible, possible_any, sure = self._possible(), self._possible_any(), self._sure()
        between = self.high_any.values - self.high.values
        left = self._prove(small(self.grid.possible, largest), possible, _cells_of) & shown
        left |= self._prove(shown & small(self.high.values, largest) & ~self.varied, possible, _cells_of_high)
        left |= self._prove(
            shown & small(self.high_any.values, largest) & ~self.varied, (*possible_any, *possible), _cells_of_high
        )
        left |= self._prove(shown & small(between, largest), possible_any, _cells_of_high)
        return left | self._prove(shown & small(self.low_any.values, largest), sure, _cells_of)

    def _prove(self, wanted: Bools, moves: tuple[Move, ...], cells_of: Callable[[Place, Grid], Bools]) -> Bools:
        """Find a move for each group wanted; returns the groups without."""
        left = np.zeros_like(wanted)
        if not wanted.any():
            return left
        costs = [self._costs(move) for move in moves]
        for place in map(tuple, np.argwhere(wanted).tolist()):
            inside = cells_of(place, self.grid)
            best, chosen = min(
                ((int(np.where(inside, cost, NEVER).min()), i) for i, cost in enumerate(costs)), key=lambda one: one[0]
            )
            if best >= NEVER:
                left[place] = True
            elif best:
                cell = np.unravel_index(int(np.where(inside, costs[chosen], NEVER).argmin()), wanted.shape)
                self._round(moves[chosen], tuple(int(at) for at in cell))
                costs = [self._costs(move) for move in moves]
        return left

    def _possible(self) -> tuple[Move, ...]:
        """A row more or less that is possibly counted, on both readings."""
        both = (self.high, self.high_any)
        own = (self.grid.possible > 0) & (self.grid.possible_any > 0)
        return Move(self.grid.leaves, 1, both, True), Move(self.grid.leaves & own, -1, both, True)

    def _possible_any(self) -> tuple[Move, ...]:
        """A row more that is possibly counted on any reading alone."""
        return (Move(self.grid.leaves, 1, (self.high_any,), True),)

    def _sure(self) -> tuple[Move, ...]:
        """A row certain on the fields that is possible instead of certain on any reading, or the reverse."""
        fewer = (self.low_any.values > 0) & (self.grid.possible_any > 0)
        return (
            Move(self.grid.leaves & (self.grid.certain_any > 0), 1, (self.low_any,), False),
            Move(self.grid.leaves & fewer, -1, (self.low_any,), False),
        )

    def _costs(self, move: Move) -> Ints:
        """For each cell how many printed bounds a move in it changes, ``NEVER`` or more where it cannot be hidden."""
        cost = np.where(move.allowed, 0, NEVER).astype(np.int64)
        for one in move.distances:
            blocked, never = one.blocked(move.direction, self.hidden)
            cost += self._summed(np.where(never, NEVER, blocked.astype(np.int64)), move)
        return cost

    def _summed(self, marks: Ints, move: Move) -> Ints:
        """For each cell the sum over all groups whose bounds it goes into."""
        found = marks.copy()
        for axis, unknown in enumerate(self.grid.unknown):
            moved = np.moveaxis(found, axis, 0)
            every = moved.sum(axis=0)
            moved[:-1] += moved[-1]
            if unknown is not None and move.on_high:
                moved[unknown] = every
        return found

    def _round(self, move: Move, cell: Place) -> None:
        """Double steps until a move in a cell is not seen."""
        reached: list[Ints] = []
        for axis, (at, unknown) in enumerate(zip(cell, self.grid.unknown, strict=True)):
            total = len(self.grid.axes[axis]) - 1
            reached.append(np.arange(total + 1) if at == unknown and move.on_high else np.array([at, total]))
        there = np.ix_(*reached)
        change = np.full(tuple(len(one) for one in reached), move.direction, dtype=np.int64)
        for one in move.distances:
            one.coarsen(there, change, ~self.hidden[there])


def small(values: Ints, largest: int | Ints = LARGEST_SMALL) -> Bools:
    """Where a number of records is small; the limit may be another one in each place."""
    return (values >= 1) & (values <= largest)


def _cells_of(place: Place, grid: Grid) -> Bools:
    """The cells of a group."""
    return _product([_values_of(at, grid, axis) for axis, at in enumerate(place)])


def _cells_of_high(place: Place, grid: Grid) -> Bools:
    """The cells that go into the high bound of a group."""
    values = [_values_of(at, grid, axis) for axis, at in enumerate(place)]
    for one, unknown in zip(values, grid.unknown, strict=True):
        if unknown is not None:
            one[unknown] = True
    return _product(values)


def _values_of(at: int, grid: Grid, axis: int) -> Bools:
    total = len(grid.axes[axis]) - 1
    marks = np.zeros(total + 1, dtype=np.bool_)
    marks[slice(0, total) if at == total else at] = True
    return marks


def _product(values: list[Bools]) -> Bools:
    found = np.ones((), dtype=np.bool_)
    for one in values:
        found = np.logical_and.outer(found, one)
    return found
