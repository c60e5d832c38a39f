"""Reconciling texts: the same figure gathered, the most precise mention interpreting the others."""

from __future__ import annotations

from dataclasses import replace

from tallymark.checking.reconcile import reconcile
from tallymark.model.claim import Claim, Slot, Span
from tallymark.model.figure import Hedge, Relation
from tallymark.model.period import Period
from tallymark.model.verdict import Cluster
from tests.checking.making import claim, figure, report

TOTAL = figure("396906", "FY2011")


def clusters(*texts: list[Claim]) -> tuple[Cluster, ...]:
    """The clusters over some texts."""
    return reconcile([report(claims, [TOTAL], name=f"text {n}") for n, claims in enumerate(texts)])


def test_the_most_precise_mention_interprets_the_others() -> None:
    """396,906 is the anchor; almost 400,000 is hedged, 396,000 cut off, 397,000 rounded."""
    (found,) = clusters(
        [claim("400000", hedge=Hedge.ALMOST)],
        [claim("396906")],
        [claim("396000")],
        [claim("397000", "2010-10-01/2011-09-30")],
    )
    assert found.anchor.document == "text 1"
    assert {m.document: m.label for m in found.mentions} == {
        "text 0": "hedged", "text 1": "exact", "text 2": "truncated", "text 3": "rounded",
    }  # fmt: skip
    assert (found.drift, found.conflicts) == ((), ())


def test_other_people_days_or_bases_are_other_figures() -> None:
    """The convicted, another year and another base do not join."""
    found = clusters(
        [claim("396906"), claim("216698", population="criminality=convicted", at=10)],
        [claim("392862", "FY2010")],
        [claim("10", relation=Relation.CHANGE_PCT, unit="percent", base="FY2010")],
        [claim("36", relation=Relation.CHANGE_PCT, unit="percent", base="FY2007")],
    )
    assert found == ()


def test_words_that_are_not_understood_block_joining() -> None:
    """A claim with unmapped words is not the same figure as one without."""
    assert clusters([claim("396906")], [replace(claim("400000"), unmapped=(Span(0, 2),))]) == ()


def test_numbers_that_cannot_be_one_figure_conflict() -> None:
    """352,000 does not fit 396,906."""
    (found,) = clusters([claim("396906")], [claim("352000")])
    assert [m.label for m in found.mentions] == ["exact", "conflicting"]
    assert found.conflicts == ("text 1: none 352000 does not fit none 396906",)


def test_ten_and_eleven_percent_for_one_change_are_named() -> None:
    """Two plain numbers for one change stand side by side."""
    more = {"relation": Relation.CHANGE_PCT, "unit": "percent", "direction": "up", "base": "FY2010"}
    (found,) = clusters(
        [claim("10", population="criminality=convicted", **more)],
        [claim("11", population="criminality=convicted", **more)],
    )
    assert any("printed differently" in conflict for conflict in found.conflicts)


def test_a_lost_whole_is_drift() -> None:
    """Two-thirds of those without a conviction became two-thirds of everybody."""
    people = "violator=recent_border_or_repeat"
    more = {"relation": Relation.SHARE, "unit": "percent"}
    (found,) = clusters(
        [claim("66.667", population=people, of="criminality=none", hedge=Hedge.MORE_THAN, **more)],
        [claim("66.667", population=people, **more)],
    )
    assert [m.label for m in found.mentions] == ["exact", "drifted"]
    assert "everybody, elsewhere of with no conviction" in found.drift[0]


def test_a_lost_window_is_drift() -> None:
    """Fifty million since January 2009 became fifty million in a year."""
    (found,) = clusters(
        [claim("53200000", "2009-01-01/2010-10-06", measure="financial_sanctions", unit="usd")],
        [claim("53200000", "FY2010", measure="financial_sanctions", unit="usd")],
    )
    assert found.drift == ("text 1: period: none 53200000 in fiscal year 2010, elsewhere in 2009-01-01/2010-10-06",)


def test_an_inherited_period_gives_way_to_the_one_that_fits() -> None:
    """A number of fiscal 2011 under an inherited fiscal 2010 joins the mentions of fiscal 2011, and the drift is named."""
    inherited: Slot[Period | None] = Slot(Period.fiscal_year(2010), "inherited", Span(0, 3))
    figures = [TOTAL, figure("362862", "FY2010")]
    reports = [
        report([claim("396906")], figures, name="plain"),
        report([replace(claim("396900"), period=inherited)], figures, name="loose"),
    ]
    (found,) = reconcile(reports)
    assert [m.document for m in found.mentions] == ["plain", "loose"]
    assert any("FY2011" in words for words in found.drift)
