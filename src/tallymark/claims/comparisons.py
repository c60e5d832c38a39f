"""Comparisons: in come a sentence and the place of a number; out come the direction of a change, base values and the period compared with."""

from __future__ import annotations

from tallymark.claims.clauses import NUMBER, PERIOD, Sentence, clause_words, is_break

BY_REACH = 24
LEVEL_HEDGES = frozenset({"above", "below", "beyond", "past", "under"})
SINCE_REACH = 12
BESIDE = {"below": "down", "above": "up"}
PARTS = ("percent", "fraction")
VERBS = frozenset(
    {
        "up",
        "down",
        "fell",
        "rose",
        "grew",
        "sank",
        "shrank",
        "fallen",
        "risen",
        "grown",
        "went",
        "falls",
        "rises",
        "grows",
    }
)
RANK_REACH = 7
PARTITIVE = frozenset({"most", "least", "best", "worst", "first"})  # "most of them" ranks nothing
LENGTH_LEADS = frozenset({"the", "past", "last", "previous", "over", "at", "least", "more", "than", "a"})
LEADS = frozenset({"by", "a", "an", "another", "of", "further"})


def change_beside(sentence: Sentence, place: int) -> tuple[str | None, bool]:
    """Direction of a change that the words next to the number tell, and whether it is told as a difference ("27,000 more than")."""
    for reader in (_change_after, _more_than, _change_before, _change_by, _respectively):
        found = reader(sentence, place)
        if found is not None:
            return found
    quantity = sentence.quantities[place]
    if quantity.direction in ("up", "down") and sentence.word(place - 1) not in ("to", "from", "at", "than", "of"):
        return quantity.direction, False
    return None, False


def _change_after(sentence: Sentence, place: int) -> tuple[str | None, bool] | None:
    """Such as "An 89 percent increase", "30 percent lower than"."""
    kinds = clause_words()
    after = place + 1
    while sentence.word(after) in kinds["article"] or _neutral_word(sentence, after):
        after += 1
    term = sentence.term_at[after] if after < len(sentence.words) else None
    if (
        term is None
        or term.entry.role != "change"
        or sentence.word(after) in VERBS
        or sentence.word(after).endswith(("ed", "ing"))
    ):
        return None
    later = sentence.words[after + 1 : after + 12]
    if term.last > after or sentence.word(after) not in ("higher", "lower") or "than" in later:
        return term.entry.direction, _counts_change(sentence, place, later)
    return None


def _more_than(sentence: Sentence, place: int) -> tuple[str | None, bool] | None:
    """Such as "27,000 more people than", "75 percent below the peak"."""
    quantity = sentence.quantities[place]
    side = BESIDE.get(sentence.word(place + 1))
    if side is not None and quantity.kind in (*PARTS, "points"):
        return side, True
    for kind, direction in (("more", "up"), ("fewer", "down")):
        if sentence.word(place + 1) in clause_words()[kind] or _hedge_ends_more(sentence, place, kind):
            near = sentence.words[place + 1 : place + 14]
            if "than" in near and (NUMBER not in near or near.index("than") < near.index(NUMBER)):
                return direction, True
    if quantity.kind not in (*PARTS, "points") and quantity.hedge_words.lower().split(" ")[0] in LEVEL_HEDGES:
        return None, False
    return None


def _change_before(sentence: Sentence, place: int) -> tuple[str | None, bool] | None:
    """Such as "Rose 30 percent", "fell by 30 percent", "a decrease of 30 percent"."""
    before, skipped = place - 1, 0
    while before >= 0 and skipped < 4 and (sentence.words[before] in LEADS or _neutral_word(sentence, before)):
        before -= 1
        skipped += 1
    term = sentence.term_at[before] if before >= 0 else None
    if term is None or term.entry.role != "change":
        return None
    joined = sentence.word(before + 1) in ("of", "by") or term.last == place - 1
    return term.entry.direction, joined


def _change_by(sentence: Sentence, place: int) -> tuple[str | None, bool] | None:
    """Such as "Increased its detention capacity by 1,100 beds"."""
    if sentence.word(place - 1) != "by":
        return None
    for back in range(place - 2, max(-1, place - BY_REACH), -1):
        if is_break(sentence, back) or sentence.words[back] in (NUMBER, ","):
            return None
        term = sentence.term_at[back]
        if term is not None and term.entry.role == "change" and term.entry.direction:
            return term.entry.direction, True
    return None


def _respectively(sentence: Sentence, place: int) -> tuple[str | None, bool] | None:
    """The second of two changes: "declined by # and #, respectively"."""
    words = sentence.words
    if words[place - 1 : place] != ("and",) or place < 2 or words[place - 2] != NUMBER:
        return None
    if "respectively" not in words[place + 1 : place + 4]:
        return None
    first = sentence.quantities[place - 2].kind
    return change_beside(sentence, place - 2) if first == sentence.quantities[place].kind else None


def _counts_change(sentence: Sentence, place: int, later: tuple[str, ...]) -> bool:
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


def is_base_value(sentence: Sentence, place: int) -> bool:
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
            "high",
            "number",
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
        after_now = words[back - 2 : back] == ("to", NUMBER)
        return (
            moved
            or after_now
            or ("to" in ahead and NUMBER in ahead)
            or "from" in lead
            or _multiple_before(sentence, back)
        )
    if word in ("over", "above") and sentence.word(back + 1) == "the":
        return True
    if word in BESIDE and back > 0 and words[back - 1] == NUMBER:
        return sentence.quantities[back - 1].kind in PARTS
    if word in ("with", "to") and back > 0 and words[back - 1] in ("compared", "comparison", "compare", "compares"):
        return True
    if word in ("versus", "vs", "vs.", "against"):
        return True
    if word in ("than", "over") and any(
        _is_change(sentence, index) or words[index] in ("more", "less", "fewer")
        for index in range(max(0, back - 6), back)
    ):
        return NUMBER in words[:back] or word == "over" or words[0] in ("that", "this", "it", "those", "that's")
    return (
        word in ("surpassed", "surpassing", "exceeded", "exceeding", "topped", "eclipsed", "beating", "beat")
        and NUMBER in words[:back]
    )


def _multiple_before(sentence: Sentence, place: int) -> bool:
    """Whether a multiple ("doubled") stands shortly before."""
    near = (sentence.quantities.get(index) for index in range(max(0, place - 7), place))
    return any(quantity is not None and quantity.kind == "multiple" for quantity in near)


def _is_change(sentence: Sentence, place: int) -> bool:
    term = sentence.term_at[place]
    return term is not None and term.entry.role == "change"


def base_place_of(sentence: Sentence, place: int) -> int | None:
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
    if sentence.word(place + 1) in BESIDE and sentence.quantities[place].kind in PARTS:
        return True
    return any(sentence.words[step] in clause_words()["base"] for step in range(place + 1, min(index, place + 4)))


def rank_direction(word: str) -> str | None:
    """Up for a highest, down for a lowest, None for a first."""
    if word in ("lowest", "smallest", "fewest", "least"):
        return "down"
    return None if word == "first" else "up"


def rank_before(sentence: Sentence, place: int) -> int | None:
    """The place of the superlative that a length of time ranks over: "the lowest figure in # years", "the first time in # years"."""
    words = sentence.words
    back = place - 1
    while back >= 0 and words[back] in LENGTH_LEADS:
        back -= 1
    if back < 0 or words[back] not in ("in", "over", "for"):
        return None
    ranks, auxiliary = clause_words()["rank"], clause_words()["auxiliary"]
    for index in range(back - 1, max(-1, back - 1 - RANK_REACH), -1):
        word = words[index]
        if is_break(sentence, index) or word in auxiliary or word in (",", NUMBER):
            return None
        if word in ranks:
            first = word == "first"
            part = words[index + 1] == "of" and word in PARTITIVE
            return index if not part and first == (words[index + 1] == "time") else None
        if word == "time" and words[index - 1] != "first":
            return None
    return None


def rank_qualifier(word: str) -> str:
    """The qualifier of a rank word."""
    if word == "first":
        return "first_time"
    return "lowest_since" if rank_direction(word) == "down" else "highest_since"
