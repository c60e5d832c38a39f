"""What the bundled register holds on detention, the border, detainers, releases, worksites and programmes.

The expected values were read from the raw tables by hand, apart from the files that they test.
"""

from __future__ import annotations

from decimal import Decimal

import pytest

from tallymark.model.figure import Figure
from tallymark.model.interval import Interval
from tallymark.model.population import Population
from tallymark.register.register import load


@pytest.fixture(scope="module")
def figures() -> dict[str, Figure]:
    """Every bundled figure by id."""
    return {figure.id: figure for figure in load().all_figures()}


def test_the_detention_workbook_of_fy2024_is_read_cell_by_cell(figures: dict[str, Figure]) -> None:
    """Snapshot, book-ins, daily population and book-outs of FY2024 stand as the workbook prints them."""
    source = "ice.detention-statistics.fy2024#"
    assert figures[f"{source}detained.all.all"].value == Interval.point(37684)
    assert figures[f"{source}detained.all.all"].key.period.label == "2024-10-03"
    assert figures[f"{source}bookins.all.fy"].value == Interval.point(277913)
    assert figures[f"{source}bookins.ice.fy"].value == Interval.point(90615)
    assert figures[f"{source}bookins.cbp.may"].value == Interval.point(20131)
    assert figures[f"{source}adp.all.fy"].value == Interval.point("37721.80")
    assert figures[f"{source}bookouts"].value == Interval.point(268480)


@pytest.mark.parametrize(
    ("figure", "value", "period"),
    [
        ("ice.detention-statistics.fy2019#detained.oiv.all", "29443", "2019-10-04"),
        ("ice.detention-statistics.fy2020#adp.all.fy", "33723.98", "FY2020"),
        ("ice.detention-statistics.fy2021#bookins.all.fy", "189847", "2020-10-01/2021-09-11"),
        ("ice.detention-statistics.fy2022#releases", "246080", "2021-10-01/2022-09-24"),
        ("ice.detention-statistics.fy2023#bookins.conv", "63520", "FY2023"),
        ("ice.detention-statistics.fy2026#detained.all.ice", "59644", "2026-01-25"),
        ("ice.detention-statistics.fy2026#detained.none.all", "52504", "2026-01-25"),
        ("kvia.cbp-2025-01#sw.2025-01", "61465", "2025-01"),
        ("cbp.sw-encounters-2025-08#sw.2025-01", "61448", "2025-01"),
        ("elpasotimes.cbp-2019-08#2019-08", "50693", "2019-08"),
        ("nbc.cbp-2015-11#uac.fy2016", "10588", "2015-10-01/2015-11-30"),
        ("trac.511#fy2012", "276181", "FY2012"),
        ("trac.325#fy2012", "273982", "FY2012"),
        ("house.releases-2015#people", "30558", "FY2014"),
        ("lawlogix.ice-2010#charged.fy2010", "180", "FY2010"),
        ("star.2011-border-deaths#fy2010", "252", "FY2010"),
        ("hsnw.sc-2011#submissions", "7225393", "2008-10-01/2011-03-31"),
        ("ice.287g-lists#total.2025-01-04", "135", "2025-01-04"),
        ("ice.sc-activation-dates#counties.2010-09", "649", "2010-09"),
        ("law.pl-113-76#beds.fy2014", "34000", "FY2014"),
        ("ein.cbp-2025-11#sw.2025-11", "7350", "2025-11"),
        ("ein.dhs-2025-06#sw.2025-06", "6070", "2025-06"),
        ("rtt.cbp-2025-06#sw.2025-06", "6072", "2025-06"),
        ("ice.declined-detainers-2017-01#declined", "206", "2017-01-28/2017-02-03"),
        ("trac.detention-2025-02-23#oiv", "22797", "2025-02-23"),
        ("trac.detention-2026-02#none", "50259", "2026-02-07"),
        ("ice.fugitives-2010-09#2009-10", "534497", "2009-10-01"),
        ("usbp.apprehensions-monthly-fy2008-2009#sw.2009-09", "35359", "2009-09"),
        ("usbp.deaths-fy1998-2018#tucson.fy2010", "251", "FY2010"),
        ("usbp.apprehensions-sw-fy1960-2018#sw.fy1986", "1615844", "FY1986"),
        ("usbp.apprehensions-fy1925-2018#fy1954", "1028246", "FY1954"),
        ("usbp.staffing-fy1992-2018#all.fy2007", "14923", "FY2007"),
    ],
)
def test_printed_values_stand_in_the_register(figures: dict[str, Figure], figure: str, value: str, period: str) -> None:
    """One value of each kind, read by hand in the source that the row names."""
    assert figures[figure].value == Interval.point(value)
    assert figures[figure].key.period.label == period


def test_may_2019_stands_in_all_its_vintages(figures: dict[str, Figure]) -> None:
    """Border Patrol apprehensions of May 2019 were printed with five values in half a year, and OHSS rounds to ten."""
    southwest = Population.of(area="southwest")
    found = {
        (figure.value.low, figure.provenance.vintage[:7])
        for figure in figures.values()
        if figure.key.measure == "border_apprehensions"
        and figure.key.population == southwest
        and figure.key.period.label == "2019-05"
        and figure.value.is_point
    }
    printed = {(132887, "2019-06"), (132880, "2019-07"), (132870, "2019-08"), (132859, "2019-09"), (132856, "2019-11")}
    assert printed <= {(int(low or 0), month) for low, month in found}
    assert figures["ohss.monthly-2024-08.southwest#usbp.2019-05"].value == Interval.parse("[132855, 132865]")


def test_a_figure_rounded_to_ten_is_an_interval_of_ten(figures: dict[str, Figure]) -> None:
    """Every single cell of the OHSS border tables leaves room for what the rounding allows, and no more."""
    cells = [figure for figure in figures.values() if figure.id.startswith("ohss.monthly-2024-08.southwest#")]
    assert len(cells) > 1000
    for figure in cells:
        assert figure.number is not None
        assert figure.value.low == max(Decimal(0), figure.number - 5)
        assert figure.value.high == figure.number + 5


def test_family_statuses_of_a_month_add_up_to_its_total(figures: dict[str, Figure]) -> None:
    """The three family statuses that CBP printed for May 2019 make the total of the same page."""
    parts = [figures[f"mjb.cbp-2019-08#{status}.2019-05"].value for status in ("uac", "fm", "sa")]
    assert parts[0] + parts[1] + parts[2] == Interval.point(132859)
    assert figures["mjb.cbp-2019-08#all.fytd"].value == Interval.point(811016)


def test_title_42_months_are_apart_from_apprehensions_proper(figures: dict[str, Figure]) -> None:
    """A month with expulsions has the definition of its era, so that a trend over it prints the break."""
    source = "ohss.monthly-2024-08.southwest#usbp."
    assert figures[f"{source}2020-02"].definition == "ohss.usbp.2000"
    assert figures[f"{source}2020-04"].definition == "ohss.usbp.2020-03"
    assert figures[f"{source}2023-06"].definition == "ohss.usbp.2023-05"


def test_disagreeing_fines_of_fy2010_stand_side_by_side(figures: dict[str, Figure]) -> None:
    """The fines of FY2010 were printed as 5.3 and as about 7 million, and 50 million is another measure and window."""
    assert figures["esr.ice-2010#fines.fy2010"].value.contains(Decimal(5300000))
    assert figures["employerscouncil.ice-2012#fines.fy2010"].value.contains(Decimal(7000000))
    sanctions = figures["lawlogix.ice-2010#sanctions"]
    assert (sanctions.key.measure, sanctions.key.period.label) == ("financial_sanctions", "2009-01-01/2010-10-06")


def test_what_was_only_recalled_decides_nothing(figures: dict[str, Figure]) -> None:
    """Rows that nobody saw in a source are leads."""
    recalled = [figure for figure in figures.values() if figure.id.startswith("recalled.")]
    assert len(recalled) == 8
    assert not any(figure.decides for figure in recalled)


def test_a_known_fault_is_said(figures: dict[str, Figure]) -> None:
    """The compiled daily population of FY2021 is a part of the year and decides nothing."""
    assert not figures["n8craig.adp#fy2021"].decides
    assert figures["n8craig.adp#fy2018"].decides
