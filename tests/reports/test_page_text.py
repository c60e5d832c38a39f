"""The checked text with its claims marked."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tallymark.model.claim import Span
from tallymark.model.verdict import Report
from tallymark.reports.card import cards
from tallymark.reports.page_text import marked_text, paragraph_spans, pieces_of


def test_pieces_cover_the_text_once(report: Report) -> None:
    """Marked and unmarked pieces follow each other without gap or overlap."""
    pieces = list(pieces_of(len(report.document.text), cards(report)))
    assert "".join(piece.span.of(report.document.text) for piece in pieces) == report.document.text
    assert [piece.card.id for piece in pieces if piece.card] == ["c1", "c2", "c3", "c4", "s1"]


def test_overlapping_claims_keep_their_own_marks(report: Report) -> None:
    """The later of two begins behind the earlier; one inside another keeps a label."""
    first, second, third = cards(report)[:3]
    moved = [replace(first, span=Span(0, 10)), replace(second, span=Span(5, 12)), replace(third, span=Span(2, 4))]
    pieces = [(piece.span.start, piece.span.end, piece.card.id if piece.card else "") for piece in pieces_of(20, moved)]
    assert pieces == [(0, 10, "c1"), (10, 10, "c3"), (10, 12, "c2"), (12, 20, "")]


def test_paragraphs_are_divided_by_empty_lines() -> None:
    """Single line ends stay inside a paragraph."""
    text = "one\ntwo\n\n \nthree"
    assert [span.of(text) for span in paragraph_spans(text)] == ["one\ntwo", "three"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    text=st.text(alphabet="ab \n", max_size=60),
    places=st.lists(st.tuples(st.integers(0, 60), st.integers(0, 20)), max_size=6),
)
def test_every_word_is_shown_once(report: Report, text: str, places: list[tuple[int, int]]) -> None:
    """Whatever the marks, the page holds the words of the text in their order, once."""
    card = cards(report)[0]
    found = [
        replace(card, id=f"c{number}", span=Span(min(start, len(text)), min(start + length, len(text))))
        for number, (start, length) in enumerate(places)
    ]
    html = re.sub(r'<span class="tag">.*?</span></span>', "", str(marked_text(text, found, "")))
    assert "".join(unescape(re.sub(r"<[^>]*>", "", html)).split()) == "".join(text.split())
