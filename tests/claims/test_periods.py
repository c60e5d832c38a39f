"""Periods in sentences of our own: what they mean on the day of the text, in which role, and that no text makes them fail."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tallymark.claims.dates import fold
from tallymark.claims.periods import PeriodMention, find_periods, resolve_relative
from tallymark.model.claim import Span
from tallymark.model.period import Period

SPRING = date(2015, 4, 23)
AUTUMN = date(2011, 10, 18)


def labels(mention: PeriodMention) -> list[str]:
    """The labels of every reading."""
    return [period.label for period in mention.readings]


def only(text: str, dated: date | None = SPRING) -> PeriodMention:
    """The one mention of the text."""
    mentions = find_periods(text, dated)
    assert len(mentions) == 1, [mention.words for mention in mentions]
    return mentions[0]


@pytest.mark.parametrize(
    ("words", "label"),
    [
        ("fiscal year 2011", "FY2011"),
        ("fiscal 2011", "FY2011"),
        ("FY 2008", "FY2008"),
        ("FY08", "FY2008"),
        ("FY '08", "FY2008"),
        ("FY (Fiscal Year) 2008", "FY2008"),
        ("the 2011 fiscal year", "FY2011"),
        ("budget year 2016", "FY2016"),
        ("fiscal years 2009 through 2012", "FY2009-FY2012"),
        ("fiscal 2010-11", "FY2011"),
        ("October 2012", "2012-10"),
        ("Oct. 2012", "2012-10"),
        ("April 4, 2015", "2015-04-04"),
        ("4 April 2015", "2015-04-04"),
        ("2015-04-04", "2015-04-04"),
        ("the first nine months of fiscal 2010", "2009-10-01/2010-06-30"),
        ("the first six months of fiscal year 2015", "2014-10-01/2015-03-31"),
        ("the first quarter of fiscal 2015", "2014-10-01/2014-12-31"),
        ("the second half of 2014", "2014-07-01/2014-12-31"),
        ("Q1 FY2015", "2014-10-01/2014-12-31"),
        ("the 1970s", "CY1970-CY1979"),
        ("the fiscal year ending June 30, 2014", "2013-07-01/2014-06-30"),
        ("the 12 months ended in September 2014", "FY2014"),
        ("the three months ending Dec. 31, 2014", "2014-10-01/2014-12-31"),
        ("the summer of 2014", "2014-06-01/2014-08-31"),
        ("January-September 2014", "2014-01-01/2014-09-30"),
        ("calendar year 2014", "CY2014"),
        ("the week ending March 7, 2015", "2015-03-01/2015-03-07"),
        ("the quarter ended March 31, 2015", "2015-01-01/2015-03-31"),
        ("the 12-month period ending Sept. 30, 2014", "FY2014"),
        ("Jan. 21-31, 2015", "2015-01-21/2015-01-31"),
        ("the 11 days after Jan. 20, 2015", "2015-01-21/2015-01-31"),
    ],
)
def test_words_that_name_their_year_need_no_date(words: str, label: str) -> None:
    """Notations of fiscal years, months, days, parts and decades are read without the text's date."""
    mention = only(f"Removals rose during {words}, the agency says.", None)
    assert mention.period is not None
    assert mention.period.label == label


@pytest.mark.parametrize(
    ("words", "dated", "label"),
    [
        ("in the past fiscal year", AUTUMN, "FY2011"),
        ("in the past fiscal year", SPRING, "FY2014"),
        ("in the fiscal year that ended Sept. 30", AUTUMN, "FY2011"),
        ("in the fiscal year ending Sept. 30", AUTUMN, "FY2011"),
        ("in this fiscal year", SPRING, "FY2015"),
        ("in the previous fiscal year", AUTUMN, "FY2010"),
        ("last year", SPRING, "FY2014"),
        ("last year", AUTUMN, "FY2010"),
        ("in the past year", AUTUMN, "FY2011"),
        ("in January", SPRING, "2015-01"),
        ("in May", SPRING, "2014-05"),
        ("last month", SPRING, "2015-03"),
        ("in the entire month of January", SPRING, "2015-01"),
        ("in May of last year", SPRING, "2014-05"),
        ("in the last two months", SPRING, "2015-02-01/2015-03-31"),
        ("for nine straight months", SPRING, "2014-07-01/2015-03-31"),
        ("from Oct. 1 through March 31", SPRING, "2014-10-01/2015-03-31"),
        ("between January and March", SPRING, "2015-01-01/2015-03-31"),
        ("between January 24th and April 30th, 2013", SPRING, "2013-01-24/2013-04-30"),
        ("in October and November 2014", SPRING, "2014-10-01/2014-11-30"),
        ("through April 4", SPRING, "2014-10-01/2015-04-04"),
        ("through April 4, 2015", SPRING, "2014-10-01/2015-04-04"),
        ("since January 2009", SPRING, "2009-01-01/2015-04-23"),
        ("since taking office", SPRING, "2009-01-20/2015-04-23"),
        ("since Inauguration Day", SPRING, "2013-01-20/2015-04-23"),
        ("under the Bush administration", SPRING, "2001-01-20/2009-01-19"),
        ("during Obama's first term", SPRING, "2009-01-20/2013-01-19"),
        ("in the final year under Bush", AUTUMN, "FY2008"),
        ("in the first 100 days of the Obama administration", SPRING, "2009-01-20/2009-04-29"),
        ("over the past decade", SPRING, "2005-04-24/2015-04-23"),
        ("in 2010-2011", SPRING, "FY2011"),
        ("in 2009-2012", SPRING, "FY2009-FY2012"),
        ("so far in fiscal 2015", SPRING, "2014-10-01/2015-04-23"),
        ("in FY 2015 to date", SPRING, "2014-10-01/2015-04-23"),
        ("as of mid-March", SPRING, "2015-03"),
        ("three months ago", SPRING, "2015-01"),
        ("in the first two months of the year", SPRING, "2015-01-01/2015-02-28"),
    ],
)
def test_words_are_read_from_the_day_of_the_text(words: str, dated: date, label: str) -> None:
    """Relative words, months without a year and presidencies mean days that follow from the text's date."""
    mention = only(f"The agency deported 9,000 people {words}.", dated)
    assert mention.period is not None
    assert mention.period.label == label


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("in 2011", ["FY2011", "CY2011"]),
        ("in the final year under Bush", ["FY2008", "FY2009", "CY2008", "2008-01-20/2009-01-19"]),
        ("last year", ["FY2010", "CY2010", "FY2011"]),
    ],
)
def test_other_defensible_readings_stay(words: str, expected: list[str]) -> None:
    """A bare year, the last year of a presidency and an autumn text's last year keep every reading, the likeliest first."""
    assert labels(only(f"It deported 9,000 people {words}.", AUTUMN)) == expected


def test_a_bare_year_far_from_enforcement_is_first_a_calendar_year() -> None:
    """Without enforcement words or fiscal years in the text a bare year is the calendar year; both can be asked for."""
    mention = only("The bridge was painted in 2011.")
    assert labels(mention) == ["CY2011", "FY2011"]
    fiscal, calendar = mention.reading(fiscal=True), mention.reading(fiscal=False)
    assert fiscal is not None
    assert calendar is not None
    assert (fiscal.label, calendar.label) == ("FY2011", "CY2011")


@pytest.mark.parametrize(
    ("text", "words", "role"),
    [
        ("Arrests rose in 2013.", "2013", "at"),
        ("The highest number since 2007 was counted.", "2007", "since"),
        ("Arrests are up 20 percent since fiscal 2008.", "fiscal 2008", "base"),
        ("More than in 2012 were deported.", "2012", "base"),
        ("It rose from 16.6 percent in 2010 again.", "2010", "base"),
        ("Arrests are below 2012 levels.", "2012", "base"),
        ("An increase of 31 percent over January was counted.", "January", "base"),
        ("Through June 1, 2014, it deported 9,000.", "June 1, 2014", "until"),
        ("Before 2009 it deported fewer.", "2009", "before"),
        ("In a report released in March it counted 9,000.", "March", "said"),
        ("During the 2012 election he promised more.", "2012", "name"),
        ("It currently holds 9,000 people.", "currently", "now"),
        ("It fell from 2010 to 2014.", "2010 to 2014", "range"),
    ],
)
def test_roles_come_from_the_words_around(text: str, words: str, role: str) -> None:
    """What a period does in its sentence is told from the words next to it."""
    mention = next(item for item in find_periods(text, SPRING) if item.words == words)
    assert mention.role == role


def test_both_ends_of_a_range_are_kept_for_changes() -> None:
    """The words "from 2010 to 2014" are a range and, for a change, its base and its end."""
    mention = only("Arrests fell 10 percent from 2010 to 2014.")
    assert [end.label for end in mention.ends] == ["FY2010", "FY2014"]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Through April 4, 2015, it removed 9,000, down from 9,900 during the same period a year earlier.", "2013-10-01/2014-04-04"),
        ("From Jan. 21 through Jan. 31, arrests dropped from the same period in 2013.", "2013-01-21/2013-01-31"),
        ("In March 2014 it made 9,000 arrests, a drop from the previous month.", "2014-02"),
        ("In March 2014 it made 9,000 arrests, up from the same month last year.", "2013-03"),
        ("In fiscal 2013 it deported 9,000, compared with 9,900 the year before.", "FY2012"),
        ("Through June 1, 2014, it deported 9,000, against 9,900 at this point in 2012.", "2011-10-01/2012-06-01"),
    ],
)  # fmt: skip
def test_relative_mentions_are_read_against_the_nearest_period(text: str, label: str) -> None:
    """The words "a year earlier" and "the same period in 2013" mean the same days as the period before them, moved."""
    mention = find_periods(text, SPRING)[-1]
    assert mention.relative
    assert mention.period is not None
    assert mention.period.label == label


def test_a_relative_mention_can_be_read_against_another_anchor() -> None:
    """The claim assembler may know a better anchor than the nearest one."""
    mention = find_periods("In fiscal 2013 it deported 9,000, against 9,900 a year earlier.", SPRING)[-1]
    resolved = resolve_relative(mention, Period.parse("2014-08"))
    assert resolved is not None
    assert resolved.label == "2013-08"


def test_this_year_ends_where_the_data_end() -> None:
    """The words "so far this year" reach to the day that the text gives as the end of its data."""
    text = "Deportations fell so far this year. Through March 31, the agency deported 9,000 people in fiscal 2015."
    assert labels(find_periods(text, SPRING)[0])[0] == "2014-10-01/2015-03-31"


def test_every_year_of_a_fiscal_list_is_fiscal() -> None:
    """The words "fiscal years" at the head of a list hold for all of its years."""
    mentions = find_periods("It made 9,000 arrests in fiscal years 2011, 2012 and 2013.", SPRING)
    assert [labels(mention) for mention in mentions] == [["FY2011"], ["FY2012"], ["FY2013"]]


def test_as_of_a_day_is_a_day_of_a_stock_and_a_running_year_of_a_count() -> None:
    """The words "as of" leave open whether people are held on that day or were counted up to it."""
    mention = only("As of April 4, 2015, there were 9,000.")
    held, counted = mention.reading(fiscal=False), mention.reading(fiscal=True)
    assert held is not None
    assert counted is not None
    assert (held.label, counted.label) == ("2015-04-04", "2014-10-01/2015-04-04")


def test_without_a_date_relative_words_have_no_period() -> None:
    """A text of unknown date names "last year" all the same, but no days."""
    mention = only("It deported 9,000 people last year.", None)
    assert mention.period is None
    assert mention.readings == ()


@pytest.mark.parametrize(
    "text",
    [
        "He may march on.",
        "The plan is to deport them in five years.",
        "It hired about 2000 people.",
        "Copyright © 2019 The Paper.",
        "Section 2011.5 applies to 2,011 people.",
        "She said April Doe would come.",
        "On Feb. 30, 2014x nothing happened at FY0000.",
        "It costs $2014 and 2014%.",
    ],
)
def test_what_only_looks_like_a_period_is_none(text: str) -> None:
    """Modal verbs, names, sums, durations and days that do not exist are no periods."""
    assert find_periods(text, SPRING) == ()


@pytest.mark.parametrize("dated", [date(1, 1, 1), date(2, 3, 1), date(9999, 12, 31), date(2016, 2, 29)])
def test_dates_at_the_ends_of_the_calendar_do_no_harm(dated: date) -> None:
    """Whatever the text's date, every rule gives a period or none, never an exception."""
    text = (
        "last year, this year, next year, last month, the past two decades, the last two months, in January, Feb. 29, a year earlier, "
        "the previous fiscal year, so far this year, last week, yesterday, since taking office, under Obama, last summer, the same "
        "period last year, Thanksgiving, 10 years ago, through June 1, next January, the year ended in September, FY9999, 0000"
    )
    find_periods(text, dated)


PIECES = [
    "in", "the", "last", "first", "2011", "2010-11", "FY", "fiscal year", "Feb. 30", "Oct. 1", "0", "9999", "of", "from", "to", "since",
    "a year earlier", "months", "under", "Obama", "the same period", "\n\n", ".", ",", "\u200f", "’s", "through", "until", "term",
]  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=25), st.one_of(st.none(), st.dates()))
def test_spans_quote_the_words_for_any_text(pieces: list[str], dated: date | None) -> None:
    """For any mixture of words of time the mentions are in order and their spans quote them."""
    text = " ".join(pieces)
    mentions = find_periods(text, dated, (Span(0, len(text)),))
    assert [mention.span.of(text) for mention in mentions] == [mention.words for mention in mentions]
    assert all(one.span.end <= two.span.start for one, two in pairwise(mentions))
    assert all(mention.readings[0] == mention.period for mention in mentions if mention.readings)


@given(st.text(max_size=200))
def test_folding_keeps_every_character_in_its_place(text: str) -> None:
    """Patterns see a folded text of the same length, so that offsets are those of the text."""
    assert len(fold(text)) == len(text)
