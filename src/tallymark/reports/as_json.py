"""Reports as JSON: in come reports (and clusters); out comes the document that ``data/check.schema.json`` describes.

One report is one object; several, or a reconciliation, are ``{"schema": 1, "reports": [...], "clusters": [...]}``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from tallymark.model.claim import Claim, Slot, Span, Statement
from tallymark.model.figure import Figure, Source
from tallymark.model.interval import Interval
from tallymark.model.period import Period
from tallymark.model.population import Population
from tallymark.model.verdict import Checked, Cluster, Mention, Report, Try, Verdict
from tallymark.reports.numbers import Json, to_json
from tallymark.reports.recounts import recount_object, trail_objects, used_objects

SCHEMA = 1


def render(reports: Sequence[Report], clusters: Sequence[Cluster] | None = None) -> str:
    """The JSON text of one report, or of several with their clusters."""
    if len(reports) == 1 and clusters is None:
        return to_json(report_object(reports[0])) + "\n"
    whole: dict[str, Json] = {"schema": SCHEMA, "reports": [report_object(report) for report in reports]}
    if clusters is not None:
        whole["clusters"] = [cluster_object(cluster) for cluster in clusters]
    return to_json(whole) + "\n"


def report_object(report: Report) -> dict[str, Json]:
    """One report: document, register, claims, statements, the figures that their verdicts name, and notes."""
    document = report.document
    return {
        "schema": SCHEMA,
        "document": {
            "name": document.name,
            "title": document.title or None,
            "medium": document.medium,
            "date": None if document.dated is None else document.dated.label,
            "dated_by": document.dated_by,
            "sha256": document.sha256 or None,
            "characters": len(document.text),
        },
        "register": {"as_of": report.as_of, "sha256": report.sha256},
        "claims": [check_object(check, check.subject) for check in report.checks if isinstance(check.subject, Claim)],
        "statements": [
            check_object(check, check.subject) for check in report.checks if isinstance(check.subject, Statement)
        ],
        "figures": {figure.id: figure_object(figure) for figure in _figures(report)},
        **({"records": used_objects(report)} if report.records else {}),
        "notes": [*document.notes, *report.notes],
    }


def check_object(check: Checked, subject: Claim | Statement) -> dict[str, Json]:
    """One claim or statement with its verdict; a statement has no value, hedge, unit or modality."""
    verdict = check.verdict
    return {
        "id": subject.id,
        "start": subject.span.start,
        "end": subject.span.end,
        "quote": subject.quote,
        **(_value_keys(subject) if isinstance(subject, Claim) else {}),
        "relation": str(subject.relation),
        "direction": subject.direction,
        "measure": subject.measure.value,
        "population": _population(subject.population.value),
        "of": _population(subject.of.value) if isinstance(subject, Claim) else None,
        "period": _period(subject.period.value),
        "base": _period(subject.base.value),
        "speaker": subject.speaker.value,
        "quoted": subject.quoted,
        "disputed": isinstance(subject, Claim) and subject.disputed,
        "spans": _spans(subject),
        "assumed": _assumed(subject),
        "unmapped": [_span(span) for span in subject.unmapped],
        **_verdict_keys(verdict),
        **({"recounts": [recount_object(one) for one in verdict.recounts]} if verdict.recounts else {}),
    }


def figure_object(figure: Figure) -> dict[str, Json]:
    """One published or counted figure with its key, value and source."""
    key = figure.key
    return {
        "id": figure.id,
        "relation": str(key.relation),
        "measure": key.measure,
        "population": _population(key.population),
        "of": _population(key.of),
        "period": key.period.label,
        "base": _period(key.base),
        "value": interval_object(figure.value),
        "unit": figure.unit,
        "printed": figure.printed,
        "hedge": str(figure.hedge),
        "definition": figure.definition,
        "vintage": figure.provenance.vintage,
        "locator": figure.provenance.locator,
        "confirmed": figure.confirmed,
        "basis": figure.basis,
        "fault": figure.fault or None,
        "note": figure.note or None,
        "source": _source(figure.provenance.source),
        **({"trail": trail_objects(figure)} if figure.provenance.trail else {}),
    }


def interval_object(interval: Interval) -> dict[str, Json]:
    """An interval with its ends; null is no bound on that side."""
    return {
        "low": interval.low,
        "high": interval.high,
        "low_open": interval.low_open,
        "high_open": interval.high_open,
    }


def cluster_object(cluster: Cluster) -> dict[str, Json]:
    """One figure across texts: the most precise mention and every mention with its label."""
    return {
        "id": cluster.id,
        "words": cluster.words,
        "anchor": _mention(cluster.anchor),
        "mentions": [_mention(mention) for mention in cluster.mentions],
        "drift": list(cluster.drift),
        "conflicts": list(cluster.conflicts),
    }


def _value_keys(claim: Claim) -> dict[str, Json]:
    value = claim.value
    return {
        "value": value.number,
        "low": value.low,
        "high": value.high,
        "core": interval_object(value.core),
        "stretch": interval_object(value.stretch),
        "unit": claim.unit,
        "hedge": str(claim.hedge),
        "hedge_words": claim.hedge_words,
        "modality": str(claim.modality),
        "qualifiers": list(claim.qualifiers),
        "links": [{"kind": link.kind, "other": link.other} for link in claim.links],
    }


def _verdict_keys(verdict: Verdict) -> dict[str, Json]:
    return {
        "verdict": str(verdict.kind),
        "reason": verdict.reason,
        "words": verdict.words,
        "test": verdict.line or None,
        "width": verdict.width or None,
        "drift": verdict.drift or None,
        "breaks": list(verdict.breaks),
        "disputed_in_text": verdict.disputed_in_text,
        "newer_than_series": verdict.newer_than_series,
        "tried": verdict.n_tried,
        "best": None if verdict.best is None else verdict.best.id,
        "candidates": [_candidate(attempt) for attempt in verdict.tries],
        "leads": [lead.id for lead in verdict.leads],
        "notes": list(verdict.notes),
        "supports": verdict.supports or None,
    }


def _figures(report: Report) -> tuple[Figure, ...]:
    """Every figure that a verdict names, once, in the order in which they were compared."""
    found: dict[str, Figure] = {}
    for verdict in (check.verdict for check in report.checks):
        counted = (attempt.figure for recount in verdict.recounts for attempt in recount.tries)
        named = (*(attempt.figure for attempt in verdict.tries), *verdict.leads, *counted)
        found |= {
            figure.id: figure
            for figure in (*named, *([verdict.best] if verdict.best else []))
            if figure.id not in found
        }
    return tuple(found.values())


def _candidate(attempt: Try) -> dict[str, Json]:
    return {
        "outcome": attempt.outcome,
        "differs": list(attempt.differs),
        "test": attempt.line,
        "figure": attempt.figure.id,
    }


def _slots(subject: Claim | Statement) -> Mapping[str, Slot[Any]]:
    slots: dict[str, Slot[Any]] = {
        "measure": subject.measure,
        "population": subject.population,
        "period": subject.period,
        "base": subject.base,
        "speaker": subject.speaker,
    }
    return {**slots, "of": subject.of} if isinstance(subject, Claim) else slots


def _spans(subject: Claim | Statement) -> dict[str, Json]:
    spans = {"sentence": subject.sentence}
    if isinstance(subject, Claim):
        spans["number"] = subject.number_span
    spans |= {name: slot.span for name, slot in _slots(subject).items() if slot.span is not None}
    return {name: _span(span) for name, span in spans.items()}


def _assumed(subject: Claim | Statement) -> list[Json]:
    return [
        {"slot": name, "origin": slot.origin, "note": slot.note}
        for name, slot in _slots(subject).items()
        if slot.origin in ("inherited", "assumed", "chosen")
    ]


def _span(span: Span) -> dict[str, Json]:
    return {"start": span.start, "end": span.end}


def _population(population: Population | None) -> dict[str, Json] | None:
    return None if population is None else dict(population.filters)


def _period(period: Period | None) -> str | None:
    return None if period is None else period.label


def _source(source: Source | None) -> dict[str, Json] | None:
    if source is None:
        return None
    return {
        "id": source.id,
        "publisher": source.publisher,
        "carrier": source.carrier,
        "tier": source.tier,
        "title": source.title,
        "address": source.address,
        "read_on": source.read_on,
        "own": source.own,
    }


def _mention(mention: Mention) -> dict[str, Json]:
    subject = mention.checked.subject
    number = subject.value.number if isinstance(subject, Claim) else None
    return {
        "document": mention.document,
        "id": subject.id,
        "quote": subject.quote,
        "value": number if isinstance(number, Decimal) else None,
        "label": mention.label,
        "words": mention.words,
        "verdict": str(mention.checked.verdict.kind),
    }
