"""Own claims: in come the claims of one text; out come those beside a claim, so that comparing them stays fast in any text."""

from __future__ import annotations

from tallymark.model.claim import Claim, Span
from tallymark.model.figure import Relation

# More claims than any readable text has; those beyond it are checked but not compared with the others.
MOST = 500


class OwnClaims:
    """The first claims of a text by sentence and by measure; nothing is beside a claim that lies farther down."""

    def __init__(self, claims: tuple[Claim, ...]) -> None:
        self.claims = claims[:MOST]
        self.counts_as: dict[str, str] = {}
        self._ids = {claim.id for claim in self.claims}
        self._sentences: dict[Span, list[Claim]] = {}
        self._levels: dict[str | None, list[Claim]] = {}
        for claim in self.claims:
            self._sentences.setdefault(claim.sentence, []).append(claim)
            if claim.relation is Relation.LEVEL:
                self._levels.setdefault(claim.measure.value, []).append(claim)
        self.notes = (
            (f"Only the first {MOST} of {len(claims)} claims were compared with each other.",)
            if len(claims) > MOST
            else ()
        )

    def beside(self, claim: Claim) -> tuple[Claim, ...]:
        """The claims to compare with ``claim``, itself among them."""
        return self.claims if claim.id in self._ids else ()

    def in_sentence(self, claim: Claim) -> list[Claim]:
        """The claims of its sentence, itself among them."""
        return self._sentences.get(claim.sentence, []) if claim.id in self._ids else []

    def levels(self, claim: Claim, measure: str | None) -> list[Claim]:
        """The levels of a measure that are beside ``claim``."""
        return self._levels.get(measure, []) if claim.id in self._ids else []
