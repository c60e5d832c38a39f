"""Faulty rows: in come a data file of this room and a line; out comes the coded error."""

from __future__ import annotations

from tallymark.model.errors import DataError


def bad_row(name: str, line: int, detail: str) -> DataError:
    """The error for a line whose words or values break the schema of their file (TM-CLAIMS-001)."""
    return DataError("TM-CLAIMS-001", where=f"claims/data/{name} line {line}", detail=detail)
