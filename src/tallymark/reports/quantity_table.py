"""Quantities as JSON or lines: in come a text and its quantities; out comes what ``tallymark quantities`` prints.

JSON: ``{"start", "end", "text", "value": number or "range": [low, high] (exactly one of the two), "unit", "unit_text",
"direction": "=", "~", "<", ">", "up" or "down"}``. An end that is not bounded is null.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tallymark.claims.quantities import Quantity
from tallymark.model.figure import Hedge
from tallymark.model.interval import grouped
from tallymark.reports.numbers import Json, to_json
from tallymark.reports.plain import one_line
from tallymark.reports.terminal import Line

DIRECTIONS = {
    Hedge.NONE: "=", Hedge.EXACT: "=", Hedge.ABOUT: "~", Hedge.ALMOST: "~", Hedge.VAGUE: "~",
    Hedge.MORE_THAN: ">", Hedge.AT_LEAST: ">", Hedge.LESS_THAN: "<", Hedge.UP_TO: "<",
}  # fmt: skip


def quantities_json(text: str, quantities: Iterable[Quantity], *, indent: int | None = 2) -> str:
    """A JSON array in the order of the text."""
    return to_json([quantity_object(text, quantity) for quantity in quantities], indent=indent)


def quantity_object(text: str, quantity: Quantity) -> dict[str, Json]:
    """One quantity; a written range or a vague count has ``range``, everything else ``value``."""
    is_range = quantity.number is None or (quantity.low is not None and quantity.high is not None)
    value: dict[str, Json] = {"range": [quantity.low, quantity.high]} if is_range else {"value": quantity.number}
    return {
        "start": quantity.span.start,
        "end": quantity.span.end,
        "text": quantity.span.of(text),
        **value,
        "unit": quantity.unit,
        "unit_text": quantity.unit_text,
        "direction": direction(quantity),
    }


def direction(quantity: Quantity) -> str:
    """A change's direction where there is one, else what the hedge says about the number."""
    return quantity.direction or DIRECTIONS[quantity.hedge]


def quantity_lines(text: str, quantities: Iterable[Quantity]) -> Iterator[Line]:
    """One aligned line a quantity."""
    for quantity in quantities:
        ends = (quantity.low, quantity.high)
        bounds = [grouped(end) if end is not None else "" for end in ends]
        value = " to ".join(bounds) if quantity.number is None else grouped(quantity.number)
        span = f"{quantity.span.start}-{quantity.span.end}"
        unit = f"{quantity.unit}" + (f" ({one_line(quantity.unit_text)})" if quantity.unit_text else "")
        yield Line(
            "", f"{span:<12} {direction(quantity):<5} {value:>16}  {unit:<24} “{one_line(quantity.span.of(text))}”"
        )
