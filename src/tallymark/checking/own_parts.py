"""Own parts: in come the claims of one text; out comes which of them, by the text's own parts, count more than their words say.

"61,000 were apprehended ... that includes 29,000 between the ports and 32,000 at them": the total counts both.
"""

from __future__ import annotations

from tallymark.checking.family import sums
from tallymark.checking.own_claims import OwnClaims
from tallymark.model.claim import Claim
from tallymark.model.figure import Relation


def counts_as(claim: Claim, own: OwnClaims) -> str:
    """The measure that a claim counts by the text's own parts; empty when its words stand."""
    found = _by_parts(claim, own)
    if found or claim.measure.origin != "inherited":
        return found
    beside = (other for other in own.in_sentence(claim) if other.id != claim.id)
    return next((name for other in beside if (name := _by_parts(other, own))), "")


def _by_parts(claim: Claim, own: OwnClaims) -> str:
    if claim.id not in own.counts_as:
        own.counts_as[claim.id] = _added_up(claim, own)
    return own.counts_as[claim.id]


def _added_up(claim: Claim, own: OwnClaims) -> str:
    number = claim.value.number
    if claim.relation is not Relation.LEVEL or number is None:
        return ""
    for whole, one, other in sums():
        if claim.measure.value == one:
            rests = _levels(own, other, claim)
            if any(number - mine in rests for mine in _levels(own, one, claim)):
                return whole
    return ""


def _levels(own: OwnClaims, measure: str, like: Claim) -> set[int]:
    return {
        int(other.value.number)
        for other in own.levels(like, measure)
        if other.id != like.id and other.period.value == like.period.value and other.value.number is not None
    }
