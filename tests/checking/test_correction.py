"""Corrections of a reader: what is chosen is compared, is said to be chosen, and changes no other claim."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tallymark.checking.correction import CHOSEN, Correction, UnderDefinition, check_corrected
from tallymark.model.claim import Claim, Document, Extraction, Statement
from tallymark.model.errors import DataError, UsageError
from tallymark.model.figure import Figure, Relation
from tallymark.model.period import Period
from tallymark.model.population import Population
from tallymark.model.references import Query
from tallymark.model.verdict import Report, VerdictKind
from tests.checking.making import Shelves, claim, figure, statement

DOCUMENT = Document("text", " " * 100, Period.parse("2011-10-18"), "option")
ICE = figure("396906", "FY2011", definition="ice.removals.2009")
DHS = figure("391953", "FY2011", definition="dhs.removals")
EARLIER = figure("392862", "FY2010", definition="ice.removals.2009")
CONVICTED = figure("216698", "FY2011", "criminality=convicted", definition="ice.removals.2009")
FIGURES = (ICE, DHS, EARLIER, CONVICTED)


def corrected(
    claims: Sequence[Claim],
    *corrections: Correction,
    figures: Sequence[Figure] = FIGURES,
    said: Sequence[Statement] = (),
) -> Report:
    """The report with a reader's corrections."""
    return check_corrected(Extraction(DOCUMENT, tuple(claims), tuple(said)), Shelves(figures), corrections)


def test_without_a_correction_the_report_is_the_ordinary_one() -> None:
    """Nothing chosen, nothing changed; an empty correction too."""
    one = claim("396906", id="c1")
    for corrections in ((), (Correction("c1"),)):
        report = corrected([one], *corrections)
        assert [check.verdict.kind for check in report.checks] == [VerdictKind.EXACT]
        assert report.checks[0].subject == one


def test_a_chosen_part_is_compared_and_marked() -> None:
    """A claim of no period gets the reader's; its slot says who chose."""
    report = corrected([claim("392862", None, id="c1")], Correction("c1", period=Period.parse("FY2010")))
    assert report.checks[0].verdict.kind is VerdictKind.EXACT
    assert report.checks[0].subject.period.origin == CHOSEN


def test_chosen_people_and_measure_are_compared() -> None:
    """216,698 is the number of the convicted."""
    chosen = Correction("c1", measure="removals", population=Population.of(criminality="convicted"))
    report = corrected([claim("216698", measure=None, id="c1")], chosen)
    assert report.checks[0].verdict.kind is VerdictKind.EXACT


def test_one_definition_alone_is_compared_with() -> None:
    """391,953 holds by the department's count only; of a bare year ICE's count does not speak against it."""
    both = corrected([claim("391953", id="c1")])
    alone = corrected([claim("391953", id="c1")], Correction("c1", definition="ice.removals.2009"))
    assert both.checks[0].verdict.kind is VerdictKind.TRUE_UNDER
    assert alone.checks[0].verdict.kind is VerdictKind.NOT_CHECKABLE
    assert {one.figure.definition for one in alone.checks[0].verdict.tries} == {"ice.removals.2009"}


def test_other_claims_keep_their_verdict() -> None:
    """A definition chosen for one claim is not that of its neighbour."""
    claims = [claim("391953", id="c1"), claim("391953", id="c2", at=40)]
    report = corrected(claims, Correction("c1", definition="ice.removals.2009"))
    assert [check.verdict.kind for check in report.checks] == [VerdictKind.NOT_CHECKABLE, VerdictKind.TRUE_UNDER]


def test_a_statement_can_be_corrected() -> None:
    """More than in 2010, said of 2011, holds by ICE's count; under one without figures nothing decides it."""
    said = statement("up", "FY2011", "FY2010", relation=Relation.CHANGE_ABS)
    plain = corrected([], said=[said])
    none = corrected([], Correction("s0", definition="gao.removals"), said=[said])
    assert plain.checks[0].verdict.kind is not VerdictKind.NOT_CHECKABLE
    assert none.checks[0].verdict.kind is VerdictKind.NOT_CHECKABLE


def test_a_claim_that_is_not_there_is_refused() -> None:
    """TM-CHECKING-002 with its id; an unknown definition is TM-MODEL-005."""
    with pytest.raises(UsageError, match="TM-CHECKING-002") as caught:
        corrected([claim("396906", id="c1")], Correction("c7"))
    assert caught.value.where == "c7"
    with pytest.raises(DataError, match="TM-MODEL-005"):
        corrected([claim("396906", id="c1")], Correction("c1", definition="nobody.removals"))


def test_references_under_a_definition_leave_other_measures_alone() -> None:
    """Returns are looked up as before, removals by the one definition, cut only after that."""
    returns = figure("100", "FY2011", measure="returns", definition="dhs.returns")
    under = UnderDefinition(Shelves([DHS, ICE, returns]), "ice.removals.2009")
    assert under.lookup(Query("returns")) == (returns,)
    assert under.lookup(Query("removals", most=1)) == (ICE,)
    assert (under.as_of, under.sha256) == ("2026-01-02", "0" * 64)
    assert under.covers(Query("removals")).state == "part"
