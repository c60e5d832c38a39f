"""Means and medians: in come tallies by group and what a row adds; out come their bounds, exact, the division last.

A mean over rows is what the rows add over their number; one over days is the same over the number of days. Rows that possibly
count move a bound where they lie beyond it.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

TENTHS = 10


@dataclass(frozen=True, slots=True)
class Mean:
    """Bounds of a mean or a median, on the fields and on any reading."""

    low: Fraction
    high: Fraction
    low_any: Fraction
    high_any: Fraction

    def outward(self) -> Mean:
        """Bounds that differ rounded outward to tenths: exact ones would tell how many rows possibly count."""
        fields, any_reading = _outward(self.low, self.high), _outward(self.low_any, self.high_any)
        return Mean(*fields, *any_reading)


Middle = Callable[[Sequence[tuple[int, int]]], Fraction]


@dataclass(frozen=True, slots=True)
class Spread:
    """How many rows add each amount: certainly counted and possibly counted ones."""

    certain: Mapping[int, int]
    possible: Mapping[int, int]

    def bounds(self, middle: Middle) -> tuple[Fraction, Fraction] | None:
        """The least and the greatest that ``middle`` can be over every choice of the rows possibly counted; None without rows."""
        if not self.certain and not self.possible:
            return None
        amounts = sorted(self.possible)
        return self._end(middle, amounts, 1), self._end(middle, amounts[::-1], -1)

    def _end(self, middle: Middle, amounts: Sequence[int], sign: int) -> Fraction:
        """The least (``sign`` 1) or greatest (-1) value: possible rows are put in from the outer end for as long as they move it.

        What lies beyond the value moves it, what lies inside does not; so the place to stop is found by halving.
        """
        low, high = (0 if self.certain else 1), len(amounts)
        while low < high:
            place = (low + high) // 2
            if sign * amounts[place] < sign * middle(self._with(amounts[:place])):
                low = place + 1
            else:
                high = place
        return middle(self._with(amounts[:low]))

    def _with(self, amounts: Sequence[int]) -> list[tuple[int, int]]:
        """The rows certainly counted with the possible ones of these amounts, by amount."""
        found = dict(self.certain)
        for amount in amounts:
            found[amount] = found.get(amount, 0) + self.possible[amount]
        return sorted(found.items())


def _outward(low: Fraction, high: Fraction) -> tuple[Fraction, Fraction]:
    if low == high:
        return low, high
    return Fraction(math.floor(low * TENTHS), TENTHS), Fraction(math.ceil(high * TENTHS), TENTHS)


def joined(spreads: Iterable[tuple[Spread, bool]]) -> Spread:
    """Several spreads as one; the rows of those marked False are only possibly in it."""
    certain: Counter[int] = Counter()
    possible: Counter[int] = Counter()
    for one, is_sure in spreads:
        (certain if is_sure else possible).update(one.certain)
        possible.update(one.possible)
    return Spread(certain, possible)


def mean_of(rows: Sequence[tuple[int, int]]) -> Fraction:
    """The mean of amounts with how many rows add each."""
    return Fraction(sum(amount * n for amount, n in rows), sum(n for _, n in rows))


def median_of(rows: Sequence[tuple[int, int]]) -> Fraction:
    """The median of amounts in order with how many rows add each; half-way between the two middle ones of an even number."""
    total = sum(n for _, n in rows)
    return Fraction(_at(rows, (total - 1) // 2) + _at(rows, total // 2), 2)


def _at(rows: Sequence[tuple[int, int]], place: int) -> int:
    """The amount of the row at a place, counted from 0."""
    for amount, n in rows:
        if place < n:
            return amount
        place -= n
    raise IndexError(place)
