"""Ranks told by a period ("the lowest since May 2020"): in come a sentence laid out; out come their places with direction and qualifier."""

from __future__ import annotations

from tallymark.claims.clauses import NounPhrase, Sentence, clause_words, is_break
from tallymark.claims.comparisons import rank_direction, rank_qualifier
from tallymark.claims.frames import Frame
from tallymark.model.figure import Relation

REACH = 5


def since_ranks(sentence: Sentence) -> tuple[tuple[Frame, int], ...]:
    """Frames of the periods that a superlative ranks over, with the place of the superlative."""
    found = []
    ranks = clause_words()["rank"]
    for place, mention in sentence.periods.items():
        if mention.role != "since":
            continue
        for back in range(place - 1, max(-1, place - 1 - REACH), -1):
            word = sentence.words[back]
            if is_break(sentence, back):
                break
            if word in ranks:
                phrase = NounPhrase(place + 1, place, (), (), False)
                frame = Frame(
                    place,
                    Relation.RANK,
                    rank_direction(word),
                    phrase,
                    base_place=place,
                    qualifiers=(rank_qualifier(word),),
                )
                found.append((frame, back))
                break
    return tuple(found)
