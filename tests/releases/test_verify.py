"""Verify: a sound release is proved, and whatever is changed in it is found."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tallymark.model.errors import DataError
from tallymark.releases.verify import VerifyReport, verify
from tallymark.schema import manifest as manifests
from tallymark.schema.manifest import PartEntry
from tallymark.schema.parquet import Part, write_parts
from tallymark.schema.store import ReleasePaths, Store
from tests.releases.sources_made import ARRESTS, REMOVAL_ROWS, arrest_row, bring_in, write_csv, write_xlsx


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A release of a csv and a workbook of two sheets, with a bad cell and a row too wide."""
    rows = [REMOVAL_ROWS[number % 3] for number in range(60)]
    write_csv(tmp_path / "a.csv", [*rows, ("99/99/2012", *REMOVAL_ROWS[0][1:]), (*REMOVAL_ROWS[0], "more"), *rows])
    write_xlsx(tmp_path / "b.xlsx", {"FY2012": REMOVAL_ROWS, "FY2013": REMOVAL_ROWS[:1]})
    bring_in(tmp_path / "store", tmp_path / "a.csv", tmp_path / "b.xlsx")
    return Store(tmp_path / "store")


def failed(report: VerifyReport) -> list[str]:
    """What failed."""
    return [proof.what for proof in report.proofs if proof.ok is False]


def test_a_sound_release_is_proved_to_the_last_cell(store: Store) -> None:
    """Every proof is done and none fails; each cell of the 125 whole rows is compared with its source."""
    report = verify(store, "made-up")
    assert (report.ok, report.complete, failed(report)) == (True, True, [])
    cells = next(proof for proof in report.proofs if proof.what == "removals: every cell against the sources")
    assert cells.n == 125 * 7


def test_sources_that_are_gone_are_said_and_those_given_are_used(store: Store, tmp_path: Path) -> None:
    """Without its sources a release is sound as far as it can be looked at; named elsewhere they are found by hash."""
    (tmp_path / "moved").mkdir()
    for name in ("a.csv", "b.xlsx"):
        (tmp_path / name).rename(tmp_path / "moved" / f"old {name}")
    report = verify(store, "made-up")
    assert (report.ok, report.complete) == (True, False)
    report = verify(store, "made-up", [tmp_path / "moved"])
    assert (report.ok, report.complete) == (True, True)


def test_a_source_that_has_changed_is_found(store: Store, tmp_path: Path) -> None:
    """Given as the source, a file with other bytes fails the proof."""
    path = tmp_path / "a.csv"
    path.write_text(path.read_text("utf-8").replace("Larceny", "Robbery", 1), encoding="utf-8")
    report = verify(store, "made-up", [path, tmp_path / "b.xlsx"])
    assert failed(report) == ["source a.csv: the bytes that were read"]
    detail = next(proof.detail for proof in report.proofs if proof.what.startswith("source a.csv"))
    assert detail == "the file has changed"


def test_a_flipped_byte_is_found_wherever_it_is(store: Store) -> None:
    """One bit in each Parquet file in turn."""
    for path in sorted(store.release("made-up").folder.rglob("*.parquet")):
        sound = path.read_bytes()
        path.write_bytes(sound[:50] + bytes([sound[50] ^ 1]) + sound[51:])
        assert "every stored file has its hash" in failed(verify(store, "made-up"))
        path.write_bytes(sound)
    assert verify(store, "made-up").complete


def test_a_missing_a_cut_and_an_added_file_are_found(store: Store) -> None:
    """Each is named."""
    folder = store.release("made-up").folder
    part = folder / "tables/removals/part-00000.parquet"
    sound = part.read_bytes()
    part.unlink()
    report = verify(store, "made-up")
    assert "tables/removals/part-00000.parquet is missing" in report.proofs[1].detail
    part.write_bytes(sound[:-10])
    assert "instead of" in verify(store, "made-up").proofs[1].detail
    part.write_bytes(sound)
    (folder / "raw/removals/part-00001.parquet").write_bytes(sound)
    assert "no other file lies among them" in failed(verify(store, "made-up"))


@pytest.mark.parametrize(
    ("old", "new"),
    [('"n_rows": 122', '"n_rows": 121'), ('"2012-01-03"', '"2012-01-04"'), ("b7e", "b7c")],
)
def test_an_edited_manifest_is_found(store: Store, old: str, new: str) -> None:
    """Its digest no longer fits."""
    path = store.release("made-up").manifest
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    assert failed(verify(store, "made-up"))[0] == "the manifest is as ingest wrote it"


Change = Callable[[pa.Table], pa.Table]


def forge(paths: ReleasePaths, folder: Path, change: Change) -> None:
    """Rewrite one part with other rows, and the manifest so that hashes, sizes and digest fit: a careful forger."""
    (old,) = folder.glob("*.parquet")
    table = change(pq.read_table(old))
    old.unlink()
    (part,) = write_parts(folder, table.schema, table.to_batches())
    manifest = manifests.read(paths.manifest)
    tables = tuple(
        replace(one, parts=tuple(_forged(entry, part, paths) for entry in one.parts)) for one in manifest.tables
    )
    paths.manifest.unlink()
    manifests.write(paths.manifest, replace(manifest, tables=tables))


def _forged(entry: PartEntry, part: Part, paths: ReleasePaths) -> PartEntry:
    if paths.folder / entry.path != part.path:
        return entry
    return replace(entry, sha256=part.sha256, n_bytes=part.n_bytes, n_rows=part.n_rows)


def swap(name: str, old: str, new: str) -> Change:
    """Replace a value of a text column."""

    def change(table: pa.Table) -> pa.Table:
        values = [new if value == old else value for value in table.column(name).to_pylist()]
        return table.set_column(
            table.schema.get_field_index(name), table.schema.field(name), pa.array(values, pa.string())
        )

    return change


def test_a_forged_typed_table_is_found_although_every_hash_fits(store: Store) -> None:
    """The raw mirror is typed again and compared; the place is told, the cell is not."""
    paths = store.release("made-up")
    forge(paths, paths.table("removals"), swap("gender", "Female", "Male"))
    report = verify(store, "made-up")
    assert failed(report) == ["removals: typed again from the raw mirror"]
    (detail,) = (proof.detail for proof in report.proofs if proof.ok is False)
    assert detail == "file 1, row 9, column 'gender': stored and source differ"


def test_a_forged_raw_mirror_is_found_by_its_sources(store: Store) -> None:
    """A column that no field takes is changed: only the sources know."""
    paths = store.release("made-up")
    forge(paths, paths.raw("removals"), swap("Date of Birth", "(b)(6),(b)(7)(c )", "(b)(6)"))
    report = verify(store, "made-up")
    assert "removals: every cell against the sources" in failed(report)
    assert any("row 8, column 'Date of Birth'" in proof.detail for proof in report.proofs)


def test_a_forged_quarantine_is_found(store: Store) -> None:
    """Its codes come out again when the raw mirror is typed."""
    paths = store.release("made-up")
    forge(paths, paths.quarantine("removals"), swap("code", "no_such_day", "not_a_date"))
    assert failed(verify(store, "made-up")) == ["removals: typed again from the raw mirror"]


def test_rows_dropped_from_every_file_do_not_add_up(store: Store) -> None:
    """The manifest and the sources both know how many there were."""
    paths = store.release("made-up")
    forge(paths, paths.raw("removals"), lambda table: table.slice(1))
    forge(paths, paths.table("removals"), lambda table: table.slice(1))
    assert "removals: rows add up" in failed(verify(store, "made-up"))


def test_two_layouts_with_different_columns_are_proved_too(tmp_path: Path) -> None:
    """The raw mirror has two files with different columns."""
    old = ["Arrest Date", "Date of Birth", "Gender", "Country of Citizenship", "Event Number"]
    old += ["Apprehension Landmark", "Arrest Method", "Most Serious Conviction"]
    write_csv(tmp_path / "a.csv", [["1/3/2012", *[""] * 6, "Larceny"]], old)
    write_csv(tmp_path / "b.csv", [arrest_row(Apprehension_Date="2024-01-02 03:04:05", Gender="Male")], ARRESTS)
    bring_in(tmp_path / "store", tmp_path / "a.csv", tmp_path / "b.csv")
    assert verify(Store(tmp_path / "store"), "made-up").complete


def test_a_release_that_is_not_there_and_a_manifest_that_is_none_are_errors(store: Store) -> None:
    """There is nothing to prove."""
    with pytest.raises(DataError) as caught:
        verify(store, "other")
    assert caught.value.code == "TM-SCHEMA-103"
    store.release("made-up").manifest.write_text(json.dumps({"schema": 1}))
    with pytest.raises(DataError) as caught:
        verify(store, "made-up")
    assert caught.value.code == "TM-SCHEMA-104"
