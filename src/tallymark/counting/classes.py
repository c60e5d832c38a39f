"""Classes of values: in come the values of a text field and the parts of expressions that read it; out come the values that all parts answer alike.

Rows are then counted by the class instead of the text, and one value stands for its class: a list of a hundred names costs no more
than a list of two.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence, Set
from dataclasses import dataclass

import pyarrow as pa
from sqlglot import exp

from tallymark.counting.parts import parse_text, text_of
from tallymark.counting.plan import ROWS
from tallymark.engine.engine import Engine, Value

LISTED = "scan_values"


@dataclass(frozen=True, slots=True)
class Answered:
    """What the parts say of each value of a field, by the part's text; values in order, without NULL."""

    field: str
    values: tuple[str, ...]
    answers: Mapping[str, Sequence[object]]

    def classes(self, parts: Collection[str]) -> Classes:
        """The classes of the values under some of the parts, in order of their first value."""
        numbers: dict[tuple[object, ...], int] = {}
        first: list[str] = []
        chosen = [self.answers[part] for part in sorted(parts)]
        of_value = []
        for value, *answers in zip(self.values, *chosen, strict=True):
            number = numbers.setdefault(tuple(answers), len(numbers))
            if number == len(first):
                first.append(value)
            of_value.append(number)
        return Classes(self.field, self.values, tuple(of_value), tuple(first))


@dataclass(frozen=True, slots=True)
class Classes:
    """The class of each value of a field, from 0, and for each class a value that stands for it."""

    field: str
    values: tuple[str, ...]
    of_value: tuple[int, ...]
    standing: tuple[str, ...]

    @property
    def is_each_its_own(self) -> bool:
        """Whether no two values are alike, so that the text itself serves."""
        return len(self.standing) == len(self.values)

    def lookup(self) -> exp.Expr:
        """The class of a row as an expression, NULL for none: a lookup in a map that is written into the query."""
        keys, numbers = (
            exp.Array(expressions=[exp.Literal.string(value) for value in self.values]),
            exp.Array(expressions=[exp.Literal.number(number) for number in self.of_value]),
        )
        called = exp.Map(keys=keys, values=numbers)
        return exp.Anonymous(this="MAP_EXTRACT_VALUE", expressions=[called, exp.column(self.field, table=ROWS)])

    def table(self) -> pa.Table:
        """Values and their classes as a table to join: ``value``, ``class_of``."""
        return pa.table({"value": pa.array(self.values, pa.string()), "class_of": pa.array(self.of_value, pa.int64())})


def answer(
    engine: Engine, field: str, values: Sequence[str], parts: Set[str], parameters: Mapping[str, Value]
) -> Answered:
    """What each part says of each value, asked of the engine itself."""
    listed = sorted(parts)
    if not values:
        return Answered(field, (), dict.fromkeys(listed, ()))
    engine.register(LISTED, pa.table({field: pa.array(values, pa.string())}))
    try:
        columns = [exp.alias_(parse_text(part), f"part_{place}") for place, part in enumerate(listed)]
        query = exp.select(exp.column(field, table=ROWS), *columns).from_(exp.to_table(LISTED).as_(ROWS))
        needed = {str(node.this) for node in query.find_all(exp.Placeholder)}
        found = engine.query(text_of(query), {name: value for name, value in parameters.items() if name in needed})
    finally:
        engine.drop(LISTED)
    order = found.column(0).to_pylist()
    answers = {part: found.column(place + 1).to_pylist() for place, part in enumerate(listed)}
    return Answered(field, tuple(order), answers)


def values_of(engine: Engine, relation: str, field: str) -> tuple[str, ...]:
    """The values of a text field that occur in a relation, in order."""
    query = exp.select(exp.column(field, table=ROWS)).distinct().from_(exp.to_table(relation).as_(ROWS))
    found: list[str | None] = engine.query(text_of(query)).column(0).to_pylist()
    return tuple(sorted(value for value in found if value is not None))
