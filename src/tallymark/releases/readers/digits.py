"""Long numbers: in come the cells of a part of a workbook; out comes how many of them Excel has cut to 15 digits.

An id of 19 digits that is stored as a number has lost its last four, so that ids collide. One stored as text is whole;
only the XML (or for .xls the type of the cell) tells the two apart, and it is looked at only where a column holds
numbers that long.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import python_calamine as calamine

from tallymark.releases.readers.area import column_position

_EXACT_DIGITS = 15
_NUMBER_CELL = re.compile(
    rb"""<(?:\w+:)?c r="([A-Z]{1,3})\d+"((?: [a-z:]+="[^"]*")*)><(?:\w+:)?v>-?(\d+(?:\.\d+)?(?:[eE]\+?\d+)?)</"""
)
_TEXT_TYPE = re.compile(rb""" t="(?!n")""")


def long_numbers(columns: list[pa.Array], xml: memoryview, workbook: bytes, index: int) -> dict[int, int]:
    """Column position to number cells of more than 15 digits; ``xml`` is empty for an .xls, which is then looked into."""
    if not any(_has_long_digits(column) for column in columns):
        return {}
    return dict(_in_xml(xml) if xml else _in_old_book(workbook, index))


def _has_long_digits(column: pa.Array) -> bool:
    lengths = pc.binary_length(column)
    longest: Any = pc.max(lengths).as_py()
    if longest is None or longest <= _EXACT_DIGITS:
        return False
    long = column.filter(pc.greater(lengths, _EXACT_DIGITS))
    return bool(pc.any(pc.match_substring_regex(long, r"^-?[0-9]+$")).as_py())


def _in_xml(xml: memoryview) -> Counter[int]:
    found: Counter[int] = Counter()
    for letters, attributes, value in _NUMBER_CELL.findall(xml):
        if len(value) > _EXACT_DIGITS and not _TEXT_TYPE.search(attributes) and float(value) >= 10**_EXACT_DIGITS:
            found[column_position(letters) - 1] += 1
    return found


def _in_old_book(workbook: bytes, index: int) -> Counter[int]:
    found: Counter[int] = Counter()
    with calamine.CalamineWorkbook.from_filelike(io.BytesIO(workbook)) as book:
        for cells in book.get_sheet_by_index(index).to_python(skip_empty_area=False):
            for position, cell in enumerate(cells):
                if isinstance(cell, float) and abs(cell) >= 10**_EXACT_DIGITS:
                    found[position] += 1
    return found
