"""Speed of checking alone: in come the labelled articles as extracted; out comes the time for one, register loaded, nothing cached."""

from __future__ import annotations

import time
from pathlib import Path

from evaluation.labelled import articles, register
from evaluation.result import Result
from tallymark.checking.check import check
from tallymark.claims.extract import extract
from tallymark.claims.reading import read_text

WORDS = 1000
LIMIT_MS = 200.0


def run(shared: Path, out: Path) -> list[Result]:  # noqa: ARG001  (every benchmark has this signature)
    """Milliseconds for a thousand words, over all labelled articles, and for the slowest article."""
    extractions = [extract(read_text(one.body, name=one.text_id, dated=one.dated)) for one in articles(shared)]
    words = sum(len(one.document.text.split()) for one in extractions)
    check(extractions[0], register())
    took = []
    for extraction in extractions:
        began = time.perf_counter()
        check(extraction, register())
        took.append(1000 * (time.perf_counter() - began))
    mean = sum(took) / words * WORDS
    return [
        Result("checking, 1,000 words of article", f"{mean:.0f} ms", f"<= {LIMIT_MS:g} ms", mean <= LIMIT_MS),
        Result("checking, slowest labelled article", f"{max(took):.0f} ms"),
    ]
