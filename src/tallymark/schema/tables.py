"""Canonical tables: in comes ``data/tables.csv``; out come the tables with their fields in order, key date and person field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from types import MappingProxyType

from tallymark.model.closed import read_rows
from tallymark.model.errors import DataError
from tallymark.schema.fields import NAME, fields

COLUMNS = ("name", "fields", "key_date", "person_field", "meaning")
DATE_TYPES = ("date", "datetime")


@dataclass(frozen=True, slots=True)
class Table:
    """One canonical table.

    ``fields`` are the names of its fields in the order of the store; none for a table that is recognised and not
    mapped. ``key_date`` is the date or date-time field that places a row in time, empty where a table has none;
    ``person_field`` is the field that holds the person, None where rows are not about persons. ``meaning`` says what
    one row is.
    """

    name: str
    fields: tuple[str, ...]
    key_date: str
    person_field: str | None
    meaning: str


@cache
def tables() -> Mapping[str, Table]:
    """Every canonical table by name."""
    return read_tables(resources.files("tallymark.schema").joinpath("data/tables.csv"), "schema/data/tables.csv")


def read_tables(path: Traversable, label: str) -> Mapping[str, Table]:
    """The tables of a file in its order; raises TM-SCHEMA-003 with the line that breaks the schema."""
    found: dict[str, Table] = {}
    for line, row in read_rows(path, label, COLUMNS, "TM-SCHEMA-003"):
        names = tuple(name for name in row["fields"].split(";") if name)
        table = Table(row["name"], names, row["key_date"], row["person_field"] or None, row["meaning"])
        fault = "listed twice" if table.name in found else _fault(table)
        if fault:
            raise DataError("TM-SCHEMA-003", where=f"{label} line {line}", detail=f"{table.name}: {fault}")
        found[table.name] = table
    return MappingProxyType(found)


def table(name: str) -> Table:
    """The table with this name; raises TM-SCHEMA-004."""
    try:
        return tables()[name]
    except KeyError:
        raise DataError("TM-SCHEMA-004", where=f"table {name!r}", detail=f"known: {', '.join(tables())}") from None


def _fault(table: Table) -> str:
    known = fields()
    unknown = [name for name in table.fields if name not in known]
    if not NAME.fullmatch(table.name):
        return "the name is badly formed"
    if unknown:
        return f"{unknown[0]!r} is no canonical field"
    if len(set(table.fields)) < len(table.fields):
        return "a field is listed twice"
    if table.key_date and (table.key_date not in table.fields or known[table.key_date].type not in DATE_TYPES):
        return f"key_date {table.key_date!r} is no date field of the table"
    if table.person_field and table.person_field not in table.fields:
        return f"person_field {table.person_field!r} is no field of the table"
    return "" if table.meaning.strip() else "meaning is empty"
