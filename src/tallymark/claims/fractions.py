"""Fractions and multiples: in come tokens; out come numerals such as "two-thirds", "one in three", "doubled", "a small majority".

Fractions are given in percent with three decimals (two-thirds: 66.667). Their printed place is a twelfth for halves,
thirds and quarters and half an nth for others: nobody who writes "a third" means 33.333 to the last digit.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from tallymark.claims.cardinals import cardinal_at
from tallymark.claims.contexts import word_set
from tallymark.claims.numbers import DASHES, MOST_DIGITS, ONE, THOUSANDTH, VULGAR, Numeral, ungrouped
from tallymark.claims.tokens import NUMBER, WORD, Token, joined
from tallymark.claims.units import unit_at
from tallymark.claims.words import is_number_word, number_words

HUNDRED = Decimal(100)
_HALF_POINT = Decimal("0.5")
_CLOSENESS = word_set("closeness")
_NEVER_HALF_BEFORE = word_set("before_no_half")
_HALF_FOLLOWERS = word_set("after_half")
_COMPARED = word_set("compared_as")
_MULTIPLE_FOLLOWERS = word_set("after_multiple")
_BEFORE_DOUBLE = word_set("before_double")
_TIME_KINDS = ("duration", "percent", "points")


def fraction_value(numerator: Decimal | int, denominator: Decimal | int) -> tuple[Decimal, Decimal]:
    """Value in percent and printed place of a fraction; 2, 3 -> 66.667 and 8.333."""
    below = Decimal(denominator)
    value = (HUNDRED * Decimal(numerator) / below).quantize(THOUSANDTH)
    place = (HUNDRED / 12 if below <= 4 else HUNDRED * _HALF_POINT / below).quantize(THOUSANDTH)
    return _short(value), place


def fraction_at(tokens: Sequence[Token], i: int) -> Numeral | None:
    """The fraction that starts at token ``i``: "half", "a third", "two-thirds", "1/2", "one in three", "3 out of 10", "70/30"."""
    token = tokens[i]
    if token.kind == NUMBER:
        return _slash_at(tokens, i) or _n_in_m_at(tokens, i)
    if token.lower in VULGAR:
        return _fraction(tokens, i, i + 1, *(Decimal(part) for part in VULGAR[token.lower]))
    if token.lower == "half":
        return None if cardinal_at(tokens, i) else _half_at(tokens, i)
    if token.lower in ("a", "an", "one") and (token.lower == "one" or cardinal_at(tokens, i) is None):
        found = _nth_at(tokens, i, ONE)
        if found:
            return found
    if token.lower in number_words()["unit"]:
        value = number_words()["unit"][token.lower]
        return (_nth_at(tokens, i, value) if value else None) or _n_in_m_at(tokens, i)
    return None


def _half_at(tokens: Sequence[Token], i: int) -> Numeral | None:
    before = tokens[i - 1].lower if i else ""
    after = tokens[i + 1].lower if i + 1 < len(tokens) else "."
    if before in _NEVER_HALF_BEFORE or (before in DASHES and joined(tokens[i - 1], tokens[i])):
        return None
    if after in DASHES and joined(tokens[i], tokens[i + 1]):
        return None
    length = unit_at(tokens, i + 2) if after in ("a", "an") else None
    if _after_and_a(tokens, i) or (length is not None and length.kind == "duration"):
        return None
    if after not in _HALF_FOLLOWERS and before not in ("than", "about", "nearly", "almost", "by", "roughly"):
        return None
    return _fraction(tokens, i, i + 1, ONE, 2)


def _after_and_a(tokens: Sequence[Token], i: int) -> bool:
    """Reads "a year and a half": part of a length of time, not a share."""
    return i > 1 and tokens[i - 1].lower == "a" and tokens[i - 2].lower == "and"


def _nth_at(tokens: Sequence[Token], i: int, numerator: Decimal) -> Numeral | None:
    """Reads "two-thirds", "one quarter", "a third of"."""
    j = i + 1
    hyphen = j < len(tokens) and tokens[j].lower in DASHES
    j += hyphen
    parts = number_words()["part"]
    if j >= len(tokens) or tokens[j].lower not in parts or (tokens[j].lower == "half" and numerator != ONE):
        return None
    word = tokens[j].lower
    denominator = parts[word]
    plural = word.endswith("s") or word == "halves"
    if numerator >= denominator or plural != (numerator > 1):
        return None
    after = tokens[j + 1].lower if j + 1 < len(tokens) else "."
    before = tokens[i - 1].lower if i else ""
    article = tokens[i].lower in ("a", "an")
    if word in ("quarter", "quarters") and after == "of" and j + 2 < len(tokens) and tokens[j + 2].lower in _YEAR_WORDS:
        return None
    sure = hyphen or after == "of" or before in ("than", "about", "nearly", "almost", "roughly", "only", "over", "by")
    if not sure and (article or word.startswith("quarter") or word.startswith("second")) and after not in _AFTER_PART:
        return None
    if not sure and after not in _HALF_FOLLOWERS and tokens[j + 1].kind == WORD:
        return None
    return _fraction(tokens, i, j + 1, numerator, denominator)


_YEAR_WORDS = frozenset({"fiscal", "fy", "year", "calendar"})
_AFTER_PART = word_set("after_part")


def _slash_at(tokens: Sequence[Token], i: int) -> Numeral | None:
    if i + 2 >= len(tokens) or tokens[i + 1].lower not in "/⁄" or tokens[i + 2].kind != NUMBER:
        return None
    if not (joined(tokens[i], tokens[i + 1]) and joined(tokens[i + 1], tokens[i + 2])):
        return None
    upper, lower = tokens[i].lower, tokens[i + 2].lower
    if (
        not (upper.isdigit() and lower.isdigit())
        or len(upper + lower) > MOST_DIGITS
        or (i + 3 < len(tokens) and tokens[i + 3].lower == "/")
    ):
        return None
    above, below = Decimal(upper), Decimal(lower)
    if above + below == HUNDRED and above >= below:
        return Numeral(i, i + 3, tokens[i].start, tokens[i + 2].end, above, ONE, ONE, "split")
    if above <= 0 or above >= below or below > 128:
        return None
    return _fraction(tokens, i, i + 3, above, below)


def _n_in_m_at(tokens: Sequence[Token], i: int) -> Numeral | None:
    """Reads "one in three", "3 out of 10", "nine of every ten"; no length of time after."""
    upper = _small(tokens, i)
    j = i + 1
    words = tuple(token.lower for token in tokens[j : j + 3])
    step = next((len(link) for link in _LINKS if words[: len(link)] == link), 0)
    if upper is None or not step or j + step >= len(tokens):
        return None
    lower = _small(tokens, j + step)
    if lower is None or not 0 < upper < lower or not _same_style(tokens[i], tokens[j + step], lower):
        return None
    last = j + step + 1
    if words[0] == "in" and step == 1 and upper != 1 and not (lower <= 10 or lower % 5 == 0 or lower == 12):
        return None
    unit = unit_at(tokens, last)
    if (unit and unit.kind in _TIME_KINDS) or (
        last < len(tokens) and (tokens[last].lower in DASHES or is_number_word(tokens[last].lower))
    ):
        return None
    return _fraction(tokens, i, last, upper, lower)


def _same_style(upper: Token, lower: Token, value: Decimal) -> bool:
    """Whether both are in digits or both in words; newspapers write "nine in 10", with digits from ten on."""
    return upper.kind == lower.kind or (upper.kind == WORD and value >= 10)


_LINKS = (("out", "of", "every"), ("-", "in", "-"), ("out", "of"), ("in", "every"), ("of", "every"), ("in",))


def _small(tokens: Sequence[Token], i: int) -> Decimal | None:
    token = tokens[i]
    if token.kind == NUMBER and ungrouped(token).isdigit():
        value = Decimal(ungrouped(token))
        return value if value <= 1000 or value in (10000, 100000) else None
    words = number_words()
    if token.lower in words["unit"]:
        return words["unit"][token.lower]
    return words["ten"].get(token.lower) or words["hundred"].get(token.lower)


def multiple_at(tokens: Sequence[Token], i: int) -> Numeral | None:
    """The multiple at token ``i``: "doubled", "more than double the", "twofold", "10-fold", "three times as many", "5x"."""
    words = number_words()
    token = tokens[i]
    before = tokens[i - 1].lower if i else ""
    after = tokens[i + 1].lower if i + 1 < len(tokens) else "."
    value = words["multiple"].get(token.lower)
    if value is not None:
        verb = token.lower.endswith(("ed", "ing", "s")) or "fold" in token.lower
        if not verb and (after in DASHES or (after not in _MULTIPLE_FOLLOWERS and before not in _BEFORE_DOUBLE)):
            return None
        return _multiple(tokens, i, i + 1, value)
    if token.lower in words["times"]:
        if token.lower == "once" or not _compares(tokens, i + 1):
            return None
        return _multiple(tokens, i, i + 1, words["times"][token.lower])
    return _folds_at(tokens, i)


def _compares(tokens: Sequence[Token], j: int) -> bool:
    """Whether a comparison follows a word such as "twice": "as many", "the number", "higher"."""
    word = tokens[j].lower if j < len(tokens) else ""
    if word == "as":
        return j + 1 < len(tokens) and tokens[j + 1].lower in _COMPARED
    return word in _MULTIPLE_FOLLOWERS


def _folds_at(tokens: Sequence[Token], i: int) -> Numeral | None:
    token = tokens[i]
    if token.kind == NUMBER and len(token.lower) <= MOST_DIGITS:
        value, last, place = (
            Decimal(ungrouped(token)),
            i + 1,
            ONE.scaleb(-len(token.lower.partition(".")[2])),
        )
    elif is_number_word(token.lower):
        found = cardinal_at(tokens, i)
        if found is None or found.value is None:
            return None
        value, last, place = found.value, found.last, ONE
    else:
        return None
    j = last + (last < len(tokens) and tokens[last].lower in DASHES)
    if j >= len(tokens):
        return None
    if tokens[j].lower == "fold" or (tokens[j].lower == "x" and j == last and joined(tokens[j - 1], tokens[j])):
        return _multiple(tokens, i, j + 1, value, place)
    if tokens[j].lower == "times" and _compares(tokens, j + 1):
        return _multiple(tokens, i, j + 1, value, place)
    return None


def majority_at(tokens: Sequence[Token], i: int) -> Numeral | None:
    """Reads "majority" with a word of closeness before it ("a small majority", "barely a majority"): just above 50 percent."""
    if tokens[i].lower != "majority":
        return None
    near = range(i - 1, max(-1, i - 4), -1)
    start = next((j for j in near if tokens[j].lower in _CLOSENESS), None)
    if start is None or any(tokens[j].kind != WORD for j in range(start, i)):
        return None
    place = (HUNDRED / 12).quantize(THOUSANDTH)
    return Numeral(
        i,
        i + 1,
        tokens[i].start,
        tokens[i].end,
        Decimal(50),
        place,
        place,
        "fraction",
        digits=False,
        notes=("majority",),
    )


def _fraction(tokens: Sequence[Token], i: int, last: int, numerator: Decimal, denominator: Decimal | int) -> Numeral:
    value, place = fraction_value(numerator, denominator)
    digits = tokens[i].kind == NUMBER
    return Numeral(i, last, tokens[i].start, tokens[last - 1].end, value, place, place, "fraction", digits=digits)


def _multiple(tokens: Sequence[Token], i: int, last: int, value: Decimal, place: Decimal = ONE) -> Numeral:
    place = _HALF_POINT if place == ONE else place
    digits = tokens[i].kind == NUMBER
    return Numeral(i, last, tokens[i].start, tokens[last - 1].end, value, place, place, "multiple", digits=digits)


def _short(value: Decimal) -> Decimal:
    whole = value.to_integral_value()
    return whole if whole == value else value
