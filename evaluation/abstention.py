"""Abstention: in come labelled checkable claims for which the register holds a compatible confirmed figure; out comes how many are not judged.

Compatible is decided on the labels, not on what was extracted, so an abstention may be the fault of either room; the detail
counts the reasons given. A figure is compatible when it is for the very days (or months that join), of the series that the
measure means, and published by an agency; a rank needs every period of its range and is left out.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from types import ModuleType

from evaluation.coverage import OFF_TOPIC, TIER_OF_OTHERS, asked_by, candidates_of
from evaluation.labelled import Label, articles, matched, register, report_on, scorer
from evaluation.result import Result, at_most
from tallymark.checking.candidate import FAMILY, publisher_of, series_of
from tallymark.checking.family import agencies, family
from tallymark.checking.shelf import Shelf
from tallymark.model.figure import Relation
from tallymark.model.verdict import VerdictKind

NOT_OUTCOMES = ("target", "capacity", "mandate", "forecast", "plan", "request", "hypothetical")


def run(shared: Path, out: Path) -> list[Result]:
    """The part of covered claims that is not checkable, with the reasons."""
    score = scorer(shared)
    shelf = Shelf(register())
    reasons: Counter[str] = Counter()
    total = 0
    lines = []
    for article in articles(shared):
        found = matched(article.labels, report_on(article.body, article.text_id, article.dated), score)
        for label in article.labels:
            one = found.get(label["claim_id"])
            if one is None or not label["checkable"] or label["kind"] in NOT_OUTCOMES:
                continue
            if label["measure"] in OFF_TOPIC or not answered(shelf, label, score):
                continue
            total += 1
            if one.verdict.kind is VerdictKind.NOT_CHECKABLE:
                reasons[one.verdict.reason] += 1
                lines.append(f"{label['claim_id']}\t{label['quote']}\t{one.verdict.reason}\t{one.verdict.words}")
    (out / "abstention.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    silent = sum(reasons.values())
    detail = f"{silent} of {total}: " + ", ".join(f"{reason} {count}" for reason, count in reasons.most_common())
    return [at_most("not checkable though a compatible figure is there", 100 * silent / total, 10, detail=detail)]


def answered(shelf: Shelf, label: Label, score: ModuleType) -> bool:
    """Whether a confirmed figure of the series that is meant answers for the very days of a label."""
    asked = asked_by(label, score)
    if isinstance(asked, str) or asked[1] is Relation.RANK:
        return False
    meant = family(asked[0].measure).default
    return any(
        one.nearness in FAMILY
        and one.figure.decides
        and one.firm
        and (one.figure.tier < TIER_OF_OTHERS or publisher_of(one.figure) in agencies())
        and meant in ("", series_of(one.figure))
        for one in candidates_of(shelf, asked)
    )
