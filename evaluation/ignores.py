"""Ignored lints and types: in come the project's own sources; out comes how many lines switch a check off, by its code."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from evaluation.result import Result

ROOT = Path(__file__).resolve().parent.parent
MARK = re.compile(r"#\s*(noqa|type: ignore)(?:\s*[:\[]\s*([A-Z0-9a-z, -]+?))?(?:\]|\s{2}|$)", re.M)


def run(shared: Path, out: Path) -> list[Result]:  # noqa: ARG001  every benchmark is called alike
    """Counts without a target, so that a growing number is seen."""
    found: Counter[str] = Counter()
    for folder in ("src", "tests", "evaluation"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            for kind, codes in MARK.findall(path.read_text("utf-8")):
                for code in (codes or "all").split(","):
                    found[f"{kind}: {code.strip()}"] += 1
    return [
        Result("ignored lints and types", str(sum(found.values()))),
        *(Result(f"ignored, {name}", str(n)) for name, n in found.most_common()),
    ]
