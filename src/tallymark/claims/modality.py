"""Outcome or not: in come a sentence and a number in it; out comes the modality (``actual``, ``target``, ``plan`` ...).

The cues are data (``modality_cues.csv``): words before or after the number, at most so many words away and in its clause.
The nearest cue wins. A number that something is compared with ("more than the 396,906 removed last year") is an outcome
whatever the verb before it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from tallymark.claims.dates import fold
from tallymark.claims.tables import read_rows
from tallymark.model.claim import Span
from tallymark.model.errors import DataError
from tallymark.model.figure import Modality

# Where a clause ends: what stands beyond says nothing about the number.
_BREAK = re.compile(
    r"[;:()—]| -{1,2} |[.!?][\"'”]? |\n|, (?:but|while|although|though|whereas|yet|and (?:the|he|she|it|they|has|have|had|is|are|was|were))\b|"
    r"\b(?:than|compared|versus|although|though|whereas|because|after|since|despite|according)\b|\b(?:up|down) from\b|\bwho(?:m|se)?\b|, which\b"
)


@dataclass(frozen=True, slots=True)
class Cue:
    """One line of the cues; ``words`` is how many words may stand between it and the number."""

    modality: Modality
    words: int
    pattern: re.Pattern[str]


@cache
def cues(side: str) -> tuple[Cue, ...]:
    """The cues that stand ``before`` or ``after`` the number; raises TM-CLAIMS-001 for a line that breaks the schema."""
    found: list[Cue] = []
    for line, row in read_rows("modality_cues.csv", ("modality", "side", "words", "pattern", "example")):
        known = row["modality"] in set(Modality) and row["side"] in ("before", "after") and row["words"].isdigit()
        if not known:
            raise DataError("TM-CLAIMS-001", where=f"claims/data/modality_cues.csv line {line}", detail=row["pattern"])
        if row["side"] == side:
            begin = r"\b" if side == "before" else r"(?:^|\b)"
            found.append(Cue(Modality(row["modality"]), int(row["words"]), re.compile(begin + row["pattern"] + r"\b")))
    return tuple(found)


def modality_of(text: str, sentence: Span, number: Span) -> Modality:
    """Whether the number at ``number`` tells an outcome; the cue nearest to it in its clause decides."""
    folded = fold(sentence.of(text))
    head = folded[: max(0, number.start - sentence.start)]
    tail = folded[max(0, number.end - sentence.start) :]
    before = _nearest_before(_last_clause(head))
    after = _nearest_after(_first_clause(tail))
    found = [item for item in (before, after) if item is not None]
    return min(found, key=lambda item: item[0])[1] if found else Modality.ACTUAL


def _last_clause(head: str) -> str:
    ends = [match.end() for match in _BREAK.finditer(head)]
    return head[ends[-1] :] if ends else head


def _first_clause(tail: str) -> str:
    match = _BREAK.search(tail)
    return tail[: match.start()] if match else tail


def _nearest_before(clause: str) -> tuple[int, Modality] | None:
    best: tuple[int, Modality] | None = None
    for cue in cues("before"):
        for match in cue.pattern.finditer(clause):
            gap = len(clause[match.end() :].split())
            if gap <= cue.words and (best is None or gap < best[0]):
                best = (gap, cue.modality)
    return best


def _nearest_after(clause: str) -> tuple[int, Modality] | None:
    best: tuple[int, Modality] | None = None
    for cue in cues("after"):
        for match in cue.pattern.finditer(clause):
            gap = len(clause[: match.start()].split())
            if gap <= cue.words and (best is None or gap < best[0]):
                best = (gap, cue.modality)
    return best
