"""The question: in come a claim and its text; out comes what is asked of the references, with what the words leave open."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from tallymark.checking.days import closed
from tallymark.checking.family import agencies_in, another_count, gap_word, unit_word
from tallymark.checking.levels import Count
from tallymark.checking.own_claims import OwnClaims
from tallymark.checking.own_parts import counts_as
from tallymark.checking.relations import both
from tallymark.checking.shelf import normal
from tallymark.claims.periods import find_periods
from tallymark.model.claim import Claim, Document, Slot, Span
from tallymark.model.figure import Relation
from tallymark.model.patterns import compile_pattern
from tallymark.model.period import Period
from tallymark.model.population import Population
from tallymark.model.vocabulary import measures

_NAMED_YEAR = compile_pattern(r"fiscal|\bFY|calendar|sept|octo", re.IGNORECASE)
_FISCAL = compile_pattern(r"fiscal|\bFY", re.IGNORECASE)
_DIRECTLY_OF = compile_pattern(r"\s*of(?:\s+\w+){0,2}\s*")
# An inherited part may carry an accusation only from this near, in characters.
NEAR = 900
# A change stands or falls with both its periods, so an inherited one must be of the sentence or the one before.
NEAR_CHANGE = 300
CHANGING = (Relation.CHANGE_PCT, Relation.CHANGE_ABS, Relation.RATIO)
BESIDE = 70
# A sentence that names more days than this is a list; the rest are not tried.
MOST_DAYS = 6
# Words that pin days down. "Last year" may be the fiscal or the calendar year, "his first term" has no fiscal years of its own.
_PINNED = compile_pattern(
    r"\d|fiscal|\bFY|month|week|january|february|march|april|may\b|june|july|august|september|october|november|december|"
    r"\b(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Question:
    """A claim with what its text adds: ``year_open`` when a year may be fiscal or calendar, ``agencies`` that the sentence names.

    ``period`` and ``base`` are closed with the day of the text; ``base_assumed`` when the base is the period before
    because the text names none; ``loose_days`` words of a period that may be read otherwise; ``another`` a word beside the
    number that makes it another count ("average"). ``counts_as`` is the measure that the text's own parts give it,
    ``unit_word`` what figures count where the text names groups of people ("families"); ``gap`` a word beside the number
    that makes it what one count lacks of another ("missing"). ``not_mapped`` are the words near the number that nothing maps.
    """

    claim: Claim
    period: Period | None
    base: Period | None
    base_assumed: bool
    year_open: bool
    agencies: frozenset[str]
    another: str
    sentence: str
    counts_as: str
    unit_word: str
    last_day: date | None
    loose_days: str = ""
    gap: str = ""
    not_mapped: tuple[str, ...] = ()

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


def question_of(claim: Claim, document: Document, own: OwnClaims) -> Question:
    """The question that a claim of ``document`` asks; ``own`` are all of the document's claims."""
    last = None if document.dated is None else document.dated.last_day
    period = None if claim.period.value is None else closed(claim.period.value, last)
    base = None if claim.base.value is None else closed(claim.base.value, last)
    if base is not None and period is not None and base.same_days(period):
        base = None
    wants_base = claim.relation in CHANGING
    assumed = wants_base and base is None and period is not None
    if assumed and period is not None and period.start is not None and period.end is not None:
        base = period.previous()
    sentence = claim.sentence.of(document.text)
    words = f"{sentence} {claim.speaker.value or ''}"
    another = (
        (another_count(_beside(claim, document)) or _whole_of_a_share(claim, own, document)) if _is_count(claim) else ""
    )
    open_year, agencies = year_open(claim.period, document), agencies_in(words)
    more = counts_as(claim, own)
    unit = _unit_word(claim, own, document)
    loose = loose_days(claim.period, document) if not _names_kind(claim.base, document) else ""
    loose = loose or (loose_days(claim.base, document) if wants_base else "")
    return Question(
        claim,
        period,
        base,
        assumed,
        open_year,
        agencies,
        another,
        sentence,
        more,
        unit,
        last,
        loose,
        gap_word(_beside(claim, document)) if _is_count(claim) else "",
        tuple(dict.fromkeys(span.of(document.text) for span in claim.unmapped)),
    )


def _unit_word(claim: Claim, own: OwnClaims, document: Document) -> str:
    """The unit word of a claim's own people, or of the claim of its sentence that it has them from."""
    people = claim.population.value
    inherited = claim.population.origin == "inherited"
    givers = [one for one in own.in_sentence(claim) if one.population.value == people] if inherited else []
    found = (unit_word(_people_words(one, document), people) for one in (claim, *givers))
    return next((words for words in found if words), "")


def _people_words(claim: Claim, document: Document) -> str:
    return "" if claim.population.span is None else claim.population.span.of(document.text)


def _beside(claim: Claim, document: Document) -> str:
    """The words of the sentence beside the number of a claim."""
    start = max(claim.sentence.start, claim.span.start - BESIDE)
    return document.text[start : min(claim.sentence.end, claim.span.end + BESIDE)]


def _whole_of_a_share(claim: Claim, own: OwnClaims, document: Document) -> str:
    """The words that make a number the whole of a share of the same people ("50 percent of 396,906"); empty for none."""
    if not claim.population.value.filters:
        return ""
    for other in own.in_sentence(claim):
        near = 0 <= claim.span.start - other.span.end <= BESIDE
        same = near and other.relation is Relation.SHARE and other.population.value == claim.population.value
        if same and _DIRECTLY_OF.fullmatch(document.text[other.span.end : claim.span.start]):
            return f"{other.quote} of"
    return ""


def _is_count(claim: Claim) -> bool:
    """Whether a claim counts something, rather than gives a rate or a relation."""
    known = measures().get(claim.measure.value or "")
    return claim.relation is Relation.LEVEL and known is not None and known.flow != "rate"


def year_open(slot: Slot[Period | None], document: Document) -> bool:
    """Whether the words that gave a period leave open if a year is fiscal or calendar."""
    return slot.span is None or not _NAMED_YEAR.search(slot.span.of(document.text))


def _names_kind(base: Slot[Period | None], document: Document) -> bool:
    """Whether the base says that its year is fiscal, which then holds for "this year" compared with it."""
    return base.origin == "text" and base.span is not None and bool(_FISCAL.search(base.span.of(document.text)))


def named_days(question: Question) -> tuple[Period, ...]:
    """The other days that the sentence of a claim names, without the claim's own."""
    mine, dated = question.period, question.last_day
    found = dict.fromkeys(
        closed(reading, dated)
        for mention in find_periods(question.sentence, dated)
        for reading in (mention.period, *mention.readings)
        if reading is not None
    )
    return tuple(days for days in found if mine is None or not days.same_days(mine))[:MOST_DAYS]


def loose_days(slot: Slot[Period | None], document: Document) -> str:
    """The words of a period when they do not pin its days down ("last year", "his first term"); empty when they do."""
    words = "" if slot.value is None or slot.span is None else slot.span.of(document.text)
    return "" if _PINNED.search(words) else words.strip()


def why_not_accuse(question: Question) -> str:
    """Why a claim must not be called contradicted, in words; empty when its parts are firm enough."""
    claim = question.claim
    if question.another:
        return f"“{question.another}” makes it another count"
    if claim.unmapped:
        return "words beside the number are not understood"
    if claim.value.number is None:
        return "the number is vague"
    if question.loose_days:
        return f"“{question.loose_days}” may mean other days"
    parts = _parts(claim)
    near = NEAR_CHANGE if claim.relation in CHANGING else NEAR
    inherited = [part.name for part in parts if part.origin == "inherited"]
    if len(inherited) > 2 or len(set(inherited) - {"period", "base"}) > 1:
        return "more than one part of the claim is taken from elsewhere in the text"
    for part in parts:
        if part.origin in ("assumed", "missing"):
            return f"the {part.name} is not in the text"
        if part.origin == "inherited" and part.span is not None and abs(claim.span.start - part.span.start) > near:
            return f"the {part.name} is taken from far away"
    return ""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a claim that an accusation rests on."""

    name: str
    origin: str
    span: Span | None


def _parts(claim: Claim) -> list[Part]:
    measure, period, people = claim.measure, claim.period, claim.population
    parts = [Part("measure", measure.origin, measure.span), Part("period", period.origin, period.span)]
    if people.origin == "assumed" or people.value.filters:
        parts.append(Part("population", people.origin, people.span))
    if claim.relation is Relation.SHARE:
        parts.append(Part("whole of the share", claim.of.origin, claim.of.span))
    if claim.relation in CHANGING:
        parts.append(Part("base", claim.base.origin, claim.base.span))
    return parts
