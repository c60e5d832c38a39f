"""Parquet: cells as documented text, the column names as row 1."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tallymark.model.errors import InputError
from tallymark.releases.readers import open_source
from tests.releases.readers.make import read, source


def test_every_type_has_its_documented_text(tmp_path: Path) -> None:
    """Long ids as their digits, dates ISO, times without empty fractions, text as it is, empty text as null."""
    when = dt.datetime(2024, 3, 4, 5, 6, 7)
    table = pa.table(
        {
            "id": pa.array([1234567890123456789, None], pa.int64()),
            "date": pa.array([dt.date(2024, 3, 4), None], pa.date32()),
            "at": pa.array([when, when.replace(microsecond=250_000)], pa.timestamp("us")),
            "zone": pa.array([when, None], pa.timestamp("ms", "UTC")),
            "money": pa.array([Decimal("1500.00"), None], pa.decimal128(18, 2)),
            "share": pa.array([1.0, 0.1], pa.float64()),
            "flag": pa.array([True, False]),
            "text": pa.array(["00123", ""]),
            "code": pa.array(["a", "b"]).dictionary_encode(),
        }
    )
    pq.write_table(table, tmp_path / "t.parquet")
    at = "2024-03-04 05:06:07"
    rows, _ = read(tmp_path / "t.parquet", 1, 9)
    assert rows == [
        (2, ("1234567890123456789", "2024-03-04", at, at, "1500.00", "1", "true", "00123", "a")),
        (3, (None, None, f"{at}.250000", None, None, "0.1", "false", None, "b")),
    ]
    with open_source(source(tmp_path / "t.parquet")) as book:
        sheet = book.sheets[0]
        assert (book.kind, sheet.n_rows) == ("parquet", 3)
        assert sheet.head(1) == [["id", "date", "at", "zone", "money", "share", "flag", "text", "code"]]
        assert sheet.head(2)[1][0] == "1234567890123456789"


def test_blank_rows_are_counted_and_numbers_stay(tmp_path: Path) -> None:
    """The second row of data is row 3 of the file."""
    pq.write_table(pa.table({"a": ["x", None, "y"]}), tmp_path / "t.parquet")
    rows, findings = read(tmp_path / "t.parquet", 1, 1)
    assert rows == [(2, ("x",)), (4, ("y",))]
    assert findings.n_blank_rows == 1


def test_another_header_than_row_1_is_an_error(tmp_path: Path) -> None:
    """A Parquet file has its names outside of its rows: TM-RELEASES-113."""
    pq.write_table(pa.table({"a": ["x"]}), tmp_path / "t.parquet")
    with pytest.raises(InputError) as caught:
        read(tmp_path / "t.parquet", 2, 1)
    assert caught.value.code == "TM-RELEASES-113"


def test_nested_columns_and_broken_files_are_errors(tmp_path: Path) -> None:
    """TM-RELEASES-119 names the file and for a nested column its name."""
    path = tmp_path / "t.parquet"
    pq.write_table(pa.table({"a": [[1]]}), path)
    with pytest.raises(InputError) as caught, open_source(source(path)):
        pass
    assert (caught.value.code, caught.value.detail) == ("TM-RELEASES-119", "column a is nested")
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(InputError) as caught, open_source(source(path)):
        pass
    assert caught.value.code == "TM-RELEASES-119"
