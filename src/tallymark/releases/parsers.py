"""Parsers by name: in comes ``data/parsers.csv``, the closed list of ways a cell's text becomes a value; out comes what each makes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from types import MappingProxyType

from tallymark.model.closed import read_rows
from tallymark.model.errors import DataError
from tallymark.schema.fields import TYPES

COLUMNS = ("name", "type", "reads", "meaning")


@dataclass(frozen=True, slots=True)
class Parser:
    """One way of reading a cell: ``type`` is the field type it makes, ``reads`` the texts it takes."""

    name: str
    type: str
    reads: str
    meaning: str


@cache
def parsers() -> Mapping[str, Parser]:
    """Every parser by name."""
    return read_parsers(resources.files("tallymark.releases").joinpath("data/parsers.csv"), "releases/data/parsers.csv")


def read_parsers(path: Traversable, label: str) -> Mapping[str, Parser]:
    """The parsers of a file; raises TM-RELEASES-704 with the line that breaks the schema."""
    found: dict[str, Parser] = {}
    for line, row in read_rows(path, label, COLUMNS, "TM-RELEASES-704"):
        if row["type"] not in TYPES or row["name"] in found or not row["name"]:
            raise DataError("TM-RELEASES-704", where=f"{label} line {line}", detail="name stands twice or type unknown")
        found[row["name"]] = Parser(**row)
    return MappingProxyType(found)
