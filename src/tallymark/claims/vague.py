"""Vague numbers: in come tokens; out come numerals without a value for "dozens", "tens of thousands", "several hundred"."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from tallymark.claims.numbers import ONE, Numeral
from tallymark.claims.tokens import Token
from tallymark.claims.words import number_words

LONGEST = 12  # tokens in one vague number; it bounds the work


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
