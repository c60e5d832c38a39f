"""Word sets: in comes ``data/contexts.csv``; out come the named sets of words that the number grammar looks for around a number.

Each set is named for where its words stand: ``between_hedge`` between a hedge and its number, ``after_half`` after "half"
when it is a share, ``ends_noun`` words that end the noun phrase of a count, and so on.
"""

from __future__ import annotations

from functools import cache

from tallymark.claims.rows import bad_row
from tallymark.claims.tables import read_rows

FILE = "contexts.csv"


@cache
def _sets() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for line, row in read_rows(FILE, ("set", "word")):
        words = found.setdefault(row["set"], set())
        if not row["word"] or row["word"] in words:
            raise bad_row(FILE, line, f"{row['set']} {row['word']}")
        words.add(row["word"])
    return {name: frozenset(words) for name, words in found.items()}


def word_set(name: str) -> frozenset[str]:
    """The words of one set, in lower case; raises TM-CLAIMS-001 for a set that the file does not have."""
    try:
        return _sets()[name]
    except KeyError:
        raise bad_row(FILE, 1, f"no set {name}") from None


@cache
def counted_nouns() -> frozenset[str]:
    """Plural nouns whose absence is a count of zero; raises TM-CLAIMS-001."""
    return frozenset(row["noun"] for _, row in read_rows("counted_nouns.csv", ("noun",)))
