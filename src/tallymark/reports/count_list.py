"""What can be counted, for a terminal: in come measures and breakdowns; out come lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from tallymark.reports.plain import one_line
from tallymark.reports.terminal import Line

if TYPE_CHECKING:
    from tallymark.counting.breakdowns import Breakdown
    from tallymark.counting.measures import Measure

WIDTH = 26


def list_lines(measures: Iterable[Measure], breakdowns: Iterable[Breakdown]) -> Iterator[Line]:
    """Each measure with its table of rules, the default first, and each breakdown with what decides it."""
    yield Line("", "Measures", "strong")
    for one in measures:
        note = f"; {one.note}" if one.note else ""
        yield Line("", f"  {one.id:<{WIDTH}} {one_line(one.words + note)}")
        yield Line(
            "", f"    under {', '.join(one.rule_sets)}" if one.rule_sets else f"    rows of {_table(one)}", "label"
        )
    yield Line("", "")
    yield Line("", "Breakdowns; a condition or category of the rules is one too, by its id", "strong")
    for division in breakdowns:
        yield Line("", f"  {division.id:<{WIDTH}} {one_line(division.words)}: {_decided_by(division)}")


def _table(one: Measure) -> str:
    return one.own.table if one.own is not None else ""


def _decided_by(one: Breakdown) -> str:
    if one.time:
        return "the day of the definition"
    return f"the rule {one.family} of the definition" if one.family else " or ".join(one.fields)
