"""Absence: in come tokens; out comes a zero for "no" before a noun that is counted ("No migrants were released")."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from tallymark.claims.contexts import counted_nouns
from tallymark.claims.numbers import ONE, Numeral
from tallymark.claims.tokens import WORD, Token

REACH = 3  # words between "no" and its noun, the noun included


def absence_at(tokens: Sequence[Token], i: int) -> Numeral | None:
    """The zero that "no" claims at token ``i``, or None."""
    token = tokens[i]
    if token.lower != "no":
        return None
    for follower in tokens[i + 1 : i + 1 + REACH]:
        if follower.kind != WORD or follower.lower in ("more", "longer", "fewer", "less", "one", "such", "other"):
            return None
        if follower.lower in counted_nouns():
            return Numeral(i, i + 1, token.start, token.end, Decimal(0), ONE, ONE, digits=False, notes=("absence",))
    return None
