"""Names and years: in come the tokens around a bare number; out comes whether it is part of a name or a year."""

from __future__ import annotations

from collections.abc import Sequence

from tallymark.claims.contexts import counted_nouns, word_set
from tallymark.claims.directions import direction_words
from tallymark.claims.hedges import hedge_before
from tallymark.claims.numbers import Numeral
from tallymark.claims.tokens import NUMBER, WORD, Token, joined
from tallymark.claims.units import unit_at

FIRST_YEAR, FIRST_LIKELY_YEAR, LAST_YEAR = 1500, 1900, 2199
LONGEST_NAME_NUMBER = 3
LARGEST_SCORE = 250
HEADLINE_REACH = 5
LONGER_WORD = 4
_HEDGES_OF_TIME = word_set("hedge_of_time")
_NO_NOUN = word_set("no_noun")
_NEVER_NAMES = word_set("no_name")


def is_year(tokens: Sequence[Token], i: int, numeral: Numeral) -> bool:
    """Whether four bare digits are a year: no comma, no unit, and no counted noun right after.

    Digits below 1900 count when any plural noun follows; after a hedge of amount ("at least 2000 beds") so do all.
    """
    printed = tokens[i].lower
    if (
        len(printed) != 4
        or not printed.isdigit()
        or numeral.last != i + 1
        or not FIRST_YEAR <= int(printed) <= LAST_YEAR
    ):
        return False
    if unit_at(tokens, i + 1) is not None or any(token.lower in counted_nouns() for token in tokens[i + 1 : i + 3]):
        return False
    found = hedge_before(tokens, i)
    amount = found is not None and tokens[i - 1].lower not in _HEDGES_OF_TIME
    if amount or int(printed) < FIRST_LIKELY_YEAR:
        return not _plural_after(tokens, i + 1)
    return True


def is_name_number(tokens: Sequence[Token], i: int, numeral: Numeral, text: str) -> bool:
    """Whether a short bare number belongs to a capitalised name before it ("Big 12", "Title 42") or after it ("737 Max")."""
    printed = tokens[i].lower
    if numeral.last != i + 1 or not printed.isdigit() or not i:
        return False
    before = tokens[i - 1]
    if (
        before.kind != WORD
        or joined(before, tokens[i])
        or not _capitalised(text, before)
        or before.lower in _NEVER_NAMES
    ):
        return False
    if before.lower.endswith(("'s", "’s")) or unit_at(tokens, i + 1) is not None:
        return False
    if _camel_case(text, before):
        return True
    if len(printed) > LONGEST_NAME_NUMBER or _plural_after(tokens, i + 1):
        return False
    return not (_starts_sentence(tokens, i - 1) or before.lower in direction_words() or _in_headline(tokens, i, text))


def _in_headline(tokens: Sequence[Token], i: int, text: str) -> bool:
    """Whether all longer words around are capitalised, as in a headline, where a capital tells no name."""
    around = [*tokens[max(0, i - 1 - HEADLINE_REACH) : i - 1], *tokens[i + 1 : i + 1 + HEADLINE_REACH]]
    longer = [token for token in around if token.kind == WORD and len(token.lower) >= LONGER_WORD]
    return len(longer) > 1 and all(text[token.start].isupper() for token in longer)


def is_score(tokens: Sequence[Token], i: int) -> bool:
    """Whether digits are half of a score or vote such as "5-4": two whole numbers joined by a hyphen, the first not the smaller."""
    for left, right in ((i, i + 2), (i - 2, i)):
        if (
            left < 0
            or right >= len(tokens)
            or tokens[left + 1].lower not in "-–"
            or tokens[left].kind != NUMBER
            or tokens[right].kind != NUMBER
        ):
            continue
        if not (joined(tokens[left], tokens[left + 1]) and joined(tokens[left + 1], tokens[right])):
            continue
        before, after = tokens[left].lower, tokens[right].lower
        if before.isdigit() and after.isdigit() and LARGEST_SCORE >= int(before) >= int(after):
            return True
    return False


def _capitalised(text: str, token: Token) -> bool:
    return any(letter.isupper() for letter in text[token.start : token.end])


def _camel_case(text: str, token: Token) -> bool:
    """Reads "iPhone", "YouTube": only names are written so, even before a plural."""
    printed = text[token.start : token.end]
    return printed[1:] != printed[1:].lower() and printed[1:] != printed[1:].upper()


def _starts_sentence(tokens: Sequence[Token], i: int) -> bool:
    return i == 0 or tokens[i - 1].kind == "break" or tokens[i - 1].lower in '"“('


def _plural_after(tokens: Sequence[Token], j: int) -> bool:
    """Whether a plural noun follows at once or after one other word."""
    for token in tokens[j : j + 2]:
        if token.kind != WORD or token.lower in _NEVER_NAMES:
            return False
        if token.lower in ("people", "children", "men", "women", "of"):
            return token.lower != "of"
        if (
            token.lower.endswith("s")
            and not token.lower.endswith("ss")
            and token.lower not in _NO_NOUN
            and "’" not in token.lower
            and "'" not in token.lower
        ):
            return True
    return False
