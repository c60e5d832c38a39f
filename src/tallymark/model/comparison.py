"""Comparing a claimed value with a reference interval: in come both; out comes one outcome. Semantics: the "Verdicts" section of the design.

The order of tests matters: the same number in the same hedge class, then the core, then digits cut off, then the stretch,
then the literal bound, and only a reference that shares no number with any of them speaks against the claim.
"""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

from tallymark.model.claim import ClaimedValue
from tallymark.model.figure import Hedge
from tallymark.model.interval import Interval


class Outcome(StrEnum):
    """What one comparison says."""

    EXACT = "exact"
    ROUNDED = "rounded"
    HEDGED = "hedged"
    HEDGED_WIDE = "hedged_wide"
    TRUNCATED = "truncated"
    LITERAL_ONLY = "literal_only"
    AGAINST = "against"
    AGAINST_SIDE = "against_side"
    OPEN = "open"


SUPPORTING = frozenset({Outcome.EXACT, Outcome.ROUNDED, Outcome.HEDGED, Outcome.HEDGED_WIDE, Outcome.TRUNCATED})
SPEAKS_AGAINST = frozenset({Outcome.AGAINST, Outcome.AGAINST_SIDE})
PLAIN = (Hedge.NONE, Hedge.EXACT)
BOUNDS = {
    Hedge.MORE_THAN: "low", Hedge.AT_LEAST: "low", Hedge.LESS_THAN: "high", Hedge.UP_TO: "high", Hedge.ALMOST: "high",
}  # fmt: skip
# A reference this many times narrower than its middle is precise: a claim inside it says what the source rounded.
PRECISE = 200


def compare(
    value: ClaimedValue,
    hedge: Hedge,
    reference: Interval,
    *,
    reference_hedge: Hedge = Hedge.NONE,
    reference_number_same: bool = False,
    meant: Interval | None = None,
) -> Outcome:
    """The outcome of one comparison.

    ``reference_number_same`` says that the reference prints the very number of the claim; with the same hedge class
    that is ``exact`` even where both are bounds, and a claim without a hedge then only dropped the reference's.
    ``meant`` is what the reference's bound implies beside what it says (``implied``); it can support, never speak against.
    """
    if reference_number_same:
        if hedge == reference_hedge or (hedge in PLAIN and reference_hedge in PLAIN):
            return Outcome.EXACT
        if hedge in (Hedge.NONE, Hedge.ABOUT):
            return Outcome.ROUNDED if hedge is Hedge.NONE else Outcome.HEDGED
    if value.number is not None and hedge in PLAIN and reference == Interval.point(value.number):
        return Outcome.EXACT
    found = _supporting(value, hedge, reference)
    if found is None and meant is not None:
        found = _supporting(value, hedge, meant)
    if found is not None:
        return found
    if value.literal is not None and value.literal.covers(reference):
        return Outcome.LITERAL_ONLY
    return _against(value, hedge, reference, reference_hedge)


def implied(reference: Interval, hedge: Hedge) -> Interval | None:
    """What an open-ended printed bound implies: "more than 195,000" is not 196,000 or more (Cummins, Sauerland & Solt 2012).

    The end is the next number of the same granule; None where the reference is closed already.
    """
    if reference.low is not None and reference.high is None and hedge in BOUNDS:
        step = granule_of(reference.low)
        return Interval(reference.low, reference.low + step, reference.low_open, True)
    if reference.high is not None and reference.low is None and hedge in BOUNDS:
        step = granule_of(reference.high)
        return Interval(reference.high - step, reference.high, True, reference.high_open)
    return None


def granule_of(number: Decimal) -> Decimal:
    """The place of the last digit that is not zero: 195,000 gives 1,000, 12.5 gives 0.1; of zero it is 1."""
    if number == 0:
        return Decimal(1)
    exponent = number.normalize().as_tuple().exponent
    return Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)


def _supporting(value: ClaimedValue, hedge: Hedge, reference: Interval) -> Outcome | None:
    if value.core.covers(reference) or _overlaps(value.core, reference):
        return Outcome.ROUNDED if hedge in PLAIN else Outcome.HEDGED
    if value.cut is not None and value.cut.covers(reference):
        return Outcome.TRUNCATED
    if value.stretch.covers(reference):
        return Outcome.ROUNDED if hedge in PLAIN else Outcome.HEDGED_WIDE
    return None


def _overlaps(core: Interval, reference: Interval) -> bool:
    """Whether core and a short reference interval agree as far as either is printed.

    A reference no wider than the core may lie across its edge: part of it rounds to the claim. A claim more precise
    than a reference that is precise itself (a table rounded to ten) may lie inside it.
    """
    if core.low is None or core.high is None or reference.low is None or reference.high is None or reference.is_point:
        return False
    width = reference.high - reference.low
    if width <= core.high - core.low:
        return not core.disjoint(reference)
    return reference.covers(core) and width * PRECISE <= abs(reference.low + reference.high) / 2


def _against(value: ClaimedValue, hedge: Hedge, reference: Interval, reference_hedge: Hedge) -> Outcome:
    allowed = [part for part in (value.core, value.stretch, value.cut, value.literal) if part is not None]
    if not all(part.disjoint(reference) for part in allowed):
        return Outcome.OPEN
    bound = BOUNDS.get(hedge)
    # A bound on the reference side never contradicts the same bound on the claim side.
    if bound is not None and BOUNDS.get(reference_hedge) == bound and reference_number_overlaps(value, reference):
        return Outcome.OPEN
    if bound is not None and value.number is not None and _wrong_side(bound, value, reference):
        return Outcome.AGAINST_SIDE
    return Outcome.AGAINST


def reference_number_overlaps(value: ClaimedValue, reference: Interval) -> bool:
    """Whether the claimed number itself touches the reference interval or its ends."""
    if value.number is None:
        return False
    return value.number in (reference.low, reference.high) or reference.contains(value.number)


def _wrong_side(bound: str, value: ClaimedValue, reference: Interval) -> bool:
    if value.number is None:
        return False
    if bound == "low":
        return reference.high is not None and reference.high <= value.number
    return reference.low is not None and reference.low >= value.number
