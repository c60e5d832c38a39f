"""Widths: in come a number, its printed places and its hedge; out come the intervals that readers accept for it.

``data/hedge_widths.csv`` holds, for each class of width, log10(width) = a + b log10 x + c log10 g + d f (x the number, g its
granule, f = 1 when the granule's digit is 5) and the shifts at which the core and the stretch end; fitted by
``evaluation/hedgewidths.py`` on answers of readers (Ferson et al. 2015, experiment 2, odd rows).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from tallymark.claims.rows import bad_row
from tallymark.claims.tables import read_rows
from tallymark.model.claim import ClaimedValue
from tallymark.model.figure import Hedge
from tallymark.model.interval import Interval

WIDTHS = ("bare", "exact", "approx", "below_near", "above", "floor", "under", "cap")
DEFAULT_WIDTH = {
    Hedge.NONE: "bare", Hedge.EXACT: "exact", Hedge.ABOUT: "approx", Hedge.ALMOST: "below_near",
    Hedge.MORE_THAN: "above", Hedge.AT_LEAST: "floor", Hedge.LESS_THAN: "under", Hedge.UP_TO: "cap", Hedge.VAGUE: "bare",
}  # fmt: skip
SHARES = ("percent", "fraction", "points", "split")
WITHOUT_DIGITS = ("fraction", "multiple")  # "two-thirds" and "doubled" have no digits that could be cut off
LARGE = Decimal(10_000)  # above it widths are capped: the answers behind the fit are about small numbers
LARGE_CORE, LARGE_STRETCH = Decimal("0.05"), Decimal("0.10")
ROUND_SHARE = Decimal("0.05")
SHARE_CAP, SHARE_CAP_QUARTERS = Decimal(5), Decimal(10)
COLUMNS = ("class", "a", "b", "c", "d", "core_shift", "stretch_shift")


@dataclass(frozen=True, slots=True)
class Width:
    """The fitted line of one class."""

    a: float
    b: float
    c: float
    d: float
    core_shift: float
    stretch_shift: float

    def at(self, number: Decimal, granule: Decimal) -> tuple[Decimal, Decimal]:
        """The widths of core and stretch for a number, four digits, as the line gives them."""
        size, place = float(abs(number)) or 1.0, float(granule) or 1.0
        five = int(abs(number) / granule) % 10 == 5 if granule else False
        line = self.a + self.b * math.log10(size) + self.c * math.log10(place) + self.d * five
        return _decimal(10 ** (line + self.core_shift)), _decimal(10 ** (line + self.stretch_shift))


def _decimal(value: float) -> Decimal:
    return Decimal(f"{value:.4g}")


@cache
def widths() -> dict[str, Width]:
    """The fitted lines by class; raises TM-CLAIMS-001."""
    found: dict[str, Width] = {}
    for line, row in read_rows("hedge_widths.csv", COLUMNS):
        try:
            found[row["class"]] = Width(*(float(row[name]) for name in COLUMNS[1:7]))
        except ValueError:
            raise bad_row("hedge_widths.csv", line, row["class"]) from None
    return found


def claimed_value(
    number: Decimal | None,
    hedge: Hedge,
    place: Decimal,
    granule: Decimal,
    *,
    kind: str = "count",
    width: str = "",
    low: Decimal | None = None,
    high: Decimal | None = None,
) -> ClaimedValue:
    """The intervals of a number as printed, by the rule table of the design.

    ``kind`` is the kind of the quantity (count, money, percent, points, fraction, multiple, vague); ``width`` the class
    of width, by default the hedge's; ``low``/``high`` the ends of a written range or of a vague number.
    """
    width = width or DEFAULT_WIDTH[hedge]
    if number is None:
        return _range_value(low, high, hedge, place, granule, vague=kind == "vague")
    if width == "exact":
        return ClaimedValue(number, Interval.point(number), _around(number, place / 2), place, granule)
    if width == "bare":
        return _bare_value(number, place, granule, kind)
    core, stretch = _distances(number, place, granule, kind, width)
    if width == "approx":
        cut = None if kind in WITHOUT_DIGITS else _cut(number, min(granule, stretch))
        return ClaimedValue(number, _around(number, core), _around(number, stretch), place, granule, cut)
    open_end = width in ("below_near", "above", "under")
    if width in ("above", "floor"):
        parts = [Interval(number, number + reach, low_open=open_end) for reach in (core, stretch)]
        return ClaimedValue(
            number, parts[0], parts[1], place, granule, literal=Interval(number, None, low_open=open_end)
        )
    parts = [Interval(number - reach, number, high_open=open_end) for reach in (core, stretch)]
    literal = None if width == "below_near" else Interval(None, number, high_open=open_end)
    return ClaimedValue(number, parts[0], parts[1], place, granule, literal=literal)


def _distances(number: Decimal, place: Decimal, granule: Decimal, kind: str, width: str) -> tuple[Decimal, Decimal]:
    """How far core and stretch reach from the number (to one side, or to each side of "about")."""
    core, stretch = widths()[width].at(number, granule)
    if width == "approx":
        core, stretch = max(core / 2, granule / 2), max(stretch / 2, granule)
    core = max(core, place / 2)
    stretch = max(stretch, core)
    size = abs(number)
    if kind in SHARES and size <= 100:
        cap = SHARE_CAP_QUARTERS if number % 25 == 0 else SHARE_CAP
        core, stretch = min(core, cap), min(stretch, cap)
    elif kind in ("count", "money") and size > LARGE:
        core, stretch = min(core, size * LARGE_CORE), min(stretch, size * LARGE_STRETCH)
    return core, stretch


def _bare_value(number: Decimal, place: Decimal, granule: Decimal, kind: str) -> ClaimedValue:
    half = place / 2
    if kind in ("count", "money"):
        limit = abs(number) * ROUND_SHARE
        core = min(half, limit) if place > 1 else half
        stretch = max(core, min(granule / 2, limit))
        step = min(granule, abs(number) * 2 * ROUND_SHARE + place)
    else:
        core = stretch = half
        step = place
    cut = None if kind in WITHOUT_DIGITS else _cut(number, step)
    return ClaimedValue(
        number, _around(number, core), _around(number, stretch), place, granule, cut,
        coarse=_coarse(number, place) if kind in ("percent", "points") else None,
    )  # fmt: skip


def _coarse(number: Decimal, place: Decimal) -> Interval | None:
    """What a round percentage holds when it was rounded to fives or tens of its printed place; None when it is not round."""
    step = next((place * by for by in (10, 5) if number % (place * by) == 0), None)
    return None if step is None or not number else _around(number, step / 2)


def _range_value(
    low: Decimal | None, high: Decimal | None, hedge: Hedge, place: Decimal, granule: Decimal, *, vague: bool
) -> ClaimedValue:
    if vague or low is None or high is None:
        inside = Interval(low, high, high_open=True)
        literal = Interval(low, None) if low is not None else None
        return ClaimedValue(None, inside, inside, place, granule, literal=literal, low=low, high=high)
    half = place / 2
    reach = max(half, min(granule / 2, (high - low) / 2, abs(high) * ROUND_SHARE))
    if hedge is Hedge.ABOUT:
        reach = max(reach, min(granule, abs(high) * LARGE_STRETCH))
    core = Interval(low - half, high + half)
    return ClaimedValue(None, core, Interval(low - reach, high + reach), place, granule, low=low, high=high)


def _around(number: Decimal, reach: Decimal) -> Interval:
    return Interval(number - reach, number + reach)


def _cut(number: Decimal, step: Decimal) -> Interval:
    """What digits cut off leave: numbers from this one up to the next printed step, away from zero."""
    if number < 0:
        return Interval(number - step, number, low_open=True)
    return Interval(number, number + step, high_open=True)
