"""Questions taken apart: in come expressions over rows; out come the largest parts that can be answered before the rows are grouped.

A text field of few values is a unit of its own: what a part says of it is the same for all rows with the same value. All other
fields together are one more unit: a part that reads only them (a fiscal year, a comparison of two days) is computed row by row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field

import sqlglot
from sqlglot import exp

from tallymark.counting.plan import ROWS, Question

DIALECT = "duckdb"
# Nodes that stand inside an expression and are none themselves.
INNER = (exp.If, exp.Tuple, exp.Interval, exp.DataType, exp.Identifier, exp.Var)
LOWER, UPPER = {exp.GT, exp.GTE}, {exp.LT, exp.LTE}
TRUTHS = (exp.Predicate, exp.Connector, exp.Not, exp.Boolean)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of expressions: its column's name, its SQL over rows called ``records``, the field of few values that it reads.

    ``field`` is empty for a part of other fields; ``is_truth`` says that it answers true, false or unknown, ``is_range`` that
    it holds something between two bounds, such as the days of a period.
    """

    name: str
    text: str
    field: str
    is_truth: bool
    is_range: bool


@dataclass(frozen=True, slots=True)
class Apart:
    """A question whose expressions read the columns of parts only.

    ``needed`` are the parts without which a row is left out: where one is false, so is the condition of the question.
    """

    question: Question
    parts: frozenset[str]
    needed: frozenset[str]


@dataclass(frozen=True, slots=True)
class Rewritten:
    """An expression over the columns of its parts; ``needed`` are those that stand by themselves between its ANDs."""

    text: str
    parts: frozenset[str]
    needed: frozenset[str]


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of all questions of a plan, each once, by name; ``few`` are the text fields of few values.

    ``trees`` holds each expression of the questions by its text; definitions share most of them.
    """

    trees: Mapping[str, exp.Expr]
    few: Set[str]
    by_name: dict[str, Part] = field(default_factory=dict)
    by_text: dict[str, Part] = field(default_factory=dict)
    rewritten: dict[str, Rewritten] = field(default_factory=dict)

    def take_apart(self, question: Question) -> Apart:
        """The question over the columns of its parts."""
        answers = {name: self._rewritten(text) for name, text in question.answers.items()}
        keep = self._rewritten(question.keep) if question.keep else Rewritten("", frozenset(), frozenset())
        texts = {name: one.text for name, one in answers.items()}
        used = keep.parts.union(*(one.parts for one in answers.values()))
        return Apart(Question(question.id, texts, keep.text), used, keep.needed)

    def of_field(self, name: str) -> tuple[Part, ...]:
        """The parts that read one field of few values."""
        return tuple(part for part in self.by_name.values() if part.field == name)

    def _rewritten(self, text: str) -> Rewritten:
        """An expression with a column in place of each part; its tree is used up."""
        if text in self.rewritten:
            return self.rewritten[text]
        tree, read = self.trees[text], _read(self.trees[text])
        used = set()
        for node in list(_largest(tree, self.few, read)):
            part = self._part(node, read[id(node)])
            used.add(part.name)
            column = exp.column(part.name, table=ROWS)
            if node is tree:
                tree = column
            else:
                node.replace(column)
        needed = {one.name for one in _all_of(tree) if isinstance(one, exp.Column)}
        self.rewritten[text] = Rewritten(text_of(tree), frozenset(used), frozenset(needed))
        return self.rewritten[text]

    def _part(self, node: exp.Expr, read: frozenset[str]) -> Part:
        text = text_of(node)
        if text not in self.by_text:
            name = f"part_{len(self.by_text)}"
            one = next(iter(read)) if read <= self.few else ""
            self.by_text[text] = self.by_name[name] = Part(
                name, text, one, isinstance(node.unnest(), TRUTHS), _is_range(node)
            )
        return self.by_text[text]


def parse(questions: Sequence[Question]) -> dict[str, exp.Expr]:
    """Each expression of the questions by its text; raises what sqlglot raises for a text that is none."""
    texts = dict.fromkeys(text for one in questions for text in (*one.answers.values(), one.keep) if text)
    return {text: parse_text(text) for text in texts}


def parse_text(text: str) -> exp.Expr:
    """An expression as a tree."""
    return sqlglot.parse_one(text, dialect=DIALECT)


def text_of(node: exp.Expr) -> str:
    """An expression or query as SQL."""
    return node.sql(dialect=DIALECT)


def fields_in(trees: Iterable[exp.Expr]) -> frozenset[str]:
    """The fields that expressions read."""
    return frozenset(column.name for tree in trees for column in tree.find_all(exp.Column))


def _read(tree: exp.Expr) -> dict[int, frozenset[str]]:
    """The fields that each node of a tree reads, by the node's identity."""
    found: dict[int, frozenset[str]] = {}

    def visit(node: exp.Expr) -> frozenset[str]:
        below = (visit(child) for child in node.iter_expressions())
        found[id(node)] = frozenset({node.name}) if isinstance(node, exp.Column) else frozenset().union(*below)
        return found[id(node)]

    visit(tree)
    return found


def _largest(tree: exp.Expr, few: Set[str], read: Mapping[int, frozenset[str]]) -> Iterator[exp.Expr]:
    """The largest sub-expressions that read fields of one unit; what AND joins at the top is taken one by one, but for ranges."""
    if isinstance(tree.unnest(), exp.And) and not _is_bounds(tree):
        for one in _all_of(tree, whole=_is_bounds):
            yield from _below(one, few, read)
    else:
        yield from _below(tree, few, read)


def _below(tree: exp.Expr, few: Set[str], read: Mapping[int, frozenset[str]]) -> Iterator[exp.Expr]:
    fields = read[id(tree)]
    if not fields:
        return
    if not isinstance(tree, INNER) and (len(fields) == 1 or not fields & few):
        yield tree
        return
    for child in tree.iter_expressions():
        yield from _below(child, few, read)


def _all_of(tree: exp.Expr, whole: Callable[[exp.Expr], bool] = lambda _tree: False) -> Iterator[exp.Expr]:
    """The conditions that are joined by AND; what is ``whole`` is not looked into."""
    inner = tree.unnest()
    if isinstance(inner, exp.And) and not whole(inner):
        yield from _all_of(inner.left, whole)
        yield from _all_of(inner.right, whole)
    else:
        yield inner


def _is_range(tree: exp.Expr) -> bool:
    """Whether a lower and an upper bound are joined by AND."""
    kinds = {type(one) for one in _all_of(tree)}
    return exp.Between in kinds or (bool(LOWER & kinds) and bool(UPPER & kinds))


def _is_bounds(tree: exp.Expr) -> bool:
    """Whether bounds are all that AND joins."""
    return _is_range(tree) and {type(one) for one in _all_of(tree)} <= {exp.Between} | LOWER | UPPER
