"""Ingest: rows, provenance, quarantine, what is left out, near misses."""

from __future__ import annotations

import json
import shutil
import zipfile
from datetime import date, datetime
from pathlib import Path

import polars as pl
import pytest

from tallymark.model.errors import DataError, InputError, TallymarkError, UsageError
from tallymark.releases.draft import draft
from tallymark.releases.ingest_write import group_rows
from tallymark.releases.layouts import layout, layouts
from tallymark.releases.quality import quality
from tallymark.releases.verify import verify
from tallymark.schema import manifest as manifests
from tallymark.schema.store import Store
from tests.releases.sources_made import (
    ARRESTS,
    MARK,
    REMOVAL_ROWS,
    REMOVALS,
    arrest_row,
    bring_in,
    write_csv,
    write_xlsx,
)


def stored(root: Path, kind: str, table: str = "removals", release: str = "made-up") -> pl.DataFrame:
    """A folder of Parquet files as polars, which shares no code with the writer, reads it."""
    return pl.read_parquet(root / release / kind / table / "*.parquet")


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_known_file_becomes_raw_and_typed_rows_with_their_place(tmp_path: Path, kind: str) -> None:
    """Banner rows are passed over, the header is found, and row 8 is the row that Excel shows as 8."""
    path = tmp_path / f"anything.{kind}"
    write_csv(path, REMOVAL_ROWS) if kind == "csv" else write_xlsx(path, {"Data": REMOVAL_ROWS})
    manifest = bring_in(tmp_path / "store", path).manifest
    sheet = "" if kind == "csv" else "Data"
    raw, typed = stored(tmp_path / "store", "raw"), stored(tmp_path / "store", "tables")
    place = [(1, sheet, 8), (1, sheet, 9), (1, sheet, 10)]
    assert raw.select("file_id", "sheet", "row").rows() == place
    assert typed.select("file_id", "sheet", "row").rows() == place
    assert raw.select(REMOVALS).rows() == [tuple(cell or None for cell in row) for row in REMOVAL_ROWS]
    assert typed["departed_date"].to_list() == [date(2012, 1, 3), date(2012, 2, 29), date(2012, 12, 31)]
    assert typed["citizenship_country"].to_list() == ["MEXICO", "FRANCE", "MEXICO"]
    assert typed["msc_charge"].to_list() == [None, "Larceny", None]
    assert typed["event_number"].to_list() == [None, None, None]
    (table,) = manifest.tables
    assert (table.name, table.n_rows, table.n_quarantined, table.n_bad_cells) == ("removals", 3, 0, 0)
    assert table.window == ("2012-01-03", "2012-12-31")
    assert {(mark.column, mark.mark): mark.n_cells for mark in table.marks} == {
        ("Date of Birth", "b6,b7c"): 3,
        ("Event Number", "b7e"): 3,
    }
    assert {"person_id", "departure_country"} <= set(table.absent_fields)
    assert typed["person_id"].null_count() == 3


def test_known_faults_are_those_of_the_release_named_or_of_the_layout(tmp_path: Path) -> None:
    """An id of the catalogue brings its own faults; under an id of one's own, the release with this layout is told."""
    path = write_csv(tmp_path / "a.csv", REMOVAL_ROWS)
    mine = bring_in(tmp_path / "store", path).manifest
    named = bring_in(tmp_path / "store", path, release="2024-icfo-39357.2025-06-late").manifest
    assert {fault.release for fault in mine.faults} == {"uw-v-dhs-2019"}
    assert {fault.release for fault in named.faults} == {"2024-icfo-39357.2025-06-late"}
    assert {fault.effect for fault in named.faults} == {"incomplete", "overcount", "use_not"}
    assert quality(Store(tmp_path / "store"), "made-up").faults[0].release == "uw-v-dhs-2019"


def test_fields_present_are_those_with_a_column(tmp_path: Path) -> None:
    """A field is present or absent, never both; what a later Tallymark defines is in neither list."""
    (table,) = bring_in(tmp_path / "store", write_csv(tmp_path / "a.csv", REMOVAL_ROWS)).manifest.tables
    assert table.present_fields == (
        "departed_date",
        "gender",
        "citizenship_country",
        "case_category",
        "msc_charge",
        "event_number",
    )
    assert set(table.present_fields) & set(table.absent_fields) == set()


def test_a_cell_that_cannot_be_typed_is_null_and_stands_in_quarantine(tmp_path: Path) -> None:
    """Its place, field, code and shape are there; its text is in the raw mirror only."""
    bad = ("13/45/2012", *REMOVAL_ROWS[0][1:])
    path = write_csv(tmp_path / "a.csv", [REMOVAL_ROWS[0], bad, REMOVAL_ROWS[1]])
    (table,) = bring_in(tmp_path / "store", path).manifest.tables
    assert stored(tmp_path / "store", "tables")["departed_date"].to_list() == [
        date(2012, 1, 3),
        None,
        date(2012, 2, 29),
    ]
    assert stored(tmp_path / "store", "quarantine").rows() == [
        (1, "", 9, 1, "departed_date", "no_such_day", "99/99/9999", None)
    ]
    assert stored(tmp_path / "store", "raw")["Departed Date"].to_list()[1] == "13/45/2012"
    assert (table.n_rows, table.n_quarantined, table.n_bad_cells) == (3, 0, 1)
    assert [(one.field, one.code, one.n_cells) for one in table.bad] == [("departed_date", "no_such_day", 1)]


def test_a_row_of_another_width_is_kept_whole_in_quarantine_and_rows_add_up(tmp_path: Path) -> None:
    """Its cells are never shifted into fields; sources = stored + quarantined."""
    wide, narrow = (*REMOVAL_ROWS[0], "one more"), REMOVAL_ROWS[0][:3]
    path = write_csv(tmp_path / "a.csv", [*[REMOVAL_ROWS[1]] * 40, wide, REMOVAL_ROWS[1], narrow])
    (table,) = bring_in(tmp_path / "store", path).manifest.tables
    assert stored(tmp_path / "store", "raw")["row"].to_list() == [*range(8, 48), 49]
    assert stored(tmp_path / "store", "tables")["row"].to_list() == [*range(8, 48), 49]
    broken = stored(tmp_path / "store", "quarantine")
    assert broken.select("row", "column", "field", "code", "shape").rows() == [
        (48, 0, None, "row_of_other_width", "8 cells instead of 7"),
        (50, 0, None, "row_of_other_width", "3 cells instead of 7"),
    ]
    assert broken["cells"].to_list()[1] == ["1/3/2012", MARK, "Male"]
    assert (table.n_rows, table.n_quarantined) == (43, 2)


def test_files_and_sheets_of_one_table_are_stacked_by_file_and_not_by_name(tmp_path: Path) -> None:
    """Two workbooks whose sheets have the same names: rows are told apart by file and row."""
    first = write_xlsx(tmp_path / "a.xlsx", {"FY2012": REMOVAL_ROWS[:1], "FY2013": REMOVAL_ROWS[1:2]})
    second = write_xlsx(tmp_path / "b.xlsx", {"FY2012": REMOVAL_ROWS[2:]})
    manifest = bring_in(tmp_path / "store", second, first).manifest
    assert [entry.name for entry in manifest.files] == ["a.xlsx", "b.xlsx"]
    rows = stored(tmp_path / "store", "tables").select("file_id", "sheet", "row").rows()
    assert rows == [(1, "FY2012", 8), (1, "FY2013", 8), (2, "FY2012", 8)]


def test_two_layouts_of_one_table_share_the_typed_table(tmp_path: Path) -> None:
    """The raw mirror has the columns of both; typed rows stand in one table."""
    old = [column.raw for column in layout("uw.2019.arrests").columns]
    write_csv(tmp_path / "a.csv", [["1/3/2012", *[""] * (len(old) - 2), "Larceny"]], old)
    write_csv(tmp_path / "b.csv", [arrest_row(Apprehension_Date="2024-01-02 03:04:05", Gender="Male")], ARRESTS)
    (table,) = bring_in(tmp_path / "store", tmp_path / "a.csv", tmp_path / "b.csv").manifest.tables
    assert table.layouts == ("ddp.2026-03.arrests", "uw.2019.arrests")
    typed = stored(tmp_path / "store", "tables", "arrests")
    assert typed["apprehension_date"].to_list() == [date(2012, 1, 3), date(2024, 1, 2)]
    assert typed["apprehension_date_time"].to_list() == [None, datetime(2024, 1, 2, 3, 4, 5)]
    raw = stored(tmp_path / "store", "raw", "arrests")
    assert set(raw.columns[3:]) == {*old, *ARRESTS}
    assert raw.select("Arrest Date", "Apprehension Date").rows() == [("1/3/2012", None), (None, "2024-01-02 03:04:05")]


def test_what_is_not_read_is_listed_with_its_reason(tmp_path: Path) -> None:
    """A hidden sheet, a tab of footnotes and a lock file; nothing is passed over in silence."""
    folder = tmp_path / "release"
    folder.mkdir()
    sheets = {"Data": REMOVAL_ROWS, "Copy": REMOVAL_ROWS}
    write_xlsx(folder / "a.xlsx", sheets, hidden=["Copy"], footnotes=True)
    (folder / "~$a.xlsx").write_bytes(b"lock")
    manifest = bring_in(tmp_path / "store", folder).manifest
    assert [sheet.sheet for sheet in manifest.tables[0].sheets] == ["Data"]
    listed = {sheet.sheet: (sheet.visible, sheet.reason) for sheet in manifest.skipped_sheets}
    assert listed["Copy"] == (False, "hidden sheet, not read; its header is that of removals")
    assert listed["Footnotes"][0] is True
    assert [file.name for file in manifest.skipped_files] == ["~$a.xlsx"]
    both = bring_in(tmp_path / "other", folder, hidden=True).manifest
    assert [(sheet.sheet, sheet.visible) for sheet in both.tables[0].sheets] == [("Data", True), ("Copy", False)]


def test_what_is_said_of_a_file_stands_with_its_sheets_when_none_of_them_is_read(tmp_path: Path) -> None:
    """Remarks in a file of text under a wrong name: why it is no table, and what was found out about the file."""
    write_csv(tmp_path / "a.csv", REMOVAL_ROWS)
    (tmp_path / "remarks.xls").write_text("Remarks\nnone\n", encoding="utf-8")
    (skipped,) = bring_in(tmp_path / "store", tmp_path / "a.csv", tmp_path / "remarks.xls").manifest.skipped_sheets
    reason, *notes = skipped.reason.split("; ")
    assert reason == "no row of the first 40 has column names of a known layout"
    assert notes == ["the name ends in .xls, the file is text", "no delimiter splits the records: one column"]


def test_a_second_file_with_the_same_bytes_is_not_counted_twice(tmp_path: Path) -> None:
    """It is listed as skipped with the name of the first."""
    write_csv(tmp_path / "a.csv", REMOVAL_ROWS)
    shutil.copy(tmp_path / "a.csv", tmp_path / "copy of a.csv")
    manifest = bring_in(tmp_path / "store", tmp_path / "a.csv", tmp_path / "copy of a.csv").manifest
    assert manifest.tables[0].n_rows == 3
    assert [(one.name, one.reason) for one in manifest.skipped_files] == [("copy of a.csv", "the same bytes as a.csv")]


def test_the_store_itself_is_no_source(tmp_path: Path) -> None:
    """A folder that holds the store can be given twice; the files of the store are listed as skipped."""
    write_csv(tmp_path / "a.csv", REMOVAL_ROWS)
    bring_in(tmp_path / "store", tmp_path)
    assert bring_in(tmp_path / "store", tmp_path).was_there
    manifest = bring_in(tmp_path / "store", tmp_path, release="again").manifest
    assert [entry.name for entry in manifest.files] == ["a.csv"]
    assert {one.reason for one in manifest.skipped_files} >= {"a file of the store"}
    with pytest.raises(InputError) as caught:
        bring_in(tmp_path / "store", tmp_path / "store", release="third")
    assert caught.value.code == "TM-RELEASES-101"


def test_members_of_an_archive_are_files_of_the_release(tmp_path: Path) -> None:
    """A zip of a csv and a workbook; each row says which member it came from."""
    write_csv(tmp_path / "a.csv", REMOVAL_ROWS)
    write_xlsx(tmp_path / "b.xlsx", {"FY2013": REMOVAL_ROWS[:2]})
    with zipfile.ZipFile(tmp_path / "release.zip", "w") as archive:
        for name in ("a.csv", "b.xlsx"):
            archive.write(tmp_path / name, f"inside/{name}")
    manifest = bring_in(tmp_path / "store", tmp_path / "release.zip").manifest
    assert [entry.name for entry in manifest.files] == ["release.zip!inside/a.csv", "release.zip!inside/b.xlsx"]
    assert stored(tmp_path / "store", "tables")["file_id"].to_list() == [1, 1, 1, 2, 2]
    assert verify(Store(tmp_path / "store"), "made-up").complete


def test_a_column_of_nothing_but_bad_cells_is_quarantined_cell_by_cell(tmp_path: Path) -> None:
    """Rows and columns in order, each with its shape; no row is lost."""
    rows = [(f"day {number}", *REMOVAL_ROWS[0][1:]) for number in range(300)]
    (table,) = bring_in(tmp_path / "store", write_csv(tmp_path / "a.csv", rows)).manifest.tables
    bad = stored(tmp_path / "store", "quarantine")
    assert bad["row"].to_list() == list(range(8, 308))
    assert bad["shape"].unique(maintain_order=True).to_list() == ["aaa 9", "aaa 99", "aaa 999"]
    assert (table.n_rows, table.n_bad_cells, table.window) == (300, 300, ())


def test_a_near_miss_reads_nothing_and_names_the_columns(tmp_path: Path) -> None:
    """A renamed column is never read into the field it resembles; no cell is in the message."""
    header = [name.replace("Gender", "Sex Code") for name in REMOVALS]
    path = write_csv(tmp_path / "a.csv", REMOVAL_ROWS, header)
    good = write_csv(tmp_path / "0.csv", REMOVAL_ROWS)
    with pytest.raises(InputError) as caught:
        bring_in(tmp_path / "store", good, path)
    message = str(caught.value)
    assert caught.value.code == "TM-RELEASES-406"
    assert "a.csv, row 7" in message
    assert "'sex code'" in message
    assert "tallymark layout draft" in message
    assert "MEXICO" not in message
    assert Store(tmp_path / "store").releases() == ()


def test_every_near_miss_is_told_at_once_and_before_anything_is_read(tmp_path: Path) -> None:
    """Two files with a damaged header each: both are named, and no row has been read."""
    header = [name.replace("Gender", "Sex Code") for name in REMOVALS]
    paths = [write_csv(tmp_path / name, REMOVAL_ROWS[:n], header) for n, name in enumerate(("a.csv", "c.csv"), 1)]
    told: list[str] = []
    with pytest.raises(InputError, match=r"a\.csv, row 7; c\.csv, row 7") as caught:
        bring_in(tmp_path / "store", write_csv(tmp_path / "b.csv", REMOVAL_ROWS), *paths, progress=told.append)
    assert caught.value.code == "TM-RELEASES-406"
    assert [message for message in told if message.startswith("reading")] == []


def test_reordered_columns_are_read_by_name_and_noted(tmp_path: Path) -> None:
    """The same names in another order are the same layout."""
    rows = [tuple(reversed(row)) for row in REMOVAL_ROWS]
    path = write_csv(tmp_path / "a.csv", rows, tuple(reversed(REMOVALS)))
    (table,) = bring_in(tmp_path / "store", path).manifest.tables
    assert stored(tmp_path / "store", "tables")["gender"].to_list() == ["Male", "Female", "Male"]
    assert any("another order" in note for note in table.sheets[0].notes)


def test_one_wide_row_near_the_top_is_quarantined_and_the_file_is_read(tmp_path: Path) -> None:
    """A row with a cell too many is a ragged row of a known layout, not a layout of another width."""
    path = write_csv(tmp_path / "a.csv", [REMOVAL_ROWS[0], (*REMOVAL_ROWS[1], "too many"), REMOVAL_ROWS[2]])
    (table,) = bring_in(tmp_path / "store", path).manifest.tables
    assert (table.n_rows, table.n_quarantined) == (3, 1)
    assert stored(tmp_path / "store", "tables")["gender"].to_list() == ["Male", "Male"]


def test_notes_on_the_workbook_are_in_the_manifest(tmp_path: Path) -> None:
    """A workbook under the name of a text file: the manifest says so with the sheet."""
    path = write_xlsx(tmp_path / "a.xlsx", {"FY2012": REMOVAL_ROWS}).rename(tmp_path / "a.csv")
    (table,) = bring_in(tmp_path / "store", path).manifest.tables
    assert table.sheets[0].notes == ("the name ends in .csv, the file is xlsx",)


def test_ids_that_are_all_redacted_are_counted_like_any_other(tmp_path: Path) -> None:
    """Ids are stored plain, for most differ; where they are alike, or differ in marks and blanks only, the same is true."""
    ids = ["(b)(6)", "(b)(6)", " a1 ", "", "a1", "b(6)"]
    rows = [arrest_row(Apprehension_Date="2024-01-02", Anonymized_Identifier=one) for one in ids]
    (table,) = bring_in(tmp_path / "store", write_csv(tmp_path / "a.csv", rows, ARRESTS)).manifest.tables
    assert {(mark.column, mark.n_cells) for mark in table.marks} == {("Anonymized Identifier", 3)}
    assert stored(tmp_path / "store", "tables", "arrests")["person_id"].to_list() == [
        None,
        None,
        "a1",
        None,
        "a1",
        None,
    ]
    raw = stored(tmp_path / "store", "raw", "arrests")["Anonymized Identifier"].to_list()
    assert raw == ["(b)(6)", "(b)(6)", " a1 ", None, "a1", "b(6)"]


def test_an_edited_draft_reads_what_was_a_near_miss(tmp_path: Path) -> None:
    """The draft of the new header, with the renamed column mapped by hand, goes before the layouts that ship."""
    header = [name.replace("Gender", "Sex Code") for name in REMOVALS]
    path = write_csv(tmp_path / "a.csv", REMOVAL_ROWS, header)
    text = draft(header, REMOVAL_ROWS, layout("uw.2019.removals"), layouts=layouts(), header_row=7)  # type: ignore[arg-type]
    lines = [
        "3,Sex Code,required,gender,text," if line.startswith("3,Sex Code,") else line for line in text.splitlines()
    ]
    own = tmp_path / "own.csv"
    own.write_text("\n".join(lines) + "\n", encoding="utf-8")
    with pytest.raises(DataError, match="409") as caught:
        bring_in(tmp_path / "store", path, own_layouts=(own,))
    assert caught.value.detail == "a draft that nobody has edited yet: its id or release is still edit-me"
    own.write_text("\n".join(lines).replace("edit-me", "my-agency") + "\n", encoding="utf-8")
    manifest = bring_in(tmp_path / "store", path, own_layouts=(own,)).manifest
    assert stored(tmp_path / "store", "tables")["gender"].to_list() == ["Male", "Female", "Male"]
    assert [one.own for one in manifest.layouts] == [True]


def test_an_own_layout_must_be_there_and_have_an_id_of_its_own(tmp_path: Path) -> None:
    """A missing file and the id of a layout that ships are refused."""
    path = write_csv(tmp_path / "a.csv", REMOVAL_ROWS)
    with pytest.raises(TallymarkError) as caught:
        bring_in(tmp_path / "store", path, own_layouts=(tmp_path / "none.csv",))
    assert caught.value.code == "TM-RELEASES-409"
    import tallymark.releases  # noqa: PLC0415  only to find the file

    shipped = Path(tallymark.releases.__path__[0]) / "data/layouts/uw.2019.removals.csv"
    with pytest.raises(TallymarkError) as caught:
        bring_in(tmp_path / "store", path, own_layouts=(shipped,))
    assert caught.value.code == "TM-RELEASES-409"


def test_no_known_sheet_at_all_is_an_error_that_says_what_was_met(tmp_path: Path) -> None:
    """Nothing is stored, and the reason of each sheet is told."""
    path = write_csv(tmp_path / "a.csv", [("1", "2")], ("one", "two"), banner=())
    with pytest.raises(InputError, match=r"a\.csv: no row of the first 40") as caught:
        bring_in(tmp_path / "store", path)
    assert caught.value.code == "TM-RELEASES-407"
    assert Store(tmp_path / "store").releases() == ()


def test_the_same_files_again_do_nothing_and_other_files_are_refused(tmp_path: Path) -> None:
    """Releases are never edited; the id with the same hashes is a no-op wherever the file lies."""
    path = write_csv(tmp_path / "a.csv", REMOVAL_ROWS)
    first = bring_in(tmp_path / "store", path)
    before = (tmp_path / "store/made-up/run.json").read_bytes()
    moved = path.rename(tmp_path / "b.csv")
    again = bring_in(tmp_path / "store", moved)
    assert (first.was_there, again.was_there) == (False, True)
    assert again.manifest == first.manifest
    assert (tmp_path / "store/made-up/run.json").read_bytes() == before
    other = write_csv(tmp_path / "c.csv", REMOVAL_ROWS[:1])
    with pytest.raises(DataError, match=r"files that differ: a\.csv, c\.csv") as caught:
        bring_in(tmp_path / "store", other)
    assert caught.value.code == "TM-RELEASES-405"


def test_the_same_files_under_another_version_of_their_layout_are_refused(tmp_path: Path) -> None:
    """A layout that was changed since would give other records under the same id."""
    path = write_csv(tmp_path / "a.csv", REMOVAL_ROWS)
    bring_in(tmp_path / "store", path)
    written = tmp_path / "store/made-up/manifest.json"
    old = layout("uw.2019.removals").sha256
    written.write_text(written.read_text("utf-8").replace(old, "0" * 64), encoding="utf-8")
    with pytest.raises(DataError, match="another version of layout") as caught:
        bring_in(tmp_path / "store", path)
    assert caught.value.code == "TM-RELEASES-405"


def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    """Manifest and Parquet files of two ingests are equal, with and without reading ahead; run.json alone differs."""
    rows = [REMOVAL_ROWS[number % 3] for number in range(5_000)]
    path = write_csv(tmp_path / "a.csv", rows)
    bring_in(tmp_path / "one", path)
    bring_in(tmp_path / "other", path, memory_mb=600)
    files = sorted(file.relative_to(tmp_path / "one") for file in (tmp_path / "one/made-up").rglob("*.*"))
    assert len(files) == 5
    for file in files:
        same = (tmp_path / "one" / file).read_bytes() == (tmp_path / "other" / file).read_bytes()
        assert same or file.name == "run.json"


def test_the_manifest_on_the_disk_is_the_one_that_was_given(tmp_path: Path) -> None:
    """run.json holds times, machine and paths, and the manifest none of them."""
    path = write_csv(tmp_path / "a.csv", REMOVAL_ROWS)
    manifest = bring_in(tmp_path / "store", path).manifest
    folder = Store(tmp_path / "store").existing("made-up")
    assert manifests.read(folder.manifest) == manifest
    assert str(tmp_path) not in folder.manifest.read_text("utf-8")
    assert json.loads(folder.run.read_text("utf-8"))["sources"][0]["path"] == str(path)
    assert [part.path for part in manifest.tables[0].parts] == [
        "quarantine/removals/part-00000.parquet",
        "raw/removals/part-00000.parquet",
        "tables/removals/part-00000.parquet",
    ]


def test_ids_that_excel_has_cut_are_counted(tmp_path: Path) -> None:
    """More than 15 digits with zeros from the 16th on, in every row: persons would collide."""
    rows = [arrest_row(Apprehension_Date="2024-01-02", Anonymized_Identifier=f"12345678901234{n}000") for n in (1, 2)]
    path = write_csv(tmp_path / "a.csv", rows, ARRESTS)
    manifest = bring_in(tmp_path / "store", path).manifest
    check = next(one for one in manifest.checks if one.id == "ids_cut_at_15_digits")
    assert (check.table, check.field, check.n_values, check.n_failed) == ("arrests", "person_id", 2, 2)


def test_ids_stored_as_numbers_in_a_workbook_are_told(tmp_path: Path) -> None:
    """Excel keeps 15 digits of a number; stored as text, the same digits are whole."""
    rows = [arrest_row(Apprehension_Date="2024-01-02", Anonymized_Identifier=1234567890123456789) for _ in range(2)]
    rows.append(arrest_row(Apprehension_Date="2024-01-02", Anonymized_Identifier="1234567890123456789"))
    path = write_xlsx(tmp_path / "a.xlsx", {"FY2024": rows}, ARRESTS)
    manifest = bring_in(tmp_path / "store", path).manifest
    check = next(one for one in manifest.checks if one.id == "numbers_cut_at_15_digits")
    assert (check.field, check.n_values, check.n_failed) == ("Anonymized Identifier", 3, 2)
    assert stored(tmp_path / "store", "tables", "arrests")["person_id"].to_list()[2] == "1234567890123456789"


def test_a_time_of_day_in_a_date_field_is_counted_and_stays_in_the_raw_mirror(tmp_path: Path) -> None:
    """A departure printed with a clock: the day is stored, the time is told of."""
    path = write_csv(tmp_path / "a.csv", [("1/3/2012 10:30", *REMOVAL_ROWS[0][1:])])
    manifest = bring_in(tmp_path / "store", path).manifest
    assert [(one.id, one.field, one.n_failed) for one in manifest.checks] == [("time_in_raw_only", "departed_date", 1)]
    assert stored(tmp_path / "store", "raw")["Departed Date"].to_list() == ["1/3/2012 10:30"]


def test_the_longest_cell_that_excel_knows_is_kept_whole(tmp_path: Path) -> None:
    """32,767 characters in a workbook."""
    long = "x" * 32_767
    path = write_xlsx(tmp_path / "a.xlsx", {"Data": [(*REMOVAL_ROWS[0][:5], long, "[3] Deportable")]})
    bring_in(tmp_path / "store", path)
    assert stored(tmp_path / "store", "raw")["Most Serious Conviction"].to_list() == [long]
    assert stored(tmp_path / "store", "tables")["msc_charge"].to_list() == [long]


def test_wide_tables_have_smaller_row_groups() -> None:
    """About four million cells in a block, whatever the table."""
    assert [group_rows(n) for n in (1, 25, 40, 41, 65, 81, 400)] == [131072, 131072, 131072, 65536, 65536, 65536, 8192]


def test_too_little_memory_and_a_bad_id_are_wrong_usage(tmp_path: Path) -> None:
    """Both are said before anything is read."""
    with pytest.raises(UsageError) as caught:
        bring_in(tmp_path / "store", tmp_path / "none.csv", memory_mb=599)
    assert caught.value.code == "TM-RELEASES-411"
    with pytest.raises(UsageError) as caught:
        bring_in(tmp_path / "store", tmp_path / "none.csv", release="No")
    assert caught.value.code == "TM-SCHEMA-101"
