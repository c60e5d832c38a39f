"""A closed schema for YAML: in come a mapping and a dataclass; out comes the dataclass, or a coded error naming file and key.

The dataclass is the schema: its fields are the keys, its annotations the types. An unknown or missing key, a value of
another type and a rate outside 0..1 are errors, never ignored.
"""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, NoReturn, TypeVar

from tallymark.model.errors import DataError

T = TypeVar("T")
Rate = Annotated[float, "rate"]
Shares = Annotated[dict[str, float], "shares"]

# What typing gives for an annotation, and a value of it: neither has a narrower type.
Hint = Any
Value = Any
TOLERANCE = 1e-6


def fail(code: str, source: str, key: str, detail: str) -> NoReturn:
    """Raise a coded error for a key of a spec."""
    raise DataError(code, where=f"{source}: {key or 'the whole file'}", detail=detail)


def build(kind: type[T], value: object, source: str, key: str = "") -> T:
    """The dataclass ``kind`` from a mapping of the YAML file ``source``; ``key`` is the path so far."""
    if not isinstance(value, Mapping):
        fail("TM-SYNTH-003", source, key, f"a mapping is expected, not {type(value).__name__}")
    hints = typing.get_type_hints(kind, include_extras=True)
    fields = {field.name: field for field in dataclasses.fields(kind)}  # type: ignore[arg-type]
    unknown = [str(name) for name in value if name not in fields]
    if unknown:
        fail("TM-SYNTH-001", source, _join(key, unknown[0]), f"known keys here: {', '.join(sorted(fields))}")
    found: dict[str, Any] = {}
    for name, field in fields.items():
        if name in value:
            found[name] = _convert(hints[name], value[name], source, _join(key, name))
        elif field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING:
            fail("TM-SYNTH-002", source, _join(key, name), "the key is missing")
    return kind(**found)


def _join(key: str, name: str) -> str:
    return f"{key}.{name}" if key else name


def _convert(hint: Hint, value: object, source: str, key: str) -> Value:
    if hint == Rate:
        return _rate(value, source, key)
    if hint == Shares:
        return _shares(value, source, key)
    origin: Value = typing.get_origin(hint)
    if origin in (types.UnionType, typing.Union):
        return _optional(hint, value, source, key)
    if origin is tuple:
        return _tuple(typing.get_args(hint)[0], value, source, key)
    if origin is dict:
        return _dict(typing.get_args(hint)[1], value, source, key)
    if dataclasses.is_dataclass(hint):
        return build(typing.cast("type[Any]", hint), value, source, key)
    return _plain(hint, value, source, key)


def _optional(hint: Hint, value: object, source: str, key: str) -> Value:
    if value is None:
        return None
    inner = next(part for part in typing.get_args(hint) if part is not type(None))
    return _convert(inner, value, source, key)


def _tuple(inner: Hint, value: object, source: str, key: str) -> tuple[Any, ...]:
    if not isinstance(value, list):
        fail("TM-SYNTH-003", source, key, f"a list is expected, not {type(value).__name__}")
    return tuple(_convert(inner, item, source, f"{key}[{place}]") for place, item in enumerate(value))


def _dict(inner: Hint, value: object, source: str, key: str) -> dict[str, Any]:
    if not isinstance(value, Mapping):
        fail("TM-SYNTH-003", source, key, f"a mapping is expected, not {type(value).__name__}")
    return {str(name): _convert(inner, item, source, _join(key, str(name))) for name, item in value.items()}


def _plain(hint: Hint, value: object, source: str, key: str) -> Value:
    if hint is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if type(value) is not hint:
        fail("TM-SYNTH-003", source, key, f"{_name(hint)} is expected, not {type(value).__name__}")
    return value


def _name(hint: Hint) -> str:
    return "a day as YYYY-MM-DD" if hint is date else str(getattr(hint, "__name__", hint))


def _rate(value: object, source: str, key: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        fail("TM-SYNTH-004", source, key, "a number from 0 to 1 is expected")
    return float(value)


def _shares(value: object, source: str, key: str) -> dict[str, float]:
    shares: dict[str, float] = _dict(Rate, value, source, key)
    if abs(sum(shares.values()) - 1) > TOLERANCE:
        fail("TM-SYNTH-004", source, key, f"the shares add up to {sum(shares.values()):.6f}, not to 1")
    return shares
