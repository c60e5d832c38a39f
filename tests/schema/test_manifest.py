"""The manifest of a release."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from tallymark.model.errors import DataError
from tallymark.schema.manifest import (
    ColumnEntry,
    FileEntry,
    Manifest,
    ReadEntry,
    SheetEntry,
    TableEntry,
    digest_of,
    dumps,
    read,
    write,
)

SHEET = SheetEntry(
    1, "FY2026", "x.arrests", 7, 8, 2, (ColumnEntry(1, "Gender", "Gender", (ReadEntry("gender", "text"),)),)
)
TABLE = TableEntry(
    "arrests", ("x.arrests",), 2, 0, 1, ("2025-10-01", "2025-10-02"), ("duty_site",), (SHEET,), (), (), ()
)
MANIFEST = Manifest("x", (FileEntry(1, "a.xlsx", "00ff", 12),), (TABLE,))


def test_a_manifest_reads_back_as_it_was_written(tmp_path: Path) -> None:
    """Nothing but the digest is added on the way."""
    write(tmp_path / "manifest.json", MANIFEST)
    assert read(tmp_path / "manifest.json") == replace(MANIFEST, digest=digest_of(MANIFEST))


def test_the_same_facts_give_the_same_bytes() -> None:
    """Keys are sorted and there is no time in a manifest."""
    text = dumps(MANIFEST)
    assert text == dumps(replace(MANIFEST, digest="anything"))
    keys = list(json.loads(text))
    assert keys == sorted(keys)


def test_a_changed_fact_no_longer_fits_the_digest(tmp_path: Path) -> None:
    """A row count edited by hand is noticed."""
    path = tmp_path / "manifest.json"
    path.write_text(dumps(MANIFEST).replace('"n_rows": 2', '"n_rows": 3'), encoding="utf-8")
    edited = read(path)
    assert edited.digest != digest_of(edited)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"schema": 2}',
        dumps(MANIFEST)[:100],
        dumps(MANIFEST).replace('"n_bytes": 12', '"n_bytes": "12"'),
        dumps(MANIFEST).replace('"n_bytes": 12', '"n_bytes": 12, "colour": "red"'),
        dumps(MANIFEST).replace('"n_bytes": 12,', ""),
        dumps(MANIFEST).replace('"checks": []', '"checks": {}'),
        dumps(MANIFEST).replace('"checks": []', '"checks": [1]'),
    ],
)
def test_what_is_no_manifest_is_a_coded_error(tmp_path: Path, text: str) -> None:
    """Cut, of another schema, with unknown or missing keys or values of another type: all the same error."""
    path = tmp_path / "manifest.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataError) as caught:
        read(path)
    assert caught.value.code == "TM-SCHEMA-104"


def test_a_table_that_is_not_there_is_named_with_those_that_are() -> None:
    """The error lists the tables of the release."""
    assert MANIFEST.table("arrests") is TABLE
    assert MANIFEST.file(1).name == "a.xlsx"
    with pytest.raises(DataError, match="tables: arrests") as caught:
        MANIFEST.table("removals")
    assert caught.value.code == "TM-SCHEMA-105"
