"""Names and years: in come the tokens around a bare number; out comes whether it is part of a name or a year."""

from __future__ import annotations

from collections.abc import Sequence

from tallymark.claims.hedges import hedge_before
from tallymark.claims.numbers import Numeral
from tallymark.claims.tokens import WORD, Token, joined
from tallymark.claims.units import unit_at
from tallymark.model.figure import Hedge

FIRST_YEAR, LAST_YEAR = 1500, 2100
LONGEST_NAME_NUMBER = 3
_NO_NOUN = frozenset(
    "was is alone this class less as os has means his census its us process series plus thus versus".split()
)
_NEVER_NAMES = frozenset(
    "about after all almost already also although among an and another approximately around as at average because been before below between both but by can"
    " did does down during each either even every exactly fewer for from had has have he her his how however if in including is its just last least less"
    " like many more most nearly no now of on one only or other our out over per roughly she since so some still than that the their then there these they"
    " this those though through to total under until up was we were what when where which while who with within without would yet you your nearly first"
    " among arrested deported removed killed held dow nasdaq".split()
)


def is_year(tokens: Sequence[Token], i: int, numeral: Numeral) -> bool:
    """Whether four bare digits are a year: no comma, no unit, no hedge, and no plural noun right after."""
    printed = tokens[i].lower
    if len(printed) != 4 or not printed.isdigit() or numeral.last != i + 1 or not FIRST_YEAR <= int(printed) <= LAST_YEAR:
        return False
    found = hedge_before(tokens, i)
    if found and found.hedging.hedge not in (Hedge.ALMOST,) and tokens[i - 1].lower not in ("around", "about", "over", "under", "below", "above"):
        return False
    if unit_at(tokens, i + 1) is not None:
        return False
    return not _plural_after(tokens, i + 1)


def is_name_number(tokens: Sequence[Token], i: int, numeral: Numeral, text: str) -> bool:
    """Whether a short bare number belongs to a capitalised name before it ("Big 12", "Title 42") or after it ("737 Max")."""
    printed = tokens[i].lower
    if numeral.last != i + 1 or not printed.isdigit() or not i:
        return False
    before = tokens[i - 1]
    if before.kind != WORD or joined(before, tokens[i]) or not text[before.start].isupper() or before.lower in _NEVER_NAMES:
        return False
    if len(printed) > LONGEST_NAME_NUMBER or unit_at(tokens, i + 1) is not None or _plural_after(tokens, i + 1):
        return False
    return not _starts_sentence(tokens, i - 1)


def _starts_sentence(tokens: Sequence[Token], i: int) -> bool:
    return i == 0 or tokens[i - 1].kind == "break" or tokens[i - 1].lower in '"“('


def _plural_after(tokens: Sequence[Token], j: int) -> bool:
    """Whether a plural noun follows at once or after one other word."""
    for token in tokens[j : j + 2]:
        if token.kind != WORD or token.lower in _NEVER_NAMES:
            return False
        if token.lower in ("people", "children", "men", "women", "of"):
            return token.lower != "of"
        if token.lower.endswith("s") and not token.lower.endswith("ss") and token.lower not in _NO_NOUN and "’" not in token.lower and "'" not in token.lower:
            return True
    return False


