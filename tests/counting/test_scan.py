"""A scan counts the rows by the answers of each question, with NULL as unknown."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pyarrow as pa
import pytest

from tallymark.counting.plan import Plan, Question
from tallymark.counting.scan import scan
from tallymark.engine.connect import connect
from tallymark.engine.engine import Engine

ROWS = pa.table(
    {
        "departed_date": pa.array(
            [date(2009, 9, 30), date(2009, 10, 1), date(2009, 10, 1), None, date(2010, 9, 30), date(2010, 10, 1)],
            pa.date32(),
        ),
        "case_criminality": pa.array(["1 Convicted", "1 Convicted", "3 Other", "1 Convicted", None, "3 Other"], pa.string()),
    }
)  # fmt: skip
FIELDS = frozenset({"departed_date", "case_criminality"})
YEAR = "year(records.departed_date + INTERVAL 3 MONTH)"
CONVICTED = "left(records.case_criminality, 1) = '1'"


@pytest.fixture
def engine() -> Iterator[Engine]:
    """DuckDB with six made-up removals."""
    with connect(threads=1, memory_mb=256) as engine:
        engine.register("removals", ROWS)
        yield engine


def test_rows_are_counted_by_their_answers(engine: Engine) -> None:
    """One row for each combination that occurs, sorted, what is unknown last."""
    question = Question("by year", {"fiscal_year": YEAR, "convicted": CONVICTED})
    found = scan(engine, Plan("removals", FIELDS, (question,)))["by year"]
    assert found.to_pylist() == [
        {"fiscal_year": 2009, "convicted": True, "n_rows": 1},
        {"fiscal_year": 2010, "convicted": False, "n_rows": 1},
        {"fiscal_year": 2010, "convicted": True, "n_rows": 1},
        {"fiscal_year": 2010, "convicted": None, "n_rows": 1},
        {"fiscal_year": 2011, "convicted": False, "n_rows": 1},
        {"fiscal_year": None, "convicted": True, "n_rows": 1},
    ]
    assert found.schema.field("n_rows").type == pa.int64()


def test_a_condition_leaves_out_what_is_false_and_keeps_what_is_unknown(engine: Engine) -> None:
    """Of six rows two are not convicted; the row without criminality stays."""
    question = Question("kept", {"fiscal_year": YEAR}, keep=CONVICTED)
    found = scan(engine, Plan("removals", FIELDS, (question,)))["kept"]
    assert found.to_pylist() == [
        {"fiscal_year": 2009, "n_rows": 1},
        {"fiscal_year": 2010, "n_rows": 2},
        {"fiscal_year": None, "n_rows": 1},
    ]


def test_a_question_without_answers_counts_the_rows(engine: Engine) -> None:
    """One row with the number of rows kept."""
    found = scan(engine, Plan("removals", FIELDS, (Question("all", {}), Question("some", {}, keep=CONVICTED))))
    assert (found["all"].to_pylist(), found["some"].to_pylist()) == ([{"n_rows": 6}], [{"n_rows": 4}])


def test_values_come_in_as_parameters(engine: Engine) -> None:
    """Each question takes those that it names."""
    before = Question("before", {"before": "records.departed_date < $day"})
    plain = Question("plain", {"convicted": CONVICTED})
    found = scan(engine, Plan("removals", FIELDS, (before, plain), {"day": date(2009, 10, 1)}))
    assert found["before"].to_pylist() == [
        {"before": False, "n_rows": 4},
        {"before": True, "n_rows": 1},
        {"before": None, "n_rows": 1},
    ]
    assert found["plain"].column("n_rows").to_pylist() == [2, 3, 1]
