"""Bounds side by side: in come the distances of a bound from the low one; out come the steps by which they are rounded.

Low and high of one group tell together how many records lie between them. So where a table hides anything, every other bound is
printed by its distance from the low one, rounded up to a multiple of a step: a wider bound that still holds. A distance of 0 stays
0. Steps are doubled where a proof needs it, so what was alike under the old step is alike under the new one.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tallymark.counting.grid import Bools, Ints

Index = tuple[Ints, ...]


@dataclass(frozen=True, slots=True)
class Distance:
    """How far one bound of each group lies from the low one; ``steps`` grow.

    A change is given for the places ``there`` (one list of places for each axis).
    """

    values: Ints
    steps: Ints

    def rounded(self) -> Ints:
        """The distances as they are printed."""
        return up_to(self.values, self.steps)

    def tells(self, there: Index, change: Ints, shown: Bools) -> bool:
        """Whether a change is seen however coarse the steps: a distance of 0 grows, or one shrinks to 0."""
        values = self.values[there]
        return bool(np.any(shown & (change != 0) & ((values == 0) | (values + change <= 0))))

    def n_seen(self, there: Index, change: Ints, shown: Bools) -> int:
        """How many of the distances shown are printed otherwise after a change."""
        return int(np.count_nonzero(self._seen(there, change, shown)))

    def coarsen(self, there: Index, change: Ints, shown: Bools) -> None:
        """Double the steps until a change is not seen; the caller has asked ``tells``."""
        while np.any(seen := self._seen(there, change, shown)):
            self.steps[there] *= np.where(seen, 2, 1)

    def blocked(self, direction: int, hidden: Bools) -> tuple[Bools, Bools]:
        """Where one more (1) or one less (-1) is seen, and where it is seen however coarse the steps."""
        after = self.values + direction
        never = ~hidden & ((self.values == 0) | (after <= 0))
        return ~hidden & (self.rounded() != up_to(after, self.steps)), never

    def _seen(self, there: Index, change: Ints, shown: Bools) -> Bools:
        values, steps = self.values[there], self.steps[there]
        seen: Bools = shown & (up_to(values, steps) != up_to(values + change, steps))
        return seen


def distance(values: Ints, step: int) -> Distance:
    """The distances, all with one step."""
    return Distance(values, np.full_like(values, step))


def up_to(values: Ints, steps: Ints) -> Ints:
    """The values rounded up to a multiple of the steps."""
    return -(-values // steps) * steps
