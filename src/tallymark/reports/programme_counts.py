"""Counts of a programme for a terminal: in come its counts in a release; out come lines with bounds, sums and published figures beside."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tallymark.reports.plain import one_line
from tallymark.reports.terminal import Line
from tallymark.reports.words import value_words

if TYPE_CHECKING:
    from tallymark.counting.counted import Count
    from tallymark.counting.programmes import Programme
    from tallymark.counting.programmes_records import Counted, Group, Told
    from tallymark.model.figure import Figure

LABEL_WIDTH = 44
COUNT_WIDTH = 20
NOT_SHOWN = "not shown (1 to 10, or would give one away)"


def count_lines(programme: Programme, told: Told) -> Iterator[Line]:
    """The counts of a release under what is to be known of it first."""
    yield Line("", f"Counted in the release {told.release}", "strong")
    for note in told.notes:
        yield Line("note", one_line(note), "open")
    if programme.distinct is not None and told.n_distinct is not None:
        fields = " and ".join(programme.distinct.fields)
        yield Line("", f"  {one_line(programme.distinct.title)}: {told.n_distinct:,}, told apart by {fields}")
    for one in told.counts:
        yield from _counted_lines(one)
    yield Line("", "")


def count_words(count: Count | None) -> str:
    """``1,234``, or both bounds where they differ."""
    if count is None:
        return NOT_SHOWN
    return f"{count.low:,}" if count.exact else f"{count.low:,} to {count.high:,}"


def _counted_lines(one: Counted) -> Iterator[Line]:
    yield Line("", f"  {one_line(one.asked.title)}: {count_words(one.total)} in all", "label")
    for group in one.groups:
        yield _group_line(group)
    yield Line("again", one.table.trail.command)


def _group_line(group: Group) -> Line:
    label = "  " * group.depth + one_line(group.label, limit=LABEL_WIDTH - 3)
    words = f"    {label:<{LABEL_WIDTH}} {count_words(group.count):<{COUNT_WIDTH}}"
    if group.running is not None:
        words += f" so far {count_words(group.running)}"
    if group.beside:
        words += " published: " + "; ".join(_figure_words(figure) for figure in group.beside)
    return Line("", words.rstrip(), "open" if group.count is None or not group.count.exact else "")


def _figure_words(figure: Figure) -> str:
    mark = "" if figure.decides else ", decides nothing"
    return f"{value_words(figure)} ({figure.id}{mark})"
