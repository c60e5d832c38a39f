"""One scan of a table for many questions: in comes a plan, out comes for each question how many rows give which answers."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa
import sqlglot
from sqlglot import exp

from tallymark.counting.plan import ROWS, Plan, Question
from tallymark.engine.engine import Engine, Value
from tallymark.engine.sql import validate

DIALECT = "duckdb"
N_ROWS = "n_rows"


def scan(engine: Engine, plan: Plan) -> Mapping[str, pa.Table]:
    """The counted rows of each question by its id.

    One row per combination of answers that occurs: the columns of ``answers`` in their order and ``n_rows`` (int64), sorted
    by all columns with NULL last. Without answers it is one row. Raises what ``Engine.query`` raises for an expression that
    is none.
    """
    return {question.id: _asked(engine, plan, question) for question in plan.questions}


def plain_sql(relation: str, question: Question) -> str:
    """One question as one query over a relation: rules as columns of a sub-query, then a count by all of them."""
    answers = [exp.alias_(_parsed(text), name) for name, text in question.answers.items()]
    inner = exp.select(*(answers or [exp.alias_(exp.true(), "one")])).from_(exp.to_table(relation).as_(ROWS))
    if question.keep:
        inner = inner.where(exp.not_(exp.Is(this=exp.paren(_parsed(question.keep)), expression=exp.false())))
    names = [exp.column(name) for name in question.answers]
    counted = exp.alias_(exp.Count(this=exp.Star()), N_ROWS)
    query = exp.select(*names, counted).from_(inner.subquery("answered"))
    if names:
        query = query.group_by(*names).order_by(*(exp.Ordered(this=name, nulls_first=False) for name in names))
    return query.sql(dialect=DIALECT)


def _parsed(text: str) -> exp.Expr:
    return sqlglot.parse_one(text, dialect=DIALECT)


def _asked(engine: Engine, plan: Plan, question: Question) -> pa.Table:
    sql = plain_sql(plan.relation, question)
    return engine.query(sql, _needed(sql, plan.parameters))


def _needed(sql: str, parameters: Mapping[str, Value]) -> dict[str, Value]:
    """The parameters that a query has, with their values."""
    return {name: parameters[name] for name in validate(sql).parameters}
