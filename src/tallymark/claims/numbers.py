"""Numbers: in come tokens; out come numerals, each with value, printed place and granule, as digits or words print them.

A numeral is digits with an optional scale ("396,906", "1.1 million", "$50m", "40K"), a cardinal in words ("twenty-seven",
"a dozen", "two and a half million") or a vague number ("tens of thousands"). Fractions and multiples are in ``fractions``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from tallymark.claims.contexts import word_set
from tallymark.claims.tokens import NUMBER, SIGN, WORD, Token, joined
from tallymark.claims.units import currency_before, is_attached_unit
from tallymark.claims.words import number_words

ONE = Decimal(1)
THOUSAND = Decimal(1000)
DASHES = frozenset("-‐‑–−")
MOST_DIGITS = 18  # longer strings are identifiers
LONGEST = 12  # words in one cardinal; nobody writes longer ones, and it bounds the work


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


def digits_at(tokens: Sequence[Token], i: int, text: str) -> Numeral | None:
    """The numeral whose digits are token ``i``, or None when they are a name's or an identifier's ("MS-13", "F150", "5G")."""
    first, currency = currency_before(tokens, i)
    inside = currency != "" and any(token.lower in DASHES for token in tokens[first:i])
    first, negative = _sign_before(tokens, first, text)
    negative = negative or inside
    if not currency and _part_of_name(tokens, i, first, text):
        return None
    printed = tokens[i].lower.replace(",", "")
    if len(printed) > MOST_DIGITS:
        return None
    value = Decimal(printed)
    place = ONE.scaleb(-len(printed.partition(".")[2]))
    half = _half_after(tokens, i + 1)
    last = i + 1
    if half:
        value, place, last = value + Decimal("0.5"), Decimal("0.5"), half
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


def _half_after(tokens: Sequence[Token], j: int) -> int:
    """The index after "and a half" (also hyphened) at ``j``; 0 when it is not there."""
    want = ("and", "a", "half")
    for word in want:
        while j < len(tokens) and tokens[j].lower in DASHES:
            j += 1
        if j >= len(tokens) or tokens[j].lower != word:
            return 0
        j += 1
    return j


def _scale_after(tokens: Sequence[Token], j: int, text: str, currency: str) -> tuple[Decimal, int]:
    """The product of the scale words at ``j`` and the index after them."""
    words = number_words()
    scale = ONE
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
            factor = words["letter"][word] if (attached and upper) or (currency and at == j) else None
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


def is_number_word(word: str) -> bool:
    """Whether the lower-case word can be part of a cardinal in words."""
    words = number_words()
    return any(word in words[kind] for kind in ("unit", "ten", "hundred", "scale", "dozen"))


def cardinal_at(tokens: Sequence[Token], i: int) -> Numeral | None:
    """The cardinal in words that starts at token ``i``: "twenty-seven", "a hundred and five", "half a million", "two dozen"."""
    read = _read_cardinal(tokens, i)
    if read is None:
        return None
    value, scale, last = read
    place = scale if scale >= THOUSAND else ONE
    return Numeral(
        i, last, tokens[i].start, tokens[last - 1].end, plain(value), place, granule_of(value, place),
        scale=scale, digits=False,
    )  # fmt: skip


def _read_cardinal(tokens: Sequence[Token], i: int) -> tuple[Decimal, Decimal, int] | None:
    """Value, scale of the last part and index after it."""
    state = _Cardinal()
    j, last = i, i
    if tokens[i].lower in ("a", "an", "half"):
        lead = _read_article(tokens, i)
        if lead is None:
            return None
        state.current, j = lead
        state.seen = "article"
    while j < len(tokens) and j - i < LONGEST:
        if (last > i and _hyphen_inside(tokens, j)) or (
            tokens[j].lower == "and" and _goes_on(tokens, j + 1, state.seen)
        ):
            j += 1
            continue
        if tokens[j].kind != WORD or not state.take(tokens[j].lower):
            break
        j += 1
        last = j
        half = _half_after(tokens, j) if state.seen in ("unit", "scale") else 0
        if half:
            return _with_half(tokens, half, state.total, state.current, state.scale, state.seen)
    if last == i or state.seen == "article" or _ends_as_ordinal(tokens, last):
        return None
    return state.total + state.current, state.scale, last


def _ends_as_ordinal(tokens: Sequence[Token], last: int) -> bool:
    """Whether the words go on as an ordinal: "two hundred and forty-ninth"."""
    if last + 1 >= len(tokens) or tokens[last].lower not in DASHES or not joined(tokens[last - 1], tokens[last]):
        return False
    return tokens[last + 1].lower in number_words()["ordinal"] and tokens[last + 1].lower not in (
        "third",
        "fourth",
        "fifth",
        "tenth",
    )


def _hyphen_inside(tokens: Sequence[Token], j: int) -> bool:
    """Whether token ``j`` is the hyphen of "twenty-seven"."""
    if tokens[j].lower not in DASHES or j + 1 >= len(tokens):
        return False
    return joined(tokens[j - 1], tokens[j]) and is_number_word(tokens[j + 1].lower)


class _Cardinal:
    """A cardinal read so far: the sum of closed parts, the open part and what kind of word came last."""

    def __init__(self) -> None:
        self.total = Decimal(0)
        self.current = Decimal(0)
        self.scale = ONE
        self.seen = ""
        self.scale_before = ONE

    def take(self, word: str) -> bool:
        """Read one more word; False when the cardinal ended before it."""
        words = number_words()
        kind = next((kind for kind in ("unit", "ten", "hundred", "dozen", "scale") if word in words[kind]), "")
        if not kind or self.seen not in _MAY_FOLLOW[kind] or (kind == "unit" and not self._fits(words["unit"][word])):
            return False
        value = words[kind][word]
        if kind == "scale":
            if self.total and value >= self.scale_before:
                return False
            self.total, self.current, self.scale_before = self.total + self.current * value, Decimal(0), value
        elif kind in ("hundred", "dozen"):
            self.current *= value
        else:
            self.current += value
        self.scale = value if kind in ("hundred", "scale") else ONE
        self.seen = kind
        return True

    def _fits(self, value: Decimal) -> bool:
        return self.seen != "ten" or 0 < value < 10


_MAY_FOLLOW = {
    "unit": ("", "ten", "hundred", "scale"),
    "ten": ("", "hundred", "scale"),
    "hundred": ("article", "unit", "ten"),
    "dozen": ("article", "unit", "ten"),
    "scale": ("article", "unit", "ten", "hundred"),
}


def _goes_on(tokens: Sequence[Token], j: int, seen: str) -> bool:
    """Whether the cardinal goes on after "and": "one hundred and five", but "five hundred and six hundred" are two."""
    words = number_words()
    if seen not in ("hundred", "scale") or j >= len(tokens):
        return False
    if tokens[j].lower not in words["unit"] and tokens[j].lower not in words["ten"]:
        return False
    after = tokens[j + 1].lower if j + 1 < len(tokens) else ""
    return after not in words["scale"] and not (seen == "hundred" and after in words["hundred"])


def _with_half(
    tokens: Sequence[Token], j: int, total: Decimal, current: Decimal, scale: Decimal, seen: str
) -> tuple[Decimal, Decimal, int]:
    """Reads "two and a half million", "a million and a half"."""
    half = Decimal("0.5")
    if seen == "scale":
        return total + scale * half, scale / 10, j
    factor = number_words()["scale"].get(tokens[j].lower) if j < len(tokens) else None
    if factor is None:
        return total + current + half, ONE, j
    return (current + half) * factor, factor / 10, j + 1


def _read_article(tokens: Sequence[Token], i: int) -> tuple[Decimal, int] | None:
    """Reads "a" before hundred, thousand, million or dozen counts one; "half a" one half."""
    words = number_words()
    value, j = ONE, i + 1
    if tokens[i].lower == "half":
        value = Decimal("0.5")
        if j < len(tokens) and tokens[j].lower in DASHES:
            j += 1
        if j < len(tokens) and tokens[j].lower in ("a", "an"):
            j += 1
            if j < len(tokens) and tokens[j].lower in DASHES:
                j += 1
    if j >= len(tokens) or not any(tokens[j].lower in words[kind] for kind in ("hundred", "scale", "dozen")):
        return None
    return value, j


def vague_at(tokens: Sequence[Token], i: int) -> Numeral | None:
    """A vague number at token ``i``: "dozens", "tens of thousands", "thousands and thousands", "several hundred"."""
    words = number_words()
    word = tokens[i].lower
    if word in _FEW or (word == "a" and i + 1 < len(tokens) and tokens[i + 1].lower in _FEW):
        return _few_at(tokens, i)
    if word not in words["vague"] and word != "tens":
        return None
    low = words["vague"].get(word, Decimal(20))
    top = Decimal(100) if word in ("scores", "tens") else Decimal(120) if word == "dozens" else low * 5
    last = i + 1
    while last + 1 < len(tokens) and tokens[last].lower in ("of", "and", "or") and last - i < LONGEST:
        following = words["vague"].get(tokens[last + 1].lower)
        if following is None:
            break
        if tokens[last].lower == "of" and following == low:
            pass
        elif tokens[last].lower == "of":
            unit = following / 2
            low, top = (unit * 12 * 2, unit * 120) if word == "dozens" else (low * unit, top * unit)
        elif following > low:
            top = following * 5
        last += 2
    if word == "tens" and last == i + 1:
        return None
    return Numeral(
        i, last, tokens[i].start, tokens[last - 1].end, None, low / 2, low / 2, "vague", low, top, digits=False
    )


_FEW = frozenset({"several", "few", "many", "couple"})


def _few_at(tokens: Sequence[Token], i: int) -> Numeral | None:
    """Reads "several hundred", "a few thousand", "a couple of million"; "many" counts only before hundreds and more."""
    words = number_words()
    j = i + 2 if tokens[i].lower in ("a", "an") else i + 1
    if j < len(tokens) and tokens[j].lower == "of":
        j += 1
    factor = ONE
    start = j
    while j < len(tokens) and j - start < 2:
        step = next(
            (words[kind][tokens[j].lower] for kind in ("hundred", "scale", "dozen") if tokens[j].lower in words[kind]),
            None,
        )
        if step is None:
            break
        factor, j = factor * step, j + 1
    if j == start:
        return None
    return Numeral(
        i, j, tokens[i].start, tokens[j - 1].end, None, factor, factor, "vague", factor * 2, factor * 10, digits=False
    )


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
