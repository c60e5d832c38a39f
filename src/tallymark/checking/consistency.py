"""Consistency: in come the claims of one text; out comes what the text's own numbers say about its shares, changes and ratios.

A text contradicts itself only if no choice within the intervals of its numbers satisfies the relation between them.
A relation that follows from the text's own numbers is supported as arithmetic, which says nothing about those numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import permutations

from tallymark.checking.evidence import OwnNumbers
from tallymark.checking.guards import small_gap
from tallymark.checking.own_claims import OwnClaims
from tallymark.checking.relations import EVERYBODY, both
from tallymark.checking.shelf import normal
from tallymark.checking.testing import facing, test_line
from tallymark.checking.verdicts import KINDS
from tallymark.model.claim import Claim, ClaimedValue
from tallymark.model.comparison import PLAIN, SPEAKS_AGAINST, SUPPORTING, Outcome, compare
from tallymark.model.figure import Modality, Relation
from tallymark.model.interval import Interval, change_pct, share_pct
from tallymark.model.period import Period
from tallymark.model.population import Population
from tallymark.model.verdict import VerdictKind

Arithmetic = Callable[[Interval, Interval], Interval | None]
SAME_DAYS = 7
CHANGING = (Relation.CHANGE_PCT, Relation.CHANGE_ABS, Relation.RATIO)
# How near, in characters, the parts must be printed to be charged against each other.
LINKED = 500
HUNDRED = Interval.point(100)
# So many counts of the same people and days are compared with each other; no readable text has more.
MOST_ALIKE = 20


@dataclass(frozen=True, slots=True)
class Pair:
    """Two levels of the text and the arithmetic that makes the claimed relation of them."""

    one: Claim
    other: Claim
    how: Arithmetic
    words: str


def own_numbers(claim: Claim, own: OwnClaims, *, gap: str = "") -> OwnNumbers | None:
    """What the text's own levels say about one relation; None when they say nothing for certain.

    ``gap`` is the word that makes a level what one count lacks of another: it may follow from two counts of the text.
    """
    if claim.modality is not Modality.ACTUAL or claim.measure.value is None or claim.relation is Relation.RANK:
        return None
    pairs = [pair for pair in _pairs(claim, own) if pair.one.id != claim.id != pair.other.id]
    for pair in (*pairs, *(_gaps(claim, own) if gap else ())):
        for found in (
            pair.how(_point(pair.one), _point(pair.other)),
            pair.how(pair.one.value.core, pair.other.value.core),
        ):
            value = None if found is None else facing(found, claim)
            outcome = Outcome.OPEN if value is None else compare(claim.value, claim.hedge, value)
            if value is not None and outcome in SUPPORTING:
                words = f"It follows from the text's own {pair.words}; those numbers are judged on their own."
                return OwnNumbers(True, KINDS[outcome.value], test_line(claim, outcome, value), words)
    restated = _restated(claim, own.beside(claim))
    if restated is not None:
        return restated
    clashes = [clash for pair in pairs if _linked(claim, pair) and (clash := _clash(claim, pair)) is not None]
    if clashes and len(clashes) == sum(_linked(claim, pair) for pair in pairs):
        return clashes[0]
    return None


def _point(claim: Claim) -> Interval:
    """The number as printed, where there is one."""
    return claim.value.core if claim.value.number is None else Interval.point(claim.value.number)


def _restated(claim: Claim, claims: tuple[Claim, ...]) -> OwnNumbers | None:
    """A hedged number that restates a plain one of the same text, which interprets it and is judged on its own."""
    if claim.hedge in PLAIN or claim.period.value is None:
        return None
    for other in claims:
        if other.hedge in PLAIN and other.value.number is not None and _same_key(claim, other):
            outcome = compare(claim.value, claim.hedge, other.value.core)
            if outcome in SUPPORTING:
                words = f"It restates the text's own {other.quote}, which is judged on its own."
                return OwnNumbers(True, KINDS[outcome.value], test_line(claim, outcome, other.value.core), words)
    return None


def _same_key(one: Claim, other: Claim) -> bool:
    """Whether two claims of a text are about one figure."""
    days, others = one.period.value, other.period.value
    whole, other_whole = one.of.value or EVERYBODY, other.of.value or EVERYBODY
    return (
        one.id != other.id
        and one.relation is other.relation
        and one.relation in (Relation.LEVEL, Relation.SHARE)
        and one.unit == other.unit
        and one.measure.value == other.measure.value
        and both(one.population.value, whole) == both(other.population.value, other_whole)
        and normal(whole) == normal(other_whole)
        and not one.unmapped
        and not other.unmapped
        and days is not None
        and others is not None
        and days.same_days(others, slack_days=SAME_DAYS)
    )


def widest(value: ClaimedValue) -> Interval:
    """Every number that the words could mean."""
    found = value.core.hull(value.stretch)
    for part in (value.cut, value.literal):
        if part is not None:
            found = found.hull(part)
    return found


def _clash(claim: Claim, pair: Pair) -> OwnNumbers | None:
    found = pair.how(widest(pair.one.value), widest(pair.other.value))
    if found is None:
        return None
    value = facing(found, claim)
    outcome = compare(claim.value, claim.hedge, value)
    if outcome not in SPEAKS_AGAINST or small_gap(claim, value):
        return None
    words = f"The text's own {pair.words} give {value}."
    return OwnNumbers(False, VerdictKind.INCONSISTENT, test_line(claim, outcome, value), words)


def _linked(claim: Claim, pair: Pair) -> bool:
    """Whether the parts are so near, and so firm, that a clash is the text's and not the reader's."""
    for part in (pair.one, pair.other):
        named = any(link.other == part.id for link in claim.links) or any(link.other == claim.id for link in part.links)
        near = max(part.span.start, claim.span.start) - min(part.span.end, claim.span.end) <= LINKED
        firm = all(slot.origin in ("text", "inherited") for slot in (part.measure, part.period)) and not part.unmapped
        if (
            not (firm and (named or near))
            or part.speaker.value != claim.speaker.value
            or part.disputed != claim.disputed
        ):
            return False
    return claim.measure.origin in ("text", "inherited") and claim.period.origin in ("text", "inherited")


def _pairs(claim: Claim, own: OwnClaims) -> Iterator[Pair]:
    if claim.relation is not Relation.SHARE and claim.relation not in CHANGING:
        return
    levels = [
        other
        for other in own.levels(claim, claim.measure.value)
        if other.modality is Modality.ACTUAL and other.period.value is not None and other.unit != "percent"
    ]
    if claim.relation is Relation.SHARE:
        yield from _share_pairs(claim, levels)
        yield from _sum_pairs(claim, own.beside(claim))
    elif claim.relation in CHANGING and claim.period.value is not None and claim.base.value is not None:
        how: Arithmetic = {
            Relation.CHANGE_PCT: change_pct,
            Relation.CHANGE_ABS: lambda now, then: now - then,
            Relation.RATIO: lambda now, then: now.divide(then),
        }[claim.relation]
        people = normal(claim.population.value)
        before = _of(levels, people, claim.base.value)
        for now in _of(levels, people, claim.period.value) if before else ():
            for then in before:
                yield Pair(now, then, how, f"{then.quote} and {now.quote}")


def _gaps(claim: Claim, own: OwnClaims) -> Iterator[Pair]:
    """Two counts of the same people over the same days: what the smaller lacks of the larger."""
    period = claim.period.value
    if claim.relation is not Relation.LEVEL or period is None:
        return
    alike = [
        other
        for other in _of(list(own.levels(claim, claim.measure.value)), normal(claim.population.value), period)
        if other.id != claim.id and other.modality is Modality.ACTUAL and other.hedge in PLAIN and not other.unmapped
    ]
    for one, other in permutations(alike[:MOST_ALIKE], 2):
        if (one.value.number or 0) > (other.value.number or 0):
            yield Pair(one, other, lambda larger, smaller: larger - smaller, f"{one.quote} less {other.quote}")


def _share_pairs(claim: Claim, levels: list[Claim]) -> Iterator[Pair]:
    period, whole = claim.period.value, claim.of.value or EVERYBODY
    if period is None:
        return
    part = both(claim.population.value, whole)
    if part == normal(whole):
        return
    opposite = _opposite(part)
    tops = _of(levels, part, period)
    others = [] if opposite is None else _of(levels, opposite, period)
    for bottom in _of(levels, normal(whole), period) if tops or others else ():
        for top in tops:
            yield Pair(top, bottom, share_pct, f"{top.quote} of {bottom.quote}")
        for top in others:
            yield Pair(top, bottom, _rest_pct, f"{top.quote} of {bottom.quote} (the others)")


def _sum_pairs(claim: Claim, claims: tuple[Claim, ...]) -> Iterator[Pair]:
    """The share of the convicted or charged from the shares of both, printed beside it."""
    if claim.population.value.get("criminality") != "convicted_or_pending":
        return
    shares = [
        other
        for other in claims
        if other.relation is Relation.SHARE
        and other.measure.value == claim.measure.value
        and other.period.value == claim.period.value
    ]
    for one in shares:
        for other in shares:
            states = (one.population.value.get("criminality"), other.population.value.get("criminality"))
            if states == ("convicted", "pending"):
                yield Pair(one, other, lambda a, b: a + b, f"{one.quote} and {other.quote}")


def _rest_pct(part: Interval, whole: Interval) -> Interval | None:
    share = share_pct(part, whole)
    return None if share is None else HUNDRED - share


def _opposite(people: Population) -> Population | None:
    state = people.get("criminality")
    turned = {"convicted": "none", "none": "convicted", "none_or_pending": "convicted"}.get(state or "")
    if turned is None or people.get("offence") is not None:
        return None
    return Population(tuple(sorted({**people.as_dict(), "criminality": turned}.items())))


def _of(levels: list[Claim], people: Population, period: Period) -> list[Claim]:
    return [
        level
        for level in levels
        if level.period.value is not None
        and level.period.value.same_days(period, slack_days=SAME_DAYS)
        and normal(level.population.value) == people
    ]
