"""Typed values of cards: in comes what YAML holds; out comes a value of the field's or parameter's type, or the fault in words."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal, InvalidOperation

from tallymark.rules.card import Parameter, Value

PARAMETER_TYPES = ("date", "integer", "choice", "boolean")


def typed(kind: str, value: object) -> Value:
    """``value`` as the type of a field (``schema/fields.py``); raises ValueError in words.

    Dates and date-times are written as ISO text in quotation marks, decimals as text.
    """
    if value is None:
        return None
    if kind == "boolean" and isinstance(value, bool):
        return value
    if kind == "integer" and isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str):
        return _from_text(kind, value)
    raise ValueError(f"{value!r} is no {kind}")


def _from_text(kind: str, text: str) -> Value:
    try:
        if kind == "text":
            return text
        if kind == "date":
            return dt.date.fromisoformat(text)
        if kind == "datetime":
            return dt.datetime.fromisoformat(text)
        if kind == "decimal":
            return Decimal(text)
    except (ValueError, InvalidOperation):
        pass
    raise ValueError(f"{text!r} is no {kind}")


def parameter_value(parameter: Parameter, value: object) -> Value:
    """``value`` as the type of a parameter; raises ValueError in words."""
    if parameter.type == "choice":
        if value not in parameter.choices:
            raise ValueError(f"one of {', '.join(parameter.choices)}")
        return str(value)
    if value is None:
        raise ValueError("a value is expected")
    if type(value) is dt.date and parameter.type == "date":
        return value
    return typed(parameter.type, value)


def shown(value: Value) -> str:
    """A value as a card writes it."""
    if value is None:
        return "empty"
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, dt.date) else str(value)
