"""The shared articles with the records of the Seattle area beside the published figures: verdicts that change, counts that stand beside.

The release holds one area, so that no national claim may be decided by it; what is measured is that none is.
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from evaluation.labelled import register
from evaluation.result import Result
from tallymark.checking.check import check
from tallymark.claims.extract import extract
from tallymark.claims.reading import read_text
from tallymark.counting.joined import records_of
from tallymark.model.verdict import AGAINST
from tallymark.releases.ingest import ingest
from tallymark.schema.store import Store

RELEASE = "uw-v-dhs-2019"
FILES = (
    "uwchr-ice-air/SeattleAOROtherRemovals.csv",
    "uwchr-ice-air/SeattleAORExpeditedRemovals.csv",
    "uwchr-jsis-tf-2023/arrests_with_state.csv.gz",
)


def run(shared: Path, out: Path) -> list[Result]:  # noqa: ARG001  every module takes both
    """Accusations that records add (none may be), verdicts that they change, claims beside which a count stands, and the time."""
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder))
        ingest([shared / "data" / name for name in FILES], RELEASE, store)
        records = records_of(store)
        added, changed, beside, seconds = [], 0, 0, 0.0
        paths = sorted((shared / "articles").glob("*/*.txt"))
        for path in paths:
            body = path.read_text(encoding="utf-8")
            text = extract(read_text(body.split("---\n", 2)[2] if body.startswith("---") else body, name=path.name))
            alone = check(text, register())
            began = time.process_time()
            counted = check(text, register(), records)
            seconds += time.process_time() - began
            for one, other in zip(alone.checks, counted.checks, strict=True):
                changed += one.verdict.kind is not other.verdict.kind
                beside += any(recount.tries for recount in other.verdict.recounts)
                if other.verdict.kind in AGAINST and one.verdict.kind not in AGAINST:
                    added.append(f"{path.stem} {one.subject.quote}")
    return [
        Result("accusations that a regional release adds", str(len(added)), "0", not added, detail=", ".join(added)),
        Result("verdicts that it changes", str(changed), "0", changed == 0),
        Result("claims with a count beside", str(beside), detail=f"{len(paths)} texts"),
        Result("processor time of checks with records", f"{seconds:.1f} s", detail=f"{len(paths)} texts"),
    ]
