"""Closed YAML: in come a text and the code of its room; out come its values, or a coded error with the line or key.

A key that stands twice, one that is missing and one that nobody knows are errors, never passed over.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

import yaml

from tallymark.model.errors import DataError, TallymarkError

# The loader in C reads the same and takes a tenth of the time; not every build of the library has it.
if TYPE_CHECKING:
    LOADER = yaml.SafeLoader
else:
    LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Unique(LOADER):
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


def check_keys(
    entry: object, where: str, required: Iterable[str], optional: Iterable[str], code: str
) -> Mapping[str, Any]:
    """``entry`` when it is a mapping with every required key and no unknown one; raises DataError ``code`` with the keys."""
    if not isinstance(entry, Mapping):
        raise DataError(code, where=where, detail="a mapping is expected")
    needed = set(required)
    missing = sorted(needed - set(entry))
    unknown = sorted(str(key) for key in set(entry) - needed - set(optional))
    if missing or unknown:
        parts = [f"{words} {', '.join(keys)}" for words, keys in (("missing", missing), ("unknown", unknown)) if keys]
        raise DataError(code, where=where, detail="keys: " + "; ".join(parts))
    return entry
