"""One scan of a table for many questions: in comes a plan, out comes for each question how many rows give which answers.

A scan has two steps. The rows are grouped by what the expressions need to know of them: the class of each text field of few
values (``classes``) and each part that reads other fields (``parts``). Then every question is answered for the few thousand
combinations that occur. Twenty definitions cost little more than one, and long lists of texts nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import pyarrow as pa
import pyarrow.compute as pc
from sqlglot import exp

from tallymark.counting.batches import Batch, Planner
from tallymark.counting.classes import Classes, answer, values_of
from tallymark.counting.parts import Parts, fields_in, parse, parse_text, text_of
from tallymark.counting.plan import ROWS, Plan, Question
from tallymark.engine.engine import Engine, Value
from tallymark.engine.sql import validate

N_ROWS = "n_rows"
GROUPED = "scan_grouped"
# A text field of more values is read row by row: a lookup of each text would cost more than the expressions.
MOST_VALUES = 512


def scan(engine: Engine, plan: Plan) -> Mapping[str, pa.Table]:
    """The counted rows of each question by its id.

    One row per combination of answers that occurs: the columns of ``answers`` in their order and ``n_rows`` (int64), sorted
    by all columns with NULL last. Without answers it is one row. Raises what ``Engine.query`` raises for an expression that
    is none, TM-COUNT-012 when ``Plan.values`` leaves out a value that occurs.
    """
    trees = parse(plan.questions)
    few = _few_values(engine, plan, fields_in(trees.values()))
    parts = Parts(trees, few.keys())
    questions = [parts.take_apart(question) for question in plan.questions]
    answered = {
        name: answer(engine, name, values, parts.of_field(name), plan.parameters) for name, values in few.items()
    }
    found: dict[str, pa.Table] = {}
    for batch in Planner(parts.by_name, answered).batches(questions):
        with _grouped(engine, plan, batch):
            for number in batch.questions:
                question = questions[number].question
                found[question.id] = _queried(engine, plan, _query(question, GROUPED, weighted=True))
    return {question.id: found[question.id] for question in plan.questions}


def plain_sql(relation: str, question: Question) -> str:
    """One question as one query over a relation: rules as columns of a sub-query, then a count by all of them.

    It means what ``scan`` answers, and is what the trail of a number prints.
    """
    return _query(question, relation, weighted=False)


def _query(question: Question, relation: str, *, weighted: bool) -> str:
    """The query of a question over rows, or over combinations of which each stands for ``n_rows`` rows.

    Its texts are expressions already; they are put together without being parsed, which for long rules takes longer than the count.
    """
    names = list(question.answers)
    columns = [f"{text} AS {name}" for name, text in question.answers.items()]
    weight = [f"{ROWS}.{N_ROWS}"] if weighted else []
    inner = f"SELECT {', '.join([*columns, *weight] or ['TRUE AS one'])} FROM {relation} AS {ROWS}"  # noqa: S608  validated by the engine
    if question.keep:
        inner += f" WHERE NOT ({question.keep}) IS FALSE"
    number = f"{f'COALESCE(SUM({N_ROWS}), 0)' if weighted else 'COUNT(*)'} AS {N_ROWS}"
    if not names:
        return f"SELECT {number} FROM ({inner}) AS answered"  # noqa: S608
    by, order = ", ".join(names), ", ".join(f"{name} NULLS LAST" for name in names)
    return f"SELECT {by}, {number} FROM ({inner}) AS answered GROUP BY {by} ORDER BY {order}"  # noqa: S608


def _few_values(engine: Engine, plan: Plan, read: frozenset[str]) -> dict[str, tuple[str, ...]]:
    """The text fields among those that the questions read that have few values, with these."""
    if not read:
        return {}
    nothing = _from(exp.select(*(exp.column(name, table=ROWS) for name in sorted(read))), plan.relation).limit(0)
    texts = [field.name for field in engine.query(text_of(nothing)).schema if field.type == pa.string()]
    given = plan.values
    found = {name: given[name] if name in given else values_of(engine, plan.relation, name) for name in texts}
    return {name: values for name, values in found.items() if len(values) <= MOST_VALUES}


@contextmanager
def _grouped(engine: Engine, plan: Plan, batch: Batch) -> Iterator[None]:
    """The combinations that occur as a table of the engine, with a column for every part."""
    coded = [one for one in batch.classes if not one.is_each_its_own]
    tables = {} if engine.has_lookup else {one.field: f"scan_codes_{place}" for place, one in enumerate(coded)}
    try:
        for one in coded:
            if one.field in tables:
                engine.register(tables[one.field], one.table())
        counted = _queried(engine, plan, text_of(_grouping(plan.relation, batch, tables)))
        engine.register(GROUPED, _combinations(counted, batch))
        yield
    finally:
        for table in (*tables.values(), GROUPED):
            engine.drop(table)


def _grouping(relation: str, batch: Batch, tables: Mapping[str, str]) -> exp.Select:
    """The query that counts the rows by class of each text field (``known_n``) and by each part of other fields.

    Rows that no question keeps are left out. ``filled_n`` counts the rows in which the text is not empty: where the class is NULL there must be none.
    """
    columns: dict[str, exp.Expr] = {}
    counts: list[exp.Expr] = []
    inner = _from(exp.select(), relation)
    for place, one in enumerate(batch.classes):
        text = exp.column(one.field, table=ROWS)
        columns[f"known_{place}"] = text if one.is_each_its_own else one.lookup()
        if one.is_each_its_own:
            continue
        if one.field in tables:
            name = tables[one.field]
            columns[f"known_{place}"] = exp.column("class_of", table=name)
            same = exp.EQ(this=text.copy(), expression=exp.column("value", table=name))
            inner = inner.join(exp.to_table(name), on=same, join_type="left")
        inner = inner.select(exp.alias_(text, f"text_{place}"))
        counts.append(exp.alias_(exp.Count(this=exp.column(f"text_{place}")), f"filled_{place}"))
    columns |= {part.name: parse_text(part.text) for part in batch.of_rows}
    for part in batch.needed:
        false = exp.Is(this=exp.paren(parse_text(part.text), copy=False), expression=exp.false())
        inner = inner.where(exp.Not(this=false), copy=False)
    number = exp.alias_(_count(), N_ROWS)
    if not columns:
        return _from(exp.select(number), relation)
    inner = inner.select(*(exp.alias_(tree, name, copy=False) for name, tree in columns.items()), copy=False)
    names = [exp.column(name) for name in columns]
    return exp.select(*names, *counts, number).from_(inner.subquery("known", copy=False)).group_by(*names)


def _combinations(counted: pa.Table, batch: Batch) -> pa.Table:
    """The combinations with what every part answers; those of no rows, which a table without rows gives, left out."""
    columns: dict[str, pa.Array] = {}
    for place, one in enumerate(batch.classes):
        columns |= _looked_up(one, counted, place)
    columns |= {part.name: counted.column(part.name) for part in batch.of_rows}
    table = pa.table(columns | {N_ROWS: counted.column(N_ROWS)})
    return table.filter(pc.greater(table.column(N_ROWS), 0))


def _looked_up(one: Classes, counted: pa.Table, place: int) -> dict[str, pa.Array]:
    filled = None if one.is_each_its_own else counted.column(f"filled_{place}").combine_chunks()
    places = one.places(counted.column(f"known_{place}").combine_chunks(), filled)
    return {name: answers.take(places) for name, answers in one.answered.answers.items()}


def _queried(engine: Engine, plan: Plan, sql: str) -> pa.Table:
    """The rows of a query, with those parameters that it has."""
    needed: dict[str, Value] = {name: plan.parameters[name] for name in validate(sql).parameters}
    return engine.query(sql, needed)


def _from(query: exp.Select, relation: str) -> exp.Select:
    return query.from_(exp.to_table(relation).as_(ROWS))


def _count() -> exp.Expr:
    return exp.Count(this=exp.Star())
