"""Interval drawings and the bar of verdicts."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from tallymark.model.claim import Claim
from tallymark.model.figure import Relation
from tallymark.model.interval import Interval
from tallymark.model.verdict import Report
from tallymark.reports.drawing import Scale, counts_bar, interval_drawing
from tallymark.reports.verdicts import counts


def subject(report: Report, number: int) -> Claim:
    """The claim of one check."""
    claim = report.checks[number].subject
    assert isinstance(claim, Claim)
    return claim


def test_a_hedged_claim_shows_band_line_and_diamond(report: Report) -> None:
    """The words' band, the printed number and the published figure stand on one scale."""
    drawn = str(interval_drawing(subject(report, 1), report.checks[1].verdict))
    assert "printed 45,000" in drawn
    assert "published 44,653" in drawn
    assert drawn.count("<rect") == 2


def test_no_drawing_where_nothing_differs_or_is_known(report: Report) -> None:
    """An exact figure and a claim without a reference need no drawing, nor do percent and people share a scale."""
    assert interval_drawing(subject(report, 0), report.checks[0].verdict) is None
    assert interval_drawing(subject(report, 3), report.checks[3].verdict) is None
    percent = replace(subject(report, 1), unit="percent")
    assert interval_drawing(percent, report.checks[1].verdict) is None


def test_a_fall_is_drawn_on_the_side_of_the_claim(report: Report) -> None:
    """The register prints a fall as negative, the text as a number that fell."""
    claim = replace(subject(report, 2), relation=Relation.CHANGE_ABS, direction="down")
    best = report.checks[2].verdict.best
    assert best is not None
    verdict = replace(report.checks[2].verdict, best=replace(best, value=Interval.point(-392862)))
    assert "published 392,862" in str(interval_drawing(claim, verdict))


def test_an_infinite_end_goes_to_the_edge() -> None:
    """What has no bound reaches the border of the drawing."""
    scale = Scale([Decimal(0), Decimal(100)])
    assert scale.ends(Interval.parse("(-inf, 0]"))[0] == 0
    assert scale.ends(Interval.parse("(0, inf)"))[1] == 400


@pytest.mark.parametrize("value", ["0", "1000000000000"])
def test_equal_ends_still_have_a_scale(value: str) -> None:
    """One number alone stands in the middle."""
    assert Scale([Decimal(value)]).place(Decimal(value), 0) == 200


def test_the_bar_is_divided_by_verdict(report: Report) -> None:
    """Each verdict has its part, and the title says the counts."""
    drawn = str(counts_bar(counts(report.checks)))
    assert drawn.count("<rect") == 5
    assert "1 exact, 1 hedged, 1 true under, 1 contradicted, 1 not checkable" in drawn
