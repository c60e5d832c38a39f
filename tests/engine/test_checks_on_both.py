"""The queries of the quality report and of the comparison give the same rows on both engines."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from tallymark.engine.connect import connect
from tallymark.engine.engine import Parameters
from tallymark.engine.spark import connect_spark
from tallymark.releases.checks import checks_of
from tallymark.releases.checks_sql import (
    VIEW,
    Scan,
    alike_query,
    coded_fields,
    codes_query,
    counted_of,
    same_key_query,
    scan,
)
from tallymark.releases.diff_sql import FIRST, SECOND, multiset_query
from tallymark.schema.tables import table
from tests.releases.small_store import release
from tests.releases.test_quality import ARRESTS

ARREST_TABLE = table("arrests")


def queries() -> dict[str, tuple[str, Parameters]]:
    """Every query of a report on arrests."""
    bound = Scan()
    made = checks_of(ARREST_TABLE)
    counted = counted_of(ARREST_TABLE, made, (date(2020, 1, 1), date(2020, 3, 1)), bound)
    codes = codes_query(coded_fields(ARREST_TABLE))
    (same_key,) = [check for check in made if check.kind == "same_key"]
    span = {"start": date(2020, 1, 1), "end": date(2020, 3, 1)}
    return {
        "scan": (scan(ARREST_TABLE, counted, bound).sql, bound.parameters),
        "codes": (codes.sql, codes.parameters),
        "same key": (same_key_query(same_key), {}),
        "alike": (alike_query(ARREST_TABLE), {}),
        "multisets": (multiset_query(ARREST_TABLE, ARREST_TABLE.fields, dated=True), span),
    }


@pytest.mark.parametrize("name", ["scan", "codes", "same key", "alike", "multisets"])
def test_a_report_is_the_same_on_a_cluster(server: str, tmp_path: Path, name: str) -> None:
    """The embedded engine and Spark Connect count alike over the same Parquet."""
    release(tmp_path, "one", {"arrests": ARRESTS})
    store = release(tmp_path, "two", {"arrests": ARRESTS[1:]})
    folders = [store.release("one").table("arrests"), store.release("two").table("arrests")]
    assert pq.read_table(folders[0]).num_rows == 5
    sql, parameters = queries()[name]
    answers = []
    for engine in (connect(folders=[tmp_path]), connect_spark(server, folders=[tmp_path])):
        with engine:
            for view, folder in ((VIEW, folders[0]), (FIRST, folders[0]), (SECOND, folders[1])):
                engine.view(view, [folder / "part-00000.parquet"])
            answers.append(engine.query(sql, parameters).to_pylist())
    assert answers[0] == answers[1]
