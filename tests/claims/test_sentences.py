"""Sentences: abbreviations, missing spaces, headings, lists, wrapped lines."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallymark.claims.sentences import split


def pieces(text: str) -> list[str]:
    """The words of each sentence."""
    return [span.of(text) for span in split(text)]


@pytest.mark.parametrize(
    "text",
    [
        "The U.S. Border Patrol stopped 500 people.",
        "Rep. Jane Example, D-Ill., spoke of No. 2 on the list.",
        "The meeting at 10 a.m. Monday drew 30 people.",
        "Gov. Example met Mr. Sample in St. Louis on Jan. 5 for talks.",
        "It cost about 3 bn. dollars last year.",
        "Officers trained under 287(g) arrested 40 people.",
        "The group Example. org sent 200 letters.",
        "In Washington, D.C. officials agreed on 34,000 beds.",
    ],
)
def test_an_abbreviation_does_not_end_a_sentence(text: str) -> None:
    """Titles, initials, hours and numbers with points stay inside their sentence."""
    assert pieces(text) == [text]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It rose last year.The figure is 400.", ["It rose last year.", "The figure is 400."]),
        ("It rose. It fell.", ["It rose.", "It fell."]),
        ("A heading here\nThe text begins.", ["A heading here", "The text begins."]),
        ("- first of 20\n- second of 30", ["- first of 20", "- second of 30"]),
        ("First paragraph\n\nsecond paragraph", ["First paragraph", "second paragraph"]),
        ("ANNA: It is 20. BERT: No.", ["ANNA: It is 20.", "BERT: No."]),
        ("“It is over.” She left.", ["“It is over.”", "She left."]),
        ("", []),
        (" \n \n", []),
    ],
)
def test_breaks_are_found(text: str, expected: list[str]) -> None:
    """Full stops, missing spaces, headings, list items, paragraphs and speakers break the text."""
    assert pieces(text) == expected


def test_a_line_wrapped_inside_a_sentence_is_joined() -> None:
    """A long line that ends inside a sentence goes on in the next line when that begins with a small letter."""
    text = "The agency said that it had removed a large number of\npeople in the last year."
    assert pieces(text) == [text]


@given(st.text(max_size=400))
def test_sentences_are_in_order_and_cover_all_that_is_printed(text: str) -> None:
    """Sentences do not overlap, have no white space at their ends, and leave out nothing but white space."""
    last = 0
    for span in split(text):
        assert text[last : span.start].strip() == ""
        assert span.of(text) == span.of(text).strip() != ""
        last = span.end
    assert text[last:].strip() == ""
