"""The verbs of the library."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import tallymark
from tallymark.model.claim import Claim
from tallymark.model.errors import DataError, InputError, TallymarkError
from tallymark.model.verdict import VerdictKind
from tallymark.register.register import load

TRUE = "ICE removed 396,906 people in fiscal year 2011."


def test_a_string_is_the_text_itself() -> None:
    """The claim is checked against the bundled register."""
    report = tallymark.check(TRUE)
    assert [check.verdict.kind for check in report.checks] == [VerdictKind.EXACT]


def test_a_path_is_a_file_and_a_date_can_be_given(tmp_path: Path) -> None:
    """The file's name is the document's, and "last year" is read from the date."""
    path = tmp_path / "story.txt"
    path.write_text("ICE removed 396,906 people last year.", encoding="utf-8")
    report = tallymark.check(path, dated=date(2012, 3, 1))
    subject = report.checks[0].subject
    assert report.document.name == str(path)
    assert isinstance(subject, Claim)
    assert subject.period.value is not None
    assert subject.period.value.label == "FY2011"


def test_other_references_can_be_asked() -> None:
    """Against an empty register nothing is decided."""
    report = tallymark.check(TRUE, references=load(bundled=False))
    assert [check.verdict.kind for check in report.checks] == [VerdictKind.NOT_CHECKABLE]


def test_a_file_that_cannot_be_read_is_an_input_error(tmp_path: Path) -> None:
    """The error carries its code."""
    with pytest.raises(InputError) as caught:
        tallymark.check(tmp_path / "absent.txt")
    assert caught.value.code == "TM-CLAIMS-102"


def test_quantities_point_into_the_text() -> None:
    """Spans give back the words."""
    text = "Almost 45,000 people, up 12 percent."
    assert [item.span.of(text) for item in tallymark.quantities(text)] == ["Almost 45,000", "12 percent"]


def test_figures_are_found_by_measure_period_and_people() -> None:
    """Every definition and vintage within the filter is given."""
    found = tallymark.find_figures("removals", period="FY2011", where={"offence": "homicide"})
    assert {str(figure.value) for figure in found} == {"1,119"}
    assert len(tallymark.find_figures("removals", period="FY2011")) > len(found)
    assert tallymark.find_figures(period="FY2011", where={"offence": "homicide"}) == found


def test_words_outside_the_vocabulary_are_errors() -> None:
    """Nothing is ignored."""
    with pytest.raises(DataError) as caught:
        tallymark.find_figures("deportings")
    assert caught.value.code == "TM-MODEL-005"
    with pytest.raises(TallymarkError) as unknown:
        tallymark.find_figures("removals", period="last year")
    assert unknown.value.code == "TM-MODEL-004"
