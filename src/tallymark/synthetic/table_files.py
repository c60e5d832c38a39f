"""The files of one table of a release: in come printed rows; out come files and sheets, and the place of every row in them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
import pyarrow as pa

from tallymark.synthetic.columns import Array
from tallymark.synthetic.defects.settings import Sheets
from tallymark.synthetic.files.csv_file import CsvFile
from tallymark.synthetic.files.parquet_file import ParquetFile
from tallymark.synthetic.files.xlsx_file import XlsxFile
from tallymark.synthetic.spec import Publication
from tallymark.synthetic.view import Values

NO_YEAR = 0


class File(Protocol):
    """What a format does."""

    def begin(self, sheet: str, above: Sequence[str], header: Sequence[str]) -> None:
        """Begin a sheet."""

    def write(self, columns: Sequence[Values], first_row: int) -> None:
        """Write rows."""

    def close(self) -> None:
        """Finish."""


FORMATS: dict[str, Callable[[Path, str], File]] = {
    "csv": CsvFile,
    "csv.gz": CsvFile,
    "parquet": ParquetFile,
    "xlsx": XlsxFile,
}


@dataclass(slots=True)
class _Open:
    """A file that takes rows: ``sheet`` counts from 1, ``n_rows`` those of the sheet."""

    file: File
    name: str
    sheet_name: str
    sheet: int
    n_rows: int


@dataclass(frozen=True, slots=True)
class Placed:
    """Where rows stand: names of file and sheet (empty in text and Parquet files), and the row as the store counts it."""

    file: Values
    sheet: Values
    row: Array


class TableFiles:
    """All files of one table; with ``by_fiscal_year`` one for each year, split where a sheet or file is full."""

    def __init__(self, folder: Path, release: Publication, table: str, header: Sequence[str], header_row: int) -> None:
        self._folder = folder
        self._release = release
        self._table = table
        self._header = tuple(header)
        self._extra = release.defects.sheets or Sheets()
        above = self._extra.banner[: header_row - 1]
        missing = header_row - 1 - len(above)
        self._above = (*above, *[""] * missing) if self._extra.banner else ()
        self._open: dict[int, _Open] = {}
        self._n_files: dict[int, int] = {}

    def write(self, columns: Sequence[Values], years: Array) -> Placed:
        """Write rows in order, each to the file of its fiscal year, and say where each stands."""
        years = years if self._release.by_fiscal_year else np.full(len(years), NO_YEAR)
        files, sheets = np.empty(len(years), dtype=object), np.empty(len(years), dtype=object)
        row = np.zeros(len(years), dtype="int32")
        for year in np.unique(years):
            places = np.flatnonzero(years == year)
            while len(places):
                target = self._with_room(int(year))
                chosen, places = np.split(places, [self._release.rows_per_sheet - target.n_rows])
                first = target.n_rows + self._first_row
                alone = len(chosen) == len(years)
                target.file.write([one if alone else one.take(pa.array(chosen)) for one in columns], first)
                target.n_rows += len(chosen)
                files[chosen], sheets[chosen] = target.name, target.sheet_name
                row[chosen] = np.arange(first, first + len(chosen))
        return Placed(pa.array(files, pa.string()), pa.array(sheets, pa.string()), row)

    def close(self) -> None:
        """Finish every file; a table without a row still has a file with its header."""
        if not self._n_files:
            self._begin_file(NO_YEAR)
        for one in self._open.values():
            self._finish(one)

    def abandon(self) -> None:
        """Let go of every file after a failure; what cannot be finished either is passed over for the failure itself."""
        for one in self._open.values():
            with suppress(OSError, ValueError):
                one.file.close()

    @property
    def _first_row(self) -> int:
        """The number of the first row below the header; in a Parquet file the column names count as row 1."""
        return (0 if self._release.format == "parquet" else len(self._above)) + 2

    def _with_room(self, year: int) -> _Open:
        target = self._open.get(year)
        if target is None:
            return self._begin_file(year)
        if target.n_rows < self._release.rows_per_sheet:
            return target
        if self._release.format == "xlsx" and self._release.split == "sheets":
            self._begin_sheet(target, year)
            return target
        self._finish(self._open.pop(year))
        return self._begin_file(year)

    def _begin_file(self, year: int) -> _Open:
        self._n_files[year] = self._n_files.get(year, 0) + 1
        tag = f"_FY{year % 100:02d}" if year else ""
        part = f"_{self._n_files[year]}" if self._n_files[year] > 1 else ""
        name = f"{self._release.id}_{self._table}{tag}{part}.{self._release.format}"
        file = FORMATS[self._release.format](self._folder / name, self._release.dates)
        target = _Open(file, name, "", 0, 0)
        self._open[year] = target
        self._begin_sheet(target, year)
        return target

    def _begin_sheet(self, target: _Open, year: int) -> None:
        target.sheet += 1
        name = f"FY{year}" if year else self._table.title()
        name = name if target.sheet == 1 else f"{name} ({target.sheet})"
        target.sheet_name = name if self._release.format == "xlsx" else ""
        target.n_rows = 0
        target.file.begin(name, self._above, self._header)

    def _finish(self, target: _Open) -> None:
        if isinstance(target.file, XlsxFile):
            for lines, sheet, hidden in (
                (self._extra.footnotes, "Footnotes", False),
                (self._extra.hidden, "Notes", True),
            ):
                if lines:
                    target.file.add_lines(sheet, lines, hidden=hidden)
        target.file.close()
