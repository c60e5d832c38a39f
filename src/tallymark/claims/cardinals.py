"""Cardinals in words: in come tokens; out come numerals for "twenty-seven", "a hundred and five", "half a million", "two dozen"."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from tallymark.claims.numbers import DASHES, ONE, THOUSAND, Numeral, granule_of, half_after, plain
from tallymark.claims.tokens import WORD, Token, joined
from tallymark.claims.words import is_number_word, number_words

LONGEST = 24  # words in one cardinal; nobody writes longer ones, and it bounds the work


def cardinal_at(tokens: Sequence[Token], i: int) -> Numeral | None:
    """The cardinal in words that starts at token ``i``: "twenty-seven", "a hundred and five", "half a million", "two dozen"."""
    read = _read_cardinal(tokens, i)
    if read is None:
        return None
    value, scale, last = read
    first = i
    if i and tokens[i - 1].lower == "minus":
        first, value = i - 1, -value
    place = scale if scale >= THOUSAND else ONE
    if place > abs(value):  # "half a million"
        place = place / 10
    return Numeral(
        first, last, tokens[first].start, tokens[last - 1].end, plain(value), place, granule_of(value, place),
        scale=scale, digits=False,
    )  # fmt: skip


def _read_cardinal(tokens: Sequence[Token], i: int) -> tuple[Decimal, Decimal, int] | None:
    """Value, scale of the last part and index after it."""
    state = _Cardinal()
    joins = not (i and tokens[i - 1].lower == "between")  # there "and" separates the ends of a range
    j, last = i, i
    if tokens[i].lower in ("a", "an", "half"):
        lead = _read_article(tokens, i)
        if lead is None:
            return None
        state.current, j = lead
        state.seen = "article"
    while j < len(tokens) and j - i < LONGEST:
        if (last > i and _hyphen_inside(tokens, j)) or (
            joins and tokens[j].lower == "and" and _goes_on(tokens, j + 1, state.seen)
        ):
            j += 1
            continue
        if tokens[j].kind != WORD or not state.take(tokens[j].lower):
            break
        j += 1
        last = j
        half = half_after(tokens, j) if state.seen in ("unit", "scale") else 0
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
    if seen == "hundred":
        return after not in words["hundred"]
    return after not in words["scale"]


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


_PARTS_OF_SCALE = {"half": Decimal("0.5"), "quarter": Decimal("0.25")}


def _read_article(tokens: Sequence[Token], i: int) -> tuple[Decimal, int] | None:
    """Reads "a" before hundred, thousand, million or dozen as one; "half a" and "a quarter" as parts of the scale after them."""
    words = number_words()
    value, j = ONE, i + 1
    if tokens[i].lower != "half" and j < len(tokens) and tokens[j].lower == "quarter":
        value, j = _PARTS_OF_SCALE["quarter"], _past(tokens, j + 1, (*DASHES, "of", "a"))
    elif tokens[i].lower == "half":
        value, j = _PARTS_OF_SCALE["half"], _past(tokens, j, (*DASHES, "a", "an"))
    if j >= len(tokens) or not any(tokens[j].lower in words[kind] for kind in ("hundred", "scale", "dozen")):
        return None
    return value, j


def _past(tokens: Sequence[Token], j: int, skipped: Sequence[str]) -> int:
    """The index after up to three of the ``skipped`` words."""
    for _ in range(3):
        if j < len(tokens) and tokens[j].lower in skipped:
            j += 1
    return j
