"""Parameters of derived tables: in come ``data/parameters.yaml`` and what a caller gave; out come settled values.

Every choice that a rule makes is a parameter with its meaning and where its default comes from; nothing is typed in code.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import cast

from tallymark.model.errors import DataError, UsageError
from tallymark.records.closed import CODE, read_entries

Value = int | str | bool | dt.date | None
TYPES = ("integer", "choice", "date", "boolean")
LABEL = "records/data/parameters.yaml"


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter.

    ``defaults`` maps each derived table that has it to the default there (None for a date: taken from the release);
    ``choices`` maps each value of a choice to its meaning; ``minimum`` and ``maximum`` bound an integer of ``unit``.
    """

    name: str
    type: str
    meaning: str
    source: str
    defaults: Mapping[str, Value]
    choices: Mapping[str, str]
    unit: str
    minimum: int
    maximum: int


@cache
def parameters() -> Mapping[str, Parameter]:
    """Every parameter by name."""
    return read_parameters(resources.files("tallymark.records").joinpath("data/parameters.yaml"), LABEL)


def read_parameters(path: Traversable, label: str) -> Mapping[str, Parameter]:
    """The parameters of a file; raises TM-RECORDS-001 with file and key for anything outside the schema."""
    entries = read_entries(
        path, label, ("type", "meaning", "source", "defaults"), ("choices", "unit", "minimum", "maximum")
    )
    return MappingProxyType({name: _parameter(name, entry, f"{label} key {name}") for name, entry in entries.items()})


def _parameter(name: str, entry: Mapping[str, object], where: str) -> Parameter:
    defaults, choices = entry["defaults"], entry.get("choices", {})
    if entry["type"] not in TYPES or not isinstance(defaults, dict) or not isinstance(choices, dict):
        raise DataError(
            CODE, where=where, detail=f"type is one of {', '.join(TYPES)}; defaults and choices are mappings"
        )
    found = Parameter(
        name,
        str(entry["type"]),
        str(entry["meaning"]).strip(),
        str(entry["source"]).strip(),
        MappingProxyType(cast("dict[str, Value]", defaults)),
        MappingProxyType(cast("dict[str, str]", choices)),
        str(entry.get("unit", "")),
        cast(int, entry.get("minimum", 0)),
        cast(int, entry.get("maximum", 0)),
    )
    for recipe, default in found.defaults.items():
        fault = _fault(found, default)
        if fault:
            raise DataError(CODE, where=f"{where}.defaults.{recipe}", detail=fault)
    return found


def of(recipe: str) -> Mapping[str, Parameter]:
    """The parameters that a derived table has, by name."""
    return {name: parameter for name, parameter in parameters().items() if recipe in parameter.defaults}


def settle(recipe: str, given: Mapping[str, Value]) -> dict[str, Value]:
    """A value for each parameter of a derived table: what was given, else its default.

    Raises TM-RECORDS-002 for a parameter the table does not have and TM-RECORDS-003 for a value that it cannot take.
    """
    known = of(recipe)
    for name, value in given.items():
        if name not in known:
            detail = f"{recipe} has: {', '.join(known) or 'none'}"
            raise UsageError("TM-RECORDS-002", where=f"{recipe}, parameter {name!r}", detail=detail)
        fault = _fault(known[name], value)
        if fault:
            raise UsageError("TM-RECORDS-003", where=f"{recipe}, parameter {name}", detail=fault)
    return {name: given.get(name, parameter.defaults[recipe]) for name, parameter in known.items()}


def _fault(parameter: Parameter, value: Value) -> str:
    """Why the value cannot be, in words; empty when it can."""
    if parameter.type == "integer":
        whole = isinstance(value, int) and not isinstance(value, bool)
        if not whole or not parameter.minimum <= cast(int, value) <= parameter.maximum:
            return f"a whole number from {parameter.minimum} to {parameter.maximum} {parameter.unit}".rstrip()
    elif parameter.type == "choice" and value not in parameter.choices:
        return f"one of {', '.join(parameter.choices)}"
    elif parameter.type == "boolean" and not isinstance(value, bool):
        return "true or false"
    elif parameter.type == "date" and value is not None and type(value) is not dt.date:
        return "a date without a time"
    return ""
