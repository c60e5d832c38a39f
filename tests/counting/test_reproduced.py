"""Numbers of others counted again: what counts as equal and as explained, and the page that lists them."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from pathlib import Path

import pytest
from evaluation.reproduced import Counted, Number, Reproduced, numbers, reproduce
from evaluation.reproduced_page import PAGE, SECTIONS, page


def one(expected: str, counted: Counted, slack: str = "", explanation: str = "another rule") -> Reproduced:
    """A made-up number."""
    return Reproduced(Number("sc", "id", "what", expected, slack, "somebody", explanation), counted)


@pytest.mark.parametrize(
    ("expected", "counted", "slack", "equal", "holds"),
    [
        ("100", 100, "", True, True),
        ("100", 101, "", False, False),
        ("100", 101, "1%", False, True),
        ("100", 98, "1%", False, False),
        ("100", 103, "3", False, True),
        ("100", 104, "3", False, False),
        ("54.60", Fraction(5460, 100), "", True, True),
        ("54.60", Fraction(54604, 1000), "", True, True),
        ("54.60", Fraction(54606, 1000), "", False, False),
        ("34569.5", Fraction(69139, 2), "", True, True),
        ("100", (90, 110), "", False, True),
        ("100", (101, 110), "", False, False),
    ],
)
def test_a_number_is_equal_explained_or_wrong(
    expected: str, counted: Counted, slack: str, equal: bool, holds: bool
) -> None:
    """Equal to the decimals printed, within the slack, or between bounds."""
    found = one(expected, counted, slack)
    assert (found.equal, found.holds) == (equal, holds)


def test_a_difference_without_an_explanation_never_holds() -> None:
    """However small."""
    assert not one("100", 101, "1%", "").holds


def test_every_number_has_a_source_and_each_slack_an_explanation() -> None:
    """And each is listed once, in a section of the page."""
    listed = numbers()
    assert all(number.source for number in listed)
    assert all(number.explanation for number in listed if number.slack)
    assert max(Counter((number.group, number.id) for number in listed).values()) == 1
    assert {number.group for number in listed} == set(SECTIONS)


def test_the_page_shows_number_count_and_reason() -> None:
    """In one line, with the difference in percent."""
    shown = page((one("1000", 995, "1%"), one("2000", 2000, explanation="")))
    assert "1 equal, 1 different as explained." in shown
    assert "| what | 1,000 | 995 | -0.50 % | somebody | another rule |" in shown
    assert "| what | 2,000 | 2,000 |  | somebody |  |" in shown


@pytest.mark.slow
def test_the_page_is_what_the_files_give(shared: Path, tmp_path: Path) -> None:
    """Counted anew from the real files, every number holds."""
    found = reproduce(shared, tmp_path)
    assert [number.number.id for number in found if not number.holds] == []
    assert PAGE.read_text(encoding="utf-8") == page(found).rstrip() + "\n"
