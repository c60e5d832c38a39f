"""Inheritance: in comes a draft with earlier drafts; out come the parts that the text left to what it said before, always marked."""

from __future__ import annotations

from collections.abc import Sequence

from tallymark.claims.clauses import NUMBER, clause_of, clause_words
from tallymark.claims.drafts import Draft
from tallymark.claims.lexicon import COUNTED
from tallymark.claims.wholes import content
from tallymark.model.claim import Slot, Span
from tallymark.model.figure import Relation
from tallymark.model.vocabulary import measures

NEAR_LINES = 2
APPOSITION = 8
LOOK_AHEAD = 7
# Unmapped words; one is enough to block a verdict, and a chain of numbers would hand on all before it.
MOST_HANDED_ON = 20
POINTS = frozenset({"or", "(", "from", "to", "that", "this"})
RECORDING = frozenset({"records", "recorded", "counted", "counts", "numbered"})
POINTING = frozenset(
    {"this", "that", "it", "they", "number", "numbers", "figure", "figures", "total", "totals", "tally"}
)


def antecedent(draft: Draft, earlier: Sequence[Draft]) -> Draft | None:
    """The count that "of them", "of whom" or "of these" points back to: the last level with a measure in this sentence or the two before."""
    for other in reversed(earlier):
        if draft.line - other.line > NEAR_LINES:
            return None
        if (
            other.measure.value is not None
            and other.relation is Relation.LEVEL
            and not other.frame.base_value
            and not other.topic
        ):
            return other
    return None


def compared(draft: Draft, earlier: Sequence[Draft]) -> Draft | None:
    """The draft that a base value is compared with: of the same sentence first, of the sentence before next; same sort of number preferred."""
    near = [
        other
        for other in earlier
        if not other.topic and 0 <= draft.line - other.line <= NEAR_LINES and not other.off_topic
    ]
    same = [other for other in near if other.line == draft.line] or [
        other for other in near if other.paragraph == draft.paragraph
    ]
    alike = [
        other for other in same if other.is_part == draft.is_part and other.relation in (Relation.LEVEL, Relation.SHARE)
    ]
    for group in (alike, same):
        main = [other for other in group if not other.frame.base_value]
        if main:
            return main[-1]
    return None


def appositive(draft: Draft, earlier: Sequence[Draft]) -> Draft | None:
    """The number that a change or rank right after it tells more about: "68,000 criminals, down 30 percent", "29,116 - the lowest since"."""
    if draft.relation not in (Relation.CHANGE_PCT, Relation.CHANGE_ABS, Relation.RATIO, Relation.RANK):
        return None
    other = next((other for other in reversed(earlier) if other.line == draft.line and other.place < draft.place), None)
    if other is None or other.measure.value is None:
        return None
    between = draft.sentence.words[other.place + 1 : draft.place]
    signs = [index for index, word in enumerate(between) if word in (",", "—", "–", "-", "--", "(")]
    if not signs or any(word in clause_words()["auxiliary"] | {"and", "but"} for word in between[signs[-1] :]):
        return None
    counted = any(
        term.entry.role in COUNTED
        for term in draft.sentence.terms
        if other.place + 1 + signs[-1] < term.first < draft.place
    )
    return None if counted or len(between) - signs[-1] > APPOSITION else other


def giver(draft: Draft, earlier: Sequence[Draft]) -> Draft | None:
    """The earlier draft that names what a bare number counts: the nearest with a measure, of the same sentence or paragraph."""
    for other in reversed(earlier):
        if draft.line - other.line > NEAR_LINES or (other.paragraph != draft.paragraph and draft.line - other.line > 1):
            return None
        if other.line == draft.line and other.measure.value is None:
            return None
        if other.measure.value is not None:
            return other if same_sort(draft, other.measure.value) else None
    return None


def same_sort(draft: Draft, measure: str) -> bool:
    """Whether a noun for people may go with the measure: people are no beds and no dollars."""
    phrase = draft.frame.phrase
    known = measures().get(measure)
    return phrase.last < phrase.first or known is None or known.unit in ("people", "events", "deaths")


def continues(draft: Draft) -> bool:
    """Whether a number without a counted word of its own goes on with what was counted before.

    It does when nothing is named after it, when filters are ("6,000 sex offenders"), or when the words point back
    ("another 5,800", "that is a 10 percent increase"); a noun that the lexicon does not know never does.
    """
    phrase = draft.frame.phrase
    money = draft.quantity is not None and draft.quantity.kind == "money"
    if draft.off_topic or money or (phrase.unknown and not phrase.head_known):
        return False
    if draft.filters or draft.frame.base_value:
        return True
    if draft.relation in (Relation.CHANGE_PCT, Relation.CHANGE_ABS, Relation.RATIO):
        return not _unknown_subject(draft)
    return draft.relation is not Relation.LEVEL or _points_back(draft)


def _points_back(draft: Draft) -> bool:
    """Whether the words before a bare number go on with the count before ("another", "including", "records only")."""
    before = draft.sentence.words[max(0, draft.place - 3) : draft.place]
    kinds = clause_words()
    points = kinds["including"] | kinds["other"] | POINTS
    if any(word in points for word in before):
        return True
    if draft.frame.phrase.last >= draft.frame.phrase.first:
        return False
    return not before or any(word in RECORDING for word in before) or NUMBER in draft.sentence.words[: draft.place]


def _unknown_subject(draft: Draft) -> bool:
    """Whether the clause of a change names something that the lexicon does not know ("crime fell 40 percent")."""
    sentence = draft.sentence
    first, last = clause_of(sentence, draft.place)
    words = sentence.words[first : draft.place]
    if any(word in POINTING for word in words):
        return False
    ahead = range(draft.place + 1, min(last, draft.place + LOOK_AHEAD))
    return any(content(sentence, place) for place in [*range(first, draft.place), *ahead])


def hand_on(draft: Draft, other: Draft, *, why: str) -> None:
    """Give ``draft`` the measure of ``other``, and its population where the draft has none of its own."""
    if other.measure.value is None:
        return
    draft.measure = Slot(other.measure.value, "inherited", _span(other), why)
    if not draft.filters and (other.filters or other.relation is Relation.SHARE):
        alike = other.is_part == draft.is_part or draft.relation is not Relation.LEVEL
        named = draft.relation is Relation.LEVEL and draft.frame.phrase.last >= draft.frame.phrase.first
        silent = draft.relation is not Relation.SHARE or not draft.predicate or draft.frame.base_value
        if alike and not named and silent:
            draft.filters, draft.filters_origin, draft.filters_span = dict(other.filters), "inherited", _span(other)
    if draft.relation is Relation.SHARE and draft.of is None and other.of is not None:
        draft.of, draft.of_origin, draft.of_span = dict(other.of), "inherited", _span(other)
    draft.unmapped += [span for span in other.unmapped[:MOST_HANDED_ON] if span not in draft.unmapped]


def _span(other: Draft) -> Span | None:
    return other.measure.span or other.span
