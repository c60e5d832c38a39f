"""Size of a sheet in memory: in comes the XML of some rows; out comes an error when they would take up the machine.

The library holds every cell between the first and the last filled one. Two cells in opposite corners of a sheet would
take 17 thousand million of them, which ends the program, so columns and rows are looked at before.
"""

from __future__ import annotations

import re

import pyarrow as pa
import pyarrow.compute as pc

from tallymark.model.errors import InputError
from tallymark.releases.readers.limits import limits

_MOST_ROWS = 1_048_577  # those of Excel, and the row above a part
FAR = r"""r *= *["'][$]?((?:[A-Za-z]{3}|[C-Zc-z][A-Za-z])[$]?[0-9]|[A-Za-z]{0,3}[$]?[0-9]{7})"""
_REFERENCE = re.compile(rb"""r *= *["'][$]?([A-Za-z]{0,3})[$]?(\d+)""")


def require_small(xml: memoryview, first_row: int, where: str) -> None:
    """Raise TM-RELEASES-106 when the cells lie so far apart that the table between them passes the limit.

    The library counts from the row above ``first_row``, or from row 1. A table up to column BZ and row 999,999 cannot:
    it has 78 million cells at the most, so that its references need not be looked at one by one.
    """
    if not matches(xml, FAR):
        return
    references = [(column_position(letters), int(row)) for letters, row in _REFERENCE.findall(xml)]
    n_columns = max((column for column, _ in references), default=0)
    n_rows = max((row for _, row in references), default=0) - max(first_row - 2, 0)
    if n_columns * n_rows > limits().max_part_cells or n_rows > _MOST_ROWS:
        detail = f"a few cells far apart span {n_rows:,} rows of {n_columns:,} columns"
        raise InputError("TM-RELEASES-106", where=where, detail=detail)


def column_position(letters: bytes) -> int:
    """The 1-based position of a column by its letters: A is 1, AA is 27."""
    position = 0
    for letter in letters.upper():
        position = position * 26 + letter - ord("A") + 1
    return position


def matches(xml: memoryview, pattern: str) -> bool:
    """Whether ``pattern`` occurs; by Arrow's engine, which takes a few milliseconds where ``re`` takes ten times that."""
    ends = pa.array([0, len(xml)], pa.int64()).buffers()[1]
    text = pa.Array.from_buffers(pa.large_binary(), 1, [None, ends, pa.py_buffer(xml)])
    return bool(pc.any(pc.match_substring_regex(text, pattern)).as_py())
