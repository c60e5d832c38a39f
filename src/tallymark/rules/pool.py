"""A pool of made-up records: in come a rule's fields; out come many records that try every value that could matter.

Two texts of one rule that answer every record of the pool alike are taken to be one rule: no case could tell them apart.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterable
from decimal import Decimal

import pyarrow as pa
from sqlglot import exp

from tallymark.rules.card import Card, Value
from tallymark.rules.cards import Cards, texts
from tallymark.schema.arrow import arrow_type
from tallymark.schema.codes import code_lists
from tallymark.schema.fields import fields

N_RECORDS = 4_000
BLANK_SHARE = 0.15


def pool(together: Cards, card: Card, *, seed: int, n_records: int = N_RECORDS) -> pa.Table:
    """``n_records`` records of the fields that a card needs, drawn alike from the values of codes, cases, texts and their neighbours."""
    known, draw = fields(), random.Random(seed)  # noqa: S311  made-up records, nothing secret
    columns: dict[str, pa.Array] = {"record_number": pa.array(range(n_records), pa.int64())}
    for name in sorted(together.needs(card)):
        values = sorted(_values(together, card, name), key=repr)
        found = [None if draw.random() < BLANK_SHARE else draw.choice(values) for _ in range(n_records)]
        columns[name] = pa.array(found, arrow_type(known[name]))
    return pa.table(columns)


def _values(together: Cards, card: Card, name: str) -> set[Value]:
    field = fields()[name]
    if field.type == "boolean":
        return {True, False}
    found = {value for one in together for test in one.tests for key, value in test.given.items() if key == name}
    found.discard(None)
    if field.codes:
        found |= set(code_lists()[field.codes].values) if field.type == "text" else set()
    found |= set(_around(found))
    constants = [parameter.default for one in together.tree(card) for parameter in one.parameters.values()]
    if field.type == "date":
        days = [one for one in constants if isinstance(one, dt.date)]
        found |= {day + dt.timedelta(days=step) for day in days for step in range(-2, 3)}
    if field.type == "integer":
        found |= {int(one.name) + step for one in _numbers(together, card) for step in (-1, 0, 1)}
        # Integers of the tables are years, levels and lengths: none is below zero.
        found = {value for value in found if isinstance(value, int) and value >= 0}
    return found or {"x" if field.type == "text" else None}


def _around(values: Iterable[Value]) -> Iterable[Value]:
    for value in values:
        for step in (-1, 1):
            if isinstance(value, dt.date):
                yield value + dt.timedelta(days=step)
            elif isinstance(value, int | Decimal):
                yield value + step


def _numbers(together: Cards, card: Card) -> Iterable[exp.Literal]:
    for one in together.tree(card):
        for expression in texts(one):
            yield from (literal for literal in expression.tree.find_all(exp.Literal) if not literal.is_string)
