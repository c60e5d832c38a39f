"""Files: the same cells in every format, sheets, dates, marks that need escaping; every layout can be printed."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from tallymark.releases.layouts import layouts
from tallymark.releases.recognise import HeaderFound, find_header
from tallymark.synthetic.rows import TABLES
from tests.synthetic.making import make, release

PRINTABLE = [layout for layout in layouts().values() if layout.table in TABLES]
BANNER = ["ERO <LESA> & more", "For Official Use Only (FOUO)/Pre-decisional"]


@pytest.mark.parametrize("layout", PRINTABLE, ids=lambda layout: layout.id)
def test_every_layout_can_be_printed_and_is_recognised(layout: object, tmp_path: Path) -> None:
    """The header of a synthetic file of each known layout is found where it stands, as that layout."""
    assert layout in PRINTABLE
    known = next(one for one in PRINTABLE if one is layout)
    one = release(layouts={known.table: known.id}, defects={"sheets": {"banner": BANNER}})
    made = make(tmp_path / "out", people=30, releases=[one])
    lines = made.lines(f"plain/plain_{known.table}.csv")
    found = find_header([[cell or None for cell in line] for line in lines[:40]], layouts())
    assert isinstance(found, HeaderFound)
    assert (known.id, known.header_row) == (found.layout.id, found.row)
    assert len(lines) > known.header_row


def test_a_workbook_has_the_cells_of_the_text_file(tmp_path: Path) -> None:
    """Read by openpyxl: the same rows in the same places, dates as dates, an empty cell where nothing stands."""
    defects = {"redaction": {"marks": {"(b)(6) ": 0.5, "<b&7>": 0.5}}, "sheets": {"banner": BANNER}}
    releases = [release(defects=defects), release(id="plain2", defects=defects, format="xlsx")]
    made = make(tmp_path / "out", people=60, releases=releases)
    book = openpyxl.load_workbook(made.path / "plain2/plain2_arrests.xlsx")
    cells = [
        ["" if cell is None else _text(cell) for cell in row] for row in book["Arrests"].iter_rows(values_only=True)
    ]
    lines = made.lines("plain/plain_arrests.csv")
    birth = lines[6].index("Birth Date")
    assert lines[:7] == cells[:7]
    assert [line[:birth] + line[birth + 1 :] for line in lines] == [line[:birth] + line[birth + 1 :] for line in cells]
    assert {"(b)(6) ", "<b&7>"} == {line[birth] for line in cells[7:]}


def _text(cell: object) -> str:
    if isinstance(cell, datetime):
        midnight = (cell.hour, cell.minute, cell.second) == (0, 0, 0) and cell.microsecond == 0
        return f"{cell:%Y-%m-%d}" if midnight else f"{cell:%Y-%m-%d %H:%M:%S}"
    return str(cell)


def test_a_workbook_may_have_more_sheets(tmp_path: Path) -> None:
    """Rows go on in the next sheet under the same header; footnotes come last but for what is hidden."""
    sheets = {"banner": BANNER, "footnotes": ["One note"], "hidden": ["Not shown"]}
    made = make(
        tmp_path / "out",
        people=60,
        releases=[release(format="xlsx", rows_per_sheet=25, defects={"sheets": sheets})],
    )
    book = openpyxl.load_workbook(made.path / "plain/plain_arrests.xlsx")
    assert ["Arrests", "Arrests (2)", "Arrests (3)", "Footnotes", "Notes"] == book.sheetnames
    assert ["visible"] * 4 + ["hidden"] == [book[name].sheet_state for name in book.sheetnames]
    assert [32, 32] == [book[name].max_row for name in book.sheetnames[:2]]
    assert "One note" == book["Footnotes"]["A1"].value
    rows = made.truth("rows/plain/arrests")
    assert ("Arrests (2)", 8) == (rows[25]["sheet"], rows[25]["row"])


def test_a_workbook_may_be_split_over_files(tmp_path: Path) -> None:
    """Each file has one sheet of records."""
    made = make(tmp_path / "out", people=60, releases=[release(format="xlsx", rows_per_sheet=25, split="files")])
    names = sorted(path.name for path in (made.path / "plain").iterdir() if "arrests" in path.name)
    assert ["plain_arrests.xlsx", "plain_arrests_2.xlsx", "plain_arrests_3.xlsx"] == names
    assert ["Arrests"] == openpyxl.load_workbook(made.path / "plain/plain_arrests_2.xlsx").sheetnames
    assert ("plain_arrests_2.xlsx", "Arrests", 2) == _place(made.truth("rows/plain/arrests")[25])


def _place(row: dict[str, object]) -> tuple[object, ...]:
    return row["file"], row["sheet"], row["row"]


def test_ids_that_lost_digits_are_numbers_in_a_workbook(tmp_path: Path) -> None:
    """As Excel keeps them: 15 digits and zeros, in a cell of a number."""
    cut = {"person_ids": {"cut_to_15_digits": True}}
    made = make(tmp_path / "out", people=20, releases=[release(format="xlsx", id_form="digits19", defects=cut)])
    sheet = openpyxl.load_workbook(made.path / "plain/plain_arrests.xlsx")["Arrests"]
    cell = sheet.cell(2, sheet.max_column).value
    ids = {row["person"]: row["person_id"] for row in made.truth("person_ids")}
    assert int(ids[made.truth("rows/plain/arrests")[0]["person"]]) == cell
    assert 0 == cell % 10_000


def test_dates_may_be_text(tmp_path: Path) -> None:
    """As m/d/yyyy with the time, or ISO, in a workbook too."""
    releases = [
        release(format="xlsx", dates="mdy"),
        release(id="b", dates="mdy"),
        release(id="c", dates="iso", format="xlsx"),
    ]
    made = make(tmp_path / "out", people=20, releases=releases)
    american = made.column("b/b_arrests.csv", "Apprehension Date")[0]
    iso = datetime.strptime(american, "%m/%d/%Y %H:%M").strftime("%Y-%m-%d %H:%M:%S")
    assert american.split("/")[0] == str(int(american.split("/")[0]))
    for name, expected in (("plain", american), ("c", iso)):
        book = openpyxl.load_workbook(made.path / f"{name}/{name}_arrests.xlsx")
        assert expected == book["Arrests"]["A2"].value


def test_a_table_without_rows_still_has_its_header(tmp_path: Path) -> None:
    """In every format."""
    for form in ("csv", "xlsx", "parquet"):
        made = make(tmp_path / form, people=0, releases=[release(format=form)])
        assert (made.path / f"plain/plain_arrests.{form}").stat().st_size > 0
