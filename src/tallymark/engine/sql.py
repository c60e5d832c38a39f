"""Queries: in comes DuckDB SQL; out comes the query proved to be made of allowed operations, and its text for Spark.

A query is one SELECT (WITH, UNION ALL, sub-queries); values come in as parameters (``$name``) and are never written into it.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from tallymark.engine.gaps import find_gap
from tallymark.engine.operations import Flag, Operations, operations
from tallymark.model.errors import UsageError

NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
QUERIES = (exp.Select, exp.Union, exp.Except, exp.Intersect)
# Settings that hold a name, a literal or a note of the parser, each checked or harmless by itself.
PLAIN = {
    "Identifier.this", "Identifier.quoted", "Literal.this", "Var.this", "DataType.this", "Placeholder.this",
    "Anonymous.this", "Extract.zone", "Table.when", "DateDiff.unit", "Interval.unit",
}  # fmt: skip
SHOWN = 80
# The parser says on standard error what it will not parse; that is refused here with a code.
logging.getLogger("sqlglot").setLevel(logging.ERROR)


@dataclass(frozen=True, slots=True)
class Query:
    """A query that may run: its text as written and the names of its parameters in order of first use."""

    text: str
    parameters: tuple[str, ...]


@lru_cache(maxsize=512)
def validate(text: str) -> Query:
    """The query in ``text``.

    Raises UsageError TM-ENGINE-001 (not DuckDB SQL), -002 (not one SELECT), -003 (a construct that is not in the list,
    named) or -004 (a known gap between engines, with what to write instead).
    """
    tree = _parse(text)
    _check(tree, operations())
    names = dict.fromkeys(str(node.this) for node in tree.find_all(exp.Placeholder))
    foreign = [name for name in names if f"${name}" not in text]
    if foreign:
        raise UsageError("TM-ENGINE-003", where=f":{foreign[0]}", detail="a parameter is written $name")
    return Query(text, tuple(names))


@lru_cache(maxsize=512)
def to_spark(text: str) -> str:
    """The same query for Spark, parameters as ``:name``; raises what ``validate`` raises."""
    validate(text)
    return _parse(text).transform(_function_for_spark).sql(dialect="spark")


def _function_for_spark(node: exp.Expr) -> exp.Expr:
    """``hash(a, b)`` by Spark's hash of 64 bits, which passes over NULL: so whether a value is NULL is hashed too."""
    if not isinstance(node, exp.Anonymous):
        return node
    if node.name.upper() == "MAP_EXTRACT_VALUE":
        return exp.Anonymous(this="ELEMENT_AT", expressions=node.expressions)
    values = [part for value in node.expressions for part in (value, exp.Is(this=value.copy(), expression=exp.Null()))]
    return exp.Anonymous(this="XXHASH64", expressions=values)


def _parse(text: str) -> exp.Expr:
    try:
        trees = [tree for tree in sqlglot.parse(text, read="duckdb") if tree is not None]
    except RecursionError:
        raise UsageError("TM-ENGINE-001", where=_short(text), detail="it is nested too deep") from None
    except SqlglotError as error:
        first = str(error).splitlines()[0] if str(error) else ""
        raise UsageError("TM-ENGINE-001", where=_short(text), detail=re.sub(r"\x1b\[\d+m", "", first)) from None
    if len(trees) != 1 or not isinstance(trees[0], QUERIES):
        kinds = ", ".join(type(tree).__name__.upper() for tree in trees) or "nothing"
        raise UsageError("TM-ENGINE-002", where=_short(text), detail=f"found: {kinds}")
    return trees[0]


def _check(tree: exp.Expr, allowed: Operations) -> None:
    """Refuse the first construct, in order of writing, that is a gap or not in the list."""
    for node in tree.walk(bfs=False):
        gap = find_gap(node)
        if gap is not None:
            known = allowed.gaps[gap]
            detail = f"{known.what}: {known.why}; instead: {known.instead}"
            raise UsageError("TM-ENGINE-004", where=_short(_sql(node)), detail=detail)
        fault = _fault(node, allowed)
        if fault:
            raise UsageError("TM-ENGINE-003", where=_short(_sql(node)), detail=fault)


def _fault(node: exp.Expr, allowed: Operations) -> str:
    name = type(node).__name__
    if name not in allowed.nodes:
        return f"{node.name or name} ({name}) is not in the list"
    if isinstance(node, exp.Anonymous) and node.name.upper() not in allowed.functions:
        return f"the function {node.name} is not in the list"
    if isinstance(node, exp.Identifier) and not NAME.fullmatch(node.name):
        return f"the name {node.name!r} is no plain name"
    if isinstance(node, exp.Table) and (node.db or node.catalog):
        return "a table is named without schema and catalogue"
    if isinstance(node, exp.DataType) and node.this.value not in allowed.types:
        return f"the type {node.this.value} is not in the list"
    if isinstance(node, exp.Placeholder) and not NAME.fullmatch(str(node.this or "")):
        return "a parameter is written $name"
    wrong = [key for key, value in _flags(node) if value not in allowed.flags.get(key, ())]
    return f"the setting {wrong[0]} is not in the list" if wrong else ""


def _flags(node: exp.Expr) -> Iterator[tuple[str, Flag]]:
    """The settings of a node that are neither parts of the tree nor names nor literals."""
    for key, value in node.args.items():
        name = f"{type(node).__name__}.{key}"
        if value in (None, False, "", []) or isinstance(value, exp.Expr) or name in PLAIN:
            continue
        if isinstance(value, list) and all(isinstance(one, exp.Expr) for one in value):
            continue
        yield name, value.upper() if isinstance(value, str) else bool(value)


def _sql(node: exp.Expr) -> str:
    return node.sql(dialect="duckdb") or type(node).__name__


def _short(text: str) -> str:
    """One line of at most 80 characters."""
    line = " ".join(text.split())
    return line if len(line) <= SHOWN else line[: SHOWN - 1] + "…"
