"""Parts of claims and figures in words."""

from __future__ import annotations

import pytest

from tallymark.model.figure import Key, Relation
from tallymark.model.period import Period
from tallymark.model.population import Population
from tallymark.reports.words import in_words, key_words, measure_words, period_words, population_words


@pytest.mark.parametrize(
    ("label", "words"),
    [("FY2011", "fiscal year 2011 (2010-10-01 to 2011-09-30)"), ("CY2011", "calendar year 2011"),
     ("2019-08", "2019-08"), ("2021-01-13", "2021-01-13"), ("FY2009-FY2015", "FY2009 to FY2015"),
     ("2017-01-22/2017-04-29", "2017-01-22 to 2017-04-29"), ("2009-01-20/..", "since 2009-01-20"),
     ("../2003-02-28", "until 2003-02-28")],
)  # fmt: skip
def test_periods_in_words(label: str, words: str) -> None:
    """A fiscal year says its days, an open end says since or until."""
    assert period_words(Period.parse(label)) == words


def test_what_is_not_known_is_said() -> None:
    """A missing slot has words too."""
    assert period_words(None) == "period not known"
    assert measure_words(None) == "what is counted is not known"
    assert population_words(Population()) == "everybody counted"


def test_a_key_is_one_phrase() -> None:
    """Relation, measure, people, whole, days and base."""
    share = Key(
        Relation.SHARE, "removals", Population.of(criminality="convicted"), Period.calendar_year(2011),
        Population.of(arrest_place="interior"),
    )  # fmt: skip
    change = Key(
        Relation.CHANGE_PCT, "removals", Population(), Period.calendar_year(2011), None, Period.calendar_year(2008)
    )
    interior = Population.of(arrest_place="interior").words
    assert key_words(share) == f"share: removals, with a conviction, of those {interior}, calendar year 2011"
    assert key_words(change) == "change in percent: removals, calendar year 2011, compared with calendar year 2008"


@pytest.mark.parametrize(
    ("notation", "words"),
    [
        ("(195,000, inf)", "more than 195,000"),
        ("[1,000, inf)", "1,000 or more"),
        ("(-inf, 6,000)", "less than 6,000"),
        ("(-inf, -3.5]", "-3.5 or less"),
        ("[54.5, 55.5] %", "54.5 to 55.5 %"),
        ("[5,500, 6,000)", "5,500 to under 6,000"),
        ("(392,000, 402,880]", "over 392,000, up to 402,880"),
        ("(50, 57.5)", "over 50, under 57.5"),
        ("[35.159, 35.159]", "35.159"),
        ("$(76,000,000, inf)", "more than $76,000,000"),
        ("$[47,500,000, 52,500,000]", "$47,500,000 to $52,500,000"),
        ("[44,474, 45,000); found [44,600, 44,700)", "44,474 to under 45,000; found 44,600 to under 44,700"),
        ("396,906 (ICE, FY2011)", "396,906 (ICE, FY2011)"),
    ],
)
def test_an_interval_is_said_in_words(notation: str, words: str) -> None:
    """A reader of a page need not know what a round bracket means; other words in brackets stay."""
    assert in_words(notation) == words
