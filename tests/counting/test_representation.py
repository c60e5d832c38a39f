"""Representation ratios: exact bounds from records and benchmark, small groups and missing ones left out."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from tallymark.counting.benchmark import Benchmark, Bounds
from tallymark.counting.count import count
from tallymark.counting.counted import CountedTable
from tallymark.counting.representation import Represented, limits, represent
from tallymark.counting.request import Request
from tallymark.model.errors import UsageError
from tallymark.model.period import Period
from tests.releases.small_store import Row, release

REMOVED = "8-Excluded/Removed - Inadmissibility"


def removals(citizenship: str | None, n: int) -> list[Row]:
    """Made-up removals of one citizenship."""
    return [
        {"departed_date": date(2020, 5, 1), "case_status": REMOVED, "citizenship_country": citizenship}
        for _ in range(n)
    ]


def counted(folder: Path, rows: list[Row], by: str = "citizenship") -> CountedTable:
    """Removals by citizenship."""
    return count(release(folder / "store", "made-up", {"removals": rows}), "made-up", Request("removals", (by,)))


def against(groups: dict[str, tuple[int, int]], by: str = "citizenship") -> Benchmark:
    """A benchmark in percent."""
    shares = {name: Bounds(Fraction(low, 100), Fraction(high, 100)) for name, (low, high) in groups.items()}
    return Benchmark("a survey", "people", Period.parse("CY2020"), by, "a table", "https://example.org", "", shares)


def by_group(found: tuple[Represented, ...]) -> dict[str, Represented]:
    """The ratios by group."""
    return {one.group: one for one in found}


def test_a_ratio_is_a_share_over_a_share(tmp_path: Path) -> None:
    """60 of 100 against 50 percent is 6/5; against 50 to 75 percent it is 4/5 to 6/5 and 1 lies within."""
    table = counted(tmp_path, [*removals("MEXICO", 60), *removals("CANADA", 40)])
    found = by_group(represent(table, against({"mexico": (50, 50), "canada": (50, 50)})))
    assert (found["mexico"].low, found["mexico"].high, found["mexico"].side) == (
        Fraction(6, 5),
        Fraction(6, 5),
        "above",
    )
    assert (found["canada"].low, found["canada"].side) == (Fraction(4, 5), "below")
    wide = by_group(represent(table, against({"mexico": (50, 75)})))["mexico"]
    assert (wide.low, wide.high, wide.side) == (Fraction(4, 5), Fraction(6, 5), "undecided")
    assert (wide.low_any, wide.high_any) == (wide.low, wide.high)


def test_unknown_groups_widen_the_bounds(tmp_path: Path) -> None:
    """20 of 120 without a citizenship could all be of the group or none."""
    table = counted(tmp_path, [*removals("MEXICO", 60), *removals("CANADA", 40), *removals(None, 20)])
    one = by_group(represent(table, against({"mexico": (50, 50)})))["mexico"]
    assert (one.low, one.high, one.side) == (Fraction(1), Fraction(4, 3), "undecided")


def test_a_benchmark_that_can_be_nothing_leaves_the_ratio_open(tmp_path: Path) -> None:
    """There is no upper end."""
    table = counted(tmp_path, [*removals("MEXICO", 60), *removals("CANADA", 40)])
    one = by_group(represent(table, against({"mexico": (0, 50)})))["mexico"]
    assert (one.low, one.high, one.side) == (Fraction(6, 5), None, "above")
    none = by_group(represent(table, against({"mexico": (0, 0)})))["mexico"]
    assert (none.low, none.high, none.side) == (None, None, "undecided")


def test_groups_without_a_ratio_say_why(tmp_path: Path) -> None:
    """Too few records, hidden ones, a group the benchmark lacks, a group without records."""
    rows = [
        *removals("MEXICO", 60),
        *removals("CANADA", 29),
        *removals("FRANCE", 30),
        *removals("PERU", 4),
        *removals("CHAD", 40),
    ]
    found = by_group(
        represent(
            counted(tmp_path, rows),
            against({"mexico": (40, 40), "canada": (10, 10), "france": (5, 5), "spain": (5, 5), "peru": (1, 1)}),
        )
    )
    assert found["mexico"].reason == ""
    assert {name: one.reason for name, one in found.items() if one.reason} == {
        "canada": "too_few",
        "peru": "not_shown",
        "chad": "not_in_benchmark",
        "spain": "not_in_records",
    } | {name: "not_shown" for name, one in found.items() if one.count is None and name not in ("peru", "spain")}
    assert all(one.side == "" and one.low is None for one in found.values() if one.reason)


def test_the_least_number_of_records_can_be_raised_and_not_lowered_too_far(tmp_path: Path) -> None:
    """Never to a cell that is not shown."""
    table = counted(tmp_path, [*removals("MEXICO", 60), *removals("CANADA", 40)])
    benchmark = against({"mexico": (50, 50), "canada": (50, 50)})
    assert by_group(represent(table, benchmark, 50))["canada"].reason == "too_few"
    assert by_group(represent(table, benchmark, 11))["canada"].reason == ""
    with pytest.raises(UsageError) as error:
        represent(table, benchmark, 10)
    assert (error.value.code, error.value.detail) == ("TM-COUNT-044", "at least 11")


def test_the_benchmark_must_have_the_groups_that_are_counted(tmp_path: Path) -> None:
    """Citizenship is not gender."""
    table = counted(tmp_path, removals("MEXICO", 60))
    with pytest.raises(UsageError) as error:
        represent(table, against({"male": (50, 50)}, by="gender"))
    assert (error.value.code, error.value.detail) == ("TM-COUNT-044", "the benchmark has gender, the count citizenship")


def test_the_limits_say_what_a_ratio_is_not() -> None:
    """No proof of intent, and the benchmark drives it."""
    words = " ".join(limits().words)
    assert limits().minimum == 30
    assert "no proof of intent" in words
    assert "another benchmark gives another ratio" in words
