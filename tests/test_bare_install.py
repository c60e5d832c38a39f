"""The main job runs on the bare install: development tools and heavy libraries are refused, and light ones not touched."""

from __future__ import annotations

import json
import subprocess
import sys

RUN = """
import json, sys

class Refuse:
    names = {names!r}

    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in self.names:
            raise ModuleNotFoundError(f"refused: {{name}}", name=name)

sys.meta_path.insert(0, Refuse())
from tallymark.cli import run
code = run({arguments!r})
print(json.dumps([code, sorted({{name.partition(".")[0] for name in sys.modules}})]), file=sys.stderr)
"""
DEVELOPMENT = ("pytest", "_pytest", "hypothesis", "mypy", "ruff", "xdist", "execnet", "openpyxl", "xlrd", "hatchling")
HEAVY = (
    "duckdb", "pandas", "polars", "numpy", "pyarrow", "ibis", "pyspark", "sqlglot", "sqlalchemy", "pydantic", "fastapi",
    "starlette", "flask", "django", "jinja2", "altair", "spacy", "torch", "requests", "httpx",
)  # fmt: skip
LAZY = {"lxml", "pypdf", "docx", "rich", "sqlite3", "http"}


def run_bare(*arguments: str) -> tuple[str, int, set[str]]:
    """Standard output, exit code and imported packages of a call in a fresh process without the refused packages."""
    code = RUN.format(names={*DEVELOPMENT, *HEAVY}, arguments=list(arguments))
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603
    exit_code, modules = json.loads(done.stderr.splitlines()[-1])
    return done.stdout, exit_code, set(modules)


def test_check_runs_without_development_tools_and_heavy_libraries() -> None:
    """The demo article gets its verdicts where only the bare dependencies can be imported."""
    shown, exit_code, modules = run_bare("check", "--demo")
    assert exit_code == 0
    assert "396,906" in shown
    assert modules & {*DEVELOPMENT, *HEAVY, *LAZY} == set()


def test_each_format_runs_bare() -> None:
    """The page and the JSON need no more than the table does."""
    for form in ("json", "html", "csv"):
        shown, exit_code, modules = run_bare("check", "--demo", "--format", form)
        assert (exit_code, "396,906" in shown) == (0, True)
        assert modules & LAZY == set()


def test_figures_and_quantities_run_bare() -> None:
    """The other commands of the bare install too."""
    assert run_bare("figures", "removals", "--period", "FY2011")[1] == 0
    assert run_bare("--help")[1] == 0
