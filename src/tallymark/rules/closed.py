"""Closed YAML: in comes a data file of the room; out come its entries as mappings that have the allowed keys only, each once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib.resources.abc import Traversable
from typing import cast

from tallymark.model import closed
from tallymark.model.errors import DataError

SCHEMA = "TM-RULES-001"


def read_yaml(path: Traversable, label: str) -> object:
    """The content of a YAML file; raises TM-RULES-001 with the line when it is none."""
    return parse_yaml(path.read_text(encoding="utf-8"), label)


def parse_yaml(text: str, label: str) -> object:
    """The content of a YAML text; raises TM-RULES-001 with the line when it is none or a key stands twice."""
    return closed.parse_yaml(text, label, SCHEMA)


def check_keys(entry: object, where: str, required: Iterable[str], optional: Iterable[str]) -> Mapping[str, object]:
    """``entry`` when it is a mapping with every required key and no unknown one; raises TM-RULES-001."""
    if not isinstance(entry, Mapping):
        raise DataError(SCHEMA, where=where, detail="a mapping is expected")
    needed = set(required)
    missing = sorted(needed - set(entry))
    unknown = sorted(str(key) for key in set(entry) - needed - set(optional))
    if missing or unknown:
        parts = [f"{words} {', '.join(keys)}" for words, keys in (("missing", missing), ("unknown", unknown)) if keys]
        raise DataError(SCHEMA, where=where, detail="keys: " + "; ".join(parts))
    return entry


def text_of(entry: Mapping[str, object], key: str, where: str) -> str:
    """A text that is not empty, in one line; raises TM-RULES-001."""
    value = entry[key]
    if not isinstance(value, str) or not value.strip():
        raise DataError(SCHEMA, where=f"{where}, key {key}", detail="words are expected")
    return " ".join(value.split())


def list_of(entry: Mapping[str, object], key: str, where: str) -> list[object]:
    """A list, empty when the key is missing; raises TM-RULES-001."""
    value = entry.get(key, [])
    if not isinstance(value, list):
        raise DataError(SCHEMA, where=f"{where}, key {key}", detail="a list is expected")
    return cast("list[object]", value)
