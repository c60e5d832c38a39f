"""Typed checks: in comes ``data/checks.yaml``; out come the checks of each canonical table, every field a known one.

A check says what must hold of one field or two, or of a table; it is counted by ``checks_sql``. Its level is ``ok`` or
``info`` (it cannot fail or has no limit), ``warn`` or ``stop`` by the share of values that fail it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from importlib import resources
from typing import Any

from tallymark.model.closed_yaml import check_keys, parse_yaml
from tallymark.model.errors import DataError
from tallymark.schema.tables import Table, tables

CODE = "TM-RELEASES-801"
FILE = "releases/data/checks.yaml"
# The keys each kind needs and those it may have, beside id, kind, tables, warn, stop and source.
KINDS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "codes": ((), ()),
    "window": ((), ()),
    "alike": ((), ()),
    "ingest": ((), ()),
    "given": (("field",), ()),
    "range": (("field",), ("low", "high")),
    "dates": (("field", "since"), ()),
    "order": (("first", "then"), ()),
    "implies": (("field", "then", "is"), ()),
    "same_key": (("key",), ()),
}
COMMON = ("id", "kind", "tables", "warn", "stop", "source")
TRUE, GIVEN = "true", "given"


@dataclass(frozen=True, slots=True)
class Check:
    """One check; which of the parts have a value depends on its ``kind``.

    ``warn`` and ``stop`` are shares of failing values from 0 to 1; None where the check has no such limit.
    """

    id: str
    kind: str
    source: str
    tables: tuple[str, ...] = ()
    field: str = ""
    first: str = ""
    then: str = ""
    is_: str = ""
    key: tuple[str, ...] = ()
    low: Decimal | None = None
    high: Decimal | None = None
    since: date | None = None
    warn: Decimal | None = None
    stop: Decimal | None = None

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields that the check names."""
        return tuple(name for name in (self.field, self.first, self.then, *self.key) if name)

    def level(self, n_failed: int, n_values: int) -> str:
        """``stop``, ``warn``, ``info`` or ``ok`` for so many failures among so many values."""
        if not n_failed:
            return "ok"
        for name, limit in (("stop", self.stop), ("warn", self.warn)):
            if limit is not None and n_failed > limit * n_values:
                return name
        return "info"


@cache
def checks() -> tuple[Check, ...]:
    """The checks that come with the program."""
    return read_checks(resources.files("tallymark.releases").joinpath("data/checks.yaml").read_text("utf-8"))


def checks_of(table: Table) -> tuple[Check, ...]:
    """The checks made on a table: those that name it, and those that name none and whose fields it has."""
    return tuple(
        check
        for check in checks()
        if table.name in check.tables or (not check.tables and set(check.fields) <= set(table.fields))
    )


def read_checks(text: str, label: str = FILE) -> tuple[Check, ...]:
    """The checks in a text; raises TM-RELEASES-801 with the check that breaks the schema."""
    loaded = parse_yaml(text, label, CODE)
    if not isinstance(loaded, dict) or set(loaded) != {"schema", "checks"} or loaded["schema"] != 1:
        raise DataError(CODE, where=label, detail="the keys are schema (1) and checks")
    found: list[Check] = []
    for number, entry in enumerate(loaded["checks"], 1):
        where = f"{label}: check {number} {entry.get('id', '') if isinstance(entry, dict) else ''}".rstrip()
        check = _check(entry, where)
        if any(check.id == other.id for other in found):
            raise DataError(CODE, where=where, detail="the id is used twice")
        found.append(check)
    return tuple(found)


def _check(entry: object, where: str) -> Check:
    if not isinstance(entry, dict) or entry.get("kind") not in KINDS:
        raise DataError(CODE, where=where, detail=f"kind is one of {', '.join(KINDS)}")
    needed, possible = KINDS[entry["kind"]]
    check_keys(entry, where, {"id", "kind", "source", *needed}, {*COMMON, *possible}, CODE)
    try:
        check = _typed(entry)
    except (ValueError, TypeError, InvalidOperation) as error:
        raise DataError(CODE, where=where, detail=f"a value cannot be read: {error}") from None
    fault = _fault(check)
    if fault:
        raise DataError(CODE, where=where, detail=fault)
    return check


def _typed(entry: Mapping[str, object]) -> Check:
    """The entry with its values in their types."""
    named = {"is_" if key == "is" else key: value for key, value in entry.items()}
    typed: dict[str, Any] = {}
    for key, value in named.items():
        if key in ("low", "high", "warn", "stop"):
            typed[key] = Decimal(str(value))
        elif key == "since":
            typed[key] = date.fromisoformat(str(value))
        elif key in ("tables", "key"):
            if not isinstance(value, list):
                raise TypeError(f"{key} is a list")
            typed[key] = tuple(str(one) for one in value)
        else:
            typed[key] = str(value)
    return Check(**typed)


def _fault(check: Check) -> str:
    known = tables()
    for name in check.tables:
        if name not in known:
            return f"{name!r} is no canonical table"
        absent = set(check.fields) - set(known[name].fields)
        if absent:
            return f"the table {name} has no field {min(absent)!r}"
    if not any(set(check.fields) <= set(table.fields) for table in known.values()):
        return "no table has these fields"
    if check.kind == "implies" and check.is_ not in (TRUE, GIVEN):
        return "is: true or given"
    limits = [limit for limit in (check.warn, check.stop) if limit is not None]
    return "" if all(0 <= limit <= 1 for limit in limits) and limits == sorted(limits) else "0 <= warn <= stop <= 1"
