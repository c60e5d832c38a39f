"""A text of our own from words to verdicts, against the bundled register."""

from __future__ import annotations

from datetime import date

import pytest

from tallymark.checking.check import check
from tallymark.claims.extract import extract
from tallymark.claims.reading import read_text
from tallymark.model.claim import Claim
from tallymark.model.verdict import AGAINST, Report, Verdict
from tallymark.register.register import load

TEXT = """ICE removed a record 396,906 people in fiscal 2011, the agency said.

Nearly 55 percent of the people removed in fiscal 2011 had criminal convictions.

In fiscal 2010 the agency removed 409,849 people.

It hopes to remove 400,000 people next year.

The agency spent its summer painting 12 walls.
"""


@pytest.fixture(scope="module")
def checked() -> Report:
    """The report on the text."""
    return check(extract(read_text(TEXT, name="own", dated=date(2011, 12, 1))), load())


def by_quote(report: Report, words: str) -> Verdict:
    """The verdict on the claim whose words contain ``words``."""
    return next(one.verdict for one in report.checks if isinstance(one.subject, Claim) and words in one.subject.quote)


def test_a_true_record_is_exact(checked: Report) -> None:
    """396,906 is what ICE printed, and no earlier year of its series is higher."""
    assert by_quote(checked, "396,906").kind.value == "exact"


def test_a_share_is_supported_by_its_printed_words(checked: Report) -> None:
    """Nearly 55 percent is printed so, and 54.6 recomputed."""
    assert by_quote(checked, "55 percent").kind.value in ("exact", "hedged")


def test_a_number_of_a_later_year_is_not_supported(checked: Report) -> None:
    """409,849 is of fiscal 2012, which this text cannot know, and not of fiscal 2010."""
    assert by_quote(checked, "409,849").kind.value not in ("exact", "rounded", "hedged", "truncated")


def test_a_hope_is_no_outcome(checked: Report) -> None:
    """A goal is not compared."""
    assert by_quote(checked, "400,000").reason == "not_an_outcome"


def test_the_report_names_the_state_of_the_register(checked: Report) -> None:
    """Day and hash of the references stand in the report, and the checks are in the order of the text."""
    register = load()
    assert (checked.as_of, checked.sha256) == (register.as_of, register.sha256)
    starts = [one.subject.span.start for one in checked.checks]
    assert starts == sorted(starts)


@pytest.mark.parametrize(
    "words",
    [
        "The number of deportations dropped to 315,943 last year from 368,644 in 2013.",
        "The administration deported 1.4 million people in its first term.",
    ],
)
def test_days_that_the_words_do_not_pin_down_accuse_nobody(words: str) -> None:
    """Last year may be fiscal or calendar and a term has no fiscal years of its own: no figure of other days contradicts."""
    report = check(extract(read_text(words + "\n", dated=date(2014, 12, 20))), load())
    assert [one.verdict.kind.value for one in report.checks if one.verdict.kind.value == "contradicted"] == []


@pytest.mark.parametrize(
    "words",
    [
        "ICE removed 226,119 people in fiscal 2017, six percent fewer than in 2016, when 240,255 were removed.",
        "Border Patrol caught 50,693 people at the southwest border in August 2019, a drop from May 2019, when it was 132,887.",
    ],
)
def test_a_number_that_holds_for_other_days_of_its_sentence_accuses_nobody(words: str) -> None:
    """Which of two years a number belongs to is the reader's to settle when the sentence names both."""
    report = check(extract(read_text(words + "\n", dated=date(2019, 12, 20))), load())
    assert [one.verdict.kind.value for one in report.checks if one.verdict.kind.value == "contradicted"] == []


@pytest.mark.parametrize(
    "words",
    [
        "There were 11.2 million unauthorized immigrants in the United States in 2010, one research center estimates.",
        "The Mexican government sent troops who detained over 31,000 migrants at the border in June 2019.",
    ],
)
def test_estimates_and_counts_of_other_countries_accuse_nobody(words: str) -> None:
    """Another method's estimate is no error, and what Mexico counts is not in the register."""
    report = check(extract(read_text(words + "\n", dated=date(2019, 11, 20))), load())
    assert [one.verdict.kind.value for one in report.checks if one.verdict.kind in AGAINST] == []


def test_a_total_of_the_department_is_not_measured_by_one_of_its_agencies() -> None:
    """DHS apprehensions hold arrests by ICE too; the Border Patrol's count does not make them wrong."""
    words = "DHS apprehended 406,595 people nationwide in fiscal 2015.\n"
    report = check(extract(read_text(words, dated=date(2015, 12, 23))), load())
    assert by_quote(report, "406,595").kind.value not in ("contradicted", "misleading")


def test_a_text_with_too_many_claims_says_that_not_all_were_compared() -> None:
    """Every claim has a verdict; the comparison of claims with each other stops at the 500th, and the notes say so."""
    words = " ".join(f"ICE removed {number:,} people in fiscal 2011." for number in range(10_000, 10_501))
    report = check(extract(read_text(words + "\n", dated=date(2012, 1, 20))), load())
    assert len(report.checks) == 501
    assert report.notes[-1] == "Only the first 500 of 501 claims were compared with each other."
