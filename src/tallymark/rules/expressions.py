"""Expressions of cards: in comes the text of a condition or value; out comes its tree, proved to be one, and what it names.

The text is DuckDB SQL without a query around it: fields by name, ``:name`` for a parameter, ``rule('id', ...)`` for the first of the
rules named whose fields are there, and ``unknown`` for what no record says.
"""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import cast

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from tallymark.engine.gaps import find_gap
from tallymark.model.errors import DataError
from tallymark.rules.card import UNKNOWN
from tallymark.rules.closed import SCHEMA, check_keys, read_yaml
from tallymark.schema.fields import fields

CODE = "TM-RULES-003"
DIALECT = "duckdb"
RULE = "rule"
SHOWN = 80
# The parser says on standard error what it will not parse; that is refused here with a code.
logging.getLogger("sqlglot").setLevel(logging.ERROR)


@dataclass(frozen=True, slots=True)
class Expression:
    """A condition or value: its tree (not to be changed) and the names of the fields, parameters and rules in it.

    ``rules`` has one tuple for each ``rule(...)``: the ids named there, in order.
    """

    text: str
    tree: exp.Expr
    fields: frozenset[str]
    parameters: frozenset[str]
    rules: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class _Allowed:
    truths: frozenset[str]
    values: frozenset[str]
    dates: frozenset[str]


@lru_cache(maxsize=2048)
def parse_condition(text: str) -> Expression:
    """The condition in ``text``; raises TM-RULES-003 (without a place) when it is none."""
    expression = _parse(text, _allowed().truths | _allowed().values)
    if not _is_condition(expression.tree):
        raise _refused(text, "it answers neither true nor false")
    return expression


@lru_cache(maxsize=512)
def parse_value(text: str) -> Expression:
    """The value in ``text``, a date; raises TM-RULES-003 (without a place) when it is none."""
    allowed = _allowed()
    expression = _parse(text, allowed.truths | allowed.values | allowed.dates)
    if _is_condition(expression.tree) and not is_unknown(expression.tree):
        raise _refused(text, "it is a condition; a date is expected")
    return expression


def is_unknown(node: exp.Expr) -> bool:
    """Whether a node is the word for what no record says."""
    return isinstance(node, exp.Column) and node.name == UNKNOWN


def is_rule(node: exp.Expr) -> bool:
    """Whether a node names rules."""
    return isinstance(node, exp.Anonymous) and str(node.this).lower() == RULE


def named_rules(node: exp.Expr) -> tuple[str, ...]:
    """The ids in one ``rule(...)``."""
    return tuple(argument.name for argument in node.expressions)


def _parse(text: str, allowed: frozenset[str]) -> Expression:
    try:
        trees = [tree for tree in sqlglot.parse(text, read=DIALECT) if tree is not None]
    except SqlglotError as error:
        first = re.sub(r"\x1b\[\d+m", "", str(error)).splitlines()[:1]
        raise _refused(text, f"it cannot be parsed: {''.join(first)}") from None
    if len(trees) != 1:
        raise _refused(text, f"{len(trees)} statements stand there; one expression is expected")
    tree = trees[0]
    for node in tree.walk(bfs=False):
        _check_node(node, text, allowed)
    columns = [node for node in tree.find_all(exp.Column) if not is_unknown(node)]
    return Expression(
        text,
        tree,
        frozenset(column.name for column in columns),
        frozenset(str(node.this) for node in tree.find_all(exp.Placeholder)),
        tuple(named_rules(node) for node in tree.find_all(exp.Anonymous)),
    )


def _check_node(node: exp.Expr, text: str, allowed: frozenset[str]) -> None:
    """Refuse whatever is not in the list, whatever engines answer differently, and names that are no plain names."""
    kind = type(node).__name__
    if kind not in allowed:
        raise _refused(text, f"{node.name or kind} ({kind}) is not in the list of what a condition may use")
    gap = find_gap(node)
    if gap is not None:
        raise _refused(text, f"engines differ on it ({gap})")
    if isinstance(node, exp.Column) and node.table:
        raise _refused(text, f"{node.sql()}: fields are named without a table")
    if isinstance(node, exp.Identifier) and node.args.get("quoted"):
        raise _refused(text, f"{node.sql()}: names are not quoted")
    if isinstance(node, exp.Anonymous) and not _names_rules(node):
        raise _refused(text, f"{node.name} is not in the list of what a condition may use")
    if isinstance(node, exp.In) and (node.args.get("query") or node.args.get("unnest")):
        raise _refused(text, "a list of values is expected after IN")


def _names_rules(node: exp.Anonymous) -> bool:
    arguments = node.expressions
    return (
        is_rule(node) and bool(arguments) and all(isinstance(one, exp.Literal) and one.is_string for one in arguments)
    )


def _is_condition(node: exp.Expr) -> bool:
    """Whether a node answers true, false or unknown; AND, OR and NOT take such nodes only."""
    if isinstance(node, exp.Paren):
        return _is_condition(node.this)
    if isinstance(node, exp.And | exp.Or):
        return _is_condition(node.left) and _is_condition(node.right)
    if isinstance(node, exp.Not):
        return _is_condition(node.this)
    if isinstance(node, exp.Column):
        known = fields().get(node.name)
        return is_unknown(node) or (known is not None and known.type == "boolean")
    return is_rule(node) or type(node).__name__ in _allowed().truths


def _refused(text: str, detail: str) -> DataError:
    line = " ".join(text.split())
    shown = line if len(line) <= SHOWN else line[: SHOWN - 1] + "…"
    return DataError(CODE, where=shown, detail=detail)


@cache
def _allowed() -> _Allowed:
    label = "rules/data/condition.yaml"
    loaded = read_yaml(resources.files("tallymark.rules").joinpath("data/condition.yaml"), label)
    lists = check_keys(loaded, label, ("schema", "truths", "values", "dates"), ())
    if lists["schema"] != 1:
        raise DataError(SCHEMA, where=label, detail="schema must be 1")
    return _Allowed(*(frozenset(cast("list[str]", lists[name])) for name in ("truths", "values", "dates")))
