"""Questions taken apart: in come expressions over rows; out come the largest parts that can be answered before the rows are grouped.

A text field of few values is a unit of its own: what a part says of it is the same for all rows with the same value. All other
fields together are one more unit: a part that reads only them (a fiscal year, a comparison of two days) is computed row by row.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field

import sqlglot
from sqlglot import exp

from tallymark.counting.plan import ROWS, Question

DIALECT = "duckdb"
# Nodes that stand inside an expression and are none themselves.
INNER = (exp.If, exp.Tuple, exp.Interval, exp.DataType, exp.Identifier, exp.Var)
TRUTHS = (exp.Predicate, exp.Connector, exp.Not, exp.Boolean)


@dataclass(frozen=True, slots=True)
class Parsed:
    """A question as trees; ``keep`` is None without a condition."""

    id: str
    answers: Mapping[str, exp.Expr]
    keep: exp.Expr | None

    @property
    def trees(self) -> tuple[exp.Expr, ...]:
        """All expressions of the question."""
        return (*self.answers.values(), *(() if self.keep is None else (self.keep,)))


@dataclass(frozen=True, slots=True)
class Part:
    """A part of expressions: its column's name, its SQL over rows called ``records``, the field of few values that it reads.

    ``field`` is empty for a part of other fields; ``is_truth`` says that it answers true, false or unknown.
    """

    name: str
    text: str
    field: str
    is_truth: bool


@dataclass(frozen=True, slots=True)
class Apart:
    """A question whose expressions read the columns of parts only."""

    question: Question
    parts: frozenset[str]


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of all questions of a plan, each once, by name; ``few`` are the text fields of few values."""

    few: Set[str]
    by_name: dict[str, Part] = field(default_factory=dict)
    by_text: dict[str, Part] = field(default_factory=dict)

    def take_apart(self, question: Parsed) -> Apart:
        """The question over the columns of its parts; its trees are used up."""
        used: set[str] = set()
        answers = {name: text_of(self._replaced(tree, used)) for name, tree in question.answers.items()}
        keep = "" if question.keep is None else text_of(self._replaced(question.keep, used))
        return Apart(Question(question.id, answers, keep), frozenset(used))

    def of_field(self, name: str) -> tuple[Part, ...]:
        """The parts that read one field of few values."""
        return tuple(part for part in self.by_name.values() if part.field == name)

    def _replaced(self, tree: exp.Expr, used: set[str]) -> exp.Expr:
        """The expression with a column in place of each part; the names of the parts are added to ``used``."""
        for node, read in list(_largest(tree, self.few)):
            part = self._part(node, read)
            used.add(part.name)
            column = exp.column(part.name, table=ROWS)
            if node is tree:
                return column
            node.replace(column)
        return tree

    def _part(self, node: exp.Expr, read: frozenset[str]) -> Part:
        text = text_of(node)
        if text not in self.by_text:
            name = f"part_{len(self.by_text)}"
            one = next(iter(read)) if read <= self.few else ""
            self.by_text[text] = self.by_name[name] = Part(name, text, one, isinstance(node.unnest(), TRUTHS))
        return self.by_text[text]


def parse(question: Question) -> Parsed:
    """A question as trees; raises what sqlglot raises for a text that is no expression."""
    answers = {name: parse_text(text) for name, text in question.answers.items()}
    return Parsed(question.id, answers, parse_text(question.keep) if question.keep else None)


def parse_text(text: str) -> exp.Expr:
    """An expression as a tree."""
    return sqlglot.parse_one(text, dialect=DIALECT)


def text_of(node: exp.Expr) -> str:
    """An expression or query as SQL."""
    return node.sql(dialect=DIALECT)


def fields_in(node: exp.Expr) -> frozenset[str]:
    """The fields that an expression reads."""
    return frozenset(column.name for column in node.find_all(exp.Column))


def _largest(tree: exp.Expr, few: Set[str]) -> Iterator[tuple[exp.Expr, frozenset[str]]]:
    """The largest sub-expressions that read fields of one unit, with these fields."""
    read = fields_in(tree)
    if not read:
        return
    if not isinstance(tree, INNER) and (len(read) == 1 or not read & few):
        yield tree, read
        return
    for child in tree.iter_expressions():
        yield from _largest(child, few)
