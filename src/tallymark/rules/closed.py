"""Closed YAML: in comes a data file of the room; out come its entries as mappings that have the allowed keys only, each once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib.resources.abc import Traversable
from typing import cast

from tallymark.model import closed_yaml
from tallymark.model.errors import DataError

SCHEMA = "TM-RULES-001"


def read_yaml(path: Traversable, label: str) -> object:
    """The content of a YAML file; raises TM-RULES-001 with the line when it is none."""
    return parse_yaml(path.read_text(encoding="utf-8"), label)


def parse_yaml(text: str, label: str) -> object:
    """The content of a YAML text; raises TM-RULES-001 with the line when it is none or a key stands twice."""
    return closed_yaml.parse_yaml(text, label, SCHEMA)


def check_keys(entry: object, where: str, required: Iterable[str], optional: Iterable[str]) -> Mapping[str, object]:
    """``entry`` when it is a mapping with every required key and no unknown one; raises TM-RULES-001."""
    return closed_yaml.check_keys(entry, where, required, optional, SCHEMA)


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
