"""The text's own numbers: what follows from them and what cannot be true together with them."""

from __future__ import annotations

from dataclasses import replace

from tallymark.model.claim import Slot, Span
from tallymark.model.figure import Hedge, Relation
from tallymark.model.verdict import VerdictKind
from tests.checking.making import claim, figure, verdict

WHOLE = claim("246333", "FY2031", at=10)
PART = claim("110937", "FY2031", "criminality=none", at=20)


def test_a_share_that_follows_from_the_text_is_supported_as_arithmetic() -> None:
    """110,937 of 246,333 is 45 percent, so 55 percent of them had a conviction."""
    made = claim("55", "FY2031", "criminality=convicted", relation=Relation.SHARE, unit="percent", at=40)
    found = verdict(made, beside=[WHOLE, PART])
    assert (found.kind, found.reason, found.best) == (VerdictKind.ROUNDED, "own_numbers", None)
    assert "judged on their own" in found.words


def test_a_share_that_no_choice_satisfies_is_inconsistent() -> None:
    """70 percent cannot be true beside 110,937 of 246,333."""
    made = claim("70", "FY2031", "criminality=convicted", relation=Relation.SHARE, unit="percent", at=40)
    found = verdict(made, beside=[WHOLE, PART])
    assert (found.kind, found.reason) == (VerdictKind.INCONSISTENT, "own_numbers")


def test_a_choice_within_the_intervals_is_enough() -> None:
    """Ten percent more than "about 195,000" may be 216,698: the base may have been 197,000."""
    now = claim("216698", "FY2031", "criminality=convicted", at=10)
    then = claim("195000", "FY2030", "criminality=convicted", hedge=Hedge.ABOUT, width="4000", at=20)
    made = claim("10", "FY2031", "criminality=convicted", relation=Relation.CHANGE_PCT, unit="percent", direction="up", base="FY2030", at=40)  # fmt: skip
    assert verdict(made, beside=[now, then]).kind is not VerdictKind.INCONSISTENT
    assert verdict(claim("40", "FY2031", "criminality=convicted", relation=Relation.CHANGE_PCT, unit="percent", direction="up", base="FY2030", at=40), beside=[now, then]).kind is VerdictKind.INCONSISTENT  # fmt: skip


def test_numbers_of_another_speaker_are_not_charged() -> None:
    """Two speakers may disagree without the text contradicting itself."""
    made = claim("70", "FY2031", "criminality=convicted", relation=Relation.SHARE, unit="percent", at=40)
    other = replace(PART, speaker=Slot("a critic", "text", Span(0, 3)))
    assert verdict(made, beside=[WHOLE, other]).kind is VerdictKind.NOT_CHECKABLE


def test_numbers_far_apart_are_not_charged() -> None:
    """A clash needs numbers printed near each other."""
    made = claim("70", "FY2031", "criminality=convicted", relation=Relation.SHARE, unit="percent", at=2000)
    assert verdict(made, beside=[WHOLE, PART], text=" " * 3000).kind is VerdictKind.NOT_CHECKABLE


def test_a_hedged_number_that_restates_a_plain_one_is_interpreted_by_it() -> None:
    """More than 110,000 restates 110,937, which is judged on its own; a plain number is never supported so."""
    made = claim("110000", "FY2031", "criminality=none", hedge=Hedge.MORE_THAN, at=40)
    found = verdict(made, beside=[PART])
    assert (found.kind, found.reason) == (VerdictKind.HEDGED, "own_numbers")
    assert "judged on its own" in found.words
    plain = claim("110937", "FY2031", "criminality=none", at=40)
    assert verdict(plain, beside=[PART]).kind is VerdictKind.NOT_CHECKABLE


def test_a_figure_of_the_register_goes_before_the_texts_own() -> None:
    """Where a figure answers, a restated number is judged by the figure."""
    made = claim("110000", "FY2031", "criminality=none", hedge=Hedge.MORE_THAN, at=40)
    found = verdict(made, figure("90000", "FY2031", "criminality=none"), beside=[PART])
    assert found.kind is VerdictKind.CONTRADICTED


def test_shares_of_the_convicted_and_the_charged_add_up() -> None:
    """51 and 27 percent are 78 percent with a conviction or a charge."""
    shares = [
        claim("51", "2031-01", "criminality=convicted", relation=Relation.SHARE, unit="percent", at=20),
        claim("27", "2031-01", "criminality=pending", relation=Relation.SHARE, unit="percent", at=30),
    ]
    made = claim("80", "2031-01", "criminality=convicted_or_pending", relation=Relation.SHARE, unit="percent", hedge=Hedge.ALMOST, width="4", at=10)  # fmt: skip
    assert verdict(made, beside=shares).reason == "own_numbers"


FIRST_FILE = claim("109400", "FY2031", at=200, quote="109,400")
LATER_FILE = claim("246333", "FY2031", at=300, quote="246,333")
LACKING = "More than 130,000 removals are missing from the file of the spring." + " " * 400


def test_what_one_count_of_the_text_lacks_of_another_follows_from_both() -> None:
    """246,333 less 109,400 is 136,933, so more than 130,000 are missing."""
    made = claim("130000", "FY2031", hedge=Hedge.MORE_THAN, at=0)
    found = verdict(made, figure("240000", "FY2031"), beside=[FIRST_FILE, LATER_FILE], text=LACKING)
    assert (found.kind, found.reason) == (VerdictKind.HEDGED, "own_numbers")
    assert "246,333 less 109,400" in found.words


def test_a_gap_that_the_texts_counts_do_not_leave_is_not_called_wrong() -> None:
    """Which two counts are compared is the reader's guess, so a gap is supported or left open."""
    made = claim("190000", "FY2031", at=0)
    found = verdict(made, figure("240000", "FY2031"), beside=[FIRST_FILE, LATER_FILE], text=LACKING)
    assert found.kind is VerdictKind.NOT_CHECKABLE


def test_a_number_that_nothing_calls_missing_is_no_gap() -> None:
    """The difference of two counts supports only what the words call a gap."""
    made = claim("130000", "FY2031", hedge=Hedge.MORE_THAN, at=0)
    text = "More than 130,000 people were removed, the agency said that year." + " " * 400
    assert verdict(made, beside=[FIRST_FILE, LATER_FILE], text=text).kind is VerdictKind.NOT_CHECKABLE
