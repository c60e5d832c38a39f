"""Telling English from other languages: in comes a text; out comes nothing, or the coded error for a text that is not English."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import cache

from tallymark.claims.tables import read_rows
from tallymark.model.errors import InputError

SAMPLE = 20_000
LEAST_WORDS = 25


@cache
def _stop_words() -> dict[str, frozenset[str]]:
    rows = read_rows("reading_stopwords.csv", ("language", "words"))
    return {row["language"]: frozenset(row["words"].split()) for _, row in rows}


def require_english(text: str, name: str) -> None:
    """Raises TM-CLAIMS-110 when the text is clearly in another language or script; short texts pass."""
    sample = text[:SAMPLE]
    letters = [letter for letter in sample if letter.isalpha()]
    foreign = sum(not unicodedata.name(letter, "").startswith("LATIN") for letter in letters[:4000])
    if len(letters) >= 60 and foreign > min(len(letters), 4000) / 2:
        raise InputError("TM-CLAIMS-110", where=name, detail="most letters are not Latin")
    words = Counter(re.findall(r"[^\W\d_]+", sample.lower()))
    total = sum(words.values())
    if total < LEAST_WORDS:
        return
    shares = {
        language: sum(words[word] for word in stop_words) / total for language, stop_words in _stop_words().items()
    }
    best = max(shares, key=lambda language: shares[language])
    if best != "English" and shares[best] > 0.12 and shares["English"] < 0.12 and shares[best] > 2 * shares["English"]:
        raise InputError("TM-CLAIMS-110", where=name, detail=f"it looks like {best}")
