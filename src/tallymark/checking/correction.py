"""Corrections: in come what a reader says a claim means and the references; out comes the report with those claims checked anew.

The spell-checker way: a machine reads a text wrongly now and then, and the reader who sees it chooses another measure, other
people or days, or one definition. What was chosen is marked ``chosen`` in the claim, so that every output says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from tallymark.checking.check import check, gather
from tallymark.checking.own_claims import OwnClaims
from tallymark.checking.shelf import Shelf
from tallymark.checking.statements import check_statement
from tallymark.checking.verdicts import decide
from tallymark.model.claim import Claim, Document, Extraction, Slot, Statement
from tallymark.model.definition import definition
from tallymark.model.errors import UsageError
from tallymark.model.figure import Figure
from tallymark.model.period import Period
from tallymark.model.population import Population
from tallymark.model.references import Coverage, Query, References
from tallymark.model.verdict import Checked, Report, Verdict

CHOSEN = "chosen"
Subject = TypeVar("Subject", Claim, Statement)


@dataclass(frozen=True, slots=True)
class Correction:
    """What a reader chose for the claim or statement ``claim``; None leaves a part as it was read.

    ``definition`` is the id of the only definition whose figures are to be compared with.
    """

    claim: str
    measure: str | None = None
    population: Population | None = None
    period: Period | None = None
    definition: str | None = None


class UnderDefinition:
    """References in which a definition's measure is counted in its way only; other measures are as they were."""

    def __init__(self, references: References, definition_id: str) -> None:
        self._references = references
        self._definition = definition(definition_id)

    @property
    def as_of(self) -> str:
        """As of the references behind it."""
        return self._references.as_of

    @property
    def sha256(self) -> str:
        """Of the references behind it."""
        return self._references.sha256

    def lookup(self, query: Query) -> tuple[Figure, ...]:
        """The figures that answer ``query`` and, for the measure of the definition, count by it."""
        if query.measure != self._definition.measure:
            return self._references.lookup(query)
        found = self._references.lookup(replace(query, most=None))
        kept = tuple(figure for figure in found if figure.definition == self._definition.id)
        return kept if query.most is None else kept[: query.most]

    def covers(self, query: Query) -> Coverage:
        """As the references behind it cover the measure, under any definition."""
        return self._references.covers(query)


def check_corrected(extraction: Extraction, references: References, corrections: Sequence[Correction]) -> Report:
    """The report on a text whose claims mean what a reader chose.

    Raises TM-CHECKING-002 for a claim that the text does not have, TM-MODEL-005 for an unknown definition.
    """
    wanted = {one.claim: one for one in corrections}
    known = {*(one.id for one in extraction.claims), *(one.id for one in extraction.statements)}
    for name in wanted:
        if name not in known:
            raise UsageError("TM-CHECKING-002", where=name, detail=f"{len(known)} claims and statements were found")
    corrected = replace(
        extraction,
        claims=tuple(_corrected(one, wanted.get(one.id)) for one in extraction.claims),
        statements=tuple(_corrected(one, wanted.get(one.id)) for one in extraction.statements),
    )
    report = check(corrected, references)
    return replace(report, checks=tuple(_under(one, corrected, references, wanted) for one in report.checks))


def _corrected(subject: Subject, correction: Correction | None) -> Subject:
    """The claim or statement with the chosen parts in their slots."""
    if correction is None:
        return subject
    chosen: dict[str, Any] = {
        name: _chosen(getattr(subject, name), getattr(correction, name))
        for name in ("measure", "population", "period")
        if getattr(correction, name) is not None
    }
    return replace(subject, **chosen)


def _chosen(slot: Slot[Any], value: object) -> Slot[Any]:
    return Slot(value, CHOSEN, slot.span, "chosen by a reader")


def _under(checked: Checked, text: Extraction, references: References, wanted: dict[str, Correction]) -> Checked:
    """The check of one claim under the definition that was chosen for it, if one was."""
    correction = wanted.get(checked.subject.id)
    if correction is None or correction.definition is None:
        return checked
    shelf = Shelf(UnderDefinition(references, correction.definition))
    return Checked(checked.subject, _verdict(shelf, checked.subject, text.document, text.claims))


def _verdict(shelf: Shelf, subject: Claim | Statement, document: Document, claims: tuple[Claim, ...]) -> Verdict:
    if isinstance(subject, Claim):
        return decide(gather(shelf, subject, document, OwnClaims(claims)))
    return check_statement(shelf, subject, document)
