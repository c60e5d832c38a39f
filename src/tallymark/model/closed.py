"""Closed data files: in come CSV or YAML and the code of its room; out come rows or values, or a coded error with the line.

An unknown, missing or doubled column, a line with too few or too many cells and a key that stands twice are errors with
file and line, never passed over. Every room reads its data through here.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Hashable, Iterator
from importlib.resources.abc import Traversable

import yaml

from tallymark.model.errors import DataError, TallymarkError


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


class _Unique(yaml.SafeLoader):
    """YAML in which a key stands once: the second of two would otherwise win without a word."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, object]:  # noqa: FBT001, FBT002, RUF100
        """The mapping of a node; raises ConstructorError for a key that stands twice."""
        seen: set[str] = set()
        for key, _ in node.value:
            if isinstance(key.value, str) and key.value in seen:
                raise yaml.constructor.ConstructorError(None, None, f"the key {key.value} stands twice", key.start_mark)
            seen.add(str(key.value))
        return super().construct_mapping(node, deep)


def parse_yaml(text: str, label: str, code: str, kind: type[TallymarkError] = DataError) -> object:
    """The content of a YAML text; raises ``kind`` with ``code``, ``label`` and the line when it is none or a key stands twice."""
    loader = _Unique(text)
    try:
        return loader.get_single_data()
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f" line {mark.line + 1}" if mark else ""
        detail = getattr(error, "problem", None) or "it is no YAML"
        raise kind(code, where=f"{label}{line}", detail=str(detail)) from None
    finally:
        loader.dispose()
