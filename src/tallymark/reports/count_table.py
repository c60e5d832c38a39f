"""Counts for a terminal: in comes a finished table; out come lines: what was counted and what covers it, the numbers, the trail."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import product
from typing import TYPE_CHECKING

from tallymark.reports.count_words import (
    FAMILY_WORDS,
    HIDDEN_WORDS,
    SMALL_WORDS,
    count_words,
    differences,
    rules_words,
    settings_words,
    share_words,
)
from tallymark.reports.plain import one_line
from tallymark.reports.terminal import Line

if TYPE_CHECKING:
    from tallymark.counting.counted import CountedTable, UsedDefinition

MOST_COLUMNS = 9
ALL = "all"
UNKNOWN = "unknown"
Show = Callable[[str, dict[str, str]], str]


def count_lines(table: CountedTable) -> Iterator[Line]:
    """The whole report."""
    yield from _head(table)
    yield Line("", "")
    yield from _numbers(table)
    yield Line("", "")
    yield from _foot(table)


def _head(table: CountedTable) -> Iterator[Line]:
    yield Line("", f"{table.words}, {table.release}{_asked_words(table)}", "strong")
    for note in table.notes:
        yield Line(
            "note" if not note.startswith("known fault") else "fault",
            one_line(note),
            "open" if note.startswith("known fault") else "",
        )
    if len(table.definitions) == 1:
        yield from _definition_lines(table.definitions[0])


def _asked_words(table: CountedTable) -> str:
    request = table.request
    by = f", by {' and '.join(table.by_words)}" if table.by_words else ""
    where = "".join(f", {key} = {value}" for key, value in request.where.items())
    return f"{by}{where}" + (f", {request.period.label}" if request.period is not None else "")


def _definition_lines(one: UsedDefinition) -> Iterator[Line]:
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


def _numbers(table: CountedTable) -> Iterator[Line]:
    if len(table.definitions) > 1:
        yield from _side_by_side(table)
        return
    only = table.definitions[0].id
    for any_reading in (False, True) if table.any_differs else (False,):
        if any_reading:
            yield Line("", "")
            yield Line("", "On any reading of what no record decides:", "strong")
        yield from _block(table, only, any_reading=any_reading)


def _block(table: CountedTable, definition: str, *, any_reading: bool) -> Iterator[Line]:
    """The table of one definition: the values of the last breakdown as columns where they are few, else a row for each."""
    by = table.request.by
    across = by[-1] if len(by) > 1 and len(table.values[by[-1]]) <= MOST_COLUMNS else None
    down = by[:-1] if across else by
    columns = (*table.values[across], ALL) if across else (ALL,)
    share_of = table.share_values if across else ()
    header = [*(table.word(name) for name in down)]
    header += [_label(table, across, value) for value in columns] if across else [table.words]
    header += [f"share {_label(table, across, value)}" for value in share_of] if across else (["share"] if by else [])
    rows = [header]
    for values in _down(table, down):
        group = dict(zip(down, values, strict=True))
        row = [_label(table, name, value) + _mark(table, value) for name, value in group.items()]
        if across:
            row += [
                count_words(table.count(definition, **group, **{across: value}), any_reading=any_reading)
                for value in columns
            ]
            row += [
                share_words(table.share({across: value}, group, definition), any_reading=any_reading)
                for value in share_of
            ]
        else:
            row.append(count_words(table.count(definition, **group), any_reading=any_reading))
            if by:
                row.append(share_words(table.share(group, {}, definition), any_reading=any_reading))
        rows.append(row)
    yield from aligned(rows, len(down))


def _down(table: CountedTable, down: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """The groups of the rows: for several breakdowns those with a total only for the last ones, and groups that occur."""
    for values in product(*((*table.values[name], ALL) for name in down)):
        first_total = values.index(ALL) if ALL in values else len(values)
        if all(value == ALL for value in values[first_total:]) and table.occurs(dict(zip(down, values, strict=True))):
            yield values


def _side_by_side(table: CountedTable) -> Iterator[Line]:
    """Several definitions: one row for each, the periods as columns; a block for each group of the other breakdowns."""
    by = table.request.by
    across = table.across
    others = [name for name in by if name != across]
    columns = (*table.values[across], ALL) if across else (ALL,)
    for values in product(*((ALL, *table.values[name]) for name in others)):
        group = dict(zip(others, values, strict=True))
        if not table.occurs(group):
            continue
        words = ", ".join(_label(table, name, value) for name, value in group.items() if value != ALL)
        for any_reading in (False, True) if table.any_differs_in(group) else (False,):
            yield Line(
                "", ", ".join(filter(None, (words or table.words, "on any reading" if any_reading else ""))), "strong"
            )
            head = [
                "definition",
                *(
                    f"{_label(table, across, value)}{_mark(table, value)}" if across else table.words
                    for value in columns
                ),
            ]
            rows = [head]
            for one in table.definitions:
                found = [
                    count_words(
                        table.count(one.id, **group, **({across: value} if across else {})), any_reading=any_reading
                    )
                    + _near_mark(table, one.id, {**group, **({across: value} if across else {})})
                    for value in columns
                ]
                rows.append([one.id, *found])
            yield from aligned(rows, 1)
            yield Line("", "")
    yield from _difference_lines(table)


def _near_mark(table: CountedTable, definition: str, group: dict[str, str]) -> str:
    return "≈" if table.near_to(definition, **group) else ""


def _difference_lines(table: CountedTable) -> Iterator[Line]:
    """What differs between the definitions in words, and those that the release cannot be counted by."""
    first = table.definitions[0]
    yield Line("", "What differs", "strong")
    yield from _definition_lines(first)
    for one in table.definitions[1:]:
        different = differences(one, first)
        words = "; ".join(f"{FAMILY_WORDS[family]}: {title}" for family, title in different.items())
        yield Line("", one_line(f"{one.id}: {words or 'the same rules'}"))
        for gap in one.gaps:
            if gap not in first.gaps:
                yield Line("gap", one_line(gap), "open")
    for name, reason in table.left_out.items():
        yield Line("", one_line(f"{name}: not counted; {reason}"), "open")
    if table.near:
        yield Line(
            "", "≈: differs by 1 to 10 from the first definition above that is shown; such differences are not shown."
        )


def _foot(table: CountedTable) -> Iterator[Line]:
    for name, words in table.partial.items():
        yield Line("", f"* {name}: {words}")
    for definition in table.definitions:
        reasons = table.why_undecided(definition.id)
        name = f"{definition.id}: " if len(table.definitions) > 1 else ""
        for reason in reasons:
            yield Line("open", one_line(name + reason), "open")
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


def _label(table: CountedTable, name: str | None, value: str) -> str:
    if value == ALL:
        return "all"
    if value == UNKNOWN or name is None:
        return "not known"
    return one_line(table.label(name, value))


def _mark(table: CountedTable, value: str) -> str:
    return " *" if value in table.partial else ""


def aligned(rows: Sequence[Sequence[str]], n_left: int) -> Iterator[Line]:
    """Rows in columns, the first ``n_left`` flush left and the others right; the first row is the head."""
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    for number, row in enumerate(rows):
        cells = [
            f"{cell:<{width}}" if place < n_left else f"{cell:>{width}}"
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        yield Line("", "  ".join(cells).rstrip(), "strong" if number == 0 else "")
