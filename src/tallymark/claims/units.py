"""Units: in come the tokens around a number; out come its currency, its unit as printed and the normalised unit.

``data/units.csv`` holds words after a number (percent, points, duration, measure, money); ``data/currencies.csv`` signs
before it. A number without a known unit counts something: the noun after it is quoted, unit ``count``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from tallymark.claims.contexts import word_set
from tallymark.claims.rows import bad_row
from tallymark.claims.tables import read_rows
from tallymark.claims.tokens import NUMBER, WORD, Token, joined

KINDS = ("percent", "points", "duration", "measure", "money")
_COUNTRIES = frozenset({"us", "hk"})  # they may stand apart from the sign: "US $5"
CURRENCY_SIGNS = frozenset("$€£¥₹₪")
_ORDINAL_ENDINGS = frozenset({"st", "nd", "rd", "th"})


@dataclass(frozen=True, slots=True)
class Unit:
    """A normalised unit and its kind, with the index of the token after it."""

    unit: str
    kind: str
    last: int


@cache
def unit_words() -> dict[tuple[str, ...], tuple[str, str]]:
    """Words of a unit -> (unit, kind); raises TM-CLAIMS-001."""
    found: dict[tuple[str, ...], tuple[str, str]] = {}
    for line, row in read_rows("units.csv", ("words", "unit", "kind")):
        key = tuple(row["words"].replace("-", " - ").replace(".", " . ").split())
        if row["kind"] not in KINDS or key in found:
            raise bad_row("units.csv", line, row["words"])
        found[key] = (row["unit"], row["kind"])
    return found


@cache
def _first_words() -> frozenset[str]:
    return frozenset(key[0] for key in unit_words())


@cache
def currency_signs() -> dict[str, str]:
    """Sign or letters before a number -> currency code; raises TM-CLAIMS-001."""
    found: dict[str, str] = {}
    for line, row in read_rows("currencies.csv", ("sign", "code")):
        if row["sign"] in found or not row["code"].isalpha():
            raise bad_row("currencies.csv", line, row["sign"])
        found[row["sign"]] = row["code"]
    return found


def currency_before(tokens: Sequence[Token], i: int) -> tuple[int, str]:
    """The index at which number ``i`` starts with its currency sign, and the currency's code (empty without)."""
    signs = currency_signs()
    at = i - 1
    if at >= 0 and tokens[at].lower in "-−" and at and tokens[at - 1].lower in CURRENCY_SIGNS:
        at -= 1
    if at < 0 or not (tokens[at].lower in signs or tokens[at].lower == "="):
        return i, ""
    mark = tokens[at].lower
    if mark == "=" and at and tokens[at - 1].lower in signs and joined(tokens[at - 1], tokens[at]):
        return at - 1, signs[tokens[at - 1].lower]
    if mark in CURRENCY_SIGNS:
        code = signs[mark]
        letters = tokens[at - 1].lower if at else ""
        near = joined(tokens[at - 1], tokens[at]) or letters in _COUNTRIES if at else False
        if near and letters + mark in signs:
            return at - 1, signs[tokens[at - 1].lower + mark]
        return at, code
    if tokens[at].kind != WORD or not joined(tokens[at], tokens[i]):
        return i, ""
    if at and tokens[at - 1].lower in CURRENCY_SIGNS and joined(tokens[at - 1], tokens[at]):
        return at - 1, signs.get(tokens[at - 1].lower + mark, signs[tokens[at - 1].lower])
    return (at, signs[mark]) if len(mark) > 1 and mark not in _COUNTRIES else (i, "")


def is_attached_unit(word: str) -> bool:
    """Whether letters may stand right after digits: a unit, an ordinal ending or "x"."""
    lower = word.lower()
    return (lower,) in unit_words() or lower in _ORDINAL_ENDINGS or lower in ("x", "p", "f", "c", "a")


def unit_at(tokens: Sequence[Token], j: int) -> Unit | None:
    """The unit that starts at token ``j`` (after a space or a hyphen), longest first."""
    if j >= len(tokens):
        return None
    if tokens[j].lower in "-–" and j + 1 < len(tokens) and tokens[j + 1].lower in _first_words():
        j += 1
    if tokens[j].lower not in _first_words():
        return None
    known = unit_words()
    for length in range(min(4, len(tokens) - j), 0, -1):
        found = known.get(tuple(token.lower for token in tokens[j : j + length]))
        if found:
            return Unit(found[0], found[1], j + length)
    return None


def noun_after(tokens: Sequence[Token], j: int, text: str) -> tuple[int, int] | None:
    """The characters of the noun phrase right after a number, up to three words; None when no word follows."""
    start = end = -1
    for token in tokens[j : j + 3]:
        if (
            token.kind != WORD
            or len(token.lower) == 1
            or token.lower in _STOP
            or (start >= 0 and text[end : token.start].strip())
        ):
            break
        start = token.start if start < 0 else start
        end = token.end
        if token.lower.endswith("s") and not token.lower.endswith("ss"):
            break
    return None if start < 0 else (start, end)


def follows_number(tokens: Sequence[Token], j: int) -> bool:
    """Whether token ``j`` is a number."""
    return j < len(tokens) and tokens[j].kind == NUMBER


_STOP = word_set("ends_noun")
