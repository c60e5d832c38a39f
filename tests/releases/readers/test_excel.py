"""Workbooks: every kind of cell as its documented text, rows as Excel numbers them, sheets cut into parts."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pyarrow as pa
import pytest
import xlrd
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.chart import BarChart

from tallymark.model.errors import InputError
from tallymark.releases.readers import excel, open_source, package
from tallymark.releases.readers.digits import decimal_columns, exact_in_cells, has_long_digits, long_in_cells
from tests.releases.readers.make import read, repacked, rows_of, sheet_xml, source, workbook


def first_column(path: Path) -> list[str | None]:
    """The cells of column A."""
    return [cells[0] for _, cells in read(path, 0, 1)[0]]


def test_every_kind_of_cell_has_its_documented_text(tmp_path: Path) -> None:
    """Dates, times, numbers, booleans and text as the docstring of the reader lists them."""
    values: list[tuple[object, str]] = [
        (dt.datetime(2024, 3, 4), "2024-03-04 00:00:00"),
        (dt.date(2024, 3, 4), "2024-03-04 00:00:00"),
        (dt.datetime(2024, 3, 4, 5, 6, 7), "2024-03-04 05:06:07"),
        (dt.datetime(2024, 3, 4, 5, 6, 7, 250_000), "2024-03-04 05:06:07.250"),
        (45355, "45355"),
        (1.0, "1"),
        (12345678.5, "12345678.5"),
        (-5, "-5"),
        (1e-7, "0.0000001"),
        (123456789012345, "123456789012345"),
        (True, "true"),
        (False, "false"),
        ("3/4/2024", "3/4/2024"),
        ("2024-03-04", "2024-03-04"),
        ("00123", "00123"),
        ("1234567890123456789", "1234567890123456789"),
        ("  blanks  ", "  blanks  "),
        ("NA", "NA"),
        ("-1+1", "-1+1"),
        ("+1", "+1"),
        ("@a", "@a"),
        ("line\nbreak", "line\nbreak"),
        ("x" * 32_767, "x" * 32_767),
    ]
    path = workbook(tmp_path / "t.xlsx", {"A": [(value,) for value, _ in values]})
    assert first_column(path) == [text for _, text in values]


def test_a_text_that_begins_like_a_formula_stays_text(tmp_path: Path) -> None:
    """Text with an equals sign in front, stored as text, is no formula and loses nothing."""
    book = openpyxl.Workbook()
    cell = book.worksheets[0]["A1"]
    cell.value = "=HYPERLINK(1)"
    cell.data_type = "s"
    book.save(tmp_path / "t.xlsx")
    assert first_column(tmp_path / "t.xlsx") == ["=HYPERLINK(1)"]


def test_rich_and_inline_and_shared_text_are_text(tmp_path: Path) -> None:
    """Text in several fonts is put together; inline and shared texts are alike; marks of phonetics are not read."""
    book = openpyxl.Workbook()
    book.worksheets[0]["A1"] = CellRichText("plain ", TextBlock(InlineFont(b=True), "bold"))
    book.save(tmp_path / "rich.xlsx")
    assert first_column(tmp_path / "rich.xlsx") == ["plain bold"]
    rows = '<row r="1"><c r="A1" t="inlineStr"><is><t>in line</t></is></c></row><row r="2"><c r="A2" t="s"><v>0</v></c></row>'
    shared = '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t xml:space="preserve"> a </t></si></sst>'
    base = workbook(tmp_path / "base.xlsx", {"A": [["x"]]})
    changes = {"xl/worksheets/sheet1.xml": sheet_xml(rows), "xl/sharedStrings.xml": shared.encode()}
    assert first_column(repacked(base, changes, tmp_path / "t.xlsx")) == ["in line", " a "]


def test_a_formula_gives_the_value_that_excel_stored(tmp_path: Path) -> None:
    """Nothing is computed anew: number, text, boolean and error as they were cached."""
    rows = (
        '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c></row>'
        '<row r="2"><c r="A2" t="str"><f>"a"</f><v>a</v></c></row>'
        '<row r="3"><c r="A3" t="b"><f>TRUE()</f><v>1</v></c></row>'
        '<row r="4"><c r="A4" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'
    )
    base = workbook(tmp_path / "base.xlsx", {"A": [["x"]]})
    path = repacked(base, {"xl/worksheets/sheet1.xml": sheet_xml(rows)}, tmp_path / "t.xlsx")
    assert first_column(path) == ["2", "a", "true", "#DIV/0!"]


@pytest.mark.parametrize("text", ["#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"])
def test_an_error_cell_shows_what_excel_shows(tmp_path: Path, text: str) -> None:
    """In the middle of others, at its own place."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet["B3"], sheet["B4"], sheet["C4"], sheet["B5"] = "a", text, "b", "c"
    sheet["B4"].data_type = "e"
    book.save(tmp_path / "t.xlsx")
    rows, _ = read(tmp_path / "t.xlsx", 2, 3)
    assert rows == [(3, (None, "a", None)), (4, (None, text, "b")), (5, (None, "c", None))]


def test_dates_count_from_1904_where_the_workbook_says_so(tmp_path: Path) -> None:
    """Serial 1 is 1904-01-02 there, and 1900-01-01 in any other workbook."""
    for epoch, expected in ((openpyxl.utils.datetime.CALENDAR_MAC_1904, "1904-01-02"), (None, "1900-01-01")):
        book = openpyxl.Workbook()
        if epoch:
            book.epoch = epoch
        book.worksheets[0]["A1"] = 1
        book.worksheets[0]["A1"].number_format = "yyyy-mm-dd"
        book.save(tmp_path / "t.xlsx")
        assert first_column(tmp_path / "t.xlsx") == [f"{expected} 00:00:00"]


def test_rows_and_columns_are_those_that_excel_shows(tmp_path: Path) -> None:
    """Empty rows and columns in front count; blank rows in the middle are left out and counted; none is shifted."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for place, value in {"C3": "h1", "E3": "h2", "C4": "a", "E6": "b", "C9": "c", "E9": "d"}.items():
        sheet[place] = value
    book.save(tmp_path / "t.xlsx")
    with open_source(source(tmp_path / "t.xlsx")) as opened:
        assert opened.sheets[0].head(4) == [
            [None] * 5,
            [None] * 5,
            [None, None, "h1", None, "h2"],
            [None, None, "a", None, None],
        ]
    rows, findings = read(tmp_path / "t.xlsx", 3, 5)
    assert rows == [
        (4, (None, None, "a", None, None)),
        (6, (None, None, None, None, "b")),
        (9, (None, None, "c", None, "d")),
    ]
    assert findings.n_blank_rows == 3


def test_cells_beyond_the_header_put_a_row_apart(tmp_path: Path) -> None:
    """The row is told with all its cells and is in no batch; a narrower row is filled up with empty cells."""
    path = workbook(tmp_path / "t.xlsx", {"A": [["a", "b", "c"], [1, 2, 3], [4, 5, 6, None, "x"], [7]]})
    rows, findings = read(path, 1, 3)
    assert rows == [(2, ("1", "2", "3")), (4, ("7", None, None))]
    assert [(row.row, row.n_cells, row.cells) for row in findings.ragged] == [(3, 5, ("4", "5", "6", None, "x"))]


def test_a_merged_banner_is_one_cell(tmp_path: Path) -> None:
    """The text of a merged range stands in its first cell, the others are empty."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet["A1"] = "Banner"
    sheet.merge_cells("A1:C1")
    sheet["A2"], sheet["B2"], sheet["C2"] = "a", "b", "c"
    book.save(tmp_path / "t.xlsx")
    with open_source(source(tmp_path / "t.xlsx")) as opened:
        assert opened.sheets[0].head() == [["Banner", None, None], ["a", "b", "c"]]


def test_sheets_come_in_order_with_hidden_ones_told(tmp_path: Path) -> None:
    """A chart sheet holds no cells and is named as left out; an empty sheet has no rows."""
    book = openpyxl.Workbook()
    book.worksheets[0].title = "FY2012"
    book.worksheets[0]["A1"] = "x"
    chart = book.create_chartsheet("Chart")
    chart.add_chart(BarChart())
    book.create_sheet("hidden").sheet_state = "hidden"
    book.create_sheet("very hidden").sheet_state = "veryHidden"
    book["very hidden"]["B2"] = "y"
    book.save(tmp_path / "t.xlsx")
    with open_source(source(tmp_path / "t.xlsx")) as opened:
        assert [(sheet.name, sheet.visible) for sheet in opened.sheets] == [
            ("FY2012", True),
            ("hidden", False),
            ("very hidden", False),
        ]
        assert opened.notes == ("sheet 2 holds no cells and is not read",)
        assert opened.sheets[1].head() == []
        assert rows_of(list(opened.sheets[1].batches(1, 2))) == []
        assert rows_of(list(opened.sheets[2].batches(0, 2))) == [(2, (None, "y"))]


def test_numbers_that_excel_has_cut_are_counted_by_column(tmp_path: Path) -> None:
    """A 19-digit number is told, the same digits as text and a 15-digit number are not."""
    long = 1_234_567_890_123_450_000
    rows: list[list[object]] = [
        ["a", "b", "c"],
        [str(long), long, 999_999_999_999_999],
        [None, long, 1.5],
        ["x", -long, None],
    ]
    _, findings = read(workbook(tmp_path / "t.xlsx", {"A": rows}), 1, 3)
    assert findings.long_numbers == {1: 3}
    assert findings.notes == ["column 2: 3 numbers have more than 15 digits, of which a workbook keeps only 15"]


def test_a_whole_number_keeps_every_digit_that_the_file_has(tmp_path: Path) -> None:
    """Written by another program than Excel, two ids of 19 digits that differ in the last one stay two."""
    long = ("1234567890123456788", "1234567890123456789", "-9007199254740993")
    rows = '<row r="1"><c r="A1" t="inlineStr"><is><t>id</t></is></c></row>'
    rows += "".join(f'<row r="{n}"><c r="A{n}"><v>{value}</v></c></row>' for n, value in enumerate(long, start=2))
    made = workbook(tmp_path / "t.xlsx", {"A": [["id"]]})
    whole = repacked(made, {"xl/worksheets/sheet1.xml": sheet_xml(rows)}, tmp_path / "whole.xlsx")
    found, findings = read(whole, 1, 1)
    assert found == [(n, (value,)) for n, value in enumerate(long, start=2)]
    assert findings.long_numbers == {0: 3}


def parts_of(monkeypatch: pytest.MonkeyPatch, n_bytes: int) -> None:
    """Cut sheets into parts of this size."""
    monkeypatch.setattr(package, "PART_BYTES", n_bytes)


def random_rows(seed: int, n_rows: int) -> Sequence[Sequence[object]]:
    """Rows with gaps, blank rows, and columns that are empty over long stretches."""
    chance = random.Random(seed)  # noqa: S311  data of a test
    rows: list[list[object]] = []
    for row in range(n_rows):
        if chance.random() < 0.1:
            rows.append([])
            continue
        values: list[object] = [None, f"t{row}", row, dt.datetime(2020, 1, 1) + dt.timedelta(minutes=row), row % 2 == 0]
        rows.append(
            [
                value if (chance.random() < 0.6 and row // 50 % 2 == 0) or i == 1 else None
                for i, value in enumerate(values)
            ]
        )
    return rows


@pytest.mark.parametrize("n_bytes", [300, 5_000, 1 << 23])
def test_a_sheet_cut_into_parts_reads_like_the_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, n_bytes: int
) -> None:
    """Openpyxl is the oracle: same cells at the same rows however small the parts, also with texts kept apart."""
    parts_of(monkeypatch, n_bytes)
    sheets: dict[str, Sequence[Sequence[object]]] = {"first": [["other"]], "A": random_rows(1, 400)}
    path = workbook(tmp_path / "t.xlsx", sheets)
    sheet = openpyxl.load_workbook(path)["A"]
    expected = []
    for row, cells in enumerate(sheet.iter_rows(max_col=5, values_only=True), start=1):
        texts = tuple(
            None if cell is None else str(cell).lower() if isinstance(cell, bool) else str(cell) for cell in cells
        )
        if any(texts):
            expected.append((row, texts))
    rows, findings = read(path, 0, 5, sheet=1)
    assert rows == expected
    assert findings.n_blank_rows == max(row for row, _ in expected) - len(expected)


def test_a_sheet_without_row_numbers_is_read_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Some programs leave the numbers out: rows and cells then count from 1."""
    parts_of(monkeypatch, 100)
    rows = "".join(f"<row><c><v>{n}</v></c><c><v>1</v></c></row>" for n in range(1, 40))
    base = workbook(tmp_path / "base.xlsx", {"A": [["x"]]})
    path = repacked(base, {"xl/worksheets/sheet1.xml": sheet_xml(rows)}, tmp_path / "t.xlsx")
    assert read(path, 0, 2)[0] == [(n, (str(n), "1")) for n in range(1, 40)]


def test_names_with_a_prefix_and_literal_text_are_cut_at_true_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """``x:row`` is a row too, and what looks like the end of a row inside a comment or literal text is none."""
    parts_of(monkeypatch, 120)
    base = workbook(tmp_path / "base.xlsx", {"A": [["x"]]})
    cells = [
        f'<x:row r="{n}"><!-- </x:row> --><x:c r="A{n}" t="inlineStr"><x:is><x:t><![CDATA[</x:row>{n}]]></x:t></x:is></x:c></x:row>'
        for n in range(1, 30)
    ]
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    xml = f'<x:worksheet xmlns:x="{space}"><x:sheetData>{"".join(cells)}</x:sheetData></x:worksheet>'
    path = repacked(base, {"xl/worksheets/sheet1.xml": xml.encode()}, tmp_path / "t.xlsx")
    assert read(path, 0, 1)[0] == [(n, (f"</x:row>{n}",)) for n in range(1, 30)]


def test_reading_may_stop_early(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A caller who leaves after the first batch leaves no thread or file behind."""
    parts_of(monkeypatch, 2_000)
    path = workbook(tmp_path / "t.xlsx", {"A": random_rows(2, 200)})
    monkeypatch.setattr(excel, "BATCH_ROWS", 10)
    with open_source(source(path)) as opened:
        batches = opened.sheets[0].batches(0, 5)
        assert next(batches).num_rows > 0
        batches.close()  # type: ignore[attr-defined]  # the iterator is a generator


def test_old_workbooks_read_like_new_ones(shared: Path) -> None:
    """An .xls of the yearbook: every cell equals what another library reads, numbers in their shortest digits."""
    path = shared / "data/dhs-yearbook-2013/table39_3.xls"
    other = xlrd.open_workbook(path).sheet_by_index(0)
    rows, _ = read(path, 0, other.ncols)

    def text(cell: xlrd.sheet.Cell) -> str | None:
        if cell.ctype == xlrd.XL_CELL_NUMBER:
            return str(int(cell.value)) if cell.value == int(cell.value) else repr(cell.value)
        return cell.value or None

    expected = [(n + 1, tuple(text(cell) for cell in other.row(n))) for n in range(other.nrows)]
    assert rows == [(row, cells) for row, cells in expected if any(cells)]


def test_too_many_sheets_are_an_error(tmp_path: Path) -> None:
    """501 sheets are TM-RELEASES-108."""
    path = workbook(tmp_path / "t.xlsx", {f"s{n}": () for n in range(501)})
    with pytest.raises(InputError) as caught, open_source(source(path)):
        pass
    assert caught.value.code == "TM-RELEASES-108"


def test_digits_of_old_workbooks_come_from_the_typed_cells() -> None:
    """Long ids stored as numbers are counted, numbers get their last digits; text and dates stay."""
    cells: list[list[object]] = [
        ["id", "x"],
        [1.23456789012345e18, 0.1 + 0.2],
        [123_456_789_012_345.0, dt.date(2024, 1, 1)],
        ["1e9", 2.0],
    ]
    columns = [
        pa.array(["id", "1234567890123450000", "123456789012345", "1e9"]),
        pa.array(["x", "0.3", "2024-01-01 00:00:00", "2"]),
    ]
    assert long_in_cells(cells) == {0: 1}
    assert (has_long_digits(columns), has_long_digits(columns[1:]), decimal_columns(columns)) == (True, False, [1])
    exact_in_cells(columns, cells)
    assert columns[1].to_pylist() == ["x", "0.30000000000000004", "2024-01-01 00:00:00", "2"]


def test_numbers_keep_every_digit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each number read is the number of the cell; openpyxl is the oracle, in every part, beside dates and texts."""
    parts_of(monkeypatch, 2_000)
    chance = random.Random(4)  # noqa: S311  data of a test
    numbers = [chance.random() * 10.0 ** chance.randrange(-8, 15) for _ in range(300)]
    rows = [[f"a.b {n}", n, dt.datetime(2024, 1, 1, 5) + dt.timedelta(seconds=row)] for row, n in enumerate(numbers)]
    sheet = openpyxl.load_workbook(workbook(tmp_path / "t.xlsx", {"A": rows})).worksheets[0]
    stored = [cells[1] for cells in sheet.iter_rows(values_only=True)]
    found, _ = read(tmp_path / "t.xlsx", 0, 3)
    assert [float(str(cells[1])) for _, cells in found] == stored
    assert all("e" not in str(cells[1]) for _, cells in found)
    assert [cells[2] for _, cells in found] == [str(row[2]) for row in rows]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("0.30000000000000004", "0.30000000000000004"),
        ("12345678.1", "12345678.1"),
        ("1.5E-9", "0.0000000015"),
        ("1E-7", "0.0000001"),
        ("-0.00000000001", "-0.00000000001"),
        ("2.50", "2.5"),
        ("3.0", "3"),
        ("1500.25", "1500.25"),
    ],
)
def test_a_number_comes_in_the_shortest_digits_that_give_it(tmp_path: Path, value: str, expected: str) -> None:
    """No rounding and no exponent, for a typed number and for the result of a formula."""
    rows = (
        f'<row r="1"><c r="A1"><v>{value}</v></c><c r="B1"><f>1/3</f><v>{value}</v></c><c r="C1"><v>0.5</v></c></row>'
    )
    rows += '<row r="2"><c r="A2"><v>0.25</v></c><c r="B2"><v>0.25</v></c></row>'
    base = workbook(tmp_path / "base.xlsx", {"A": [["x"]]})
    path = repacked(base, {"xl/worksheets/sheet1.xml": sheet_xml(rows)}, tmp_path / "t.xlsx")
    assert read(path, 0, 3)[0][0] == (1, (expected, expected, "0.5"))


@pytest.mark.parametrize("digits", ["1234567890123456", "1.23456789012345E+18", "-12345678901234567", "1e15"])
def test_every_way_to_write_a_long_number_is_seen(tmp_path: Path, digits: str) -> None:
    """Excel itself writes an exponent, other programs all digits; as text the same is nothing to report."""
    rows = f'<row r="1"><c r="A1" t="n"><v>{digits}</v></c><c r="B1" t="str"><v>{digits}</v></c></row>'
    base = workbook(tmp_path / "base.xlsx", {"A": [["x"]]})
    path = repacked(base, {"xl/worksheets/sheet1.xml": sheet_xml(rows)}, tmp_path / "t.xlsx")
    cells, findings = read(path, 0, 2)
    expected = {} if digits == "1e15" else {0: 1}
    assert findings.long_numbers == expected
    assert cells[0][1][1] == digits
