"""Guards: in come the figures that speak against a claim; out comes why it is still not called wrong, or nothing.

Each guard stands for a way in which a true text meets a figure that is not its own: another printing, another window, a
place or group that was not read, numbers rounded before a percentage was taken, a wider count under the same words.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from tallymark.checking.candidate import Nearness, series_of
from tallymark.checking.evidence import Evidence
from tallymark.checking.family import family
from tallymark.checking.testing import digits, facing
from tallymark.model.claim import Claim
from tallymark.model.comparison import PLAIN, Outcome
from tallymark.model.figure import Hedge, Relation
from tallymark.model.interval import Interval
from tallymark.model.verdict import Try
from tallymark.model.vocabulary import measures

# Figures of a series are revised by up to this part between printings; a number so near may be a printing never seen.
REVISION = Decimal("0.001")
# A number between two printings of one series may be a third printing, if they are no farther apart than this.
STRADDLE = Decimal("0.02")
# A number of many digits that misses by less than this is of another window or printing rather than invented.
NEAR_MISS = Decimal("0.05")
MANY_DIGITS = 4
# A count this many times the published one, or less than that part of it, is of a place or group that was not read.
FAR = 3
# A percentage is called wrong only this many points, or this part of it, beyond its interval: parts are rounded first.
POINTS = Decimal(2)
POINTS_PART = Decimal("0.03")
# Estimates of one population by different methods and editions lie this far apart.
METHODS = Decimal("0.15")
PERCENT = ("percent", "points")


def why_not_against(e: Evidence, speaking: list[Try], best: Try) -> str:
    """Why the figures ``speaking`` against a claim do not make it wrong, in words; empty when they do."""
    for guard in GUARDS:
        words = guard(e, speaking, best)
        if words:
            return words
    return ""


def why_not_elsewhere(e: Evidence, speaking: list[Try], best: Try) -> str:
    """Why a number that fits elsewhere is still not called wrong where it stands; empty when it is."""
    for guard in (_another_printing, _small_gap, _named_days, _estimated):
        words = guard(e, speaking, best)
        if words:
            return words
    return ""


def revised(e: Evidence, speaking: list[Try]) -> bool:
    """Whether the number lies so near a printing, or between two printings of one series, that a third may have had it."""
    number = e.question.claim.value.number
    if number is None or e.question.claim.relation is not Relation.LEVEL:
        return False
    known = measures().get(e.question.claim.measure.value or "")
    stock = known is not None and known.flow == "stock"
    middles: dict[str, list[Decimal]] = {}
    for one in speaking:
        middle = one.figure.value.middle
        if middle is not None and one.nearness != Nearness.BOUND:
            turned = number == middle and one.outcome == Outcome.AGAINST_SIDE
            if abs(number - middle) <= abs(middle) * REVISION and not turned:
                return True
            middles.setdefault("" if stock else series_of(one.figure), []).append(middle)
    spread = (found for found in middles.values() if stock or max(found) - min(found) <= STRADDLE * max(found))
    return any(min(found) < number < max(found) for found in spread)


def _another_printing(e: Evidence, speaking: list[Try], _best: Try) -> str:
    return "a printing not in the register may have had this number" if revised(e, speaking) else ""


def _near_miss(e: Evidence, _speaking: list[Try], best: Try) -> str:
    claim = e.question.claim
    number, middle = claim.value.number, best.figure.value.middle
    if claim.relation is not Relation.LEVEL or claim.hedge not in PLAIN or number is None or middle is None:
        return ""
    if digits(number) < MANY_DIGITS or best.nearness == Nearness.BOUND:
        return ""
    near = is_near(number, middle, NEAR_MISS)
    return "so precise a number so near to it is most likely of another window or printing" if near else ""


def is_near(number: Decimal, middle: Decimal, part: Decimal = STRADDLE) -> bool:
    """Whether a number misses a figure by so little that the two may be one count in two windows or printings."""
    return abs(number - middle) <= part * abs(middle)


def _too_far(e: Evidence, _speaking: list[Try], best: Try) -> str:
    claim = e.question.claim
    number, middle = claim.value.number, best.figure.value.middle
    if claim.relation is not Relation.LEVEL or number is None or not middle or best.nearness == Nearness.BOUND:
        return ""
    far = number > FAR * middle or middle > FAR * number
    return "the number is so far from it that it most likely counts something narrower or wider" if far else ""


def _beyond_a_whole(e: Evidence, _speaking: list[Try], best: Try) -> str:
    few = digits(e.question.claim.value.number) < MANY_DIGITS
    return "a rounded number may count something wider" if best.nearness == Nearness.BOUND and few else ""


def _small_gap(e: Evidence, _speaking: list[Try], best: Try) -> str:
    if best.outcome == Outcome.AGAINST_SIDE or not small_gap(
        e.question.claim, facing(best.figure.value, e.question.claim)
    ):
        return ""
    return "the gap is small enough to come from rounded parts"


def small_gap(claim: Claim, found: Interval) -> bool:
    """Whether a percentage is off by little: its parts were rounded, or its window is another by days."""
    if claim.unit not in PERCENT or claim.value.number is None:
        return False
    gap = _gap(claim.value.stretch, found)
    return gap is not None and gap <= max(POINTS, POINTS_PART * abs(claim.value.number))


def _gap(one: Interval, other: Interval) -> Decimal | None:
    """The distance between two intervals that share no number; None where an open end makes it unknown."""
    if one.high is not None and other.low is not None and one.high <= other.low:
        return other.low - one.high
    if other.high is not None and one.low is not None and other.high <= one.low:
        return one.low - other.high
    return None


def _wider_count(e: Evidence, _speaking: list[Try], best: Try) -> str:
    number, middle = e.question.claim.value.number, best.figure.value.middle
    if e.wider_unknown and number is not None and middle is not None and number > middle:
        return f"the text may count {e.wider_unknown}, and no figure of it rules that out"
    return ""


def _named_days(e: Evidence, _speaking: list[Try], _best: Try) -> str:
    return f"it holds for {e.fits_named_days}, which the sentence names too" if e.fits_named_days else ""


def _estimated(e: Evidence, _speaking: list[Try], best: Try) -> str:
    number, middle = e.question.claim.value.number, best.figure.value.middle
    if not family(e.question.claim.measure.value or "").estimate or number is None or middle is None:
        return ""
    return "it is an estimate, and other methods give other numbers" if is_near(number, middle, METHODS) else ""


def _whole_department(e: Evidence, _speaking: list[Try], _best: Try) -> str:
    known = family(e.question.claim.measure.value or "").department
    alone = bool(known) and e.question.agencies == {known}
    return f"the sentence names only {known}, whose own total may be wider" if alone else ""


def _vague(e: Evidence, _speaking: list[Try], _best: Try) -> str:
    return "a number so vague is not called wrong" if e.question.claim.hedge is Hedge.VAGUE else ""


Guard = Callable[[Evidence, list[Try], Try], str]
GUARDS: tuple[Guard, ...] = (
    _vague, _another_printing, _near_miss, _too_far, _beyond_a_whole, _small_gap, _wider_count,
    _named_days,
    _whole_department,
    _estimated,
)  # fmt: skip
