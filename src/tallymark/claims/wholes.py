"""Wholes: in come a sentence and the place of a number; out comes what the number is a part of ("of the people removed", "Of these, #")."""

from __future__ import annotations

from dataclasses import dataclass

from tallymark.claims.clauses import (
    NUMBER,
    PERIOD,
    NounPhrase,
    Sentence,
    clause_words,
    function_words,
    is_break,
    noun_phrase,
)
from tallymark.claims.comparisons import PARTS
from tallymark.claims.lexicon import Term


@dataclass(frozen=True, slots=True)
class Whole:
    """The whole of a share or part: its noun phrase, the verb that belongs to it, the number it prints, or the word that points back.

    ``end`` is its last word; ``other`` the place of "other" in it, which excludes what was named before.
    """

    phrase: NounPhrase
    act: Term | None
    number: int | None
    points_back: bool
    other: int | None
    end: int


def whole_of(sentence: Sentence, place: int) -> Whole | None:
    """The whole that a part is told of: after the number ("of the people removed") or before it ("Of these, #")."""
    after = place + 1
    if sentence.word(after) == "of":
        return _whole_at(sentence, after + 1)
    if sentence.word(after) == "the" and sentence.quantities[place].kind in PARTS:
        return _whole_at(sentence, after)
    for back in range(place - 1, -1, -1):
        if sentence.words[back] == "of" and (
            back == 0
            or is_break(sentence, back - 1)
            or sentence.words[back - 1] in (".", '"', "“", "that", "and", ",", "”")
        ):
            between = sentence.words[back:place]
            if "," in between and (back == 0 or between.count(",") <= 3):
                return _whole_at(sentence, back + 1)
            return None
        if sentence.words[back] == ";":
            return None
    return None


def _whole_at(sentence: Sentence, first: int) -> Whole | None:
    kinds = clause_words()
    words = sentence.words
    place, number, other = first, None, None
    while place < len(words) and (
        words[place] in ("all", "the", "these", "those", "its", "their", "more", "than", "all", "that", NUMBER)
        or words[place] in kinds["other"]
    ):
        if words[place] == NUMBER:
            number = place
        if words[place] in kinds["other"]:
            other = place
        place += 1
    if sentence.word(place) in ("whom", "them", "which", "it"):
        return Whole(noun_phrase(sentence, len(words)), None, number, True, other, place)
    phrase = noun_phrase(sentence, place)
    end = max(place - 1, phrase.last)
    act = None
    after = end + 1
    while sentence.word(after) in kinds["adverb"]:
        after += 1
    term = sentence.term_at[after] if after < len(words) else None
    if term is not None and term.entry.role == "act":
        act, end = term, term.last
    points_back = phrase.last < phrase.first and act is None
    if points_back and number is None and words[first:place] == ():
        return None
    return Whole(phrase, act, number, points_back, other, end)


def content(sentence: Sentence, place: int) -> bool:
    """Whether a word carries content that no lexicon entry maps."""
    word = sentence.words[place]
    return (
        sentence.term_at[place] is None
        and word not in function_words()
        and word not in (NUMBER, PERIOD)
        and word[0].isalpha()
    )
