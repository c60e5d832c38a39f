"""Workbook and sheet: what every reader hands out, whatever the format of the file.

Rows are numbered from 1: the row Excel shows, or the record number of a text file counting every record (banner,
header and blank ones included); a Parquet file counts its column names as row 1. A cell is text or null (empty).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass, field

import pyarrow as pa

from tallymark.model.errors import InputError
from tallymark.releases.readers.limits import limits

BATCH_ROWS = 65_536


@dataclass(frozen=True, slots=True)
class RaggedRow:
    """A row whose cells do not fit the header: its number, its width and its cells as read. It is in no batch."""

    row: int
    n_cells: int
    cells: tuple[str | None, ...]


@dataclass(slots=True)
class Findings:
    """What reading a sheet brought up; complete once its batches are used up.

    ``n_blank_rows``: rows without any cell, left out of the batches. ``ragged``: rows that do not fit the header.
    ``long_numbers``: column position to number cells of more than 15 digits, which Excel has already cut.
    ``notes``: sentences for the reader of a report (encoding, delimiter, other bytes); never text of a cell.
    """

    n_blank_rows: int = 0
    ragged: list[RaggedRow] = field(default_factory=list)
    long_numbers: dict[int, int] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def require_few_ragged(self, where: str) -> None:
        """Raise TM-RELEASES-113 when the rows that do not fit pass the limit."""
        if len(self.ragged) > limits().max_ragged_rows:
            detail = f"more than {limits().max_ragged_rows:,} rows are wider or narrower than the header"
            raise InputError("TM-RELEASES-113", where=f"{where}, row {self.ragged[-1].row:,}", detail=detail)


class Sheet(ABC):
    """One sheet of a workbook, or the one table of a text or Parquet file."""

    def __init__(self, name: str, where: str, *, visible: bool = True) -> None:
        self.name = name
        self.where = where
        self.visible = visible
        self.n_rows: int | None = None
        self.findings = Findings()

    @property
    def ragged(self) -> tuple[RaggedRow, ...]:
        """Rows that do not fit the header in their order, as far as the batches have been read."""
        return tuple(sorted(self.findings.ragged, key=lambda row: row.row))

    @property
    def n_blank_rows(self) -> int:
        """Rows without any cell, as far as the batches have been read."""
        return self.findings.n_blank_rows

    @abstractmethod
    def head(self, n: int = 40) -> list[list[str | None]]:
        """The first ``n`` rows as text, blank rows included."""

    @abstractmethod
    def batches(self, header_row: int, n_columns: int) -> Iterator[pa.RecordBatch]:
        """The rows below ``header_row`` (1-based; 0: there is none) as batches of int32 ``row`` and text c0..cN.

        Each call starts anew, ``findings`` too. Batches are as large as the reader finds them, some thousand rows or more: who
        needs them larger puts them together without copying (``ingest_rows.pieces``). Blank rows are left out and counted, rows of another width kept in
        ``ragged``; a row is never shifted.
        """


@dataclass(frozen=True, slots=True)
class Workbook:
    """An open file: its name, its kind (xlsx, xls, text, parquet), its sheets in order, and notes on how it is read."""

    name: str
    kind: str
    sheets: tuple[Sheet, ...]
    notes: tuple[str, ...] = ()


def require_width(n_columns: int, where: str) -> None:
    """Raise TM-RELEASES-107 when a table has more columns than the limit."""
    if n_columns > limits().max_columns:
        detail = f"{n_columns:,} columns, the limit is {limits().max_columns:,}"
        raise InputError("TM-RELEASES-107", where=where, detail=detail)
