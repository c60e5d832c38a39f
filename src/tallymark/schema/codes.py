"""Code lists: in come ``data/codes.csv`` and the files of ``data/codes``; out come the values of coded fields with their meaning.

A list holds the values that were seen, as printed. Where it is complete a new value is a finding; else it only has not been
seen before. Nothing is recoded by a list.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from types import MappingProxyType

from tallymark.model.closed import read_rows
from tallymark.model.errors import DataError
from tallymark.schema.fields import fields

CODE = "TM-SCHEMA-005"
INDEX_COLUMNS = ("name", "complete", "meaning")
COLUMNS = ("value", "meaning", "source")
COMPLETE = {"yes": True, "no": False}


@dataclass(frozen=True, slots=True)
class CodeValue:
    """One value as printed; ``meaning`` is empty where the words say it or nobody has explained it."""

    value: str
    meaning: str
    source: str


@dataclass(frozen=True, slots=True)
class CodeList:
    """The values of one code list by their printed form; ``complete`` when no others are expected."""

    name: str
    complete: bool
    meaning: str
    values: Mapping[str, CodeValue]


@cache
def code_lists() -> Mapping[str, CodeList]:
    """Every code list by name."""
    found = read_code_lists(resources.files("tallymark.schema").joinpath("data"), "schema/data")
    for field in fields().values():
        if field.codes and field.codes not in found:
            detail = f"field {field.name} names the code list {field.codes!r}"
            raise DataError(CODE, where="schema/data/codes.csv", detail=detail)
    return found


def read_code_lists(folder: Traversable, label: str) -> Mapping[str, CodeList]:
    """The code lists of a folder; raises TM-SCHEMA-005 with the line that breaks the schema."""
    found: dict[str, CodeList] = {}
    for line, row in read_rows(folder.joinpath("codes.csv"), f"{label}/codes.csv", INDEX_COLUMNS, CODE):
        name = row["name"]
        if row["complete"] not in COMPLETE or name in found or not row["meaning"]:
            detail = "the list stands twice, has no meaning, or complete is not yes or no"
            raise DataError(CODE, where=f"{label}/codes.csv line {line}", detail=detail)
        values = _values(folder.joinpath(f"codes/{name}.csv"), f"{label}/codes/{name}.csv")
        found[name] = CodeList(name, COMPLETE[row["complete"]], row["meaning"], values)
    unlisted = sorted(
        path.name for path in folder.joinpath("codes").iterdir() if path.name.removesuffix(".csv") not in found
    )
    if unlisted:
        raise DataError(CODE, where=f"{label}/codes/{unlisted[0]}", detail="codes.csv does not list this file")
    return MappingProxyType(found)


def _values(path: Traversable, label: str) -> Mapping[str, CodeValue]:
    values: dict[str, CodeValue] = {}
    if not path.is_file():
        raise DataError(CODE, where=label, detail="there is no such file")
    for line, row in read_rows(path, label, COLUMNS, CODE):
        if not row["value"] or row["value"] in values or not row["source"]:
            raise DataError(
                CODE, where=f"{label} line {line}", detail="value is empty or stands twice, or has no source"
            )
        values[row["value"]] = CodeValue(**row)
    return MappingProxyType(values)
