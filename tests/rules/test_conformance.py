"""DuckDB and Spark answer every case of every rule alike."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tallymark.engine.engine import Engine
from tallymark.engine.spark import connect_spark
from tallymark.rules.cards import cards
from tallymark.rules.vectors import run_tests


@pytest.fixture(scope="module")
def spark() -> Iterator[Engine]:
    """A Spark Connect server in this process, and a connection to it."""
    from pysail.spark import SparkConnectServer  # noqa: PLC0415  it takes a second

    running = SparkConnectServer("127.0.0.1", 0)
    running.start(background=True)
    host, port = running.listening_address
    with connect_spark(f"sc://{host}:{port}") as engine:
        yield engine
    running.stop()


@pytest.mark.slow
def test_spark_answers_every_case_as_duckdb_does(duck: Engine, spark: Engine) -> None:
    """On the fields and on any reading, for all cards."""
    answers = [
        [
            (one.card.id, one.card.version, one.number, one.answer, one.answer_any)
            for one in run_tests(engine, cards(), cards())
        ]
        for engine in (duck, spark)
    ]
    assert len(answers[0]) > 1200
    assert answers[0] == answers[1]


def test_one_rule_of_each_kind_answers_alike(duck: Engine, spark: Engine) -> None:
    """A condition, a category and two dates, quickly."""
    chosen = [
        cards().get(name)
        for name in ("priority.johnson_2014.3", "exit.status.kind", "year.october_lock.date", "year.book_in.date")
    ]
    for engine in (duck, spark):
        assert [one.holds for one in run_tests(engine, cards(), chosen)].count(False) == 0
