"""Listing: in come quantities; out come the entries of ``tallymark quantities --format json``.

Each entry has ``start``, ``end``, ``text``, ``value`` or ``range``, ``unit``, ``unit_text`` and ``direction``. Fractions are
parts of one (two-thirds: 0.666667), a vague number is the range of its order of magnitude, "from a to b" one range from a to b.
``up`` and ``down`` say that something rose or fell by the number; a hedge goes before them.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from tallymark.claims.quantity import Quantity
from tallymark.model.figure import Hedge

DIRECTIONS = {
    Hedge.ABOUT: "~", Hedge.ALMOST: "~", Hedge.MORE_THAN: ">", Hedge.AT_LEAST: ">", Hedge.LESS_THAN: "<", Hedge.UP_TO: "<",
}  # fmt: skip
BELOW = ("under", "below", "less", "fewer", "short", "shy")
UNLISTED = frozenset({"idiom", "absence", "age_apposition", "adjective_duration"})
LARGEST_DENOMINATOR = 128


def quantity_json(quantity: Quantity, text: str = "") -> dict[str, object]:
    """One quantity as an entry; ``text`` is the text that its span quotes."""
    entry: dict[str, object] = {"start": quantity.span.start, "end": quantity.span.end, "text": quantity.span.of(text)}
    if quantity.number is not None and quantity.kind == "fraction":
        part = Fraction(quantity.number) / 100
        entry["value"] = float(part.limit_denominator(LARGEST_DENOMINATOR))
    elif quantity.number is not None:
        entry["value"] = _number(quantity.number)
    else:
        low = quantity.place if quantity.hedge is Hedge.VAGUE else quantity.low
        entry["range"] = [_number(low), _number(quantity.high)]
    entry["unit"] = "fraction" if quantity.kind == "fraction" else quantity.unit
    entry["unit_text"] = quantity.unit_text
    entry["direction"] = _direction(quantity)
    return entry


def quantities_json(quantities: Iterable[Quantity], text: str) -> list[dict[str, object]]:
    """All entries of a text; ordinals, idioms, ages in apposition and zeros claimed by "no" are left out."""
    entries: list[dict[str, object]] = []
    kept = [item for item in quantities if item.kind != "ordinal" and item.mask not in UNLISTED]
    for at, item in enumerate(kept):
        if item.pair == "to" and at and kept[at - 1].pair == "from":
            entries[-1] = _joined(kept[at - 1], item, text)
        else:
            entries.append(quantity_json(item, text))
    return entries


def _joined(left: Quantity, right: Quantity, text: str) -> dict[str, object]:
    entry = quantity_json(right if right.unit != "count" else left, text)
    start, end = left.span.start, right.span.end
    entry.pop("value", None)
    upper = right.number if right.number is not None else right.high
    entry |= {
        "start": start,
        "end": end,
        "text": text[start:end],
        "range": [_number(left.number), _number(upper)],
        "direction": "=",
    }
    return entry


def _direction(quantity: Quantity) -> str:
    if quantity.hedge is Hedge.ALMOST and any(word in quantity.hedge_words.lower() for word in BELOW):
        return "<"
    moved = quantity.direction if quantity.moved else None
    return DIRECTIONS.get(quantity.hedge) or moved or "="


def _number(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)
