"""Headings of lists ("For single adults:"): in come a heading and the lines under it; out come drafts that count what the heading says."""

from __future__ import annotations

from tallymark.claims.clauses import NUMBER, NounPhrase, Sentence
from tallymark.claims.drafts import Draft
from tallymark.claims.frames import Frame
from tallymark.claims.lexicon import lexicon
from tallymark.claims.measures import resolve
from tallymark.model.claim import Slot
from tallymark.model.figure import Relation

LONGEST_LINE = 8


def is_list_line(draft: Draft) -> bool:
    """Whether the sentence is a line of a list: a few words and one number."""
    sentence = draft.sentence
    return len(sentence.numbers) == 1 and len(sentence.words) <= LONGEST_LINE


def heading_of(sentence: Sentence, paragraph: int, line: int, last: Draft | None, heading: Draft | None) -> Draft:
    """What a heading says of the lines under it; what it leaves out comes from the heading or claim before."""
    draft = Draft(
        sentence, 0, Frame(0, Relation.LEVEL, None, NounPhrase(0, -1, (), (), False)), paragraph, line, None, sentence.span, topic=True
    )  # fmt: skip
    for term in sentence.terms:
        for key, value in term.entry.filters:
            draft.filters.setdefault(key, value)
    for term in reversed(sentence.counted):
        choice = resolve(sentence, term, frozenset())
        if choice.measure is not None:
            draft.measure = Slot(choice.measure, "text", sentence.span_of(term.first, term.last))
            return draft
    for other in (heading, last):
        if other is not None and other.measure.value is not None:
            draft.measure = Slot(other.measure.value, "inherited", other.measure.span)
            return draft
    return draft


def under_heading(draft: Draft, heading: Draft) -> None:
    """Give a line of a list the measure and filters of its heading, and the place that its label names."""
    if draft.measure.value is not None or heading.measure.value is None:
        return
    draft.heading, draft.off_topic = heading, False
    draft.measure = Slot(
        heading.measure.value, "inherited", heading.measure.span or heading.span, "the heading of the list"
    )
    draft.filters = {**heading.filters, **draft.filters}
    label = [word for word in draft.sentence.words if word != NUMBER and word[0].isalpha()]
    named = lexicon().find(["from", *label])
    if named and named[0].first == 0:
        draft.filters.update(named[0].entry.filters)
    elif label and not draft.filters:
        draft.unmapped.append(draft.sentence.span)
