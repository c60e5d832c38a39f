"""Closed YAML lists: in comes a data file of the room; out come its entries as mappings that have the allowed keys only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib.resources.abc import Traversable

from tallymark.model.closed_yaml import check_keys, parse_yaml
from tallymark.model.errors import DataError

CODE = "TM-RECORDS-001"


def read_entries(
    path: Traversable, label: str, required: Iterable[str], optional: Iterable[str]
) -> dict[str, Mapping[str, object]]:
    """The entries of a YAML file by name; raises TM-RECORDS-001 with file and key for anything outside the schema."""
    loaded = parse_yaml(path.read_text(encoding="utf-8"), label, CODE)
    if not isinstance(loaded, Mapping):
        raise DataError(CODE, where=label, detail="a mapping of names is expected")
    return {
        str(name): check_keys(entry, f"{label} key {name}", required, optional, CODE) for name, entry in loaded.items()
    }
