"""Closed YAML lists: in comes a data file of the room; out come its entries as mappings that have the allowed keys only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib.resources.abc import Traversable
from typing import cast

import yaml

from tallymark.model.errors import DataError

CODE = "TM-RECORDS-001"


def read_entries(
    path: Traversable, label: str, required: Iterable[str], optional: Iterable[str]
) -> dict[str, Mapping[str, object]]:
    """The entries of a YAML file by name; raises TM-RECORDS-001 with file and key for anything outside the schema."""
    try:
        loaded = yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f" line {mark.line + 1}" if mark else ""
        raise DataError(CODE, where=f"{label}{line}", detail="it is no YAML") from None
    if not isinstance(loaded, dict):
        raise DataError(CODE, where=label, detail="a mapping of names is expected")
    for name, entry in loaded.items():
        check_keys(entry, f"{label} key {name}", required, optional)
    return cast("dict[str, Mapping[str, object]]", loaded)


def check_keys(entry: object, where: str, required: Iterable[str], optional: Iterable[str]) -> Mapping[str, object]:
    """``entry`` when it is a mapping with every required key and no unknown one; raises TM-RECORDS-001."""
    if not isinstance(entry, Mapping):
        raise DataError(CODE, where=where, detail="a mapping is expected")
    needed = set(required)
    missing = sorted(needed - set(entry))
    unknown = sorted(str(key) for key in set(entry) - needed - set(optional))
    if missing or unknown:
        raise DataError(CODE, where=where, detail=f"missing keys {missing}, unknown keys {unknown}")
    return entry
