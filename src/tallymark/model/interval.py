"""An interval of numbers: in come Decimals and notation such as ``[394203, 400000)``; out come containment, overlap and outward-rounded arithmetic.

Every value in Tallymark is an interval: a printed 396,906 is ``[396906, 396906]``, "more than 1,000" is ``(1000, inf)``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal

from tallymark.model.errors import TallymarkError
from tallymark.model.patterns import compile_pattern

_DIGITS = 28
_DOWN = Context(prec=_DIGITS, rounding=ROUND_FLOOR)
_UP = Context(prec=_DIGITS, rounding=ROUND_CEILING)
_NOTATION = compile_pattern(r"^([\[(])\s*(-?inf|-?[\d.]+)\s*,\s*(-?inf|-?[\d.]+)\s*([\])])$")


@dataclass(frozen=True, slots=True)
class Interval:
    """A range of numbers with open or closed ends.

    ``low``/``high`` are None for minus/plus infinity, and an infinite end is always open.
    """

    low: Decimal | None
    high: Decimal | None
    low_open: bool = False
    high_open: bool = False

    def __post_init__(self) -> None:
        if self.low is None:
            object.__setattr__(self, "low_open", True)
        if self.high is None:
            object.__setattr__(self, "high_open", True)
        if self.low is not None and self.high is not None:
            empty = self.low > self.high or (self.low == self.high and (self.low_open or self.high_open))
            if empty:
                raise TallymarkError("TM-MODEL-001", where=f"low {self.low}, high {self.high}")

    @staticmethod
    def point(value: Decimal | int | str) -> Interval:
        """The interval that holds one number only."""
        number = Decimal(value)
        return Interval(number, number)

    @staticmethod
    def parse(text: str) -> Interval:
        """Read ``396906``, ``(1000, inf)`` or ``[5500, 6000)``.

        Raises TM-MODEL-002 for anything else.
        """
        text = text.strip()
        if re.fullmatch(r"-?\d+(\.\d+)?", text):
            return Interval.point(text)
        match = _NOTATION.match(text)
        if match is None:
            raise TallymarkError("TM-MODEL-002", where=repr(text))
        low = None if "inf" in match[2] else Decimal(match[2])
        high = None if "inf" in match[3] else Decimal(match[3])
        return Interval(low, high, match[1] == "(", match[4] == ")")

    @property
    def is_point(self) -> bool:
        """Whether the interval holds exactly one number."""
        return self.low is not None and self.low == self.high

    @property
    def is_bounded(self) -> bool:
        """Whether both ends are finite."""
        return self.low is not None and self.high is not None

    @property
    def middle(self) -> Decimal | None:
        """Half-way between finite ends; the finite end of a half-line; None for the whole line."""
        if self.low is None or self.high is None:
            return self.low if self.high is None else self.high
        return self.low if self.is_point else (self.low + self.high) / 2

    def contains(self, value: Decimal) -> bool:
        """Whether ``value`` lies in the interval."""
        above = self.low is None or value > self.low or (value == self.low and not self.low_open)
        below = self.high is None or value < self.high or (value == self.high and not self.high_open)
        return above and below

    def covers(self, other: Interval) -> bool:
        """Whether every number of ``other`` lies in this interval."""
        return _low_key(self) <= _low_key(other) and _high_key(other) <= _high_key(self)

    def touches(self, other: Interval) -> bool:
        """Whether the two share a number or an end, open ends included."""
        below = self.low is None or other.high is None or self.low <= other.high
        return below and (self.high is None or other.low is None or self.high >= other.low)

    def disjoint(self, other: Interval) -> bool:
        """Whether no number lies in both."""
        return self.intersection(other) is None

    def intersection(self, other: Interval) -> Interval | None:
        """The numbers in both, or None if there are none."""
        first = max(self, other, key=_low_key)
        last = min(self, other, key=_high_key)
        low, low_open, high, high_open = first.low, first.low_open, last.high, last.high_open
        if low is not None and high is not None and (low > high or (low == high and (low_open or high_open))):
            return None
        return Interval(low, high, low_open, high_open)

    def hull(self, other: Interval) -> Interval:
        """The smallest interval that covers both."""
        first = min(self, other, key=_low_key)
        last = max(self, other, key=_high_key)
        return Interval(first.low, last.high, first.low_open, last.high_open)

    def __add__(self, other: Interval) -> Interval:
        low = None if self.low is None or other.low is None else _DOWN.add(self.low, other.low)
        high = None if self.high is None or other.high is None else _UP.add(self.high, other.high)
        return Interval(low, high, self.low_open or other.low_open, self.high_open or other.high_open)

    def __neg__(self) -> Interval:
        return Interval(
            None if self.high is None else -self.high,
            None if self.low is None else -self.low,
            self.high_open,
            self.low_open,
        )

    def __sub__(self, other: Interval) -> Interval:
        return self + (-other)

    def scale(self, factor: Decimal | int) -> Interval:
        """The interval times a positive number."""
        by = Decimal(factor)
        if by <= 0:
            raise TallymarkError("TM-MODEL-003", where=f"factor {by}")
        low = None if self.low is None else _DOWN.multiply(self.low, by)
        high = None if self.high is None else _UP.multiply(self.high, by)
        return Interval(low, high, self.low_open, self.high_open)

    def divide(self, other: Interval) -> Interval | None:
        """This interval over ``other``, rounded outward.

        Both must be non-negative, as counts are; None when the divisor can be zero or either has negative numbers.
        """
        if self.low is None or self.low < 0 or other.low is None or other.low <= 0:
            return None
        low = None if other.high is None else _DOWN.divide(self.low, other.high)
        high = None if self.high is None else _UP.divide(self.high, other.low)
        if low is None:
            return Interval(Decimal(0), high, True, self.high_open or other.low_open)
        return Interval(low, high, self.low_open or other.high_open, self.high_open or other.low_open)

    def __str__(self) -> str:
        if self.is_point and self.low is not None:
            return grouped(self.low)
        left = "-inf" if self.low is None else grouped(self.low)
        right = "inf" if self.high is None else grouped(self.high)
        return f"{'(' if self.low_open else '['}{left}, {right}{')' if self.high_open else ']'}"


def grouped(value: Decimal) -> str:
    """A number for people: thousands separated, no exponent, no trailing zeros after the point, at most four decimals."""
    shown = value if value == value.to_integral_value() else value.quantize(Decimal("0.0001")).normalize()
    return f"{shown.to_integral_value():,f}" if shown == shown.to_integral_value() else f"{shown:,f}"


def share_pct(part: Interval, whole: Interval) -> Interval | None:
    """``part`` as a percentage of ``whole`` (0-100 scale), rounded outward; None when it cannot be computed."""
    ratio = part.divide(whole)
    return None if ratio is None else ratio.scale(100)


def change_pct(current: Interval, base: Interval) -> Interval | None:
    """The change from ``base`` to ``current`` in percent, negative for a fall; None when it cannot be computed."""
    ratio = current.divide(base)
    return None if ratio is None else ratio.scale(100) - Interval.point(100)


def _low_key(interval: Interval) -> tuple[int, Decimal, bool]:
    return (0, Decimal(0), False) if interval.low is None else (1, interval.low, interval.low_open)


def _high_key(interval: Interval) -> tuple[int, Decimal, bool]:
    return (1, Decimal(0), False) if interval.high is None else (0, interval.high, not interval.high_open)
