"""``tallymark synth``: what it makes, prints and refuses."""

from __future__ import annotations

from pathlib import Path

import pytest

from tallymark.cli import run
from tallymark.model.errors import UsageError
from tallymark.synthetic.read_spec import read_spec
from tallymark.synthetic.synth import synth


def test_a_spec_by_name_is_made(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Tables with their rows are printed; releases and truth stand in the folder."""
    out = tmp_path / "made"
    assert 0 == run(["synth", "small", "--out", str(out), "--seed", "3", "--rows", "600", "--format", "csv"])
    printed = capsys.readouterr().out
    assert "whole/arrests" in printed
    assert str(out / "truth") in printed
    assert ["a", "b", "truth", "whole"] == sorted(path.name for path in out.iterdir())


def test_nothing_is_written_over(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder that holds something is refused, and keeps what it held."""
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    assert UsageError.exit_code == run(["synth", "small", "--out", str(tmp_path)])
    assert "TM-SYNTH-008" in capsys.readouterr().err
    assert ["mine.txt"] == [path.name for path in tmp_path.iterdir()]
    with pytest.raises(UsageError):
        synth(read_spec("small"), tmp_path / "mine.txt")


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Below a file there is no folder."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert UsageError.exit_code == run(["synth", "small", "--out", str(tmp_path / "file/out")])
    message = capsys.readouterr().err
    assert "TM-SYNTH-009" in message
    assert "Not a directory" in message


def test_a_disk_that_is_full_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The error of the system is the detail; it is no traceback."""

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("tallymark.synthetic.files.csv_file.CsvFile.write", full)
    with pytest.raises(UsageError) as raised:
        synth(read_spec("small"), tmp_path / "out")
    assert ("TM-SYNTH-009", "No space left on device") == (raised.value.code, raised.value.detail)


def test_an_unknown_spec_names_those_that_are_known(capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 2 and the bundled names."""
    assert 2 == run(["synth", "enormous"])
    message = capsys.readouterr().err
    assert "TM-SYNTH-005" in message
    assert "year-end-2011-like" in message
