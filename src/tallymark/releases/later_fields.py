"""Fields that tell a later state: in comes ``data/as_of_extraction.csv``; out come the fields that change after the event.

Two releases may print the same event with another value in such a field: that is news of the case and not another event.
"""

from __future__ import annotations

from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

from tallymark.model.closed import read_rows
from tallymark.model.errors import DataError
from tallymark.schema.fields import fields

CODE = "TM-RELEASES-804"
COLUMNS = ("field", "reason", "source")


@cache
def later_fields() -> frozenset[str]:
    """The fields of the file that comes with the program."""
    path = resources.files("tallymark.releases").joinpath("data/as_of_extraction.csv")
    return read_later_fields(path, "releases/data/as_of_extraction.csv")


def read_later_fields(path: Traversable, label: str) -> frozenset[str]:
    """The fields of a file; raises TM-RELEASES-804 with the line that breaks the schema."""
    found: set[str] = set()
    for line, row in read_rows(path, label, COLUMNS, CODE):
        if row["field"] not in fields() or row["field"] in found or not row["reason"] or not row["source"]:
            raise DataError(CODE, where=f"{label} line {line}", detail="a canonical field once, with reason and source")
        found.add(row["field"])
    return frozenset(found)
