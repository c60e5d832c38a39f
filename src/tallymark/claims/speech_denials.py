"""Denials: in come a text and its sentences; out come the sentences whose claims the text itself denies.

Cues are data (``speech_denials.csv``; lines of reach ``piece`` are parts that later patterns name in braces). A cue of reach ``same`` speaks of its own sentence, one of reach ``next`` of its own and of the
sentence before.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from tallymark.claims.dates import fold
from tallymark.claims.tables import read_rows
from tallymark.model.claim import Span
from tallymark.model.errors import DataError
from tallymark.model.patterns import compile_pattern

REACHES = {"same": "same", "next": "next"}
_NEGATED = compile_pattern(
    r"\b(?:not|never|no one|nobody|none|hardly|without|rather than|didn't|doesn't|don't|cannot|can't)(?: [a-z]+){0,2} $"
)
_ANAPHOR = compile_pattern(r"\b(?:that|this|those|these|it|the|his|her|their|its|such|which)\b")


@dataclass(frozen=True, slots=True)
class Denial:
    """One line of the cues."""

    cue: str
    reach: str
    pattern: re.Pattern[str]


@cache
def cues() -> tuple[Denial, ...]:
    """Every cue; raises TM-CLAIMS-001 for a line that breaks the schema."""
    found: list[Denial] = []
    pieces: dict[str, str] = {}
    for line, row in read_rows("speech_denials.csv", ("cue", "reach", "pattern", "example")):
        pattern = row["pattern"]
        for name, piece in pieces.items():
            pattern = pattern.replace("{" + name + "}", piece)
        if row["reach"] == "piece":
            pieces[row["cue"]] = pattern
            continue
        try:
            found.append(Denial(row["cue"], REACHES[row["reach"]], compile_pattern(pattern)))
        except (KeyError, re.error):
            where = f"claims/data/speech_denials.csv line {line}"
            raise DataError("TM-CLAIMS-001", where=where, detail=row["cue"]) from None
    return tuple(found)


def denied(text: str, sentences: tuple[Span, ...]) -> frozenset[int]:
    """The numbers of the sentences that are denied in themselves or in the sentence after them."""
    folded = fold(text).replace("\n", " ")
    found: set[int] = set()
    for index, sentence in enumerate(sentences):
        words = folded[sentence.start : sentence.end]
        for cue in cues():
            match = cue.pattern.search(words)
            if match is None or _NEGATED.search(words[max(0, match.start() - 40) : match.start()]):
                continue
            found.add(index)
            if cue.reach == "next" and index and _looks_back(words, match) and _near(text, sentences, index):
                found.add(index - 1)
    return frozenset(found)


def _looks_back(words: str, match: re.Match[str]) -> bool:
    """A denial of the sentence before has no figure of its own before the cue and points back with "that", "the figure" ..."""
    head = words[: match.end()]
    return re.search(r"\d", head) is None and _ANAPHOR.search(words[: match.end() + 30]) is not None


def _near(text: str, sentences: tuple[Span, ...], index: int) -> bool:
    """Not over more than one paragraph break."""
    return text[sentences[index - 1].end : sentences[index].start].count("\n") <= 4
