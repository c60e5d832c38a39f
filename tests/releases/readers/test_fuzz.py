"""Damaged files: whatever the bytes, the outcome is a workbook or a coded error, never a crash."""

from __future__ import annotations

import gzip
import io
import tempfile
import zipfile
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tallymark.model.errors import InputError
from tallymark.releases.readers import open_source
from tallymark.releases.sources import expand
from tests.releases.readers.make import sheet_xml, zipped


def outcome(data: bytes, name: str) -> str:
    """Read a file of these bytes to its end: "read" or the code of the error; anything else raised fails the test."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        try:
            for file in expand([path]):
                with open_source(file) as book:
                    for sheet in book.sheets:
                        head = sheet.head()
                        list(sheet.batches(1, max((len(row) for row in head), default=1)))
        except InputError as error:
            return error.code
    return "read"


def book_bytes() -> bytes:
    """A workbook with shared texts, dates and numbers."""
    book = openpyxl.Workbook()
    for n in range(1, 30):
        book.worksheets[0].append([f"text {n % 5}", n, n * 0.5, None, "2024-01-01"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def parquet_bytes() -> bytes:
    """A small Parquet file."""
    out = io.BytesIO()
    pq.write_table(pa.table({"a": list(range(50)), "b": ["x"] * 50}), out)
    return out.getvalue()


SEEDS = {
    "t.xlsx": book_bytes(),
    "t.csv": b'a,b,c\n1,"2\n3",4\n\n5,6\n' * 20,
    "t.csv.gz": gzip.compress(b"a|b\n1|2\n" * 200, mtime=0),
    "t.parquet": parquet_bytes(),
    "t.zip": zipped({"a.csv": b"a,b\n1,2\n", "b.zip": zipped({"c.csv": b"a,b\n1,2\n"})}),
}
CHANGES = st.lists(st.tuples(st.floats(0, 0.9999), st.integers(0, 255)), min_size=1, max_size=8)
QUICK = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.mark.parametrize("name", SEEDS)
@QUICK
@given(changes=CHANGES, keep=st.floats(0.3, 1))
def test_a_damaged_file_is_read_or_refused(name: str, changes: list[tuple[float, int]], keep: float) -> None:
    """Some bytes changed and the end cut off."""
    data = bytearray(SEEDS[name])
    for place, value in changes:
        data[int(place * len(data))] = value
    outcome(bytes(data[: int(len(data) * keep)]) if keep < 0.9 else bytes(data), name)


@settings(QUICK, max_examples=3)
@given(data=st.binary(min_size=500, max_size=2000))
def test_any_bytes_called_an_old_workbook_are_refused(data: bytes) -> None:
    """Each takes a process of its own, so there are few."""
    assert outcome(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + data, "t.xls") == "TM-RELEASES-109"


@pytest.mark.parametrize("start", [b"", b"PK\x03\x04", b"\x1f\x8b\x08\x00", b"PAR1"])
@QUICK
@given(data=st.binary(max_size=600))
def test_any_bytes_are_read_or_refused(start: bytes, data: bytes) -> None:
    """Nothing but the first bytes is what they promise."""
    outcome(start + data, "t.dat")


@QUICK
@given(changes=CHANGES, keep=st.floats(0.5, 1))
def test_damaged_xml_inside_a_whole_archive_is_read_or_refused(changes: list[tuple[float, int]], keep: float) -> None:
    """The checksum holds, so the damage reaches the library that reads the XML."""
    cells = "".join(
        f'<row r="{n}"><c r="A{n}" t="s"><v>{n % 3}</v></c><c r="B{n}" s="1"><v>{n}.5</v></c>'
        f'<c r="C{n}" t="inlineStr"><is><t>x</t></is></c><c r="D{n}" t="e"><v>#N/A</v></c></row>'
        for n in range(1, 12)
    )
    xml = bytearray(sheet_xml(cells))
    for place, value in changes:
        xml[int(place * len(xml))] = value
    parts = dict(
        PARTS, **{"xl/worksheets/sheet1.xml": bytes(xml[: int(len(xml) * keep)]) if keep < 0.7 else bytes(xml)}
    )
    outcome(zipped(parts), "t.xlsx")


def parts_of_book() -> dict[str, bytes]:
    """The members of the workbook above."""
    with zipfile.ZipFile(io.BytesIO(SEEDS["t.xlsx"])) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


PARTS = parts_of_book()


def test_the_undamaged_files_are_read() -> None:
    """Else the damage would prove nothing."""
    assert {name: outcome(data, name) for name, data in SEEDS.items()} == dict.fromkeys(SEEDS, "read")
