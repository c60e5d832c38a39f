"""Checks as SQL: in come a table, its checks and its window; out comes one scan that counts everything month by month.

One row of the scan is a month of the table's key date (null where a row has none); sums over the months are the counts of
the table. Values of code lists are judged once for each distinct value, in one narrow query (a comparison of every cell with
every value of its list took ten times as long), and so are repeated keys.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from tallymark.engine.engine import Value
from tallymark.releases.checks import TRUE, Check
from tallymark.schema.codes import CodeList, code_lists
from tallymark.schema.fields import fields
from tallymark.schema.tables import Table

VIEW = "checked"
# Fields that tell most rows apart.
TELLING = ("person_id", "facility_code", "birth_year", "citizenship_country", "county", "law_enforcement_agency")


@dataclass(frozen=True, slots=True)
class Counted:
    """One check of one field as a column of the scan: among the rows where ``applies`` holds, those where ``fails`` holds."""

    check: Check
    fields: tuple[str, ...]
    applies: str
    fails: str


@dataclass(frozen=True, slots=True)
class CodedField:
    """A field and the list of its values."""

    name: str
    listed: CodeList


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
        if check.kind == "window":
            found += _window(table, check, window, bound)
        elif check.kind not in ("codes", "alike", "same_key", "ingest"):
            found.append(_one(check, window[1], bound))
    return found


def coded_fields(table: Table) -> list[CodedField]:
    """The fields of a table that have a code list; a yes-or-no field has been typed and needs none."""
    known = fields()
    return [
        CodedField(name, code_lists()[known[name].codes])
        for name in table.fields
        if known[name].codes and known[name].type != "boolean"
    ]


def codes_query(coded: Sequence[CodedField]) -> Scan:
    """For each coded field, by its place: the rows with a value, and those whose value its list does not have."""
    bound = Scan()
    parts = []
    for place, one in enumerate(coded):
        whole = fields()[one.name].type == "integer"
        among = ", ".join(bound.bind(int(value) if whole else value) for value in one.listed.values)
        values = f"SELECT {quoted(one.name)} AS code, count(*) AS n_rows FROM {VIEW} GROUP BY 1"  # noqa: S608
        parts.append(
            f"SELECT {place} AS place, coalesce(sum(n_rows), 0) AS n_values, "  # noqa: S608  names are canonical
            f"coalesce(sum(n_rows) FILTER (WHERE code NOT IN ({among})), 0) AS n_failed "
            f"FROM ({values}) AS codes WHERE code IS NOT NULL"
        )
    bound.sql = " UNION ALL ".join(parts) + " ORDER BY place"
    return bound


def same_key_query(check: Check) -> str:
    """How many rows have a whole key, and how many of them repeat one."""
    names = ", ".join(quoted(name) for name in check.key)
    given = " AND ".join(f"{quoted(name)} IS NOT NULL" for name in check.key)
    grouped = f"SELECT count(*) AS n_rows FROM {VIEW} WHERE {given} GROUP BY {names}"  # noqa: S608  names are canonical
    return f"SELECT sum(n_rows) AS n_values, sum(n_rows - 1) AS n_failed FROM ({grouped}) AS groups"  # noqa: S608


def alike_query(table: Table) -> str:
    """How many rows agree with an earlier one in every field.

    Only rows that agree in a few telling fields are compared in all of them, which most rows are not.
    """
    telling = [name for name in TELLING if name in table.fields] or list(table.fields)
    telling = list(dict.fromkeys([*([table.key_date] if table.key_date else []), *telling]))
    names = ", ".join(quoted(name) for name in telling)
    same = " AND ".join(f"r.{quoted(name)} IS NOT DISTINCT FROM s.{quoted(name)}" for name in telling)
    every = ", ".join(f"r.{quoted(name)}" for name in table.fields)
    some = f"SELECT {names} FROM {VIEW} GROUP BY {names} HAVING count(*) > 1"  # noqa: S608  names are canonical
    return (
        f"WITH repeated AS ({some}) SELECT sum(n_rows - 1) AS n_failed FROM "  # noqa: S608
        f"(SELECT count(*) AS n_rows FROM {VIEW} AS r SEMI JOIN repeated AS s ON {same} GROUP BY {every}) AS groups"
    )


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
