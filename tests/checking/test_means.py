"""Means: a count a month or a year, and the months of one name over the years of a term."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tallymark.model.claim import Claim
from tallymark.model.figure import Figure, Hedge
from tallymark.model.verdict import Verdict, VerdictKind
from tests.checking.making import claim, figure, verdict

TOTAL = figure("396906", "FY2011")
YEARS = [figure("389834", "FY2009"), figure("392862", "FY2010"), TOTAL, figure("409849", "FY2012")]
APRILS = [figure(value, period) for value, period in (("30000", "2012-04"), ("33000", "2013-04"), ("36300", "2014-04"))]


def told(text: str, number: str, period: str = "FY2011", hedge: Hedge = Hedge.NONE) -> Claim:
    """A claim of removals whose number of five digits stands in ``text``."""
    return claim(number, period, hedge=hedge, at=text.index(number))


def judged(text: str, number: str, period: str = "FY2011", *, figures: Sequence[Figure] = (TOTAL,)) -> Verdict:
    """The verdict on the number in a sentence written in 2015."""
    return verdict(told(text, number, period), *figures, text=text, dated="2015-06-01")


@pytest.mark.parametrize(
    "text",
    [
        "ICE removed an average of 33076 people a month in fiscal 2011.",
        "In fiscal 2011 the agency removed 33076 people each month.",
        "The monthly average of removals was 33076 in fiscal 2011.",
    ],
)
def test_a_count_a_month_is_the_years_count_over_its_months(text: str) -> None:
    """396,906 over 12 months is 33,075.5."""
    found = judged(text, "33076")
    assert (found.kind, found.reason) == (VerdictKind.ROUNDED, "fits")
    assert any("396,906 over 12 months" in note for note in found.notes)


def test_an_average_over_fiscal_years_is_their_sum_over_their_number() -> None:
    """1,589,451 over four years is 397,362.75: an average without a unit is by the year."""
    text = "From fiscal 2009 to fiscal 2012 removals averaged 397,363 a year."
    made = claim("397363", "FY2009-FY2012", at=text.index("397,363") + 2)
    assert verdict(made, *YEARS, text=text, dated="2015-06-01").kind is VerdictKind.ROUNDED
    text = "Removals averaged 39736 from fiscal 2009 to fiscal 2012."
    assert judged(text, "39736", "FY2009-FY2012", figures=YEARS).kind is VerdictKind.NOT_CHECKABLE


def test_a_mean_is_never_called_wrong() -> None:
    """Of which counts it is the mean is partly the reader's guess."""
    found = judged("ICE removed an average of 51000 people a month in fiscal 2011.", "51000")
    assert (found.kind, found.reason) == (VerdictKind.NOT_CHECKABLE, "ambiguous")


def test_a_mean_fits_no_other_year_by_accident() -> None:
    """A mean over several years that is near one year's count is no drift to that year."""
    text = "From fiscal 2009 to fiscal 2012 removals averaged 409,849 a year."
    made = claim("409849", "FY2009-FY2012", at=text.index("409,849") + 2)
    assert verdict(made, *YEARS, text=text, dated="2015-06-01").kind is VerdictKind.NOT_CHECKABLE


@pytest.mark.parametrize(
    "text",
    [
        "ICE removed 33076 people in fiscal 2011, an average of 2,756 a month.",
        "ICE removed 33076 people, far from the total of a year earlier.",
        "The average fine of 2010 was 900 dollars and 33076 people were removed.",
    ],
)
def test_words_of_another_number_or_day_make_no_mean(text: str) -> None:
    """What stands beyond the next number, or dates a comparison, says nothing about this one."""
    assert judged(text, "33076", figures=[figure("33076", "FY2011")]).kind is VerdictKind.EXACT


def test_months_of_one_name_are_averaged_over_a_term() -> None:
    """The Aprils of fiscal 2012 to 2014 average 33,100."""
    text = "The average number removed in April was 33100 from fiscal 2012 to fiscal 2014."
    found = judged(text, "33100", "2015-04", figures=APRILS)
    assert found.kind is VerdictKind.EXACT
    assert any("2012-04, 2013-04, 2014-04" in note for note in found.notes)


def test_a_term_with_a_month_missing_has_no_mean() -> None:
    """Two of three Aprils are not the Aprils of the term."""
    text = "The average number removed in April was 31500 from fiscal 2012 to fiscal 2014."
    assert judged(text, "31500", "2015-04", figures=APRILS[:2]).kind is VerdictKind.NOT_CHECKABLE
