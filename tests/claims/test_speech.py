"""Who says it: quotations, speakers and denials in sentences of our own."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tallymark.claims import speech_denials
from tallymark.claims.speech import Speech, find_speech
from tallymark.claims.speech_quotes import find_quotes
from tallymark.model.claim import Span
from tallymark.model.errors import DataError


def speech_of(*sentences: str, joint: str = " ") -> tuple[str, Speech]:
    """A text of these sentences with its speech."""
    text = joint.join(sentences)
    spans, at = [], 0
    for sentence in sentences:
        spans.append(Span(at, at + len(sentence)))
        at += len(sentence) + len(joint)
    return text, find_speech(text, spans)


def where(text: str, words: str) -> Span:
    """The span of the words."""
    start = text.index(words)
    return Span(start, start + len(words))


@pytest.mark.parametrize(
    ("sentence", "speaker"),
    [
        ("The agency deported 9,906 people, officials said Tuesday.", "officials"),
        ("The agency deported 9,906 people, ICE said in a statement.", "ICE"),
        ("Officials with the Border Patrol said 9,906 people were held.", "Officials with the Border Patrol"),
        ("“We deported 9,906 people,” said Jane Doe, a director at the agency.", "Jane Doe"),
        ("“We deported 9,906 people,” Agency Director Jane Doe told The Paper.", "Agency Director Jane Doe"),
        ("Jane Doe, a spokeswoman for the agency, said 9,906 people were deported.", "Jane Doe"),
        ("But Ms. Doe also said 9,906 people were deported.", "Ms. Doe"),
        ("According to the Pew Research Center, 9,906 people came.", "Pew Research Center"),
        ("9,906 people were held, according to data obtained by ABC News.", "ABC News"),
        ("Figures released Monday by Homeland Security show 9,906 removals.", "Homeland Security"),
        ("ICE's own records show 9,906 removals.", "ICE"),
        ("The Obama administration announced that it deported 9,906 people.", "The Obama administration"),
    ],
)
def test_the_source_is_named_by_the_words_of_reporting(sentence: str, speaker: str) -> None:
    """Reporting verbs before and after, "according to", and owners of data name the source as printed."""
    text, speech = speech_of(sentence)
    slot = speech.speaker_at(where(text, "9,906"))
    assert (slot.value, slot.origin) == (speaker, "text")
    assert slot.span is not None
    assert slot.span.of(text) == speaker


@pytest.mark.parametrize(
    "sentence",
    [
        "The agency deported 9,906 people.",
        "In 2011, the agency deported 9,906 people.",
        "Monday brought 9,906 arrests.",
    ],
)
def test_a_sentence_without_a_source_has_none(sentence: str) -> None:
    """Where the text names nobody the slot is missing."""
    text, speech = speech_of(sentence)
    slot = speech.speaker_at(where(text, "9,906"))
    assert (slot.value, slot.origin) == (None, "missing")


def test_pronouns_and_the_agency_point_back() -> None:
    """In "she said" it is the last person named, in "the agency said" the last body."""
    text, speech = speech_of(
        "ICE said 100 people were held.",
        "Jane Doe said 200 were held.",
        "She said 300 were freed.",
        "The agency said 400 were not.",
    )
    assert speech.speaker_at(where(text, "300")).value == "Jane Doe"
    assert speech.speaker_at(where(text, "400")).value == "ICE"
    assert speech.speaker_at(where(text, "400")).origin == "inherited"


def test_all_sentences_of_a_quotation_have_its_speaker() -> None:
    """A quotation over several sentences is spoken by the one who is named in one of them."""
    text, speech = speech_of("“We held 100 people,” said Jane Doe.", "“We freed 200.", "We kept 300.”")
    assert {speech.speaker_at(where(text, number)).value for number in ("100", "200", "300")} == {"Jane Doe"}
    assert all(speech.quoted(where(text, number)) for number in ("100", "200", "300"))


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        ('He said "one two" and "three".', ["one two", "three"]),
        ("He said “one “two” and went.", ["two"]),
        ("“One.\n\n“Two,” he said.", ["One.", "Two,"]),
        ('"One.\n\n"Two," he said.', ["One.", "Two,"]),
        ('A 5" board and no more.', []),
        ("It's the agents' 400 beds.", []),
        ("He said “never closed. And on.", []),
    ],
)
def test_quotations_are_found_in_all_usual_marks(text: str, quotes: list[str]) -> None:
    """Straight and curly marks, several paragraphs; apostrophes, inches and stray marks quote nothing."""
    assert [span.of(text) for span in find_quotes(text)] == quotes


@pytest.mark.parametrize(
    "denial",
    [
        "But that is false.",
        "That figure was later withdrawn.",
        "There is no evidence for that number.",
        "The claim has been debunked.",
        "ICE disputes the figure.",
        "The number is misleading.",
        "The inspector general has said the figure is incorrect.",
        "That is not the case.",
        "The agency's own data do not support the claim.",
    ],
)
def test_a_denial_in_the_next_sentence_disputes_the_claim(denial: str) -> None:
    """A sentence that points back with "that" or "the figure" and denies it marks the claim before it."""
    text, speech = speech_of("He said 9,906 people were deported.", denial)
    assert speech.disputed(where(text, "9,906"))


@pytest.mark.parametrize(
    "sentence",
    [
        "He falsely claimed that 9,906 people were deported.",
        "She insisted on 9,906 arrests without citing any evidence.",
        "The figure of 9,906 was wildly inflated, auditors found.",
    ],
)
def test_a_denial_in_the_same_sentence_disputes_the_claim(sentence: str) -> None:
    """Words of denial beside the number mark it."""
    text, speech = speech_of(sentence)
    assert speech.disputed(where(text, "9,906"))


@pytest.mark.parametrize(
    "following",
    [
        "Critics say deporting parents is wrong.",
        "Nobody disputes the figure.",
        "In fact, removals have risen every year.",
        "Troops were withdrawn from the border.",
        "It said 400 reports were false.",
        "The agency denied the request.",
        "Advocates reject the plan.",
    ],
)
def test_other_disagreement_is_no_denial_of_the_figure(following: str) -> None:
    """Opinions, plans and other figures do not dispute the number before them."""
    text, speech = speech_of("The agency deported 9,906 people.", following)
    assert not speech.disputed(where(text, "9,906"))


def test_a_faulty_denial_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """A reach that is not known raises TM-CLAIMS-001 with the line."""
    row = {"cue": "a", "reach": "far", "pattern": "a", "example": ""}
    monkeypatch.setattr(speech_denials, "read_rows", lambda *_: iter([(2, row)]))
    speech_denials.cues.cache_clear()
    with pytest.raises(DataError) as faulty:
        speech_denials.cues()
    assert faulty.value.code == "TM-CLAIMS-001"
    speech_denials.cues.cache_clear()


PIECES = [
    "“",
    "”",
    '"',
    "said",
    "Jane Doe",
    "according to",
    ",",
    ".",
    "\n\n",
    "ICE",
    "data",
    "that is false",
    "9,906",
    "he",
    "'",
    "\u200f",
]


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=25), st.integers(0, 60))
def test_any_text_has_an_answer_everywhere(pieces: list[str], place: int) -> None:
    """Whatever the marks and verbs, every question about a span has an answer and sources quote the text."""
    text = " ".join(pieces)
    middle = len(text) // 2
    spans = [span for span in (Span(0, middle), Span(middle, len(text))) if span.start < span.end]
    speech = find_speech(text, spans)
    slot = speech.speaker_at(Span(place, place + 1))
    assert slot.origin in ("text", "inherited", "missing")
    speech.quoted(Span(place, place + 1))
    speech.disputed(Span(place, place + 1))
