"""Delimited text, plain or gzipped: cells are quoted where they need it, an empty cell is nothing, lines end in LF."""

from __future__ import annotations

import gzip
from collections.abc import Sequence
from pathlib import Path
from typing import IO

import pyarrow as pa
import pyarrow.compute as pc

from tallymark.synthetic.files.printing import as_text
from tallymark.synthetic.view import Values

FAST = 1


class CsvFile:
    """One file; rows are numbered from 1, the rows above the header counted."""

    def __init__(self, path: Path, style: str) -> None:
        self._style = style
        self._raw = path.open("wb")
        self._file: IO[bytes] = self._raw
        if path.suffix == ".gz":
            self._file = gzip.GzipFile("", "wb", FAST, self._raw, mtime=0)  # type: ignore[assignment]

    def begin(self, sheet: str, above: Sequence[str], header: Sequence[str]) -> None:  # noqa: ARG002  a text file has no sheets
        """Write the rows above the header and the header."""
        rows = [[line, *[""] * (len(header) - 1)] for line in above]
        for row in [*rows, list(header)]:
            self._file.write((",".join(_quoted(cell) for cell in row) + "\n").encode())

    def write(self, columns: Sequence[Values], first_row: int) -> None:  # noqa: ARG002  rows of a text file bear no number
        """Write rows below one another."""
        cells = [_cells(values, self._style) for values in columns]
        cells[-1] = pc.binary_join_element_wise(pc.coalesce(cells[-1], ""), "\n", "")
        lines = pc.binary_join_element_wise(*cells, ",", null_handling="replace", null_replacement="")
        self._file.write(_bytes(lines))

    def close(self) -> None:
        """Finish the file."""
        try:
            self._file.close()
        finally:
            self._raw.close()


def _cells(values: Values, style: str) -> Values:
    if pa.types.is_dictionary(values.type):
        words = values.dictionary.to_pylist()
        if _quoted("".join(words)).startswith('"'):
            words = [_quoted(word) for word in words]
        return pa.array(words, pa.string()).take(values.indices)
    return as_text(values, style)


def _quoted(cell: str) -> str:
    special = any(mark in cell for mark in ',"\r\n')
    return '"' + cell.replace('"', '""') + '"' if special else cell


def _bytes(lines: Values) -> memoryview:
    """The text of a fresh string column as one run of bytes."""
    return memoryview(lines.buffers()[2])
