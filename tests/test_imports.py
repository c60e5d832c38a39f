"""The order of the rooms: a room imports only from rooms before it, and the two that feed checking do not know each other."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "src/tallymark"
LIGHT = ("model", "register", "claims", "checking")
HEAVY_WING = ("engine", "schema", "rules", "releases", "records", "counting", "synthetic")
ROOMS = {
    "model": (),
    "register": ("model",),
    "claims": ("model",),
    "checking": ("model", "register", "claims"),
    "engine": ("model",),
    "schema": ("model", "engine"),
    "rules": ("model", "engine", "schema"),
    "releases": ("model", "engine", "schema", "rules"),
    "records": ("model", "engine", "schema", "rules", "releases"),
    "counting": ("model", "engine", "schema", "rules", "releases", "records"),
    "synthetic": ("model", "schema", "releases"),
    "reports": (*LIGHT, *HEAVY_WING),
    "verbs": (*LIGHT, *HEAVY_WING, "reports"),
    "web": (*LIGHT, *HEAVY_WING, "reports", "verbs"),
    "commands": (*LIGHT, *HEAVY_WING, "reports", "verbs", "web"),
    "cli": (*LIGHT, *HEAVY_WING, "reports", "verbs", "web", "commands"),
    "__main__": ("cli",),
}
MODULES = sorted(PACKAGE.rglob("*.py"))
HEAVY = {"lxml", "pypdf", "docx", "rich"}
RECORDS = {
    "pyarrow",
    "numpy",
    "duckdb",
    "sqlglot",
    "fastexcel",
    "python_calamine",
    "rapidfuzz",
    "xlsxwriter",
    "pyspark",
}


def room_of(path: Path) -> str:
    """The room a module lies in: its folder, or its own name at the top."""
    parts = path.relative_to(PACKAGE).parts
    return parts[0] if len(parts) > 1 else path.stem


def imports(path: Path) -> Iterator[tuple[str, bool]]:
    """Every module imported, with whether the import stands at the top level of the file."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    typing_only = {
        id(child)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
        for child in ast.walk(node)
    }
    for node in ast.walk(tree):
        at_top = node in tree.body and id(node) not in typing_only
        if isinstance(node, ast.Import):
            yield from ((alias.name, at_top) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are written out"
            yield from ((f"{node.module}.{alias.name}", at_top) for alias in node.names)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_room_imports_only_from_rooms_before_it(path: Path) -> None:
    """The order is model, then register and claims side by side, then checking, reports, verbs, commands, cli."""
    room = room_of(path)
    if room == "__init__":
        allowed: tuple[str, ...] = ("verbs",)
    else:
        allowed = (*ROOMS[room], room, "__version__")
    found = {name.split(".")[1] for name, _ in imports(path) if name.startswith("tallymark.")}
    assert found <= set(allowed)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_heavy_readers_are_imported_where_they_are_used(path: Path) -> None:
    """Libraries that read PDF, .docx and HTML, and rich, are never imported with a module of ours."""
    at_top = {name.partition(".")[0] for name, top in imports(path) if top}
    assert at_top & HEAVY == set()


@pytest.mark.parametrize(
    "path",
    [path for path in MODULES if room_of(path) not in HEAVY_WING],
    ids=lambda path: str(path.relative_to(PACKAGE)),
)
def test_the_light_wing_loads_nothing_of_the_heavy_one(path: Path) -> None:
    """Outside the heavy rooms, neither they nor the libraries of records are imported with a module."""
    at_top = [name for name, top in imports(path) if top]
    rooms = {name.split(".")[1] for name in at_top if name.startswith("tallymark.")}
    assert rooms & set(HEAVY_WING) == set()
    assert {name.partition(".")[0] for name in at_top} & RECORDS == set()


def test_synthetic_releases_know_layouts_only() -> None:
    """What makes the truth imports nothing of what is tested against it: of releases, only the layouts."""
    found = {
        name
        for path in MODULES
        if room_of(path) == "synthetic"
        for name, _ in imports(path)
        if name.startswith("tallymark.releases")
    }
    assert all(name.startswith("tallymark.releases.layouts") for name in found)


def test_register_and_claims_do_not_know_each_other() -> None:
    """Reading texts and holding published figures are joined in checking only."""
    assert "claims" not in ROOMS["register"]
    assert "register" not in ROOMS["claims"]


def test_importing_the_package_loads_no_room() -> None:
    """``import tallymark`` costs nothing until a verb is used."""
    code = "import sys, tallymark; print(sorted(name for name in sys.modules if name.startswith('tallymark')))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603
    assert done.stdout == "['tallymark']\n"


def test_the_verbs_are_those_of_the_contract() -> None:
    """Each verb can be reached from the package, and an unknown name is an ordinary attribute error."""
    import tallymark  # noqa: PLC0415

    assert tallymark.__all__ == ["check", "count", "find_figures", "find_releases", "quantities", "year_report"]
    assert all(callable(getattr(tallymark, name)) for name in tallymark.__all__)
    assert set(tallymark.__all__) <= set(dir(tallymark))
    with pytest.raises(AttributeError, match="no attribute 'guess'"):
        tallymark.guess  # noqa: B018
