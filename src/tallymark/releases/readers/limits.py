"""Limits of the readers: in comes ``releases/data/limits.yaml``; out come the bounds beyond which a file is refused."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache
from importlib import resources

from tallymark.model.closed_yaml import parse_yaml
from tallymark.model.errors import DataError


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on files and archives; sizes in bytes, ratios as expanded to packed."""

    max_columns: int
    max_sheets: int
    max_members: int
    max_depth: int
    max_expanded_bytes: int
    max_ratio: int
    ratio_free_bytes: int
    max_memory_bytes: int
    max_part_cells: int
    max_old_book_memory_bytes: int
    max_old_book_seconds: int
    max_head_bytes: int
    max_record_bytes: int
    max_ragged_rows: int


def parse(text: str, label: str = "releases/data/limits.yaml") -> Limits:
    """The limits a YAML text holds; raises TM-RELEASES-117 for a key that is unknown, missing or no positive number."""
    values = parse_yaml(text, label, "TM-RELEASES-117")
    known = {field.name for field in fields(Limits)}
    if not isinstance(values, dict) or set(values) != known:
        keys = set(values) if isinstance(values, dict) else set()
        odd = ", ".join(sorted(str(key) for key in keys ^ known))
        raise DataError("TM-RELEASES-117", where=label, detail=f"unknown or missing: {odd}")
    for key, value in values.items():
        if isinstance(value, bool) or not isinstance(value, int) or value <= 0:
            raise DataError("TM-RELEASES-117", where=f"{label} key {key}", detail="must be a whole number above 0")
    return Limits(**values)


@cache
def limits() -> Limits:
    """The limits that Tallymark ships."""
    return parse(resources.files("tallymark.releases").joinpath("data/limits.yaml").read_text(encoding="utf-8"))
