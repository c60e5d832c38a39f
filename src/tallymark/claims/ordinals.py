"""Ordinals: in come tokens; out come numerals for "24th" and for streaks in words ("fourth straight year")."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from tallymark.claims.numbers import MOST_DIGITS, ONE, Numeral
from tallymark.claims.tokens import NUMBER, Token, joined
from tallymark.claims.words import number_words

_ENDINGS = frozenset({"st", "nd", "rd", "th"})
_STREAKS = frozenset({"straight", "consecutive", "successive"})


def ordinal_at(tokens: Sequence[Token], i: int) -> Numeral | None:
    """The ordinal at token ``i``, or None; an ordinal word counts only in a streak."""
    token = tokens[i]
    if i + 1 >= len(tokens):
        return None
    if token.kind == NUMBER:
        ending = tokens[i + 1]
        if (
            ending.lower not in _ENDINGS
            or not joined(token, ending)
            or not token.lower.isdigit()
            or len(token.lower) > MOST_DIGITS
        ):
            return None
        return Numeral(i, i + 2, token.start, ending.end, Decimal(token.lower), ONE, ONE, "ordinal")
    value = number_words()["ordinal"].get(token.lower)
    if value is None or tokens[i + 1].lower not in _STREAKS:
        return None
    return Numeral(i, i + 1, token.start, token.end, value, ONE, ONE, "ordinal", digits=False)
