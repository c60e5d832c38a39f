"""Directions: in come the tokens around a number; out comes up or down when the number is the size of a change.

``data/directions.csv``: verbs, nouns and particles stand right before the number ("rose 5", "up by 5", "a drop of 5") or
right after it ("a 5 percent drop"); comparatives after it ("5 percent more", "27,000 fewer").
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from tallymark.claims.rows import bad_row
from tallymark.claims.tables import read_rows
from tallymark.claims.tokens import BREAK, Token

FORMS = ("verb", "noun", "particle", "comparative", "before")
_LINKS = frozenset("by of an a another roughly about some the nearly almost over just only approximately was were total".split())
_NOT_AFTER = frozenset({"to", "at", "from"})
_BETWEEN_AFTER = frozenset("year-over-year annual monthly overall sharp steep further net total year over year point in one month".split())
REACH = 4


@cache
def direction_words() -> dict[str, tuple[str, str]]:
    """Word -> (direction, form); raises TM-CLAIMS-001."""
    found: dict[str, tuple[str, str]] = {}
    for line, row in read_rows("directions.csv", ("word", "direction", "form")):
        if row["direction"] not in ("up", "down") or row["form"] not in FORMS or row["word"] in found:
            raise bad_row("directions.csv", line, row["word"])
        found[row["word"]] = (row["direction"], row["form"])
    return found


def direction_of(tokens: Sequence[Token], first: int, last: int) -> str | None:
    """The direction of a change whose size, hedge and unit are the tokens ``first`` to ``last`` (excluded)."""
    return _before(tokens, first) or _after(tokens, last)


def _before(tokens: Sequence[Token], first: int) -> str | None:
    known = direction_words()
    if first and tokens[first - 1].lower == "+":
        return "up"
    for at in range(first - 1, max(-1, first - 1 - REACH), -1):
        word = tokens[at].lower
        found = known.get(word)
        if found and found[1] != "comparative":
            to_level = found == ("up", "particle") and first - at > 1 and tokens[at + 1].lower == "to"
            return None if to_level else found[0]
        if word in _NOT_AFTER or tokens[at].kind == BREAK or (word not in _LINKS and not word.endswith("ly")):
            return None
    return None


def _after(tokens: Sequence[Token], last: int) -> str | None:
    known = direction_words()
    for at in range(last, min(len(tokens), last + 3)):
        word = tokens[at].lower
        found = known.get(word)
        if found and found[1] in ("verb", "noun", "comparative"):
            follower = tokens[at + 1].lower if at + 1 < len(tokens) else ""
            return None if found[1] == "comparative" and follower in _NO_COMPARISON else found[0]
        if word not in _BETWEEN_AFTER and word not in "-":
            return None
    return None


_NO_COMPARISON = frozenset({"or"})
