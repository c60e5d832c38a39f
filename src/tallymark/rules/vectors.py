"""Hand-decided cases: in come cards and an engine; out comes for each case whether the rule answers as a person decided.

The cases of twenty rules are the rows of one table; each rule with each setting is one column; one query answers them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow as pa

from tallymark.rules.card import UNKNOWN, Card, Value, Vector
from tallymark.rules.cards import Cards
from tallymark.rules.compiling import ALIAS, Compiled, Compiler, compiler_for
from tallymark.schema.arrow import arrow_type
from tallymark.schema.fields import fields

if TYPE_CHECKING:
    from tallymark.engine.engine import Engine

ROW = "case_number"
# Rules asked in one query: planning a query takes longer than linear time in its columns.
QUERY_COLUMNS = 20


@dataclass(frozen=True, slots=True)
class Outcome:
    """One case: its card, its place from 1, what was expected and what the rule answers.

    ``answer`` and ``answer_any`` are the answers on the fields and on any reading, ``unknown`` for NULL.
    """

    card: Card
    number: int
    vector: Vector
    answer: Value
    answer_any: Value

    @property
    def holds(self) -> bool:
        """Whether the rule answers as decided; an expectation for any reading counts only where it is given."""
        expected = self.vector.any_reading
        return same(self.vector.expect, self.answer) and (expected is None or same(expected, self.answer_any))


@dataclass(frozen=True, slots=True)
class _Asked:
    card: Card
    number: int
    vector: Vector
    column: int


def same(expected: Value, answer: Value) -> bool:
    """Whether two answers are one; true is not 1."""
    return type(expected) is type(answer) and expected == answer


def run_tests(engine: Engine, together: Cards, chosen: Iterable[Card]) -> tuple[Outcome, ...]:
    """Every case of the cards chosen."""
    asked: list[_Asked] = []
    columns: dict[str, tuple[int, Compiled]] = {}
    for card in chosen:
        for number, vector in enumerate(card.tests, 1):
            key = f"{card.id}@{card.version} {sorted(vector.parameters.items())} {vector.table}"
            if key not in columns:
                columns[key] = (len(columns), _compiler(together, vector.table).compile_card(card, vector.parameters))
            asked.append(_Asked(card, number, vector, columns[key][0]))
    compiled = [one for _, one in columns.values()]
    found: list[Outcome] = []
    for first in range(0, len(compiled), QUERY_COLUMNS):
        among = [one for one in asked if first <= one.column < first + QUERY_COLUMNS]
        found += _answer(engine, among, compiled[first : first + QUERY_COLUMNS], first)
    return tuple(found)


def _answer(engine: Engine, asked: Sequence[_Asked], compiled: Sequence[Compiled], first: int) -> Iterator[Outcome]:
    """The cases whose rules are ``compiled``, the first of which has the number ``first``."""
    engine.register(ALIAS, _rows(asked, frozenset().union(*(one.fields for one in compiled))))
    answers = engine.query(_query(compiled)).to_pylist()
    for one, row in zip(asked, answers, strict=True):
        found = [_value(row[f"{letter}{one.column - first}"]) for letter in ("a", "b")]
        yield Outcome(one.card, one.number, one.vector, found[0], found[1])


def _compiler(together: Cards, table: str) -> Compiler:
    if table:
        return compiler_for(table, cards=together)
    return Compiler(together, frozenset(name for name, field in fields().items() if field.privacy == "open"))


def _rows(asked: Sequence[_Asked], read: frozenset[str]) -> pa.Table:
    """One row for each case with the fields that the rules read; what a case does not give is empty."""
    known = fields()
    arrays: dict[str, pa.Array] = {ROW: pa.array(range(len(asked)), pa.int64())}
    for name in sorted(read):
        arrays[name] = pa.array([one.vector.given.get(name) for one in asked], arrow_type(known[name]))
    return pa.table(arrays)


def _query(compiled: Sequence[Compiled]) -> str:
    listed = [f"{ALIAS}.{ROW} AS {ROW}"]
    for number, one in enumerate(compiled):
        listed += [f"{one.on_fields} AS a{number}", f"{one.any_reading} AS b{number}"]
    return f"SELECT {', '.join(listed)} FROM {ALIAS} AS {ALIAS} ORDER BY {ROW}"  # noqa: S608  compiled from cards, validated by the engine


def _value(found: object) -> Value:
    if found is None:
        return UNKNOWN
    if isinstance(found, bool | str | dt.date):
        return found
    raise TypeError(type(found).__name__)
