"""Extraction: in comes a document; out come its quantitative claims with every part filled, and its comparisons without a number."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import TypeVar

from tallymark.claims.clauses import NounPhrase, Sentence, clause_words, lay_out
from tallymark.claims.drafts import Draft
from tallymark.claims.frames import PARTS, Frame, frame_of
from tallymark.claims.inheritance import appositive, compared, continues, giver, hand_on
from tallymark.claims.headings import heading_of, is_list_line, under_heading
from tallymark.claims.links import link, link_repeats
from tallymark.claims.measures import choose, resolve
from tallymark.claims.modality import modality_of
from tallymark.claims.periods import PeriodMention, find_periods
from tallymark.claims.populations import read, read_share, settle, unmapped_near
from tallymark.claims.quantities import find_quantities
from tallymark.claims.quantity import Quantity, value_of
from tallymark.claims.ranks import since_ranks
from tallymark.claims.sentences import split
from tallymark.claims.speech import Speech, find_speech
from tallymark.claims.statements import find_statements
from tallymark.claims.timing import place_periods
from tallymark.claims.widths import claimed_value
from tallymark.model.claim import Claim, Document, Extraction, Slot, Span
from tallymark.model.figure import Hedge, Relation
from tallymark.model.population import Population
from tallymark.model.vocabulary import measures

T = TypeVar("T")
WEAK_ROLES = frozenset({"now", "said", "name"})
RANK_REACH = 45
HEAD_LINES = 3
MOST_NUMBERS = 40
_CUE = re.compile(r"\b(?:than|record|most of|majority|ever|fell|falls?)\b|:\s*$")
NO_CLAIM_MASKS = frozenset({"age", "idiom", "ordinal"})


def extract(document: Document) -> Extraction:
    """Every quantitative claim of ``document`` and its number-free comparisons, in the order of the text."""
    text = document.text
    spans = split(text)
    dated = document.dated.start if document.dated is not None else None
    sentences = list(_laid_out(text, spans, dated))
    speech = find_speech(text, spans)
    drafts = _drafts(sentences)
    head = frozenset(word for _, sentence in sentences[:HEAD_LINES] for word in sentence.words)
    place_periods(drafts, document.dated, head)
    drafts = [draft for draft in drafts if not draft.topic]
    link_repeats(drafts)
    drafts.sort(key=lambda draft: draft.span)
    for number, draft in enumerate(drafts, 1):
        draft.id = f"c{number}"
    claims = tuple(_claim(draft, text, speech) for draft in drafts)
    statements = find_statements(sentences, drafts, speech)
    notes = () if dated is not None else ("the date of the text is not known: relative periods stay open",)
    return Extraction(document, claims, statements, notes)


def _laid_out(text: str, spans: Sequence[Span], dated: date | None) -> Iterator[tuple[int, Sentence]]:
    """Each sentence with the number of its paragraph; one that no number is near is left without words, unless it compares."""
    periods = [
        period
        for period in find_periods(text, dated, spans)
        if period.role not in WEAK_ROLES and not (period.kind == "rolling" and _is_streak(text, period))
    ]
    quantities = [quantity for quantity in find_quantities(text, tuple(spans)) if not _inside(quantity, periods)]
    spans = list(_bounded(spans, quantities))
    starts = [span.start for span in spans]
    numbers_by = _by_sentence(starts, [(quantity.span.start, quantity) for quantity in quantities])
    periods_by = _by_sentence(starts, [(period.span.start, period) for period in periods])
    paragraph = 0
    for index, span in enumerate(spans):
        if index and "\n" in text[spans[index - 1].end : span.start]:
            paragraph += 1
        own_numbers = numbers_by.get(index, [])
        near = any(step in numbers_by for step in (index, index + 1, index + 2))
        if not near and index >= HEAD_LINES and index not in periods_by and not _CUE.search(text, span.start, span.end):
            yield paragraph, lay_out("", Span(span.start, span.start), [], [])
            continue
        own_periods = [
            period for period in periods_by.get(index, []) if not any(period.span.overlaps(q.span) for q in own_numbers)
        ]
        yield paragraph, lay_out(text, span, own_numbers, own_periods)


def _bounded(spans: Sequence[Span], quantities: Sequence[Quantity]) -> Iterator[Span]:
    """The sentences, one with very many numbers (a table that was run together) cut into parts so that work stays linear."""
    places = [quantity.span.start for quantity in quantities]
    for span in spans:
        inside = places[bisect_right(places, span.start - 1) : bisect_right(places, span.end - 1)]
        cuts = [span.start, *inside[MOST_NUMBERS::MOST_NUMBERS], span.end]
        yield from (Span(first, last) for first, last in pairwise(cuts))


def _is_streak(text: str, period: PeriodMention) -> bool:
    """Whether a length of time is the very claim: "nine straight months", "the lowest figure in eight years"."""
    kinds = clause_words()
    if any(word in kinds["streak"] for word in period.words.lower().split()):
        return True
    lead = (
        text[max(0, period.span.start - RANK_REACH) : period.span.start]
        .lower()
        .replace("\n", ".")
        .rsplit(".", 1)[-1]
        .split()
    )
    return any(word.strip(",;:—") in kinds["rank"] for word in lead[-4:])


def _by_sentence(starts: Sequence[int], items: Sequence[tuple[int, T]]) -> dict[int, list[T]]:
    found: dict[int, list[T]] = {}
    for start, item in items:
        found.setdefault(bisect_right(starts, start) - 1, []).append(item)
    return found


def _inside(quantity: Quantity, periods: Sequence[PeriodMention]) -> bool:
    place = bisect_right(periods, quantity.number_span.start, key=lambda period: period.span.start)
    near = periods[max(0, place - 2) : place + 1]
    return any(period.span.overlaps(quantity.number_span) for period in near)


def _drafts(sentences: Sequence[tuple[int, Sentence]]) -> list[Draft]:
    found: list[Draft] = []
    before: frozenset[str] = frozenset()
    before_that, last_paragraph = before, -1
    heading: Draft | None = None
    for line, (paragraph, sentence) in enumerate(sentences):
        here = sorted(_framed(sentence, paragraph, line), key=lambda draft: draft.place)
        for draft in here:
            _read(draft, before)
        here = [
            draft for draft in here if draft.quantity is None or draft.quantity.mask != "absence" or draft.measure.value
        ]
        for draft in here:
            earlier = found[-12:]
            link(draft, here, earlier)
            if heading is not None and is_list_line(draft):
                under_heading(draft, heading)
            _complete(draft, earlier)
            found.append(draft)
        if not here:
            found += _topic(sentence, paragraph, line, before)
        if sentence.words and sentence.words[-1] == ":":
            heading = heading_of(sentence, paragraph, line, found[-1] if found else None, heading)
        elif not (here and all(is_list_line(draft) for draft in here)):
            heading = None
        before = sentence.contexts | (before_that if paragraph == last_paragraph else frozenset())
        before_that, last_paragraph = sentence.contexts, paragraph
    return found


def _topic(sentence: Sentence, paragraph: int, line: int, before: frozenset[str]) -> Iterator[Draft]:
    """What a sentence without a number speaks of, for the sentences after it: no claim, only a giver of measure and period."""
    phrase = NounPhrase(0, -1, (), (), False)
    for term in reversed(sentence.counted):
        choice = resolve(sentence, term, before)
        if choice.measure is not None and not term.entry.close:
            draft = Draft(
                sentence, 0, Frame(0, Relation.LEVEL, None, phrase), paragraph, line, None, sentence.span, topic=True
            )
            draft.measure = Slot(choice.measure, "text", sentence.span_of(term.first, term.last))
            yield draft
            return


def _framed(sentence: Sentence, paragraph: int, line: int) -> Iterator[Draft]:
    for place in sentence.numbers:
        quantity = sentence.quantities[place]
        if quantity.mask in NO_CLAIM_MASKS and quantity.kind != "ordinal":
            continue
        frame = frame_of(sentence, place)
        if frame is not None:
            modality = modality_of(sentence.text, sentence.span, quantity.number_span)
            yield Draft(sentence, place, frame, paragraph, line, quantity, quantity.span, modality=modality)
    for frame, rank in since_ranks(sentence):
        yield Draft(sentence, frame.place, frame, paragraph, line, None, sentence.span_of(rank, frame.place))


def _read(draft: Draft, before: frozenset[str]) -> None:
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


def _complete(draft: Draft, earlier: Sequence[Draft]) -> None:
    """What the words leave open is taken from the claims it is linked with, else from the nearest claim before."""
    linked = {kind: other for kind, other in reversed(draft.links)}  # noqa: C416  (the first of a kind wins)
    partner = linked.get("same_fact")
    whole = linked.get("part_of")
    told = appositive(draft, earlier)
    if told is not None:
        draft.filters = {}
        hand_on(draft, told, why="it tells more about the number before")
    elif draft.measure.value is None and not draft.off_topic:
        if draft.frame.base_value:
            source = linked.get("base_of") or compared(draft, earlier)
        else:
            source = partner if partner is not None and partner.measure.value is not None else whole
        if source is None and continues(draft):
            source = giver(draft, earlier)
        if source is not None:
            hand_on(draft, source, why="the number before names what is counted")
    elif (
        draft.frame.base_value
        and not draft.filters
        and "base_of" in linked
        and linked["base_of"].measure.value == draft.measure.value
    ):
        hand_on(draft, linked["base_of"], why="the number it is compared with")
    if draft.relation is Relation.SHARE and not draft.filters and (not draft.predicate or draft.frame.base_value):
        _same_share(draft, earlier)
    if partner is not None and not draft.filters and partner.filters:
        draft.filters, draft.filters_origin = dict(partner.filters), "inherited"
    if draft.relation is Relation.SHARE and whole is not None and draft.of is None:
        draft.of, draft.of_origin, draft.of_span = dict(whole.filters), "inherited", whole.filters_span
    _exclude_named(draft, earlier)
    _part_of_other_period(draft, earlier)
    if draft.relation is Relation.SHARE and draft.filters == (draft.of or {}):
        draft.unmapped += draft.predicate or [draft.span]
    if draft.frame.base_value and not draft.filters and "base_of" in linked:
        main = linked["base_of"]
        draft.unmapped += [draft.span] if main.measure.value is None and not _names_people(draft) else []
    draft.filters = settle(draft.filters, draft.measure.value)
    if draft.of is not None:
        draft.of = settle(draft.of, draft.measure.value)


def _part_of_other_period(draft: Draft, earlier: Sequence[Draft]) -> None:
    """ "117,181, which is three-quarters of the 157,365 a year earlier": the whole is another period's total, so this is a ratio."""
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
    """ "The other removals" are those outside what the claim before named: the filter that excludes it, where the vocabulary has one."""
    whole = draft.frame.whole
    if whole is None or whole.other is None:
        return
    named = next((other for other in reversed(earlier) if other.filters and draft.line - other.line <= 1), None)
    outside = {} if named is None else {key: "none" for key in named.filters if key in ("priority", "criminality")}
    draft.of = {**(draft.of or {}), **outside}
    draft.filters = {**draft.filters, **{key: value for key, value in outside.items() if key not in draft.filters}}
    draft.notes.append('"other": only those outside what was named before')


def _claim(draft: Draft, text: str, speech: Speech) -> Claim:
    sentence, quantity = draft.sentence, draft.quantity
    span = draft.span
    measure = draft.measure
    number_span = span if quantity is None else quantity.number_span
    return Claim(
        id=draft.id,
        span=span,
        number_span=number_span,
        sentence=sentence.span,
        quote=span.of(text),
        value=_rank_value(draft) if quantity is None else value_of(quantity),
        hedge=Hedge.NONE if quantity is None else quantity.hedge,
        unit=_unit(draft),
        relation=draft.relation,
        modality=draft.modality,
        direction=draft.frame.direction,
        measure=measure,
        population=_population(draft.filters, draft.filters_origin, draft.filters_span),
        period=draft.period,
        of=Slot(None, "missing") if draft.of is None else _whole(draft),
        base=draft.base,
        hedge_words="" if quantity is None else quantity.hedge_words,
        speaker=speech.speaker_at(span),
        quoted=speech.quoted(span),
        disputed=speech.disputed(span),
        qualifiers=draft.frame.qualifiers,
        unmapped=tuple(sorted(set(draft.unmapped))),
        links=draft.made_links(),
        notes=tuple(draft.notes),
    )


def _population(filters: dict[str, str], origin: str, span: Span | None) -> Slot[Population]:
    return Slot(Population.from_mapping(filters), origin if filters else "text", span)


def _whole(draft: Draft) -> Slot[Population | None]:
    return Slot(Population.from_mapping(draft.of or {}), draft.of_origin, draft.of_span)


def _rank_value(draft: Draft):  # type: ignore[no-untyped-def]
    mention = draft.sentence.periods[draft.place]
    closed = [period for period in mention.readings if period.end is not None]
    shortest = min(closed, key=lambda period: period.n_days or 0, default=None)
    last = shortest.last_day if shortest is not None else None
    year = (
        None
        if last is None or shortest is None
        else Decimal(shortest.start.year if shortest.n_days and shortest.n_days > 400 else last.year)
    )
    one = Decimal(1)
    return claimed_value(year, Hedge.NONE, one, one, kind="count", width="bare", low=None, high=None)


def _unit(draft: Draft) -> str:
    quantity = draft.quantity
    if quantity is None:
        return "year"
    if quantity.kind in PARTS:
        return "percent"
    if quantity.kind == "multiple":
        return "ratio"
    if draft.relation is Relation.RANK:
        return quantity.unit if quantity.unit.endswith("s") else "years"
    known = measures().get(draft.measure.value or "")
    if quantity.unit == "count" and known is not None:
        return "people" if known.unit in ("people", "events", "deaths") else known.unit
    return quantity.unit
