"""JSON with exact numbers: in come dicts, lists, strings, Decimals; out comes JSON text where no number passed through a float."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

# Beyond this many digits a number is written with an exponent, so that a few characters of input stay a few of output.
_MOST_DIGITS = 40

Json = str | int | bool | Decimal | None | Mapping[str, "Json"] | Sequence["Json"]


def to_json(value: Json, *, indent: int | None = 2) -> str:
    """The value as JSON text; a Decimal becomes a number with just its digits, an integer when it has no fraction."""
    return "".join(_pieces(value, "\n" if indent else "", indent or 0))


def number_text(number: Decimal) -> str:
    """A finite Decimal as a JSON number."""
    if abs(number.adjusted()) > _MOST_DIGITS:
        return str(number)
    return f"{number.to_integral_value():f}" if number == number.to_integral_value() else f"{number.normalize():f}"


def _pieces(value: Json, line: str, indent: int) -> Iterator[str]:
    if isinstance(value, Decimal):
        yield number_text(value)
    elif value is None or isinstance(value, str | bool | int):
        yield json.dumps(value, ensure_ascii=True)
    elif isinstance(value, Mapping):
        items = [[json.dumps(key), ": ", *_pieces(item, _deeper(line, indent), indent)] for key, item in value.items()]
        yield from _wrapped("{", items, "}", line, indent)
    else:
        rows = [list(_pieces(item, _deeper(line, indent), indent)) for item in value]
        yield from _wrapped("[", rows, "]", line, indent)


def _deeper(line: str, indent: int) -> str:
    return line + " " * indent if line else ""


def _wrapped(left: str, items: list[list[str]], right: str, line: str, indent: int) -> Iterator[str]:
    yield left
    for number, item in enumerate(items):
        yield ("," if line else ", ") if number else ""
        yield _deeper(line, indent)
        yield from item
    yield (line if items else "") + right
