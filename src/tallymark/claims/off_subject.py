"""Numbers off this subject: in comes a draft that counts nothing the lexicon knows, without a period of its own; out comes the one that is assumed.

A text prints such numbers beside others, so most have the period of their neighbours: what is told of the present is of the time
of the text, what is told of the past of the period named last, and what is to come is never of a period that is over.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from tallymark.claims import administrations
from tallymark.claims.clauses import RATE_LEADS, Sentence
from tallymark.claims.drafts import Draft
from tallymark.claims.own_periods import told_now
from tallymark.claims.period_readings import AGENCIES, is_flow
from tallymark.claims.periods_atoms import EITHER
from tallymark.claims.tense import tense_of
from tallymark.model.claim import Slot
from tallymark.model.figure import Modality, Relation
from tallymark.model.period import Period, PeriodKind

AHEAD = (Modality.PLAN, Modality.FORECAST)
SO_FAR = ("so far", "to date", "thus far", "until now")
PASSAGE = 3  # paragraphs on each side
MANY_DIGITS = 4
LEAD = 8  # words before a number that may say it is told of the present
REACH_OF_RATE = 7  # words after a number in which "a day" makes it a rate
PRESENT = frozenset({"has", "have", "holds", "maintains", "operates", "runs", "employs"})
POINTING = frozenset({"that", "that's", "this", "these", "those", "it", "it's"})
REPORTS = frozenset({"analysis", "report", "study", "survey", "poll", "audit", "review"})
LONG_UNITS = frozenset({"year", "years", "decade", "decades"})
LIST_MARKS = ("-", "–", "—", "•", "*", "·")


def off_subject(draft: Draft, before: Sequence[Draft], after: Sequence[Draft], day: date) -> Slot[Period | None] | None:
    """The period of a number off this subject in a text of ``day``; None where only the year of the text is left."""
    if told_now(draft):
        return _present(draft, day)
    return (
        _printed_before(draft, before)
        or _former(draft, day)
        or _so_far(draft, before, after)
        or _present(draft, day)
        or named_near(draft, before, day)
        or _beside_subject(draft, before)
    )


def assumed(period: Period, why: str) -> Slot[Period | None]:
    """A period that no words give, with the reason for it."""
    return Slot(period, "assumed", None, why)


def other_group(draft: Draft, before: Sequence[Draft]) -> Slot[Period | None]:
    """A number "compared with" which another is told, of another group and of no other time ("compared with # of the others"), is of the same period."""
    linked = [other for kind, other in draft.links if kind == "base_of"]
    main = next(iter((*linked, *(other for other in reversed(before) if other.line == draft.line))), None)
    lead = draft.sentence.words[max(0, draft.place - 4) : draft.place]
    if main is None or main.period.value is None or draft.frame.base_place is not None or "compared" not in lead:
        return draft.period
    if LONG_UNITS.intersection(draft.sentence.words[draft.place : draft.place + LEAD]):
        return draft.period
    return Slot(main.period.value, "assumed", main.period.span, "the period of the number it is compared with")


def _printed_before(draft: Draft, before: Sequence[Draft]) -> Slot[Period | None] | None:
    """A number of many digits that the text prints again is the same figure, so of the same period."""
    number = None if draft.quantity is None else draft.quantity.number
    if number is None or len(str(number).rstrip("0.")) < MANY_DIGITS:
        return None
    for other in before:
        same = other.quantity is not None and other.quantity.number == number and other.relation is draft.relation
        if same and other.period.origin == "text" and other.period.value is not None:
            return Slot(other.period.value, "assumed", other.period.span, "the same number printed before")
    return None


def _former(draft: Draft, day: date) -> Slot[Period | None] | None:
    """The presidency of a former president that the sentence names before the number ("the A administration let in thousands")."""
    words = draft.sentence.words
    for place in range(draft.place - 1, 0, -1):
        if words[place] not in ("administration", "administration's"):
            continue
        reign = administrations.by_name(words[place - 1].removesuffix("'s"), day)
        if reign is not None and reign.end <= day:
            span = draft.sentence.span_of(place - 1, place)
            return Slot(Period(reign.start, reign.end), "assumed", span, f"the presidency of {reign.president}")
    return None


def _so_far(draft: Draft, before: Sequence[Draft], after: Sequence[Draft]) -> Slot[Period | None] | None:
    """What is so "so far" has run since the day from which the passage counts ("# flights since March")."""
    lead = " ".join(draft.sentence.words[: draft.place])
    if not any(cue in lead for cue in SO_FAR) or tense_of(draft.sentence, draft.place) == "past":
        return None
    near = [other for other in (*reversed(before), *after) if abs(other.paragraph - draft.paragraph) <= PASSAGE]
    near = [other for other in near if other.period.origin == "text" and other.period.value is not None]
    since = [other for other in near if other.period.value is not None and other.period.value.kind is PeriodKind.SINCE]
    if not since:
        return None
    nearest = min(since, key=lambda other: abs(other.line - draft.line))
    return Slot(nearest.period.value, "assumed", nearest.period.span, "since when the passage counts")


def _present(draft: Draft, day: date) -> Slot[Period | None] | None:
    """The month of the text for what an agency has at present ("ICE has agreements with 30 counties") and for what is so now."""
    if draft.quantity is None or draft.modality is not Modality.ACTUAL:
        return None
    lead = draft.sentence.words[max(0, draft.place - LEAD) : draft.place]
    counted = draft.quantity.kind in ("count", "range") and draft.relation is Relation.LEVEL
    words = draft.sentence.words[draft.place + 1 : draft.place + REACH_OF_RATE]
    rate = any(word in RATE_LEADS and words[at + 1] in ("day", "week") for at, word in enumerate(words[:-1]))
    running = rate and tense_of(draft.sentence, draft.place) == "present"
    if "now" in lead or running or (counted and draft.sentence.contexts & AGENCIES and PRESENT.intersection(lead)):
        return assumed(Period.month(day.year, day.month), "the month of the text")
    return None


def named_near(draft: Draft, before: Sequence[Draft], day: date) -> Slot[Period | None] | None:
    """For a number off this subject: the period last named in this paragraph, the calendar year named in the one before, or the day of a whole report.

    A sentence that points back ("That is up 35 percent") goes on with the one before it, wherever its paragraph begins.
    """
    back = points_back(draft.sentence)
    present = not back and tense_of(draft.sentence, draft.place) == "present"
    for other in reversed(before):
        period = other.period.value
        goes_on = back and other.line == draft.line - 1 and other.period.span is not None
        told = other.period.origin == "text" or goes_on
        alike = goes_on or other.modality in (draft.modality, Modality.ACTUAL)
        if not told or not alike or period is None:
            continue
        if draft.modality in AHEAD and period.end is not None and period.end <= day:
            return None
        report = period.kind is PeriodKind.DAY and _as_of(other)
        if present and not report:
            return None
        near = draft.paragraph == other.paragraph or (back and draft.line - other.line <= 1)
        listed = in_list(draft) and in_list(other)
        beside = (draft.paragraph - other.paragraph <= 1 or listed) and period.kind is PeriodKind.CALENDAR_YEAR
        if near or beside or report:
            return Slot(period, "assumed", other.period.span, "the period last named")
        return None
    return None


def _as_of(other: Draft) -> bool:
    """Whether its day is that of an "as of", which dates a whole report; a day on which something happened does not."""
    mentions = other.sentence.periods.values()
    return any(mention.span == other.period.span and mention.certainty == EITHER for mention in mentions)


def _beside_subject(draft: Draft, before: Sequence[Draft]) -> Slot[Period | None] | None:
    """What is told in the past beside a count of the subject, in its paragraph or the next, is of the same period."""
    if tense_of(draft.sentence, draft.place) != "past":
        return None
    for other in reversed(before):
        if draft.paragraph - other.paragraph > 1:
            return None
        told = other.period.origin in ("text", "inherited") and not other.frame.base_value
        if told and is_flow(other.measure.value) and other.period.value is not None:
            return Slot(other.period.value, "assumed", other.period.span, "the period of the count before")
    return None


def points_back(sentence: Sentence) -> bool:
    """Whether the sentence opens with words for what the one before told ("That is", "It's", "The report found")."""
    return sentence.word(0) in POINTING or (sentence.word(0) == "the" and sentence.word(1) in REPORTS)


def in_list(draft: Draft) -> bool:
    """Whether the sentence is in a paragraph that a list mark opens: items of one list share the period that an earlier one names."""
    text, start = draft.sentence.text, draft.sentence.span.start
    return text[text.rfind("\n", 0, start + 1) + 1 : start + 1].lstrip()[:1] in LIST_MARKS
