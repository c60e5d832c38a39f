"""What tells an event: in comes ``data/event_keys.csv``; out come, for each table, the few fields by which two releases share a row.

They are known when the event happens and are rarely blank, so that a row stays the same when the rest of it is rewritten. They
are no id: several rows may agree in them, and then they are counted and not matched.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from types import MappingProxyType

from tallymark.model.closed import read_rows
from tallymark.model.errors import DataError
from tallymark.schema.fields import fields
from tallymark.schema.tables import tables

CODE = "TM-RELEASES-805"
COLUMNS = ("table", "fields", "reason")


@cache
def event_keys() -> Mapping[str, tuple[str, ...]]:
    """The fields of each table in the file that comes with the program."""
    path = resources.files("tallymark.releases").joinpath("data/event_keys.csv")
    return read_event_keys(path, "releases/data/event_keys.csv")


def event_fields(table: str, shared: tuple[str, ...]) -> tuple[str, ...]:
    """Those of the shared fields that tell the event; all of them for a table without a key of its own."""
    key = event_keys().get(table, shared)
    return tuple(name for name in shared if name in key)


def read_event_keys(path: Traversable, label: str) -> Mapping[str, tuple[str, ...]]:
    """The keys of a file; raises TM-RELEASES-805 with the line that breaks the schema."""
    found: dict[str, tuple[str, ...]] = {}
    for line, row in read_rows(path, label, COLUMNS, CODE):
        names = tuple(row["fields"].split(";"))
        known = tables()[row["table"]].fields if row["table"] in tables() else ()
        is_open = all(name in known and fields()[name].privacy == "open" for name in names)
        if not is_open or row["table"] in found or not row["reason"]:
            raise DataError(CODE, where=f"{label} line {line}", detail="open fields of a table, once, with a reason")
        found[row["table"]] = names
    return MappingProxyType(found)
