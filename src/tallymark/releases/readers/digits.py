"""Digits of numbers: in come the cells of a part of a workbook; out come numbers to the last digit, and those cut by Excel.

The library prints a number with nine decimals at the most. Where a column holds numbers with decimals, those that have
more, or many digits before, are taken from the XML (or for .xls from the typed cells) in the shortest digits that give
the same number. In a column without any decimals a number less than 0.0000000005 from a whole one is given as that.

An id of 19 digits that Excel has stored as a number has lost its last four, so that ids collide. One stored as text is
whole; only the XML (or for .xls the type of the cell) tells the two apart. A whole number of more than 15 digits in the
XML is given digit by digit as it stands there: programs other than Excel write all of them, and a float would not keep them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tallymark.releases.readers.area import column_position, matches

_EXACT_DIGITS = 15
_NUMBER_CELL = re.compile(
    rb"""<(?:\w+:)?c r="([A-Z]{1,3})(\d+)"((?: [a-z:]+="[^"]*")*)>"""
    rb"""(?:<(?:\w+:)?f\b[^>]*(?:/>|>[^<]*</(?:\w+:)?f>))?<(?:\w+:)?v>(-?[0-9.]+(?:[eE][+-]?\d+)?)</"""
)
LONG = r"""v>-?([0-9]{16}|[0-9.]+[eE][+]?(1[5-9]|[2-9][0-9]|[0-9]{3}))"""
_PRECISE = r"""v>-?([0-9]*[.][0-9]{10}|[0-9]{7,}[.]|[0-9.]+[eE])"""
_DECIMAL_TEXT = r"^-?[0-9]+[.][0-9]+$"
_NUMBER_TEXT = r"^-?[0-9]+([.][0-9]+)?$"
_TEXT_TYPE = re.compile(rb""" t="(?!n")""")


def long_in_part(xml: memoryview) -> dict[int, int]:
    """Column position to number cells of more than 15 digits, by the XML of a part."""
    if not matches(xml, LONG):
        return {}
    found: Counter[int] = Counter()
    for letters, _, value in _number_cells(xml):
        if len(value.lstrip(b"-")) > _EXACT_DIGITS and abs(float(value)) >= 10**_EXACT_DIGITS:
            found[column_position(letters) - 1] += 1
    return dict(found)


def whole_in_part(columns: list[pa.Array], xml: memoryview, first_row: int) -> None:
    """Put the whole numbers of more than 15 digits of a part as the XML has them; rows as in ``exact_in_part``."""
    exact: dict[int, dict[int, str]] = {position: {} for position in range(len(columns))}
    for letters, row, value in _number_cells(xml):
        position = column_position(letters) - 1
        if len(value) > _EXACT_DIGITS and value.lstrip(b"-").isdigit() and position in exact:
            exact[position][int(row) - first_row] = value.decode("ascii")
    _put(columns, {position: found for position, found in exact.items() if found})


def long_in_cells(cells: Sequence[Sequence[object]]) -> dict[int, int]:
    """The same by the typed cells of an old workbook."""
    found: Counter[int] = Counter()
    for row in cells:
        found.update(i for i, cell in enumerate(row) if isinstance(cell, float) and abs(cell) >= 10**_EXACT_DIGITS)
    return dict(found)


def has_long_digits(columns: Sequence[pa.Array]) -> bool:
    """Whether a column of text holds a whole number of more than 15 digits."""
    pattern = f"^-?[0-9]{{{_EXACT_DIGITS + 1},}}$"
    return any(bool(pc.any(pc.match_substring_regex(column, pattern)).as_py()) for column in columns)


def decimal_columns(columns: Sequence[pa.Array]) -> list[int]:
    """The positions of columns in which some cell may be a number with decimals."""
    return [
        position
        for position, column in enumerate(columns)
        if pc.any(pc.greater_equal(pc.find_substring(column, "."), 0)).as_py()
        and pc.any(pc.match_substring_regex(column, _DECIMAL_TEXT)).as_py()
    ]


def exact_in_part(columns: list[pa.Array], xml: memoryview, first_row: int) -> None:
    """Put the numbers of a part in their shortest exact digits; the first cell of a column is that of ``first_row``."""
    wanted = decimal_columns(columns)
    if not wanted or not matches(xml, _PRECISE):
        return
    exact: dict[int, dict[int, str]] = {position: {} for position in wanted}
    for letters, row, value in _number_cells(xml):
        position = column_position(letters) - 1
        if position in exact and (b"." in value or b"e" in value.lower()):
            exact[position][int(row) - first_row] = shortest(float(value))
    _put(columns, exact)


def exact_in_cells(columns: list[pa.Array], cells: Sequence[Sequence[object]]) -> None:
    """The same by the typed cells of an old workbook."""
    exact: dict[int, dict[int, str]] = {position: {} for position in decimal_columns(columns)}
    for row, values in enumerate(cells):
        for position, found in exact.items():
            value = values[position] if position < len(values) else None
            if isinstance(value, float) and not value.is_integer():
                found[row] = shortest(value)
    _put(columns, exact)


def shortest(number: float) -> str:
    """The fewest digits that give the same number, without exponent: 1e-07 is 0.0000001, 2.0 is 2."""
    text = format(Decimal(repr(number)), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _number_cells(xml: memoryview) -> Iterator[tuple[bytes, bytes, bytes]]:
    """Column letters, row and value of the cells of a part that hold a number."""
    for letters, row, attributes, value in _NUMBER_CELL.findall(xml):
        if not _TEXT_TYPE.search(attributes):
            yield letters, row, value


def _put(columns: list[pa.Array], exact: dict[int, dict[int, str]]) -> None:
    """Replace the texts of numbers; a date cell is a number in the XML and stays the date it was read as."""
    for position, found in exact.items():
        column = columns[position]
        is_number = pc.fill_null(pc.match_substring_regex(column, _NUMBER_TEXT), False).to_numpy(zero_copy_only=False)
        rows = sorted(row for row in found if 0 <= row < len(column) and is_number[row])
        mask = np.zeros(len(column), dtype=bool)
        mask[rows] = True
        columns[position] = pc.replace_with_mask(
            column, pa.array(mask), pa.array([found[row] for row in rows], pa.string())
        )
