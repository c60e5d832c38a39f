"""SQL of derived tables: in come a template, parameters and the tables of a release; out comes one SQL statement.

A template is DuckDB SQL in ``data/sql``. The names of canonical tables stand for their rows with two more columns: ``row_key``,
a number that rises in the order of the source, and ``person``, the person's identifier. ``$name`` is a parameter and stays one;
``open_fields()``, ``open_filled_fields()`` and ``alike_fields()`` are lists of columns; a name of the recipe's ``expressions`` is that expression.
``person_key(x)`` and ``second_key(x)`` are hashes of an identifier, 63 bits each, NULL for none: they sort several times
faster than the text. Two persons who share one are told apart by the other; that two of ten million share both is less likely
than 10^-24.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

import sqlglot
from sqlglot import exp

from tallymark.engine.sql import validate
from tallymark.records.parameters import Value
from tallymark.schema.fields import fields
from tallymark.schema.tables import tables

DIALECT = "duckdb"
# row_key = number of the sheet in the source's order * ROWS_OF_A_SHEET + row; rows are 32-bit integers.
ROWS_OF_A_SHEET = 2**32
# Up to so many sheets a row finds its own by comparing, which is faster than a join.
MOST_CASES = 24
OPEN, OPEN_FILLED, ALIKE = "open_fields", "open_filled_fields", "alike_fields"
LISTS = (OPEN, OPEN_FILLED, ALIKE)
# What is hashed for each key; another text in front makes the second one independent of the first.
KEYS = {"person_key": "{0}", "second_key": "'.' || {0}"}
BOND_FIELDS = ("initial_bond_set_date", "initial_bond_set_amount", "bond_posted_date", "bond_posted_amount")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of a table with its place in the order of the source, from 0."""

    file_id: int
    sheet: str
    number: int


@dataclass(frozen=True, slots=True)
class Names:
    """What the names in a template stand for.

    ``sheets`` gives the sheets of each canonical table, ``columns`` the columns it has in the store and ``empty`` those in
    which it has no value at all; ``records`` is the table called ``records``.
    """

    parameters: Mapping[str, Value]
    sheets: Mapping[str, Sequence[Sheet]]
    records: str = ""
    expressions: Mapping[str, str] | None = None
    columns: Mapping[str, Collection[str]] | None = None
    empty: Mapping[str, Collection[str]] | None = None


def template(name: str) -> str:
    """The text of a template."""
    return resources.files("tallymark.records").joinpath(f"data/sql/{name}.sql").read_text(encoding="utf-8")


def compose(text: str, names: Names, parts: Mapping[str, str] | None = None) -> str:
    """The template as one statement in which every name but those of parameters is resolved, in DuckDB's SQL.

    ``parts`` gives the templates of tables that are themselves queries, a part before those that it uses; only what the text
    uses is put in.
    """
    return _composed(
        _Asked(
            text,
            tuple((parts or {}).items()),
            tuple((table, tuple(sheets)) for table, sheets in names.sheets.items()),
            names.records,
            tuple((names.expressions or {}).items()),
            None if names.columns is None else tuple(names.columns.get(names.records, ())),
            () if names.empty is None else tuple(names.empty.get(names.records, ())),
        )
    )


def used(sql: str, names: Names) -> dict[str, Value]:
    """The parameters that a statement has, with their values."""
    return {name: names.parameters[name] for name in validate(sql).parameters}


@dataclass(frozen=True, slots=True)
class _Asked:
    """All that decides a statement, as a value that can be looked up: releases of one layout share their statements."""

    text: str
    parts: tuple[tuple[str, str], ...]
    sheets: tuple[tuple[str, tuple[Sheet, ...]], ...]
    records: str
    expressions: tuple[tuple[str, str], ...]
    stored: tuple[str, ...] | None
    empty: tuple[str, ...]


@lru_cache(maxsize=256)
def _composed(asked: _Asked) -> str:
    tree = exp.maybe_parse(asked.text, into=exp.Select, dialect=DIALECT)
    for part, query in asked.parts:
        if all(table.name != part for table in tree.find_all(exp.Table)):
            continue
        tree = tree.with_(part, as_=template(query), dialect=DIALECT, copy=False)
        named = tree.args["with_"]
        # A part is added at the end and goes before all that use it.
        named.set("expressions", [named.expressions[-1], *named.expressions[:-1]])
    for called in list(tree.find_all(exp.Anonymous)):
        _expand(called, asked)
    expressions, sheets = dict(asked.expressions), dict(asked.sheets)
    for column in list(tree.find_all(exp.Column)):
        if not column.table and column.name in expressions and not isinstance(column.parent, exp.Window):
            column.replace(sqlglot.parse_one(expressions[column.name], read=DIALECT))
    for table in list(tree.find_all(exp.Table)):
        canonical = asked.records if table.name == "records" else table.name
        if canonical in sheets:
            table.replace(_rows(canonical, table.alias_or_name, sheets[canonical]))
    return tree.sql(dialect=DIALECT, pretty=True, comments=False)


def column_list(
    name: str, table: str, stored: Collection[str] | None = None, empty: Collection[str] = ()
) -> tuple[str, ...]:
    """The columns of a table that a list in a template means; ``stored`` are those that a release of some time ago has.

    ``open_fields``: those that are no identifier and need no care; ``alike_fields``: all but the person and the bonds.
    ``open_filled_fields`` and ``alike_fields`` are for comparing rows: they leave out columns that are ``empty``.
    """
    known = fields()
    listed = [field for field in tables()[table].fields if stored is None or field in stored]
    if name == OPEN:
        return tuple(field for field in listed if known[field].privacy == "open")
    filled = [field for field in listed if field not in empty]
    if name == OPEN_FILLED:
        return tuple(field for field in filled if known[field].privacy == "open")
    return tuple(field for field in filled if field not in BOND_FIELDS and field != "person_id")


def _expand(node: exp.Anonymous, asked: _Asked) -> None:
    """Put columns where the name of a list stands, in a SELECT, GROUP BY or PARTITION BY, and a hash where a key stands."""
    name, holder, key = str(node.this).lower(), node.parent, node.arg_key
    if name in KEYS:
        person = node.expressions[0].sql(dialect=DIALECT)
        # Half of the hash is a whole number that every engine returns.
        half = f"hash({KEYS[name].format(person)}) // 2"
        hashed = f"CASE WHEN {person} IS NOT NULL THEN {half} END"
        node.replace(sqlglot.parse_one(hashed, read=DIALECT))
    if name in LISTS and holder is not None and key is not None:
        items: list[exp.Expr] = holder.args[key]
        listed = column_list(name, asked.records, asked.stored, asked.empty)
        columns: list[exp.Expr] = [exp.column(field, table="records") for field in listed]
        holder.set(key, [one for item in items for one in (columns if item is node else [item])])


def _rows(table: str, alias: str, sheets: Sequence[Sheet]) -> exp.Expr:
    """The rows of a canonical table with ``row_key`` and ``person``, as a subquery, so that unused columns are not read."""
    person = ", source.person_id AS person" if "person_id" in tables()[table].fields else ""
    names = [(sheet, exp.Literal.string(sheet.sheet).sql(dialect=DIALECT)) for sheet in sheets]
    if 0 < len(names) <= MOST_CASES:
        cases = " ".join(
            f"WHEN source.sheet = {name} AND source.file_id = {sheet.file_id} THEN {sheet.number}"
            for sheet, name in names
        )
        number, places = f"CASE {cases} END", ""
    else:
        # A table without any sheet has no rows; one place that no row has keeps the query well formed.
        listed = " UNION ALL ".join(
            f"SELECT {sheet.file_id} AS file_id, {name} AS sheet, {sheet.number} AS sheet_number"
            for sheet, name in names or [(Sheet(-1, "", 0), "''")]
        )
        number = "place.sheet_number"
        places = f" JOIN ({listed}) AS place ON source.file_id = place.file_id AND source.sheet = place.sheet"
    select = exp.maybe_parse(
        f"SELECT source.*, {number} * {ROWS_OF_A_SHEET} + source.row AS row_key{person} "  # noqa: S608  names of our own lists, texts as literals
        f"FROM {table} AS source{places}",
        into=exp.Select,
        dialect=DIALECT,
    )
    return select.subquery(alias)
