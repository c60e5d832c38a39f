"""Written ranges: in come two numerals with the tokens between them; out comes one numeral for "a to b", "between a and b", "a-b".

"rose from a to b" is no range but two values; the text says where the count was and where it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from tallymark.claims.contexts import word_set
from tallymark.claims.directions import direction_words
from tallymark.claims.numbers import DASHES, ONE, Numeral, granule_of, plain
from tallymark.claims.tokens import BREAK, Token
from tallymark.claims.units import Unit, unit_at
from tallymark.claims.words import number_words

_LINKS = frozenset({"to", "through", "~"}) | DASHES
_CHANGE_VERBS = word_set("change_verb")
LOOK_BACK = 8
MOST_APART = 3  # "three or four": an estimate; "3 or 40" is a choice


def range_at(tokens: Sequence[Token], left: Numeral, right: Numeral) -> tuple[Numeral, Unit | None] | None:
    """The range of two neighbouring numerals with the unit of its upper end, or None."""
    if (
        left.value is None
        or right.value is None
        or left.kind in ("ordinal", "multiple")
        or right.kind in ("ordinal", "multiple")
    ):
        return None
    if (left.kind == "fraction") is not (right.kind == "fraction"):
        return None  # "more than half - 216,698 - had": a part and its count
    unit_left = unit_at(tokens, left.last)
    after = unit_left.last if unit_left else left.last
    if not 0 < right.first - after <= 2:
        return None
    link = [token.lower for token in tokens[after : right.first]]
    before = tokens[left.first - 1].lower if left.first else ""
    if not _links(tokens, link, before, left, right, after):
        return None
    unit_right = unit_at(tokens, right.last)
    if unit_left and (unit_right is None or unit_right.unit != unit_left.unit):
        return None
    if left.currency and right.currency and left.currency != right.currency:
        return None
    low, high = _scaled(left, right), right.value
    if low is None or low >= high:
        return None
    first = left.first - 1 if before == "between" or (before == "from" and link[0] in ("to", "through")) else left.first
    place = max(left.place if low == left.value else right.place, right.place)
    numeral = Numeral(
        first, right.last, tokens[first].start, right.end, None, place, granule_of(high, place),
        left.kind if left.kind == "fraction" else right.kind, low, high, right.scale, left.currency or right.currency, right.digits,
    )  # fmt: skip
    return numeral, unit_right


def _links(tokens: Sequence[Token], link: list[str], before: str, left: Numeral, right: Numeral, after: int) -> bool:
    if link in (["to"], ["through"], ["~"]) or (link and all(word in DASHES or word == "to" for word in link)):
        return not (before == "from" and _changes(tokens, left.first - 1)) and not _changed_to(tokens, left, link)
    if link == ["and"]:
        return before == "between"
    if link == ["or"] and left.value is not None and right.value is not None:
        return (
            after == left.last
            and left.digits == right.digits
            and left.value < right.value <= max(left.value + MOST_APART, left.value * 3 / 2)
        )
    return False


def _changed_to(tokens: Sequence[Token], left: Numeral, link: list[str]) -> bool:
    """Reads "rose 30 percent to 40 percent": a change and a level."""
    if link != ["to"] or not left.first:
        return False
    if tokens[left.first - 1].lower == "by":
        return bool(left.currency or left.scale > ONE)
    found = direction_words().get(tokens[left.first - 1].lower)
    return found is not None and found[1] in ("verb", "both", "particle")


def _changes(tokens: Sequence[Token], at: int) -> bool:
    """Whether a verb of change stands shortly before ``at`` in the same clause."""
    known, multiples = direction_words(), number_words()["multiple"]
    for token in reversed(tokens[max(0, at - LOOK_BACK) : at]):
        if token.kind == BREAK:
            return False
        found = known.get(token.lower)
        if (
            (found and found[1] in ("verb", "both", "particle"))
            or token.lower in multiples
            or token.lower in _CHANGE_VERBS
        ):
            return True
    return False


def _scaled(left: Numeral, right: Numeral) -> Decimal | None:
    """The lower end with the scale of the upper one where only that is printed: "1 to 2 thousand"."""
    if left.value is None or right.value is None:
        return None
    if left.scale == ONE and right.scale > ONE and left.value < right.value / right.scale:
        return plain(left.value * right.scale)
    return left.value
