"""JSON with exact numbers: in come dicts, lists, strings, Decimals; out comes JSON text where no number passed through a float."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from json.encoder import encode_basestring_ascii

# Beyond this many digits a number is written with an exponent, so that a few characters of input stay a few of output.
_MOST_DIGITS = 40
_CONSTANTS = {None: "null", True: "true", False: "false"}

Json = str | int | bool | Decimal | None | Mapping[str, "Json"] | Sequence["Json"]


def to_json(value: Json, *, indent: int | None = 2) -> str:
    """The value as JSON text; a Decimal becomes a number with just its digits, an integer when it has no fraction."""
    out: list[str] = []
    _write(value, "\n" if indent else "", " " * (indent or 0), out)
    return "".join(out)


def number_text(number: Decimal) -> str:
    """A finite Decimal as a JSON number."""
    if abs(number.adjusted()) > _MOST_DIGITS:
        return str(number)
    return f"{number.to_integral_value():f}" if number == number.to_integral_value() else f"{number.normalize():f}"


def _write(value: Json, line: str, step: str, out: list[str]) -> None:
    """Append the pieces of one value; ``line`` is the line end with its indent, empty for all on one line."""
    if isinstance(value, str):
        out.append(encode_basestring_ascii(value))
    elif isinstance(value, Decimal):
        out.append(number_text(value))
    elif value is None or isinstance(value, bool):
        out.append(_CONSTANTS[value])
    elif isinstance(value, int):
        out.append(str(value))
    elif isinstance(value, Mapping):
        _write_all(value.values(), [f"{encode_basestring_ascii(key)}: " for key in value], "{}", (line, step), out)
    else:
        _write_all(value, [""] * len(value), "[]", (line, step), out)


def _write_all(items: Iterable[Json], heads: list[str], ends: str, layout: tuple[str, str], out: list[str]) -> None:
    line, step = layout
    deeper = line + step if line else ""
    between = "," + deeper if line else ", "
    out.append(ends[0])
    for number, (head, item) in enumerate(zip(heads, items, strict=True)):
        out.append(between if number else deeper)
        out.append(head)
        _write(item, deeper, step, out)
    out.append(line + ends[1] if heads else ends[1])
