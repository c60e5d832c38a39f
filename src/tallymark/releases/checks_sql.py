"""Checks as SQL: in come a table, its checks and its window; out comes one scan that counts everything month by month.

One row of the scan is a month of the table's key date (null where a row has none); sums over the months are the counts of
the table. Duplicate keys need a pass of their own and are a second, narrow query.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from tallymark.engine.engine import Value
from tallymark.releases.checks import TRUE, Check
from tallymark.schema.codes import code_lists
from tallymark.schema.fields import fields
from tallymark.schema.tables import Table

VIEW = "checked"
# What stands between the fields of a key and for a field without value; neither occurs in a cell.
BETWEEN, NOTHING = "␟", "␀"


@dataclass(frozen=True, slots=True)
class Counted:
    """One check of one field as a column of the scan: among the rows where ``applies`` holds, those where ``fails`` holds."""

    check: Check
    fields: tuple[str, ...]
    applies: str
    fails: str
    informs_only: bool = False


@dataclass(slots=True)
class Scan:
    """A query with its bound values."""

    parameters: dict[str, Value] = field(default_factory=dict)
    sql: str = ""

    def bind(self, value: Value) -> str:
        """The name under which a value is bound."""
        name = f"v{len(self.parameters)}"
        self.parameters[name] = value
        return f"${name}"


def quoted(name: str) -> str:
    """A field as a column."""
    return f'"{name}"'


def month_of(table: Table) -> str:
    """The first day of the month of the key date, as SQL; null for a table without one."""
    if not table.key_date:
        return "CAST(NULL AS DATE)"
    return f"CAST(date_trunc('month', {quoted(table.key_date)}) AS DATE)"


def scan(table: Table, counted: Sequence[Counted], bound: Scan) -> Scan:
    """The one scan: month, rows, filled values of each field, and for each check the rows it applies to and fails on."""
    columns = [f"{month_of(table)} AS month", "count(*) AS n_rows"]
    columns += [f"count({quoted(name)}) AS f{number}" for number, name in enumerate(table.fields)]
    for number, one in enumerate(counted):
        columns.append(f"count(*) FILTER (WHERE {one.applies}) AS a{number}")
        columns.append(f"count(*) FILTER (WHERE ({one.applies}) AND ({one.fails})) AS c{number}")
    bound.sql = f"SELECT {', '.join(columns)} FROM {VIEW} GROUP BY 1 ORDER BY 1"  # noqa: S608  names are canonical
    return bound


def counted_of(
    table: Table, checks: Sequence[Check], window: tuple[date | None, date | None], bound: Scan
) -> list[Counted]:
    """The columns of the scan for the checks that count row by row; a check without anything to compare gives none."""
    found: list[Counted] = []
    for check in checks:
        if check.kind == "codes":
            found += _codes(table, check, bound)
        elif check.kind == "window":
            found += _window(table, check, window, bound)
        elif check.kind not in ("alike", "same_key"):
            found.append(_one(check, window[1], bound))
    return found


def key_query(table: Table, check: Check) -> str:
    """How many rows have a whole key, and how many of them repeat one; for ``alike`` the key is every field."""
    if check.kind == "alike":
        keys, given = [content_key(table.fields)], "n_rows > 0"
    else:
        keys = [quoted(name) for name in check.key]
        given = " AND ".join(f"k{number} IS NOT NULL" for number in range(len(keys)))
    columns = ", ".join(f"{key} AS k{number}" for number, key in enumerate(keys))
    places = ", ".join(str(number) for number in range(1, len(keys) + 1))
    grouped = f"SELECT {columns}, count(*) AS n_rows FROM {VIEW} GROUP BY {places}"  # noqa: S608  names are canonical
    return f"SELECT sum(n_rows) AS n_values, sum(n_rows - 1) AS n_failed FROM ({grouped}) AS groups WHERE {given}"  # noqa: S608


def content_key(names: Sequence[str]) -> str:
    """One hash of the values of several fields, as SQL."""
    values = ", ".join(f"coalesce(CAST({quoted(name)} AS VARCHAR), '{NOTHING}')" for name in names)
    return f"md5(concat_ws('{BETWEEN}', {values}))"


def _codes(table: Table, check: Check, bound: Scan) -> list[Counted]:
    found = []
    for name in table.fields:
        known = fields()[name]
        if not known.codes or known.type == "boolean":
            continue
        listed = code_lists()[known.codes]
        values: list[Value] = [int(value) for value in listed.values] if known.type == "integer" else [*listed.values]
        among = ", ".join(bound.bind(value) for value in values)
        applies = f"{quoted(name)} IS NOT NULL"
        found.append(Counted(check, (name,), applies, f"{quoted(name)} NOT IN ({among})", not listed.complete))
    return found


def _window(table: Table, check: Check, window: tuple[date | None, date | None], bound: Scan) -> list[Counted]:
    start, end = window
    if not table.key_date or (start is None and end is None):
        return []
    key = quoted(table.key_date)
    outside = [f"{key} < {bound.bind(start)}"] if start else []
    outside += [f"{key} >= {bound.bind(end + timedelta(days=1))}"] if end else []
    return [Counted(check, (table.key_date,), f"{key} IS NOT NULL", " OR ".join(outside))]


def _one(check: Check, end: date | None, bound: Scan) -> Counted:
    """The column of a check on one field or on two."""
    here, first, then = quoted(check.field), quoted(check.first), quoted(check.then)
    if check.kind == "given":
        return Counted(check, check.fields, "TRUE", f"{here} IS NULL")
    if check.kind == "order":
        return Counted(check, check.fields, f"{first} IS NOT NULL AND {then} IS NOT NULL", _before(check))
    if check.kind == "implies":
        fails = f"{then} IS NOT TRUE" if check.is_ == TRUE else f"{then} IS NULL"
        return Counted(check, check.fields, f"{here} IS NOT NULL", fails)
    if check.kind == "dates":
        parts = [f"{here} < {bound.bind(check.since)}"]
        parts += [f"{here} >= {bound.bind(end + timedelta(days=1))}"] if end else []
    else:
        parts = [f"{here} < {bound.bind(check.low)}"] if check.low is not None else []
        parts += [f"{here} > {bound.bind(check.high)}"] if check.high is not None else []
    return Counted(check, check.fields, f"{here} IS NOT NULL", " OR ".join(parts))


def _before(check: Check) -> str:
    """The second event before the first; a day and a time of day are compared as days."""
    types = {fields()[name].type for name in check.fields}
    first, then = quoted(check.first), quoted(check.then)
    if types == {"date", "datetime"}:
        return f"CAST({then} AS DATE) < CAST({first} AS DATE)"
    return f"{then} < {first}"
