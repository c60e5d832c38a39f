"""Numbers in digits: in come tokens; out come numerals, each with value, printed place and granule.

A numeral is digits with an optional scale: "396,906", "1.1 million", "$50m", "40K", "2 and a half million". Numbers in words
are in ``cardinals`` and ``vague``, fractions and multiples in ``fractions``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from tallymark.claims.contexts import counted_nouns, word_set
from tallymark.claims.tokens import NUMBER, SIGN, WORD, Token, joined
from tallymark.claims.units import currency_before, is_attached_unit
from tallymark.claims.words import is_number_word, number_words

ONE = Decimal(1)
THOUSAND = Decimal(1000)
DASHES = frozenset("-‐‑–−")
THOUSANDTH = Decimal("0.001")
VULGAR = {
    "½": (1, 2),
    "⅓": (1, 3),
    "⅔": (2, 3),
    "¼": (1, 4),
    "¾": (3, 4),
    "⅛": (1, 8),
    "⅜": (3, 8),
    "⅝": (5, 8),
    "⅞": (7, 8),
}
LARGEST_PART = 16  # "3 7/16"
BRACKETS = {"(": ")", "[": "]"}
MOST_DIGITS = 18  # longer strings are identifiers


@dataclass(frozen=True, slots=True)
class Numeral:
    """One number as printed: tokens ``first`` to ``last`` (excluded), characters ``start`` to ``end``.

    ``value`` is None when vague; ``low``/``high`` bound a vague number or a written range. ``scale`` is the scale word's
    factor (1 without), ``currency`` a code or empty, ``kind`` count, money, fraction, multiple, ordinal or vague,
    ``notes`` what was read in spite of a misprint.
    """

    first: int
    last: int
    start: int
    end: int
    value: Decimal | None
    place: Decimal
    granule: Decimal
    kind: str = "count"
    low: Decimal | None = None
    high: Decimal | None = None
    scale: Decimal = ONE
    currency: str = ""
    digits: bool = True
    notes: tuple[str, ...] = ()


def granule_of(value: Decimal, place: Decimal) -> Decimal:
    """The place of the last digit that is not zero, at least ``place``: 390,000 -> 10,000; 0 -> ``place``."""
    if not value:
        return place
    exponent = value.normalize().as_tuple().exponent
    return max(place, Decimal(1).scaleb(int(exponent)))


def plain(value: Decimal) -> Decimal:
    """The same number without an exponent or trailing zeros after the point."""
    short = value.normalize()
    return short.quantize(ONE) if int(short.as_tuple().exponent) > 0 else short


def ungrouped(token: Token) -> str:
    """The digits of a number token without the commas or thin spaces between thousands."""
    return "".join(letter for letter in token.lower if letter.isdigit() or letter == ".")


def digits_at(tokens: Sequence[Token], i: int, text: str) -> Numeral | None:
    """The numeral whose digits are token ``i``, or None when they are a name's or an identifier's ("MS-13", "F150", "5G")."""
    first, currency = currency_before(tokens, i)
    inside = currency != "" and any(token.lower in DASHES for token in tokens[first:i])
    first, negative = _sign_before(tokens, first, text)
    negative = negative or inside
    if not currency and _part_of_name(tokens, i, first, text):
        return None
    printed = ungrouped(tokens[i])
    if len(printed) > MOST_DIGITS:
        return None
    value = Decimal(printed)
    place = ONE.scaleb(-len(printed.partition(".")[2]))
    half = half_after(tokens, i + 1)
    last = i + 1
    if half:
        value, place, last = value + Decimal("0.5"), Decimal("0.5"), half
    elif parts := _fraction_after(tokens, last):
        value, place, last = value + (Decimal(parts[0]) / parts[1]).quantize(THOUSANDTH), Decimal("0.5"), last + 3
    elif last < len(tokens) and tokens[last].lower in VULGAR and joined(tokens[i], tokens[last]):
        part = Decimal(VULGAR[tokens[last].lower][0]) / VULGAR[tokens[last].lower][1]
        value, place, last = value + part.quantize(THOUSANDTH), Decimal("0.5"), last + 1
    scale, last = _scale_after(tokens, last, text, currency)
    if last == i + 1 and _bad_suffix(tokens, last, text, currency):
        return None
    value, place = plain(value * scale), plain(place * scale)
    if negative:
        value = -value
    return Numeral(
        first, last, tokens[first].start, tokens[last - 1].end, value, place, granule_of(value, place),
        "money" if currency else "count", scale=scale, currency=currency,
    )  # fmt: skip


def _fraction_after(tokens: Sequence[Token], j: int) -> tuple[int, int] | None:
    """The parts of "1/2" at token ``j``, as in "3 1/2", or None."""
    if j + 2 >= len(tokens) or tokens[j + 1].lower != "/" or tokens[j].kind != NUMBER or tokens[j + 2].kind != NUMBER:
        return None
    above, below = tokens[j].lower, tokens[j + 2].lower
    if not (
        above.isdigit()
        and below.isdigit()
        and joined(tokens[j], tokens[j + 1])
        and joined(tokens[j + 1], tokens[j + 2])
    ):
        return None
    return (int(above), int(below)) if 0 < int(above) < int(below) <= LARGEST_PART else None


def _sign_before(tokens: Sequence[Token], first: int, text: str) -> tuple[int, bool]:
    if not first:
        return first, False
    before = tokens[first - 1]
    if before.lower in DASHES and joined(before, tokens[first]):
        if first > 1 and tokens[first - 2].lower == "minus" and joined(tokens[first - 2], before):
            return first - 2, True
        if not before.start or text[before.start - 1] in " \t\n($€£":
            return first - 1, True
    if before.lower == "minus":
        return first - 1, True
    return first, False


def _part_of_name(tokens: Sequence[Token], i: int, first: int, text: str) -> bool:
    """Whether letters stand right before the digits, with or without a hyphen: "MS-13", "X6"; "mid-2010" is none."""
    if first != i or not i:
        return False
    before = tokens[i - 1]
    if not joined(before, tokens[i]):
        return False
    if before.kind == WORD or before.lower == "_":
        return True
    if before.lower in DASHES and i > 1 and tokens[i - 2].kind == WORD and joined(tokens[i - 2], before):
        head = text[tokens[i - 2].start]
        return head.isupper() and tokens[i - 2].lower not in _PREFIXES and not is_number_word(tokens[i - 2].lower)
    return before.lower in "#@" or (before.lower == "/" and i > 1 and tokens[i - 2].kind == WORD)


_PREFIXES = word_set("prefix")


def half_after(tokens: Sequence[Token], j: int) -> int:
    """The index after "and a half" (also hyphened) at ``j``; 0 when it is not there."""
    want = ("and", "a", "half")
    for word in want:
        while j < len(tokens) and tokens[j].lower in DASHES:
            j += 1
        if j >= len(tokens) or tokens[j].lower != word:
            return 0
        j += 1
    return j


def _added_scale(tokens: Sequence[Token], j: int) -> Decimal | None:
    """The scale that an editor added in brackets to what was said: "11 (million)", "11 [million]"."""
    if j + 2 >= len(tokens) or tokens[j].lower not in BRACKETS or tokens[j + 2].lower != BRACKETS[tokens[j].lower]:
        return None
    return number_words()["scale"].get(tokens[j + 1].lower)


def _scale_after(tokens: Sequence[Token], j: int, text: str, currency: str) -> tuple[Decimal, int]:
    """The product of the scale words at ``j`` and the index after them."""
    words = number_words()
    scale = ONE
    added = _added_scale(tokens, j)
    if added is not None:
        return added, j + 3
    for _ in range(2):
        at = j
        if at < len(tokens) and tokens[at].lower in DASHES and joined(tokens[at - 1], tokens[at]):
            at += 1
        if at >= len(tokens) or tokens[at].kind != WORD:
            break
        word = tokens[at].lower
        attached = joined(tokens[at - 1], tokens[at])
        factor = words["scale"].get(word) or words["hundred"].get(word) or words["dozen"].get(word)
        if factor is None and (attached or currency):
            factor = words["suffix"].get(word)
        if factor is None and word in words["letter"]:
            upper = text[tokens[at].start].isupper()
            counted = at + 1 < len(tokens) and tokens[at + 1].lower in counted_nouns()
            factor = words["letter"][word] if (attached and (upper or counted)) or (currency and at == j) else None
        if factor is None and word in ("bn", "mn", "mln"):
            factor = words["suffix"][word]
        if factor is None:
            break
        scale, j = scale * factor, at + 1
    return scale, j


def _bad_suffix(tokens: Sequence[Token], j: int, text: str, currency: str) -> bool:
    """Whether letters that are no unit stand right after the digits: "5G", "49ers", "1970s"."""
    if currency or j >= len(tokens) or tokens[j].kind != WORD or not joined(tokens[j - 1], tokens[j]):
        return False
    return not is_attached_unit(text[tokens[j].start : tokens[j].end])


def read_thousands_point(numeral: Numeral, token: Token) -> Numeral:
    """The numeral with a misprinted thousands point taken as a comma: "182.467" beside numbers such as 182,449."""
    value = Decimal(token.lower.replace(".", ""))
    note = f"{token.lower} read as {value:,}: the point stands where this text has commas"
    return replace(numeral, value=value, place=ONE, granule=granule_of(value, ONE), notes=(*numeral.notes, note))


def has_thousands_point(token: Token) -> bool:
    """Whether digits look like one to three, a point and three more: a decimal or a misprint."""
    left, mark, right = token.lower.partition(".")
    return token.kind == NUMBER and bool(mark) and len(right) == 3 and 0 < len(left) <= 3 and left != "0"


def is_sign(token: Token, marks: str) -> bool:
    """Whether the token is one of these signs."""
    return token.kind == SIGN and token.lower in marks
