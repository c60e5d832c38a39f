"""The bundled article: out comes its text."""

from __future__ import annotations

from functools import cache
from importlib import resources


@cache
def demo_text() -> str:
    """The article that ``tallymark check --demo`` checks."""
    return resources.files("tallymark").joinpath("demo/removals-2011.txt").read_text(encoding="utf-8")
