"""A card: in comes one checked claim or statement; out comes everything a reader is shown about it, in words.

Terminal, CSV and page draw cards, so that all say the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tallymark.model.claim import Claim, Slot, Span, Statement
from tallymark.model.figure import Figure, Modality, Relation
from tallymark.model.verdict import Checked, Report, Verdict
from tallymark.reports.verdicts import VerdictWord, verdict_words
from tallymark.reports.words import (
    DIRECTION_WORDS,
    RELATION_WORDS,
    measure_words,
    period_words,
    population_words,
    source_words,
)

ORIGIN_WORDS = {
    "text": "in the text",
    "inherited": "inherited from an earlier claim",
    "assumed": "assumed",
    "chosen": "chosen by a reader",
    "missing": "missing",
}


@dataclass(frozen=True, slots=True)
class Part:
    """One slot in words: ``origin`` as in ``model.claim.Slot``, ``quote`` the words of the text it was read from."""

    name: str
    words: str
    origin: str
    quote: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """What is shown about one claim or statement; ``reading`` is its slots in one line."""

    id: str
    subject: Claim | Statement
    word: VerdictWord
    verdict: Verdict
    quote: str
    span: Span
    sentence: str
    parts: tuple[Part, ...]
    reading: str
    source: str
    remarks: tuple[str, ...]

    @property
    def is_statement(self) -> bool:
        """Whether it is a comparison without a number."""
        return isinstance(self.subject, Statement)


def cards(report: Report) -> tuple[Card, ...]:
    """The cards of a report, in the order of the text."""
    return tuple(_card(check, report.document.text) for check in report.checks)


def _card(check: Checked, text: str) -> Card:
    subject, verdict = check.subject, check.verdict
    parts = _parts(subject, text)
    return Card(
        id=subject.id,
        subject=subject,
        word=verdict_words()[verdict.kind],
        verdict=verdict,
        quote=subject.span.of(text),
        span=subject.span,
        sentence=subject.sentence.of(text),
        parts=parts,
        reading=_reading(subject),
        source=source_words(verdict.best) if verdict.best is not None else "",
        remarks=_remarks(subject, verdict, text),
    )


def _parts(subject: Claim | Statement, text: str) -> tuple[Part, ...]:
    parts = [Part("relation", RELATION_WORDS[subject.relation], "text")]
    parts.append(_part("measure", subject.measure, measure_words(subject.measure.value), text))
    parts.append(_part("population", subject.population, population_words(subject.population.value), text))
    if isinstance(subject, Claim) and (subject.of.value is not None or subject.relation is Relation.SHARE):
        parts.append(_part("share of", subject.of, population_words(subject.of.value), text))
    parts.append(_part("period", subject.period, period_words(subject.period.value), text))
    if subject.base.value is not None:
        parts.append(_part("compared with", subject.base, period_words(subject.base.value), text))
    if subject.speaker.value is not None:
        parts.append(_part("speaker", subject.speaker, subject.speaker.value, text))
    return tuple(parts)


def _part(name: str, slot: Slot[Any], words: str, text: str) -> Part:
    quote = "" if slot.span is None else slot.span.of(text)
    return Part(name, words, slot.origin, quote, slot.note)


def _reading(subject: Claim | Statement) -> str:
    relation = subject.relation
    what = measure_words(subject.measure.value)
    if subject.population.value.filters:
        what += f", {population_words(subject.population.value)}"
    parts = [what if relation is Relation.LEVEL else f"{RELATION_WORDS[relation]}: {what}"]
    if isinstance(subject, Claim) and subject.of.value is not None and subject.of.value.filters:
        parts.append(f"of those {subject.of.value.words}")
    parts.append(period_words(subject.period.value) + _origin_mark(subject.period))
    if subject.base.value is not None:
        parts.append(f"compared with {period_words(subject.base.value)}{_origin_mark(subject.base)}")
    if subject.direction is not None:
        parts.append(DIRECTION_WORDS.get(subject.direction, subject.direction))
    if isinstance(subject, Claim) and subject.modality is not Modality.ACTUAL:
        parts.append(f"a {subject.modality}, not an outcome")
    return "; ".join(parts)


def _origin_mark(slot: Slot[Any]) -> str:
    return f" [{slot.origin}]" if slot.origin in ("inherited", "assumed", "chosen") else ""


def _remarks(subject: Claim | Statement, verdict: Verdict, text: str) -> tuple[str, ...]:
    remarks = list(verdict.notes)
    if verdict.newer_than_series:
        remarks.append("This claim is later than the newest figure of its series in the register.")
    if verdict.disputed_in_text:
        remarks.append("The text itself disputes this figure: the verdict is on the figure, not on the writer.")
    elif subject.quoted or subject.speaker.value is not None:
        remarks.append("The figure is quoted or attributed: the verdict is on the figure, not on the writer.")
    if verdict.drift:
        remarks.append(f"What fits differs in {verdict.drift}.")
    remarks += [f"Break in the series: {words}." for words in verdict.breaks]
    if isinstance(subject, Claim):
        remarks += subject.notes
    before = [span for span in subject.unmapped if span.end <= subject.sentence.start]
    here = [span for span in subject.unmapped if span not in before]
    if here:
        remarks.append(f"Words that no entry of the lexicon maps: {_listed(here, text)}.")
    if before:
        remarks.append(f"Words before it that may narrow it: {_listed(before, text)}.")
    return tuple(remarks)


def _listed(spans: Sequence[Span], text: str) -> str:
    return ", ".join(f'"{span.of(text)}"' for span in spans)


def lead_words(figure: Figure) -> str:
    """A figure that decides nothing, in one line: what it says and, where it is the source, why it does not count."""
    why = figure.fault or ("" if figure.confirmed else "not confirmed in its source")
    return f"{figure.printed or figure.value}{f' ({why})' if why else ''}: {source_words(figure)}"
