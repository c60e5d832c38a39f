"""Frames: in come a sentence laid out and the place of a number; out comes what the words around it make of it (level, share, change, ratio, rank, or no claim)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

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
from tallymark.claims.lexicon import COUNTED, Term
from tallymark.model.figure import Hedge, Relation

SMALL = Decimal(10)
BY_REACH = 13
LEVEL_HEDGES = frozenset({"above", "below", "beyond", "past", "under"})
SINCE_REACH = 12
BESIDE = {"below": "down", "above": "up"}
PARTS = ("percent", "fraction")
RECORD_LEADS = frozenset({"a", "the", "new", "another", "all-time", "this", "last"})


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


@dataclass(frozen=True, slots=True)
class Frame:
    """What the words around one number make of it.

    ``base_value``: the level of a base period ("up from 35 percent in"); ``base_place`` the place of the period compared
    with; ``partner`` the number that tells the same fact; ``anchor`` the word from which what is counted is looked for.
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
    if kind not in (*PARTS, "points", "multiple", "money") and _is_passing(sentence, place, phrase, whole):
        return None
    based = _is_base_value(sentence, place)
    direction, added = _change(sentence, place)
    if based:
        direction, added = None, False
    relation = _relation(sentence, place, direction, added, whole)
    if relation in (Relation.LEVEL, Relation.SHARE):
        direction = None
    if relation is Relation.RATIO and kind == "multiple":
        direction = quantity.direction or "up"
    base_place = None
    if relation in (Relation.CHANGE_PCT, Relation.CHANGE_ABS, Relation.RATIO):
        base_place = _base_place(sentence, place)
    return Frame(
        place, relation, direction, phrase, whole, based, base_place, _partner(sentence, place, whole), _qualifiers(sentence, place)
    )  # fmt: skip


def _relation(sentence: Sentence, place: int, direction: str | None, added: bool, whole: Whole | None) -> Relation:
    quantity = sentence.quantities[place]
    if quantity.kind == "multiple":
        return Relation.RATIO
    if quantity.kind in PARTS:
        if sentence.words[place + 1 : place + 3] == ("of", "what"):
            return Relation.RATIO
        if direction is not None and (whole is None or added):
            return Relation.CHANGE_PCT
        return Relation.SHARE
    if quantity.kind == "points":
        return Relation.CHANGE_ABS if direction is not None else Relation.SHARE
    return Relation.CHANGE_ABS if added else Relation.LEVEL


def _change(sentence: Sentence, place: int) -> tuple[str | None, bool]:
    """Direction of a change that the words next to the number tell, and whether it is told as a difference ("27,000 more than")."""
    kinds = clause_words()
    after = place + 1
    while sentence.word(after) in kinds["article"] or _neutral_word(sentence, after):
        after += 1
    term = sentence.term_at[after] if after < len(sentence.words) else None
    if term is not None and term.entry.role == "change" and sentence.word(after) not in ("up", "down"):
        later = sentence.words[after + 1 : after + 12]
        if term.last > after or sentence.word(after) not in ("higher", "lower") or "than" in later:
            return term.entry.direction, _counts_change(sentence, place, term, later)
    side = BESIDE.get(sentence.word(place + 1))
    if side is not None and sentence.quantities[place].kind in (*PARTS, "points"):
        return side, True
    for kind, direction in (("more", "up"), ("fewer", "down")):
        if sentence.word(place + 1) in kinds[kind] or _hedge_ends_more(sentence, place, kind):
            near = sentence.words[place + 1 : place + 14]
            if "than" in near and (NUMBER not in near or near.index("than") < near.index(NUMBER)):
                return direction, True
    if (
        sentence.quantities[place].kind not in (*PARTS, "points")
        and sentence.quantities[place].hedge_words.lower().split(" ")[0] in LEVEL_HEDGES
    ):
        return None, False
    before = place - 1
    skipped = 0
    while (
        before >= 0
        and skipped < 4
        and (sentence.words[before] in ("by", "a", "an", "another", "of", "further") or _neutral_word(sentence, before))
    ):
        before -= 1
        skipped += 1
    term = sentence.term_at[before] if before >= 0 else None
    if term is not None and term.entry.role == "change":
        noun = sentence.words[before + 1 : before + 2] == ("of",)
        verb = sentence.words[before + 1 : before + 2] == ("by",) or term.last == place - 1
        return term.entry.direction, noun or verb
    if sentence.word(place - 1) == "by":
        for back in range(place - 2, max(-1, place - BY_REACH), -1):
            if is_break(sentence, back) or sentence.words[back] in (NUMBER, ","):
                break
            term = sentence.term_at[back]
            if term is not None and term.entry.role == "change" and term.entry.direction:
                return term.entry.direction, True
    quantity = sentence.quantities[place]
    if quantity.direction in ("up", "down") and sentence.word(place - 1) not in ("to", "from", "at", "than", "of"):
        return quantity.direction, False
    return None, False


def _counts_change(sentence: Sentence, place: int, term: Term, later: tuple[str, ...]) -> bool:
    return (
        sentence.quantities[place].kind in PARTS
        or "than" in later
        or "in" in later[:2]
        or "over" in later[:2]
        or "from" in later[:2]
    )


def _hedge_ends_more(sentence: Sentence, place: int, kind: str) -> bool:
    # A quantity may print its "more" inside its own span ("some 27,000 more").
    words = sentence.quantities[place].hedge_words.lower().split()
    return bool(words) and words[-1] in clause_words()[kind] and len(words) > 1


def _neutral_word(sentence: Sentence, place: int) -> bool:
    if not 0 <= place < len(sentence.words):
        return False
    term = sentence.term_at[place]
    return term is not None and term.entry.role == "neutral" and not term.entry.head


def _is_duration(sentence: Sentence, place: int) -> bool:
    kinds = clause_words()
    quantity = sentence.quantities[place]
    if quantity.kind not in ("count", "vague", "ordinal", "fraction"):
        return False
    if quantity.unit in kinds["time_unit"] or quantity.unit_text.lower() in kinds["time_unit"]:
        return True
    after = place + 1
    while sentence.word(after) in (
        "-",
        "more",
        "full",
        "straight",
        "consecutive",
        "of",
        "a",
        "successive",
        "additional",
    ):
        after += 1
    word = sentence.word(after)
    return (
        word in kinds["time_unit"] or word.partition("-")[0] in kinds["time_unit"] or word.endswith(("-old", "-olds"))
    )


def _streak(sentence: Sentence, place: int, phrase: NounPhrase) -> Frame | None:
    """Ranks told by a length: "nine straight months", "lowest figure in at least eight years", "first time in 50 years"."""
    kinds = clause_words()
    words = sentence.words
    after = set(words[place + 1 : place + 4])
    if after & kinds["streak"] and after & kinds["time_unit"]:
        return Frame(place, Relation.RANK, None, phrase, qualifiers=("streak",))
    if sentence.quantities[place].kind == "ordinal":
        return None
    before = words[max(0, place - 6) : place]
    if (
        before
        and before[-1] in ("in", "over", "for")
        and set(before) & kinds["rank"]
        and not _crosses_break(sentence, place, len(before))
    ):
        rank = next(word for word in reversed(before) if word in kinds["rank"])
        return Frame(place, Relation.RANK, rank_direction(rank), phrase, qualifiers=(rank_qualifier(rank),))
    return None


def rank_direction(word: str) -> str | None:
    """Up for a highest, down for a lowest, None for a first."""
    if word in ("lowest", "smallest", "fewest", "least"):
        return "down"
    return None if word == "first" else "up"


def rank_qualifier(word: str) -> str:
    """The qualifier of a rank word."""
    if word == "first":
        return "first_time"
    return "lowest_since" if rank_direction(word) == "down" else "highest_since"


def _crosses_break(sentence: Sentence, place: int, back: int) -> bool:
    return any(is_break(sentence, index) for index in range(place - back, place))


def _is_passing(sentence: Sentence, place: int, phrase: NounPhrase, whole: Whole | None) -> bool:
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


def _is_base_value(sentence: Sentence, place: int) -> bool:
    """Whether the number is what another is compared with: "up from #", "compared with #", "surpassed the 2009 total of #"."""
    words = sentence.words
    back = place - 1
    while back >= 0 and (
        words[back]
        in (
            "the",
            "a",
            "of",
            "total",
            "peak",
            "just",
            "about",
            "its",
            "figure",
            "level",
            "record",
            PERIOD,
            "'s",
            "'",
            "that",
            "only",
        )
        or _neutral_word(sentence, back)
    ):
        back -= 1
    if back < 0:
        return False
    word = words[back]
    if word == "from":
        ahead = words[place + 1 : place + 10]
        lead = words[max(0, back - 6) : back]
        moved = any(_is_change(sentence, index) for index in range(max(0, back - 7), back))
        return moved or ("to" in ahead and NUMBER in ahead) or "from" in lead
    if word in ("over", "above") and sentence.word(back + 1) == "the":
        return True
    if word in ("with", "to") and back > 0 and words[back - 1] in ("compared", "comparison", "compare", "compares"):
        return True
    if word in ("versus", "vs", "vs.", "against"):
        return True
    if word in ("than", "over") and any(
        _is_change(sentence, index) or words[index] in ("more", "less", "fewer")
        for index in range(max(0, back - 6), back)
    ):
        return NUMBER in words[:back] or word == "over"
    return (
        word in ("surpassed", "surpassing", "exceeded", "exceeding", "topped", "eclipsed", "beating", "beat")
        and NUMBER in words[:back]
    )


def _is_change(sentence: Sentence, place: int) -> bool:
    term = sentence.term_at[place]
    return term is not None and term.entry.role == "change"


def _base_place(sentence: Sentence, place: int) -> int | None:
    """The first period after the number (else before it) that a word of comparison introduces."""
    base = clause_words()["base"]
    places = sorted(sentence.periods, key=lambda index: (index < place, abs(index - place)))
    for index in places:
        if (
            index > place
            and any(sentence.words[step] == NUMBER for step in range(place + 1, index))
            and not _base_between(sentence, place, index)
        ):
            continue
        lead = (
            tuple(word for word in sentence.words[max(0, index - 4) : index] if word != "from")
            + sentence.words[max(0, index - 2) : index]
        )
        if "since" in sentence.words[max(place + 1, index - SINCE_REACH) : index]:
            return index
        if sentence.periods[index].role in ("base", "since") or any(word in base for word in lead):
            return index
    return None


def _base_between(sentence: Sentence, place: int, index: int) -> bool:
    return any(sentence.words[step] in clause_words()["base"] for step in range(place + 1, min(index, place + 4)))


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


def content(sentence: Sentence, place: int) -> bool:
    """Whether a word carries content that no lexicon entry maps."""
    word = sentence.words[place]
    return (
        sentence.term_at[place] is None
        and word not in function_words()
        and word not in (NUMBER, PERIOD)
        and word[0].isalpha()
    )
