"""ClaimReview (schema.org) JSON-LD: in come a report, a named reviewer and chosen claims; out comes what may be published.

A ClaimReview is a publication by a person or newsroom, so there is none without a reviewer and a choice, and none for a
claim that could not be checked.
"""

from __future__ import annotations

from collections.abc import Sequence

from tallymark.model.claim import Claim
from tallymark.model.errors import UsageError
from tallymark.model.verdict import Report
from tallymark.reports.card import Card, cards
from tallymark.reports.numbers import Json, to_json
from tallymark.reports.plain import one_line

BEST, WORST = 5, 1
# The length that readers of ClaimReview advise for the claim.
_CLAIM_LENGTH = 75


def render(report: Report, *, reviewer: str, chosen: Sequence[str]) -> str:
    """JSON-LD with one ClaimReview a chosen claim.

    Raises TM-REPORTS-001 without a reviewer or a choice, TM-REPORTS-002 for an id that is no claim of the report and
    TM-REPORTS-003 for a claim without a rating.
    """
    if not reviewer.strip() or not chosen:
        raise UsageError("TM-REPORTS-001", where="--reviewer" if not reviewer.strip() else "--claims")
    known = {card.id: card for card in cards(report) if not card.is_statement}
    for claim_id in chosen:
        if claim_id not in known:
            raise UsageError("TM-REPORTS-002", where=claim_id, detail=f"claims: {', '.join(known) or 'none'}")
        if known[claim_id].word.rating is None:
            raise UsageError("TM-REPORTS-003", where=claim_id, detail=known[claim_id].verdict.words)
    reviews: list[Json] = [_review(report, known[claim_id], reviewer.strip()) for claim_id in chosen]
    return to_json({"@context": "https://schema.org", "@graph": reviews}) + "\n"


def _review(report: Report, card: Card, reviewer: str) -> dict[str, Json]:
    return {
        "@type": "ClaimReview",
        "claimReviewed": one_line(card.sentence, limit=_CLAIM_LENGTH),
        "author": {"@type": "Person", "name": reviewer},
        "itemReviewed": _item(report, card),
        "reviewRating": {
            "@type": "Rating",
            "ratingValue": card.word.rating,
            "bestRating": BEST,
            "worstRating": WORST,
            "alternateName": card.word.label,
        },
        "reviewBody": " ".join(part for part in (card.verdict.words, card.verdict.supports, _register(report)) if part),
    }


def _item(report: Report, card: Card) -> dict[str, Json]:
    document, subject = report.document, card.subject
    item: dict[str, Json] = {"@type": "Claim", "text": one_line(card.sentence)}
    if isinstance(subject, Claim) and subject.speaker.value is not None:
        item["author"] = {"@type": "Thing", "name": one_line(subject.speaker.value)}
    if document.dated is not None:
        item["datePublished"] = document.dated.label
    item["appearance"] = {"@type": "CreativeWork", "name": one_line(document.title or document.name)}
    return item


def _register(report: Report) -> str:
    return f"Compared with published figures as of {report.as_of}."
