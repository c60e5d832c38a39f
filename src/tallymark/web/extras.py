"""Optional libraries of the pages: in comes the name of an extra; out comes whether its libraries are installed."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec

LIBRARIES = {"charts": ("vl_convert",), "records": ("duckdb", "pyarrow", "sqlglot")}


@cache
def has(extra: str) -> bool:
    """Whether every library of the extra can be imported."""
    return all(find_spec(name) is not None for name in LIBRARIES[extra])
