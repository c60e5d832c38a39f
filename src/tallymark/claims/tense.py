"""Tense: in come a sentence and the place of a number; out comes whether it is told of the present, by the nearest verb that shows it."""

from __future__ import annotations

from functools import cache

from tallymark.claims.clauses import Sentence, clause_of
from tallymark.claims.tables import words_of

FILE, KINDS = "tense_words.csv", frozenset({"present", "perfect", "past"})


@cache
def _tenses() -> dict[str, str]:
    return {word: tense for tense, words in words_of(FILE, KINDS).items() for word in words}


def tense_of(sentence: Sentence, place: int) -> str:
    """``present``, ``perfect`` ("has removed") or ``past`` by the verb nearest to the number, in its clause first; empty without one."""
    first, last = clause_of(sentence, place)
    for begin, end in ((first, last), (0, len(sentence.words))):
        found = [at for at in range(begin, end) if sentence.words[at] in _tenses()]
        if found:
            # Of "# were held, and # are" each number has the verb after it; "there are #" the one before.
            nearest = min(found, key=lambda at: (abs(at - place), at < place))
            tense = _tenses()[sentence.words[nearest]]
            # "It has # beds" is told of the present, "it has removed #" of all the time up to it.
            return "present" if tense == "perfect" and nearest + 1 == place else tense
    return ""
