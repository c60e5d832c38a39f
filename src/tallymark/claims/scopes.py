"""Scopes: in come sentences and the place of a number; out come the parts of the country that the text names and that may be all it counts.

A state, a field office of the agency and a region narrow what a number counts even when they stand in another clause or in the
sentence before. A number that may be theirs must never be held against a figure of the whole country.
"""

from __future__ import annotations

from collections.abc import Sequence

from tallymark.claims.clauses import PERIOD, Sentence
from tallymark.claims.contexts import word_set
from tallymark.claims.drafts import Draft
from tallymark.claims.layout import HEAD_LINES
from tallymark.claims.lexicon import Term
from tallymark.claims.unmapped import clause_start
from tallymark.model.claim import Span

PLACE_KEYS = frozenset({"state", "area"})
UNNAMED = frozenset({"office", "region"})
AT_BORDER = frozenset({"border", "usbp"})
LEADS = frozenset({"in", "at", "within", "inside", "across", "for", "from", "of", "by", "the", "its", ",", PERIOD})
NEAR_LINES = 2  # sentences


def is_scope(term: Term) -> bool:
    """Whether a term names a part of the country: a state, an area of responsibility, an office or region that no entry names."""
    entry = term.entry
    if entry.blocks:
        return entry.context in UNNAMED
    return entry.context not in AT_BORDER and any(key in PLACE_KEYS for key, _ in entry.filters)


def is_office(term: Term) -> bool:
    """Whether a term names an office of the agency or its area."""
    return is_scope(term) and (term.entry.context == "office" or any(key == "area" for key, _ in term.entry.filters))


def head_of_clause(sentence: Sentence, place: int) -> Term | None:
    """The scope that opens the clause of a number and holds for all of it: "In the Seattle area of responsibility, #"."""
    first = clause_start(sentence, place)
    while first < place:
        term = sentence.term_at[first]
        if term is not None and is_scope(term):
            return term if term.entry.filters else None
        if sentence.words[first] not in LEADS:
            return None
        first += 1
    return None


def beside(sentence: Sentence, place: int) -> list[Term]:
    """The scopes elsewhere in the sentence: any before the number, an office or region also after it; none from before "nationwide"."""
    found: list[Term] = []
    for term in sentence.terms:
        if not is_scope(term) or (term.first > place and not (is_office(term) or term.entry.blocks)):
            continue
        if not any(word in word_set("national") for word in sentence.words[term.last + 1 : place]):
            found.append(term)
    return found


def keep_scopes(drafts: Sequence[Draft], sentences: Sequence[tuple[int, Sentence]]) -> None:
    """Keep as unmapped a scope of the two sentences before, of another paragraph only an office, and an office in the head of the text.

    "The Boston field office removed 2,900 people. It arrested 3,500." A number with a place of its own, or in a sentence that names
    the nation, is left as it is.
    """
    offices = [span for _, sentence in sentences[:HEAD_LINES] for span in _spans(sentence, offices_only=True)]
    for draft in drafts:
        if PLACE_KEYS & set(draft.filters) or _is_national(draft.sentence):
            continue
        near = [
            span
            for paragraph, sentence in sentences[max(0, draft.line - NEAR_LINES) : draft.line]
            if not _is_national(sentence)
            for span in _spans(sentence, offices_only=paragraph != draft.paragraph)
        ]
        earlier = [span for span in (*near, *offices) if span.end <= draft.sentence.span.start]
        draft.unmapped += [span for span in dict.fromkeys(earlier) if span not in draft.unmapped]


def _is_national(sentence: Sentence) -> bool:
    return any(word in word_set("national") for word in sentence.words)


def _spans(sentence: Sentence, *, offices_only: bool) -> list[Span]:
    wanted = is_office if offices_only else is_scope
    return [sentence.span_of(term.first, term.last) for term in sentence.terms if wanted(term)]
