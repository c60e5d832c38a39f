"""The manifest of a release: in come the facts of an ingest; out comes canonical JSON, and back.

The same input gives the same bytes: keys are sorted, there is no time and no machine in it. ``digest`` is the SHA-256 of
the rest, so that a manifest edited by hand is noticed.
"""

from __future__ import annotations

import hashlib
import json
import types
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, is_dataclass, replace
from functools import cache, lru_cache
from pathlib import Path
from typing import Union, cast, get_args, get_origin, get_type_hints

from tallymark.model.errors import DataError

SCHEMA = 1
SOURCE_ORDER = ("file_id", "sheet order", "row")


@dataclass(frozen=True, slots=True)
class FileEntry:
    """A file that was read; ``id`` is the ``file_id`` of every row that comes from it."""

    id: int
    name: str
    sha256: str
    n_bytes: int


@dataclass(frozen=True, slots=True)
class SkippedFile:
    """A file that was met and not read, with the reason."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class ReadEntry:
    """A canonical field that a column was read into, and by which parser."""

    field: str
    parse: str


@dataclass(frozen=True, slots=True)
class ColumnEntry:
    """A column of a sheet: position from 1, header as printed, name in the raw mirror, and the fields it was read into.

    A column without fields is in the raw mirror only; its layout says why.
    """

    position: int
    header: str
    stored: str
    reads: tuple[ReadEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class SheetEntry:
    """Where rows of a table come from.

    ``header_row`` and ``first_row`` are as the source counts rows, from 1; ``first_row`` is 0 when there are no rows.
    ``n_rows`` counts rows with a cell, ``n_ragged`` those of them that are broken as a whole, ``n_blank_rows`` rows
    without any cell, which are no records. ``notes`` say how the sheet was read.
    """

    file_id: int
    sheet: str
    layout: str
    header_row: int
    first_row: int
    n_rows: int
    columns: tuple[ColumnEntry, ...]
    n_ragged: int = 0
    n_blank_rows: int = 0
    notes: tuple[str, ...] = ()
    visible: bool = True


@dataclass(frozen=True, slots=True)
class SkippedSheet:
    """A sheet that holds no rows of a known table, or was left out, with the reason."""

    file_id: int
    sheet: str
    visible: bool
    reason: str
    n_rows: int | None = None


@dataclass(frozen=True, slots=True)
class MarkCount:
    """How many cells of a column held a redaction or null mark of one class."""

    column: str
    mark: str
    n_cells: int


@dataclass(frozen=True, slots=True)
class BadCount:
    """How many cells of a field could not be typed, by code."""

    field: str
    code: str
    n_cells: int


@dataclass(frozen=True, slots=True)
class PartEntry:
    """A Parquet file of the release, named from the folder of the release."""

    path: str
    n_rows: int
    n_bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class TableEntry:
    """A table of the release.

    ``n_rows`` counts the rows of the sources; each is in the raw mirror, and either in the canonical table or among the
    ``n_quarantined`` rows that are broken as a whole. A bad cell is null in the canonical row and listed in quarantine;
    ``n_bad_cells`` counts them. ``window`` is the first and last day of the table's key date. ``present_fields`` are those
    a column was read into, ``absent_fields`` the others that the table had at the ingest; a field defined later is in neither.
    """

    name: str
    layouts: tuple[str, ...]
    n_rows: int
    n_quarantined: int
    n_bad_cells: int
    window: tuple[str, ...]
    absent_fields: tuple[str, ...]
    sheets: tuple[SheetEntry, ...]
    marks: tuple[MarkCount, ...]
    bad: tuple[BadCount, ...]
    parts: tuple[PartEntry, ...]
    sorted_by: tuple[str, ...] = SOURCE_ORDER
    present_fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckEntry:
    """A check made at ingest: how many values were looked at and how many failed it.

    ``field`` is a canonical field, or a column of the raw mirror where the check is on the cells of the source.
    """

    id: str
    table: str
    field: str
    n_values: int
    n_failed: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class FaultEntry:
    """A known fault of a table of the release, from the catalogue: the days it covers (empty: no limit) and its source."""

    release: str
    table: str
    effect: str
    words: str
    start: str = ""
    end: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class LayoutUsed:
    """A layout by which sheets were read; ``sha256`` is that of its content, so that a changed layout is noticed."""

    id: str
    sha256: str
    own: bool = False


@dataclass(frozen=True, slots=True)
class Manifest:
    """All that is known of a release in the store."""

    release: str
    files: tuple[FileEntry, ...]
    tables: tuple[TableEntry, ...]
    skipped_files: tuple[SkippedFile, ...] = ()
    skipped_sheets: tuple[SkippedSheet, ...] = ()
    layouts: tuple[LayoutUsed, ...] = ()
    checks: tuple[CheckEntry, ...] = ()
    faults: tuple[FaultEntry, ...] = ()
    schema: int = SCHEMA
    digest: str = ""

    def table(self, name: str) -> TableEntry:
        """The table of this name; raises TM-SCHEMA-105 when the release has none."""
        for table in self.tables:
            if table.name == name:
                return table
        known = ", ".join(table.name for table in self.tables) or "none"
        raise DataError("TM-SCHEMA-105", where=f"release {self.release}, table {name!r}", detail=f"tables: {known}")

    def file(self, file_id: int) -> FileEntry:
        """The file with this id."""
        return next(entry for entry in self.files if entry.id == file_id)


def dumps(manifest: Manifest) -> str:
    """The canonical JSON of a manifest, its digest computed."""
    return _canonical({**asdict(manifest), "digest": digest_of(manifest)})


def digest_of(manifest: Manifest) -> str:
    """SHA-256 of everything in the manifest but the digest itself."""
    return hashlib.sha256(_canonical(asdict(replace(manifest, digest=""))).encode()).hexdigest()


def write(path: Path, manifest: Manifest) -> None:
    """Write the manifest; whoever needs it on the disk for certain syncs the file."""
    path.write_text(dumps(manifest), encoding="utf-8")


def read(path: Path) -> Manifest:
    """The manifest in a file; raises TM-SCHEMA-104 when it is no manifest of this schema.

    A manifest whose digest does not fit is given all the same: ``verify`` is where it is judged.
    """
    try:
        return _parsed(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise DataError("TM-SCHEMA-104", where=str(path), detail=str(error)[:300]) from None


@lru_cache(maxsize=4)
def _parsed(text: str) -> Manifest:
    """The manifest in a text; many steps of one piece of work read the same one."""
    loaded = json.loads(text)
    if not isinstance(loaded, dict) or loaded.get("schema") != SCHEMA:
        raise ValueError(f"schema {SCHEMA} was expected")
    return cast(Manifest, _decode(Manifest, loaded, "manifest"))


def _canonical(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, indent=1) + "\n"


def _decode(kind: object, value: object, where: str) -> object:
    """``value`` as ``kind``: a dataclass, a tuple of them, text, a whole number, a truth value, or one of these or null."""
    if is_dataclass(kind) and isinstance(kind, type):
        return _decode_record(kind, value, where)
    origin, inner = get_origin(kind), get_args(kind)
    if origin is tuple:
        if not isinstance(value, list):
            raise ValueError(f"{where} is not a list")
        return tuple(_decode(inner[0], one, f"{where}[{number}]") for number, one in enumerate(value))
    if origin in (Union, types.UnionType):
        return None if value is None else _decode(inner[0], value, where)
    if type(value) is not kind:
        raise ValueError(f"{where} is not of the type {kind}")
    return value


@cache
def _hints(kind: type) -> Mapping[str, object]:
    """The types of the fields of a dataclass; working them out takes longer than decoding one."""
    return get_type_hints(kind)


def _decode_record(kind: type, value: object, where: str) -> object:
    if not isinstance(value, Mapping):
        raise ValueError(f"{where} is not an object")
    hints = _hints(kind)
    names = [field.name for field in fields(kind)]
    unknown = sorted(set(value) - set(names))
    missing = sorted(set(names) - set(value))
    if unknown or missing:
        raise ValueError(f"{where}: unknown keys {unknown}, missing keys {missing}")
    return kind(**{name: _decode(hints[name], value[name], f"{where}.{name}") for name in names})
