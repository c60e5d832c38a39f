"""Text of others made safe to show."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tallymark.reports.plain import cell, one_line, safe


def test_escape_sequences_cannot_steer_a_terminal() -> None:
    """An escape character is shown as a replacement character."""
    assert safe("red \x1b[31m and bell \x07") == "red \ufffd[31m and bell \ufffd"


def test_marks_that_turn_the_direction_are_replaced() -> None:
    """An override, an isolate and their ends no longer turn what stands around them."""
    assert safe("\u202e609,693\u202c \u2067x\u2069") == "\ufffd609,693\ufffd \ufffdx\ufffd"


@given(st.text())
def test_the_length_stays(text: str) -> None:
    """Offsets still point at the same characters."""
    assert len(safe(text)) == len(text)


def test_one_line_folds_space_and_cuts_with_an_ellipsis() -> None:
    """Line ends become spaces, and a limit holds."""
    assert one_line(" a\n  b\tc ") == "a b c"
    assert one_line("nearly 400,000 people", limit=10) == "nearly 40…"


def test_a_spreadsheet_formula_is_disarmed() -> None:
    """A cell that a spreadsheet would run gets an apostrophe; others stay."""
    assert [cell("=1+1"), cell("+1"), cell("-1"), cell("@a"), cell("a=1")] == ["'=1+1", "'+1", "'-1", "'@a", "a=1"]
