"""Neighbouring quantities: in come the quantities of a text; out come the same with what one takes from the other.

A conversion in parentheses takes hedge and direction ("more than 7.5 million crowns ($1.1 million)"); the two values of
"from a to b" are marked as a pair.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from tallymark.claims.quantity import Quantity
from tallymark.model.figure import Hedge
from tallymark.model.patterns import compile_pattern

_CONVERSION = compile_pattern(r"[^()]{0,30}\($|\s?/\s?$")
_FROM = compile_pattern(r"\bfrom\s(?:a\s|an\s|the\s|some\s)?$", re.IGNORECASE)
_TO = compile_pattern(r"^(?:(?:[^.;:!?()\n]|\.(?!\s+[A-Z])){0,80}\s)to\s(?:a\s|an\s|the\s)?$", re.IGNORECASE)
_UNITLESS = ("count", "")


def with_conversions(quantities: Iterable[Quantity], text: str) -> list[Quantity]:
    """The same quantities; one in parentheses right after another, in another unit of measure or money, takes its hedge."""
    found: list[Quantity] = []
    for quantity in quantities:
        last = found[-1] if found else None
        if last is not None and _converts(last, quantity, text):
            direction = quantity.direction or last.direction
            quantity = replace(  # noqa: PLW2901
                quantity,
                hedge=last.hedge,
                hedge_words=last.hedge_words,
                width=last.width,
                direction=direction,
                moved=last.moved,
            )
        found.append(quantity)
    return found


def _converts(last: Quantity, quantity: Quantity, text: str) -> bool:
    if (
        quantity.hedge is not Hedge.NONE
        or (last.unit, last.unit_text) == (quantity.unit, quantity.unit_text)
        or "percent" in (last.unit, quantity.unit)
    ):
        return False
    if last.unit in _UNITLESS or quantity.unit in _UNITLESS:
        return False
    return _CONVERSION.fullmatch(text[last.span.end : quantity.span.start]) is not None


def pair_values(quantities: list[Quantity], text: str) -> list[Quantity]:
    """The same quantities, the values of "from a to b" marked ``from`` and ``to``."""
    found = list(quantities)
    for at in range(len(found) - 1):
        left, right = found[at], found[at + 1]
        between = text[left.span.end : right.span.start]
        if (
            len(between) > 90
            or left.number is None
            or not _FROM.search(text[max(0, left.span.start - 12) : left.span.start])
        ):
            continue
        same = left.unit == right.unit or left.unit in _UNITLESS or right.unit in _UNITLESS
        if same and _TO.match(between):
            found[at], found[at + 1] = replace(left, pair="from"), replace(right, pair="to")
    return found
