"""Optional libraries: in comes the name of an extra; nothing comes out when it is installed, and a coded error when not."""

from __future__ import annotations

from importlib.util import find_spec

from tallymark.model.errors import UsageError

EXTRAS: dict[str, tuple[str, ...]] = {
    "records": ("duckdb", "fastexcel", "numpy", "pyarrow", "python_calamine", "rapidfuzz", "sqlglot"),
    "spark": ("pyspark", "grpc", "pandas"),
    "charts": ("altair", "vl_convert"),
    "web": ("fastapi", "uvicorn", "jinja2", "python_multipart"),
}


def need(extra: str) -> None:
    """Make sure that the libraries of an extra are installed; raises TM-CLI-006 that names what is missing."""
    missing = [library for library in EXTRAS[extra] if find_spec(library) is None]
    if missing:
        install = f"pip install 'tallymark[{extra}]'"
        raise UsageError("TM-CLI-006", where=f"extra {extra}", detail=f"missing: {', '.join(missing)}; {install}")
