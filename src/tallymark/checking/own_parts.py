"""Own parts: in come the claims of one text; out comes which of them, by the text's own parts, count more than their words say.

"61,000 were apprehended ... that includes 29,000 between the ports and 32,000 at them": the total counts both.
"""

from __future__ import annotations

from tallymark.checking.family import sums
from tallymark.model.claim import Claim
from tallymark.model.figure import Relation


def counts_as(claim: Claim, claims: tuple[Claim, ...]) -> str:
    """The measure that a claim counts by the text's own parts; empty when its words stand."""
    found = _by_parts(claim, claims)
    if found or claim.measure.origin != "inherited":
        return found
    beside = (other for other in claims if other.sentence == claim.sentence and other.id != claim.id)
    return next((name for other in beside if (name := _by_parts(other, claims))), "")


def _by_parts(claim: Claim, claims: tuple[Claim, ...]) -> str:
    number = claim.value.number
    if claim.relation is not Relation.LEVEL or number is None:
        return ""
    for whole, one, other in sums():
        if claim.measure.value == one:
            for mine in _levels(claims, one, claim):
                if any(mine + rest == number for rest in _levels(claims, other, claim)):
                    return whole
    return ""


def _levels(claims: tuple[Claim, ...], measure: str, like: Claim) -> list[int]:
    return [
        int(other.value.number)
        for other in claims
        if other.id != like.id
        and other.relation is Relation.LEVEL
        and other.measure.value == measure
        and other.period.value == like.period.value
        and other.value.number is not None
    ]
