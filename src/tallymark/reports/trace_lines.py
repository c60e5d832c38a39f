"""A trace in lines: in comes where a record came from; out comes one line for each column of its source, without its text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tallymark.reports.plain import one_line
from tallymark.reports.terminal import Line

if TYPE_CHECKING:
    from tallymark.releases.trace import Trace, TracedCell


def trace_lines(trace: Trace) -> Iterator[Line]:
    """The place of the record, every column with its fields and whether they are equal, and the fields it has no column for."""
    sheet = f", sheet {trace.sheet}" if trace.sheet else ""
    yield Line(
        "",
        one_line(f"{trace.release} {trace.table} {trace.row_number}: {trace.file}{sheet}, row {trace.row}"),
        "strong",
    )
    yield Line("", f"read by layout {trace.layout}")
    if trace.source_note:
        yield Line("", f"source not compared: {trace.source_note}", "open")
    for cell in trace.cells:
        fields = ", ".join(cell.fields) or "raw mirror only"
        text = "" if cell.text is None else f": {one_line(cell.text)!r}"
        words = f"{one_line(cell.header)} → {fields}: {verdict(cell)}{text}"
        yield Line(f"{cell.letter}{trace.row}", words, "" if is_right(cell) else "against")
    if trace.absent:
        yield Line("absent", f"no column for {', '.join(trace.absent)}")


def is_right(cell: TracedCell) -> bool:
    """Whether nothing about the cell differs."""
    return cell.typed_equal and cell.raw_equal is not False


def verdict(cell: TracedCell) -> str:
    """Whether stored equals source, in words."""
    if not cell.typed_equal:
        return "the field differs from the raw mirror"
    if cell.raw_equal is None:
        return "stored equals the raw mirror"
    return "stored equals source" if cell.raw_equal else "the raw mirror differs from the source"
