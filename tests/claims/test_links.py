"""Links between the claims of one text, on sentences of our own."""

from __future__ import annotations

from datetime import date

from tallymark.claims.extract import extract
from tallymark.model.claim import Claim, Document
from tallymark.model.period import Period


def claims(text: str) -> tuple[Claim, ...]:
    """The claims of a text of November 2014."""
    return extract(Document("own", text, Period.day(date(2014, 11, 5)), "option")).claims


def kinds(claim: Claim) -> list[tuple[str, str]]:
    """Kind and other end of each link."""
    return [(link.kind, link.other) for link in claim.links]


def test_including_makes_a_part() -> None:
    """What "including" brings is part of the number before it, and takes its measure."""
    total, part = claims("ICE deported 371,000 people in fiscal 2012, including 190,000 convicted criminals.")
    assert kinds(part) == [("part_of", total.id)]
    assert part.measure.value == "removals"


def test_a_share_of_a_printed_whole_is_part_of_it() -> None:
    """A share of a number in the same phrase is part of that number."""
    share, total = claims("About 51 percent of the 371,000 people deported in fiscal 2012 were criminals.")
    assert kinds(share) == [("part_of", total.id)]


def test_of_whom_points_back() -> None:
    """The words "of whom" point to the count before them."""
    total, part = claims("ICE deported 371,000 people in fiscal 2012, about half of whom were criminals.")
    assert kinds(part) == [("part_of", total.id)]
    assert part.measure.value == "removals"


def test_compared_with_is_the_base_of_the_number_before() -> None:
    """A number after "compared with" is the base of the one before."""
    now, before = claims("ICE made 11,000 arrests in March 2014, compared with 10,000 in March 2013.")
    assert kinds(before) == [("base_of", now.id)]


def test_a_change_and_a_base_value_are_no_same_fact() -> None:
    """A change in percent and the base it names are two facts."""
    change, base = claims("That is a 6 percent rise over arrests in fiscal 2012 - about 290,000.")
    assert kinds(change) == []
    assert ("same_fact", change.id) not in kinds(base)


def test_a_change_behind_a_comma_tells_of_the_number_before() -> None:
    """A change in apposition takes measure and population of the number before it."""
    _, change = claims("ICE deported 68,400 criminals by March 2014, down 11 percent from a year earlier.")
    assert change.measure.value == "removals"
    assert change.population.value.as_dict() == {"criminality": "convicted"}
