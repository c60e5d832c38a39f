"""Layouts: in come the files of ``data/layouts``, one for each release and table; out come their column maps.

A layout file is CSV below a few lines ``# key: value``. Each line maps one raw column to one canonical field; a raw column
that fills two fields has two lines with the same position and name; a line without a field says why the column is not
mapped. Every key and column is closed: an unknown one is an error with file and line.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from types import MappingProxyType

from tallymark.model.errors import DataError
from tallymark.releases.headers import fold
from tallymark.releases.parsers import parsers
from tallymark.schema.fields import fields
from tallymark.schema.tables import tables

KEYS = ("id", "release", "table", "publisher", "header_row", "source", "note")
COLUMNS = ("position", "raw", "presence", "field", "parse", "note")
REQUIRED, OPTIONAL, ALTERNATIVE = PRESENCE = ("required", "optional", "alternative")
MARK = "# "


@dataclass(frozen=True, slots=True)
class FieldMap:
    """One raw column read into one canonical field; ``parse`` is a name of ``data/parsers.csv``."""

    raw: str
    field: str
    parse: str


@dataclass(frozen=True, slots=True)
class Column:
    """One raw column.

    ``position`` counts from 1 in the files seen; ``raw`` is its name as first seen. ``field`` and ``parse`` are its first
    map (None and empty: recognised and not mapped, ``note`` says why), ``maps`` all of them. ``presence`` is required,
    optional (a file may lack it) or alternative (a file has one of the columns that fill the same field).
    """

    position: int
    raw: str
    field: str | None
    parse: str
    note: str
    presence: str = REQUIRED
    maps: tuple[FieldMap, ...] = ()

    @property
    def required(self) -> bool:
        """Whether every file has the column."""
        return self.presence == REQUIRED


@dataclass(frozen=True, slots=True)
class Layout:
    """The column map of one table of one release.

    ``release`` is an id of the catalogue; ``header_row`` is where the header stood in the files seen (a hint for writers:
    recognition finds it by itself); ``sha256`` is over the bytes of the layout file.
    """

    id: str
    release: str
    table: str
    columns: tuple[Column, ...]
    header_row: int
    publisher: str
    source: str
    note: str
    sha256: str

    @property
    def maps(self) -> tuple[FieldMap, ...]:
        """Every raw column with a field, in order; a column that fills two fields stands twice."""
        return tuple(each for column in self.columns for each in column.maps)

    @property
    def names(self) -> tuple[str, ...]:
        """The folded names of all columns in order."""
        return tuple(fold(column.raw) for column in self.columns)

    @property
    def required(self) -> frozenset[str]:
        """The folded names that a header must have."""
        return frozenset(fold(column.raw) for column in self.columns if column.required)

    @property
    def alternatives(self) -> tuple[tuple[str, ...], ...]:
        """Groups of folded names of which a header must have one, each in the order of the columns."""
        groups: dict[str | None, list[str]] = {}
        for column in self.columns:
            if column.presence == ALTERNATIVE:
                groups.setdefault(column.field, []).append(fold(column.raw))
        return tuple(tuple(group) for group in groups.values())

    @property
    def printed(self) -> tuple[Column, ...]:
        """The columns of a file that lacks none: of alternatives the first."""
        others = {name for group in self.alternatives for name in group[1:]}
        return tuple(column for column in self.columns if fold(column.raw) not in others)

    @property
    def absent(self) -> tuple[str, ...]:
        """The canonical fields of the table that no column fills, in the table's order."""
        filled = {each.field for each in self.maps}
        return tuple(name for name in tables()[self.table].fields if name not in filled)


@cache
def layouts() -> Mapping[str, Layout]:
    """Every layout that ships, by id."""
    folder = resources.files("tallymark.releases").joinpath("data/layouts")
    files = sorted((path for path in folder.iterdir() if path.name.endswith(".csv")), key=lambda path: path.name)
    return collect(read_layout(path, f"releases/data/layouts/{path.name}") for path in files)


def collect(found: Iterable[Layout]) -> Mapping[str, Layout]:
    """The layouts by id; raises TM-RELEASES-702 when two have one id or when one header could be either of them."""
    by_id: dict[str, Layout] = {}
    shapes: list[tuple[str, frozenset[str], frozenset[str]]] = []
    for layout in found:
        names, required = frozenset(layout.names), layout.required
        for other, other_names, other_required in shapes:
            if layout.id == other or (required <= other_names and other_required <= names):
                raise DataError("TM-RELEASES-702", where=f"layout {layout.id}", detail=f"may be {other}")
        by_id[layout.id] = layout
        shapes.append((layout.id, names, required))
    return MappingProxyType(by_id)


def layout(layout_id: str) -> Layout:
    """The layout with this id; raises TM-RELEASES-703."""
    try:
        return layouts()[layout_id]
    except KeyError:
        raise DataError("TM-RELEASES-703", where=f"layout {layout_id!r}", detail="see releases/data/layouts") from None


def read_layout(path: Traversable, label: str) -> Layout:
    """One layout file; raises TM-RELEASES-701 with the line that breaks the schema."""
    data = path.read_bytes()
    lines = data.decode("utf-8").splitlines(keepends=True)
    n_heads = next((n for n, line in enumerate(lines) if not line.startswith(MARK.rstrip())), len(lines))
    head = _head(lines[:n_heads], label)
    reader = csv.DictReader(io.StringIO("".join(lines[n_heads:])))
    if tuple(reader.fieldnames or ()) != COLUMNS:
        raise _fault(label, n_heads + 1, f"columns must be {', '.join(COLUMNS)}")
    columns: list[Column] = []
    for row in reader:
        _add(columns, row, head["table"], label, n_heads + reader.line_num)
    names = [fold(column.raw) for column in columns]
    if not columns or len(set(names)) < len(names):
        raise _fault(label, n_heads + 1, "no column is listed, or one twice")
    return Layout(
        id=head["id"],
        release=head["release"],
        table=head["table"],
        columns=tuple(columns),
        header_row=int(head["header_row"]),
        publisher=head["publisher"],
        source=head["source"],
        note=head["note"],
        sha256=hashlib.sha256(data).hexdigest(),
    )


def _head(lines: list[str], label: str) -> dict[str, str]:
    """The lines ``# key: value`` above the table."""
    head: dict[str, str] = {}
    for number, line in enumerate(lines, start=1):
        key, colon, value = line.removeprefix(MARK).rstrip("\n").partition(":")
        if not colon or key not in KEYS or key in head:
            raise _fault(label, number, f"key {key!r} is unknown or stands twice; keys are {', '.join(KEYS)}")
        head[key] = value.strip()
    missing = [key for key in KEYS if key not in head]
    if missing:
        raise _fault(label, 1, f"key {missing[0]!r} is missing")
    if head["table"] not in tables():
        raise _fault(label, 1, f"table {head['table']!r} is no canonical table")
    if not head["header_row"].isdigit() or not head["id"]:
        raise _fault(label, 1, "id is empty or header_row is no number")
    return head


def _add(columns: list[Column], row: dict[str, str], table: str, label: str, line: int) -> None:
    """Add one line: a new column, or one more field of the column before."""
    if None in row or None in row.values():
        raise _fault(label, line, "too few or too many cells")
    fault = _row_fault(row, table)
    if fault:
        raise _fault(label, line, fault)
    position, presence = int(row["position"]), row["presence"]
    maps = (FieldMap(row["raw"], row["field"], row["parse"]),) if row["field"] else ()
    last = columns[-1] if columns else None
    if last and (last.position, last.raw, last.presence) == (position, row["raw"], presence) and last.maps and maps:
        columns[-1] = Column(position, last.raw, last.field, last.parse, last.note, presence, last.maps + maps)
    elif position != len(columns) + 1:
        raise _fault(label, line, "position is out of order")
    else:
        columns.append(
            Column(position, row["raw"], row["field"] or None, row["parse"], row["note"], presence, maps),
        )
    _no_field_twice(columns, label, line)


def _row_fault(row: dict[str, str], table: str) -> str:
    known, wanted = parsers(), row["field"]
    if not row["position"].isdigit() or row["presence"] not in PRESENCE:
        return f"position is no number or presence is none of {', '.join(PRESENCE)}"
    if not wanted:
        fine = row["note"].strip() and not row["parse"] and row["presence"] != ALTERNATIVE
        return "" if fine else "a column without field needs a note and no parse, and is no alternative"
    if wanted not in tables()[table].fields:
        return f"{wanted!r} is no field of {table}"
    if row["parse"] not in known or known[row["parse"]].type != fields()[wanted].type:
        return f"parse {row['parse']!r} does not make {fields()[wanted].type}"
    return ""


def _no_field_twice(columns: list[Column], label: str, line: int) -> None:
    """Only alternatives may fill one field: other names of the same thing."""
    new = columns[-1]
    for column in columns[:-1]:
        both = {each.field for each in column.maps} & {each.field for each in new.maps}
        if both and not column.presence == new.presence == ALTERNATIVE:
            raise _fault(label, line, f"{min(both)!r} is filled by {column.raw!r} too")


def _fault(label: str, line: int, detail: str) -> DataError:
    return DataError("TM-RELEASES-701", where=f"{label} line {line}", detail=detail)
