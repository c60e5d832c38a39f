"""Long numbers: in come the cells of a part of a workbook; out comes how many of them Excel has cut to 15 digits.

An id of 19 digits that is stored as a number has lost its last four, so that ids collide. One stored as text is whole;
only the XML (or for .xls the type of the cell) tells the two apart.
"""

from __future__ import annotations

import io
import re
from collections import Counter

import pyarrow as pa
import pyarrow.compute as pc
import python_calamine as calamine

from tallymark.releases.readers.area import column_position

_EXACT_DIGITS = 15
_NUMBER_CELL = re.compile(
    rb"""<(?:\w+:)?c r="([A-Z]{1,3})\d+"((?: [a-z:]+="[^"]*")*)><(?:\w+:)?v>-?(\d+(?:\.\d+)?(?:[eE]\+?\d+)?)</"""
)
LONG = r"""v>-?([0-9]{16}|[0-9.]+[eE][+]?(1[5-9]|[2-9][0-9]|[0-9]{3}))"""
_TEXT_TYPE = re.compile(rb""" t="(?!n")""")


def in_part(xml: memoryview) -> dict[int, int]:
    """Column position to number cells of more than 15 digits, by the XML of a part."""
    found: Counter[int] = Counter()
    for letters, attributes, value in _NUMBER_CELL.findall(xml):
        if len(value) > _EXACT_DIGITS and not _TEXT_TYPE.search(attributes) and float(value) >= 10**_EXACT_DIGITS:
            found[column_position(letters) - 1] += 1
    return dict(found)


def in_old_book(workbook: bytes, index: int, columns: list[pa.Array]) -> dict[int, int]:
    """The same for a sheet of an .xls, whose cells are looked at when a column of their text has numbers that long."""
    if not any(_has_long_digits(column) for column in columns):
        return {}
    found: Counter[int] = Counter()
    with calamine.CalamineWorkbook.from_filelike(io.BytesIO(workbook)) as book:
        for cells in book.get_sheet_by_index(index).to_python(skip_empty_area=False):
            for position, cell in enumerate(cells):
                if isinstance(cell, float) and abs(cell) >= 10**_EXACT_DIGITS:
                    found[position] += 1
    return dict(found)


def _has_long_digits(column: pa.Array) -> bool:
    return bool(pc.any(pc.match_substring_regex(column, f"^-?[0-9]{{{_EXACT_DIGITS + 1},}}$")).as_py())
