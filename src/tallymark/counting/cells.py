"""Cells of a table: in come the counted rows of a scan; out come additive cells with values in words, in the order of display."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import product
from typing import Any, cast

import pyarrow as pa
import pyarrow.compute as pc

from tallymark.counting.breakdowns import Breakdown
from tallymark.counting.counted import ALL, UNKNOWN, Amounts, Cell, Group, Tally
from tallymark.counting.means import Spread, joined
from tallymark.counting.questions import COUNTED, column
from tallymark.counting.scan import N_ROWS

ADDS, ADDS_LOW, ADDS_HIGH = "adds", "adds_low", "adds_high"
CODE_LENGTH = 2  # a code of a state, such as TX, and no word


def value_of(one: Breakdown, raw: object) -> str:
    """The name of a value: ``FY2013``, ``CY2013``, ``2013-04``, ``2013-04-30``, the case of a rule, printed words in small letters."""
    if raw is None:
        return UNKNOWN
    match one.time:
        case "fiscal_year":
            return f"FY{raw:04d}"
        case "calendar_year":
            return f"CY{raw:04d}"
        case "month":
            return _dashed(str(raw), 4)
        case "day":
            return _dashed(str(raw), 4, 6)
    text = str(raw)
    if not one.fields:
        return text
    return one.known.get(text, re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_") or UNKNOWN)


def _dashed(digits: str, *places: int) -> str:
    ends = (*places, len(digits))
    starts = (0, *places)
    return "-".join(digits[start:end] for start, end in zip(starts, ends, strict=True))


def labels_of(one: Breakdown, tables: Iterable[pa.Table], place: int) -> dict[str, str]:
    """The words of each value: those of the breakdown, else as printed, else the name of the value."""
    found: dict[str, str] = {}
    for table in tables:
        for raw in pc.unique(table.column(column(place))).to_pylist():
            value = value_of(one, raw)
            if value != UNKNOWN:
                found.setdefault(value, one.labels.get(value, _printed(one, raw, value)))
    return found


def _printed(one: Breakdown, raw: object, value: str) -> str:
    """Words as printed, in capitals only at the beginning of words where all of them are; of a rule the name in words."""
    if not one.fields:
        return value if one.time else value.replace("_", " ")
    text = str(raw)
    return text.title() if one.title and text.isupper() and len(text) > CODE_LENGTH else text


def tallies(
    table: pa.Table, divisions: Sequence[Breakdown], *, any_reading: bool, rows_only: bool = False
) -> dict[Group, Tally]:
    """The rows of one question by group; a row of the scan is certain where it is counted and possible where that is unknown.

    With ``rows_only`` rows are counted even where they add something else.
    """
    found: dict[Group, Tally] = {}
    if not table.num_rows:
        return found
    for row in _summed(table, len(divisions), any_reading=any_reading, rows_only=rows_only).to_pylist():
        group = _group(row, divisions)
        certain, possible = row["certain_sum"], row["possible_sum"]
        tally = Tally(0, 0, certain, possible) if any_reading else Tally(certain, possible)
        found[group] = found[group] + tally if group in found else tally
    return found


def _summed(table: pa.Table, n_axes: int, *, any_reading: bool, rows_only: bool) -> pa.Table:
    """By the columns of the breakdowns what is certainly and what is possibly counted, as sums of whole numbers.

    A row adds 1 or its amount; on any reading the amount of a row that is counted may have bounds.
    """
    names = set(table.column_names)
    amount = pc.fill_null(table.column(ADDS), 0) if ADDS in names and not rows_only else pa.scalar(1, pa.int64())
    has_bounds = any_reading and ADDS_LOW in names and not rows_only
    low, high = (table.column(ADDS_LOW), table.column(ADDS_HIGH)) if has_bounds else (amount, amount)
    n_rows = table.column(N_ROWS)
    is_counted = pc.fill_null(table.column(COUNTED), False)
    nothing = pa.scalar(0, pa.int64())
    certain = pc.if_else(is_counted, pc.multiply(n_rows, low), nothing)
    possible = pc.multiply(n_rows, pc.if_else(is_counted, pc.subtract(high, low), high))
    keys = [column(place) for place in range(n_axes)]
    together = pa.table({**{key: table.column(key) for key in keys}, "certain": certain, "possible": possible})
    return together.group_by(keys).aggregate([("certain", "sum"), ("possible", "sum")])


def spreads(table: pa.Table, divisions: Sequence[Breakdown]) -> dict[Group, Spread]:
    """By group how many rows of one question add each amount; rows without an amount are left out."""
    found: dict[Group, Spread] = {}
    for row in table.to_pylist():
        amount = row[ADDS]
        if amount is None:
            continue
        one = found.setdefault(_group(row, divisions), Spread({}, {}))
        counted = cast("dict[int, int]", one.certain if row[COUNTED] else one.possible)
        counted[amount] = counted.get(amount, 0) + row[N_ROWS]
    return found


def _group(row: Mapping[str, Any], divisions: Sequence[Breakdown]) -> Group:
    return tuple(value_of(one, row[column(place)]) for place, one in enumerate(divisions))


def cells_of(definition: str, on_fields: Mapping[Group, Tally], any_reading: Mapping[Group, Tally]) -> list[Cell]:
    """The cells of one definition; both readings of a group together."""
    groups = dict.fromkeys((*on_fields, *any_reading))
    return [
        Cell(definition, group, on_fields.get(group, Tally()) + any_reading.get(group, Tally())) for group in groups
    ]


def kept(group: Group, filters: Mapping[int, str], n_kept: int) -> tuple[Group, bool] | None:
    """A group cut to its first ``n_kept`` values, and whether its rows surely have the values asked for by place; None when they have others."""
    values = [(group[place], wanted) for place, wanted in filters.items()]
    if any(value not in (wanted, UNKNOWN) for value, wanted in values):
        return None
    return group[:n_kept], all(value == wanted for value, wanted in values)


def chosen(cells: Sequence[Cell], filters: Mapping[int, str], n_kept: int) -> list[Cell]:
    """The cells with the values that are asked for, cut to the first ``n_kept`` breakdowns; where a value is unknown rows are possible ones."""
    found: list[Cell] = []
    for cell in cells:
        fits = kept(cell.group, filters, n_kept)
        if fits is None:
            continue
        group, is_sure = fits
        one = cell.tally
        tally = one if is_sure else Tally(0, one.certain + one.possible, 0, one.certain_any + one.possible_any)
        found.append(Cell(cell.definition, group, tally))
    return found


def amounts_of(
    definition: str,
    on_fields: Mapping[Group, Spread],
    any_reading: Mapping[Group, Spread],
    filters: Mapping[int, str],
    n_kept: int,
) -> Iterator[Amounts]:
    """What the rows of one definition add, by group, cut as the cells are."""
    nothing = Spread({}, {})
    for group in dict.fromkeys((*on_fields, *any_reading)):
        fits = kept(group, filters, n_kept)
        if fits is not None:
            own = (on_fields.get(group, nothing), any_reading.get(group, nothing))
            yield Amounts(definition, fits[0], *(joined([(one, fits[1])]) for one in own))


def days_of(
    cells: Sequence[Cell], filters: Mapping[int, str], divisions: Sequence[Breakdown], n_kept: int
) -> dict[tuple[str, Group], int]:
    """How many days there are by definition and group, in which every breakdown that is no part of time is ``ALL``."""
    day = next(place for place, one in enumerate(divisions) if one.time == "day")
    found: dict[tuple[str, Group], set[str]] = {}
    for cell in cells:
        fits = kept(cell.group, filters, n_kept)
        if fits is None or cell.group[day] == UNKNOWN:
            continue
        choices = [(value, ALL) if one.time else (ALL,) for one, value in zip(divisions, fits[0], strict=False)]
        for key in product(*choices):
            found.setdefault((cell.definition, key), set()).add(cell.group[day])
    return {key: len(days) for key, days in found.items()}


def display_order(
    one: Breakdown,
    by_rule: Sequence[str],
    cells: Sequence[Cell],
    place: int,
    lacking: Collection[str] = (),
) -> tuple[str, ...]:
    """The values of a breakdown that occur: parts of time in their order, cases of a rule in its order, fields by size.

    ``UNKNOWN`` stands last, where a row has it. Cases for which the release lacks a field (``lacking``) stand there too, where there
    is a row at all: left out they would be read as nobody.
    """
    sizes: dict[str, int] = {}
    for cell in cells:
        value = cell.group[place]
        sizes[value] = sizes.get(value, 0) + cell.tally.certain + cell.tally.possible + cell.tally.possible_any
    known = [value for value in sizes if value != UNKNOWN]
    if by_rule:
        known = [value for value in by_rule if value in sizes or (sizes and value in lacking)]
    elif one.time:
        known = sorted(known)
    else:
        known = sorted(known, key=lambda value: (-sizes[value], value))
    return (*known, UNKNOWN) if UNKNOWN in sizes else tuple(known)


def by_size_shown(
    values: Sequence[str],
    sums: Mapping[tuple[str, Group], Tally],
    hidden: Collection[tuple[str, Group]],
    definition: str,
    place: int,
    n_axes: int,
) -> tuple[str, ...]:
    """Values of a field by the totals that are shown, the largest first; those that are not shown by name behind them.

    An order by hidden totals would tell them. ``UNKNOWN`` stays last.
    """

    def key(value: str) -> tuple[bool, bool, int, str]:
        group = tuple(value if axis == place else ALL for axis in range(n_axes))
        is_hidden = (definition, group) in hidden
        size = 0 if is_hidden else sums.get((definition, group), Tally()).certain
        return value == UNKNOWN, is_hidden, -size, value

    return tuple(sorted(values, key=key))


def same_as(names: Sequence[str], cells: Iterable[Cell], amounts: Iterable[Amounts]) -> dict[str, str]:
    """For each definition whose numbers are those of an earlier one, that one."""
    held: dict[str, dict[object, object]] = {name: {} for name in names}
    for cell in cells:
        before = held[cell.definition].get(cell.group, Tally())
        held[cell.definition][cell.group] = cast("Tally", before) + cell.tally
    for number, one in enumerate(amounts):
        held[one.definition][(number, "amounts")] = one
    found: dict[str, str] = {}
    for place, name in enumerate(names):
        earlier = [other for other in names[:place] if other not in found and held[other] == held[name]]
        if earlier:
            found[name] = earlier[0]
    return found
