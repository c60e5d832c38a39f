"""Verdicts on the labelled articles: in come labels and expected verdicts; out come right verdicts, accusations, comfort, judged uncheckables.

Only expectations that rest on a source that was seen, or on arithmetic, count as truth. Every accusation of a claim without
such an expectation is listed as well, for reading.
"""

from __future__ import annotations

import json
from pathlib import Path

from evaluation.labelled import Label, articles, matched, report_on, scorer, verdict_class
from evaluation.result import Result, at_least, at_most
from tallymark.model.verdict import Checked

TRUTH = ("seen", "derived")


def run(shared: Path, out: Path) -> list[Result]:
    """Verdict accuracy, false accusations, false comfort, uncheckable claims judged; the misses go to ``out``."""
    score = scorer(shared)
    right: list[bool] = []
    accused, comforted, judged, uncheckable = 0, 0, 0, 0
    unexpected: list[str] = []
    misses: list[dict[str, object]] = []
    for article in articles(shared):
        found = matched(article.labels, report_on(article.body, article.text_id, article.dated), score)
        for label in article.labels:
            one = found.get(label["claim_id"])
            if one is None:
                continue
            have = verdict_class(one)
            if not label["checkable"]:
                uncheckable += 1
                judged += have != "open"
            wanted = article.expected.get(label["claim_id"])
            if wanted is not None and wanted["basis"] in TRUTH:
                want = score.expected_class(wanted["expected_verdict"])
                right.append(want == have)
                accused += want == "supported" and have == "against"
                comforted += want == "against" and have == "supported"
                if want != have:
                    misses.append(_row(label, one, want))
            elif have == "against":
                unexpected.append(label["claim_id"])
                misses.append(_row(label, one, "no expectation"))
    (out / "accusations.jsonl").write_text("\n".join(json.dumps(row) for row in misses) + "\n", encoding="utf-8")
    return [
        at_least(
            "verdicts as expected (seen or derived)",
            100 * sum(right) / len(right),
            92,
            detail=f"{sum(right)} of {len(right)}",
        ),
        Result("false accusations", str(accused), "0", accused == 0),
        Result("false comfort", str(comforted)),
        at_most("uncheckable claims judged", 100 * judged / uncheckable, 5, detail=f"{judged} of {uncheckable}"),
        Result("accused without an expectation to compare with", str(len(unexpected)), detail=", ".join(unexpected)),
    ]


def _row(label: Label, one: Checked, want: str) -> dict[str, object]:
    verdict = one.verdict
    return {
        "claim": label["claim_id"], "quote": label["quote"], "expected": want, "verdict": verdict.kind.value,
        "reason": verdict.reason, "words": verdict.words, "line": verdict.line,
    }  # fmt: skip
