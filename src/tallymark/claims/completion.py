"""Completion: in comes a draft; out comes the same draft with measure and population, from its own words first, then from what it is linked with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tallymark.claims.clauses import clause_words
from tallymark.claims.drafts import Draft
from tallymark.claims.inheritance import appositive, compared, continues, giver, hand_on, same_sort
from tallymark.claims.measures import choose
from tallymark.claims.populations import read, read_share, region, settle
from tallymark.claims.unmapped import clause_start, unmapped_near
from tallymark.model.claim import Slot, Span
from tallymark.model.figure import Relation

AT_BORDER = frozenset({"at", "near", "along", "on", "or", "the"})
CAUGHT = frozenset({"arrests", "border_apprehensions", "border_encounters", "usbp_encounters"})


def read_draft(draft: Draft, before: frozenset[str]) -> None:
    """Measure and population by the sentence's own words."""
    choice = choose(draft.sentence, draft.frame, before)
    draft.term = choice.term
    draft.off_topic = choice.measure is None and choice.known
    if choice.measure is not None and choice.term is not None:
        span = draft.sentence.span_of(choice.term.first, choice.term.last)
        draft.measure = Slot(choice.measure, "text", span, choice.why)
    if draft.off_topic:
        draft.notes.append(choice.why)
    if draft.relation is Relation.SHARE:
        part, whole = read_share(draft.sentence, draft.frame, choice.term)
        draft.filters = {**whole.filters, **part.filters}
        draft.of = dict(whole.filters) if draft.frame.whole is not None and not draft.frame.whole.points_back else None
        draft.unmapped += [*part.unmapped, *whole.unmapped]
        draft.predicate = part.predicate
        draft.filters_span = part.spans[0] if part.spans else None
        draft.of_span = whole.spans[0] if whole.spans else None
        draft.unmapped += unmapped_near(draft.sentence, draft.frame, None)
        if draft.quantity is not None and "total" in draft.quantity.hedge_words.lower():
            draft.unmapped.append(draft.span)
        return
    who = read(draft.sentence, draft.frame, choice.term)
    draft.filters, draft.unmapped = who.filters, who.unmapped
    draft.unmapped += unmapped_near(draft.sentence, draft.frame, choice.measure)
    draft.filters_span = who.spans[0] if who.spans else None


def complete(draft: Draft, earlier: Sequence[Draft]) -> None:
    """What the words leave open is taken from the claims it is linked with, else from the nearest claim before."""
    linked = {kind: other for kind, other in reversed(draft.links)}  # noqa: C416  (the first of a kind wins)
    _keep_to_whole(draft, linked, earlier)
    _take_measure(draft, linked, earlier)
    _take_population(draft, linked, earlier)
    _exclude_named(draft, earlier)
    _other_place(draft, earlier)
    _part_of_other_period(draft, earlier)
    _block_empty(draft, linked)
    draft.filters = settle(draft.filters, draft.measure.value)
    if draft.of is not None:
        draft.of = settle(draft.of, draft.measure.value)


def _other_place(draft: Draft, earlier: Sequence[Draft]) -> None:
    """Such as "65,000 in the interior and 174,000 at the border": the second number has the other place of arrest."""
    words = draft.sentence.words[draft.place + 1 : draft.place + 6]
    if "border" not in words or "arrest_place" in draft.filters or draft.measure.value != "removals":
        return
    lead = words[: words.index("border")]
    if not lead or not all(word in AT_BORDER for word in lead):
        return
    here = (other for other in earlier if other.line == draft.line and other.measure.value == "removals")
    if any(other.filters.get("arrest_place") == "interior" for other in here):
        draft.filters = {**draft.filters, "arrest_place": "border"}
        draft.filters_span = draft.sentence.span_of(draft.place + 1, draft.place + 1 + len(lead))


def _keep_to_whole(draft: Draft, linked: dict[str, Draft], earlier: Sequence[Draft]) -> None:
    """Of people removed, those "arrested in the interior" are removals still: the verb says where they were caught.

    So a bare number after a count of removals keeps that measure; the place of arrest is kept as a filter or as unmapped.
    """
    term = draft.term
    if term is None or term.entry.role != "act" or term.first < draft.place or draft.measure.value not in CAUGHT:
        return
    lead = draft.sentence.words[max(0, draft.place - 2) : draft.place]
    phrase = draft.frame.phrase
    points = draft.frame.whole is not None and draft.frame.whole.points_back
    if not points and phrase.last >= phrase.first:
        return
    rest = any(word in clause_words()["other"] for word in lead)
    reach = [
        other for other in earlier if other.line == draft.line or ((points or rest) and draft.line - other.line == 1)
    ]
    whole = linked.get("part_of") or next((other for other in reversed(reach) if other.measure.value is not None), None)
    if whole is None or whole.measure.value != "removals":
        return
    draft.measure = Slot("removals", "inherited", whole.measure.span or whole.span, "part of the removals before")
    if "arrest_place" not in draft.filters:
        draft.unmapped.append(draft.sentence.span_of(term.first, term.last))
    if rest:
        draft.unmapped.append(draft.span)


def _take_measure(draft: Draft, linked: dict[str, Draft], earlier: Sequence[Draft]) -> None:
    told = appositive(draft, earlier)
    base = linked.get("base_of")
    if told is not None:
        draft.filters, draft.unmapped = {}, []
        hand_on(draft, told, why="it tells more about the number before")
    elif draft.measure.value is None and not draft.off_topic:
        source = _source(draft, linked, earlier)
        if source is not None:
            hand_on(draft, source, why="the number before names what is counted")
    elif base is not None and not draft.filters and base.measure.value == draft.measure.value:
        hand_on(draft, base, why="the number it is compared with")


def _source(draft: Draft, linked: dict[str, Draft], earlier: Sequence[Draft]) -> Draft | None:
    """The draft that names what a bare number counts."""
    partner = linked.get("same_fact")
    if draft.frame.base_value:
        source = linked.get("base_of") or compared(draft, earlier)
    else:
        source = partner if partner is not None and partner.measure.value is not None else linked.get("part_of")
    if source is not None and source.measure.value is not None and not same_sort(draft, source.measure.value):
        return None
    return giver(draft, earlier) if source is None and continues(draft) else source


def _take_population(draft: Draft, linked: dict[str, Draft], earlier: Sequence[Draft]) -> None:
    partner, whole = linked.get("same_fact"), linked.get("part_of")
    if draft.relation is Relation.SHARE and not draft.filters and (not draft.predicate or draft.frame.base_value):
        _same_share(draft, earlier)
    if partner is not None and not draft.filters and partner.filters:
        draft.filters, draft.filters_origin = dict(partner.filters), "inherited"
    if draft.relation is Relation.SHARE and whole is not None and draft.of is None:
        draft.of, draft.of_origin, draft.of_span = dict(whole.filters), "inherited", whole.filters_span


def _block_empty(draft: Draft, linked: dict[str, Draft]) -> None:
    """A share of nobody in particular, or a bare base value of something unknown, must not be compared: its words stay unmapped."""
    if draft.relation is Relation.SHARE and draft.filters == (draft.of or {}):
        if _measure_is_part(draft):
            draft.filters_origin = "assumed"
            draft.notes.append("the measure itself is the part of the whole named")
        else:
            draft.unmapped += draft.predicate or [_words_of_part(draft)]
    base = linked.get("base_of")
    if (
        draft.frame.base_value
        and not draft.filters
        and base is not None
        and base.measure.value is None
        and not _names_people(draft)
    ):
        draft.unmapped.append(draft.span)


def _measure_is_part(draft: Draft) -> bool:
    """Whether the whole of a share is one of which the measure is the part, told in the clause of the number."""
    whole, sentence = draft.frame.whole, draft.sentence
    counted = None if whole is None else whole.phrase.counted
    if counted is None or not counted.entry.part or draft.predicate:
        return False
    told = sentence.term_at[clause_start(sentence, draft.place) : draft.place]
    return any(term is not None and term.entry.context == counted.entry.needs for term in told)


def _words_of_part(draft: Draft) -> Span:
    """The words that should say which part a share tells of: those after its whole, else those before it; its own words only where there are no others."""
    sentence, whole = draft.sentence, draft.frame.whole
    first, last = region(sentence, draft.frame)
    begin = max(first, whole.end + 1) if whole is not None else first
    while last > begin and not sentence.words[last - 1][0].isalnum():
        last -= 1
    if begin < last:
        return sentence.span_of(begin, last - 1)
    start = clause_start(sentence, draft.place)
    return sentence.span_of(start, draft.place - 1) if start < draft.place else draft.span


def _part_of_other_period(draft: Draft, earlier: Sequence[Draft]) -> None:
    """Such as "117,181, which is three-quarters of the 157,365 a year earlier": the whole is another period's total, so this is a ratio."""
    whole = draft.frame.whole
    if (
        draft.relation is not Relation.SHARE
        or whole is None
        or whole.number is None
        or draft.filters
        or draft.predicate
    ):
        return
    here = [other for other in earlier if other.line == draft.line and other.relation is Relation.LEVEL]
    lead = draft.sentence.words[max(0, draft.place - 3) : draft.place]
    if here and any(word in ("is", "was", "are", "were") for word in lead):
        draft.frame = replace(draft.frame, relation=Relation.RATIO, whole=None)
        draft.links = []
        draft.of = None


def _names_people(draft: Draft) -> bool:
    phrase = draft.frame.phrase
    return phrase.last >= phrase.first


def _same_share(draft: Draft, earlier: Sequence[Draft]) -> None:
    """A second share of one sentence that names nobody tells of the same people ("were # in January but are now #")."""
    for other in reversed(earlier):
        if other.line != draft.line:
            return
        if other.relation is Relation.SHARE and other.filters and other.measure.value in (None, draft.measure.value):
            draft.filters, draft.filters_origin, draft.filters_span = (
                dict(other.filters),
                "inherited",
                other.filters_span,
            )
            draft.of = draft.of if draft.of is not None else other.of
            return


def _exclude_named(draft: Draft, earlier: Sequence[Draft]) -> None:
    """Such as "The other removals" are those outside what the claim before named: the filter that excludes it, where the vocabulary has one."""
    whole = draft.frame.whole
    if whole is None or whole.other is None:
        return
    named = next((other for other in reversed(earlier) if other.filters and draft.line - other.line <= 1), None)
    outside = {} if named is None else {key: "none" for key in named.filters if key in ("priority", "criminality")}
    draft.of = {**(draft.of or {}), **outside}
    draft.filters = {**draft.filters, **{key: value for key, value in outside.items() if key not in draft.filters}}
    draft.notes.append('"other": only those outside what was named before')
