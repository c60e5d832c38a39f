"""Questions taken apart: in come expressions over rows; out come the largest parts that can be answered before the rows are grouped.

A text field of few values is a unit of its own: what an expression says of it is the same for all rows with the same value. All other
fields together are one more unit: a part that reads only them (a fiscal year, a comparison of two days) is computed row by row.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass

import sqlglot
from sqlglot import exp

from tallymark.counting.plan import ROWS, Question

DIALECT = "duckdb"
# Nodes that stand inside an expression and are none themselves.
INNER = (exp.If, exp.Tuple, exp.Interval, exp.DataType, exp.Identifier, exp.Var)


@dataclass(frozen=True, slots=True)
class Parsed:
    """A question as trees, not to be changed; ``keep`` is None without a condition."""

    id: str
    answers: Mapping[str, exp.Expr]
    keep: exp.Expr | None

    @property
    def trees(self) -> tuple[exp.Expr, ...]:
        """All expressions of the question."""
        return (*self.answers.values(), *(() if self.keep is None else (self.keep,)))

    def rewritten(self, few: Set[str], names: Mapping[str, str]) -> Parsed:
        """The question over rows that have a column for every part of the rest, by its text's name in ``names``."""
        answers = {name: _rewritten(tree, few, names) for name, tree in self.answers.items()}
        return Parsed(self.id, answers, None if self.keep is None else _rewritten(self.keep, few, names))


@dataclass(frozen=True, slots=True)
class Parts:
    """What a question needs of each row: per text field of few values the parts that read it alone, and the parts of all else.

    Parts are SQL texts over rows called ``records``.
    """

    of_field: Mapping[str, frozenset[str]]
    of_rest: frozenset[str]


def parse(question: Question) -> Parsed:
    """A question as trees; raises what sqlglot raises for a text that is no expression."""
    answers = {name: parse_text(text) for name, text in question.answers.items()}
    return Parsed(question.id, answers, parse_text(question.keep) if question.keep else None)


def parse_text(text: str) -> exp.Expr:
    """An expression as a tree."""
    return sqlglot.parse_one(text, dialect=DIALECT)


def fields_in(node: exp.Expr) -> frozenset[str]:
    """The fields that an expression reads."""
    return frozenset(column.name for column in node.find_all(exp.Column))


def parts_of(question: Parsed, few: Set[str]) -> Parts:
    """The parts of a question; ``few`` are the text fields of few values."""
    of_field: dict[str, set[str]] = {}
    rest: set[str] = set()
    for tree in question.trees:
        for node, read in largest(tree, few):
            one = next(iter(read)) if len(read) == 1 else ""
            (of_field.setdefault(one, set()) if one in few else rest).add(text_of(node))
    return Parts({name: frozenset(texts) for name, texts in of_field.items()}, frozenset(rest))


def largest(tree: exp.Expr, few: Set[str]) -> Iterator[tuple[exp.Expr, frozenset[str]]]:
    """The largest sub-expressions that read fields of one unit, with these fields."""
    read = fields_in(tree)
    if not read:
        return
    if not isinstance(tree, INNER) and (not read & few or len(read) == 1):
        yield tree, read
        return
    for child in tree.iter_expressions():
        yield from largest(child, few)


def _rewritten(tree: exp.Expr, few: Set[str], names: Mapping[str, str]) -> exp.Expr:
    copy = tree.copy()
    for node, read in list(largest(copy, few)):
        if read & few:
            continue
        column = exp.column(names[text_of(node)], table=ROWS)
        if node is copy:
            return column
        node.replace(column)
    return copy


def text_of(node: exp.Expr) -> str:
    """An expression as SQL."""
    return node.sql(dialect=DIALECT)
