"""Measures over records: in comes ``data/measures.yaml``; out comes for each what is counted, in which rows and by which definitions.

A new measure is an entry there: rule sets decide it (``definitions``), or it is a plain table (``own``) whose rows add 1 or a
column. Breakdowns need nothing more: they follow from the fields of the table.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import cast

from tallymark.model.closed_yaml import check_keys, parse_yaml
from tallymark.model.errors import DataError, UsageError
from tallymark.records.recipes import recipes
from tallymark.rules.rule_sets import rule_sets
from tallymark.schema.tables import tables

CODE = "TM-COUNT-002"
NO_MEASURE = "TM-COUNT-003"
LABEL = "counting/data/measures.yaml"
KINDS = ("count", "mean", "stock")
OPTIONAL = (
    "definitions", "default", "own", "rows", "alone", "when", "when_any", "fields", "adds", "kind", "over", "note",
    "about_people", "day", "open",
)  # fmt: skip
OVER = ("rows", "days")


@dataclass(frozen=True, slots=True)
class Own:
    """The one definition of a measure that has no rule sets: a table, a title, and the day of a row as SQL (empty: none)."""

    table: str
    title: str
    day: str
    gaps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Joined:
    """A derived table joined to the rows: ``key`` is its column that equals ``equals``, ``columns`` are those that are used.

    ``on`` is ``row_key``, the number of the row, or ``<derived>.<column>`` of a table that is joined before it.
    """

    name: str
    key: str
    on: str
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Alone:
    """A derived table that is counted by itself; ``day`` is the column of its day.

    What a row adds is the column that the rule of the family ``detention`` names, with bounds in the columns ``_low`` and ``_high``.
    """

    name: str
    day: str


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure; see the head of ``data/measures.yaml`` for the keys."""

    id: str
    words: str
    unit: str
    kind: str
    definitions: tuple[str, ...]
    default: tuple[str, ...]
    own: Own | None
    rows: tuple[Joined, ...]
    alone: Alone | None
    when: str
    when_any: str
    fields: tuple[str, ...]
    adds: str
    over: str
    note: str
    about_people: bool
    day: str
    open: tuple[str, ...]

    @property
    def rule_sets(self) -> tuple[str, ...]:
        """The ids of the rule sets that decide it, the defaults first."""
        others = [
            one.id for one in rule_sets().values() if one.measure in self.definitions and one.id not in self.default
        ]
        return (*self.default, *others)


@cache
def measures() -> Mapping[str, Measure]:
    """Every measure by id."""
    return read_measures(resources.files("tallymark.counting").joinpath("data/measures.yaml"), LABEL)


def measure(name: str) -> Measure:
    """The measure of this id; raises TM-COUNT-003."""
    if name not in measures():
        raise UsageError(NO_MEASURE, where=repr(name), detail=f"known: {', '.join(measures())}")
    return measures()[name]


def read_measures(path: Traversable, label: str) -> Mapping[str, Measure]:
    """The measures of a file; raises TM-COUNT-002 with the key that breaks the schema."""
    loaded = parse_yaml(path.read_text(encoding="utf-8"), label, CODE)
    if not isinstance(loaded, Mapping):
        raise DataError(CODE, where=label, detail="a mapping is expected")
    return MappingProxyType(
        {str(name): _measure(str(name), entry, f"{label} key {name}") for name, entry in loaded.items()}
    )


def _measure(name: str, loaded: object, where: str) -> Measure:
    entry = check_keys(loaded, where, ("words", "unit"), OPTIONAL, CODE)
    found = Measure(
        name,
        str(entry["words"]),
        str(entry["unit"]),
        str(entry.get("kind", "count")),
        _texts(entry, "definitions", where),
        _texts(entry, "default", where),
        _own(entry.get("own"), where),
        tuple(_joined(one, where) for one in entry.get("rows", [])),
        _alone(entry.get("alone"), where),
        str(entry.get("when", "")),
        str(entry.get("when_any", entry.get("when", ""))),
        _texts(entry, "fields", where),
        str(entry.get("adds", "")),
        str(entry.get("over", "")),
        str(entry.get("note", "")),
        bool(entry.get("about_people", True)),
        str(entry.get("day", "")),
        _texts(entry, "open", where),
    )
    fault = _fault(found)
    if fault:
        raise DataError(CODE, where=where, detail=fault)
    return found


def _own(loaded: object, where: str) -> Own | None:
    if loaded is None:
        return None
    entry = check_keys(loaded, f"{where}.own", ("table", "title", "day"), ("gaps",), CODE)
    return Own(str(entry["table"]), str(entry["title"]), str(entry["day"] or ""), _texts(entry, "gaps", where))


def _joined(loaded: object, where: str) -> Joined:
    entry = check_keys(loaded, f"{where}.rows", ("derived", "key", "equals", "columns"), (), CODE)
    return Joined(str(entry["derived"]), str(entry["key"]), str(entry["equals"]), _texts(entry, "columns", where))


def _alone(loaded: object, where: str) -> Alone | None:
    if loaded is None:
        return None
    entry = check_keys(loaded, f"{where}.alone", ("derived", "day"), (), CODE)
    return Alone(str(entry["derived"]), str(entry["day"]))


def _texts(entry: Mapping[str, object], key: str, where: str) -> tuple[str, ...]:
    listed = entry.get(key, [])
    if not isinstance(listed, list) or not all(isinstance(one, str) for one in listed):
        raise DataError(CODE, where=f"{where}.{key}", detail="a list of texts is expected")
    return tuple(cast("list[str]", listed))


def _fault(found: Measure) -> str:
    """What is wrong with an entry that has the right keys, empty for nothing."""
    if found.kind not in KINDS or found.over not in (OVER if found.kind == "mean" else ("",)):
        return f"kind is one of {', '.join(KINDS)}, and over one of {', '.join(OVER)} for a mean only"
    if (found.own is None) == (not found.definitions):
        return "either definitions or own"
    known = rule_sets()
    strange = [name for name in found.default if name not in known or known[name].measure not in found.definitions]
    if strange or (found.definitions and not found.default):
        return f"default names no rule set of the measure: {', '.join(strange)}"
    if found.own is not None and found.own.table not in tables():
        return f"there is no table {found.own.table!r}"
    names = [one.name for one in found.rows] + ([found.alone.name] if found.alone is not None else [])
    derived = [name for name in names if name not in recipes()]
    return f"there is no derived table {derived[0]!r}" if derived else ""
