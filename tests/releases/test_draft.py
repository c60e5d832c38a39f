"""Drafts of layouts, as text and through the command."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from tallymark.cli import main, run
from tallymark.releases.draft import draft
from tallymark.releases.layouts import Layout, layout, layouts, read_layout

LAYOUTS = st.sampled_from(sorted(layouts().values(), key=lambda found: found.id))
HEADER = ["Apprehension Date", "State", "Apprehension County Name", "Shoe Size", "Final Order Yes No", "Gender"]
ROWS = [["2031-01-02 10:00", "X", None, "41", "YES", "Male"], ["1/3/2031 09:30", "", None, "42", "no", "Female"]]


def load(folder: Path, text: str) -> Layout:
    """A draft read as a layout."""
    path = folder / "draft.csv"
    path.write_text(text, encoding="utf-8")
    return read_layout(path, "draft.csv")


def test_a_draft_maps_only_names_that_are_known_and_read_alike(tmp_path: Path) -> None:
    """A rename and a new name stay unmapped with a hint; the rest is as in the nearest layout."""
    names = [column.raw for column in layout("ddp.2026-03.arrests").columns]
    names[names.index("County")] = "County Name"
    found = load(tmp_path, draft([*names, "Shoe Size"], [], layout("ddp.2026-03.arrests")))
    by_name = {column.raw: column for column in found.columns}
    assert by_name["State"].field == "apprehension_state"
    assert by_name["County Name"].field is None
    assert by_name["County Name"].note == (
        "EDIT: perhaps County renamed (90 of 100) which is apprehension_county by text; the cells seen are empty"
    )
    assert by_name["Shoe Size"].note == "EDIT: no layout of this table has the name; the cells seen are empty"
    assert [each.field for each in by_name["Apprehension Date"].maps] == ["apprehension_date_time", "apprehension_date"]
    assert by_name["Birth Date"].note.startswith("a full date of birth is no canonical field")


def test_a_layout_that_spells_a_name_just_so_goes_before_one_that_does_not(tmp_path: Path) -> None:
    """The agency's State is that of the apprehension, a republisher's state is inferred; STATE may be either."""
    names = [column.raw for column in layout("ddp.2026-03.arrests").columns]
    loud = ["STATE" if name == "State" else name for name in names]
    (tmp_path / "loud").mkdir()
    found = load(tmp_path, draft(names, [], layout("ddp.2026-03.arrests")))
    asked = load(tmp_path / "loud", draft(loud, [], layout("ddp.2026-03.arrests")))
    assert {column.raw: column.field for column in found.columns}["State"] == "apprehension_state"
    (note,) = [column.note for column in asked.columns if column.raw == "STATE"]
    assert "reads apprehension_state by text" in note
    assert "uwchr.2023.arrests reads inferred_state by text" in note


def test_a_name_that_two_layouts_read_in_two_ways_is_left_to_people(tmp_path: Path) -> None:
    """Final Order Yes No is a box of the form in one release and the order of the case in another."""
    names = [column.raw for column in layout("ddp.2026-03.detainers").columns]
    found = load(tmp_path, draft(names, [], layout("ddp.2026-03.detainers")))
    asked = {column.raw: column.note for column in found.columns if column.note.startswith("EDIT")}
    assert list(asked) == ["Final Order Yes No"]
    assert "ddp.2026-03.detainers reads final_order_yes_no by yes_no" in asked["Final Order Yes No"]
    assert "ddp.2025-07.detainers reads detainer_final_order_yes_no by yes_no" in asked["Final Order Yes No"]


def test_a_header_of_which_little_is_known_is_not_mapped_at_all(tmp_path: Path) -> None:
    """Single known words in a strange table are hints, no more."""
    found = load(tmp_path, draft(HEADER, ROWS, layout("ddp.2026-03.arrests")))
    assert found.maps == ()
    assert "reads apprehension_state by text" in found.columns[1].note


def test_cells_are_told_by_kind_and_never_by_text() -> None:
    """What cells look like helps to choose a parser; what they say stays out of the draft."""
    text = draft(["Aa", "Bb", "Cc", "Dd", "Ee", "Ff", "Gg"],
                 [["2031-01-02", "10:30", "41", "$1,200.50", "Yes", "2031-05", "Zebra"]], layout("uw.2019.arrests"))  # fmt: skip
    rows = list(csv.reader(text.splitlines()[8:]))
    assert [row[5].rpartition("look like ")[2] for row in rows] == [
        "date", "text", "integer", "decimal", "yes_no", "month", "text",
    ]  # fmt: skip
    assert "Zebra" not in text
    assert "1,200" not in text


@given(LAYOUTS)
def test_a_draft_of_a_known_header_reads_it_as_its_layout_or_asks(found: Layout) -> None:
    """Each column is mapped as in the layout, or left with a note; the draft keeps to the schema."""
    names = [column.raw for column in found.printed]
    rows = list(csv.DictReader(draft(names, [], found).splitlines()[7:]))
    own = {(each.raw, each.field, each.parse) for each in found.maps}
    assert list(dict.fromkeys(row["raw"] for row in rows)) == names
    assert {(row["raw"], row["field"], row["parse"]) for row in rows if row["field"]} <= own
    assert [row["raw"] for row in rows if not row["field"] and not row["note"]] == []


def test_the_command_tells_differences_and_prints_a_draft(tmp_path: Path) -> None:
    """The comparison goes to standard error, the draft to standard output or a file."""
    names = [column.raw for column in layout("uw.2019.removals").columns]
    source = tmp_path / "some file.csv"
    source.write_text(
        "Title of the table,,,,,,\n" + ",".join([*names[:6], "Case Category Code"]) + "\n1/3/2031,,,,,,\n"
    )
    done = CliRunner().invoke(main, ["layout", "draft", str(source)])
    assert done.exit_code == 0
    assert "row 2: nearest layout uw.2019.removals (ICE), 75% of the names shared" in done.stderr
    assert "column 7 renamed?: case category code; perhaps Case Category" in done.stderr
    assert "the same: 6 of 7 columns" in done.stderr
    assert "1,Departed Date,required,departed_date,date,as in uw.2019.removals" in done.stdout
    out = tmp_path / "folder/draft.csv"
    assert run(["layout", "draft", str(source), "--out", str(out)]) == 0
    assert out.read_text(encoding="utf-8") == done.stdout


def test_the_command_gives_the_same_as_json(tmp_path: Path) -> None:
    """One document with the comparison and the draft."""
    source = tmp_path / "a.csv"
    source.write_text("detention_facility_code|n|day\nA|1|2031-01-02\n")
    done = CliRunner().invoke(main, ["layout", "draft", str(source), "--format", "json"])
    found = json.loads(done.stdout)
    assert (found["schema"], found["nearest"], found["header_row"]) == (1, "uwchr.2024.headcounts", 1)
    assert found["similarity"] == 0.5
    assert [(column["kind"], column["raw"]) for column in found["columns"]] == [
        ("same", "detention_facility_code"),
        ("same", "n"),
        ("added", None),
        ("missing", "date"),
    ]
    assert found["draft"].startswith("# id: edit-me.headcounts\n")


@pytest.mark.parametrize("row", ["2", "3"])
def test_the_row_of_the_header_can_be_named(tmp_path: Path, row: str) -> None:
    """A header of two rows is for the user to decide."""
    source = tmp_path / "a.csv"
    source.write_text("Word,Town\nDay,Place\nNumber,Note\n1,2\n")
    done = CliRunner().invoke(main, ["layout", "draft", str(source), "--header-row", row])
    assert f"# header_row: {row}\n" in done.stdout
    assert ("1,Day,required" in done.stdout, "1,Number,required" in done.stdout) == (row == "2", row == "3")


@pytest.mark.parametrize(
    ("text", "options"),
    [
        ("1,2\n3,4\n", []),
        ("Day,Place\n2031-05-13,Texas\n", ["--header-row", "2"]),
        ("Day,Place\n1,2\n", ["--header-row", "99"]),
        ("Day,Place\n1,2\n", ["--sheet", "FY2031"]),
    ],
)
def test_a_file_without_a_header_is_a_coded_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, options: list[str]
) -> None:
    """Numbers only, a record, a row beyond the end and a sheet that is not there give no draft; the exit code is that of unreadable input."""
    source = tmp_path / "a.csv"
    source.write_text(text)
    assert run(["layout", "draft", str(source), *options]) == 3
    assert "TM-RELEASES-706" in capsys.readouterr().err


def test_a_file_of_records_without_a_header_shows_no_record(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Neither the error nor the output has a word of a row."""
    source = tmp_path / "a.csv"
    source.write_text("2031-05-13,Targeted,TEXAS,Male,d7b06bbe086f6aea9c82b0f72b3514191272b44e\n" * 3)
    assert run(["layout", "draft", str(source)]) == 3
    printed = capsys.readouterr()
    assert "TM-RELEASES-706" in printed.err
    assert [word for word in ("TEXAS", "texas", "d7b06bbe", "2031") if word in printed.err + printed.out] == []


def test_a_header_that_no_layout_shares_a_name_with_has_no_nearest_layout(tmp_path: Path) -> None:
    """Nothing is called near at 0 %."""
    source = tmp_path / "a.csv"
    source.write_text("shoe,hat\na,b\n")
    done = CliRunner().invoke(main, ["layout", "draft", str(source)])
    assert "no known layout has any of these names" in done.stderr
    assert "nearest" not in done.stderr
