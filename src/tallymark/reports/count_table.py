"""Counts for a terminal: in comes a finished table; out come lines: what was counted and what covers it, the numbers, the trail."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import TYPE_CHECKING

from tallymark.reports.count_told import dagger_words, lacking_of, told_count, told_share
from tallymark.reports.count_words import (
    HIDDEN,
    HIDDEN_WORDS,
    SMALL_WORDS,
    count_words,
    mean_words,
    rules_words,
    settings_words,
)
from tallymark.reports.plain import one_line
from tallymark.reports.terminal import Line

if TYPE_CHECKING:
    from tallymark.counting.counted import CountedTable, UsedDefinition

MOST_COLUMNS = 9
ALL = "all"
UNKNOWN = "unknown"
MEAN = "mean"
GAP = "  "
# There is nothing to take a mean of, which is not the same as a mean that is not shown.
NOTHING = "no rows"


def count_lines(table: CountedTable, width: int | None = None) -> Iterator[Line]:
    """The whole report of a table; with a ``width`` its columns are set in blocks that are no wider, where they can be."""
    from tallymark.reports.count_side_by_side import difference_lines, side_by_side  # noqa: PLC0415  they draw with this module

    yield from _head(table)
    yield Line("", "")
    if len(table.definitions) > 1:
        yield from side_by_side(table, width)
        yield from difference_lines(table)
    else:
        yield from _blocks(table, table.definitions[0].id, width)
    yield Line("", "")
    yield from _foot(table)


def _head(table: CountedTable) -> Iterator[Line]:
    yield Line("", f"{table.words}, {table.release}{_asked_words(table)}", "strong")
    for note in table.notes:
        is_fault = note.startswith("known fault")
        yield Line(
            "fault" if is_fault else "note", one_line(note.removeprefix("known fault of ")), "open" if is_fault else ""
        )
    if len(table.definitions) == 1:
        yield from definition_lines(table.definitions[0])
    lacking = lacking_of(table)
    if lacking:
        yield Line("no field", lacking, "open")


def _asked_words(table: CountedTable) -> str:
    request = table.request
    by = f", by {' and '.join(table.by_words)}" if table.by_words else ""
    where = "".join(f", {key} = {value}" for key, value in request.where.items())
    period = f", {request.period.label}{mark(table, request.period.label)}" if request.period is not None else ""
    return f"{by}{where}{period}"


def definition_lines(one: UsedDefinition) -> Iterator[Line]:
    """A definition: what it imitates, its rules with their versions, its settings and gaps."""
    imitates = f" (imitates {one.imitates})" if one.imitates and one.imitates != one.id else ""
    yield Line("under", one_line(f"{one.id}{imitates}: {one.title}"))
    if one.rules:
        yield Line("rules", rules_words(one))
    settings = settings_words(one.settings)
    if settings:
        yield Line("set", settings)
    for gap in one.gaps:
        yield Line("gap", one_line(gap), "open")
    if one.absent:
        yield Line("no field", f"for {', '.join(one.absent)}")


def _blocks(table: CountedTable, definition: str, width: int | None) -> Iterator[Line]:
    """The numbers of one definition, and once more on any reading where that changes one."""
    for any_reading in (False, True) if table.any_differs else (False,):
        if any_reading:
            yield Line("", "")
            yield Line("", "On any reading of what no record decides:", "strong")
        yield from _block(table, definition, width, any_reading=any_reading)


def _block(table: CountedTable, definition: str, width: int | None, *, any_reading: bool) -> Iterator[Line]:
    """One table: the values of the last breakdown as columns where they are few, else a row for each."""
    by = table.request.by
    across = by[-1] if len(by) > 1 and len(table.values[by[-1]]) <= MOST_COLUMNS else None
    down = by[:-1] if across else by
    columns = columns_of(table, across)
    rows = [[*(table.word(name) for name in down), *_column_heads(table, across, columns)]]
    not_shown: list[str] = []
    for values in _down(table, down):
        group = dict(zip(down, values, strict=True))
        labels = [value_words(table, name, value) + mark(table, value) for name, value in group.items()]
        cells = _cells(table, definition, group, across, columns, any_reading=any_reading)
        if (
            cells[-1 if across is None and table.over else 0] == HIDDEN
            and set(cells) <= {HIDDEN, "0"}
            and len(down) == 1
        ):
            not_shown += labels
        else:
            rows.append([*labels, *cells])
    yield from aligned(rows, len(down), width)
    if not_shown:
        yield Line("", one_line(f"{HIDDEN}  {'; '.join(not_shown)}"))


def columns_of(table: CountedTable, across: str | None) -> tuple[str, ...]:
    """The values that stand side by side, the total last; days of people held have no total."""
    if across is None:
        return (ALL,)
    return table.values[across] if table.kind == "stock" and across == "day" else (*table.values[across], ALL)


def _column_heads(table: CountedTable, across: str | None, columns: Sequence[str]) -> list[str]:
    if across is not None:
        heads = [value_words(table, across, value) + mark(table, value) for value in columns]
        shares = () if table.over else table.share_values
        return heads + [f"share {value_words(table, across, value)}" for value in shares]
    if table.over == "rows":
        return ["mean", "median", "stays"]
    return [table.words, *(["share"] if _has_share(table) else [])]


def _has_share(table: CountedTable) -> bool:
    """Whether the share of a row in the whole is a finding: not of a year among years, nor of a mean."""
    by = table.request.by
    return bool(by) and by[-1] not in table.times and table.kind == "count"


def _cells(
    table: CountedTable,
    definition: str,
    group: Mapping[str, str],
    across: str | None,
    columns: Sequence[str],
    *,
    any_reading: bool,
) -> list[str]:
    """The words of one row behind its labels."""
    if across is not None:
        cells = [cell_words(table, definition, {**group, across: value}, any_reading=any_reading) for value in columns]
        shares = () if table.over else table.share_values
        return cells + [
            told_share(table, {across: value}, group, definition, any_reading=any_reading) for value in shares
        ]
    cells = [cell_words(table, definition, group, any_reading=any_reading)]
    if table.over == "rows":
        median = table.median(definition, **group)
        cells.append(NOTHING if cells == [NOTHING] else mean_words(median, any_reading=any_reading))
        cells.append(count_words(table.count(definition, **group), any_reading=any_reading))
    elif _has_share(table):
        last = table.request.by[-1]
        outer = {name: value for name, value in group.items() if name != last}
        cells.append(told_share(table, {last: group[last]}, outer, definition, any_reading=any_reading))
    return cells


def cell_words(table: CountedTable, definition: str, group: Mapping[str, str], *, any_reading: bool) -> str:
    """The count of a group, or its mean where the measure is one."""
    if table.kind == MEAN:
        found = table.mean(definition, **group)
        is_empty = found is None and table.count(definition, **group) is not None
        return NOTHING if is_empty else mean_words(found, any_reading=any_reading)
    return told_count(table, definition, group, any_reading=any_reading)


def _down(table: CountedTable, down: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """The groups of the rows that occur; of several breakdowns totals over the last ones only."""
    for values in product(*(columns_of(table, name) for name in down)):
        first_total = values.index(ALL) if ALL in values else len(values)
        if all(value == ALL for value in values[first_total:]) and table.occurs(dict(zip(down, values, strict=True))):
            yield values


def _foot(table: CountedTable) -> Iterator[Line]:
    for name, words in table.partial.items():
        yield Line("", f"* {name}: {words}")
    for definition in table.distinct:
        name = f"{definition.id}: " if len(table.distinct) > 1 else ""
        for reason in table.reasons_of(definition.id):
            yield Line("open", one_line(name + reason), "open")
    dagger = dagger_words(table)
    if dagger:
        yield Line("", dagger)
    if table.small_cells:
        yield Line("", SMALL_WORDS)
    elif table.hidden:
        yield Line("", HIDDEN_WORDS)
    if table.step > 1:
        yield Line("", f"Bounds are rounded outward by up to {table.step - 1}, so that none tells a small number.")
    trail = table.trail
    files = ", ".join(f"{name} ({digest[:12]})" for name, digest in trail.files)
    yield Line(
        "from", one_line(f"{trail.release}, manifest {trail.manifest_sha256[:12]}; {files}; {trail.engine}"), "label"
    )
    yield Line("again", trail.command, "label")


def value_words(table: CountedTable, name: str | None, value: str) -> str:
    """A value of a breakdown in words."""
    if value == ALL:
        return "all"
    if value == UNKNOWN or name is None:
        return "not known"
    return one_line(table.label(name, value))


def mark(table: CountedTable, value: str) -> str:
    """A star behind a year or month that the release covers in part."""
    return " *" if value in table.partial else ""


def aligned(rows: Sequence[Sequence[str]], n_left: int, width: int | None = None) -> Iterator[Line]:
    """Rows in columns, the first ``n_left`` flush left and the others right; the first row is the head.

    What is wider than ``width`` is set in several blocks, each with the columns on the left.
    """
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    for number, places in enumerate(_blocks_of_columns(widths, n_left, width)):
        if number:
            yield Line("", "")
        for row in rows:
            cells = [
                f"{row[place]:<{widths[place]}}" if place < n_left else f"{row[place]:>{widths[place]}}"
                for place in places
            ]
            yield Line("", GAP.join(cells).rstrip(), "strong" if row is rows[0] else "")


def _blocks_of_columns(widths: Sequence[int], n_left: int, width: int | None) -> Iterator[tuple[int, ...]]:
    """The columns of each block: those on the left, and of the others as many as fit, one at least."""
    left = tuple(range(n_left))
    taken: list[int] = []
    for place in range(n_left, len(widths)):
        whole = [widths[one] for one in (*left, *taken, place)]
        if taken and width is not None and sum(whole) + len(GAP) * (len(whole) - 1) > width:
            yield (*left, *taken)
            taken = []
        taken.append(place)
    yield (*left, *taken)
