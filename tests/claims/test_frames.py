"""Frames: what the words around a number make of it, on a sentence laid out by hand."""

from __future__ import annotations

import pytest

from tallymark.claims import layout
from tallymark.claims.clauses import NUMBER, Sentence, noun_phrase
from tallymark.claims.frames import Frame, frame_of
from tallymark.claims.quantities import find_quantities
from tallymark.model.claim import Span
from tallymark.model.figure import Relation


def laid_out(text: str) -> Sentence:
    """The only sentence of a text, with its quantities and periods."""
    ((_, sentence),) = layout.laid_out(text, [Span(0, len(text))], find_quantities(text), None)
    return sentence


def frame(text: str, which: int = 0) -> Frame:
    """The frame of one number of a sentence."""
    sentence = laid_out(text)
    found = frame_of(sentence, sentence.numbers[which])
    assert found is not None
    return found


def test_quantities_and_periods_are_single_words() -> None:
    """A number with its hedge is one word and so is a period; places point into the text."""
    text = "ICE deported more than 4,000 people in fiscal 2011."
    sentence = laid_out(text)
    assert sentence.words == ("ice", "deported", "#", "people", "in", "@", ".")
    assert sentence.span_of(2, 2).of(text) == "more than 4,000"


def test_quotation_marks_are_no_words() -> None:
    """Quotation marks do not part the words of a phrase."""
    assert laid_out("the so-called “holds”").words == ("the", "so-called", "holds")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("4,000 convicted criminals were deported", "convicted criminals"),
        ("4,000 of the people removed", "the people"),
        ("4,000 in March", ""),
        ("4,000 Canadian geese flew", "Canadian geese flew"),
    ],
)
def test_the_noun_phrase_after_a_number(text: str, words: str) -> None:
    """It takes nouns and what narrows them, and ends before verbs and prepositions that are known."""
    sentence = laid_out(text)
    phrase = noun_phrase(sentence, 1)
    printed = "" if phrase.last < phrase.first else sentence.span_of(phrase.first, phrase.last).of(text)
    assert printed == words


@pytest.mark.parametrize(
    ("text", "which", "relation", "base_value"),
    [
        ("Arrests rose from 4,000 to 5,000", 0, Relation.LEVEL, True),
        ("Arrests rose from 4,000 to 5,000", 1, Relation.LEVEL, False),
        ("Arrests rose 20 percent", 0, Relation.CHANGE_PCT, False),
        ("a 20 percent drop in arrests", 0, Relation.CHANGE_PCT, False),
        ("20 percent of arrests", 0, Relation.SHARE, False),
        ("6,000 arrests, compared with 5,000 in March", 1, Relation.LEVEL, True),
        ("which is a third of what it was", 0, Relation.RATIO, False),
        ("arrests tripled", 0, Relation.RATIO, False),
    ],
)
def test_relation_and_base_value(text: str, which: int, relation: Relation, base_value: bool) -> None:
    """Words of change, of comparison and of a whole next to the number decide."""
    found = frame(text, which)
    assert (found.relation, found.base_value) == (relation, base_value)


def test_streaks_are_ranks_by_their_length() -> None:
    """A length of time with "straight" is the claim itself; a plain length is none."""
    assert frame("Arrests fell for six straight months").qualifiers == ("streak",)
    sentence = laid_out("He waited six months")
    assert all(frame_of(sentence, place) is None for place in sentence.numbers)


def test_a_whole_before_the_number() -> None:
    """The words "Of these" before a comma are the whole of the number after it."""
    found = frame("Of these, 4,000 had convictions")
    assert found.whole is not None
    assert found.whole.points_back


def test_other_in_the_whole_is_kept() -> None:
    """The place of "other" is kept: it excludes what was named before."""
    text = "60 percent of the other removals"
    found = frame(text)
    assert found.whole is not None
    assert found.whole.other is not None
    assert laid_out(text).words[found.whole.other] == "other"


def test_partners_tell_the_same_fact() -> None:
    """A count right after "or" tells the same fact as the share before it, and the other way round."""
    text = "40 percent, or 4,000, of the people removed"
    sentence = laid_out(text)
    first, second = sentence.numbers
    assert (frame(text, 0).partner, frame(text, 1).partner) == (second, first)
    assert sentence.words[first] == NUMBER


@pytest.mark.parametrize(
    ("text", "which", "relation", "direction"),
    [
        ("Arrests were less than half what they were in 2008.", 0, Relation.RATIO, None),
        ("It is less than half of the annual record set in 2013.", 0, Relation.RATIO, None),
        ("The rate is a third of the peak of 10.2 in 1980.", 0, Relation.RATIO, None),
        ("It was less than half that, 372 in 2012.", 0, Relation.RATIO, None),
        ("More than half of those deported had records.", 0, Relation.SHARE, None),
        ("Arrests and removals declined by 75% and 69%, respectively.", 1, Relation.CHANGE_PCT, "down"),
        ("It cut the number of people met at the border who are let in by agents there by 52 percent.", 0, Relation.CHANGE_PCT, "down"),
    ],
)  # fmt: skip
def test_fractions_of_other_values_and_changes_told_later(
    text: str, which: int, relation: Relation, direction: str | None
) -> None:
    """A fraction of another value is a ratio; the second of two changes and one far from its verb are changes."""
    found = frame(text, which)
    assert (found.relation, found.direction) == (relation, direction)
