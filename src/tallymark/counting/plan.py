"""What a scan answers: questions put to every row of one table, each a set of columns computed from its fields.

A question is one definition in one reading. Its answers are what the rows are counted by: whether a row is in the count, its year,
its category.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from tallymark.engine.engine import Value

ROWS = "records"


@dataclass(frozen=True, slots=True)
class Question:
    """One definition, in one reading, asked of the rows.

    ``answers`` maps the name of a column to its SQL expression (DuckDB's) over rows called ``records``: a truth value, a
    text or a whole number (a fiscal year; a month as yyyymm); NULL is unknown. ``keep`` is a condition: rows for which it
    is false are left out, rows for which it is NULL stay. Every field is written ``records.field``.
    """

    id: str
    answers: Mapping[str, str]
    keep: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """Questions about one table.

    ``relation`` names a table or view of the engine with one row per record, derived tables already joined; ``fields`` are
    the fields that the expressions read; ``parameters`` are the values of ``$name`` in them. ``values`` may give all values
    of a text field that occur, where they are known; otherwise they are looked up, which is a pass over the column.
    """

    relation: str
    fields: frozenset[str]
    questions: tuple[Question, ...]
    parameters: Mapping[str, Value] = field(default_factory=lambda: MappingProxyType({}))
    values: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
