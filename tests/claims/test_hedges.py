"""Hedges: every wording gets its class, stacked hedges and hedges after the number too; and numbers become intervals."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallymark.claims.hedges import claimed_value, hedgings
from tallymark.claims.numbers import granule_of
from tallymark.claims.quantities import find_quantities, value_of
from tallymark.model.claim import ClaimedValue
from tallymark.model.comparison import SUPPORTING, Outcome, compare
from tallymark.model.figure import Hedge
from tallymark.model.interval import Interval

ONE = Decimal(1)


@pytest.mark.parametrize("words", [" ".join(key) for key in hedgings()["before"] if key[-1] not in "-.~≈<>≥≤"])
def test_every_wording_before_a_number_is_read(words: str) -> None:
    """Each wording of the table, right before a number, gives its class."""
    (found,) = find_quantities(f"There were {words} 4,500 people.")
    assert found.hedge is hedgings()["before"][tuple(words.split())].hedge


@pytest.mark.parametrize(
    ("text", "hedge", "words"),
    [
        ("They held more than about 4,500 people.", Hedge.ABOUT, "more than about"),
        ("They held at least an estimated 4,500 people.", Hedge.AT_LEAST, "at least an estimated"),
        ("They held 4,500 or so people.", Hedge.ABOUT, "or so"),
        ("They held 4,500 people or more.", Hedge.NONE, ""),
        ("They held 4,500 or more people.", Hedge.AT_LEAST, "or more"),
        ("They held 4,500-plus people.", Hedge.MORE_THAN, "-plus"),
        ("They held more than a record 4,500 people.", Hedge.MORE_THAN, "more than"),
        ("They held a record 4,500 people.", Hedge.NONE, ""),
        ("They held ~4,500 people.", Hedge.ABOUT, "~"),
        ("They held only 4,500 people.", Hedge.NONE, ""),
        ("They held over the 4,500 people.", Hedge.NONE, ""),
        ("They held nearly half of the people.", Hedge.ALMOST, "nearly"),
        ("A small majority of them agreed.", Hedge.MORE_THAN, ""),
        ("They held no more than 4,500 people.", Hedge.UP_TO, "no more than"),
        ("They held 4,500-odd people.", Hedge.ABOUT, "-odd"),
        ("They turned over 4,500 people.", Hedge.NONE, ""),
        ("They held a total of 4,500 people.", Hedge.EXACT, "a total of"),
        ("It beat the old total of 4,500 people.", Hedge.NONE, ""),
    ],
)
def test_hedges_stacked_behind_or_apart_from_their_number(text: str, hedge: Hedge, words: str) -> None:
    """The inner of two hedges counts unless it is weak; hedges stand behind a number too; "only" and "record" are none."""
    (found,) = find_quantities(text)
    assert (found.hedge, found.hedge_words) == (hedge, words)


def value(text: str) -> ClaimedValue:
    """The intervals of the one quantity of a text."""
    (found,) = find_quantities(text)
    return value_of(found)


@pytest.mark.parametrize(
    ("text", "core", "stretch"),
    [
        ("They held 396,906 people.", "[396906.4, 396906.5]", "[396905.6, 396906.5]"),
        ("They held 390,000 people.", "[389999.6, 390000.4]", "[385000, 395000]"),
        ("They held 2 million people.", "[1900000, 2100000]", "[1900000, 2100000]"),
        ("It was 89 percent.", "[88.5, 89.5]", "[88.5, 89.5]"),
        ("It was 12.0 percent.", "[11.95, 12.05]", "[11.95, 12.05]"),
        ("It was exactly 60 percent.", "[60, 60]", "[59.5, 60.5]"),
        ("They held between 500 and 600 people.", "[499.5, 600.5]", "[480, 620]"),
        ("It was about 400,000 people.", "[380000, 420000]", "[360000, 440000]"),
        ("It was half of them.", "[45.84, 54.16]", "[45.84, 54.16]"),
        ("Arrests doubled there.", "[1.75, 2.25]", "[1.75, 2.25]"),
    ],
)
def test_the_rule_table_gives_the_intervals(text: str, core: str, stretch: str) -> None:
    """Each interval covers the numbers that its rule allows, as worked out by hand."""
    found = value(text)
    assert found.core.covers(Interval.parse(core))
    assert found.stretch.covers(Interval.parse(stretch))


@pytest.mark.parametrize(
    ("text", "outside"),
    [
        ("They held nearly 400,000 people.", "400000"),
        ("They held more than 1,000 people.", "1000"),
        ("They held fewer than 1,000 people.", "1000"),
        ("They held up to 1,000 people.", "1001"),
        ("They held at least 1,000 people.", "999"),
        ("It was about 40 percent.", "45.1"),
        ("It was nearly 40 percent.", "34.9"),
        ("It was about 50 percent.", "60.1"),
        ("They held about 400,000 people.", "440001"),
        ("They held nearly 400,000 people.", "359999"),
    ],
)
def test_the_wrong_side_and_what_lies_beyond_the_caps_is_outside(text: str, outside: str) -> None:
    """Bounds are kept to the letter, shares within 5 points (10 at quarters), large numbers within a tenth."""
    found = value(text)
    assert not found.core.contains(Decimal(outside))
    assert not found.stretch.contains(Decimal(outside))


def test_bounds_keep_what_they_say_word_by_word() -> None:
    """The words "More than 100" holds literally for any larger number, "up to 100" for any smaller, "nearly 100" for no other."""
    assert value("They held more than 100 people.").literal == Interval(Decimal(100), None, low_open=True)
    assert value("They held up to 100 people.").literal == Interval(None, Decimal(100))
    assert value("They held nearly 100 people.").literal is None


def test_digits_cut_off_and_coarser_rounding_have_their_own_intervals() -> None:
    """44,600 may be 44,653 with digits cut off; a round percentage keeps apart what rounding to tens would allow."""
    assert compare(value("They held 44,600 people."), Hedge.NONE, Interval.point(44653)) is Outcome.TRUNCATED
    assert value("It was 90 percent.").coarse == Interval(Decimal(85), Decimal(95))
    assert value("It was 89 percent.").coarse is None
    assert value("It was two-thirds of them.").cut is None
    assert value("It was about half of them.").cut is None


CLASSES = [
    Hedge.NONE,
    Hedge.EXACT,
    Hedge.ABOUT,
    Hedge.ALMOST,
    Hedge.MORE_THAN,
    Hedge.AT_LEAST,
    Hedge.LESS_THAN,
    Hedge.UP_TO,
]
counts = st.integers(min_value=1, max_value=10**7).map(Decimal)


@given(counts, st.sampled_from(CLASSES), st.sampled_from(["count", "percent", "money", "fraction", "multiple"]))
def test_the_stretch_covers_the_core_and_the_core_touches_the_number(number: Decimal, hedge: Hedge, kind: str) -> None:
    """Whatever number and hedge, the core lies in the stretch and reaches the number or its end."""
    found = claimed_value(number, hedge, ONE, granule_of(number, ONE), kind=kind)
    assert found.stretch.covers(found.core)
    assert found.core.contains(number) or number in (found.core.low, found.core.high)


@given(counts, st.sampled_from(CLASSES), counts, counts, counts)
def test_widening_the_claim_never_turns_support_into_contradiction(
    number: Decimal, hedge: Hedge, reference: Decimal, down: Decimal, up: Decimal
) -> None:
    """A reference that supports a claim does not contradict the same claim with a wider core or stretch."""
    found = claimed_value(number, hedge, ONE, granule_of(number, ONE))
    wide = ClaimedValue(
        number, _wider(found.core, down, up), _wider(found.stretch, down + 1, up + 1), ONE, found.granule, found.cut, found.literal
    )  # fmt: skip
    at = Interval.point(reference)
    if compare(found, hedge, at) in SUPPORTING:
        assert compare(wide, hedge, at) in SUPPORTING


@given(counts, st.sampled_from(CLASSES), counts, counts)
def test_widening_the_reference_never_turns_support_into_contradiction(
    number: Decimal, hedge: Hedge, reference: Decimal, by: Decimal
) -> None:
    """A less precise reference may leave a supported claim open but never speaks against it."""
    found = claimed_value(number, hedge, ONE, granule_of(number, ONE))
    if compare(found, hedge, Interval.point(reference)) in SUPPORTING:
        wide = compare(found, hedge, Interval(reference - by, reference + by))
        assert wide not in (Outcome.AGAINST, Outcome.AGAINST_SIDE)


def _wider(interval: Interval, down: Decimal, up: Decimal) -> Interval:
    low = None if interval.low is None else interval.low - down
    high = None if interval.high is None else interval.high + up
    return Interval(low, high)
