"""Statements: in come the sentences with the drafts; out come comparisons without a number ("more than ever before", "higher than under Bush")."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tallymark.claims.clauses import NUMBER, Sentence, clause_of, is_break
from tallymark.claims.drafts import Draft
from tallymark.claims.lexicon import COUNTED
from tallymark.claims.measures import Choice, resolve
from tallymark.claims.period_readings import base_period, is_flow
from tallymark.claims.populations import Who, settle
from tallymark.claims.speech import Speech
from tallymark.model.claim import Slot, Span, Statement
from tallymark.model.figure import Relation
from tallymark.model.period import Period
from tallymark.model.population import Population

UP = frozenset({"more", "higher", "greater", "larger", "record", "highest", "most", "exceeded", "surpassed"})
DOWN = frozenset({"fewer", "lower", "less", "smaller", "lowest", "fewest", "short"})
FAR = 30


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that compare: places ``first`` to ``last``, what they say, and the place of the period compared with."""

    first: int
    last: int
    relation: Relation
    direction: str | None
    base: int | None


def find_statements(
    sentences: Sequence[tuple[int, Sentence]], drafts: Sequence[Draft], speech: Speech
) -> tuple[Statement, ...]:
    """The number-free comparisons of a text, s1 onwards; one without a counted word in its clause is none."""
    told: dict[int, list[Draft]] = {}
    for draft in drafts:
        told.setdefault(draft.sentence.span.start, []).append(draft)
    found: list[Statement] = []
    for _, sentence in sentences:
        for cue in cues(sentence):
            subject = _subject(sentence, cue)
            if subject is None:
                continue
            near = told.get(sentence.span.start, [])
            found.append(_statement(f"s{len(found) + 1}", sentence, cue, subject, near, speech))
    return tuple(found)


def cues(sentence: Sentence) -> tuple[Cue, ...]:
    """The comparisons in a sentence that print no number of their own."""
    found: list[Cue] = []
    for place, word in enumerate(sentence.words):
        cue = None
        if word == "than":
            cue = _than(sentence, place)
        elif word == "record":
            cue = _record(sentence, place)
        elif (
            word == "short"
            and sentence.words[place - 1 : place]
            and sentence.words[place - 1] in ("fell", "fall", "falling", "falls")
        ):
            cue = Cue(place - 1, place, Relation.CHANGE_ABS, "down", None)
        elif (
            word in ("most", "majority")
            and sentence.word(place + 1) == "of"
            and sentence.word(place - 1) not in ("at", "the", "one", "#")
        ):
            cue = Cue(place, place + 1, Relation.SHARE, "up", None)
        elif word in ("higher", "lower") and sentence.word(place - 1) in ("ever", "all-time"):
            cue = Cue(place - 1, place, Relation.RANK, "up" if word in UP else "down", None)
        if cue is not None and (not found or cue.first > found[-1].last):
            found.append(cue)
    return tuple(found)


def _than(sentence: Sentence, place: int) -> Cue | None:
    """Such as "More ... than ever before" is a rank, "higher than under Bush" or "than in 2008" a change; a number beside it is a claim."""
    ever = sentence.word(place + 1) == "ever" or sentence.words[place + 1 : place + 3] == ("at", "any")
    base = next(
        (step for step in range(place + 1, min(place + 7, len(sentence.words))) if step in sentence.periods), None
    )
    if not ever and base is None:
        return None
    for back in range(place - 1, max(-1, place - FAR), -1):
        word = sentence.words[back]
        if word == NUMBER or is_break(sentence, back):
            return None
        if word in UP or word in DOWN:
            if (
                NUMBER in sentence.words[max(0, back - 2) : back]
                or NUMBER in sentence.words[place : (base or place) + 1]
            ):
                return None
            direction = "up" if word in UP else "down"
            last = base if base is not None else min(place + 2, len(sentence.words) - 1)
            return Cue(back, last, Relation.RANK if ever else Relation.CHANGE_ABS, direction, None if ever else base)
    return None


def _record(sentence: Sentence, place: int) -> Cue | None:
    """Such as "A record number of", "at record levels", "record deportations", when no number stands beside it."""
    following = sentence.word(place + 1)
    here = sentence.term_at[place]
    if NUMBER in sentence.words[max(0, place - 3) : place + 9] or (here is not None and here.entry.role == "filter"):
        return None
    after = sentence.term_at[place + 1] if place + 1 < len(sentence.words) else None
    counted = after is not None and after.entry.role in COUNTED
    if counted or following in ("number", "numbers", "levels", "level", "high", "highs", "low", "lows", "pace"):
        direction = "down" if following in ("low", "lows") else "up"
        return Cue(place, place + 1, Relation.RANK, direction, None)
    return None


def _subject(sentence: Sentence, cue: Cue) -> Choice | None:
    """The counted word of the clause nearest to the comparison."""
    first, last = clause_of(sentence, cue.first)
    best: tuple[int, Choice] | None = None
    for term in sentence.counted:
        if not first <= term.first < last or term.entry.close:
            continue
        choice = resolve(sentence, term, frozenset())
        if choice.measure is None:
            continue
        distance = cue.first - term.last if term.last < cue.first else term.first - cue.last
        if best is None or abs(distance) < best[0]:
            best = (abs(distance), choice)
    return None if best is None else best[1]


def _statement(
    id_: str, sentence: Sentence, cue: Cue, subject: Choice, near: Sequence[Draft], speech: Speech
) -> Statement:
    span = sentence.span_of(cue.first, min(cue.last, len(sentence.words) - 1))
    who = Who()
    first, last = clause_of(sentence, cue.first)
    for near_by in sentence.terms:
        if first <= near_by.first < last and near_by.entry.filters and not _beside_number(sentence, near_by.first):
            who.add(sentence, near_by)
    term = subject.term
    measure_span = None if term is None else sentence.span_of(term.first, term.last)
    filters = settle(who.filters, subject.measure)
    period = _period(near)
    base: Slot[Period | None] = Slot(None, "missing")
    if cue.base is not None:
        mention = sentence.periods[cue.base]
        found = base_period(mention, period.value, fiscal=is_flow(subject.measure))
        base = Slot(found, "text", mention.span) if found is not None else base
    return Statement(
        id=id_,
        span=span,
        sentence=sentence.span,
        quote=span.of(sentence.text),
        relation=cue.relation,
        direction=cue.direction,
        measure=Slot(subject.measure, "text", measure_span),
        population=Slot(Population.from_mapping(filters), "text", who.spans[0] if who.spans else None),
        period=period,
        base=base,
        speaker=speech.speaker_at(span),
        quoted=speech.quoted(span),
        unmapped=tuple(sorted(set(who.unmapped) | set(_several(sentence, first, last)))),
    )


def _beside_number(sentence: Sentence, place: int) -> bool:
    return any(other < place <= other + 3 for other in sentence.numbers)


def _several(sentence: Sentence, first: int, last: int) -> list[Span]:
    """Groups named one after the other ("more criminals, border crossers and fugitives than ever"), which no one figure answers."""
    groups = [term for term in sentence.terms if first <= term.first < last and term.entry.filters]
    return [sentence.span_of(term.first, term.last) for term in groups[1:]] if len(groups) > 2 else []


def _period(near: Sequence[Draft]) -> Slot[Period | None]:
    """The period of a claim in the same sentence."""
    for draft in near:
        if draft.period.value is not None and not draft.frame.base_value:
            return Slot(draft.period.value, "inherited", draft.period.span or draft.span)
    return Slot(None, "missing")
