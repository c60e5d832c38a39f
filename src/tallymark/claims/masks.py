"""Masks: in comes a text; out come the spans whose numbers count nothing, each with its kind.

``data/masks.csv`` holds the patterns. A ``hard`` mask (date, year, statute, name, page ...) hides its number; a ``soft``
one (age, duration, idiom, ordinal ...) marks a quantity that is rarely a claim, and the reader of the quantities decides.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from tallymark.claims.rows import bad_row
from tallymark.claims.tables import read_rows
from tallymark.claims.words import number_words
from tallymark.model.claim import Span
from tallymark.model.patterns import compile_pattern

COLUMNS = ("kind", "strength", "needs", "pattern", "example")
DIGIT_NEAR = 60  # no pattern has more letters before its first digit
_MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?\.?|July?\.?|Aug(?:ust|\.)?"
    r"|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)


@dataclass(frozen=True, slots=True)
class Mask:
    """A span whose number is no count; ``hard`` when no quantity may be read there at all."""

    span: Span
    kind: str
    hard: bool


@dataclass(frozen=True, slots=True)
class Rule:
    """One pattern of the file with an example that it must match; ``needs`` is ``digit`` when no match is without one."""

    kind: str
    hard: bool
    needs: str
    pattern: str
    example: str


@cache
def rules() -> tuple[Rule, ...]:
    """Every pattern, months and number words filled in; raises TM-CLAIMS-001."""
    number = _number_pattern()
    found = []
    for line, row in read_rows("masks.csv", COLUMNS):
        pattern = row["pattern"].replace("{MONTH}", _MONTH).replace("{NUMWORD}", number)
        if row["strength"] not in ("hard", "soft") or row["needs"] not in ("digit", ""):
            raise bad_row("masks.csv", line, f"{row['strength']} {row['needs']}")
        found.append(Rule(row["kind"], row["strength"] == "hard", row["needs"], pattern, row["example"]))
    return tuple(found)


def _number_pattern() -> str:
    """A pattern for number words up to hundred, grouped by first letter so that other words fail at once."""
    words = number_words()
    units = "|".join(word for word, value in words["unit"].items() if 0 < value < 10)
    tens = "|".join(f"[{word[0]}{word[0].upper()}]{word[1:]}" for word in words["ten"])
    groups: dict[str, list[str]] = {}
    for word in sorted([*words["unit"], *words["hundred"], *words["dozen"]], key=len, reverse=True):
        groups.setdefault(word[0], []).append(word[1:])
    letters = "".join(sorted({word[0] for word in words["ten"]} | set(groups)))
    parts = "|".join(f"[{letter}{letter.upper()}](?:{'|'.join(rest)})" for letter, rest in groups.items())
    return f"(?=[{letters}{letters.upper()}])(?:(?:{tens})(?:[- ](?:{units}))?|{parts})"


@cache
def _combined(hard: bool) -> tuple[re.Pattern[str], tuple[str, ...]]:
    """One pattern for all rules of a strength, begun only where a word begins, and the kinds of its alternatives.

    Each alternative ends in an empty group, whose number tells the rule; a group at its beginning would keep the engine
    from rejecting it by its first letter. Rules that need a digit are tried only where one is near.
    """
    chosen = sorted((rule for rule in rules() if rule.hard is hard), key=lambda rule: rule.needs)
    free = "|".join(f"(?:{rule.pattern})()" for rule in chosen if not rule.needs)
    gated = "|".join(f"(?:{rule.pattern})()" for rule in chosen if rule.needs)
    parts = free + (rf"|(?=[^\d\n]{{0,{DIGIT_NEAR}}}\d)(?:{gated})" if gated else "")
    try:
        common = compile_pattern(rf"(?:(?<![\w$£€])(?<!\d[.,](?=\d))|(?=\[))(?:{parts})")
    except re.error as problem:
        raise bad_row("masks.csv", 1, f"a pattern cannot be read: {problem}") from None
    return common, tuple(rule.kind for rule in chosen)


def find_masks(text: str) -> tuple[Mask, ...]:
    """The masks of a text in order of their start; a soft mask may overlap a hard one."""
    found = []
    for hard in (True, False):
        common, kinds = _combined(hard)
        for match in common.finditer(text):
            found.append(Mask(Span(match.start(), match.end()), kinds[(match.lastindex or 1) - 1], hard))
    return tuple(sorted(found, key=lambda mask: (mask.span.start, not mask.hard, mask.span.end)))


class MaskIndex:
    """Masks by place: which mask covers a character range."""

    def __init__(self, masks: Iterable[Mask], *, hard: bool) -> None:
        self._masks = [mask for mask in masks if mask.hard is hard]
        self._starts = [mask.span.start for mask in self._masks]

    def over(self, start: int, end: int) -> Mask | None:
        """The mask that shares a character with ``start`` to ``end``, or None; masks of one strength do not overlap."""
        at = bisect_right(self._starts, end - 1) - 1
        if at < 0 or self._masks[at].span.end <= start:
            return None
        return self._masks[at]
