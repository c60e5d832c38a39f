"""Intervals: notation, containment, outward arithmetic."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallymark.model.errors import TallymarkError
from tallymark.model.interval import Interval, change_pct, grouped, share_pct

numbers = st.decimals(min_value=-(10**9), max_value=10**9, allow_nan=False, places=3)
counts = st.integers(min_value=1, max_value=10**7).map(Decimal)


@st.composite
def intervals(draw: st.DrawFn) -> Interval:
    """Any interval, half-lines and the whole line included."""
    low, high = sorted((draw(numbers), draw(numbers)))
    opens = (draw(st.booleans()), draw(st.booleans())) if low < high else (False, False)
    return Interval(
        None if draw(st.booleans()) else low,
        None if draw(st.booleans()) else high,
        opens[0],
        opens[1],
    )


def test_a_plain_number_is_a_point() -> None:
    """A number without brackets reads as the interval of that number alone."""
    assert Interval(Decimal(396906), Decimal(396906)) == Interval.parse("396906")


def test_an_open_bound_leaves_its_number_out() -> None:
    """More than 1,000 holds 1,001 and not 1,000."""
    more = Interval.parse("(1000, inf)")
    assert not more.contains(Decimal(1000))
    assert more.contains(Decimal(1001))
    assert more.high is None


@pytest.mark.parametrize("text", ["", "about 5", "[5, 6", "(1000 inf)", "5..6", "1e3"])
def test_other_notation_is_refused_with_its_code(text: str) -> None:
    """Notation that would need guessing raises TM-MODEL-002."""
    with pytest.raises(TallymarkError) as caught:
        Interval.parse(text)
    assert caught.value.code == "TM-MODEL-002"


@pytest.mark.parametrize(("low", "high", "low_open"), [(2, 1, False), (1, 1, True)])
def test_an_empty_interval_is_refused(low: int, high: int, low_open: bool) -> None:
    """Ends the wrong way round, or an open point, raise TM-MODEL-001."""
    with pytest.raises(TallymarkError) as caught:
        Interval(Decimal(low), Decimal(high), low_open)
    assert caught.value.code == "TM-MODEL-001"


def test_touching_intervals_share_a_number_only_when_both_are_closed() -> None:
    """[1, 2] meets [2, 3] but [1, 2) does not."""
    assert Interval.parse("[1, 2]").intersection(Interval.parse("[2, 3]")) == Interval.point(2)
    assert Interval.parse("[1, 2)").disjoint(Interval.parse("[2, 3]"))


def test_the_share_of_two_points_is_rounded_outward() -> None:
    """A third of three is below and above 33.33 percent, never equal to a rounded number."""
    share = share_pct(Interval.point(1), Interval.point(3))
    assert share is not None
    assert share.low is not None
    assert share.high is not None
    assert Fraction(share.low) < Fraction(100, 3) < Fraction(share.high)


def test_the_change_of_the_agencys_convicted_count_is_89_4_percent() -> None:
    """216,698 against 114,415 is a rise of 89.3965 percent."""
    change = change_pct(Interval.point(216698), Interval.point(114415))
    assert change is not None
    assert change.low is not None
    assert round(change.low, 4) == Decimal("89.3965")


def test_nothing_is_divided_by_an_interval_that_may_be_zero() -> None:
    """A share of a whole that may be zero is unknown."""
    assert share_pct(Interval.point(1), Interval.parse("[0, 5]")) is None


def test_scaling_by_zero_or_less_is_refused() -> None:
    """A factor that would turn the ends around raises TM-MODEL-003."""
    with pytest.raises(TallymarkError) as caught:
        Interval.point(5).scale(-1)
    assert caught.value.code == "TM-MODEL-003"


@pytest.mark.parametrize(
    ("value", "shown"),
    [("396906", "396,906"), ("54.59680", "54.5968"), ("0.5", "0.5"), ("1E+6", "1,000,000"), ("-3.10", "-3.1")],
)
def test_numbers_are_shown_grouped_without_exponent(value: str, shown: str) -> None:
    """People see thousands separators and no trailing zeros."""
    assert shown == grouped(Decimal(value))


@given(intervals())
def test_an_interval_covers_itself_and_meets_itself(one: Interval) -> None:
    """Containment is reflexive and an interval is its own intersection and hull."""
    assert one.covers(one)
    assert one.intersection(one) == one == one.hull(one)


@given(intervals(), intervals())
def test_the_hull_covers_both_and_the_intersection_is_covered_by_both(one: Interval, other: Interval) -> None:
    """Hull and intersection bracket their arguments."""
    assert one.hull(other).covers(one)
    assert one.hull(other).covers(other)
    common = one.intersection(other)
    assert one.disjoint(other) == (common is None)
    if common is not None:
        assert one.covers(common)
        assert other.covers(common)


@given(intervals(), numbers)
def test_containing_a_number_is_covering_its_point(one: Interval, number: Decimal) -> None:
    """The two ways of asking agree."""
    assert one.contains(number) == one.covers(Interval.point(number))


@given(intervals())
def test_notation_reads_back(one: Interval) -> None:
    """What is printed (without separators) is read as the same interval."""
    plain = (
        f"{'(' if one.low_open else '['}{'-inf' if one.low is None else one.low:f}" if one.low is not None else "(-inf"
    )
    plain += f", {one.high:f}" if one.high is not None else ", inf"
    assert Interval.parse(plain + (")" if one.high_open else "]")) == one


@given(counts, counts, counts, counts)
def test_arithmetic_never_loses_the_true_value(a: Decimal, b: Decimal, c: Decimal, d: Decimal) -> None:
    """Sum, difference and quotient of members lie in sum, difference and quotient of the intervals."""
    one = Interval(min(a, b), max(a, b))
    other = Interval(min(c, d), max(c, d))
    assert (one + other).contains(a + c)
    assert (one - other).contains(a - c)
    quotient = one.divide(other)
    assert quotient is not None
    assert quotient.low is not None
    assert quotient.high is not None
    assert Fraction(quotient.low) <= Fraction(a) / Fraction(c) <= Fraction(quotient.high)


def test_intervals_touch_at_open_ends_too() -> None:
    """Touching asks less than sharing a number: an open end counts."""
    above = Interval(Decimal(1000), None, low_open=True)
    assert above.touches(Interval.point(1000))
    assert Interval.point(1000).touches(above)
    assert not above.touches(Interval.point(999))
