"""Several definitions side by side: in comes a finished table; out come one row for each definition and what differs, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product
from typing import TYPE_CHECKING

from tallymark.reports.count_table import ALL, aligned, cell_words, columns_of, definition_lines, mark, value_words
from tallymark.reports.count_words import FAMILY_WORDS, differences
from tallymark.reports.plain import one_line
from tallymark.reports.terminal import Line

if TYPE_CHECKING:
    from tallymark.counting.counted import CountedTable, UsedDefinition

# Years fit side by side; of more periods each has a row, and the definitions are the columns.
MOST_COLUMNS = 13
NEAR = "≈"
NEAR_WORDS = (
    f"{NEAR}: differs by 1 to 10 from the first definition above it that is shown; such differences are not shown."
)


def side_by_side(table: CountedTable, width: int | None = None) -> Iterator[Line]:
    """One row for each definition, the periods as columns (or, where they are many, the other way round).

    There is a block for each group of the other breakdowns; ``width`` as in ``count_table.aligned``.
    """
    across = table.across or None
    others = [name for name in table.request.by if name != across]
    for values in product(*((ALL, *table.values[name]) for name in others)):
        group = dict(zip(others, values, strict=True))
        if not table.occurs(group):
            continue
        words = ", ".join(value_words(table, name, value) for name, value in group.items() if value != ALL)
        yield from _block(table, words or table.words, group, across, table.distinct, width, any_reading=False)
        differing = [one for one in table.distinct if _any_differs(table, one, group, across)]
        if differing:
            title = f"{words or table.words}, on any reading of what no record decides"
            yield from _block(table, title, group, across, differing, width, any_reading=True)


def _block(
    table: CountedTable,
    title: str,
    group: Mapping[str, str],
    across: str | None,
    definitions: tuple[UsedDefinition, ...] | list[UsedDefinition],
    width: int | None,
    *,
    any_reading: bool,
) -> Iterator[Line]:
    columns = columns_of(table, across)
    heads = [value_words(table, across, value) + mark(table, value) for value in columns] if across else [table.words]
    rows = [["definition", *heads]]
    for one in definitions:
        places = [{**group, **({across: value} if across else {})} for value in columns]
        cells = [cell_words(table, one.id, place, any_reading=any_reading) for place in places]
        marks = [NEAR if table.near_to(one.id, **place) else "" for place in places]
        rows.append([one.id, *(cell + near for cell, near in zip(cells, marks, strict=True))])
    yield Line("", title, "strong")
    if across and len(columns) > MOST_COLUMNS:
        rows = [list(row) for row in zip(*rows, strict=True)]
        rows[0][0] = table.word(across)
    yield from aligned(rows, 1, width)
    yield Line("", "")


def _any_differs(table: CountedTable, one: UsedDefinition, group: Mapping[str, str], across: str | None) -> bool:
    """Whether a row of a definition has other bounds on any reading."""
    for value in columns_of(table, across):
        found = table.count(one.id, **group, **({across: value} if across else {}))
        if found is not None and (found.low, found.high) != (found.low_any, found.high_any):
            return True
    return False


def difference_lines(table: CountedTable) -> Iterator[Line]:
    """What differs between the definitions in words, which come out the same, and those that the release cannot be counted by."""
    first = table.definitions[0]
    yield Line("", "What differs", "strong")
    yield from definition_lines(first)
    for one in table.definitions[1:]:
        different = differences(one, first)
        words = "; ".join(f"{FAMILY_WORDS[family]}: {title}" for family, title in different.items())
        same = f"comes out as {table.same[one.id]}" if one.id in table.same else ""
        yield Line("", one_line(f"{one.id}: {'; '.join(filter(None, (same, words or 'the same rules')))}"))
        for gap in one.gaps:
            if gap not in first.gaps:
                yield Line("gap", one_line(gap), "open")
    for name, reason in table.left_out.items():
        yield Line("", one_line(f"{name}: not counted; {reason}"), "open")
    if table.near:
        yield Line("", NEAR_WORDS)
