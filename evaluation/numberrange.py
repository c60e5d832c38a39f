"""Number ranges of the Microsoft recognizers' specification: in come its cases; out comes the share read with exact words and notation."""

from __future__ import annotations

import json
from pathlib import Path

from evaluation.result import Result, at_least
from tallymark.claims.bounds import find_bounds

SPEC = Path("benchmarks") / "numberrange_ms" / "NumberRangeModel.json"


def run(shared: Path, out: Path) -> list[Result]:
    """Read every case; a case passes when the set of (words, notation) is the expected one."""
    cases = json.loads((shared / SPEC).read_text(encoding="utf-8-sig"))
    failed = []
    for case in cases:
        text = case["Input"]
        expected = {(result["Text"].lower(), result["Resolution"]["value"]) for result in case["Results"]}
        found = {(span.of(text).lower(), notation) for span, notation in find_bounds(text)}
        if found != expected:
            failed.append({"input": text, "expected": sorted(expected), "found": sorted(found)})
    (out / "numberrange.json").write_text(json.dumps(failed, indent=1, ensure_ascii=False), encoding="utf-8")
    passed = len(cases) - len(failed)
    return [at_least("NumberRangeModel cases", 100 * passed / len(cases), 95, detail=f"{passed} of {len(cases)}")]
