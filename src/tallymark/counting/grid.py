"""A table of one definition as arrays: in come additive cells; out come the sums of every group, totals among them.

Each axis of an array is a breakdown: its values in a fixed order and ``ALL`` in the last place. An array holds every group that a
table prints, so a line along an axis adds up to its last place.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tallymark.counting.counted import ALL, UNKNOWN, Cell, Group

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Place = tuple[int, ...]
OTHER = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """The sums of one definition.

    ``certain`` and ``possible`` are rows counted for certain and possibly on the fields, ``certain_any`` and ``possible_any`` on any
    reading. ``axes`` are the values of each breakdown with ``ALL`` last, ``unknown`` the place of ``UNKNOWN`` in each, None without.
    """

    axes: tuple[tuple[str, ...], ...]
    unknown: tuple[int | None, ...]
    certain: Ints
    possible: Ints
    certain_any: Ints
    possible_any: Ints

    def groups(self, marks: Bools) -> frozenset[Group]:
        """The groups at the places that are marked."""
        return frozenset(group for group, _ in self.places(marks))

    def places(self, marks: Bools) -> Iterator[tuple[Group, Place]]:
        """The groups that are marked with their places."""
        for place in map(tuple, np.argwhere(marks).tolist()):
            yield tuple(axis[i] for axis, i in zip(self.axes, place, strict=True)), place

    @property
    def leaves(self) -> Bools:
        """The places of cells: every breakdown has a value."""
        marks = np.zeros(self.certain.shape, dtype=np.bool_)
        marks[tuple(slice(0, len(axis) - 1) for axis in self.axes)] = True
        return marks

    def high(self) -> Ints:
        """The high bound of every group on the fields: rows possibly counted and rows that could belong to it are added."""
        return with_unknown(self.certain + self.possible, self.unknown)

    def high_any(self) -> Ints:
        """The high bound of every group on any reading."""
        return with_unknown(self.certain_any + self.possible_any, self.unknown)


def with_unknown(sums: Ints, unknown: Sequence[int | None]) -> Ints:
    """The sums with the rows of unknown value added to each value of a breakdown, not to the total nor to themselves."""
    found = sums.copy()
    for axis, place in enumerate(unknown):
        if place is not None:
            moved = np.moveaxis(found, axis, 0)
            moved[:place] += moved[place]
    return found


def grids(cells: Iterable[Cell], definitions: Sequence[str], values: Sequence[Iterable[str]]) -> dict[str, Grid]:
    """The grid of each definition, all over the same axes: the ``values`` of each breakdown and those of the cells."""
    listed = list(cells)
    axes = tuple(_axis({*own, *(cell.group[axis] for cell in listed)}) for axis, own in enumerate(values))
    unknown = tuple(axis.index(UNKNOWN) if UNKNOWN in axis else None for axis in axes)
    places = [{value: i for i, value in enumerate(axis)} for axis in axes]
    parts = {name: np.zeros((4, *(len(axis) for axis in axes)), dtype=np.int64) for name in definitions}
    for cell in listed:
        place = tuple(where[value] for where, value in zip(places, cell.group, strict=True))
        tally = cell.tally
        own = tally.certain, tally.possible, tally.certain_any, tally.possible_any
        for part, n_rows in zip(parts[cell.definition], own, strict=True):
            part[place] += n_rows
    return {name: Grid(axes, unknown, *_with_totals(part)) for name, part in parts.items()}


def _axis(values: set[str]) -> tuple[str, ...]:
    """The values in order, ``UNKNOWN`` behind the others, ``ALL`` last.

    Beside ``UNKNOWN`` stands ``OTHER``: a value that no row has, but that a row of unknown value could have.
    """
    if UNKNOWN not in values:
        return (*sorted(values), ALL)
    return (*sorted((values | {OTHER}) - {UNKNOWN}), UNKNOWN, ALL)


def _with_totals(part: Ints) -> Iterable[Ints]:
    for axis in range(1, part.ndim):
        moved = np.moveaxis(part, axis, 0)
        moved[-1] = moved[:-1].sum(axis=0)
    return (part[0], part[1], part[2], part[3])
