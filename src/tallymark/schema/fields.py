"""Canonical fields: in comes ``data/fields.csv``; out come the fields of all tables, each defined once with its grain and unit.

The names are this project's own; what each one means and which raw columns of which releases it comes from stand beside
it. A field says nothing about a release: the layouts of ``tallymark.releases`` map raw columns to fields.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from types import MappingProxyType

from tallymark.model.closed import read_rows
from tallymark.model.errors import DataError

COLUMNS = ("name", "type", "unit", "meaning", "codes", "source", "privacy")
TYPES = ("text", "date", "datetime", "integer", "decimal", "boolean")
PRIVACY = ("open", "identifier", "name_like", "address_like", "landmark")
NAME = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True, slots=True)
class Field:
    """One canonical field.

    ``type`` is one of ``TYPES``; ``unit`` is what one of its values counts or how fine it is (``usd``, ``day``,
    ``printed clock``), empty for words; ``codes`` names the code list of its values (``schema/data/codes``), empty when
    they are open; ``source`` says which raw columns it was defined from. No command filters, groups or sorts by a field
    whose ``privacy`` is not ``open``.
    """

    name: str
    type: str
    unit: str
    meaning: str
    codes: str
    source: str
    privacy: str


@cache
def fields() -> Mapping[str, Field]:
    """Every canonical field by name."""
    return read_fields(resources.files("tallymark.schema").joinpath("data/fields.csv"), "schema/data/fields.csv")


def read_fields(path: Traversable, label: str) -> Mapping[str, Field]:
    """The fields of a file in its order; raises TM-SCHEMA-001 with the line that breaks the schema."""
    found: dict[str, Field] = {}
    for line, row in read_rows(path, label, COLUMNS, "TM-SCHEMA-001"):
        fault = _fault(row, found)
        if fault:
            raise DataError("TM-SCHEMA-001", where=f"{label} line {line}", detail=fault)
        found[row["name"]] = Field(**row)
    return MappingProxyType(found)


def field(name: str) -> Field:
    """The field with this name; raises TM-SCHEMA-002."""
    try:
        return fields()[name]
    except KeyError:
        raise DataError("TM-SCHEMA-002", where=f"field {name!r}", detail="see schema/data/fields.csv") from None


def _fault(row: dict[str, str], found: dict[str, Field]) -> str:
    if not NAME.fullmatch(row["name"]) or row["name"] in found:
        return f"name {row['name']!r} is badly formed or listed twice"
    if row["type"] not in TYPES:
        return f"type {row['type']!r} is none of {', '.join(TYPES)}"
    if row["privacy"] not in PRIVACY:
        return f"privacy {row['privacy']!r} is none of {', '.join(PRIVACY)}"
    empty = [column for column in ("meaning", "source") if not row[column].strip()]
    return f"{empty[0]} is empty" if empty else ""
