"""The bundled figures: values read again from the raw tables, and the vintages that must stand side by side.

The expected values were read by eye from the tables that the source cards name.
"""

from __future__ import annotations

from decimal import Decimal
from functools import cache

import pytest

from tallymark.model.figure import Figure, Hedge, Relation
from tallymark.model.interval import Interval
from tallymark.model.period import Period
from tallymark.model.population import Population
from tallymark.register.register import Register, load
from tallymark.register.show import side_by_side


@cache
def bundled() -> Register:
    """The bundled register, read once."""
    return load()


def figure(figure_id: str, measure: str = "removals") -> Figure:
    """One bundled figure."""
    return next(found for found in bundled().figures_for(measure) if found.id == figure_id)


@pytest.mark.parametrize(
    ("figure_id", "measure", "period", "value"),
    [
        ("dhs.yearbook-2013#removals.1892", "removals", "FY1892", "2801"),
        ("dhs.yearbook-2013#removals.1954", "removals", "FY1954", "30264"),
        ("dhs.yearbook-2013#returns.1954", "returns", "FY1954", "1074277"),
        ("dhs.yearbook-2013#returns.2000", "returns", "FY2000", "1675876"),
        ("dhs.yearbook-2013#formal.1921-1930", "removals", "FY1921-FY1930", "281464"),
        ("dhs.yearbook-2013#departures.1951-1960", "returns", "FY1951-FY1960", "3883660"),
        ("dhs.yearbook-2013#both.2013", "removals_and_returns", "FY2013", "616792"),
        ("dhs.yearbook-2021#removals.2021", "removals", "FY2021", "89191"),
        ("dhs.yearbook-2021#returns.1986", "returns", "FY1986", "1586320"),
        ("ohss.monthly-2024-08.ero-arrests#all.fy2014", "arrests", "FY2014", "[183695, 183705]"),
        ("ohss.monthly-2024-08.ero-arrests#convicted.2013-10", "arrests", "2013-10", "[14055, 14065]"),
        ("ohss.monthly-2024-08.ero-removals#arrested-by-ice.fy2015", "removals", "FY2015", "[68855, 68865]"),
        (
            "ohss.monthly-2024-08.ero-removals#all.fy2024-to-aug",
            "removals",
            "2023-10-01/2024-08-31",
            "[253995, 254005]",
        ),
        ("ohss.monthly-2024-08.repatriations#removals.expedited.fy2014", "removals", "FY2014", "[187935, 187945]"),
        ("ohss.monthly-2024-08.repatriations#title-8.2024-08", "removals_and_returns", "2024-08", "[57625, 57635]"),
        ("ice.detention-statistics.removals#fy2021.to-2021-09-11", "removals", "2020-10-01/2021-09-11", "55590"),
        ("ice.removals-fy2003-2016#2012", "removals", "FY2012", "409849"),
    ],
)
def test_values_are_those_of_the_raw_tables(figure_id: str, measure: str, period: str, value: str) -> None:
    """Each value is the one read by eye in its table."""
    found = figure(figure_id, measure)
    assert found.value == Interval.parse(value)
    assert found.key.period.label == period
    assert found.confirmed


def test_three_vintages_of_one_yearbook_figure_stand_side_by_side() -> None:
    """FY2011 removals of the department were printed as 391,953, then 387,134, then 390,413."""
    shown = side_by_side(bundled(), "removals", Period.fiscal_year(2011), Population())
    printed = [str(f.value) for f in shown if f.definition == "dhs.removals" and not f.key.population.filters]
    assert {"391,953", "387,134", "390,413"} <= set(printed)
    assert printed.index("391,953") < printed.index("387,134") < printed.index("390,413")


@pytest.mark.parametrize(
    ("year", "values"),
    [(2021, {"59,011", "[59,005, 59,015]", "55,590"}), (2024, {"271,484", "282,214", "109,535"})],
)
def test_official_sources_that_disagree_all_stand(year: int, values: set[str]) -> None:
    """Where tables and files disagree, each count is there with what differs."""
    shown = side_by_side(bundled(), "removals", Period.fiscal_year(year))
    assert values <= {str(f.value) for f in shown if f.key.relation is Relation.LEVEL and not f.key.population.filters}


def test_a_withdrawn_release_decides_nothing() -> None:
    """The count of the file that was taken back is shown and decides no verdict."""
    withdrawn = figure("ddp.removals-2024#late-june")
    assert "withdrawn" in withdrawn.fault
    assert not withdrawn.decides


def test_figures_that_were_not_seen_are_leads() -> None:
    """The exact convicted counts of FY2008 and FY2009 wait for a source; that of FY2010 has one."""
    leads = [f for f in bundled().figures_for("removals") if f.id.startswith("leads.removals-and-arrests#convicted")]
    assert [str(f.value) for f in leads] == ["114,415", "136,343"]
    assert not any(f.decides for f in leads)
    assert figure("ice.morton-testimony-2011-10-12#convicted").decides


def test_relations_printed_without_their_parts_are_figures() -> None:
    """The share in a priority and the rise since FY2008 have values of their own."""
    share = figure("ice.removal-statistics-2011#share.priority")
    assert (share.key.relation, share.number, share.unit) == (Relation.SHARE, Decimal(90), "percent")
    rise = figure("ice.removal-statistics-2011#change.convicted")
    assert (rise.key.relation, rise.number) == (Relation.CHANGE_PCT, Decimal(89))
    assert rise.key.base is not None
    assert rise.key.base.label == "FY2008"
    others = figure("ice.release-2011-10-18#share.recent-or-repeat")
    assert others.key.of == Population.of(criminality="none")
    assert others.hedge is Hedge.MORE_THAN


def test_printed_hedges_are_kept() -> None:
    """The fact sheet of 2010 said more than 1,000 and nearly 6,000."""
    homicide = figure("ice.fact-sheet-2010-10-06#homicide")
    assert (homicide.hedge, homicide.value) == (Hedge.MORE_THAN, Interval.parse("(1000, inf)"))
    sexual = figure("ice.fact-sheet-2010-10-06#sexual")
    assert (sexual.hedge, sexual.value) == (Hedge.ALMOST, Interval.parse("[5500, 6000)"))


def test_parts_add_up_where_the_source_says_so() -> None:
    """Interior and border removals of FY2013 and FY2014 sum to the total."""
    for source, year in (("ice.removal-statistics-2013", 368644), ("ice.removal-statistics-2014", 315943)):
        parts = [figure(f"{source}#{name}").value.low for name in ("interior", "border")]
        assert sum(part for part in parts if part is not None) == year
