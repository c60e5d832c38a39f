"""Columns of the records beside the rows of a query: which row gets which, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest

from tallymark.engine.connect import connect
from tallymark.model.errors import DataError
from tallymark.records.compose import Sheet
from tallymark.records.joined import Records, whole_rows
from tallymark.records.recipes import Joined
from tallymark.schema.parquet import write_parts
from tests.records.small import store_with

SHEETS = [Sheet(1, "S1", 0)]
ROWS = [{"person_id": person} for person in "abcde"]


def joined(root: Path, found: dict[str, list[int]], wanted: Joined, columns: list[str]) -> list[dict[str, object]]:
    """The rows of a query, one in each batch, beside five arrests."""
    store = store_with(root, {"arrests": ROWS})
    paths = store.release("made-up")
    table = pa.table(found)
    records = Records("arrests", paths.parts(paths.table("arrests")), SHEETS, lambda _: "")
    with connect() as engine:
        of_query = iter(table.to_batches(1))
        with whole_rows(engine, of_query, table.schema, records, wanted, columns) as (pieces, schema):
            whole: pa.Table = pa.concat_tables(list(pieces))
        assert whole.schema == schema
    rows: list[dict[str, object]] = whole.to_pylist()
    return rows


def test_rows_of_the_query_get_the_columns_of_their_record(tmp_path: Path) -> None:
    """Rows 2 and 5 of the sheet are b and e."""
    found = joined(
        tmp_path, {"last_row_key": [2, 5], "n": [7, 8]}, Joined("last_row_key", {"who": "person_id"}, {}), ["who", "n"]
    )
    assert found == [{"who": "b", "n": 7}, {"who": "e", "n": 8}]


def test_every_other_record_has_the_values_named(tmp_path: Path) -> None:
    """The query has row 3 alone; the others are episodes of their own."""
    wanted = Joined("row_key", {"row": "row"}, {"n": 1, "key": "row_key"})
    found = joined(tmp_path, {"row_key": [3], "n": [9], "key": [1]}, wanted, ["row", "n", "key"])
    assert [(one["row"], one["n"], one["key"]) for one in found] == [
        (1, 1, 1),
        (2, 1, 2),
        (3, 9, 1),
        (4, 1, 4),
        (5, 1, 5),
    ]


def test_a_row_number_that_the_records_lack_is_an_error(tmp_path: Path) -> None:
    """Row 9 of five rows; and one between two rows of other sheets."""
    for key in (9, 0):
        with pytest.raises(DataError) as caught:
            joined(tmp_path / str(key), {"row_key": [key]}, Joined("row_key", {"who": "person_id"}, {}), ["who"])
        assert caught.value.code == "TM-RECORDS-009"


def test_a_table_without_rows_gives_its_columns(tmp_path: Path) -> None:
    """The types are known without a row."""
    store = store_with(tmp_path, {"arrests": []})
    paths = store.release("made-up")
    files = paths.parts(paths.table("arrests"))
    empty = pa.schema([("row_key", pa.int64())])
    records, wanted = Records("arrests", files, [], lambda _: ""), Joined("row_key", {"who": "person_id"}, {})
    with (
        connect() as engine,
        whole_rows(engine, iter([]), empty, records, wanted, ["row_key", "who"]) as (pieces, schema),
    ):
        assert pa.concat_tables(list(pieces)).num_rows == 0
    assert schema == pa.schema([("row_key", pa.int64()), ("who", pa.string())])
    assert write_parts(tmp_path / "none", schema, [])[0].n_rows == 0
