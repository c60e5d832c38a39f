"""Classes of values: in come the values of a text field and the parts of expressions that read it; out come the values that all parts answer alike.

Rows are then counted by the class instead of the text, and what a part answers is looked up for the class: a list of a hundred names
costs no more than a list of two.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc
from sqlglot import exp

from tallymark.counting.parts import Part, parse_text, text_of
from tallymark.counting.plan import ROWS
from tallymark.engine.engine import Engine, Value
from tallymark.model.errors import DataError

LISTED = "scan_values"
NOT_LISTED = "TM-COUNT-012"


@dataclass(frozen=True, slots=True)
class Answered:
    """The values of a field, NULL last, and by the name of each part what it answers for each of them."""

    field: str
    values: tuple[str | None, ...]
    answers: Mapping[str, pa.Array]

    def classes(self, names: Collection[str]) -> Classes:
        """The classes of the values under some of the parts, in order of their first value."""
        numbers: dict[tuple[object, ...], int] = {}
        first: list[int] = []
        chosen: list[list[object]] = [self.answers[name].to_pylist() for name in sorted(names)]
        of_value = []
        for place, answers in enumerate(list(zip(*chosen, strict=True))[:-1]):
            number = numbers.setdefault(answers, len(numbers))
            if number == len(first):
                first.append(place)
            of_value.append(number)
        return Classes(self, tuple(of_value), tuple(first))


@dataclass(frozen=True, slots=True)
class Classes:
    """The class of each value but NULL, from 0, and for each class the place of a value that stands for it."""

    answered: Answered
    of_value: tuple[int, ...]
    standing: tuple[int, ...]

    @property
    def field(self) -> str:
        """The field that is classed."""
        return self.answered.field

    @property
    def is_each_its_own(self) -> bool:
        """Whether no two values are alike, so that the rows are grouped by the text itself."""
        return len(self.standing) == len(self.of_value)

    def lookup(self) -> exp.Expr:
        """The class of a row as an expression, NULL for none: a lookup in a map that is written into the query."""
        keys = [exp.Literal.string(value) for value in self.answered.values[:-1]]
        numbers = [exp.Literal.number(number) for number in self.of_value]
        called = exp.Map(keys=exp.Array(expressions=keys), values=exp.Array(expressions=numbers))
        return exp.Anonymous(this="MAP_EXTRACT_VALUE", expressions=[called, exp.column(self.field, table=ROWS)])

    def table(self) -> pa.Table:
        """Values and their classes as a table to join: ``value``, ``class_of``."""
        values = pa.array(self.answered.values[:-1], pa.string())
        return pa.table({"value": values, "class_of": pa.array(self.of_value, pa.int64())})

    def places(self, counted: pa.Array, n_filled: pa.Array | None) -> pa.Array:
        """The place of a value for each combination: by its text, or by its class where ``n_filled`` rows of it are not empty.

        Raises TM-COUNT-012 where a value occurs that is not among those of the field.
        """
        if n_filled is None:
            places = pc.index_in(counted, value_set=pa.array(self.answered.values[:-1], pa.string()))
            unseen = pc.and_(pc.is_null(places), pc.is_valid(counted))
        else:
            places = pa.array(self.standing, pa.int32()).take(counted)
            unseen = pc.and_(pc.is_null(counted), pc.greater(n_filled, 0))
        if pc.any(unseen).as_py():
            raise DataError(NOT_LISTED, where=f"field {self.field}")
        return pc.fill_null(places, len(self.of_value))


def answer(
    engine: Engine, field: str, values: Sequence[str], parts: Sequence[Part], parameters: Mapping[str, Value]
) -> Answered:
    """What each part says of each value and of NULL, asked of the engine itself."""
    listed = (*values, None)
    numbered = {field: pa.array(listed, pa.string()), "place": pa.array(range(len(listed)), pa.int64())}
    engine.register(LISTED, pa.table(numbered))
    try:
        columns = [exp.alias_(parse_text(part.text), part.name, copy=False) for part in parts]
        query = exp.select(*columns).from_(exp.to_table(LISTED).as_(ROWS)).order_by(exp.column("place", table=ROWS))
        needed = {str(node.this) for node in query.find_all(exp.Placeholder)}
        found = engine.query(text_of(query), {name: value for name, value in parameters.items() if name in needed})
    finally:
        engine.drop(LISTED)
    return Answered(field, listed, {part.name: found.column(part.name).combine_chunks() for part in parts})


def values_of(engine: Engine, relation: str, field: str) -> tuple[str, ...]:
    """The values of a text field that occur in a relation, in order."""
    query = exp.select(exp.column(field, table=ROWS)).distinct().from_(exp.to_table(relation).as_(ROWS))
    found: list[str | None] = engine.query(text_of(query)).column(0).to_pylist()
    return tuple(sorted(value for value in found if value is not None))
