"""The documents: every command they show is run, and every output they show is what it prints.

A fenced block of kind ``console`` holds lines ``$ tallymark ...`` or ``$ echo "..." | tallymark ...``, each followed by its
output; a line of three dots stands for any lines, three dots inside a line for the rest of it.
"""

from __future__ import annotations

import contextlib
import re
import shlex
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

from tallymark.cli import main

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
BLOCK = re.compile(r"^```console\n(.*?)^```", re.M | re.S)
LINK = re.compile(r"\]\(([^)#]+?)(?:#[^)]*)?\)")


@dataclass(frozen=True)
class Shown:
    """One command of a document with the output shown below it."""

    command: str
    output: str


def shown_in(path: Path) -> list[Shown]:
    """Every command of a document."""
    found = []
    for block in BLOCK.findall(path.read_text("utf-8")):
        for part in re.split(r"^\$ ", block, flags=re.M)[1:]:
            command, _, output = part.partition("\n")
            found.append(Shown(command, output))
    return found


def run(command: str, folder: Path) -> tuple[int, str]:
    """Run a shown command in this process: exit code and what it prints."""
    words = shlex.split(command)
    fed = ""
    if "|" in words:
        bar = words.index("|")
        assert words[0] == "echo", command
        fed, words = " ".join(words[1:bar]) + "\n", words[bar + 1 :]
    assert words[0] == "tallymark", command
    with contextlib.chdir(folder):
        done = CliRunner().invoke(main, words[1:], input=fed, env={"NO_COLOR": "1", "COLUMNS": "100"})
    return done.exit_code, done.output


def fits(shown: str, printed: str) -> bool:
    """Whether the shown output is what was printed; three dots stand for any lines, or for the rest of a line."""
    pattern = "".join(
        r"(?:.*\n)*?" if line == "..." else re.escape(line).replace(re.escape("..."), ".*") + r"\n"
        for line in shown.strip("\n").split("\n")
    )
    return re.fullmatch(pattern, printed.strip("\n") + "\n") is not None


@pytest.mark.parametrize("path", [path for path in DOCUMENTS if shown_in(path)], ids=lambda path: path.name)
def test_every_command_in_the_documents_prints_what_they_show(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A number in a document is one that a command prints; the commands of a document follow each other in one folder."""
    # A store that is exported in the shell of whoever runs the tests is not theirs.
    monkeypatch.delenv("TALLYMARK_STORE", raising=False)
    for item in shown_in(path):
        code, printed = run(item.command, tmp_path)
        assert code in (0, 1), printed
        assert fits(item.output, printed), f"$ {item.command}\n{printed}"


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_every_link_between_documents_leads_somewhere(path: Path) -> None:
    """No link of a document is dead."""
    links = [link for link in LINK.findall(path.read_text("utf-8")) if "://" not in link]
    assert [link for link in links if not (path.parent / link).exists()] == []
