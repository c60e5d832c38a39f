"""Folders for unfinished work: gone when it is done, and gone with the next work when its process was killed."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from tallymark.schema.scratch import PREFIX, begin, clear, scratch


def test_what_processes_left_that_live_no_more_goes(tmp_path: Path) -> None:
    """That of this process stays, and so does anything else."""
    ours, theirs, other = tmp_path / f"{PREFIX}{os.getpid()}-a", tmp_path / f"{PREFIX}999999999-b", tmp_path / "stays@1"
    strange = tmp_path / f"{PREFIX}{10**30}-c"
    for folder in (ours, theirs, other, strange):
        folder.mkdir()
    clear(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {ours.name, other.name, strange.name}


def test_a_folder_for_work_is_private_and_gone_afterwards(tmp_path: Path) -> None:
    """After an error too; the folder around it is made and stays."""
    around = tmp_path / "derived"

    def work() -> None:
        with scratch(around) as folder:
            assert stat.S_IMODE(folder.stat().st_mode) == 0o700
            (folder / "half").write_text("a", encoding="utf-8")
            raise ValueError("halfway")

    with pytest.raises(ValueError, match="halfway"):
        work()
    assert list(around.iterdir()) == []


def test_new_work_removes_what_was_left(tmp_path: Path) -> None:
    """A killed process left a folder with a file."""
    left = tmp_path / f"{PREFIX}999999999-x"
    left.mkdir()
    (left / "half").write_text("a", encoding="utf-8")
    begun = begin(tmp_path)
    assert list(tmp_path.iterdir()) == [begun]
