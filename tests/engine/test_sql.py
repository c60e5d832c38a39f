"""Queries: what may stand in one, what is refused and by which name, and the text for Spark."""

from __future__ import annotations

import pytest

from tallymark.engine.gaps import FINDERS
from tallymark.engine.operations import operations
from tallymark.engine.sql import to_spark, validate
from tallymark.model.errors import UsageError

GAPS = {
    "group_by_all": "SELECT p, count(*) n FROM t GROUP BY ALL",
    "qualify": "SELECT p FROM t QUALIFY row_number() OVER (PARTITION BY p ORDER BY n) = 1",
    "try_cast": "SELECT try_cast(p AS INT) FROM t",
    "integer_cast": "SELECT CAST(m AS BIGINT) FROM t",
    "division": "SELECT count(*) / 2 FROM t",
    "zero_divisor": "SELECT n // k FROM t",
    "nan": "SELECT isnan(n) FROM t",
    "float": "SELECT CAST(n AS DOUBLE) FROM t",
    "average": "SELECT avg(n) FROM t",
    "any_row": "SELECT arg_min(p, n) FROM t",
    "list_aggregate": "SELECT string_agg(p, ';') FROM t",
    "date_diff_unit": "SELECT date_diff('month', d, d) FROM t",
    "date_trunc_type": "SELECT date_trunc('month', d) FROM t",
    "weekday": "SELECT dayofweek(d) FROM t",
    "regex": "SELECT regexp_matches(p, '^a') FROM t",
    "like_escape": "SELECT p LIKE $pattern FROM t",
    "concat": "SELECT concat(p, 'x') FROM t",
    "using": "SELECT n FROM t JOIN u USING (p)",
    "distinct_on": "SELECT DISTINCT ON (p) p, n FROM t",
    "tuple_count": "SELECT count(DISTINCT (p, n)) FROM t",
    "window_filter": "SELECT sum(n) FILTER (WHERE yes) OVER () FROM t",
    "null_skipping": "SELECT lag(n IGNORE NULLS) OVER (ORDER BY p) FROM t",
    "star_changes": "SELECT * EXCLUDE (p) FROM t",
    "random": "SELECT random() FROM t",
    "table_function": "SELECT * FROM read_parquet('t.parquet')",
}
MORE_GAPS = [
    "SELECT p FROM t ORDER BY ALL",
    "SELECT date_diff('day', a, b) FROM t",
    "SELECT extract(dow FROM d) FROM t",
    "SELECT p LIKE '50\\%' FROM t",
    "SELECT p ILIKE 'a%' FROM t",
    "SELECT n % 0 FROM t",
    "SELECT CAST(1.5 AS INTEGER)",
    "SELECT current_date",
    "SELECT range FROM range(10)",
]
REFUSED = {
    "SELECT getenv('HOME')": "getenv",
    "SELECT current_setting('threads')": "current_setting",
    "SELECT p FROM t LIMIT 5 OFFSET 2": "Offset",
    "SELECT p FROM t USING SAMPLE 10": "TableSample",
    "WITH RECURSIVE r AS (SELECT 1 n UNION ALL SELECT n + 1 FROM r) SELECT n FROM r": "With.recursive",
    "WITH x AS MATERIALIZED (SELECT 1 a) SELECT a FROM x": "CTE.materialized",
    "SELECT a FROM x ASOF JOIN y ON x.t >= y.t": "Join.method",
    "SELECT a FROM x NATURAL JOIN y": "Join.method",
    "SELECT unnest([1, 2])": "Explode",
    "SELECT * FROM 'file.parquet'": "file.parquet",
    "SELECT p FROM main.t": "schema",
    "SELECT CAST(p AS BLOB) FROM t": "VARBINARY",
    "SELECT p FROM t WHERE n = ?": "$name",
    "SELECT p FROM t WHERE n = :n": "$name",
    "SELECT d FROM t PIVOT (sum(n) FOR p IN ('a'))": "Pivot",
}
STATEMENTS = [
    "", "DROP TABLE t", "SELECT 1; SELECT 2", "COPY t TO 'out.csv'", "PRAGMA version", "SET threads = 1", "ATTACH 'x.db'",
    "INSTALL httpfs", "CREATE TABLE x AS SELECT 1", "EXPLAIN SELECT 1", "INSERT INTO t VALUES (1)",
]  # fmt: skip


@pytest.mark.parametrize("gap", GAPS)
def test_a_construct_on_which_engines_differ_is_refused_with_what_to_write_instead(gap: str) -> None:
    """Each known gap is found by its own finder and named with the remedy of the list."""
    with pytest.raises(UsageError, match="TM-ENGINE-004") as raised:
        validate(GAPS[gap])
    assert operations().gaps[gap].instead in raised.value.detail


@pytest.mark.parametrize("text", MORE_GAPS)
def test_the_variants_of_a_gap_are_found(text: str) -> None:
    """Other spellings of the same trouble are refused alike."""
    with pytest.raises(UsageError, match="TM-ENGINE-004"):
        validate(text)


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_not_in_the_list_is_refused_by_name(text: str) -> None:
    """The construct is named in the error."""
    with pytest.raises(UsageError, match="TM-ENGINE-003") as raised:
        validate(text)
    assert REFUSED[text] in f"{raised.value.where} {raised.value.detail}"


@pytest.mark.parametrize("text", STATEMENTS)
def test_only_one_select_is_a_query(text: str) -> None:
    """A statement that changes, exports or configures anything is no query, and neither are two."""
    with pytest.raises(UsageError, match="TM-ENGINE-002"):
        validate(text)


def test_text_that_is_not_sql_is_refused() -> None:
    """The error points at the place and shows at most a line."""
    with pytest.raises(UsageError, match="TM-ENGINE-001") as raised:
        validate("SELECT (p FROM t WHERE " + "x" * 200)
    assert len(raised.value.where) == 80


@pytest.mark.parametrize("text", ["SELECT " + "(" * 3000 + "1" + ")" * 3000, "SELECT 'a", "SELECT /* a", "$$"])
def test_text_made_to_break_the_parser_is_refused(text: str) -> None:
    """Deep nesting and what never ends are coded errors too."""
    with pytest.raises(UsageError, match="TM-ENGINE-001"):
        validate(text)


def test_every_gap_of_the_list_has_a_finder_and_a_case_here() -> None:
    """The data and the code name the same gaps."""
    assert set(operations().gaps) == set(FINDERS) == set(GAPS)


def test_parameters_are_listed_in_order_and_kept_out_of_the_text() -> None:
    """A parameter used twice is one parameter."""
    query = validate("SELECT p FROM t WHERE n > $low AND d < $until AND n < 10 + $low")
    assert query.parameters == ("low", "until")


def test_the_text_for_spark() -> None:
    """Types, null order, parameters and date arithmetic in Spark's words."""
    text = "SELECT p, d + 1 x, n // 2 y FROM t WHERE ts > TIMESTAMP '2020-01-01 00:00:00' AND n > $low ORDER BY p"
    assert to_spark(text) == (
        "SELECT p, d + 1 AS x, n DIV 2 AS y FROM t WHERE ts > CAST('2020-01-01 00:00:00' AS TIMESTAMP_NTZ) AND n > :low "
        "ORDER BY p NULLS LAST"
    )


@pytest.mark.parametrize(
    "inside",
    ["floor(m)", "ceil(m)", "n > 1", "yes AND no", "count(*)", "sum(n) OVER ()", "row_number() OVER ()", "7", "$n"],
)
def test_whole_numbers_may_be_cast_from_what_is_whole(inside: str) -> None:
    """Floors, conditions, counts, sums and ranks have no fraction that could be rounded."""
    text = f"SELECT CAST({inside} AS BIGINT) x"
    assert validate(text).text == text
