"""The rules of the house that a machine can hold: file sizes, docstrings on tests, nothing of a machine in the project."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SOURCES = sorted([*ROOT.glob("src/**/*.py"), *ROOT.glob("evaluation/**/*.py"), *ROOT.glob("tests/**/*.py")])


def test_no_module_has_more_than_500_lines() -> None:
    """A module is one noun and stays readable."""
    long = {
        str(path.relative_to(ROOT)): n for path in SOURCES if (n := len(path.read_text("utf-8").splitlines())) > 500
    }
    assert long == {}


@pytest.mark.parametrize(
    "path", [path for path in SOURCES if path.name.startswith("test_")], ids=lambda path: path.stem
)
def test_every_test_says_its_behaviour_in_a_sentence(path: Path) -> None:
    """The docstring of a test is its meaning."""
    tree = ast.parse(path.read_text("utf-8"))
    tests = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")]
    assert [node.name for node in tests if not ast.get_docstring(node)] == []


def test_every_error_code_is_raised_somewhere_and_tested() -> None:
    """Each code of the table stands in the sources and in a test."""
    table = (ROOT / "src/tallymark/model/data/errors.csv").read_text("utf-8")
    codes = re.findall(r"^(TM-[A-Z]+-\d{3}),", table, re.M)
    used = "\n".join(path.read_text("utf-8") for path in ROOT.glob("src/**/*.py"))
    tested = "\n".join(path.read_text("utf-8") for path in ROOT.glob("tests/**/*.py"))
    assert len(codes) == len(set(codes))
    assert [code for code in codes if code not in used] == []
    assert [code for code in codes if code not in tested] == []
    raised = set(re.findall(r"TM-[A-Z]+-\d{3}", used))
    assert raised - set(codes) == set()


def test_no_registry_address_stands_in_the_lock_file() -> None:
    """The lock names packages and versions only."""
    assert "://" not in (ROOT / "requirements/lock.txt").read_text("utf-8")


def test_no_path_of_a_machine_stands_in_the_project() -> None:
    """Nothing points into one person's file system."""
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S607
    if listed.returncode != 0:
        pytest.skip("not a git checkout")
    home = str(ROOT.parent)
    texts = [path for name in listed.stdout.splitlines() if (path := ROOT / name).is_file()]
    assert [str(path) for path in texts if home + "/" in path.read_text("utf-8", errors="ignore")] == []
