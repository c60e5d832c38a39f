"""``tallymark quantities`` from outside."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tallymark.cli import run


@pytest.fixture
def text(tmp_path: Path) -> Path:
    """Two lines with a number each and an empty one between them."""
    path = tmp_path / "lines.txt"
    path.write_text("Almost 45,000 people came.\n\nPrices rose 12 percent.\n", encoding="utf-8")
    return path


def test_offsets_give_back_the_words(text: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The spans point into the file's text."""
    assert run(["quantities", str(text), "--format", "json"]) == 0
    whole = text.read_text(encoding="utf-8")
    found = json.loads(capsys.readouterr().out)
    assert [whole[item["start"] : item["end"]] for item in found] == [item["text"] for item in found]
    assert [item["value"] for item in found] == [45000, 12]


def test_each_line_is_a_text_of_its_own(text: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """--lines gives one array for each line, an empty one for a line without text, offsets counted from its start."""
    assert run(["quantities", str(text), "--lines", "--format", "json"]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [[item["start"] for item in row] for row in rows] == [[0], [], [12]]


def test_a_file_that_is_not_there_exits_3(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The message names the file."""
    assert run(["quantities", str(tmp_path / "absent.txt")]) == 3
    assert "TM-CLI-005" in (message := capsys.readouterr().err)
    assert "absent.txt" in message


def test_what_is_too_large_or_no_text_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A sparse file of 100 MB and bytes that are no text exit 3 with a code."""
    huge, binary = tmp_path / "huge.txt", tmp_path / "binary.txt"
    with huge.open("wb") as handle:
        handle.truncate(100_000_000)
    binary.write_bytes(bytes(range(256)) * 40)
    assert run(["quantities", str(huge)]) == 3
    assert "TM-CLAIMS-103" in capsys.readouterr().err
    assert run(["quantities", str(binary)]) == 3
    assert "TM-CLAIMS-104" in capsys.readouterr().err
