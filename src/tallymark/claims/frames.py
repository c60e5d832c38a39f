"""Frames: in come a sentence laid out and the place of a number; out comes what the words around it make of it (level, share, change, ratio, rank, or no claim)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from tallymark.claims.clauses import NUMBER, NounPhrase, Sentence, clause_words, noun_phrase
from tallymark.claims.comparisons import (
    PARTS,
    base_place_of,
    change_beside,
    is_base_value,
    rank_before,
    rank_direction,
    rank_qualifier,
)
from tallymark.claims.wholes import Whole, content, whole_of
from tallymark.model.figure import Hedge, Relation

SMALL = Decimal(10)
CALENDAR = frozenset(
    {"calendar", "business", "working"}
)  # "28 consecutive calendar days" is how a rule counts, no streak
OTHER_VALUES = frozenset({"what", "peak", "record", "level", "levels", "rate"})
VALUE_LEADS = frozenset({"of", "the", "its", "their", "annual", "all-time", "previous", "earlier", "his", "her"})
EXTREMES = {"low": "down", "lows": "down", "high": "up", "highs": "up", "peak": "up"}
RECORD_LEADS = frozenset({"a", "the", "new", "another", "all-time", "this", "last"})


@dataclass(frozen=True, slots=True)
class Frame:
    """What the words around one number make of it.

    ``base_value``: the level of a base period ("up from 35 percent in"); ``base_place`` the place of the period compared
    with; ``partner`` the number that tells the same fact.
    """

    place: int
    relation: Relation
    direction: str | None
    phrase: NounPhrase
    whole: Whole | None = None
    base_value: bool = False
    base_place: int | None = None
    partner: int | None = None
    qualifiers: tuple[str, ...] = ()


def frame_of(sentence: Sentence, place: int) -> Frame | None:
    """The frame of the number at ``place``; None when it is no claim: a duration, an age, an ordinal, a passing count."""
    quantity = sentence.quantities[place]
    phrase = noun_phrase(sentence, place + 1)
    kind = quantity.kind
    if kind == "ordinal" or _is_duration(sentence, place):
        return _streak(sentence, place, phrase)
    whole = whole_of(sentence, place)
    if kind not in (*PARTS, "points", "multiple", "money") and _is_passing(sentence, place, phrase):
        return None
    based = is_base_value(sentence, place)
    direction, added = change_beside(sentence, place)
    if based:
        direction, added = None, False
    relation = _relation(sentence, place, direction, added, whole)
    if relation in (Relation.LEVEL, Relation.SHARE):
        direction = None
    if relation is Relation.RATIO and kind == "multiple":
        direction = quantity.direction or "up"
    base_place = None
    if relation in (Relation.CHANGE_PCT, Relation.CHANGE_ABS, Relation.RATIO):
        base_place = base_place_of(sentence, place)
    return Frame(
        place, relation, direction, phrase, whole, based, base_place, _partner(sentence, place, whole) if relation in (Relation.LEVEL, Relation.SHARE) else None, _qualifiers(sentence, place)
    )  # fmt: skip


def _relation(sentence: Sentence, place: int, direction: str | None, added: bool, whole: Whole | None) -> Relation:
    quantity = sentence.quantities[place]
    if quantity.kind == "multiple":
        return Relation.RATIO
    if quantity.kind in PARTS:
        if quantity.kind == "fraction" and _of_other_value(sentence, place):
            return Relation.RATIO
        if direction is not None and (whole is None or added):
            return Relation.CHANGE_PCT
        return Relation.SHARE
    if quantity.kind == "points":
        return Relation.CHANGE_ABS if direction is not None else Relation.SHARE
    return Relation.CHANGE_ABS if added else Relation.LEVEL


def _of_other_value(sentence: Sentence, place: int) -> bool:
    """Whether a fraction is of another value of the same count: "half what it was", "a third of the annual record", "half that, # in"."""
    after = place + 1
    if sentence.word(after) == "that" and sentence.word(after + 1) == ",":
        return True
    while sentence.word(after) in VALUE_LEADS or after in sentence.periods:
        after += 1
    return sentence.word(after) in OTHER_VALUES


def _is_duration(sentence: Sentence, place: int) -> bool:
    kinds = clause_words()
    quantity = sentence.quantities[place]
    if quantity.kind not in ("count", "vague", "ordinal", "fraction"):
        return False
    if quantity.unit in kinds["time_unit"] or quantity.unit_text.lower() in kinds["time_unit"]:
        return True
    after = place + 1
    if quantity.kind == "vague" and sentence.word(after) == "of":
        after += 1
    while sentence.word(after) in (
        "-",
        "more",
        "full",
        "straight",
        "consecutive",
        "successive",
        "additional",
        "calendar",
        "business",
        "working",
    ):
        after += 1
    word = sentence.word(after)
    return (
        word in kinds["time_unit"]
        or bool({word.partition("-")[0], word.rpartition("-")[2]} & kinds["time_unit"])
        or word.endswith(("-old", "-olds"))
    )


def _streak(sentence: Sentence, place: int, phrase: NounPhrase) -> Frame | None:
    """Ranks told by a length: "nine straight months", "lowest figure in at least eight years", "first time in 50 years"."""
    kinds = clause_words()
    words = sentence.words
    after = set(words[place + 1 : place + 4])
    if after & kinds["streak"] and after & kinds["time_unit"] and not after & CALENDAR:
        return Frame(place, Relation.RANK, None, phrase, qualifiers=("streak",))
    if sentence.quantities[place].kind == "ordinal":
        return None
    extreme = _extreme_of_years(sentence, place)
    if extreme:
        qualifier = "lowest_since" if extreme == "down" else "highest_since"
        return Frame(place, Relation.RANK, extreme, phrase, qualifiers=(qualifier,))
    rank = rank_before(sentence, place)
    if rank is None:
        return None
    word = words[rank]
    return Frame(place, Relation.RANK, rank_direction(word), phrase, qualifiers=(rank_qualifier(word),))


def _extreme_of_years(sentence: Sentence, place: int) -> str:
    """The direction of "a nine-year low" or "a 12-year high", empty when the length ranks nothing."""
    after = place + 1
    while sentence.word(after) == "-":
        after += 1
    word = sentence.word(after)
    if word.partition("-")[0] not in ("year", "years"):
        return ""
    extreme = after + 1 if "-" not in word else after
    following = sentence.word(extreme + 1)
    if following and content(sentence, extreme + 1):
        return ""  # "a four-year high school"
    return EXTREMES.get(sentence.word(extreme) if extreme > after else word.partition("-")[2], "")


def _is_passing(sentence: Sentence, place: int, phrase: NounPhrase) -> bool:
    """A small count in words that no hedge and no counted noun makes a statistic ("two women", "one of them")."""
    quantity = sentence.quantities[place]
    if (
        quantity.number is None
        or quantity.number > SMALL
        or quantity.hedge is not Hedge.NONE
        or quantity.mask == "absence"
    ):
        return False
    if any(letter.isdigit() for letter in quantity_text(sentence, place)):
        return False
    counted = phrase.counted
    return not (counted is not None and not phrase.unknown and counted.last == phrase.last and quantity.number > 2)


def quantity_text(sentence: Sentence, place: int) -> str:
    """The printed words of a quantity's bare number."""
    return sentence.quantities[place].number_span.of(sentence.text)


def _partner(sentence: Sentence, place: int, whole: Whole | None) -> int | None:
    """The number that tells the same fact: "nearly 55 percent, or 216,698", "216,698 people (55 percent)"."""
    here = sentence.quantities[place].kind in PARTS
    joins = clause_words()["or"]
    for other in sentence.numbers:
        if other == place or (sentence.quantities[other].kind in PARTS) == here:
            continue
        if sentence.quantities[other].kind not in (*PARTS, "count") or sentence.quantities[place].kind not in (
            *PARTS,
            "count",
        ):
            continue
        if (
            sentence.quantities[other].kind in PARTS
            and whole_of(sentence, other) is None
            and change_beside(sentence, other)[0]
        ):
            continue
        first, last = min(place, other), max(place, other)
        between = sentence.words[first + 1 : last]
        if len(between) > 9 or NUMBER in between or not between:
            continue
        opens = (
            between[-1] == "or"
            or between[-1] in ("(", "—", "–", "-", "--")
            or (between[-1] == "," and sentence.quantities[first].kind in PARTS)
        )
        if (
            opens
            and between[-1] in joins
            and (whole is None or whole.number != other)
            and not _verb_between(sentence, first + 1, last)
        ):
            return other
    return None


def _verb_between(sentence: Sentence, first: int, last: int) -> bool:
    return any(sentence.words[index] in clause_words()["auxiliary"] for index in range(first, last))


def _qualifiers(sentence: Sentence, place: int) -> tuple[str, ...]:
    found: list[str] = []
    words = sentence.words
    near = words[max(0, place - 9) : place]
    if "record" in sentence.quantities[place].hedge_words.lower().split() or _record_before(sentence, place):
        found.append("record")
    after = words[place + 1 : place + 12]
    if "previous" in after and "record" in after:
        found = ["previous_record"]
    if "peak" in near[-5:]:
        found.append("peak")
    if "first time" in " ".join(near):
        found.append("first_time")
    return tuple(found)


def _record_before(sentence: Sentence, place: int) -> bool:
    """Whether "a record" (not a criminal one) stands in the six words before the number."""
    for index in range(max(1, place - 6), place):
        if (
            sentence.words[index] in ("record", "record-breaking", "record-high")
            and sentence.words[index - 1] in RECORD_LEADS
        ):
            return True
    return place > 0 and sentence.words[place - 1] == "record"
