"""Delimited text: cells as the file holds them, record numbers, rows of another width, encodings, packed text."""

from __future__ import annotations

import csv
import gzip
import io
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallymark.model.errors import InputError
from tallymark.releases.readers import archive, open_source, workbook
from tallymark.releases.readers.limits import limits
from tests.releases.readers.make import read, source


def write(folder: Path, data: bytes, name: str = "t.csv") -> Path:
    """A file of these bytes."""
    path = folder / name
    path.write_bytes(data)
    return path


def test_cells_come_out_as_the_file_holds_them(tmp_path: Path) -> None:
    """Zeros in front, 19-digit ids, formulas, blanks and line ends inside quotes stay; an empty cell is null."""
    data = b'a,b,c,d\r\n00123,1234567890123456789,=1+1,+1\r\n"line\nbreak","say ""x""", -2 ,@x\r\n,"",q"q,3/4/2024\r\n'
    rows, _ = read(write(tmp_path, data), 1, 4)
    assert rows == [
        (2, ("00123", "1234567890123456789", "=1+1", "+1")),
        (3, ("line\nbreak", 'say "x"', " -2 ", "@x")),
        (4, (None, None, 'q"q', "3/4/2024")),
    ]


def test_a_row_number_counts_banner_header_and_blank_records(tmp_path: Path) -> None:
    """The header is record 3; the blank record 5 and the record 7 of empty cells are left out, counted and still numbered."""
    data = b'Banner\n\n"a",b\n1,2\n\n3,4\n,\n5,6\n'
    rows, findings = read(write(tmp_path, data), 3, 2)
    assert rows == [(4, ("1", "2")), (6, ("3", "4")), (8, ("5", "6"))]
    assert findings.n_blank_rows == 2


def test_a_row_of_another_width_is_kept_apart_and_never_shifted(tmp_path: Path) -> None:
    """Record 3 lacks a cell and record 5 has one too many; both are told with number and cells, the rest is whole."""
    rows, findings = read(write(tmp_path, b'a,b,c\n1,2,3\n4,"5\n5"\n6,7,8\n9,10,,12\n13,14,15\n'), 1, 3)
    assert rows == [(2, ("1", "2", "3")), (4, ("6", "7", "8")), (6, ("13", "14", "15"))]
    assert [(row.row, row.n_cells, row.cells) for row in findings.ragged] == [
        (3, 2, ("4", "5\n5")),
        (5, 4, ("9", "10", None, "12")),
    ]


def test_numbers_stay_right_over_many_blocks(tmp_path: Path) -> None:
    """In 7 MB of text every 1000th record is short; each row still carries the number that stands in its own cell."""
    lines = [f"{n},{'x' * 60}" if n % 1000 else f"{n}" for n in range(2, 110_002)]
    rows, findings = read(write(tmp_path, ("n,x\n" + "\n".join(lines) + "\n").encode()), 1, 2)
    assert all(str(number) == cells[0] for number, cells in rows)
    assert len(rows) == 109_890
    assert [row.row for row in findings.ragged[:2]] == [1000, 2000]
    assert len(findings.ragged) == 110


def test_too_many_rows_that_do_not_fit_are_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Above the limit of rows of another width the table itself is wrong: TM-RELEASES-113."""
    monkeypatch.setattr(workbook, "limits", lambda: replace(limits(), max_ragged_rows=10))
    path = write(tmp_path, b"a,b\n" + b"1\n" * 11)
    with pytest.raises(InputError) as caught:
        read(path, 1, 2)
    assert caught.value.code == "TM-RELEASES-113"
    assert "t.csv, row 12" in caught.value.where


@pytest.mark.parametrize(
    ("delimiter", "word"), [(",", "comma"), ("\t", "tab"), ("|", "pipe"), (";", "semicolon")], ids=lambda value: value
)
def test_the_delimiter_is_found_and_its_evidence_told(tmp_path: Path, delimiter: str, word: str) -> None:
    """Whatever the ending of the name, the cells decide."""
    data = "\n".join(delimiter.join(cells) for cells in (["a", "b, c"], ["1", "2 | x"], ["3", "4"]))
    if delimiter in ",|":
        data = data.replace("b, c", "b").replace("2 | x", "2")
    path = write(tmp_path, data.encode())
    with open_source(source(path)) as book:
        assert book.notes[0].startswith(f"delimiter {word}: 3 of the first 3 records have 2 cells")
        assert book.sheets[0].head()[0][0] == "a"


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_every_encoding_gives_the_same_cells(tmp_path: Path, codec: str) -> None:
    """Marks are no part of the first name; UTF-16 is told by its mark or by its zero bytes."""
    path = write(tmp_path, "name,größe\nJosé,1\n\n€,2\n".encode(codec))
    with open_source(source(path)) as book:
        assert book.sheets[0].head(1) == [["name", "größe"]]
    rows, _ = read(path, 1, 2)
    assert rows == [(2, ("José", "1")), (4, ("€", "2"))]


def test_a_line_that_is_not_utf8_is_read_as_windows_1252_and_counted(tmp_path: Path) -> None:
    """One odd line does not garble the others, and a short odd line is kept apart like any other."""
    rows, findings = read(write(tmp_path, "a,b\nJosé,1\n".encode() + b"Jos\xe9,\x932\x94\n\xe9\nx,\x81\n"), 1, 2)
    assert rows == [(2, ("José", "1")), (3, ("José", "“2”")), (5, ("x", "\x81"))]
    assert [(row.row, row.cells) for row in findings.ragged] == [(4, ("é",))]
    assert "3 lines are not UTF-8 and were read as Windows-1252" in findings.notes


def test_nul_bytes_are_kept_and_told(tmp_path: Path) -> None:
    """A NUL inside a cell is no end of the cell."""
    path = write(tmp_path, b"a,b\nx\0y,2\n" + b"filler,3\n" * 10)
    rows, findings = read(path, 1, 2)
    assert rows[0] == (2, ("x\0y", "2"))
    assert "NUL bytes are kept as they are" in findings.notes


def test_half_a_character_of_utf16_is_an_error(tmp_path: Path) -> None:
    """A file cut inside a character is TM-RELEASES-112."""
    path = write(tmp_path, "a,b\n1,2\n".encode("utf-16") + b"\x00\xd8")
    with pytest.raises(InputError) as caught:
        read(path, 1, 2)
    assert caught.value.code == "TM-RELEASES-112"


@pytest.mark.parametrize(
    "data",
    [b'a,b\n1,"2\n3,4\n5,6\n', b'a,b\n1,2\n3,"4', b'a,b\n1,2\n"3,4\n5,6\n', b'a,b\n1,"2\n' + b"3,4\n" * 6_000_000],
    ids=["swallows", "last line", "first cell", "long"],
)
def test_a_quote_that_is_never_closed_is_an_error(tmp_path: Path, data: bytes) -> None:
    """It would swallow the records after it without notice: TM-RELEASES-114."""
    with pytest.raises(InputError) as caught:
        read(write(tmp_path, data), 1, 2)
    assert caught.value.code == "TM-RELEASES-114"


def test_a_quote_inside_a_cell_is_a_sign_like_any_other(tmp_path: Path) -> None:
    """An odd number of quotes alone is no fault."""
    rows, _ = read(write(tmp_path, b'a,b\n5" pipe,1\n'), 1, 2)
    assert rows == [(2, ('5" pipe', "1"))]


def test_a_record_larger_than_a_block_is_read(tmp_path: Path) -> None:
    """A cell of 5 MB passes the blocks of the fast reader; the rows before and after it stay what they are."""
    long = "x" * 5_000_000
    lines = ["a,b", *(f"{n},y" for n in range(2, 200_000)), f'"{long}",z', "last,y", "short"]
    rows, findings = read(write(tmp_path, "\n".join(lines).encode()), 1, 2)
    assert len(rows) == 200_000
    assert rows[199_998] == (200_000, (long, "z"))
    assert rows[-1] == (200_001, ("last", "y"))
    assert [row.row for row in findings.ragged] == [200_002]
    assert all(str(number) == cells[0] for number, cells in rows[:199_998])


def test_a_head_beyond_the_limit_is_an_error(tmp_path: Path) -> None:
    """A line without end is TM-RELEASES-115."""
    with pytest.raises(InputError) as caught:
        read(write(tmp_path, b"x" * 20_000_000), 1, 1)
    assert caught.value.code == "TM-RELEASES-115"


def test_packed_text_gives_the_same_rows(tmp_path: Path) -> None:
    """csv.gz, in one or several packed pieces."""
    data = gzip.compress(b"a|b\n1|2\n") + gzip.compress(b"3|4\n")
    rows, _ = read(write(tmp_path, data, "t.csv.gz"), 1, 2)
    assert rows == [(2, ("1", "2")), (3, ("3", "4"))]


@pytest.mark.parametrize("cut", [12, 40_000, -8])
def test_packed_text_that_is_cut_off_is_an_error(tmp_path: Path, cut: int) -> None:
    """Whether at the start or at the very end: TM-RELEASES-105."""
    text = "a,b\n" + "".join(f"{n * 7919 % 104729},{n * 31 % 9973}\n" for n in range(200_000))
    path = write(tmp_path, gzip.compress(text.encode())[:cut], "t.csv.gz")
    with pytest.raises(InputError) as caught:
        read(path, 1, 2)
    assert caught.value.code == "TM-RELEASES-105"


def test_packed_text_that_expands_without_end_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """8 MB of the same line from 8 kB are no release, once small files are looked at too: TM-RELEASES-106."""
    monkeypatch.setattr(archive, "limits", lambda: replace(limits(), ratio_free_bytes=1_000_000))
    path = write(tmp_path, gzip.compress(b"a,b\n" + b"1,2\n" * 2_000_000, 9), "t.csv.gz")
    with pytest.raises(InputError) as caught:
        read(path, 1, 2)
    assert caught.value.code == "TM-RELEASES-106"


@pytest.mark.parametrize(
    "data", [b"", b"\n\n\r\n", gzip.compress(b"", mtime=0)], ids=["nothing", "line ends", "packed nothing"]
)
def test_an_empty_file_is_an_error(tmp_path: Path, data: bytes) -> None:
    """A release without rows would look like one in which nothing happened: TM-RELEASES-111."""
    with pytest.raises(InputError) as caught:
        read(write(tmp_path, data), 1, 2)
    assert caught.value.code == "TM-RELEASES-111"


def test_a_header_alone_has_no_rows(tmp_path: Path) -> None:
    """Nothing below the header is no error of the reader."""
    for data in (b"a,b", b"a,b\n", b"a,b\r\n"):
        assert read(write(tmp_path, data), 1, 2)[0] == []


def test_a_table_without_header_starts_at_record_1(tmp_path: Path) -> None:
    """Header row 0 says that there is none."""
    assert read(write(tmp_path, b"1,2\n3,4\n"), 0, 2)[0] == [(1, ("1", "2")), (2, ("3", "4"))]


def test_too_many_columns_are_an_error(tmp_path: Path) -> None:
    """16,385 columns are more than a workbook can hold: TM-RELEASES-107."""
    with pytest.raises(InputError) as caught:
        read(write(tmp_path, b"," * 16_384 + b"\n"), 0, 16_385)
    assert caught.value.code == "TM-RELEASES-107"


def test_batches_are_large_and_start_anew_at_every_call(tmp_path: Path) -> None:
    """Findings are those of the last pass, not the sum of all."""
    path = write(tmp_path, b"a,b\n" + b"1,2\n" * 70_000 + b"3\n")
    with open_source(source(path)) as book:
        sheet = book.sheets[0]
        for _ in range(2):
            sizes = [batch.num_rows for batch in sheet.batches(1, 2)]
            assert sum(sizes) == 70_000
            assert sizes[0] >= 65_536
            assert len(sheet.ragged) == 1


LETTERS = st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"])
CELLS = st.text(LETTERS | st.sampled_from("\r\n\t\"',|;"), max_size=8)


@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=20), st.sampled_from(",\t|;"))
def test_what_the_csv_module_writes_comes_back(table: list[list[str]], delimiter: str) -> None:
    """The standard library's writer is the oracle: same cells, same record numbers, blank records left out."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter, quoting=csv.QUOTE_ALL)
    writer.writerow([delimiter, "b", "c"])
    writer.writerows(table)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "t.csv"
        path.write_bytes(text.getvalue().encode())
        rows, findings = read(path, 1, 3)
    expected = [(n, tuple(cell or None for cell in row)) for n, row in enumerate(table, start=2) if any(row)]
    assert rows == expected
    assert findings.n_blank_rows == len(table) - len(expected)


def test_empty_columns_on_the_right_are_no_columns(tmp_path: Path) -> None:
    """Lines that all end in a delimiter give the same rows as without; a row with a cell out there is put apart."""
    path = write(tmp_path, b"a,b,,\n1,2,,\n3,4,,5\n,,,\n6,7,,\n8,9\n")
    with open_source(source(path)) as book:
        assert book.sheets[0].head(2) == [["a", "b"], ["1", "2"]]
    rows, findings = read(path, 1, 2)
    assert rows == [(2, ("1", "2")), (5, ("6", "7"))]
    assert [(row.row, row.cells) for row in findings.ragged] == [(6, ("8", "9")), (3, ("3", "4", None, "5"))]
    assert findings.n_blank_rows == 1
