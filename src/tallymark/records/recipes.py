"""Recipes of derived tables: in comes ``data/recipes.yaml``; out come the tables they need, their SQL and their columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import cast

from tallymark.model.errors import DataError, UsageError
from tallymark.records.closed import CODE, read_entries
from tallymark.schema.tables import tables

LABEL = "records/data/recipes.yaml"
REQUIRED = ("meaning", "unit", "tables", "rows", "summary", "columns")
OPTIONAL = ("derived", "records", "expressions", "window", "parts", "calendar")


@dataclass(frozen=True, slots=True)
class Recipe:
    """How one derived table is made.

    ``tables`` are the canonical tables it reads and ``derived`` the derived tables; ``rows`` and ``summary`` name the SQL
    of its rows and of its counts; ``records`` is the table that the SQL calls ``records``; ``expressions`` give the meaning
    of names in the SQL that differ from table to table; ``columns`` says what each column means. ``window`` is the
    table whose first and last day bound what may be counted and close what is still open;
    ``parts`` give SQL to the names of tables that rows and summary use. With ``calendar`` they can use the days and shifts of
    the clock of ``population.py`` as tables too.
    """

    name: str
    meaning: str
    unit: str
    tables: tuple[str, ...]
    derived: tuple[str, ...]
    rows: str
    summary: str
    columns: Mapping[str, str]
    records: str
    expressions: Mapping[str, str]
    window: str
    parts: Mapping[str, str]
    calendar: bool


@cache
def recipes() -> Mapping[str, Recipe]:
    """Every recipe by the name of its derived table."""
    return read_recipes(resources.files("tallymark.records").joinpath("data/recipes.yaml"), LABEL)


def recipe(name: str) -> Recipe:
    """The recipe of a derived table; raises TM-RECORDS-004 when there is none of this name."""
    if name not in recipes():
        raise UsageError("TM-RECORDS-004", where=repr(name), detail=f"known: {', '.join(recipes())}")
    return recipes()[name]


def read_recipes(path: Traversable, label: str) -> Mapping[str, Recipe]:
    """The recipes of a file; raises TM-RECORDS-001 with file and key for anything outside the schema."""
    found: dict[str, Recipe] = {}
    for name, entry in read_entries(path, label, REQUIRED, OPTIONAL).items():
        found[name] = _recipe(name, entry)
        unknown = sorted(set(found[name].tables) - set(tables())) + sorted(set(found[name].derived) - set(found))
        if unknown:
            detail = f"no canonical table and no derived table above it: {', '.join(unknown)}"
            raise DataError(CODE, where=f"{label} key {name}", detail=detail)
    return MappingProxyType(found)


def _recipe(name: str, entry: Mapping[str, object]) -> Recipe:
    names = cast("list[str]", entry["tables"])
    return Recipe(
        name,
        str(entry["meaning"]).strip(),
        str(entry["unit"]),
        tuple(names),
        tuple(cast("list[str]", entry.get("derived", []))),
        str(entry["rows"]),
        str(entry["summary"]),
        MappingProxyType(cast("dict[str, str]", entry["columns"])),
        str(entry.get("records", names[0] if names else "")),
        MappingProxyType(cast("dict[str, str]", entry.get("expressions", {}))),
        str(entry.get("window", "")),
        MappingProxyType(cast("dict[str, str]", entry.get("parts", {}))),
        bool(entry.get("calendar", False)),
    )
