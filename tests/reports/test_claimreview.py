"""ClaimReview."""

from __future__ import annotations

import json

import pytest

from tallymark.model.errors import UsageError
from tallymark.model.verdict import Report, VerdictKind
from tallymark.reports.claimreview import render
from tallymark.reports.verdicts import verdict_words


def test_a_review_names_reviewer_claim_and_rating(report: Report) -> None:
    """The chosen claims and no other are published, on the scale from 1 to 5."""
    graph = json.loads(render(report, reviewer="A. Reader", chosen=["c2", "c3"]))["@graph"]
    assert [review["reviewRating"]["ratingValue"] for review in graph] == [5, 1]
    assert graph[0]["author"] == {"@type": "Person", "name": "A. Reader"}
    assert graph[0]["itemReviewed"]["author"] == {"@type": "Thing", "name": "an official"}
    assert graph[0]["itemReviewed"]["datePublished"] == "2011-10-20"
    assert graph[1]["reviewRating"]["alternateName"] == "contradicted"


@pytest.mark.parametrize(
    ("reviewer", "chosen", "code"),
    [(" ", ["c1"], "TM-REPORTS-001"), ("A", [], "TM-REPORTS-001"), ("A", ["c9"], "TM-REPORTS-002"),
     ("A", ["s1"], "TM-REPORTS-002"), ("A", ["c4"], "TM-REPORTS-003")],
)  # fmt: skip
def test_no_review_without_a_reviewer_a_choice_and_a_rating(
    report: Report, reviewer: str, chosen: list[str], code: str
) -> None:
    """A publication needs somebody to answer for it, and a claim that was not checked has no rating."""
    with pytest.raises(UsageError) as caught:
        render(report, reviewer=reviewer, chosen=chosen)
    assert caught.value.code == code


def test_each_verdict_has_its_rating() -> None:
    """Exact, rounded and hedged are 5, and what is not checkable has none."""
    ratings = {str(kind): word.rating for kind, word in verdict_words().items()}
    assert ratings == {
        "exact": 5, "rounded": 5, "hedged": 5, "truncated": 4, "true_under": 3, "misleading": 2, "contradicted": 1,
        "inconsistent": 1, "not_checkable": None,
    }  # fmt: skip
    assert set(verdict_words()) == set(VerdictKind)


def test_marks_differ_in_shape() -> None:
    """No two verdicts share a mark."""
    marks = [word.mark for word in verdict_words().values()]
    assert len(set(marks)) == len(marks)
