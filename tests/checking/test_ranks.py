"""Ranks and records: every period of the range is looked at and the breaks inside are named."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tallymark.model.figure import Relation
from tallymark.model.verdict import VerdictKind
from tests.checking.making import claim, figure, statement, verdict

ERAS = {
    2007: "2007",
    2008: "2007",
    2009: "2009",
    2010: "2009",
    2011: "2009",
    2012: "2009",
    2013: "2009",
    2014: "2013-06",
    2015: "2013-06",
}
YEARS = {2006: 207776, 2007: 291060, 2008: 369221, 2009: 389834, 2010: 392862, 2011: 396906, 2012: 409849, 2013: 368644, 2014: 315943, 2015: 235413}  # fmt: skip
SERIES = [figure(str(n), f"FY{year}", definition=f"ice.removals.{ERAS.get(year, '2003')}") for year, n in YEARS.items()]


@pytest.mark.parametrize(
    ("number", "unit", "base", "direction", "kind"),
    [
        ("2006", "year", "FY2006", "down", "exact"),
        ("8", "years", None, "down", "exact"),
        ("2005", "year", "FY2005", "down", "contradicted"),
        ("2010", "year", "FY2010", "up", "contradicted"),
    ],
)
def test_lowest_since_looks_at_every_year(number: str, unit: str, base: str | None, direction: str, kind: str) -> None:
    """Fiscal 2015 was the lowest since fiscal 2006, which was lower still."""
    made = claim(number, "FY2015", relation=Relation.RANK, unit=unit, base=base, direction=direction)
    found = verdict(made, *SERIES)
    assert found.kind.value == kind


def test_a_missing_year_leaves_a_rank_open() -> None:
    """Without fiscal 2010 nobody knows whether 2015 was the lowest since 2006."""
    made = claim("2006", "FY2015", relation=Relation.RANK, unit="year", base="FY2006", direction="down")
    gap = [one for one in SERIES if one.key.period.label != "FY2010"]
    assert verdict(made, *gap).kind is VerdictKind.NOT_CHECKABLE


def test_the_breaks_inside_a_range_are_named() -> None:
    """From fiscal 2006 to fiscal 2015 returns entered, the lock came, and CBP's cases left."""
    made = claim("2006", "FY2015", relation=Relation.RANK, unit="year", base="FY2006", direction="down")
    found = verdict(made, *SERIES)
    assert "returns enter the count in FY2007" in found.breaks
    assert "the October lock enters in FY2009" in found.breaks


def test_a_rank_without_a_direction_is_ambiguous() -> None:
    """Neither highest nor lowest: nothing is compared."""
    made = claim("2006", "FY2015", relation=Relation.RANK, unit="year", base="FY2006", quote="since 2006")
    assert verdict(made, *SERIES).kind is VerdictKind.NOT_CHECKABLE


def test_a_record_looks_only_backward() -> None:
    """Fiscal 2009 was a record although later years were higher."""
    made = replace(claim("389834", "FY2009"), qualifiers=("record",))
    assert verdict(made, *SERIES).kind is VerdictKind.EXACT


@pytest.mark.parametrize(
    ("direction", "period", "base", "relation", "kind"),
    [
        ("up", "FY2011", "FY2008", Relation.CHANGE_ABS, "exact"),
        ("down", "FY2011", "FY2008", Relation.CHANGE_ABS, "contradicted"),
        ("up", "FY2012", None, Relation.RANK, "exact"),
        ("up", "FY2014", None, Relation.RANK, "contradicted"),
        ("down", "FY2015", "FY2009-FY2014", Relation.CHANGE_ABS, "exact"),
        ("up", "FY2013", "FY2007-FY2012", Relation.CHANGE_ABS, "not_checkable"),
        ("up", "FY2031", "FY2008", Relation.CHANGE_ABS, "not_checkable"),
    ],
)
def test_a_comparison_without_a_number_is_checked_on_the_series(
    direction: str, period: str, base: str | None, relation: Relation, kind: str
) -> None:
    """Higher, lower, more than ever: each year of the base is compared."""
    assert verdict(statement(direction, period, base, relation=relation), *SERIES).kind.value == kind


def test_a_statement_without_a_base_names_what_is_missing() -> None:
    """The reason says that the base is missing; an unmapped measure says so too."""
    found = verdict(statement("up", "FY2011", None), *SERIES)
    assert (found.reason, "compared with" in found.words) == ("ambiguous", True)
    assert verdict(statement("up", "FY2011", "FY2010", measure=None), *SERIES).reason == "measure_unmapped"
