"""A text while it is read: which paragraphs and marks are told, in which order, and what is held back."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from tallymark.checking.check import check
from tallymark.claims.extract import extract
from tallymark.model.claim import Document, Span
from tallymark.model.verdict import AGAINST, Checked, VerdictKind
from tallymark.register.register import load
from tallymark.web.unfolding import Unfolding

Told = list[tuple[str, str]]


def unfolding(text: str, told: Told, *, number: int = 1, n_texts: int = 1) -> Unfolding:
    """The unfolding of a text whose pieces go to ``told``."""
    return Unfolding(
        number, n_texts, Document("-", text, None, "unknown"), lambda kind, content: told.append((kind, content))
    )


def of_kind(told: Told, kind: str) -> list[str]:
    """The pieces of one kind."""
    return [content for one, content in told if one == kind]


@pytest.fixture(scope="module")
def checked() -> Checked:
    """Some claim with its verdict."""
    return check(
        extract(Document("-", "ICE removed 396,906 people in fiscal year 2011.", None, "unknown")), load()
    ).checks[0]


def test_a_paragraph_that_is_told_in_parts_goes_on() -> None:
    """The second part of a paragraph says that it continues; a new paragraph does not, and blank lines are none."""
    told: Told = []
    one = unfolding("It is 7. It is 8.\n\nIt is 9.", told)
    one.read(8, [Span(6, 7)])
    one.read(27, [Span(15, 16), Span(25, 26)])
    assert of_kind(told, "found") == [
        '<p dir="auto">It is <span class="claim" id="m-d1-c1"><mark>7</mark></span>.</p>',
        '<p dir="auto" data-on> It is <span class="claim" id="m-d1-c2"><mark>8</mark></span>.</p>'
        '<p dir="auto">It is <span class="claim" id="m-d1-c3"><mark>9</mark></span>.</p>',
    ]


def test_a_claim_inside_another_keeps_its_number() -> None:
    """The later of two marks begins behind the earlier; a claim without words of its own has no mark, and the next is c3."""
    told: Told = []
    unfolding("of 12 in 34 or 5", told).read(16, [Span(0, 11), Span(3, 5), Span(15, 16)])
    assert of_kind(told, "found") == [
        '<p dir="auto"><span class="claim" id="m-d1-c1"><mark>of 12 in 34</mark></span> or '
        '<span class="claim" id="m-d1-c3"><mark>5</mark></span></p>'
    ]


def test_words_of_a_text_are_never_markup() -> None:
    """The pieces go into the page as they are, so everything of the text is escaped in them."""
    told: Told = []
    one = Unfolding(
        1,
        1,
        Document("a", "<b>7</b>", None, "unknown", title="<script>"),
        lambda kind, content: told.append((kind, content)),
    )
    one.read(8, [Span(0, 4)])
    assert "<script" not in of_kind(told, "open")[0]
    assert "<b>" not in of_kind(told, "found")[0]


@pytest.mark.parametrize("kind", list(VerdictKind))
def test_a_verdict_against_a_claim_waits_for_the_result(checked: Checked, kind: VerdictKind) -> None:
    """Whatever may still be taken back is not told before the whole text is compared."""
    told: Told = []
    one = unfolding("It is 7.", told)
    one.compared(replace(checked, verdict=replace(checked.verdict, kind=kind)))
    one.flush()
    assert bool(of_kind(told, "verdicts")) is (kind not in AGAINST)


def test_one_of_several_texts_is_named(checked: Checked) -> None:
    """Progress says which text is read, and its claims have the number of the text."""
    told: Told = []
    one = unfolding("It is 7.", told, number=2, n_texts=3)
    one.read(8, [Span(6, 7)])
    one.compared(checked)
    one.flush()
    assert of_kind(told, "progress") == [
        "Reading text 2 of 3, 100 %: 1 claim found",
        "Comparing text 2 of 3, 1 of 1 claim",
    ]
    assert json.loads(of_kind(told, "verdicts")[0])["text"] == 2
