"""Columns of a count on a narrow terminal: blocks that fit, each with the labels on the left."""

from __future__ import annotations

from tallymark.reports.count_table import aligned

ROWS = [["year", "convicted", "pending", "all"], ["FY2013", "1", "22", "23"], ["FY2014 *", "4", "5", "9"]]


def words(width: int | None) -> list[str]:
    """The lines of a table with years on the left."""
    return [line.words for line in aligned(ROWS, 1, width)]


def test_without_a_width_every_row_is_one_line() -> None:
    """In a pipe or a file nothing is cut."""
    assert words(None) == [
        "year      convicted  pending  all",
        "FY2013            1       22   23",
        "FY2014 *          4        5    9",
    ]


def test_what_is_too_wide_stands_in_blocks_with_the_labels_repeated() -> None:
    """28 columns hold the year with two of the three numbers."""
    assert words(28) == [
        "year      convicted  pending",
        "FY2013            1       22",
        "FY2014 *          4        5",
        "",
        "year      all",
        "FY2013     23",
        "FY2014 *    9",
    ]
    assert max(map(len, words(28))) == 28


def test_a_column_is_never_split() -> None:
    """Where not even one number fits beside the labels, each stands in a block of its own."""
    assert [line for line in words(5) if line.startswith("FY2013")] == [
        "FY2013            1",
        "FY2013         22",
        "FY2013     23",
    ]
