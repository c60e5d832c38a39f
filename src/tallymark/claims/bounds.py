"""Bounds: in comes a text; out come its numeric ranges in interval notation: "more than 20 but at most 35" is ``(20,35]``.

The wordings are those of the hedge table, with "or equal" added, and the numbers those of the number grammar. A written
range ("20 to 100") is closed below and open above, as in the Microsoft recognizers' specification that this follows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from tallymark.claims.cardinals import cardinal_at
from tallymark.claims.fractions import fraction_at
from tallymark.claims.hedges import hedgings
from tallymark.claims.masks import MaskIndex, find_masks
from tallymark.claims.numbers import DASHES, digits_at
from tallymark.claims.tokens import NUMBER, Token, joined, tokenize
from tallymark.claims.words import number_words
from tallymark.model.claim import Span
from tallymark.model.figure import Hedge

LOWER = {Hedge.MORE_THAN: False, Hedge.AT_LEAST: True}
UPPER = {Hedge.LESS_THAN: False, Hedge.UP_TO: True}
_EQUAL = (("equal", "to"), ("equals", "to"), ("equaling", "to"), ("equals",), ("equaling",))
_OR_EQUAL = (("or", "equal", "to"), ("or", "equal", "than"), ("or", "equal"))
_JOINS = (("and",), ("but",), (",", "and"), (",", "but"), (",",))
_PAIRED = {"between": ("and",), "from": ("to", "through")}
_LINKS = frozenset({"to", "through", "~"}) | DASHES


@dataclass(frozen=True, slots=True)
class Bounded:
    """A range with its words: tokens ``first`` to ``last`` (excluded); an end that is None is not bounded."""

    first: int
    last: int
    low: Decimal | None
    high: Decimal | None
    low_closed: bool = False
    high_closed: bool = False

    @property
    def notation(self) -> str:
        """Interval notation with empty ends for infinity: ``(30,)``, ``[20,100)``."""
        low = "" if self.low is None else f"{self.low:f}"
        high = "" if self.high is None else f"{self.high:f}"
        return f"{'[' if self.low_closed else '('}{low},{high}{']' if self.high_closed else ')'}"


def find_bounds(text: str) -> tuple[tuple[Span, str], ...]:
    """Every range of the text as its span and its interval notation, in order."""
    tokens = tokenize(text)
    hard = MaskIndex(find_masks(text), hard=True)
    found: list[Bounded] = []
    i = 0
    while i < len(tokens):
        bounded = None if hard.over(tokens[i].start, tokens[i].end) else _bounded_at(tokens, i, text)
        if bounded is None:
            i += 1
            continue
        if found and (both := _joined(tokens, found[-1], bounded)):
            found[-1] = both
        else:
            found.append(bounded)
        i = bounded.last
    return tuple((Span(tokens[item.first].start, tokens[item.last - 1].end), item.notation) for item in found)


def _bounded_at(tokens: Sequence[Token], i: int, text: str) -> Bounded | None:
    return _written_range(tokens, i, text) or _with_operator(tokens, i, text) or _with_suffix(tokens, i, text)


def _number_at(tokens: Sequence[Token], i: int, text: str) -> tuple[Decimal, int] | None:
    """A number at token ``i`` ("the tenth", "negative ten" too) and the index after it; fractions as parts of one."""
    if i < len(tokens) and tokens[i].lower == "the":
        i += 1
    if i >= len(tokens):
        return None
    if tokens[i].lower in ("negative", "minus"):
        found = _number_at(tokens, i + 1, text)
        return None if found is None else (-found[0], found[1])
    if (
        tokens[i].lower in DASHES
        and i + 1 < len(tokens)
        and tokens[i + 1].kind == NUMBER
        and joined(tokens[i], tokens[i + 1])
    ):
        found = _number_at(tokens, i + 1, text)
        return None if found is None else (-found[0], found[1])
    part = _part_at(tokens, i)
    if part:
        return part
    numeral = digits_at(tokens, i, text) if tokens[i].kind == NUMBER else cardinal_at(tokens, i)
    if numeral is not None and numeral.value is not None:
        return abs(numeral.value), numeral.last
    rank = number_words()["ordinal"].get(tokens[i].lower)
    return None if rank is None else (rank, i + 1)


def _part_at(tokens: Sequence[Token], i: int) -> tuple[Decimal, int] | None:
    if tokens[i].lower in ("a", "half") and (
        tokens[i].lower == "half" or (i + 1 < len(tokens) and tokens[i + 1].lower == "half")
    ):
        last = i + 1 if tokens[i].lower == "half" else i + 2
        return (Decimal("0.5"), last) if cardinal_at(tokens, i) is None else None
    fraction = fraction_at(tokens, i)
    if fraction is None or fraction.value is None or fraction.kind != "fraction":
        return None
    value = (fraction.value / 100).normalize()
    return value, fraction.last


def _written_range(tokens: Sequence[Token], i: int, text: str) -> Bounded | None:
    lead = tokens[i].lower
    start = i + 1 if lead in _PAIRED else i
    left = _number_at(tokens, start, text)
    if left is None or left[1] >= len(tokens):
        return None
    link = tokens[left[1]].lower
    if link not in _PAIRED.get(lead, _LINKS) or (start == i and link in DASHES and not _symmetric(tokens, left[1])):
        return None
    right = _number_at(tokens, left[1] + 1, text)
    if right is None or right[0] <= left[0]:
        return None
    return Bounded(i, right[1], left[0], right[0], low_closed=True)


def _symmetric(tokens: Sequence[Token], at: int) -> bool:
    """Whether a dash has a space on both sides or on none."""
    if at + 1 >= len(tokens):
        return False
    return joined(tokens[at - 1], tokens[at]) == joined(tokens[at], tokens[at + 1])


@cache
def _operators() -> dict[str, tuple[tuple[tuple[str, ...], Hedge, bool], ...]]:
    """By first word, longest first: words before a number, their hedge and whether "or equal" closes the end."""
    groups: dict[str, list[tuple[tuple[str, ...], Hedge, bool]]] = {}
    for key, hedging in hedgings()["before"].items():
        if hedging.hedge not in LOWER and hedging.hedge not in UPPER:
            continue
        forms = [(key, False)] + [(key + more, True) for more in _OR_EQUAL]
        if key[-1] == "than":
            forms += [(key[:-1] + more, True) for more in _OR_EQUAL[:2]]
        forms += [(("equal", "to", "or", *key), True), (("equal", "or", *key), True)]
        for form, closed in forms:
            groups.setdefault(form[0], []).append((form, hedging.hedge, closed))
    for sign, hedge in ((">", Hedge.MORE_THAN), ("<", Hedge.LESS_THAN)):
        groups.setdefault(sign, []).append(((sign, "="), hedge, True))
    return {word: tuple(sorted(forms, key=lambda form: len(form[0]), reverse=True)) for word, forms in groups.items()}


def _with_operator(tokens: Sequence[Token], i: int, text: str) -> Bounded | None:
    for form, hedge, closed in _operators().get(tokens[i].lower, ()):
        if not _reads(tokens, i, form) or (form[0] in "<>" and i and tokens[i - 1].lower in ("<", ">", "=")):
            continue
        number = _number_at(tokens, i + len(form), text)
        if number is not None:
            return _closed_after(tokens, _one_ended(i, number[1], number[0], hedge, closed), text)
    equal = next((form for form in _EQUAL if _reads(tokens, i, form)), None)
    number = _number_at(tokens, i + len(equal), text) if equal else None
    if number is None:
        return None
    turned = _suffix_after(tokens, number[1], text)
    if turned:
        return _one_ended(i, turned[1], number[0], turned[0], closed=True)
    return Bounded(i, number[1], number[0], number[0], low_closed=True, high_closed=True)


def _one_ended(first: int, last: int, number: Decimal, hedge: Hedge, closed: bool) -> Bounded:
    if hedge in LOWER:
        return Bounded(first, last, number, None, low_closed=closed or LOWER[hedge])
    return Bounded(first, last, None, number, high_closed=closed or UPPER[hedge])


def _closed_after(tokens: Sequence[Token], bounded: Bounded, text: str) -> Bounded:
    """The range with its end closed by "or equal" after the number, unless that begins the next range."""
    for form in (("or", "equal", "to"), ("or", "equal")):
        end = bounded.last + len(form)
        goes_on = end + (end < len(tokens) and tokens[end].lower == "to")
        if _reads(tokens, bounded.last, form) and _number_at(tokens, goes_on, text) is None:
            closed_low, closed_high = bounded.low is not None, bounded.high is not None
            return Bounded(bounded.first, end, bounded.low, bounded.high, closed_low, closed_high)
    return bounded


def _with_suffix(tokens: Sequence[Token], i: int, text: str) -> Bounded | None:
    """Reads "500 or more" and "200 or greater than" (without a number after it)."""
    number = _number_at(tokens, i, text)
    turned = _suffix_after(tokens, number[1], text) if number else None
    if number is None or turned is None:
        return None
    return _one_ended(i, turned[1], number[0], turned[0], closed=True)


def _suffix_after(tokens: Sequence[Token], j: int, text: str) -> tuple[Hedge, int] | None:
    for form, hedging in hedgings()["after"].items():
        if form[0] not in ("or", "and") or hedging.hedge is Hedge.ABOUT or not _reads(tokens, j, form):
            continue
        last = j + len(form)
        than = last < len(tokens) and tokens[last].lower == "than"
        if _number_at(tokens, last + than, text) is None:
            return hedging.hedge, last + than
    return None


def _joined(tokens: Sequence[Token], left: Bounded, right: Bounded) -> Bounded | None:
    """Two one-ended ranges side by side as one, when one bounds below, the other above, and numbers lie between."""
    between = tuple(token.lower for token in tokens[left.last : right.first])
    if between not in _JOINS:
        return None
    low, high = (left, right) if left.high is None else (right, left)
    if low.low is None or high.high is None or low.high is not None or high.low is not None or low.low >= high.high:
        return None
    return Bounded(left.first, right.last, low.low, high.high, low.low_closed, high.high_closed)


def _reads(tokens: Sequence[Token], i: int, form: Sequence[str]) -> bool:
    return len(tokens) >= i + len(form) and all(tokens[i + at].lower == word for at, word in enumerate(form))
