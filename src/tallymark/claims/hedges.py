"""Hedges: in come the tokens around a number; out come its class of hedge and the words; and a number with a hedge becomes intervals.

The wordings are ``data/hedges.csv``: words, side of the number, class, and the class of width used by ``widths``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from tallymark.claims.contexts import word_set
from tallymark.claims.numbers import Numeral
from tallymark.claims.rows import bad_row
from tallymark.claims.tables import read_rows
from tallymark.claims.tokens import BREAK, Token
from tallymark.claims.widths import WIDTHS, claimed_value
from tallymark.model.figure import Hedge

__all__ = ["Found", "Hedging", "claimed_value", "hedge_after", "hedge_around", "hedge_before", "hedgings"]


@dataclass(frozen=True, slots=True)
class Hedging:
    """One wording: its class of hedge and its class of width."""

    hedge: Hedge
    width: str


@dataclass(frozen=True, slots=True)
class Found:
    """A hedge with the tokens it covers: ``first`` to ``last`` (excluded)."""

    hedging: Hedging
    first: int
    last: int


@cache
def hedgings() -> dict[str, dict[tuple[str, ...], Hedging]]:
    """For each side of the number the wordings; raises TM-CLAIMS-001."""
    found: dict[str, dict[tuple[str, ...], Hedging]] = {"before": {}, "after": {}}
    for line, row in read_rows("hedges.csv", ("words", "side", "hedge", "width")):
        key = tuple(row["words"].split())
        if (
            row["side"] not in found
            or row["hedge"] not in set(Hedge)
            or row["width"] not in WIDTHS
            or key in found[row["side"]]
        ):
            raise bad_row("hedges.csv", line, row["words"])
        found[row["side"]][key] = Hedging(Hedge(row["hedge"]), row["width"])
    return found


@cache
def _ends() -> dict[str, tuple[tuple[str, ...], ...]]:
    """Wordings before a number by their last word, longest first."""
    groups: dict[str, list[tuple[str, ...]]] = {}
    for key in hedgings()["before"]:
        groups.setdefault(key[-1], []).append(key)
    return {word: tuple(sorted(keys, key=len, reverse=True)) for word, keys in groups.items()}


# Words that may stand between a hedge and its number without changing either.
_BETWEEN = word_set("between_hedge")
# A preposition of place or time is a hedge only right before its number: "over the past 30 days" is none.
_STRICT = frozenset(
    {"over", "under", "above", "below", "near", "around", "some", "barely", "beyond", "short of", "topped"}
)


def hedge_before(tokens: Sequence[Token], first: int) -> Found | None:
    """The hedge that ends right before token ``first``, or before words that may stand between; stacked hedges give the inner class."""
    at = first
    for _ in range(3):
        found = _ending_at(tokens, at)
        if found:
            return None if _is_none(tokens, found) else _stacked(tokens, found)
        if at and tokens[at - 1].lower in _BETWEEN:
            at -= 1
        elif (
            at > 1
            and tokens[at - 1].lower == "of"
            and tokens[at - 2].lower in ("record", "total", "average", "peak", "high")
        ):
            at -= 2
        else:
            return None
    return None


def _is_none(tokens: Sequence[Token], found: Found) -> bool:
    """Whether words of a hedge are none here: the head of "the 2009 total of 5", the particle of "turned over 5"."""
    before = tokens[found.first - 1].lower if found.first else ""
    if tokens[found.first].lower == "over" and before in _WITH_OVER:
        return True
    if found.last - found.first != len(_TOTAL) or tokens[found.first].lower != _TOTAL[0]:
        return False
    return any(token.lower in _DEFINITE for token in tokens[max(0, found.first - 2) : found.first])


_WITH_OVER = word_set("phrasal_over")
_TOTAL = ("total", "of")
_DEFINITE = frozenset({"the", "its", "their", "that"})


def _ending_at(tokens: Sequence[Token], at: int) -> Found | None:
    if not at:
        return None
    for key in _ends().get(tokens[at - 1].lower, ()):
        start = at - len(key)
        if start >= 0 and tuple(token.lower for token in tokens[start:at]) == key:
            return Found(hedgings()["before"][key], start, at)
    return None


def _stacked(tokens: Sequence[Token], found: Found) -> Found:
    """With a second hedge before the first ("more than about 48") the inner class counts, except that a bound or closeness beats "estimated" and "some"."""
    outer = _ending_at(tokens, found.first) or (
        _ending_at(tokens, found.first - 1) if found.first and tokens[found.first - 1].lower in ("an", "a") else None
    )
    if outer is None:
        return found
    inner_words = " ".join(token.lower for token in tokens[found.first : found.last])
    weak = inner_words in ("estimated", "an estimated", "some", "total of", "a total of")
    return Found(outer.hedging if weak else found.hedging, outer.first, found.last)


def hedge_after(tokens: Sequence[Token], last: int) -> Found | None:
    """The hedge that starts at token ``last`` ("or so", "or more", "-plus"), a comma allowed before it."""
    after = hedgings()["after"]
    for start in (last, last + 1):
        if start > last and (last >= len(tokens) or tokens[last].lower != ","):
            break
        for length in (3, 2, 1):
            key = tuple(token.lower for token in tokens[start : start + length])
            if (
                len(key) == length
                and key in after
                and (start == last or key[0] == "at" or key == ("give", "or", "take"))
            ):
                if key in (("plus",), ("+",)) and not _attached(tokens, start):
                    continue
                return Found(after[key], start, start + length)
    return None


def _attached(tokens: Sequence[Token], at: int) -> bool:
    return at > 0 and tokens[at - 1].end == tokens[at].start


def hedge_around(
    tokens: Sequence[Token], numeral: Numeral, unit_last: int
) -> tuple[Hedging, Found | None, Found | None]:
    """The hedge of a numeral with where it was found before and after it; a hedge after the number decides when both stand."""
    before = hedge_before(tokens, numeral.first)
    after = hedge_after(tokens, numeral.last) or (hedge_after(tokens, unit_last) if unit_last != numeral.last else None)
    if after is not None and after.hedging.hedge is not Hedge.ABOUT:
        return after.hedging, before, after
    if before is not None:
        return before.hedging, before, after
    if after is not None:
        return after.hedging, None, after
    return Hedging(Hedge.NONE, "bare"), None, None


def breaks_between(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether a clause ends between two tokens."""
    return any(token.kind == BREAK for token in tokens[first:last])
