"""Outcome or not: in come a sentence and a number in it; out comes the modality (``actual``, ``target``, ``plan`` ...).

The cues are data (``modality_cues.csv``): words before or after the number, at most so many words away and in its clause.
The nearest cue wins. A number that something is compared with ("more than the 396,906 removed last year") is an outcome
whatever the verb before it. So is a group that the words take to exist ("deport the 11 million people who live here"): the
cues ``around`` the number, in which ``#`` stands for it, say so.
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
from tallymark.model.patterns import compile_pattern

SIDES = ("before", "after", "around")
NEAR = 240  # characters on each side of the number that are looked at
LIST = 1_500  # characters of a list before the number
# Where a clause ends: what stands beyond says nothing about the number.
_BREAK = compile_pattern(
    r"[;:()—]| -{1,2} |[.!?][\"'”]? |\n|, (?:but|while|although|though|whereas|yet|and (?:the|he|she|it|they|has|have|had|is|are|was|were))\b|"
    r"\b(?:than|compared|versus|although|though|whereas|because|after|since|despite|according)\b|\b(?:up|down) from\b|\bwho(?:m|se)?\b|, which\b"
)

_AFTER_BREAK = compile_pattern(rf"{_BREAK.pattern}|,|\bthat (?:would|could|might)\b")
# "more than" right before the number is its bound, not a comparison.
_BOUND = compile_pattern(
    r"\b(?:more|less|fewer|greater|higher|lower|larger) than (?:about |some |an estimated |just )?$"
)
_NUMBER = compile_pattern(r"\$?\d[\d,.]*")
_VERB = compile_pattern(
    r"\b(?:is|are|was|were|has|have|had|will|would|said|says|did|does|deported|removed|arrested|detained|so far|already)\b"
)
_ASIDE = compile_pattern(r", (?:however|meanwhile|instead|(?:he|she|they|officials|it) (?:said|says|added)),")
_INCLUDING = compile_pattern(
    r",? including(?: with)?(?: an?| the| about| some| up to| more than| at least| additional| extra)* ?$"
)
# What opens an item of a list; and what goes on with a proposal told of before.
_ITEM = compile_pattern(r"\s*(?:[-*•●▪◦·–—]|\(?\d{1,2}[.)] )")
_ALSO = compile_pattern(
    r"^[\"'“”]?(?:it|they|he|she|the (?:bill|plan|measure|proposal|budget|legislation)) (?:also|further|additionally|then) "
    r"(?:includ|provid|call|alloc|authoriz|add|requir|set|giv|boost|increas|fund|allow|mak|rais|cut|reduc|creat|direct|seek|propos)[a-z]*(?<!ed) "
)
_PROPOSAL = compile_pattern(r"\b(?:bill|legislation|measure|proposal|proposes|proposed|would|budget request|plan)\b")
_ENACTED = compile_pattern(r"\b(?:enacted|signed|became law|passed into law|took effect)\b")
# "A full-scale, aggressive surge": the comma between two adjectives parts nothing.
_ADJECTIVES = compile_pattern(
    r"((?:^ ?|\ban? )[a-z-]+), (?=(?!and|or|but|with|which|who|as|so|including)[a-z-]+(?<!ing)(?<!ed) [a-z])"
)
_OWN_VERB = compile_pattern(r"(?: [a-z-]+){0,3}? (?:was|were|has|have|had)\b")
AROUND = 90  # characters on each side that a cue around the number may see
LAST_ITEM = 16  # words from the number before to this one in a list
_MONTH = compile_pattern(r"(?<=[a-z,;:’'.] )May\b")


@dataclass(frozen=True, slots=True)
class Cue:
    """One line of the cues; ``words`` is how many words may stand between it and the number."""

    modality: Modality
    words: int
    pattern: re.Pattern[str]


@cache
def cues(side: str) -> tuple[Cue, ...]:
    """The cues that stand ``before``, ``after`` or ``around`` the number; raises TM-CLAIMS-001 for a line that breaks the schema."""
    found: list[Cue] = []
    for line, row in read_rows("modality_cues.csv", ("modality", "side", "words", "pattern", "example")):
        known = row["modality"] in set(Modality) and row["side"] in SIDES and row["words"].isdigit()
        if not known:
            raise DataError("TM-CLAIMS-001", where=f"claims/data/modality_cues.csv line {line}", detail=row["pattern"])
        if row["side"] == side:
            begin, end = {"before": (r"\b", r"\b"), "after": (r"(?:^|\b)", r"\b"), "around": (r"\b", "")}[side]
            found.append(
                Cue(Modality(row["modality"]), int(row["words"]), compile_pattern(begin + row["pattern"] + end))
            )
    return tuple(found)


def modality_of(text: str, sentence: Span, number: Span) -> Modality:
    """Whether the number at ``number`` tells an outcome; the cue nearest to it in its clause decides."""
    # The month is no modal verb; the first word of a sentence may be one.
    words = _MONTH.sub("___", sentence.of(text))
    folded = fold(words)
    head = folded[: max(0, number.start - sentence.start)]
    tail = folded[max(0, number.end - sentence.start) :]
    marked = f"{head[-AROUND:]}# {tail[:AROUND].lstrip()}"
    for cue in cues("around"):
        if cue.pattern.search(marked):
            return cue.modality
    found = [
        item
        for item in (_before(head[-LIST:], own=_OWN_VERB.match(tail) is not None), _after(tail[:NEAR]))
        if item is not None
    ]
    if not found and (led := _led_in(text, sentence, head)) is not None:
        found = [led]
    return min(found, key=lambda item: item[0])[1] if found else Modality.ACTUAL


def _led_in(text: str, sentence: Span, head: str) -> tuple[int, Modality] | None:
    """The cue of what a sentence goes on with: the line that opens its list ("The bill would:"), or the proposal that "it also includes" means."""
    if _ALSO.search(head):
        before = fold(text[max(0, sentence.start - NEAR) : sentence.start])
        return (0, Modality.PLAN) if _PROPOSAL.search(before) and not _ENACTED.search(before) else None
    if _VERB.search(head):
        return None
    lines = text[max(0, sentence.start - LIST) : sentence.start + 1].split("\n")
    lines[-1] += head[1:3]
    if not any(_ITEM.match(line) for line in lines[-1:]):
        return None
    for line in reversed(lines[:-1]):
        if line.rstrip().endswith(":") and not _ITEM.match(line):
            return _nearest(_last_clause(fold(line.rstrip()[:-1])[-NEAR:] + " "), listed=True)
        if line.strip() and not _ITEM.match(line):
            return None
    return None


def _before(head: str, *, own: bool) -> tuple[int, Modality] | None:
    """The nearest cue before the number; of a list ("to build A; B; C") the cue of the first item holds for all.

    A number with a verb of its ``own`` ("..., and 28,000 were used") is no item of a list.
    """
    clause = _last_clause(_BOUND.sub("", _ASIDE.sub("", head[-NEAR:])))
    best = _nearest(clause, own=own)
    if best is not None or ";" not in head or _VERB.search(clause):
        return best
    items = head.rsplit(";", 1)[0].split(";")
    if any(_VERB.search(item) for item in items[1:]):
        return None
    return _nearest(_last_clause(items[0]), listed=True)


def _nearest(clause: str, *, listed: bool = False, own: bool = False) -> tuple[int, Modality] | None:
    best: tuple[int, Modality] | None = None
    for cue in cues("before"):
        for match in cue.pattern.finditer(clause):
            between = clause[match.end() :]
            gap = len(between.split()) if listed else _gap(between)
            near = gap is not None and (listed or gap <= cue.words) and not (own and _NUMBER.search(between))
            if gap is not None and near and (best is None or gap < best[0]):
                best = (gap, cue.modality)
    return best


def _gap(between: str) -> int | None:
    """How many words part a cue from the number it reaches over these words; None where it does not reach it.

    Another number between them takes the cue ("calls for 34,000 beds in some 250 jails") unless it begins a list, whose
    items all share the cue; a comma without such a list ends its reach ("met its goals, removing 400,000"), "including"
    does not.
    """
    between = _ADJECTIVES.sub(r"\1 ", between)
    numbers = list(_NUMBER.finditer(between))
    if not numbers:
        plain = _INCLUDING.sub("", between)
        return None if "," in between and plain == between else len(plain.split())
    last = between[numbers[-1].end() :]
    words = last.split()
    if len(words) > LAST_ITEM or re.search(r",|\b(?:and|to|or|plus)\b", last) is None or _VERB.search(last):
        return None
    return (
        len(between[: numbers[0].start()].split())
        if re.search(r"\b(?:and|or|plus)\b|,", last)
        else len(between.split())
    )


def _after(tail: str) -> tuple[int, Modality] | None:
    clause = tail[: match.start()] if (match := _AFTER_BREAK.search(tail)) else tail
    best: tuple[int, Modality] | None = None
    for cue in cues("after"):
        for match in cue.pattern.finditer(clause):
            gap = len(clause[: match.start()].split())
            if gap <= cue.words and (best is None or gap < best[0]):
                best = (gap, cue.modality)
    return best


def _last_clause(head: str) -> str:
    ends = [match.end() for match in _BREAK.finditer(head)]
    return head[ends[-1] :] if ends else head
