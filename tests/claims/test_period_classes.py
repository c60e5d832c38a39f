"""Periods that sentences leave to their neighbours, to an event or to their tense: one test a class of sentence."""

from __future__ import annotations

from datetime import date

import pytest

from tallymark.claims.extract import extract
from tallymark.claims.reading import read_text


def read(marked: str, dated: str) -> str | None:
    """The label of the period of the number in brackets, in a text of that day."""
    start, end = marked.index("["), marked.index("]") - 1
    text = marked.replace("[", "").replace("]", "")
    claims = extract(read_text(text, dated=date.fromisoformat(dated))).claims
    found = next(claim for claim in claims if claim.span.start < end and start < claim.span.end)
    return None if found.period.value is None else found.period.value.label


@pytest.mark.parametrize(
    ("text", "dated", "expected"),
    [
        (
            "The Guard works under Operation Jump Start. It helped catch [81,300] people since the start of the operation.",
            "2007-02-20",
            "2006-06-01/2007-01-31",
        ),
        (
            "Since Proclamation 10773 took effect, and as of the end of July, officers removed [92,000] people.",
            "2024-08-20",
            "2024-06-01/2024-07-31",
        ),
        ("As of May 1, CBP had returned [3,600] people to Mexico under MPP.", "2019-05-12", "2019-01-01/2019-05-01"),
        ("Nobody counted the [40,300] removals since the start of the operation.", "2019-05-12", None),
        ("Operation Gatekeeper had [2,100] critics in the town.", "1996-05-12", "CY1996"),
        ("In fiscal 2021, the agency expelled [1,060,000] people under Title 42.", "2022-02-12", "FY2021"),
    ],
)
def test_an_event_dates_a_count_by_the_month_in_which_it_began(text: str, dated: str, expected: str | None) -> None:
    """After "since" or "under" a named operation, programme or order gives the window; an unnamed one gives none, a bare name nothing."""
    assert read(text, dated) == expected


def test_the_name_after_under_still_says_what_is_counted() -> None:
    """Only the word before the name of an event is its time, so "returned to Mexico under MPP" keeps its measure."""
    text = "As of May 1, CBP had returned 3,600 people to Mexico under MPP."
    found = extract(read_text(text, dated=date(2019, 5, 12))).claims[0]
    assert found.measure.value == "mpp_returns"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("In a March 2013 poll by the college, [58 percent] of adults favored the bill.", "2013-03"),
        ("[58 percent] of adults favored it, according to a survey released in March 2013.", "2013-03"),
        ("The mayor said in March 2013 that [58 percent] of adults favored it.", "CY2014"),
    ],
)
def test_the_date_of_a_poll_is_that_of_its_numbers(text: str, expected: str) -> None:
    """A poll counts when it is taken; the month in which somebody spoke dates nothing."""
    assert read(text, "2014-06-10") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The agency is holding [31,200] detainees.", "2014-06"),
        ("When a lawyer toured the jail, [310] detainees had no lawyer.", "CY2014"),
        ("The latest figures show that [31,200] detainees are held by ICE.", "2014-05"),
    ],
)
def test_the_tense_of_a_stock_says_how_exactly_it_is_dated(text: str, expected: str) -> None:
    """The present is the month of the text, an unnamed day in the past is only of its year, and the latest figures are of the last full month."""
    assert read(text, "2014-06-10") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Some 812 towns kept records in 2009. About [44 percent] were in the south.", "CY2009"),
        ("Some 812 towns kept records in 2009. About [44 percent] are in the south.", "CY2014"),
        ("Some 812 towns kept records in 2009. Next, [95] towns will join.", "CY2014"),
        ("Some 812 towns kept records in 2009. That is [44 percent] of all towns.", "CY2009"),
        (
            "The jails held 4,100 people as of April 30, the county wrote.\n\nIt is its first report.\n\nAbout [12 percent] are women.",
            "2014-04-30",
        ),
        (
            "On April 30, 2014, 4,100 people marched.\n\nIt was a first.\n\nAbout [12 percent] of the marchers are women.",
            "CY2014",
        ),
        ("ICE removed 61,200 people in fiscal 2012. The flights cost [$4 million].", "FY2012"),
        ("Prices hardly moved in 2011. The study found that rents rose [14 percent].", "CY2011"),
        ("Courts are hearing [90] cases a day in the valley.", "2014-06"),
        ("The jail is full: each night costs the county [$118].", "CY2014"),
    ],
)
def test_the_tense_of_a_number_off_the_subject_chooses_its_period(text: str, expected: str) -> None:
    """The past goes on with the period last named; the present, what is to come, a rate and a price are of the time of the text."""
    assert read(text, "2014-06-10") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Arrests fell below 2011 levels. That year to date, ICE made [2,310] arrests in the city.",
            "2011-01-01/2011-03-31",
        ),
        (
            "ICE made 700 arrests between January and March, up from 512 arrests between January 5 and March 31, 2013. "
            "Last year, [8 percent] of those arrested had no criminal record.",
            "2013-01-05/2013-03-31",
        ),
        (
            "Through March 15, ICE had removed 61,200 people, down from 70,100 at this point in 2013. "
            "Of those removed this year, 60 percent were convicted. That is more than the [51 percent] in 2013.",
            "2012-10-01/2013-03-15",
        ),
        ("Last year, [8 percent] of those arrested had no criminal record.", "FY2013"),
    ],
)
def test_a_part_of_a_year_once_compared_is_the_year_that_is_meant(text: str, expected: str) -> None:
    """The words "that year to date" are cut where the data end, and "last year" after a comparison of parts is the part that was compared."""
    lead = "ICE made 700 arrests between January and March 2014. " if "levels" in text else ""
    assert read(lead + text, "2014-04-20") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "- Crossings dropped by 12 percent in 2021.\n- Agents trained dogs.\n- The office repaired [71] towers.",
            "CY2021",
        ),
        (
            "Crossings dropped by 12 percent in 2021.\n\nAgents trained dogs.\n\nThe office repaired [71] towers.",
            "CY2022",
        ),
    ],
)
def test_items_of_one_list_share_the_year_that_one_of_them_names(text: str, expected: str) -> None:
    """A year named in a list reaches the later items told in the past; in running text it reaches the next paragraph only."""
    assert read(text, "2022-03-05") == expected


@pytest.mark.parametrize(
    "text",
    [
        "The Trump administration has made 310,000 deportations, [120,000] of them of people with convictions.",
        "The Trump administration cites [half a million] departures, including 310,000 deportations.",
    ],
)
def test_numbers_of_one_sentence_share_the_presidency_that_is_assumed(text: str) -> None:
    """Where a count is taken for that of the presidency to date, its parts and sums in the same sentence are too."""
    assert read(text, "2025-11-05") == "2025-01-20/2025-11-05"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "From May to July 2012, the court closed [2,150] cases a month. From May to July 2013, it closed 90.",
            "2012-05-01/2012-07-31",
        ),
        ("In 1978 the farm cost 41,300 dollars, or [155,000] today.", "CY2014"),
        ("In May, the council backed the plan by a vote of [41] to 3.", "CY2014"),
        ("In May, [41] people left the town.", "2014-05"),
        ("Apprehensions at the border are down [17 percent].", "FY2013"),
        ("We counted 90 flights since February.\n\nSo far, [12] towns have taken part.", "2014-02-01/2014-06-10"),
        ("The town had [4,417] cells in 2010. The 4,417 cells were new.", "CY2010"),
        ("The town had 4,417 cells in 2010. Critics doubt the [4,417] cells.", "CY2010"),
        ("Of these students, 62 percent are women, compared with [46 percent] of all adults.", "CY2014"),
        ("The mood changed in April, and the yard filled up. It's [640] trucks.", "2014-04"),
        ("The mood changed in April, and the yard filled up. The town counts [640] trucks.", "CY2014"),
        ("There was an increase since 2001, when there were [7.2 million] unauthorized immigrants.", "CY2001"),
        ("The poverty rate is [9 percent] today, lower than the peak in 1931.", "CY2014"),
    ],
)
def test_other_classes(text: str, expected: str) -> None:
    """Votes, changes without a time, counts so far, numbers printed again, other groups, a date in the sentence before, "when" and "today"."""
    assert read(text, "2014-06-10") == expected
