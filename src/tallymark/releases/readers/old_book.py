"""Workbooks of the old format: in come the bytes of an .xls; out come its sheets and their cells.

The format lets a few bytes claim a table of any size, and the library then ends the program. So it works in a process
of its own with bounded memory and time; when that ends, only this file is refused.
"""

from __future__ import annotations

import io
import json
import resource
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import python_calamine as calamine

from tallymark.model.errors import InputError
from tallymark.releases.readers.digits import decimal_columns, exact_in_cells, has_long_digits, long_in_cells
from tallymark.releases.readers.guarded import guarded
from tallymark.releases.readers.limits import limits
from tallymark.releases.readers.loading import ListedSheet, Loaded, list_sheets, load
from tallymark.releases.readers.package import Part

_BROKEN = "TM-RELEASES-109"
_LONG_NUMBERS = b"long_numbers"
_LIST = "list"


class OldBook:
    """An .xls, of which one sheet at a time is read whole: it holds 65,536 rows at the most."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._held: tuple[int, Loaded] | None = None

    def sheets(self, where: str) -> list[ListedSheet]:
        """The sheets in order; raises TM-RELEASES-104 or 109."""
        listed = json.loads(self._child(_LIST, where))
        if listed is None:
            raise InputError("TM-RELEASES-104", where=where)
        return [ListedSheet(*sheet) for sheet in listed]

    def parts(self, index: int, part_bytes: int | None = None) -> Iterator[Part]:  # noqa: ARG002  there is one part
        """The one part of a sheet."""
        yield Part(1, self._data, memoryview(b""))

    def load(self, part: Part, index: int, where: str) -> Loaded:  # noqa: ARG002  the part is the book
        """The cells of a sheet; raises TM-RELEASES-107 or 109."""
        if self._held is None or self._held[0] != index:
            self._held = None
            answer = self._child(str(index), where)
            with guarded(_BROKEN, where):
                table: Any = pa.ipc.open_stream(answer).read_all().combine_chunks()
                cut = json.loads(table.schema.metadata[_LONG_NUMBERS])
                columns = [column.combine_chunks() for column in table.columns]
            found = {int(column): n_cells for column, n_cells in cut.items()}
            self._held = (index, Loaded(1, table.num_rows, columns, found))
        return self._held[1]

    def _child(self, task: str, where: str) -> bytes:
        """What a process of its own makes of the workbook."""
        code = f"from {__name__} import answer; answer({task!r})"
        try:
            done = subprocess.run(  # noqa: S603  the code is ours, the bytes go in as data
                [sys.executable, "-c", code],
                input=self._data,
                capture_output=True,
                check=False,
                timeout=limits().max_old_book_seconds,
            )
        except subprocess.TimeoutExpired:
            raise InputError(_BROKEN, where=where, detail="reading it takes too long") from None
        if done.returncode != 0:
            raise InputError(_BROKEN, where=where, detail="the reading library gave up")
        return done.stdout


def answer(task: str) -> None:
    """In the process of its own: read a workbook from standard input, write what ``task`` asks for to standard output."""
    memory = limits().max_old_book_memory_bytes
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    data = sys.stdin.buffer.read()
    sys.stdout.buffer.write(_listed(data) if task == _LIST else _cells(data, int(task)))


def _listed(data: bytes) -> bytes:
    try:
        return json.dumps(list_sheets(data)).encode()
    except calamine.PasswordError:
        return b"null"


def _cells(data: bytes, index: int) -> bytes:
    loaded = load(Part(1, data, memoryview(b"")), index, "")
    columns, cut = loaded.columns, {}
    if decimal_columns(columns) or has_long_digits(columns):
        with calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            typed = book.get_sheet_by_index(index).to_python(skip_empty_area=False)
        exact_in_cells(columns, typed)
        cut = long_in_cells(typed)
    schema: Any = pa.schema(
        [(f"c{position}", pa.string()) for position in range(len(columns))],
        metadata={_LONG_NUMBERS: json.dumps(cut)},
    )
    out = io.BytesIO()
    with pa.ipc.new_stream(out, schema) as writer:
        writer.write_batch(pa.RecordBatch.from_arrays(columns, schema=schema))
    return out.getvalue()
