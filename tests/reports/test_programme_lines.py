"""Words of programmes: ratios with open ends, counts with bounds, notes and leads."""

from __future__ import annotations

from fractions import Fraction

import pytest
from tests.counting.test_programmes_published import figure

from tallymark.counting.counted import Count
from tallymark.counting.programmes import Counting, Pair, Programme, Section
from tallymark.counting.programmes_published import Published, Ratio
from tallymark.model.population import Population
from tallymark.reports.programme_counts import NOT_SHOWN, count_words
from tallymark.reports.programme_lines import percent_words, programme_lines
from tallymark.reports.ratio_lines import ratio_words

HALF, THIRD = Fraction(1, 2), Fraction(1, 3)


@pytest.mark.parametrize(
    ("low", "high", "percent", "ratio"),
    [
        (HALF, HALF, "50.00 %", "0.50"),
        (THIRD, HALF, "33.33 % to 50.00 %", "0.33 to 0.50"),
        (THIRD, None, "at least 33.33 %", "at least 0.33"),
        (None, HALF, "at most 50.00 %", "at most 0.50"),
        (None, Fraction(0), "at most 0.00 %", "at most 0.00"),
        (None, None, "not bounded", "not bounded"),
    ],
)
def test_bounds_in_words(low: Fraction | None, high: Fraction | None, percent: str, ratio: str) -> None:
    """One number, two, or one end."""
    assert percent_words(low, high) == percent
    assert ratio_words(low, high) == ratio


def test_counts_in_words() -> None:
    """A number, bounds, or that it is not shown."""
    assert count_words(Count(1234, 1234, 1000, 2000)) == "1,234"
    assert count_words(Count(18143, 29372, 0, 0)) == "18,143 to 29,372"
    assert count_words(None) == NOT_SHOWN


def test_a_programme_is_drawn_with_leads_and_empty_sections() -> None:
    """A ratio with a lead says so, an empty section too, and an unlike pair is told as a change."""
    section = Section("one", "Nothing here", "removals", Population(), None, (), (), years_only=False, pivot="")
    pair = Pair("Final of proposed", "a#part", "a#whole", unlike=True, note="by negotiation")
    part, whole = figure("part", "60"), figure("whole", "100")
    one = Programme(
        "p", "P", "What it is.", (section,), (pair,), (Counting("a fine", "final"),), (), None, ("the rest",), "see"
    )
    ratio = Ratio(pair, part, whole, Fraction(3, 5), Fraction(3, 5))
    drawn = [
        (line.label, line.words.strip())
        for line in programme_lines(one, Published(((section, ()),), (ratio,)), "2026-01-01")
    ]
    assert ("", "none in the register") in drawn
    assert ("", "Final of proposed, FY2011: 60.00 %, a change of -40.00 %") in drawn
    assert ("of", "60 of 100 (a#part of a#whole)") in drawn
    assert ("note", "by negotiation") in drawn
    assert ("open", "the rest") in drawn
