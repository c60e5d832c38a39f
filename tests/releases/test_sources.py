"""Sources: which files are read under the paths given, in which order, under which names."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from tallymark.model.errors import InputError
from tallymark.releases.readers import open_source
from tallymark.releases.sources import SkippedFile, expand, survey
from tests.releases.readers.make import workbook, zipped


def test_folders_and_archives_are_opened_and_files_ordered_by_name(tmp_path: Path) -> None:
    """Lock files, hidden files, links and files of other kinds are listed with the reason; the order is that of names."""
    (tmp_path / "b.csv").write_bytes(b"a,b\n1,2\n")
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub/a.csv").write_bytes(b"a,b\n1,2\n")
    (tmp_path / "~$b.xlsx").write_bytes(b"lock")
    (tmp_path / ".DS_Store").write_bytes(b"x")
    (tmp_path / "read me.pdf").write_bytes(b"%PDF")
    (tmp_path / "link.csv").symlink_to(tmp_path / "b.csv")
    os.mkfifo(tmp_path / "pipe.csv")
    members = {"in/x.csv": b"1", "in/~$x.xlsx": b"", "__MACOSX/x.csv": b"", "in/notes.doc": b""}
    (tmp_path / "a.zip").write_bytes(zipped(members))
    found = survey([tmp_path])
    assert [file.name for file in found.files] == ["a.zip!in/x.csv", "b.csv", "sub/a.csv"]
    assert found.skipped == (
        SkippedFile(".DS_Store", "hidden file"),
        SkippedFile("a.zip!__MACOSX/x.csv", "hidden file"),
        SkippedFile("a.zip!in/notes.doc", "no known ending of a table"),
        SkippedFile("a.zip!in/~$x.xlsx", "lock file of an open workbook"),
        SkippedFile("link.csv", "a link"),
        SkippedFile("pipe.csv", "no regular file"),
        SkippedFile("read me.pdf", "no known ending of a table"),
        SkippedFile("~$b.xlsx", "lock file of an open workbook"),
    )
    assert expand([tmp_path / "sub", tmp_path / "b.csv"]) == expand([tmp_path / "b.csv", tmp_path / "sub"])


def test_a_member_is_hashed_and_read_as_if_it_lay_outside(tmp_path: Path) -> None:
    """A workbook and a text two archives deep give their own size, hash and rows."""
    book = workbook(tmp_path / "b.xlsx", {"A": [["a", "b"], [1, 2]]}).read_bytes()
    (tmp_path / "t.zip").write_bytes(zipped({"b.xlsx": book, "in.zip": zipped({"c.csv": b"a,b\n3,4\n"})}))
    workbook_file, text_file = expand([tmp_path / "t.zip"])
    assert workbook_file.n_bytes == len(book)
    assert workbook_file.sha256() == hashlib.sha256(book).hexdigest()
    assert (text_file.name, text_file.member, text_file.n_bytes) == ("t.zip!in.zip!c.csv", ("in.zip", "c.csv"), 8)
    for file, expected in ((workbook_file, ["1", "2"]), (text_file, ["3", "4"])):
        with open_source(file) as opened:
            assert opened.sheets[0].head()[1] == expected


def test_a_file_named_twice_is_read_once_and_like_names_are_told_apart(tmp_path: Path) -> None:
    """Two folders with a file of one name: the folder stands in front of both."""
    for folder in ("x", "y"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "t.csv").write_bytes(b"a,b\n1,2\n")
    found = expand([tmp_path / "x", tmp_path / "y/t.csv", tmp_path / "x/t.csv"])
    assert [file.name for file in found] == ["x/t.csv", "y/t.csv"]


def test_a_lock_file_alone_is_nothing_to_read(tmp_path: Path) -> None:
    """TM-RELEASES-101, as for a folder without any table and a path that is not there."""
    (tmp_path / "~$b.xlsx").write_bytes(b"lock")
    for path in (tmp_path / "~$b.xlsx", tmp_path, tmp_path / "none.csv"):
        with pytest.raises(InputError) as caught:
            expand([path])
        assert caught.value.code == "TM-RELEASES-101"


def test_links_pipes_and_devices_are_refused_when_named(tmp_path: Path) -> None:
    """They could lead elsewhere or never end: TM-RELEASES-102."""
    (tmp_path / "t.csv").write_bytes(b"a\n")
    (tmp_path / "link.csv").symlink_to(tmp_path / "t.csv")
    (tmp_path / "folder link").symlink_to(tmp_path)
    os.mkfifo(tmp_path / "pipe.csv")
    for path in (tmp_path / "link.csv", tmp_path / "folder link", tmp_path / "pipe.csv", Path("/dev/zero")):
        with pytest.raises(InputError) as caught:
            expand([path])
        assert caught.value.code == "TM-RELEASES-102"


def test_a_file_that_may_not_be_read_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """TM-RELEASES-118 with the words of the system."""

    def refuse(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    (tmp_path / "t.csv").write_bytes(b"a\n")
    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(InputError) as caught:
        expand([tmp_path / "t.csv"])
    assert (caught.value.code, caught.value.detail) == ("TM-RELEASES-118", "Permission denied")
