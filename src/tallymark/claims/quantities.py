"""Quantities: in comes a text; out comes every number in it that is one, with its hedge, unit, direction and printed precision.

What is a claim is decided later; a quantity that is an age, a length of time, an idiom or an ordinal says so in ``mask``.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from tallymark.claims.absence import absence_at
from tallymark.claims.cardinals import cardinal_at
from tallymark.claims.contexts import word_set
from tallymark.claims.directions import direction_after, direction_before
from tallymark.claims.fractions import fraction_at, majority_at, multiple_at
from tallymark.claims.hedges import Hedging, hedge_around
from tallymark.claims.listing import quantity_json
from tallymark.claims.masks import MaskIndex, find_masks
from tallymark.claims.names import is_name_number, is_score, is_year
from tallymark.claims.numbers import VULGAR, Numeral, digits_at, has_thousands_point, read_thousands_point
from tallymark.claims.ordinals import ordinal_at
from tallymark.claims.pairs import pair_values, with_conversions
from tallymark.claims.quantity import Quantity, value_of
from tallymark.claims.spans import range_at
from tallymark.claims.tokens import NUMBER, Token, tokenize
from tallymark.claims.units import Unit, noun_after, unit_at
from tallymark.claims.vague import vague_at
from tallymark.claims.words import number_words
from tallymark.model.claim import Span
from tallymark.model.figure import Hedge

__all__ = ["Quantity", "find_quantities", "quantity_json", "value_of"]

ENOUGH_COMMAS = 2
MOST_QUANTITIES = 20_000  # a text with more is no prose; reading stops there, and who calls says so


# "rose above 120" tells where something is, not by how much it rose.
_LEVEL_HEDGES = word_set("hedge_of_level")


def find_quantities(text: str, sentences: tuple[Span, ...] | None = None) -> tuple[Quantity, ...]:
    """Every quantity of ``text`` in order; with ``sentences`` only those that lie inside one of them.

    Reading stops after ``MOST_QUANTITIES`` numbers.
    """
    tokens = tokenize(text)
    masks = find_masks(text)
    hard, soft = MaskIndex(masks, hard=True), MaskIndex(masks, hard=False)
    numerals = _numerals(tokens, text, hard)
    found = []
    at = 0
    while at < len(numerals):
        made, used = _quantities_at(tokens, numerals, at, text, soft)
        found += made
        at += used
    found = pair_values(with_conversions(found, text), text)
    if sentences is None:
        return tuple(found)
    starts = [sentence.start for sentence in sentences]
    return tuple(quantity for quantity in found if _inside_one(quantity.span, sentences, starts))


def _inside_one(span: Span, sentences: Sequence[Span], starts: Sequence[int]) -> bool:
    at = bisect_right(starts, span.start) - 1
    return at >= 0 and span.end <= sentences[at].end


def _numerals(tokens: Sequence[Token], text: str, hard: MaskIndex) -> list[Numeral]:
    commas = sum(token.kind == NUMBER and "," in token.lower for token in tokens) >= ENOUGH_COMMAS
    starters = _starters()
    found: list[Numeral] = []
    i = 0
    while i < len(tokens) and len(found) < MOST_QUANTITIES:
        token = tokens[i]
        if token.kind != NUMBER and token.lower not in starters:
            i += 1
            continue
        if hard.over(token.start, token.end):
            i += 1
            continue
        numeral = _numeral_at(tokens, i, text)
        if numeral is None or (token.kind == NUMBER and _not_counting(tokens, i, numeral, text)):
            i += 1
            continue
        if (
            commas
            and has_thousands_point(token)
            and numeral.last == i + 1
            and not numeral.currency
            and unit_at(tokens, i + 1) is None
        ):
            numeral = read_thousands_point(numeral, token)
        found.append(numeral)
        i = max(numeral.last, i + 1)
    return found


def _numeral_at(tokens: Sequence[Token], i: int, text: str) -> Numeral | None:
    fraction = fraction_at(tokens, i)
    if fraction:
        return fraction
    multiple = multiple_at(tokens, i)
    if multiple:
        return multiple
    if tokens[i].kind == NUMBER:
        return ordinal_at(tokens, i) or digits_at(tokens, i, text)
    for reader in (vague_at, cardinal_at, ordinal_at, majority_at, absence_at):
        found = reader(tokens, i)
        if found:
            return found
    return None


def _not_counting(tokens: Sequence[Token], i: int, numeral: Numeral, text: str) -> bool:
    return numeral.kind == "count" and (
        is_year(tokens, i, numeral) or is_score(tokens, i) or is_name_number(tokens, i, numeral, text)
    )


def _starters() -> frozenset[str]:
    words = number_words()
    kinds = ("unit", "ten", "vague", "multiple", "ordinal", "times")
    return frozenset(word for kind in kinds for word in words[kind]) | frozenset(VULGAR) | {
        "a", "an", "half", "tens", "several", "few", "many", "couple", "majority", "no",
    }  # fmt: skip


def _quantities_at(
    tokens: Sequence[Token], numerals: Sequence[Numeral], at: int, text: str, soft: MaskIndex
) -> tuple[list[Quantity], int]:
    first = numerals[at]
    following = numerals[at + 1] if at + 1 < len(numerals) else None
    joined = range_at(tokens, first, following) if following else None
    if joined is not None and following is not None:
        numeral, unit = joined
        return [_quantity(tokens, numeral, unit, text, soft)], 2
    return [_quantity(tokens, first, _unit_after(tokens, first), text, soft)], 1


def _unit_after(tokens: Sequence[Token], numeral: Numeral) -> Unit | None:
    if numeral.kind in ("fraction", "multiple", "ordinal", "split"):
        return None
    unit = unit_at(tokens, numeral.last)
    if unit and unit.kind == "money" and numeral.currency:
        return None
    return unit


def _quantity(tokens: Sequence[Token], numeral: Numeral, unit: Unit | None, text: str, soft: MaskIndex) -> Quantity:
    body_last = unit.last if unit and unit.kind in ("percent", "points", "money") else numeral.last
    after = unit.last if unit else numeral.last
    hedging, before, behind = hedge_around(tokens, numeral, after)
    hedging = _fitting(hedging, numeral)
    start = tokens[before.first].start if before else numeral.start
    end = tokens[body_last - 1].end
    span = Span(start, max(end, tokens[behind.last - 1].end if behind else end))
    words = " ".join(text[tokens[part.first].start : tokens[part.last - 1].end] for part in (before, behind) if part)
    mask = soft.over(numeral.start, numeral.end)
    unit_name, unit_text, kind = _unit_words(tokens, numeral, unit, after, text)
    level = before is not None and tokens[before.first].lower in _LEVEL_HEDGES
    percent = unit is not None and unit.kind in ("percent", "points")
    moved = None if level else direction_before(tokens, before.first if before else numeral.first, percent=percent)
    direction = moved or direction_after(tokens, max(after, behind.last if behind else after))
    return Quantity(
        span, Span(numeral.start, end), numeral.value, numeral.low, numeral.high, unit_name, unit_text,
        hedging.hedge, words, direction, numeral.place, numeral.granule, kind, hedging.width,
        _mask_of(numeral, mask.kind if mask else "", kind, unit), moved=moved is not None,
        scale=numeral.scale, notes=numeral.notes,
    )  # fmt: skip


def _fitting(hedging: Hedging, numeral: Numeral) -> Hedging:
    if numeral.kind == "vague":
        return Hedging(Hedge.VAGUE, "bare")
    if "majority" in numeral.notes:
        return Hedging(Hedge.MORE_THAN, "above")
    return hedging


def _mask_of(numeral: Numeral, mask: str, kind: str, unit: Unit | None) -> str:
    if numeral.kind == "ordinal":
        return "ordinal"
    if "absence" in numeral.notes or (numeral.value == 0 and not numeral.digits and mask != "idiom"):
        return "absence"
    if kind in ("percent", "money", "points", "fraction"):
        return ""
    return mask or ("duration" if unit and unit.kind == "duration" else "")


def _unit_words(
    tokens: Sequence[Token], numeral: Numeral, unit: Unit | None, after: int, text: str
) -> tuple[str, str, str]:
    """Normalised unit, unit as printed and kind of the quantity."""
    if numeral.kind in ("fraction", "split"):
        return "percent", "", "fraction" if numeral.kind == "fraction" else "percent"
    if numeral.kind == "multiple":
        return "ratio", "", "multiple"
    if unit and unit.kind in ("percent", "points"):
        return (
            unit.kind,
            text[tokens[numeral.last].start : tokens[unit.last - 1].end].lstrip("-– "),
            unit.kind if numeral.kind != "vague" else "vague",
        )
    kind = "vague" if numeral.kind == "vague" else "ordinal" if numeral.kind == "ordinal" else "count"
    if numeral.currency:
        return (
            numeral.currency,
            text[numeral.start : tokens[numeral.first].end],
            "vague" if kind == "vague" else "money",
        )
    if unit:
        printed = text[tokens[numeral.last].start : tokens[unit.last - 1].end].lstrip("-– ")
        return unit.unit, printed, "money" if unit.kind == "money" and kind == "count" else kind
    noun = noun_after(tokens, after, text)
    return "count", text[noun[0] : noun[1]] if noun else "", kind
