"""The verdict table for a terminal."""

from __future__ import annotations

import io
from collections.abc import Callable

from rich.console import Console

from tallymark.model.verdict import Report
from tallymark.reports.terminal import Line, draw_lines, lines, plain, render, summary


def test_the_table_looks_as_it_did(report: Report, snapshot: Callable[[str, str], None]) -> None:
    """Header with the register's date, a block a claim, and the summary."""
    snapshot("terminal.txt", render([report]))


def test_every_claim_shows_mark_word_test_and_reason(report: Report) -> None:
    """Shape and word tell the verdict without colour, and the interval test stands in one line."""
    drawn = render([report])
    assert "✗ contradicted  “412,000”" in drawn
    assert "almost 45,000 → [44,474, 45,000); found 44,653" in drawn
    assert "This claim is later than the newest figure of its series in the register." in drawn
    assert "as of 2026-11-20" in drawn
    assert "nothing is found about a person or a paper" in drawn


def test_a_width_wraps_under_the_words(report: Report) -> None:
    """No line is wider than asked for, and wrapped words stay beside their label."""
    drawn = render([report], width=60).splitlines()
    assert max(map(len, drawn)) <= 60
    start = next(number for number, line in enumerate(drawn) if line.startswith("  supports"))
    assert drawn[start + 1].startswith(" " * 14)


def test_summary_counts_each_verdict(report: Report) -> None:
    """Claims and statements are counted apart, verdicts in the order of the table."""
    assert summary(report) == (
        "4 claims and 1 statement: 1 ✓ exact, 1 ~ hedged, 1 ◐ true under, 1 ✗ contradicted, 1 ? not checkable"
    )


def test_a_text_without_claims_says_so(report: Report) -> None:
    """Nothing found is said in words."""
    assert summary(Report(report.document, (), report.as_of, report.sha256)) == "No quantitative claim was found."


def test_rich_draws_the_same_words(report: Report) -> None:
    """On a terminal the same words appear, with colour beside the marks."""
    out = io.StringIO()
    draw_lines(lines([report]), Console(file=out, force_terminal=True, width=70, color_system="standard"))
    drawn = out.getvalue()
    assert "\x1b[1;31m" in drawn
    assert "✗ contradicted" in drawn


def test_no_colour_when_the_reader_wants_none(report: Report) -> None:
    """NO_COLOR leaves bold and dim at most."""
    out = io.StringIO()
    draw_lines(lines([report]), Console(file=out, force_terminal=True, width=70, no_color=True))
    assert "\x1b[1;31m" not in out.getvalue()
    assert "\x1b[32m" not in out.getvalue()


def test_control_characters_of_a_text_never_reach_the_terminal(make_report: Callable[..., Report]) -> None:
    """A text cannot move the cursor, colour the screen or turn the line."""
    drawn = render([make_report("\x1b[2J\u202e5\x07 people", "na\x1bme")])
    assert not set(drawn) & set("\x1b\x07\u202e")


def test_a_label_longer_than_the_margin_is_told_whole_and_apart_from_its_words() -> None:
    """A table has a name of fourteen letters, the margin room for eleven: in a pipe and on a terminal."""
    line = Line("sc_activations", "3,242 rows")
    assert plain([line]) == "  sc_activations 3,242 rows\n"
    console = Console(width=60, color_system=None, record=True, file=io.StringIO())
    draw_lines([line], console)
    assert console.export_text().strip() == "sc_activations 3,242 rows"
