"""Files of the register: in come folders and CSV paths; out come lines and card texts with their places, nothing parsed.

A row is one line of the file, so that lines can be told apart by measure without reading them as CSV.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tallymark.model.errors import DataError, UsageError
from tallymark.model.patterns import compile_pattern
from tallymark.register.row import COLUMNS, MEASURE_COLUMN

BUNDLED = Path(__file__).parent / "data"
# The limit that csv itself starts with; said here, because whoever reads released files in the same process raises csv's.
LONGEST_CELL = 131_072
CONTROL = compile_pattern("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class RawFile:
    """One source as read: ``body`` is the text below the header; ``own`` marks a newsroom's file."""

    name: str
    body: str
    card: str
    card_name: str
    own: bool
    sha256: str

    @property
    def source_id(self) -> str:
        """The source's id: the name of the CSV without folder and ending."""
        return Path(self.name).name.removesuffix(".csv")

    def lines(self) -> Iterator[tuple[int, str]]:
        """Number and text of every line below the header that is not empty."""
        return ((number, line) for number, line in enumerate(self.body.split("\n"), 2) if line)

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Line number and cells of every line that is not empty."""
        return ((number, split_cells(line)) for number, line in self.lines())


def split_cells(line: str) -> list[str]:
    """The cells of one line, none when it is no CSV or a cell is too long; a quoted one that is not closed takes the rest."""
    if '"' not in line:
        return line.split(",")
    try:
        cells = next(csv.reader([line]), [])
    except csv.Error:
        return []
    return [] if len(line) > LONGEST_CELL and max(map(len, cells)) > LONGEST_CELL else cells


def measure_of(line: str) -> str:
    """The measure of a line, which stands before any cell with a comma; empty when the line is too short."""
    parts = line.split(",", MEASURE_COLUMN + 1)
    return parts[MEASURE_COLUMN] if len(parts) > MEASURE_COLUMN else ""


def raw_files(paths: Sequence[Path], bundled: bool) -> Iterator[RawFile]:
    """Every file of the register: the bundled ones first, then those at ``paths`` (a CSV or a folder of them).

    Raises TM-REGISTER-001 and 002 for a file that cannot be used, 013 for a path where none is, 014 for bad text.
    """
    for table, own in table_paths(paths, bundled):
        yield read_file(table, own=own)


def table_paths(paths: Sequence[Path], bundled: bool) -> Iterator[tuple[Path, bool]]:
    """Every CSV with whether it is the user's own; raises TM-REGISTER-013."""
    if bundled:
        yield from ((table, False) for table in _tables(BUNDLED))
    for path in paths:
        found = _tables(path) if path.is_dir() else [path]
        if not found or not all(table.is_file() for table in found):
            raise UsageError("TM-REGISTER-013", where=str(path))
        yield from ((table, True) for table in found)


def read_file(table: Path, *, own: bool) -> RawFile:
    """One CSV with the text of the card beside it; names are shown without the folder when bundled."""
    card_path = table.with_suffix(".yaml")
    shown, card_name = (str(table), str(card_path)) if own else (table.name, card_path.name)
    if table.suffix != ".csv":
        raise DataError("TM-REGISTER-002", where=shown)
    text, card = _text(table, shown, own), _text(card_path, card_name, own)
    header, _, body = text.partition("\n")
    if tuple(split_cells(header)) != COLUMNS:
        raise DataError("TM-REGISTER-001", where=f"{shown}:1", detail=header[:200])
    digest = hashlib.sha256(f"{table.name}\n{text}\n{card}".encode()).hexdigest()
    return RawFile(shown, body, card, card_name, own, digest)


def _tables(folder: Path) -> list[Path]:
    return sorted((path for path in folder.iterdir() if path.name.endswith(".csv")), key=lambda path: path.name)


def _text(path: Path, shown: str, own: bool) -> str:
    """The text with plain line ends; a user's own file may hold no control characters."""
    try:
        text = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except OSError as error:
        raise DataError("TM-REGISTER-002", where=shown, detail=error.strerror or "") from None
    except UnicodeDecodeError:
        raise DataError("TM-REGISTER-014", where=shown) from None
    if own and (match := CONTROL.search(text)):
        line = text.count("\n", 0, match.start()) + 1
        raise DataError("TM-REGISTER-014", where=f"{shown}:{line}", detail=f"character {ord(match[0]):#04x}")
    return text
