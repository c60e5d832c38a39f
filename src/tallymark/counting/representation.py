"""Representation ratios: in come a counted table by one breakdown and a benchmark; out comes for each group its share over the benchmark's, with bounds.

Groups below a least number of records are left out, and a group that the benchmark does not have gets no ratio.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from importlib import resources
from typing import cast

from tallymark.counting.benchmark import Benchmark, Bounds
from tallymark.counting.counted import UNKNOWN, Count, CountedTable, Share
from tallymark.model.closed_yaml import check_keys, parse_yaml
from tallymark.model.errors import UsageError
from tallymark.model.small_cells import LARGEST_SMALL

SCHEMA = "TM-COUNT-043"
NO_BENCHMARK = "TM-COUNT-044"
LABEL = "counting/data/representation.yaml"
TOO_FEW, NOT_IN_BENCHMARK, NOT_IN_RECORDS, NOT_SHOWN = "too_few", "not_in_benchmark", "not_in_records", "not_shown"


@dataclass(frozen=True, slots=True)
class Limits:
    """The least number of records of a group, and what a ratio can never say."""

    minimum: int
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Represented:
    """One group: its records, its share of them, its share in the benchmark, and the ratio of the two.

    ``reason`` says why there is no ratio (``too_few``, ``not_in_benchmark``, ``not_in_records``, ``not_shown``), empty where
    there is one. ``low`` and ``high`` hold on the fields, ``low_any`` and ``high_any`` on any reading; a high end is None where
    the benchmark can be 0.
    """

    group: str
    label: str
    count: Count | None
    share: Share | None
    benchmark: Bounds | None
    low: Fraction | None
    high: Fraction | None
    low_any: Fraction | None
    high_any: Fraction | None
    reason: str

    @property
    def side(self) -> str:
        """``above`` when every value in the bounds is above 1, ``below`` likewise, else ``undecided``; empty without a ratio."""
        if self.reason:
            return ""
        if self.low is not None and self.low > 1:
            return "above"
        return "below" if self.high is not None and self.high < 1 else "undecided"


@cache
def limits() -> Limits:
    """What ships with the measure."""
    text = resources.files("tallymark.counting").joinpath("data/representation.yaml").read_text(encoding="utf-8")
    entry = check_keys(parse_yaml(text, LABEL, SCHEMA), LABEL, ("minimum", "limits"), (), SCHEMA)
    return Limits(int(str(entry["minimum"])), tuple(cast("list[str]", entry["limits"])))


def represent(table: CountedTable, benchmark: Benchmark, minimum: int | None = None) -> tuple[Represented, ...]:
    """The groups of the table, then those of the benchmark that it does not have.

    ``minimum`` is the least number of records (the shipped one unless given). Raises TM-COUNT-044 when the benchmark has other
    groups than the table or ``minimum`` is below the size of a cell that may be shown.
    """
    least = limits().minimum if minimum is None else minimum
    if table.request.by != (benchmark.by,):
        detail = f"the benchmark has {benchmark.by}, the count {', '.join(table.request.by) or 'no breakdown'}"
        raise UsageError(NO_BENCHMARK, where="--by", detail=detail)
    if least <= LARGEST_SMALL:
        raise UsageError(NO_BENCHMARK, where=f"minimum {least}", detail=f"at least {LARGEST_SMALL + 1}")
    values = [value for value in table.values[benchmark.by] if value != UNKNOWN]
    found = [_one(table, benchmark, value, least) for value in values]
    missing = [name for name in benchmark.groups if name not in values]
    return (*found, *(_absent(name, benchmark) for name in missing))


def _one(table: CountedTable, benchmark: Benchmark, value: str, least: int) -> Represented:
    count = table.count(**{benchmark.by: value})
    share = table.share({benchmark.by: value})
    bounds = benchmark.groups.get(value)
    reason = _reason(count, share, bounds, least)
    label = table.label(benchmark.by, value)
    if reason or share is None or bounds is None:
        return Represented(value, label, count, share, bounds, None, None, None, None, reason)
    low, high = _over(share.low, share.high, bounds)
    low_any, high_any = _over(share.low_any, share.high_any, bounds)
    return Represented(value, label, count, share, bounds, low, high, low_any, high_any, "")


def _reason(count: Count | None, share: Share | None, bounds: Bounds | None, least: int) -> str:
    if count is None or share is None:
        return NOT_SHOWN
    if bounds is None:
        return NOT_IN_BENCHMARK
    return TOO_FEW if count.low < least else ""


def _over(low: Fraction, high: Fraction, bounds: Bounds) -> tuple[Fraction | None, Fraction | None]:
    return (low / bounds.high if bounds.high else None), (high / bounds.low if bounds.low else None)


def _absent(name: str, benchmark: Benchmark) -> Represented:
    bounds = benchmark.groups[name]
    return Represented(name, name, None, None, bounds, None, None, None, None, NOT_IN_RECORDS)
