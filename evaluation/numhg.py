"""NumHG, development half: in come headlines with bodies; out comes how often the source of the headline's number is found with the right relation."""

from __future__ import annotations

import json
import re
from collections import Counter
from decimal import Decimal
from pathlib import Path

from evaluation.result import Result, at_least
from tallymark.claims.quantities import Quantity, find_quantities
from tallymark.claims.relations import best_source

ROWS = Path("benchmarks") / "numhg" / "numhg_dev.jsonl"
KINDS = ("rescaled", "rounded", "truncated")
BLANK = "____"
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")


def run(shared: Path, out: Path) -> list[Result]:
    """Find for each headline number its source in the body; right when value and relation are the annotated ones."""
    rows = [json.loads(line) for line in (shared / ROWS).read_text(encoding="utf-8").splitlines()]
    rows = [row for row in rows if row["kind"] in KINDS]
    right: Counter[str] = Counter()
    total = Counter(row["kind"] for row in rows)
    failed = []
    for row in rows:
        found = explain(row)
        good = found is not None and found[2] == row["kind"] and _same(found[1], row["annotation"])
        right[row["kind"]] += good
        if not good:
            named = None if found is None else (str(found[1]), found[2])
            failed.append(
                {"headline": row["headline"], "annotation": row["annotation"], "kind": row["kind"], "found": named}
            )
    (out / "numhg.json").write_text(json.dumps(failed, indent=1, ensure_ascii=False), encoding="utf-8")
    by_kind = "; ".join(f"{kind} {right[kind]}/{total[kind]}" for kind in KINDS)
    share = 100 * sum(right.values()) / len(rows)
    return [at_least("NumHG dev source and relation right", share, 95, detail=by_kind)]


def explain(row: dict[str, str]) -> tuple[Quantity, Decimal, str] | None:
    """The body's quantity that the headline's number comes from, with the relation."""
    start = row["cloze"].find(BLANK)
    headline = row["cloze"].replace(BLANK, row["answer"], 1)
    stated = [
        q
        for q in find_quantities(headline)
        if q.number_span.start <= start + len(row["answer"]) and start < q.number_span.end
    ]
    return best_source(stated[0], find_quantities(row["body"])) if stated else None


def _same(found: Decimal, annotation: str) -> bool:
    """Whether the value is the number that the annotation names, at any scale (the annotation leaves scale words out)."""
    match = _NUMBER.search(annotation)
    if match is None:
        return False
    named = Decimal(match.group().replace(",", ""))
    return any(abs(found) == named * 1000**step for step in range(5))
