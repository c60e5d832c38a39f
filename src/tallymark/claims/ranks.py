"""Ranks told by a period ("the lowest since May 2020") or a length in words ("in over a decade"): in come a sentence laid out; out come their places with direction, qualifier and value."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from tallymark.claims.clauses import NounPhrase, Sentence, clause_words, is_break
from tallymark.claims.comparisons import PARTITIVE, rank_before, rank_direction, rank_qualifier
from tallymark.claims.frames import Frame
from tallymark.claims.words import number_words
from tallymark.model.figure import Hedge, Relation
from tallymark.model.patterns import compile_pattern

REACH = 9
LENGTHS = {"decade": Decimal(10), "century": Decimal(100)}
ABOVE = (("over",), ("more", "than"))
_LENGTH = compile_pattern(r"(?:past|last|previous)\s+(?P<count>\d{1,3}|[a-z]+)\s+years$")


@dataclass(frozen=True, slots=True)
class Ranked:
    """A frame without a printed quantity, the place of its superlative and, for a length of time, its years."""

    frame: Frame
    first: int
    years: Decimal | None = None
    hedge: Hedge = Hedge.NONE


def since_ranks(sentence: Sentence) -> tuple[Ranked, ...]:
    """What superlatives rank over: periods they count from, "the past 12 years", "over a decade"."""
    found = []
    for place, mention in sentence.periods.items():
        if mention.role == "since" or sentence.word(place - 1) == "since":
            back = _superlative(sentence, place)
            if back is not None:
                found.append(Ranked(_frame(sentence, place, back, base=place), back))
            continue
        length = _LENGTH.search(mention.words.lower())
        years = _count(length["count"]) if length else None
        back = rank_before(sentence, place) if years else None
        if back is not None:
            found.append(Ranked(_frame(sentence, place, back), back, years))
    for place, word in enumerate(sentence.words):
        if word in LENGTHS and sentence.word(place - 1) == "a":
            back = rank_before(sentence, place)
            if back is not None:
                found.append(Ranked(_frame(sentence, place, back), back, LENGTHS[word], _hedge(sentence, place - 1)))
    return tuple(found)


def other_rank_words(sentence: Sentence, frame: Frame) -> list[tuple[int, int]]:
    """Words that make a rank one of changes ("biggest drop since") or of some periods only ("of any February in"): first and last places."""
    back = rank_before(sentence, frame.place)
    back = _superlative(sentence, frame.place) if back is None else back
    if back is None:
        return []
    found = [(term.first, term.last) for term in sentence.terms if term.entry.role == "change"]
    found += [(place, place) for place in sentence.periods]
    return [(first, last) for first, last in found if back < first and last < frame.place]


def _superlative(sentence: Sentence, place: int) -> int | None:
    ranks = clause_words()["rank"]
    for back in range(place - 1, max(-1, place - 1 - REACH), -1):
        if is_break(sentence, back):
            return None
        if sentence.words[back] in ranks:
            return back if sentence.words[back + 1] != "of" or sentence.words[back] not in PARTITIVE else None
    return None


def _frame(sentence: Sentence, place: int, back: int, base: int | None = None) -> Frame:
    word = sentence.words[back]
    phrase = NounPhrase(place + 1, place, (), (), False)
    return Frame(
        place, Relation.RANK, rank_direction(word), phrase, base_place=base, qualifiers=(rank_qualifier(word),)
    )


def _hedge(sentence: Sentence, place: int) -> Hedge:
    if any(sentence.words[max(0, place - len(words)) : place] == words for words in ABOVE):
        return Hedge.MORE_THAN
    return Hedge.AT_LEAST if sentence.words[max(0, place - 2) : place] == ("at", "least") else Hedge.NONE


def _count(word: str) -> Decimal | None:
    if word.isdigit():
        return Decimal(word)
    known = number_words()
    value = known["unit"].get(word) or known["ten"].get(word)
    return None if value is None else Decimal(value)
