"""Closed tables: in comes a CSV and the code of its room; out come its rows, or a coded error with the line.

An unknown, missing or doubled column and a line with too few or too many cells are errors with file and line, never passed
over. ``model.closed_yaml`` does the same for YAML; it stands apart because not every command needs the parser.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from importlib.resources.abc import Traversable

from tallymark.model.errors import DataError


def read_rows(
    path: Traversable, label: str, columns: tuple[str, ...], code: str
) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of a CSV as (line, column to cell); raises DataError ``code`` with ``label`` and the line."""
    reader = csv.DictReader(io.StringIO(path.read_text(encoding="utf-8")))
    if tuple(reader.fieldnames or ()) != columns:
        raise DataError(code, where=f"{label} line 1", detail=f"columns must be {', '.join(columns)}")
    for row in reader:
        if None in row or None in row.values():
            raise DataError(code, where=f"{label} line {reader.line_num}", detail="too few or too many cells")
        yield reader.line_num, row
