"""Directions: in come the tokens around a number; out comes up or down when the number is the size of a change.

``data/directions.csv``: verbs, nouns and particles stand right before the number ("rose 5", "up by 5", "a drop of 5"), nouns
also right after it ("a 5 percent drop"; ``both`` is verb or noun); comparatives after it ("5 percent more", "27,000 fewer").
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from tallymark.claims.contexts import word_set
from tallymark.claims.rows import bad_row
from tallymark.claims.tables import read_rows
from tallymark.claims.tokens import BREAK, Token

FORMS = ("verb", "noun", "both", "particle", "comparative", "percent")
_LINKS = word_set("before_change")
_BETWEEN_AFTER = word_set("after_change")
# With these verbs "up" is part of the verb and tells no change: "gave up 517 yards".
_PHRASAL = word_set("phrasal_verb")
REACH = 4
REACH_BY = 7


@cache
def direction_words() -> dict[str, tuple[str, str]]:
    """Word -> (direction, form); raises TM-CLAIMS-001."""
    found: dict[str, tuple[str, str]] = {}
    for line, row in read_rows("directions.csv", ("word", "direction", "form")):
        if row["direction"] not in ("up", "down") or row["form"] not in FORMS or row["word"] in found:
            raise bad_row("directions.csv", line, row["word"])
        found[row["word"]] = (row["direction"], row["form"])
    return found


def direction_before(tokens: Sequence[Token], first: int, *, percent: bool = False) -> str | None:
    """The direction that a verb, noun or particle before token ``first`` gives to the number there: "fell in May by 5".

    Words of form ``percent`` do so only for percentages: "lost 5 percent", but "lost 5 officers" is no fall by 5.
    """
    if not first:
        return None
    if tokens[first - 1].lower == "+":
        return "up"
    by = tokens[first - 1].lower == "by"
    known = direction_words()
    for at in range(first - 1, max(-1, first - 1 - (REACH_BY if by else REACH)), -1):
        word = tokens[at].lower
        found = known.get(word)
        if found and found[1] != "comparative" and (percent or found[1] != "percent"):
            return None if _is_no_change(tokens, at, first) else found[0]
        if tokens[at].kind == BREAK or not (by or word in _LINKS or word.endswith(("ly", "ing"))):
            return None
    return None


def _is_no_change(tokens: Sequence[Token], at: int, first: int) -> bool:
    if tokens[at].lower == "up" and at + 1 < first and tokens[at + 1].lower == "to":
        return True
    return tokens[at].lower in ("up", "off", "down") and at > 0 and tokens[at - 1].lower in _PHRASAL


def direction_after(tokens: Sequence[Token], last: int) -> str | None:
    """The direction that a noun or comparative at token ``last`` gives: "a 5 percent drop", "27,000 more"."""
    known = direction_words()
    for at in range(last, min(len(tokens), last + 3)):
        word = tokens[at].lower
        found = known.get(word)
        if found and found[1] in ("noun", "both", "comparative"):
            follower = tokens[at + 1].lower if at + 1 < len(tokens) else ""
            return None if found[1] == "comparative" and follower == "or" else found[0]
        if word not in _BETWEEN_AFTER and word != "-":
            return None
    return None
