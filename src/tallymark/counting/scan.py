"""One scan of a table for many questions: in comes a plan, out comes for each question how many rows give which answers.

A scan has two steps. The rows are grouped by what the expressions need to know of them: the class of each text field of few
values (``classes``) and each part that reads other fields (``parts``). Then every question is answered for the few thousand
combinations that occur, from the original values. Twenty definitions cost little more than one, and long lists of texts nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

import pyarrow as pa
import pyarrow.compute as pc
from sqlglot import exp

from tallymark.counting.batches import Batch, batches
from tallymark.counting.classes import Answered, answer, values_of
from tallymark.counting.parts import Parsed, Parts, fields_in, parse, parse_text, parts_of, text_of
from tallymark.counting.plan import ROWS, Plan, Question
from tallymark.engine.engine import Engine, Value
from tallymark.engine.sql import validate
from tallymark.model.errors import DataError

N_ROWS = "n_rows"
GROUPED = "scan_grouped"
COUNT = exp.Count(this=exp.Star())
# A text field of more values is read row by row: a lookup of each text would cost more than the expressions.
MOST_VALUES = 512


def scan(engine: Engine, plan: Plan) -> Mapping[str, pa.Table]:
    """The counted rows of each question by its id.

    One row per combination of answers that occurs: the columns of ``answers`` in their order and ``n_rows`` (int64), sorted
    by all columns with NULL last. Without answers it is one row. Raises what ``Engine.query`` raises for an expression that
    is none, TM-COUNT-012 when ``Plan.values`` leaves out a value that occurs.
    """
    questions = [parse(question) for question in plan.questions]
    few = _few_values(engine, plan, questions)
    parts = [parts_of(question, few.keys()) for question in questions]
    answered = _answered(engine, plan, few, parts)
    found: dict[str, pa.Table] = {}
    for batch in batches(parts, answered):
        with _grouped(engine, plan, batch) as names:
            for number in batch.questions:
                question = questions[number].rewritten(few.keys(), names)
                found[question.id] = _asked(engine, plan, question)
    return {question.id: found[question.id] for question in questions}


def plain_sql(relation: str, question: Question) -> str:
    """One question as one query over a relation: rules as columns of a sub-query, then a count by all of them.

    It means what ``scan`` answers, and is what the trail of a number prints.
    """
    return _counted(parse(question), relation)


def _counted(question: Parsed, relation: str, *, weighted: bool = False) -> str:
    """The query of a question over rows, or over combinations of which each stands for ``n_rows`` rows."""
    columns = [exp.alias_(tree, name) for name, tree in question.answers.items()]
    weight = exp.column(N_ROWS, table=ROWS) if weighted else exp.alias_(exp.true(), "one")
    inner = exp.select(*columns, *([weight] if weighted or not columns else [])).from_(_rows(relation))
    if question.keep is not None:
        inner = inner.where(exp.not_(exp.Is(this=exp.paren(question.keep), expression=exp.false())))
    number = (
        exp.Coalesce(this=exp.Sum(this=exp.column(N_ROWS)), expressions=[exp.Literal.number(0)]) if weighted else COUNT
    )
    names = [exp.column(name) for name in question.answers]
    query = exp.select(*names, exp.alias_(number, N_ROWS)).from_(inner.subquery("answered"))
    if names:
        query = query.group_by(*names).order_by(*(exp.Ordered(this=name, nulls_first=False) for name in names))
    return text_of(query)


def _rows(relation: str) -> exp.Expr:
    return exp.to_table(relation).as_(ROWS)


def _few_values(engine: Engine, plan: Plan, questions: Sequence[Parsed]) -> dict[str, tuple[str, ...]]:
    """The text fields that the questions read and that have few values, with these."""
    read = sorted(frozenset().union(*(fields_in(tree) for question in questions for tree in question.trees)))
    if not read:
        return {}
    nothing = exp.select(*(exp.column(name, table=ROWS) for name in read)).from_(_rows(plan.relation)).limit(0)
    texts = [field.name for field in engine.query(text_of(nothing)).schema if field.type == pa.string()]
    known = {name: plan.values[name] for name in texts if name in plan.values}
    found = {name: known[name] if name in known else values_of(engine, plan.relation, name) for name in texts}
    return {name: values for name, values in found.items() if len(values) <= MOST_VALUES}


def _answered(
    engine: Engine, plan: Plan, few: Mapping[str, tuple[str, ...]], parts: Sequence[Parts]
) -> dict[str, Answered]:
    """What all parts of all questions say of each value of a field."""
    found = {}
    for name, values in few.items():
        wanted = frozenset().union(*(one.of_field.get(name, ()) for one in parts))
        found[name] = answer(engine, name, values, wanted, plan.parameters)
    return found


@contextmanager
def _grouped(engine: Engine, plan: Plan, batch: Batch) -> Iterator[dict[str, str]]:
    """The combinations that occur as a table of the engine; gives the column of each part."""
    joined = {} if engine.has_lookup else {one.field: f"scan_codes_{place}" for place, one in enumerate(batch.coded)}
    try:
        for one in batch.coded:
            if one.field in joined:
                engine.register(joined[one.field], one.table())
        sql = _grouping(plan.relation, batch, joined)
        combinations = _combinations(engine.query(sql, _needed(sql, plan.parameters)), batch)
        engine.register(GROUPED, combinations)
        yield {part: f"part_{place}" for place, part in enumerate(batch.parts)}
    finally:
        for table in (*joined.values(), GROUPED):
            engine.drop(table)


def _grouping(relation: str, batch: Batch, joined: Mapping[str, str]) -> str:
    """The query that counts the rows by class of each coded field, by each field as it stands and by each part.

    ``n_of_place`` counts the rows in which the coded field is not empty: where the class is NULL there must be none.
    """
    values = [exp.column(one.field, table=ROWS) for one in batch.coded]
    classes = [
        exp.column("class_of", table=joined[one.field]) if one.field in joined else one.lookup() for one in batch.coded
    ]
    columns = {f"class_{place}": one for place, one in enumerate(classes)}
    columns |= {name: exp.column(name, table=ROWS) for name in batch.plain}
    columns |= {f"part_{place}": parse_text(part) for place, part in enumerate(batch.parts)}
    checked = [exp.alias_(value, f"value_{place}") for place, value in enumerate(values)]
    inner = exp.select(*(exp.alias_(tree, name) for name, tree in columns.items()), *checked).from_(_rows(relation))
    for one, value in zip(batch.coded, values, strict=True):
        if one.field in joined:
            table = joined[one.field]
            inner = inner.join(exp.to_table(table), on=exp.EQ(this=value.copy(), expression=exp.column("value", table=table)), join_type="left")  # fmt: skip
    counts = [exp.alias_(exp.Count(this=exp.column(f"value_{place}")), f"n_of_{place}") for place in range(len(values))]
    names = [exp.column(name) for name in columns]
    if not names:
        return text_of(exp.select(exp.alias_(COUNT, N_ROWS)).from_(_rows(relation)))
    query = exp.select(*names, *counts, exp.alias_(COUNT, N_ROWS)).from_(inner.subquery("known")).group_by(*names)
    return text_of(query)


def _combinations(counted: pa.Table, batch: Batch) -> pa.Table:
    """The combinations with a value in place of each class; those of no rows, which a table without rows gives, left out."""
    columns: dict[str, pa.ChunkedArray] = {}
    for place, one in enumerate(batch.coded):
        classes: pa.ChunkedArray = counted.column(f"class_{place}")
        unseen = pc.and_(pc.is_null(classes), pc.greater(counted.column(f"n_of_{place}"), 0))
        if pc.any(unseen).as_py():
            raise DataError("TM-COUNT-012", where=f"field {one.field}")
        columns[one.field] = pa.array(one.standing, pa.string()).take(classes.combine_chunks())
    kept = (*batch.plain, *(f"part_{place}" for place in range(len(batch.parts))), N_ROWS)
    table = pa.table(columns | {name: counted.column(name) for name in kept})
    return table.filter(pc.greater(table.column(N_ROWS), 0))


def _asked(engine: Engine, plan: Plan, question: Parsed) -> pa.Table:
    sql = _counted(question, GROUPED, weighted=True)
    return engine.query(sql, _needed(sql, plan.parameters))


def _needed(sql: str, parameters: Mapping[str, Value]) -> dict[str, Value]:
    """The parameters that a query has, with their values."""
    return {name: parameters[name] for name in validate(sql).parameters}
