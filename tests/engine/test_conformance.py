"""One query, two engines: every allowed operation stands in a question here, and both give the same rows and types."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytest
import sqlglot

from tallymark.engine.engine import Engine, Parameters
from tallymark.engine.operations import operations

QUESTIONS: dict[str, tuple[str, Parameters]] = {
    "counts with filter": (
        "SELECT count(*) n, count(*) FILTER (WHERE n > 0) f, count(m) m, count(*) FILTER (WHERE yes) y, "
        "count(*) FILTER (WHERE NOT yes) nay, count(*) FILTER (WHERE yes IS NULL) u FROM arrests",
        {},
    ),
    "distinct counts": ("SELECT count(DISTINCT person) p, count(DISTINCT d) d, count(DISTINCT ts) t FROM arrests", {}),
    "three-valued logic": (
        "SELECT row, yes AND NULL a, yes OR NULL b, NOT yes c, n IN (1, NULL) e, n NOT IN (1, NULL) f, n = NULL g, "
        "n IS NOT DISTINCT FROM NULL h, yes IS TRUE i, yes IS NOT NULL j, n IS DISTINCT FROM 3 k FROM arrests ORDER BY row",
        {},
    ),
    "a condition with unknown, grouped": (
        "SELECT person, count(*) FILTER (WHERE d >= $cutoff) t, count(*) FILTER (WHERE d >= $cutoff IS NULL) u, count(*) n "
        "FROM arrests GROUP BY person ORDER BY person",
        {"cutoff": date(2020, 1, 1)},
    ),
    "comparisons": (
        "SELECT row FROM arrests WHERE n BETWEEN $low AND 5 AND n <> 3 OR m < $money OR ts <= $at ORDER BY row DESC",
        {"low": 0, "money": Decimal("-0.50"), "at": datetime(2019, 10, 1)},
    ),
    "parameters of every type": (
        "SELECT row FROM arrests WHERE person = $p OR yes = $y OR person IS NOT DISTINCT FROM $z ORDER BY row",
        {"p": "ä", "y": True, "z": None},
    ),
    "lag and lead": (
        "SELECT row, lag(ts) OVER (PARTITION BY person ORDER BY ts, row) l, lead(n, 2) OVER (ORDER BY row) k "
        "FROM arrests ORDER BY row",
        {},
    ),
    "ranking": (
        "SELECT row, row_number() OVER w r, rank() OVER (ORDER BY n DESC) k, dense_rank() OVER (ORDER BY ts) dd "
        "FROM arrests WINDOW w AS (PARTITION BY person ORDER BY ts DESC NULLS FIRST, row) ORDER BY row",
        {},
    ),
    "running sum and frames": (
        "SELECT row, sum(n) OVER (ORDER BY row ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) s, "
        "max(ts) OVER (ORDER BY row ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) m, "
        "min(n) OVER (ORDER BY row ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING) f, "
        "sum(n) OVER (ORDER BY n RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) peers, "
        "first_value(row) OVER (PARTITION BY person ORDER BY row) fv, "
        "last_value(row) OVER (PARTITION BY person ORDER BY row ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) lv, "
        "sum(CASE WHEN yes THEN n END) OVER (PARTITION BY person) fs FROM arrests ORDER BY row",
        {},
    ),
    "episodes of 24 hours": (
        "WITH before AS (SELECT row, person, ts, lag(ts) OVER (PARTITION BY person ORDER BY ts, row) was FROM arrests), "
        "marked AS (SELECT row, person, ts, CASE WHEN was IS NULL OR ts > was + INTERVAL 24 HOUR THEN 1 ELSE 0 END starts FROM before) "
        "SELECT row, sum(starts) OVER (PARTITION BY person ORDER BY ts, row ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) episode "
        "FROM marked ORDER BY row",
        {},
    ),
    "dates": (
        "SELECT row, d + 1 a, d - 30 b, date_diff('day', CAST(d AS DATE), CAST(ts AS DATE)) c, CAST(ts AS DATE) e, "
        "CAST(date_trunc('month', d) AS DATE) f, CAST(date_trunc('year', CAST(ts AS DATE)) AS DATE) g, last_day(d) h, "
        "date_diff('day', DATE '2020-02-28', DATE '2020-03-01') i FROM arrests ORDER BY row",
        {},
    ),
    "parts of dates": (
        "SELECT row, year(d) y, month(d) m, day(d) dd, quarter(d) q, extract(year FROM ts) ty, extract(hour FROM ts) h, "
        "extract(minute FROM ts) mi, year(d) + CAST(month(d) >= 10 AS BIGINT) fiscal_year FROM arrests ORDER BY row",
        {},
    ),
    "date-times": (
        "SELECT row, ts + INTERVAL 24 HOUR a, ts - INTERVAL '10' MINUTE b, ts + INTERVAL 1 DAY c, "
        "date_diff('second', TIMESTAMP '2020-01-01 00:00:00', ts) s, CAST(d AS TIMESTAMP) e FROM arrests WHERE n <> 5 AND n <> 12 ORDER BY row",
        {},
    ),
    "joins": (
        "SELECT a.row, s.booked_in FROM arrests a LEFT JOIN stays s ON s.person = a.person "
        "AND s.booked_in > a.ts - INTERVAL 5 DAY AND s.booked_in < a.ts + INTERVAL 10 DAY ORDER BY a.row, s.booked_in",
        {},
    ),
    "other joins": (
        "SELECT a.row, s.booked_in FROM stays s RIGHT JOIN arrests a ON s.person = a.person ORDER BY a.row, s.booked_in",
        {},
    ),
    "full and cross joins": (
        "SELECT a.row, s.person, x.k FROM arrests a FULL OUTER JOIN stays s ON s.person = a.person "
        "CROSS JOIN (SELECT 1 AS k) x ORDER BY a.row, s.person, s.booked_in",
        {},
    ),
    "semi, anti, exists, in": (
        "SELECT row FROM arrests SEMI JOIN stays ON stays.person = arrests.person WHERE EXISTS "
        "(SELECT 1 FROM stays s WHERE s.person = arrests.person) AND person IN (SELECT person FROM stays) "
        "UNION ALL SELECT row FROM arrests ANTI JOIN stays ON stays.person = arrests.person ORDER BY row",
        {},
    ),
    "sets": (
        "SELECT person FROM arrests UNION SELECT person FROM stays EXCEPT SELECT 'c' INTERSECT SELECT person FROM arrests "
        "ORDER BY person",
        {},
    ),
    "event sweep": (
        "WITH events AS (SELECT CAST(booked_in AS DATE) d, 1 change FROM stays UNION ALL "
        "SELECT CAST(booked_out AS DATE) d, -1 change FROM stays WHERE booked_out IS NOT NULL), "
        "days AS (SELECT d, sum(change) change FROM events GROUP BY d) "
        "SELECT d, sum(change) OVER (ORDER BY d ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) n_people FROM days ORDER BY d",
        {},
    ),
    "grouping sets, having, limit": (
        "SELECT person, yes, count(*) n FROM arrests GROUP BY GROUPING SETS ((person, yes), (person), ()) "
        "HAVING count(*) > 1 ORDER BY n DESC, person, yes LIMIT 4",
        {},
    ),
    "rollup and cube": (
        "SELECT person, count(*) n FROM arrests GROUP BY ROLLUP (person) UNION ALL "
        "SELECT person, count(*) n FROM stays GROUP BY CUBE (person) ORDER BY person, n",
        {},
    ),
    "distinct and sub-query": (
        "SELECT DISTINCT x.person, (SELECT max(n) FROM arrests) top FROM (SELECT person FROM arrests) AS x ORDER BY x.person",
        {},
    ),
    "arithmetic": (
        "SELECT row, n // 2 a, n % 4 b, -n c, n * 2 - 1 dd, abs(n) e, floor(m) f, ceil(m) g, CAST(floor(m) AS BIGINT) h, "
        "greatest(n, 2) i, least(n, m) j, m * 2 k, CAST(n AS DECIMAL(18, 2)) l FROM arrests ORDER BY row",
        {},
    ),
    "sums": (
        "SELECT sum(n) n, sum(m) m, min(m) lo, max(m) hi, min(ts) earliest, max(d) latest, min(person) p, bool_or(yes) o, "
        "bool_and(yes) a, sum(n) FILTER (WHERE n > 100) empty FROM arrests",
        {},
    ),
    "cases": (
        "SELECT row, CASE WHEN yes THEN 'yes' WHEN NOT yes THEN 'no' ELSE 'unknown' END a, CASE person WHEN 'a' THEN 1 END b, "
        "coalesce(n, 0) c, nullif(n, 3) dd, CAST(yes IS TRUE AS BIGINT) e FROM arrests ORDER BY row",
        {},
    ),
    "text": (
        "SELECT row, lower(person) a, upper(person) b, length(person) c, trim('  x ') dd, substring(person, 1, 1) e, "
        "left(person, 1) f, starts_with(person, 'a') g, replace(person, 'a', 'b') h, person LIKE 'a%' i, "
        "person || 'x' j, concat_ws('|', person, CAST(d AS VARCHAR), CAST(n AS VARCHAR)) k FROM arrests ORDER BY row",
        {},
    ),
    "lookups": (
        "SELECT row, map_extract_value(MAP(['a', 'ä'], [1, 2]), person) p, "
        "map_extract_value(MAP([3, 12], ['three', 'twelve']), n) q FROM arrests ORDER BY row",
        {},
    ),
    "groups of equal content": (
        "SELECT count(*) n, max(k) largest FROM (SELECT hash(person, yes, n > 1) h, count(*) k FROM arrests GROUP BY 1) AS groups",
        {},
    ),
    "content keys": (
        "SELECT md5(concat_ws('|', coalesce(person, '-'), coalesce(CAST(ts AS VARCHAR), '-'), coalesce(CAST(m AS VARCHAR), '-'), "
        "coalesce(CAST(yes AS VARCHAR), '-'))) k, count(*) n FROM arrests GROUP BY 1 ORDER BY 1",
        {},
    ),
}  # fmt: skip


@pytest.mark.parametrize("question", QUESTIONS)
def test_both_engines_give_the_same_rows_and_types(duck: Engine, spark: Engine, question: str) -> None:
    """The embedded engine and Spark Connect answer alike, to the type of each column."""
    sql, parameters = QUESTIONS[question]
    here, there = duck.query(sql, parameters), spark.query(sql, parameters)
    assert here.to_pydict() == there.to_pydict()
    assert here.schema.types == there.schema.types


def test_every_allowed_operation_stands_in_a_question() -> None:
    """The list of operations holds nothing that the two engines were not compared on."""
    asked = {
        type(node).__name__
        for sql, _ in QUESTIONS.values()
        for node in sqlglot.parse_one(sql, read="duckdb").walk()
    }  # fmt: skip
    assert operations().nodes - asked == set()


def test_a_hash_tells_nulls_in_different_places_apart(duck: Engine, spark: Engine) -> None:
    """Spark's own hash passes over NULL; (1, NULL) and (NULL, 1) are two contents all the same."""
    pairs = "SELECT CAST(1 AS BIGINT) a, nullif(1, 1) b UNION ALL SELECT nullif(1, 1), CAST(1 AS BIGINT)"
    asked = f"SELECT count(DISTINCT h) n FROM (SELECT hash(a, b) h FROM ({pairs}) AS p) AS q"  # noqa: S608  made up here
    assert [engine.query(asked).to_pylist() for engine in (duck, spark)] == [[{"n": 2}], [{"n": 2}]]


def test_answers_by_hand(duck: Engine) -> None:
    """Of eight rows: five with n above zero, six with money, three yes, two no, three unknown."""
    (row,) = duck.query(*QUESTIONS["counts with filter"]).to_pylist()
    assert row == {"n": 8, "f": 5, "m": 6, "y": 3, "nay": 2, "u": 3}


def test_the_sweep_by_hand(duck: Engine) -> None:
    """People in custody after each day with an event; a stay of no length leaves no trace."""
    swept = duck.query(*QUESTIONS["event sweep"]).to_pylist()
    assert [(row["d"].isoformat(), row["n_people"]) for row in swept] == [
        ("2019-10-01", 0),
        ("2020-01-30", 1),
        ("2020-02-01", 2),
        ("2020-02-02", 1),
        ("2020-02-03", 1),
        ("2020-02-29", 2),
        ("2020-03-05", 1),
    ]


def test_tables_kept_and_registered_are_seen_by_later_queries(duck: Engine, spark: Engine) -> None:
    """A kept query may be kept again under its own name; a dropped one is gone."""
    answers: list[Any] = []
    for engine in (duck, spark):
        engine.register("spread", pa.table({"hours": [-8, 0, 8]}))
        engine.keep("kept", "SELECT row, n FROM arrests WHERE n > $low", {"low": 1})
        engine.keep("kept", "SELECT row, n, hours FROM kept CROSS JOIN spread WHERE hours >= 0")
        answers.append(engine.query("SELECT sum(n) s, count(*) c, sum(hours) h FROM kept").to_pylist())
        pieces = list(engine.batches("SELECT row FROM kept"))
        answers.append(sum(piece.num_rows for piece in pieces))
        engine.drop("kept")
        with pytest.raises(Exception, match="TM-ENGINE-008"):
            engine.query("SELECT row FROM kept")
    assert answers == [[{"s": 46, "c": 8, "h": 32}], 8] * 2
