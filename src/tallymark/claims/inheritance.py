"""Inheritance: in comes a draft with earlier drafts; out come the parts that the text left to what it said before, always marked."""

from __future__ import annotations

from collections.abc import Sequence

from tallymark.claims.clauses import NUMBER, clause_of, clause_words
from tallymark.claims.drafts import Draft
from tallymark.claims.lexicon import COUNTED
from tallymark.claims.wholes import content
from tallymark.model.claim import Slot, Span
from tallymark.model.figure import Relation

NEAR_LINES = 2
APPOSITION = 8
LOOK_AHEAD = 7
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
            return other
    return None


def continues(draft: Draft) -> bool:
    """Whether a number without a counted word of its own goes on with what was counted before.

    It does when nothing is named after it, when filters are ("6,000 sex offenders"), or when the words point back
    ("another 5,800", "that is a 10 percent increase"); a noun that the lexicon does not know never does.
    """
    if draft.off_topic:
        return False
    phrase = draft.frame.phrase
    if phrase.unknown and not phrase.head_known:
        return False
    if draft.quantity is not None and draft.quantity.kind == "money":
        return False
    if draft.filters or draft.frame.base_value:
        return True
    if draft.relation in (Relation.CHANGE_PCT, Relation.CHANGE_ABS, Relation.RATIO):
        return not _unknown_subject(draft)
    if draft.relation is not Relation.LEVEL:
        return True
    before = draft.sentence.words[max(0, draft.place - 3) : draft.place]
    kinds = clause_words()
    points = kinds["including"] | kinds["other"] | {"or", "(", "from", "to", "that", "this"}
    if phrase.last < phrase.first:
        if any(word in RECORDING for word in before):
            return True
        return not before or any(word in points for word in before) or NUMBER in draft.sentence.words[: draft.place]
    return any(word in points for word in before)


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
        same_sort = other.is_part == draft.is_part or draft.relation is not Relation.LEVEL
        named = draft.relation is Relation.LEVEL and draft.frame.phrase.last >= draft.frame.phrase.first
        silent = draft.relation is not Relation.SHARE or not draft.predicate or draft.frame.base_value
        if same_sort and not named and silent:
            draft.filters, draft.filters_origin, draft.filters_span = dict(other.filters), "inherited", _span(other)
    if draft.relation is Relation.SHARE and draft.of is None and other.of is not None:
        draft.of, draft.of_origin, draft.of_span = dict(other.of), "inherited", _span(other)
    draft.unmapped += [span for span in other.unmapped if span not in draft.unmapped]


def _span(other: Draft) -> Span | None:
    return other.measure.span or other.span
