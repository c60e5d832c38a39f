"""Recipes of derived tables: in comes ``data/recipes.yaml``; out come the tables they need, their SQL and their columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import cast

from tallymark.model.closed_yaml import check_keys
from tallymark.model.errors import DataError, UsageError
from tallymark.records.closed import CODE, read_entries
from tallymark.records.sweeps.registry import SWEEPS
from tallymark.schema.tables import tables

LABEL = "records/data/recipes.yaml"
REQUIRED = ("meaning", "unit", "tables", "summary", "columns")
OPTIONAL = ("rows", "derived", "records", "expressions", "window", "parts", "calendar", "sweep", "joined")


@dataclass(frozen=True, slots=True)
class Swept:
    """A sweep over the records by person: ``find`` names it and ``rows`` the SQL of its rows.

    ``into`` names the table of what it finds and ``counts`` that of what it counts, for SQL that reads them.
    """

    find: str
    rows: str
    into: str = ""
    counts: str = ""

    @property
    def tables(self) -> tuple[str, ...]:
        """The names of the tables that it leaves in the engine."""
        return tuple(name for name in (self.into, self.counts) if name)


@dataclass(frozen=True, slots=True)
class Joined:
    """Columns taken from the records by row number.

    ``by`` is the column with the row number; ``copied`` maps columns of the derived table to columns of the records. With
    ``other_rows`` each row of the records has a row, and those that the SQL does not give have these values; the text
    ``row_key`` stands for the row number.
    """

    by: str
    copied: Mapping[str, str]
    other_rows: Mapping[str, str | int | bool]


@dataclass(frozen=True, slots=True)
class Recipe:
    """How one derived table is made.

    ``tables`` are the canonical tables it reads and ``derived`` the derived tables; ``rows`` and ``summary`` name the SQL
    of its rows and of its counts; ``records`` is the table that the SQL calls ``records``; ``expressions`` give the meaning
    of names in the SQL that differ from table to table; ``columns`` says what each column means. ``window`` is the
    table whose first and last day bound what may be counted and close what is still open;
    ``parts`` give SQL to the names of tables that rows and summary use. With ``calendar`` they can use the days and shifts of
    the clock of ``population.py`` as tables too. ``swept`` is done before the SQL, ``joined`` after it.
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
    swept: Swept | None
    joined: Joined | None

    @property
    def queries(self) -> tuple[str, ...]:
        """The names of its SQL: what a sweep goes through, rows, summary."""
        return tuple(name for name in (self.swept.rows if self.swept else "", self.rows, self.summary) if name)


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
        _check_rows(found[name], f"{label} key {name}")
    return MappingProxyType(found)


def _check_rows(found: Recipe, where: str) -> None:
    """Rows come from a sweep, from SQL, or from SQL over the table into which a sweep goes."""
    if found.swept is None and not found.rows:
        raise DataError(CODE, where=where, detail="neither rows nor a sweep")
    if found.swept is not None and bool(found.swept.into) != bool(found.rows):
        raise DataError(CODE, where=where, detail="a sweep goes into a table when there is SQL of rows, and only then")


def _recipe(name: str, entry: Mapping[str, object]) -> Recipe:
    names = cast("list[str]", entry["tables"])
    return Recipe(
        name,
        str(entry["meaning"]).strip(),
        str(entry["unit"]),
        tuple(names),
        tuple(cast("list[str]", entry.get("derived", []))),
        str(entry.get("rows", "")),
        str(entry["summary"]),
        MappingProxyType(cast("dict[str, str]", entry["columns"])),
        str(entry.get("records", names[0] if names else "")),
        MappingProxyType(cast("dict[str, str]", entry.get("expressions", {}))),
        str(entry.get("window", "")),
        MappingProxyType(cast("dict[str, str]", entry.get("parts", {}))),
        bool(entry.get("calendar", False)),
        _swept(entry.get("sweep"), f"{LABEL} key {name}, sweep"),
        _joined(entry.get("joined"), f"{LABEL} key {name}, joined"),
    )


def _swept(entry: object, where: str) -> Swept | None:
    if entry is None:
        return None
    checked = check_keys(entry, where, ("find", "rows"), ("into", "counts"), CODE)
    if checked["find"] not in SWEEPS:
        raise DataError(CODE, where=where, detail=f"known: {', '.join(SWEEPS)}")
    return Swept(**checked)


def _joined(entry: object, where: str) -> Joined | None:
    if entry is None:
        return None
    checked = check_keys(entry, where, ("by", "copied"), ("other_rows",), CODE)
    return Joined(checked["by"], MappingProxyType(checked["copied"]), MappingProxyType(checked.get("other_rows", {})))
