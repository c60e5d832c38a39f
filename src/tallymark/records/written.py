"""Parameters as a person writes and reads them: in comes ``key=value``; out come typed values, and each with its meaning."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from tallymark.model.errors import UsageError
from tallymark.records import parameters
from tallymark.records.derive import Derived
from tallymark.records.parameters import Value
from tallymark.records.recipes import recipe

TRUTHS = {"true": True, "false": False}


def parse(name: str, written: Iterable[str]) -> dict[str, Value]:
    """The parameters written for a derived table; ``table.key=value`` is one of a table that it reads.

    Raises TM-RECORDS-004 for an unknown table and TM-RECORDS-003 for text without ``=``. A key or a value that the table does
    not know is passed on as it stands: whoever settles the parameters refuses it with the list.
    """
    recipe(name)
    found: dict[str, Value] = {}
    for text in written:
        key, equals, value = text.partition("=")
        if not equals:
            raise UsageError("TM-RECORDS-003", where=f"{name}, {text!r}", detail="written as key=value")
        found[key.strip()] = _value(key.strip(), value.strip())
    return found


def _value(key: str, text: str) -> Value:
    known = parameters.parameters().get(key.rpartition(".")[2])
    try:
        if known is not None and known.type == "integer":
            return int(text)
        if known is not None and known.type == "date":
            return dt.date.fromisoformat(text)
    except ValueError:
        return text
    return TRUTHS.get(text, text) if known is not None and known.type == "boolean" else text


def meanings(found: Derived) -> list[tuple[str, str, str]]:
    """Each settled parameter of a table with its value and its meaning, in one line."""
    known: Mapping[str, parameters.Parameter] = parameters.parameters()
    listed = []
    for key, value in found.parameters.items():
        parameter = known[key.rpartition(".")[2]]
        unit = f" {parameter.unit}" if parameter.unit else ""
        listed.append((key, f"{value}{unit}", " ".join(parameter.meaning.split())))
    return listed
