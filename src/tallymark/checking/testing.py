"""The interval test: in come a claim and a candidate; out comes a try with its outcome and the test in one line."""

from __future__ import annotations

from decimal import Decimal

from tallymark.checking.candidate import Candidate
from tallymark.model.claim import Claim
from tallymark.model.comparison import BOUNDS, SPEAKS_AGAINST, SUPPORTING, Outcome, compare
from tallymark.model.figure import Figure, Hedge, Relation
from tallymark.model.interval import Interval
from tallymark.model.verdict import Try

CHANGES = (Relation.CHANGE_PCT, Relation.CHANGE_ABS)


def try_candidate(claim: Claim, candidate: Candidate) -> Try:
    """Compare a claim with one candidate."""
    figure = candidate.figure
    value = facing(figure.value, claim)
    meant = None if candidate.meant is None else facing(candidate.meant, claim)
    outcome = compare(
        claim.value,
        claim.hedge,
        value,
        reference_hedge=figure.hedge,
        reference_number_same=same_number(claim, figure),
        meant=meant,
    )
    line = test_line(claim, outcome, value)
    return Try(figure, outcome.value, candidate.differs, line, candidate.nearness.value, candidate.firm)


def facing(value: Interval, claim: Claim) -> Interval:
    """A reference turned to the claim's side: a fall counts positive for "fell 25 percent", a ratio is in percent if the claim is."""
    if claim.relation in CHANGES:
        falls = value.high is not None and value.high <= 0
        if claim.direction == "down" or (claim.direction is None and falls):
            return -value
    if claim.relation is Relation.RATIO and claim.unit == "percent":
        return value.scale(100)
    return value


def printed_number(figure: Figure) -> Decimal | None:
    """The number that a figure prints, else from its interval and hedge; None for a computed figure and for a count with bounds."""
    if figure.number is not None:
        return figure.number
    if figure.basis == "counted" and not figure.value.is_point:
        return None
    if figure.basis == "computed" and figure.parts:
        return None
    side = BOUNDS.get(figure.hedge)
    if side == "low":
        return figure.value.low
    if side == "high":
        return figure.value.high
    return figure.value.middle


def same_number(claim: Claim, figure: Figure) -> bool:
    """Whether the figure prints the very number of the claim, on the same side of zero."""
    number = printed_number(figure)
    if number is None or claim.value.number is None:
        return False
    turned = facing(Interval.point(number), claim).low
    return turned == claim.value.number


def coarse_reach(claim: Claim) -> Interval | None:
    """From a round bound to the next number of its granule, at most to its double or half; None for no bound of a count."""
    number, side = claim.value.number, BOUNDS.get(claim.hedge)
    if claim.relation is not Relation.LEVEL or number is None or number <= 0 or claim.hedge is Hedge.ALMOST:
        return None
    step = min(claim.value.granule, number)
    if side == "low":
        return Interval(number, number + step, claim.hedge is Hedge.MORE_THAN, True)
    if side == "high":
        return Interval(max(number - step, number / 2), number, True, claim.hedge is Hedge.LESS_THAN)
    return None


def supports(one: Try) -> bool:
    """Whether the outcome of a try supports the claim."""
    return one.outcome in SUPPORTING


def against(one: Try) -> bool:
    """Whether the outcome of a try speaks against the claim."""
    return one.outcome in SPEAKS_AGAINST


def test_line(claim: Claim, outcome: Outcome, found: Interval) -> str:
    """The test in one line: ``almost 45,000 → [44,474, 45,000); found 44,653``."""
    value = claim.value
    # Half a person is no rounding: a count printed to the last digit is shown as the number alone.
    whole = claim.relation is Relation.LEVEL and value.place == 1 and value.granule == 1
    to_the_last = whole and value.number is not None and claim.hedge in PLAIN_HEDGES
    shown = Interval.point(value.number) if to_the_last and value.number is not None else value.core
    if outcome is Outcome.TRUNCATED and value.cut is not None:
        shown = value.cut
    elif outcome is Outcome.LITERAL_ONLY and value.literal is not None:
        shown = value.literal
    elif not to_the_last and not value.core.covers(found):
        shown = value.stretch
    return f"{claim.quote} → {shown}; found {found}"


def digits(number: Decimal | None) -> int:
    """How many significant digits a number has (396,000 has three); 0 for none."""
    if number is None or number == 0:
        return 0
    return len(number.normalize().as_tuple().digits)


def width_of(one: Try) -> str:
    """``core`` or ``wide``, for a hedged outcome; empty otherwise."""
    return {Outcome.HEDGED.value: "core", Outcome.HEDGED_WIDE.value: "wide"}.get(one.outcome, "")


PLAIN_HEDGES = (Hedge.NONE, Hedge.EXACT)
