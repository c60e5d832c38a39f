"""Reports as CSV: in come reports; out comes one row a claim or statement, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from tallymark.model.claim import Claim
from tallymark.model.verdict import Report
from tallymark.reports.card import Card, cards
from tallymark.reports.numbers import number_text
from tallymark.reports.plain import cell

COLUMNS = (
    "document", "id", "kind", "start", "end", "quote", "value", "unit", "hedge", "relation", "modality", "direction",
    "measure", "population", "of", "period", "base", "speaker", "verdict", "reason", "words", "test", "supports",
    "source", "figure", "tried", "register_as_of",
)  # fmt: skip


def render(reports: Sequence[Report]) -> str:
    """The table with its header line."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for report in reports:
        writer.writerows(_row(report, card) for card in cards(report))
    return out.getvalue()


def _row(report: Report, card: Card) -> dict[str, str]:
    subject, verdict = card.subject, card.verdict
    row = dict.fromkeys(COLUMNS, "")
    row |= {
        "document": cell(report.document.name),
        "id": card.id,
        "kind": "statement" if card.is_statement else "claim",
        "start": str(card.span.start),
        "end": str(card.span.end),
        "quote": cell(card.quote),
        "relation": str(subject.relation),
        "direction": subject.direction or "",
        "measure": subject.measure.value or "",
        "population": str(subject.population.value),
        "period": subject.period.value.label if subject.period.value else "",
        "base": subject.base.value.label if subject.base.value else "",
        "speaker": cell(subject.speaker.value or ""),
        "verdict": str(verdict.kind),
        "reason": verdict.reason,
        "words": cell(verdict.words),
        "test": cell(verdict.line),
        "supports": cell(verdict.supports),
        "source": cell(card.source),
        "figure": verdict.best.id if verdict.best else "",
        "tried": str(verdict.n_tried),
        "register_as_of": report.as_of,
    }
    return row | _claim_cells(subject) if isinstance(subject, Claim) else row


def _claim_cells(claim: Claim) -> dict[str, str]:
    number = claim.value.number
    return {
        "value": "" if number is None else number_text(number),
        "unit": claim.unit,
        "hedge": str(claim.hedge),
        "modality": str(claim.modality),
        "of": str(claim.of.value) if claim.of.value is not None else "",
    }
