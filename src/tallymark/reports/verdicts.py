"""How verdicts are shown: in comes ``data/verdicts.csv``; out come a mark, a label, a meaning and a rating for each kind.

A mark differs from every other in shape, so that no output depends on colour.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources

from tallymark.model.verdict import AGAINST, SUPPORTED, Checked, VerdictKind


@dataclass(frozen=True, slots=True)
class VerdictWord:
    """One kind of verdict as readers see it; ``rating`` is on the scale of ClaimReview, 1 to 5, None for no rating."""

    kind: VerdictKind
    mark: str
    label: str
    rating: int | None
    meaning: str

    @property
    def side(self) -> str:
        """``for``, ``against`` or ``open``: what the verdict means for the claim."""
        return "for" if self.kind in SUPPORTED else "against" if self.kind in AGAINST else "open"


@cache
def verdict_words() -> dict[VerdictKind, VerdictWord]:
    """Every kind of verdict in the order in which summaries list them."""
    path = resources.files("tallymark.reports").joinpath("data/verdicts.csv")
    with path.open("r", encoding="utf-8") as handle:
        return {
            VerdictKind(row["kind"]): VerdictWord(
                VerdictKind(row["kind"]),
                row["mark"],
                row["label"],
                int(row["rating"]) if row["rating"] else None,
                row["meaning"],
            )
            for row in csv.DictReader(handle)
        }


def counts(checks: Iterable[Checked]) -> tuple[tuple[VerdictWord, int], ...]:
    """How many checks have each verdict, in the order of the table, without zeros."""
    found = Counter(check.verdict.kind for check in checks)
    return tuple((word, found[kind]) for kind, word in verdict_words().items() if found[kind])
