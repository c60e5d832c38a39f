"""Planted falsehoods: in come articles of our own made from register rows; out comes how many are found, and whether a true one is accused."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

from evaluation.labelled import overlaps, register, report_on, verdict_class
from evaluation.result import Result, at_least
from evaluation.templates import Case, cases
from tallymark.model.claim import Claim
from tallymark.model.verdict import Checked


def run(shared: Path, out: Path) -> list[Result]:  # noqa: ARG001  (every benchmark has this signature)
    """False ones not supported, reasons named rightly, true ones accused; each kind apart, without target."""
    caught: Counter[str] = Counter()
    named: Counter[str] = Counter()
    total: Counter[str] = Counter()
    accused, supported, n_true = 0, 0, 0
    misses = []
    for case in cases(register()):
        one = verdict_on(case)
        state = "unread" if one is None else verdict_class(one)
        if case.truth:
            n_true += 1
            accused += state == "against"
            supported += state == "supported"
            if state != "supported":
                misses.append(_row(case, one))
            continue
        total[case.kind] += 1
        caught[case.kind] += state != "supported"
        right = one is not None and (one.verdict.reason in case.reasons or one.verdict.drift in case.reasons)
        named[case.kind] += right
        if state == "supported" or not right:
            misses.append(_row(case, one))
    (out / "planted.jsonl").write_text("\n".join(json.dumps(row) for row in misses) + "\n", encoding="utf-8")
    n = total.total()
    results = [
        Result("planted falsehoods", str(n), ">= 150", n >= 150, f"beside {n_true} true sentences"),
        at_least("planted falsehoods not supported", 100 * caught.total() / n, 90, detail=f"{caught.total()} of {n}"),
        at_least("their reason named rightly", 100 * named.total() / n, 80, detail=f"{named.total()} of {n}"),
        Result("true sentences accused", str(accused), "0", accused == 0, f"{supported} of {n_true} supported"),
    ]
    return results + [
        Result(f"planted: {kind}", f"{caught[kind]}/{total[kind]}", detail=f"reason right in {named[kind]}")
        for kind in total
    ]


def verdict_on(case: Case) -> Checked | None:
    """The checked claim at the number of a case; None when no claim is read there."""
    report = report_on(case.text, "planted", case.dated)
    found = [
        one
        for one in report.checks
        if isinstance(one.subject, Claim) and overlaps(one, case.at, case.at + len(case.number))
    ]
    return found[0] if found else None


def _row(case: Case, one: Checked | None) -> dict[str, object]:
    row: dict[str, object] = {"kind": case.kind, "truth": case.truth, "text": case.text.split("\n\n")[1]}
    if one is not None:
        verdict, claim = one.verdict, one.subject
        row |= {
            "verdict": verdict.kind.value, "reason": verdict.reason, "drift": verdict.drift, "words": verdict.words,
            "line": verdict.line, "measure": claim.measure.value, "population": str(claim.population.value),
            "period": "" if claim.period.value is None else claim.period.value.label, "relation": claim.relation.value,
        }  # fmt: skip
    return row
