"""Marks: in comes a text of a cell; out comes the class of the redaction or null mark that it is, if it is one.

Which texts are marks, and where, is data: ``data/marks.yaml``. A mark becomes null and is counted; the raw mirror keeps it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from fnmatch import fnmatchcase
from functools import cache
from importlib import resources

from tallymark.model.closed_yaml import parse_yaml
from tallymark.model.errors import DataError

KINDS = ("redaction", "null")
LABEL = "releases/data/marks.yaml"


@dataclass(frozen=True, slots=True)
class Mark:
    """One kind of mark; ``pattern`` must match the whole text, in any case."""

    id: str
    kind: str
    pattern: str
    parts: str
    parses: tuple[str, ...]
    layouts: tuple[str, ...]
    source: str

    def holds_in(self, parse: str, layout: str) -> bool:
        """Whether the mark means something in a column read by ``parse`` in a sheet of ``layout``."""
        in_layout = not self.layouts or any(fnmatchcase(layout, pattern) for pattern in self.layouts)
        return in_layout and (not self.parses or parse in self.parses)

    def name(self, text: str) -> str:
        """The class under which a text of this mark is counted: ``b6,b7c`` for ``(b)(6), (b)(7)(C)``."""
        if not self.parts:
            return self.id
        found = re.findall(self.parts, text.lower())
        return ",".join("b" + "".join(part) for part in found) or self.id


def class_of(text: str, marks: Sequence[Mark]) -> str | None:
    """The class of the first mark that the text is, blanks around it cut off; None when it is none."""
    plain = text.strip()
    for mark in marks:
        if _compiled(mark.pattern).fullmatch(plain):
            return mark.name(plain)
    return None


@cache
def marks_in(parse: str, layout: str) -> tuple[Mark, ...]:
    """The marks that hold in a column read by ``parse`` in a sheet of ``layout``, in the order of the data."""
    return tuple(mark for mark in all_marks() if mark.holds_in(parse, layout))


@cache
def any_of(marks: tuple[Mark, ...]) -> str:
    """One expression that finds a text that is any of the marks, blanks around it or not."""
    return r"(?i)^\s*(?:" + "|".join(f"(?:{mark.pattern})" for mark in marks) + r")\s*$"


@cache
def all_marks() -> tuple[Mark, ...]:
    """Every mark that Tallymark ships."""
    return parse_marks(resources.files("tallymark.releases").joinpath("data/marks.yaml").read_text(encoding="utf-8"))


def parse_marks(text: str, label: str = LABEL) -> tuple[Mark, ...]:
    """The marks of a YAML text; raises TM-RELEASES-401 with the key that breaks the schema."""
    loaded = parse_yaml(text, label, "TM-RELEASES-401")
    if not isinstance(loaded, Mapping) or list(loaded) != ["marks"] or not isinstance(loaded["marks"], list):
        raise DataError("TM-RELEASES-401", where=label, detail="one key is known: marks, a list")
    marks = tuple(_mark(entry, f"{label} mark {number}") for number, entry in enumerate(loaded["marks"], 1))
    if len({mark.id for mark in marks}) < len(marks):
        raise DataError("TM-RELEASES-401", where=label, detail="an id is listed twice")
    return marks


def _mark(entry: object, where: str) -> Mark:
    names = [field.name for field in fields(Mark)]
    if not isinstance(entry, Mapping) or set(entry) != set(names):
        odd = sorted(str(key) for key in set(entry) ^ set(names)) if isinstance(entry, Mapping) else ["no mapping"]
        raise DataError("TM-RELEASES-401", where=where, detail=f"unknown or missing: {', '.join(odd)}")
    lists = [entry["parses"], entry["layouts"]]
    texts = [entry[name] for name in ("id", "kind", "pattern", "parts", "source")]
    right = all(isinstance(one, list) for one in lists) and all(isinstance(one, str) for one in texts)
    if not right or entry["kind"] not in KINDS or not entry["pattern"]:
        detail = f"kind is one of {', '.join(KINDS)}, parses and layouts are lists, the rest is text"
        raise DataError("TM-RELEASES-401", where=where, detail=detail)
    try:
        re.compile(entry["pattern"])
        re.compile(entry["parts"])
    except re.error:
        raise DataError("TM-RELEASES-401", where=where, detail="pattern or parts is no regular expression") from None
    return Mark(**{**entry, "parses": tuple(entry["parses"]), "layouts": tuple(entry["layouts"])})


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(f"(?:{pattern})", re.IGNORECASE)
