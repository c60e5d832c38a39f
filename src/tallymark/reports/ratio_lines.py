"""Representation ratios for a terminal: in come a counted table, a benchmark and the ratios; out come lines, what they cannot say among them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from tallymark.reports.plain import one_line
from tallymark.reports.programme_counts import count_words
from tallymark.reports.programme_lines import percent_words
from tallymark.reports.terminal import Line

if TYPE_CHECKING:
    from tallymark.counting.benchmark import Benchmark
    from tallymark.counting.counted import CountedTable
    from tallymark.counting.representation import Limits, Represented

GROUP_WIDTH = 30
HUNDREDTH = Decimal("0.01")
REASONS = {
    "too_few": "too few records for a ratio",
    "not_in_benchmark": "the benchmark does not have this group",
    "not_in_records": "no record has this group",
    "not_shown": "not shown (1 to 10, or would give one away)",
}
SIDES = {
    "above": "above 1 within the bounds",
    "below": "below 1 within the bounds",
    "undecided": "1 lies within the bounds",
}


def ratio_lines(
    table: CountedTable, benchmark: Benchmark, found: Sequence[Represented], known: Limits
) -> Iterator[Line]:
    """Who is compared with whom, the ratios, and their limits."""
    yield Line("", f"{table.request.measure} of {table.release} by {benchmark.by}, compared with a benchmark", "strong")
    for note in table.notes:
        yield Line("note", one_line(note), "open")
    yield Line("benchmark", f"{one_line(benchmark.title)}: {one_line(benchmark.people)}, {benchmark.period.label}")
    yield Line("source", f"{one_line(benchmark.source)}; {one_line(benchmark.url)}")
    if benchmark.note:
        yield Line("note", one_line(benchmark.note))
    yield Line("counted as", ", ".join(one.id for one in table.definitions))
    yield Line("", "")
    for one in found:
        yield _line(one)
    yield Line("", "")
    yield Line("", "What a ratio does not say", "strong")
    for words in known.words:
        yield Line("open", one_line(words), "open")
    yield Line("again", table.trail.command)


def ratio_words(low: Fraction | None, high: Fraction | None) -> str:
    """``1.21``, ``1.19 to 1.22``, or one end where the other is open."""
    shown = [None if value is None else _rounded(value) for value in (low, high)]
    if shown[0] is not None and shown[1] is not None:
        return str(shown[0]) if shown[0] == shown[1] else f"{shown[0]} to {shown[1]}"
    if shown[0] is not None:
        return f"at least {shown[0]}"
    return "not bounded" if shown[1] is None else f"at most {shown[1]}"


def _rounded(value: Fraction) -> Decimal:
    return (Decimal(value.numerator) / Decimal(value.denominator)).quantize(HUNDREDTH, ROUND_HALF_EVEN)


def _line(one: Represented) -> Line:
    label = one_line(one.label, limit=GROUP_WIDTH - 1)
    if one.reason:
        return Line("", f"  {label:<{GROUP_WIDTH}} {REASONS[one.reason]}", "open")
    share = "" if one.share is None else percent_words(one.share.low, one.share.high)
    expected = "" if one.benchmark is None else percent_words(one.benchmark.low, one.benchmark.high)
    words = (
        f"  {label:<{GROUP_WIDTH}} {ratio_words(one.low, one.high):<14} {SIDES[one.side]}: "
        f"{count_words(one.count)} records, {share} of all, benchmark {expected}"
    )
    wider = (one.low_any, one.high_any) != (one.low, one.high)
    return Line("", words + (f"; on any reading {ratio_words(one.low_any, one.high_any)}" if wider else ""))
