"""A reader with paper and patience: in come printed numbers as linear conditions; out comes whether they can hold together.

Written without the code under test: whole numbers, limits of every sum, narrowing and trying.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

MOST_NODES = 500


class GivenUpError(Exception):
    """The search takes too long."""


@dataclass(frozen=True)
class Condition:
    """``low <= sum(factor * variable) <= high``; None is no limit."""

    terms: tuple[tuple[int, int], ...]
    low: int | None
    high: int | None


def can_differ(
    conditions: Sequence[Condition], terms: tuple[tuple[int, int], ...], true: Sequence[int], furthest: int
) -> bool:
    """Whether a sum can be another one than it truly is, given all conditions on whole numbers that are not below 0.

    Numbers close to the ``true`` ones are tried first, then all up to ``furthest`` away; GivenUpError when that takes too long.
    """
    value = sum(factor * true[v] for v, factor in terms)
    others = Condition(terms, value + 1, None), Condition(terms, None, value - 1)
    given_up = False
    for radius in (1, 2, furthest):
        low, high = [max(n - radius, 0) for n in true], [n + radius for n in true]
        for other in others:
            search = Search([*conditions, other], true)
            if search.run([*low], [*high]):
                return True
            given_up = search.n_nodes > MOST_NODES
    if given_up:
        raise GivenUpError
    return False


class Search:
    """One search; ``low`` and ``high`` are the limits of each variable."""

    def __init__(self, conditions: Sequence[Condition], near: Sequence[int]) -> None:
        self.conditions, self.near = conditions, near
        self.n_nodes = 0
        self.touching: list[list[int]] = [[] for _ in near]
        for i, one in enumerate(conditions):
            for variable, _ in one.terms:
                self.touching[variable].append(i)

    def run(self, low: list[int], high: list[int]) -> bool:
        """Whether there is a solution inside the limits."""
        return self.narrow(low, high, range(len(self.conditions))) and self.branch(low, high)

    def branch(self, low: list[int], high: list[int]) -> bool:
        """Try every value of the variable with the fewest; False also when the search is given up."""
        self.n_nodes += 1
        if self.n_nodes > MOST_NODES:
            return False
        free = [v for v in range(len(low)) if low[v] < high[v]]
        if not free:
            return True
        v = min(free, key=lambda one: high[one] - low[one])
        for value in sorted(range(low[v], high[v] + 1), key=lambda n: abs(n - self.near[v])):
            own_low, own_high = [*low], [*high]
            own_low[v] = own_high[v] = value
            if self.narrow(own_low, own_high, self.touching[v]) and self.branch(own_low, own_high):
                return True
        return False

    def narrow(self, low: list[int], high: list[int], changed: Sequence[int]) -> bool:
        """Narrow the limits until nothing changes; False when a condition cannot hold."""
        waiting = dict.fromkeys(changed)
        while waiting:
            i, _ = waiting.popitem()
            one = self.conditions[i]
            for v, factor in one.terms:
                rest = [
                    (f * low[w], f * high[w]) if f > 0 else (f * high[w], f * low[w]) for w, f in one.terms if w != v
                ]
                least = None if one.low is None else one.low - sum(most for _, most in rest)
                most = None if one.high is None else one.high - sum(fewest for fewest, _ in rest)
                own_low, own_high = limits(factor, least, most, low[v], high[v])
                if own_low > own_high:
                    return False
                if (own_low, own_high) != (low[v], high[v]):
                    low[v], high[v] = own_low, own_high
                    waiting.update(dict.fromkeys(self.touching[v]))
        return True


def limits(factor: int, least: int | None, most: int | None, low: int, high: int) -> tuple[int, int]:
    """The whole numbers from ``low`` to ``high`` for which ``least <= factor * n <= most``; the factor is 1 or -1."""
    if factor < 0:
        least, most = (None if most is None else -most), (None if least is None else -least)
    return (low if least is None else max(low, least)), (high if most is None else min(high, most))
