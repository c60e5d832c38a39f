"""Guards: files that are broken, locked, made to fill up a machine, or not what they are called."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from tallymark.model.errors import DataError, InputError, TallymarkError
from tallymark.releases.readers import archive, old_book, open_source, package
from tallymark.releases.readers.guarded import guarded
from tallymark.releases.readers.limits import limits, parse
from tallymark.releases.sources import SourceFile, expand
from tests.releases.readers.make import read, repacked, sheet_xml, source, workbook, zipped

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def read_all(file: SourceFile) -> None:
    """Open a file and read every sheet."""
    with open_source(file) as book:
        for sheet in book.sheets:
            sheet.head()
            list(sheet.batches(0, 3))


def code_of(file: SourceFile) -> str:
    """The error that opening a file and reading it all gives."""
    with pytest.raises(InputError) as caught:
        read_all(file)
    assert file.name in caught.value.where
    return caught.value.code


def test_an_encrypted_workbook_is_told_from_an_old_one(tmp_path: Path) -> None:
    """A new workbook under a password is an OLE container with an EncryptedPackage: TM-RELEASES-104."""
    path = tmp_path / "t.xlsx"
    path.write_bytes(OLE + b"\0" * 1016 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 512)
    assert code_of(source(path)) == "TM-RELEASES-104"
    path.write_bytes(OLE + b"\0" * 1500)
    assert code_of(source(path)) == "TM-RELEASES-109"


@pytest.mark.parametrize("keep", [0.2, 0.5, 0.9, 0.999])
def test_a_truncated_workbook_is_an_error(tmp_path: Path, keep: float) -> None:
    """The directory of a zip is at its end, so whatever is cut off is noticed: TM-RELEASES-105."""
    path = workbook(tmp_path / "t.xlsx", {"A": [["a", n] for n in range(500)]})
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * keep)])
    assert code_of(source(path)) == "TM-RELEASES-105"


def test_a_damaged_sheet_is_an_error(tmp_path: Path) -> None:
    """A byte changed inside a packed part fails its checksum: TM-RELEASES-105."""
    path = workbook(tmp_path / "t.xlsx", {"A": [["a", n * 7919] for n in range(500)]})
    with zipfile.ZipFile(path) as opened:
        start = opened.getinfo("xl/worksheets/sheet1.xml").header_offset
    data = bytearray(path.read_bytes())
    data[start + 900] ^= 0xFF
    path.write_bytes(bytes(data))
    assert code_of(source(path)) == "TM-RELEASES-105"


@pytest.mark.parametrize(
    "member", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"]
)
def test_broken_xml_is_an_error(tmp_path: Path, member: str) -> None:
    """A part that ends in the middle of its XML: TM-RELEASES-109."""
    base = workbook(tmp_path / "base.xlsx", {"A": [["a", n] for n in range(50)]})
    with zipfile.ZipFile(base) as opened:
        data = opened.read(member)
    path = repacked(base, {member: data[: len(data) // 2]}, tmp_path / "t.xlsx")
    assert code_of(source(path)) == "TM-RELEASES-109"


def test_a_sheet_that_is_listed_and_missing_is_an_error(tmp_path: Path) -> None:
    """Its rows would be lost without notice: TM-RELEASES-109."""
    base = workbook(tmp_path / "base.xlsx", {"A": [["a"]], "B": [["b"]]})
    path = repacked(base, {"xl/worksheets/sheet2.xml": None}, tmp_path / "t.xlsx")
    assert code_of(source(path)) == "TM-RELEASES-109"


@pytest.mark.parametrize("member", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml"])
def test_declared_entities_are_refused(tmp_path: Path, member: str) -> None:
    """Entities can hide text or grow without end: TM-RELEASES-110, whichever part declares them."""
    base = workbook(tmp_path / "base.xlsx", {"A": [["a"]]})
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>'
    assert code_of(source(repacked(base, {member: bomb}, tmp_path / "t.xlsx"))) == "TM-RELEASES-110"


@pytest.mark.parametrize(
    "reference",
    ['r="XFD1048576"', 'r="XFD 9"', "r='ZZZ900000'", 'r="B99999999"', 'r="$XFD$900000"'],
    ids=lambda x: x[3:-1],
)
def test_cells_far_apart_are_an_error_and_no_crash(tmp_path: Path, reference: str) -> None:
    """Two cells in opposite corners would make the library ask for 400 GB and end the program."""
    rows = f'<row r="1"><c r="A1"><v>1</v></c><c {reference}><v>1</v></c></row>'
    base = workbook(tmp_path / "base.xlsx", {"A": [["a"]]})
    path = repacked(base, {"xl/worksheets/sheet1.xml": sheet_xml(rows)}, tmp_path / "t.xlsx")
    assert code_of(source(path)) in {"TM-RELEASES-106", "TM-RELEASES-109"}


@pytest.mark.parametrize(
    ("member", "xml"),
    [
        ("xl/sharedStrings.xml", '<sst count="9" uniqueCount="99999999999"><si><t>a</t></si></sst>'),
        ("xl/styles.xml", '<styleSheet><cellXfs count="99999999999"><xf numFmtId="0"/></cellXfs></styleSheet>'),
    ],
)
def test_counts_that_are_lies_are_an_error_and_no_crash(tmp_path: Path, member: str, xml: str) -> None:
    """The library would make room for as many entries as a part announces: TM-RELEASES-109."""
    base = workbook(tmp_path / "base.xlsx", {"A": [["a"]]})
    assert code_of(source(repacked(base, {member: xml.encode()}, tmp_path / "t.xlsx"))) == "TM-RELEASES-109"


def test_rows_out_of_order_are_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A part that goes back before its first row, or before the part above, would be misnumbered: TM-RELEASES-109."""
    monkeypatch.setattr(package, "PART_BYTES", 200)
    base = workbook(tmp_path / "base.xlsx", {"A": [["a"]]})
    for numbers in ([*range(1, 30), 5], [*range(100, 130), *range(50, 80)]):
        rows = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in numbers)
        path = repacked(base, {"xl/worksheets/sheet1.xml": sheet_xml(rows)}, tmp_path / "t.xlsx")
        assert code_of(source(path)) == "TM-RELEASES-109"


def test_a_process_that_dies_on_an_old_workbook_is_a_coded_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """An abort of the library ends a process of its own, not this one, and so does too long a time."""
    book = old_book.OldBook(OLE)
    with pytest.raises(InputError) as caught:
        book.sheets("t.xls")
    assert (caught.value.code, caught.value.detail) == ("TM-RELEASES-109", "the reading library gave up")
    monkeypatch.setattr(old_book, "limits", lambda: replace(limits(), max_old_book_seconds=0))
    with pytest.raises(InputError) as caught:
        book.load(package.Part(1, OLE, memoryview(b"")), 0, "t.xls, sheet A")
    assert (caught.value.code, caught.value.detail) == ("TM-RELEASES-109", "reading it takes too long")


def test_a_wide_table_is_no_bomb(tmp_path: Path) -> None:
    """A table of 800 columns is read."""
    path = workbook(tmp_path / "t.xlsx", {"A": [list(range(800))] * 3})
    rows, _ = read(path, 1, 800)
    assert [(row, cells[799]) for row, cells in rows] == [(2, "799"), (3, "799")]


def test_an_archive_that_expands_too_far_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """20 MB from 20 kB, once small files are looked at too: TM-RELEASES-106, before anything is unpacked."""
    monkeypatch.setattr(archive, "limits", lambda: replace(limits(), ratio_free_bytes=1_000_000))
    base = workbook(tmp_path / "base.xlsx", {"A": [["a"]]})
    zeros = bytes(20_000_000)
    path = repacked(base, {"xl/worksheets/sheet1.xml": zeros}, tmp_path / "t.xlsx")
    assert code_of(source(path)) == "TM-RELEASES-106"
    (tmp_path / "t.zip").write_bytes(zipped({"a.csv": zeros}))
    with pytest.raises(InputError) as caught:
        expand([tmp_path / "t.zip"])
    assert caught.value.code == "TM-RELEASES-106"


def test_a_size_that_is_a_lie_is_found_out(tmp_path: Path) -> None:
    """A member that declares 100 bytes and holds 50 MB is noticed while it is unpacked: TM-RELEASES-105."""
    data = bytearray(zipped({"a.csv": b"1,2\n" * 12_500_000}))
    real = (50_000_000).to_bytes(4, "little")
    assert data.count(real) == 2
    path = tmp_path / "t.zip"
    path.write_bytes(bytes(data).replace(real, (100).to_bytes(4, "little")))
    assert code_of(expand([path])[0]) == "TM-RELEASES-105"


def test_archives_nested_too_deep_are_an_error(tmp_path: Path) -> None:
    """An archive inside an archive is read, one more is TM-RELEASES-116."""
    inner = zipped({"a.csv": b"a,b,c\n1,2,3\n"})
    path = tmp_path / "t.zip"
    path.write_bytes(zipped({"one.zip": inner}))
    assert [file.name for file in expand([path])] == ["t.zip!one.zip!a.csv"]
    path.write_bytes(zipped({"two.zip": zipped({"one.zip": inner})}))
    with pytest.raises(InputError) as caught:
        expand([path])
    assert caught.value.code == "TM-RELEASES-116"


def test_too_many_members_are_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An archive of more members than the limit is TM-RELEASES-106."""
    monkeypatch.setattr(archive, "limits", lambda: replace(limits(), max_members=2))
    path = tmp_path / "t.zip"
    path.write_bytes(zipped({f"{n}.csv": b"a\n" for n in range(3)}))
    with pytest.raises(InputError) as caught:
        expand([path])
    assert (caught.value.code, caught.value.detail) == ("TM-RELEASES-106", "3 members")


def test_the_bytes_decide_and_not_the_ending(tmp_path: Path) -> None:
    """A workbook called .csv and text called .xlsx are read for what they are, and the reader is told."""
    path = workbook(tmp_path / "t.xlsx", {"A": [["a", "b"], [1, 2]]}).rename(tmp_path / "t.csv")
    with open_source(source(path)) as book:
        assert (book.kind, book.notes) == ("xlsx", ("the name ends in .csv, the file is xlsx",))
    (tmp_path / "u.xls").write_bytes(b"a,b\n1,2\n")
    with open_source(source(tmp_path / "u.xls")) as book:
        assert book.kind == "text"
        assert book.notes[0] == "the name ends in .xls, the file is text"


@pytest.mark.parametrize(
    "data",
    [b"%PDF-1.7\n", b"SQLite format 3\0", b"\x89PNG\r\n", b"7z\xbc\xaf\x27\x1c", bytes(range(1, 32)) * 20],
    ids=["pdf", "sqlite", "png", "7z", "bytes"],
)
def test_other_formats_are_refused(tmp_path: Path, data: bytes) -> None:
    """They are not read as if they were a table: TM-RELEASES-103."""
    path = tmp_path / "t.csv"
    path.write_bytes(data)
    assert code_of(source(path)) == "TM-RELEASES-103"


def test_other_office_documents_are_refused(tmp_path: Path) -> None:
    """A text document or an OpenDocument table is TM-RELEASES-103."""
    for members in ({"[Content_Types].xml": b"", "word/document.xml": b""}, {"mimetype": b"", "content.xml": b""}):
        path = tmp_path / "t.xlsx"
        path.write_bytes(zipped(members))
        assert code_of(source(path)) == "TM-RELEASES-103"


def test_a_panic_of_a_library_is_a_coded_error() -> None:
    """A Rust library's panic passes ``except Exception``; interrupts and coded errors stay what they are."""
    panic = type("PanicException", (BaseException,), {})
    with pytest.raises(InputError) as caught, guarded("TM-RELEASES-109", "t.xlsx"):
        raise panic
    assert caught.value.where == "t.xlsx"
    with pytest.raises(KeyboardInterrupt), guarded("TM-RELEASES-109", "t.xlsx"):
        raise KeyboardInterrupt
    with pytest.raises(TallymarkError) as kept, guarded("TM-RELEASES-109", "t.xlsx"):
        raise InputError("TM-RELEASES-107", where="u.xlsx")
    assert kept.value.code == "TM-RELEASES-107"


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("]", "limits.yaml line 1"),
        ("max_columns: 5", "limits.yaml"),
        ("- 1", "limits.yaml"),
    ],
)
def test_a_file_of_limits_with_other_keys_is_an_error(text: str, where: str) -> None:
    """A limit that is misspelt would protect nothing: TM-RELEASES-117."""
    with pytest.raises(DataError) as caught:
        parse(text, "limits.yaml")
    assert (caught.value.code, caught.value.where) == ("TM-RELEASES-117", where)


def test_a_limit_that_is_no_number_is_an_error() -> None:
    """The key is named."""
    lines = [f"{name}: 1" for name in type(limits()).__dataclass_fields__]
    assert parse("\n".join(lines)).max_columns == 1
    with pytest.raises(DataError) as caught:
        parse("\n".join([*lines[1:], "max_columns: many"]), "limits.yaml")
    assert (caught.value.code, caught.value.where) == ("TM-RELEASES-117", "limits.yaml key max_columns")


def test_a_locked_or_ambiguous_archive_is_an_error(tmp_path: Path) -> None:
    """A member under a password is TM-RELEASES-104, two members of one name TM-RELEASES-105."""
    data = bytearray(zipped({"a.csv": b"a,b\n1,2\n"}))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    (tmp_path / "t.zip").write_bytes(bytes(data))
    two = zipped({"a.csv": b"a,b\n1,2\n", "b.csv": b"a,b\n3,4\n"}).replace(b"b.csv", b"a.csv")
    (tmp_path / "u.zip").write_bytes(two)
    for name, code in (("t.zip", "TM-RELEASES-104"), ("u.zip", "TM-RELEASES-105")):
        with pytest.raises(InputError) as caught:
            expand([tmp_path / name])
        assert caught.value.code == code
