"""The question: in come a claim and its text; out comes what is asked of the references, with what the words leave open."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from tallymark.checking.days import closed
from tallymark.checking.family import agencies_in
from tallymark.checking.levels import Count
from tallymark.checking.relations import both
from tallymark.checking.shelf import normal
from tallymark.model.claim import Claim, Document, Slot
from tallymark.model.figure import Relation
from tallymark.model.period import Period
from tallymark.model.population import Population

_NAMED_YEAR = re.compile(r"fiscal|\bFY|calendar|sept|octo", re.IGNORECASE)
# An inherited part may carry an accusation only from this near, in characters.
NEAR = 900


@dataclass(frozen=True, slots=True)
class Question:
    """A claim with what its text adds: ``year_open`` when a year may be fiscal or calendar, ``agencies`` that the sentence names.

    ``period`` and ``base`` are closed with the day of the text; ``base_assumed`` when the base is the period before
    because the text names none.
    """

    claim: Claim
    period: Period | None
    base: Period | None
    base_assumed: bool
    year_open: bool
    agencies: frozenset[str]
    sentence: str
    last_day: date | None

    @property
    def count(self) -> Count | None:
        """The count asked for, None when measure or period is unknown."""
        measure = self.claim.measure.value
        if measure is None or self.period is None:
            return None
        return Count(measure, self.claim.population.value, self.period, self.year_open)

    @property
    def whole(self) -> Population | None:
        """The whole of a share; a filter of the part is none of the whole when both would be the same people."""
        whole, part = self.claim.of.value, self.claim.population.value
        if whole is None or both(part, whole) != normal(whole):
            return whole
        return Population(tuple(pair for pair in whole.filters if pair not in part.filters))


def question_of(claim: Claim, document: Document) -> Question:
    """The question that a claim of ``document`` asks."""
    last = None if document.dated is None else document.dated.last_day
    period = None if claim.period.value is None else closed(claim.period.value, last)
    base = None if claim.base.value is None else closed(claim.base.value, last)
    wants_base = claim.relation in (Relation.CHANGE_PCT, Relation.CHANGE_ABS, Relation.RATIO)
    assumed = wants_base and base is None and period is not None
    if assumed and period is not None and period.start is not None and period.end is not None:
        base = period.previous()
    sentence = claim.sentence.of(document.text)
    words = f"{sentence} {claim.speaker.value or ''}"
    return Question(claim, period, base, assumed, year_open(claim.period, document), agencies_in(words), sentence, last)


def year_open(slot: Slot[Period | None], document: Document) -> bool:
    """Whether the words that gave a period leave open if a year is fiscal or calendar."""
    return slot.span is None or not _NAMED_YEAR.search(slot.span.of(document.text))


def why_not_accuse(question: Question) -> str:
    """Why a claim must not be called contradicted, in words; empty when its parts are firm enough."""
    claim = question.claim
    measure, period, people = claim.measure, claim.period, claim.population
    parts = [("measure", measure.origin, measure.span), ("period", period.origin, period.span)]
    if people.origin == "assumed" or people.value.filters:
        parts.append(("population", people.origin, people.span))
    if claim.relation is Relation.SHARE:
        parts.append(("whole of the share", claim.of.origin, claim.of.span))
    if claim.relation in (Relation.CHANGE_PCT, Relation.CHANGE_ABS, Relation.RATIO):
        parts.append(("base", claim.base.origin, claim.base.span))
    if sum(origin == "inherited" for _, origin, _ in parts) > 1:
        return "more than one part of the claim is taken from elsewhere in the text"
    for name, origin, span in parts:
        if origin in ("assumed", "missing"):
            return f"the {name} is not in the text"
        if origin == "inherited" and span is not None and claim.span.start - span.start > NEAR:
            return f"the {name} is taken from far above"
    if claim.unmapped:
        return "words beside the number are not understood"
    if claim.value.number is None:
        return "the number is vague"
    return ""
