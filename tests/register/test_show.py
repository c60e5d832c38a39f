"""Figures side by side: everything known about a year, in an order a person can read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tallymark.model.period import Period
from tallymark.model.population import Population
from tallymark.register.register import load
from tallymark.register.show import differences, side_by_side

WriteSource = Callable[..., Path]


def test_definitions_and_vintages_of_one_count_stand_together(write_source: WriteSource) -> None:
    """Counts come before shares, everybody before some, and vintages from old to new."""
    path = write_source(
        {"relation": "share", "population": "criminality=convicted", "value": "55", "number": "55", "unit": "percent"},
        {"population": "criminality=convicted"},
        {"vintage": "2022"},
        {"vintage": "2014"},
        {"definition": "ice.removals.2013-06"},
        {"period": "FY2019"},
    )
    found = side_by_side(load([path], bundled=False), "removals", Period.fiscal_year(2020))
    assert [figure.id[-2:] for figure in found] == ["r4", "r3", "r5", "r2", "r1"]


def test_filters_narrow_what_is_shown(write_source: WriteSource) -> None:
    """Only figures whose people lie within the filter are shown."""
    path = write_source({}, {"population": "offence=homicide"}, {"population": "arrest_place=interior"})
    convicted = Population.of(criminality="convicted")
    found = side_by_side(load([path], bundled=False), "removals", None, convicted)
    assert [figure.id for figure in found] == ["newsroom#r2"]


def test_a_running_count_of_the_year_stands_beside_the_closed_one(write_source: WriteSource) -> None:
    """A count to 11 September is shown with the year, one to June is not."""
    path = write_source({}, {"period": "2019-10-01/2020-09-11"}, {"period": "2019-10-01/2020-06-30"})
    found = side_by_side(load([path], bundled=False), "removals", Period.fiscal_year(2020))
    assert {figure.id[-2:] for figure in found} == {"r1", "r2"}


def test_what_differs_between_two_figures_is_said_in_words(write_source: WriteSource) -> None:
    """Definition, vintage and days that differ are named with the other figure's words."""
    path = write_source(
        {}, {"vintage": "2022", "definition": "ice.removals.2013-06", "period": "2019-10-01/2020-09-11"}
    )
    one, other = load([path], bundled=False).all_figures()
    assert differences(one, other) == (
        "definition: ice.removals.2013-06",
        "vintage: 2022",
        "period: 2019-10-01/2020-09-11",
    )
    assert differences(one, one) == ()
