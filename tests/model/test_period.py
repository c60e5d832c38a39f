"""Periods: labels, neighbours, containment."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallymark.model.errors import TallymarkError
from tallymark.model.period import Period, PeriodKind, fiscal_year_of

days = st.dates(min_value=date(1892, 1, 1), max_value=date(2090, 12, 31))


def test_a_fiscal_year_begins_in_october_of_the_year_before() -> None:
    """FY2011 runs from 1 October 2010 to 30 September 2011."""
    year = Period.parse("FY2011")
    assert (date(2010, 10, 1), date(2011, 9, 30)) == (year.start, year.last_day)
    assert year.kind is PeriodKind.FISCAL_YEAR


@pytest.mark.parametrize(
    ("label", "first", "last"),
    [
        ("CY2011", date(2011, 1, 1), date(2011, 12, 31)),
        ("2019-08", date(2019, 8, 1), date(2019, 8, 31)),
        ("2020-02", date(2020, 2, 1), date(2020, 2, 29)),
        ("2021-01-13", date(2021, 1, 13), date(2021, 1, 13)),
        ("2017-01-22/2017-04-29", date(2017, 1, 22), date(2017, 4, 29)),
        ("FY2009-FY2015", date(2008, 10, 1), date(2015, 9, 30)),
        ("2017-01/2017-04", date(2017, 1, 1), date(2017, 4, 30)),
        ("2009-01-20/..", date(2009, 1, 20), None),
        ("../2003-02-28", None, date(2003, 2, 28)),
    ],
)
def test_labels_name_days(label: str, first: date | None, last: date | None) -> None:
    """Each notation means the days it says, the last one included."""
    period = Period.parse(label)
    assert (first, last) == (period.start, period.last_day)


@pytest.mark.parametrize(
    "label", ["", "2011", "FY11", "2019-13", "2019-02-30", "2019-08/2019-07", "FY0000", "last year"]
)
def test_other_labels_are_refused_with_their_code(label: str) -> None:
    """A label that would need guessing raises TM-MODEL-004."""
    with pytest.raises(TallymarkError) as caught:
        Period.parse(label)
    assert caught.value.code == "TM-MODEL-004"


def test_days_decide_whatever_the_notation() -> None:
    """October to September spelled out is the fiscal year."""
    spelled = Period.between(date(2014, 10, 1), date(2015, 9, 30))
    assert spelled.same_days(Period.fiscal_year(2015))
    assert spelled.label == "FY2015"


def test_the_period_before_a_month_is_a_month() -> None:
    """Before January comes December of the year before, not January a year earlier."""
    assert Period.parse("2024-12") == Period.parse("2025-01").previous()
    assert Period.parse("FY2010") == Period.parse("FY2011").previous()


def test_the_same_days_a_year_earlier_survive_a_leap_day() -> None:
    """29 February becomes 28 February in a year without it."""
    assert date(2019, 2, 28) == Period.day(date(2020, 2, 29)).shifted_years(-1).start


def test_an_open_period_contains_what_comes_later() -> None:
    """Since January 2009 includes fiscal 2010 and not fiscal 2009."""
    since = Period.since(date(2009, 1, 20))
    assert since.contains(Period.fiscal_year(2010))
    assert not since.contains(Period.fiscal_year(2009))
    assert since.overlaps(Period.fiscal_year(2009))


def test_whole_fiscal_years_inside_a_range_are_listed() -> None:
    """From mid 2008 to the end of 2011 there are three whole fiscal years."""
    assert Period.parse("2008-06-01/2011-12-31").fiscal_years() == (2009, 2010, 2011)


def test_october_belongs_to_the_next_fiscal_year() -> None:
    """The fiscal year turns on 1 October."""
    assert (2010, 2011) == (fiscal_year_of(date(2010, 9, 30)), fiscal_year_of(date(2010, 10, 1)))


def test_a_decade_has_ten_years() -> None:
    """The 1970s end with 1979."""
    assert date(1979, 12, 31) == Period.decade(1970).last_day


@given(days, days)
def test_every_label_reads_back_to_the_same_days(one: date, other: date) -> None:
    """Parsing the label gives the same period of days."""
    period = Period.between(min(one, other), max(one, other))
    assert Period.parse(period.label).same_days(period)


@given(days, days, days)
def test_containing_implies_overlapping(one: date, two: date, three: date) -> None:
    """A period inside another shares its days."""
    first, middle, last = sorted((one, two, three))
    outer, inner = Period.between(first, last), Period.between(first, middle)
    assert outer.contains(inner)
    assert inner.overlaps(outer)
