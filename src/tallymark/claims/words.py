"""Number words: in comes ``data/number_words.csv``; out come the values of words, by kind.

Kinds: unit, ten, hundred, scale, dozen (they build cardinals); suffix and letter (scales written after digits); vague
(the least the word allows); part (the n of "two thirds"); multiple ("doubled"); ordinal; times ("twice").
"""

from __future__ import annotations

from decimal import Decimal
from functools import cache

from tallymark.claims.rows import bad_row
from tallymark.claims.tables import read_rows

FILE = "number_words.csv"
KINDS = (
    "unit",
    "ten",
    "hundred",
    "scale",
    "dozen",
    "suffix",
    "letter",
    "vague",
    "part",
    "multiple",
    "ordinal",
    "times",
)


@cache
def number_words() -> dict[str, dict[str, Decimal]]:
    """For each kind the words with their values; raises TM-CLAIMS-001."""
    found: dict[str, dict[str, Decimal]] = {kind: {} for kind in KINDS}
    for line, row in read_rows(FILE, ("word", "kind", "value")):
        if row["kind"] not in found or not row["value"].isdigit() or row["word"] in found[row["kind"]]:
            raise bad_row(FILE, line, f"{row['word']} {row['kind']} {row['value']}")
        found[row["kind"]][row["word"]] = Decimal(row["value"])
    return found


def is_number_word(word: str) -> bool:
    """Whether the lower-case word can be part of a cardinal in words."""
    words = number_words()
    return any(word in words[kind] for kind in ("unit", "ten", "hundred", "scale", "dozen"))
