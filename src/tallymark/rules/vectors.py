"""Hand-decided cases: in come cards and an engine; out comes for each case whether the rule answers as a person decided.

All cases of all cards are the rows of one table; each rule with each setting is one column; one query answers them all.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
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
    """Every case of the cards chosen, in one query."""
    asked: list[_Asked] = []
    columns: dict[str, tuple[int, Compiled]] = {}
    for card in chosen:
        for number, vector in enumerate(card.tests, 1):
            key = f"{card.id}@{card.version} {sorted(vector.parameters.items())} {vector.table}"
            if key not in columns:
                columns[key] = (len(columns), _compiler(together, vector.table).compile_card(card, vector.parameters))
            asked.append(_Asked(card, number, vector, columns[key][0]))
    if not asked:
        return ()
    compiled = [one for _, one in columns.values()]
    engine.register(ALIAS, _rows(asked))
    answers = engine.query(_query(compiled)).to_pylist()
    return tuple(_outcome(one, answers[place]) for place, one in enumerate(asked))


def _compiler(together: Cards, table: str) -> Compiler:
    if table:
        return compiler_for(table, cards=together)
    return Compiler(together, frozenset(name for name, field in fields().items() if field.privacy == "open"))


def _rows(asked: Sequence[_Asked]) -> pa.Table:
    """One row for each case with every field that any case gives or any rule reads; what a case does not give is empty."""
    known = fields()
    names = [name for name, field in known.items() if field.privacy == "open"]
    arrays: dict[str, pa.Array] = {ROW: pa.array(range(len(asked)), pa.int64())}
    for name in names:
        arrays[name] = pa.array([one.vector.given.get(name) for one in asked], arrow_type(known[name]))
    return pa.table(arrays)


def _query(compiled: Sequence[Compiled]) -> str:
    listed = [f"{ALIAS}.{ROW} AS {ROW}"]
    for number, one in enumerate(compiled):
        listed += [f"{one.on_fields} AS a{number}", f"{one.any_reading} AS b{number}"]
    return f"SELECT {', '.join(listed)} FROM {ALIAS} AS {ALIAS} ORDER BY {ROW}"  # noqa: S608  compiled from cards, validated by the engine


def _outcome(asked: _Asked, row: Mapping[str, object]) -> Outcome:
    answers = [_value(row[f"{letter}{asked.column}"]) for letter in ("a", "b")]
    return Outcome(asked.card, asked.number, asked.vector, answers[0], answers[1])


def _value(found: object) -> Value:
    if found is None:
        return UNKNOWN
    if isinstance(found, bool | str | dt.date):
        return found
    raise TypeError(type(found).__name__)
