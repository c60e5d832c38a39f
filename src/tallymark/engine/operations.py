"""Allowed operations and known gaps: in comes ``data/operations.yaml``; out comes the closed list that every query is held to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from tallymark.model.closed_yaml import parse_yaml
from tallymark.model.errors import DataError

FILE = "engine/data/operations.yaml"
KEYS = {"schema", "operations", "gaps"}
OPERATION_KEYS = {"name", "nodes", "flags", "types", "functions"}
GAP_KEYS = {"name", "what", "why", "instead"}
Flag = str | bool


@dataclass(frozen=True, slots=True)
class Gap:
    """A construct on which engines differ: what it is, why it is refused, what to write instead."""

    name: str
    what: str
    why: str
    instead: str


@dataclass(frozen=True, slots=True)
class Operations:
    """What a query may be made of.

    ``nodes`` are class names of the parser; ``flags`` their settings (``Join.side``) with the values allowed; ``types``
    the types a cast may have; ``functions`` are names of functions that the parser has no class for.
    """

    nodes: frozenset[str]
    flags: Mapping[str, frozenset[Flag]]
    types: frozenset[str]
    functions: frozenset[str]
    gaps: Mapping[str, Gap]


@cache
def operations() -> Operations:
    """The list that comes with the program."""
    return read_operations(resources.files("tallymark.engine").joinpath("data/operations.yaml").read_text("utf-8"))


def read_operations(text: str, label: str = FILE) -> Operations:
    """The list in a text; raises TM-ENGINE-005 with the entry that breaks the schema."""
    loaded = parse_yaml(text, label, "TM-ENGINE-005")
    if not isinstance(loaded, dict) or set(loaded) != KEYS or loaded["schema"] != 1:
        raise _broken(label, f"the keys must be {', '.join(sorted(KEYS))} and schema must be 1")
    nodes: set[str] = set()
    flags: dict[str, frozenset[Flag]] = {}
    types: set[str] = set()
    functions: set[str] = set()
    for entry in _entries(loaded["operations"], label, OPERATION_KEYS, {"name", "nodes"}):
        twice = nodes & set(entry["nodes"])
        if twice:
            raise _broken(f"{label}: {entry['name']}", f"{min(twice)} is listed twice")
        nodes |= set(entry["nodes"])
        types |= set(entry.get("types", ()))
        functions |= set(entry.get("functions", ()))
        flags |= {name: frozenset(values) for name, values in entry.get("flags", {}).items()}
    gaps = {entry["name"]: Gap(**entry) for entry in _entries(loaded["gaps"], label, GAP_KEYS, GAP_KEYS)}
    if any(name.partition(".")[0] not in nodes for name in flags):
        raise _broken(label, "a flag belongs to a node that is not listed")
    return Operations(frozenset(nodes), flags, frozenset(types), frozenset(functions), gaps)


def _entries(entries: object, label: str, known: set[str], needed: set[str]) -> list[dict[str, Any]]:
    if not isinstance(entries, list):
        raise _broken(label, "operations and gaps are lists")
    for number, entry in enumerate(entries, 1):
        if not isinstance(entry, dict) or not needed <= set(entry) <= known:
            raise _broken(f"{label}: entry {number}", f"keys must be {', '.join(sorted(known))}")
    return entries


def _broken(where: str, detail: str) -> DataError:
    return DataError("TM-ENGINE-005", where=where, detail=detail)
