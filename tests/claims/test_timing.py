"""When: each number gets the period that its words, its neighbours or its sort give it, and a change the period it is compared with."""

from __future__ import annotations

from datetime import date

import pytest

from tallymark.claims.extract import extract
from tallymark.claims.reading import read_text
from tallymark.model.claim import Claim
from tallymark.model.period import Period


def claim(marked: str, dated: str = "2018-06-10") -> Claim:
    """The claim of the number in brackets, in a text of that day."""
    start, end = marked.index("["), marked.index("]") - 1
    text = marked.replace("[", "").replace("]", "")
    claims = extract(read_text(text, dated=date.fromisoformat(dated))).claims
    return next(found for found in claims if found.span.start < end and start < found.span.end)


def label(period: Period | None) -> str | None:
    """The label of a period."""
    return None if period is None else period.label


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ICE removed [226,100] people in 2017.", "FY2017"),
        ("The Border Patrol had [21,400] agents in 2011.", "FY2011"),
        ("ICE issued [142,400] detainers in 2017.", "FY2017"),
        ("The murder rate rose [8 percent] in 2016.", "CY2016"),
        ("About [11 million] people lived in the country illegally in 2015.", "CY2015"),
        ("Federal prosecutions reached [81,000] in 2008.", "FY2008"),
        ("The agency asked for [$2 billion] for 2019 in its budget.", "FY2019"),
    ],
)
def test_a_bare_year_is_fiscal_where_agencies_count(text: str, expected: str) -> None:
    """Flows, staff, prosecutions and money run by fiscal years, estimates of a population and other statistics by calendar years."""
    assert label(claim(text).period.value) == expected


@pytest.mark.parametrize(
    ("text", "period", "base"),
    [
        ("Murders rose [4 percent] from 2014 to 2015.", "CY2015", "CY2014"),
        ("Removals fell [25 percent] from fiscal 2014 to 2015.", "FY2015", "FY2014"),
        ("Apprehensions at the border have dropped [75 percent] from the peak in fiscal 2000.", "FY2017", "FY2000"),
        ("The number of Border Patrol agents has [doubled] since 2001.", "2018-06", "FY2001"),
        ("Apprehensions at the border rose [9 percent] over April.", "2018-05", "2018-04"),
        (
            "Removals rose in fiscal 2017, up [4 percent] from the year before and the most since 2014.",
            "FY2017",
            "FY2016",
        ),
    ],
)
def test_a_change_has_its_end_and_its_base(text: str, period: str, base: str) -> None:
    """What a change is compared with is never its own period: that is the end of the range, or the newest full one."""
    found = claim(text)
    assert (label(found.period.value), label(found.base.value)) == (period, base)


def test_an_assumed_period_is_marked() -> None:
    """The newest full year of a change is nothing that the text said."""
    assert claim("Border apprehensions fell [75 percent] from their peak in fiscal 2000.").period.origin == "assumed"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "ICE arrested 3,100 people from May 7 to May 13. It released [142] immigrants that week.",
            "2018-05-07/2018-05-13",
        ),
        ("At this point last year, ICE held [35,000] people.", "2017-06"),
        ("A year ago, ICE held [35,000] people.", "2017-06"),
        ("Since October, [252,000] people have been apprehended at the border.", "2017-10-01/2018-05-31"),
        ("Nobody has been released at the border for [nine] straight months.", "2017-09-01/2018-05-31"),
        ("ICE has agreements with [78] counties.", "2018-06"),
        ("The Obama administration let in [thousands] of goods.", "2009-01-20/2017-01-19"),
        ("Detainers issued in 2011 came to [310,000].", "FY2011"),
        ("As of 2012 there were [900,000] Cubans who had come since 1959.", "CY2012"),
        (
            "A decade before, in 2007, murders came to 900. The rate, with its biggest drop since 1968, was [13 percent].",
            "CY2007",
        ),
    ],
)
def test_words_of_time_are_read_with_the_day_of_the_text(text: str, expected: str) -> None:
    """Weeks and points named before, months of the data, streaks, presidencies and what an agency has at present."""
    assert label(claim(text).period.value) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The fiscal 2021 spending bill gives it $3 billion. The president wanted [$10 billion].", "FY2021"),
        ("The bill would leave [10,000] people in ICE detention.", "FY2018"),
        ("The goal is to build [73 miles] of border fence this year.", "CY2018"),
        ("The agency plans to remove [300,000] people this year.", "FY2018"),
    ],
)
def test_plans_and_budgets_tell_of_whole_years(text: str, expected: str) -> None:
    """A sum asked for is of the fiscal year named last; what is only planned this year is of the whole year."""
    assert label(claim(text).period.value) == expected


def test_now_replaces_the_period_before_it() -> None:
    """The words "were # in January but are now #" do not date the second number in January."""
    found = claim("Convicts were 54 percent of ICE arrests in January but are now [31 percent].")
    assert label(found.period.value) != "2018-01" or found.period.origin != "text"


def test_a_pointing_change_goes_on_with_the_sentence_before() -> None:
    """The words "that was double the average of last year" tell of the number before, not of last year."""
    found = claim("In May, ICE issued 9,000 detainers. That was [double] the average number last year.")
    assert label(found.period.value) == "2018-05"


@pytest.mark.parametrize(
    ("text", "expected", "origin"),
    [
        ("ICE removed [315,900] people, a decline of 14 percent from fiscal 2016, when 368,600 were removed.", "FY2017", "assumed"),
        ("ICE removed 315,900 people, a decline of 14 percent from fiscal 2016, when [368,600] were removed.", "FY2016", "text"),
        ("In 2017, ICE removed 409,800 people. [225,300] were convicts, almost double the removals of convicts in 2008.", "FY2017", "inherited"),
    ],
)  # fmt: skip
def test_a_period_compared_with_is_given_to_no_other_number(text: str, expected: str, origin: str) -> None:
    """Only the number told of the base has the base as its period; the others look past it."""
    found = claim(text)
    assert (label(found.period.value), found.period.origin) == (expected, origin)
