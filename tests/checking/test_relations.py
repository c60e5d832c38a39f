"""Shares, changes and ratios recomputed from levels, and the levels that are added up."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tallymark.model.claim import Slot
from tallymark.model.figure import Hedge, Relation
from tallymark.model.verdict import VerdictKind
from tests.checking.making import claim, figure, verdict

TOTAL = figure("396906", "FY2011")
CRIMINAL = figure("216698", "FY2011", "criminality=convicted")
BASE = figure("114415", "FY2008", "criminality=convicted", definition="ice.removals.2007")


@pytest.mark.parametrize(
    ("number", "population", "kind"),
    [
        ("55", "criminality=convicted", "rounded"),
        ("45", "criminality=none", "rounded"),
        ("40", "criminality=convicted", "contradicted"),
        ("60", "criminality=none", "contradicted"),
    ],
)
def test_a_share_is_recomputed_from_its_parts(number: str, population: str, kind: str) -> None:
    """216,698 of 396,906 is 54.6 percent, so 45.4 percent had no conviction."""
    found = verdict(claim(number, population=population, relation=Relation.SHARE, unit="percent"), TOTAL, CRIMINAL)
    assert found.kind.value == kind


def test_a_share_is_not_made_of_two_series() -> None:
    """The convicted of one count are never divided by the total of another."""
    other = figure("391953", "FY2011", definition="ohss.removals", tier=2)
    found = verdict(
        claim("55", population="criminality=convicted", relation=Relation.SHARE, unit="percent"), other, CRIMINAL
    )
    assert found.kind is VerdictKind.NOT_CHECKABLE


def test_a_printed_share_stands_beside_the_computed_one() -> None:
    """A share printed without its parts is a figure in its own right."""
    share = figure("90", "FY2011", "priority=any", relation=Relation.SHARE, unit="percent")
    found = verdict(claim("90", population="priority=any", relation=Relation.SHARE, unit="percent"), share)
    assert found.kind is VerdictKind.EXACT


def test_the_share_of_the_other_people_follows_from_a_printed_share() -> None:
    """A printed 60 percent convicted supports 40 percent without a conviction."""
    share = figure("60", "FY2011", "criminality=convicted", relation=Relation.SHARE, unit="percent")
    made = claim("40", population="criminality=none", relation=Relation.SHARE, unit="percent")
    assert verdict(made, share).kind is VerdictKind.EXACT


@pytest.mark.parametrize(("number", "direction", "kind", "reason"), [("89", "up", "rounded", "fits"), ("89", "down", "contradicted", "direction"), ("60", "up", "contradicted", "value")])  # fmt: skip
def test_a_change_is_recomputed_and_its_breaks_are_named(number: str, direction: str, kind: str, reason: str) -> None:
    """From 114,415 to 216,698 is 89.4 percent up, over the break of October 2008."""
    made = claim(number, population="criminality=convicted", relation=Relation.CHANGE_PCT, unit="percent", direction=direction, base="FY2008")  # fmt: skip
    found = verdict(made, CRIMINAL, BASE)
    assert (found.kind.value, found.reason) == (kind, reason)
    if kind == "rounded":
        assert found.breaks == ("the October lock enters in FY2009",)


def test_a_difference_uses_every_printing_of_its_base() -> None:
    """396,906 less the final 369,221 is 27,685; with the first printing it would be 47,865."""
    figures = [TOTAL, figure("369221", "FY2008", vintage="2010"), figure("349041", "FY2008", vintage="2008")]
    made = claim("27000", relation=Relation.CHANGE_ABS, direction="up", base="FY2008", hedge=Hedge.ABOUT, width="2000")
    found = verdict(made, *figures)
    assert found.kind is VerdictKind.HEDGED
    assert "27,685" in found.line
    assert found.n_tried == 2


def test_a_base_that_the_text_does_not_name_never_accuses() -> None:
    """Without a base the period before is tried, and a misfit is left open."""
    made = claim("50", relation=Relation.CHANGE_PCT, unit="percent", direction="up")
    found = verdict(made, TOTAL, figure("392862", "FY2010"))
    assert found.kind is VerdictKind.NOT_CHECKABLE


def test_percent_taken_for_points_is_a_fault_of_the_unit() -> None:
    """A share that rises from 35 to 50 rises by 15 points, not by 15 percent."""
    figures = [
        figure("100000", "FY2010"), figure("50000", "FY2010", "criminality=convicted"),
        figure("100000", "FY2009"), figure("35000", "FY2009", "criminality=convicted"),
    ]  # fmt: skip
    made = claim("15", "FY2010", "criminality=convicted", relation=Relation.CHANGE_PCT, unit="percent", direction="up", base="FY2009")  # fmt: skip
    found = verdict(made, *figures)
    assert (found.kind, found.reason) == (VerdictKind.CONTRADICTED, "unit")
    points = replace(made, relation=Relation.CHANGE_ABS, unit="points")
    assert verdict(points, *figures).kind is VerdictKind.EXACT


def test_a_ratio_in_percent_is_compared_in_percent() -> None:
    """117,181 is 74.5 percent of 157,365: three-quarters."""
    figures = [figure("117181", "2014-10-01/2015-03-31"), figure("157365", "2013-10-01/2014-03-31")]
    made = claim("75", "2014-10-01/2015-03-31", relation=Relation.RATIO, unit="percent", base="2013-10-01/2014-03-31", half="4")  # fmt: skip
    assert verdict(made, *figures).kind is VerdictKind.ROUNDED


def test_years_of_one_series_are_added_up() -> None:
    """2,509,451 in seven years is the sum of the seven years; a year of another series cannot fill a gap."""
    years = {2009: 389834, 2010: 392862, 2011: 396906, 2012: 409849, 2013: 368644, 2014: 315943, 2015: 235413}
    figures = [figure(str(number), f"FY{year}") for year, number in years.items()]
    made = claim("2500000", "FY2009-FY2015", hedge=Hedge.MORE_THAN)
    found = verdict(made, *figures)
    assert found.kind is VerdictKind.HEDGED
    assert "found 2,509,451" in found.line
    assert (
        verdict(made, *figures[1:], figure("389834", "FY2009", definition="ohss.removals")).kind
        is VerdictKind.NOT_CHECKABLE
    )


def test_a_rate_per_day_is_the_flow_over_its_days() -> None:
    """41,318 arrests from 22 January to 29 April are 422 a day."""
    flow = figure("41318", "2017-01-22/2017-04-29", measure="arrests", definition="ice.arrests")
    made = claim("400", "2017-01-20/2017-05-22", measure="arrests_per_day", hedge=Hedge.MORE_THAN)
    found = verdict(made, flow, dated="2017-05-22")
    assert found.kind is VerdictKind.HEDGED
    assert "421.6122" in found.line


def test_people_without_a_conviction_are_all_minus_the_convicted() -> None:
    """396,906 less 216,698 leaves 180,208."""
    assert verdict(claim("180208", population="criminality=none"), TOTAL, CRIMINAL).kind is VerdictKind.EXACT


def test_a_border_count_that_names_no_border_fits_the_southwest() -> None:
    """The scope that the text left out is said beside the support."""
    reference = figure(
        "50693", "2019-08", "area=southwest", measure="border_apprehensions", definition="cbp.usbp_apprehensions.1925"
    )
    found = verdict(claim("50693", "2019-08", measure="border_apprehensions"), reference)
    assert found.kind is VerdictKind.EXACT
    assert any("southwest border" in note for note in found.notes)


def test_a_year_may_be_fiscal_or_calendar_where_the_words_leave_it_open() -> None:
    """The calendar year's figure answers "in 2011" too, and is named; "fiscal 2011" it does not answer."""
    calendar = figure("400100", "CY2011")
    assert verdict(claim("400100"), TOTAL, calendar, text="in 2011").kind is VerdictKind.EXACT
    fiscal = verdict(claim("400100"), TOTAL, calendar, text="FY11 ")
    assert fiscal.kind is not VerdictKind.EXACT


def test_an_estimate_stays_in_force_until_the_next() -> None:
    """Eleven million in 2010 is measured by the estimates for January 2009 and 2010."""
    figures = [
        figure("10800000", "2009-01", measure="unauthorized_population", definition="dhs.unauthorized"),
        figure("11600000", "2010-01", measure="unauthorized_population", definition="dhs.unauthorized"),
    ]
    made = claim("11000000", "CY2010", measure="unauthorized_population", hedge=Hedge.ABOUT)
    assert verdict(made, *figures).kind is VerdictKind.HEDGED
    low = claim("5000000", "CY2010", measure="unauthorized_population", hedge=Hedge.ABOUT)
    assert verdict(low, figures[0]).kind is VerdictKind.NOT_CHECKABLE


def test_a_stock_in_a_month_is_the_stock_of_a_day_in_it() -> None:
    """The number held on a day of June answers for June, and a number between two days is not called wrong."""
    days = [
        figure("57861", "2025-06-15", measure="detention_population", definition="ice.detained"),
        figure("59762", "2025-06-29", measure="detention_population", definition="ice.detained"),
    ]
    assert verdict(claim("57861", "2025-06", measure="detention_population"), *days).kind is VerdictKind.EXACT
    assert verdict(claim("58500", "2025-06", measure="detention_population"), *days).kind is VerdictKind.NOT_CHECKABLE
    assert verdict(claim("40000", "2025-06", measure="detention_population"), *days).kind is VerdictKind.CONTRADICTED


def test_no_base_slot_means_an_assumed_base() -> None:
    """The assumed base is said in the note beside a support."""
    made = replace(claim("1", relation=Relation.CHANGE_PCT, unit="percent", direction="up"), base=Slot(None, "missing"))
    found = verdict(made, TOTAL, figure("392862", "FY2010"))
    assert found.kind is VerdictKind.ROUNDED
    assert any("base assumed" in note for note in found.notes)


def test_a_bound_is_no_part_of_a_change_where_the_number_itself_is_printed() -> None:
    """With 392,862 beside "more than 392,000" only the number itself is compared with 409,849."""
    figures = [
        figure("409849", "FY2012"), figure("392862", "FY2010"),
        figure("(392000, inf)", "FY2010", hedge=Hedge.MORE_THAN, vintage="2010"),
    ]  # fmt: skip
    made = claim("5", "FY2012", relation=Relation.CHANGE_PCT, unit="percent", direction="up", base="FY2010")
    found = verdict(made, *figures)
    assert [one.line for one in found.tries] == ["none 5 → [4.5, 5.5]; found [4.3239, 4.3239]"]
