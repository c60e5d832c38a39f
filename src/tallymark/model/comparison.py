"""Comparing a claimed value with a reference interval: in come both; out comes one outcome. Semantics: the "Verdicts" section of the design.

The order of tests matters: the same number in the same hedge class, then the core, then digits cut off, then the stretch,
then the literal bound, and only a reference that shares no number with any of them speaks against the claim.
"""

from __future__ import annotations

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
BOUNDS = {
    Hedge.MORE_THAN: "low", Hedge.AT_LEAST: "low", Hedge.LESS_THAN: "high", Hedge.UP_TO: "high", Hedge.ALMOST: "high",
}  # fmt: skip


def compare(
    value: ClaimedValue,
    hedge: Hedge,
    reference: Interval,
    *,
    reference_hedge: Hedge = Hedge.NONE,
    reference_number_same: bool = False,
) -> Outcome:
    """The outcome of one comparison.

    ``reference_number_same`` says that the reference prints the very number of the claim; with the same hedge class
    that is ``exact`` even where both are bounds.
    """
    plain = (Hedge.NONE, Hedge.EXACT)
    if reference_number_same and (hedge == reference_hedge or (hedge in plain and reference_hedge in plain)):
        return Outcome.EXACT
    if value.number is not None and hedge in plain and reference == Interval.point(value.number):
        return Outcome.EXACT
    if value.core.covers(reference):
        return Outcome.ROUNDED if hedge in plain else Outcome.HEDGED
    if value.cut is not None and value.cut.covers(reference):
        return Outcome.TRUNCATED
    if value.stretch.covers(reference):
        return Outcome.ROUNDED if hedge in plain else Outcome.HEDGED_WIDE
    if value.literal is not None and value.literal.covers(reference):
        return Outcome.LITERAL_ONLY
    return _against(value, hedge, reference, reference_hedge)


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
