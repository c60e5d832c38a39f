"""Which period of a sentence belongs to a number: in comes a draft; out comes the place of its period among the words, by the words alone."""

from __future__ import annotations

from collections.abc import Sequence

from tallymark.claims.clauses import NUMBER, PERIOD, Sentence, clause_of, clause_words, is_break
from tallymark.claims.drafts import Draft
from tallymark.model.figure import Modality, Relation
from tallymark.model.vocabulary import measures

CHANGES = (Relation.CHANGE_PCT, Relation.CHANGE_ABS, Relation.RATIO, Relation.RANK)
LEFT_JOINS = frozenset(
    {"of", "total", "peak", "record", "'s", "'", "figure", "number", "level", "was", "were", "the", "a", "high", "low", ":", "—", "–", "-", ",", "just", "only"}
)  # fmt: skip
REIGN_LEADS = frozenset({"under", "during", "in", "throughout", "over", "while", "amid"})
WHOLE_SPANS = ("reign", "event")
NOW = frozenset({"now", "currently", "today"})
HEADS = frozenset({"from", "in", "during", "between", "since", "by", "through", "under", "as", "@"})
AGAINST = frozenset({"compared", "versus"})
NORMS = frozenset({"norm", "norms", "historical", "biggest", "largest", "sharpest", "steepest"})
LIST_REACH = 14
A_YEAR = 366
SINCE_REACH = 12


def own_period(draft: Draft, taken: set[int], foreign: set[int]) -> int | None:
    """The place of the period that belongs to the number: right before or after it, then at the head of its clause, then later in the sentence.

    ``taken`` are places that belong to base values of the sentence, ``foreign`` places right after a number of another modality.
    """
    when = look_back(draft)
    if when is not None:
        return when
    if told_now(draft):
        return None
    closed = taken | _compared_with(draft) | _of_multiples(draft)
    for weak in (False, True):
        usable = {place for place in draft.sentence.periods if place not in closed and _usable(draft, place, weak=weak)}
        found = _own(draft, usable, foreign, weak=weak) if usable else None
        if found is not None:
            return found
    return None


def told_now(draft: Draft) -> bool:
    """Whether the words beside the number or its verb say "now" ("is # today", "# are now held"), which no other period outdoes."""
    words, place = draft.sentence.words, draft.place
    if NOW.intersection(words[place + 1 : place + 2]):
        return True
    _, last = clause_of(draft.sentence, place)
    for at in range(place + 1, last):
        if words[at] in (PERIOD, "but"):
            return False
        if words[at] in NOW and words[at - 1] in ("is", "are"):
            return True
    return False


def look_back(draft: Draft) -> int | None:
    """The place of the period that "when" takes up right before the number ("from fiscal 2013, when # were removed")."""
    words = draft.sentence.words
    for at in (draft.place - 1, draft.place - 2, draft.place - 3):
        if 0 < at and words[at] == "when":
            return next((place for place in (at - 1, at - 2) if place in draft.sentence.periods), None)
    return None


def _of_multiples(draft: Draft) -> set[int]:
    """The places of the periods after "double the number of", which are what the multiple compares with, whichever number asks."""
    sentence = draft.sentence
    if draft.frame.base_value:
        return set()
    multiples = [number for number in sentence.numbers if sentence.quantities[number].kind == "multiple"]
    against = next((at for at in multiples if sentence.word(at + 1) in ("the", "what", "that", "their", "its")), None)
    return {place for place in sentence.periods if against is not None and place > against > draft.place}


def _compared_with(draft: Draft) -> set[int]:
    """The places of the periods that a change is compared with; of "from 2014 to 2015" the change has the end."""
    if draft.relation not in CHANGES:
        return set()
    sentence, base = draft.sentence, draft.frame.base_place
    against = next((at for at in range(draft.place, len(sentence.words)) if sentence.words[at] in AGAINST), None)
    if draft.relation is Relation.RATIO and sentence.word(draft.place + 1) in ("the", "what", "that", "their", "its"):
        against = draft.place
    places = {place for place in sentence.periods if against is not None and place > against}
    return places if base is None or sentence.periods[base].ends else {base, *places}


def _usable(draft: Draft, place: int, *, weak: bool) -> bool:
    """Strong periods first; then presidencies that "under" or "during" makes the time of the count.

    The week in which somebody spoke, and the date of a document ("the July release"), never date a statistic.
    """
    sentence = draft.sentence
    mention = sentence.periods[place]
    if (
        mention.words.lower().startswith("earlier this")
        or sentence.word(place - 1) == "earlier"
        or mention.role == "before"
        or (mention.kind == "week" and not mention.ends and not mention.relative)
    ):
        return False
    if any(word in clause_words()["document"] for word in sentence.words[place + 1 : place + 2]):
        return False
    if (
        mention.kind == "rolling"
        and draft.relation in CHANGES
        and (mention.period is None or (mention.period.n_days or 0) > A_YEAR)
    ):
        return False
    if mention.kind not in WHOLE_SPANS or mention.role == "since":
        return not weak
    if is_stock(draft.measure.value):
        return False
    lead = {mention.words.lower().split()[0], sentence.word(place - 1), sentence.word(place - 2)}
    return weak and bool(lead & REIGN_LEADS)


def is_stock(measure: str | None) -> bool:
    """Whether the measure is a number as of a day, which no presidency dates."""
    known = measures().get(measure or "")
    return known is not None and known.flow == "stock"


def _own(draft: Draft, usable: set[int], foreign: set[int], *, weak: bool) -> int | None:
    sentence, place = draft.sentence, draft.place
    comparing = draft.relation in CHANGES
    near = None if comparing else _joined_left(sentence, place, usable)
    if near is not None:
        return near
    right = right_of(draft, usable)
    if right is not None:
        return right
    left = [index for index in sorted(usable) if index < place and not is_base(sentence, index)]
    if NOW.intersection(sentence.words[max(0, place - 4) : place]):
        left = []
    free = [index for index in left if not _owned(sentence, index, place, usable)]
    if free:
        return free[-1]
    if draft.frame.base_value or weak:
        return None
    later = [
        index for index in sorted(usable) if index > place and index not in foreign and not is_base(sentence, index)
    ]
    later = [index for index in later if not _belongs_to_base_value(sentence, index, place)]
    return later[0] if later else (left[-1] if left else None)


def _joined_left(sentence: Sentence, place: int, usable: set[int]) -> int | None:
    """A period right before the number ("the 2009 total of #", "July's #")."""
    for index in range(place - 1, max(-1, place - 5), -1):
        if index in usable:
            # "Its biggest drop since @, was #" dates the drop.
            return None if sentence.word(index - 1) == "since" else index
        if sentence.words[index] not in LEFT_JOINS:
            return None
    return None


def right_of(draft: Draft, usable: set[int]) -> int | None:
    """The first period after the number, before the next number or clause end, that no word of comparison makes a base."""
    sentence, place = draft.sentence, draft.place
    whole = draft.frame.whole.number if draft.frame.whole is not None else None
    for index in range(place + 1, len(sentence.words)):
        if sentence.words[index] == NUMBER and index not in (whole, draft.frame.partner):
            return None
        if index in usable:
            if _begins_next(sentence, place, index, usable) or _of_people(sentence, place, index, usable):
                return None
            if draft.frame.base_value or not is_base(sentence, index):
                return index
            since = sentence.periods[index].role == "since" or "since" in sentence.words[place + 1 : index]
            if draft.relation not in CHANGES and not since and not _compares(sentence, place, index):
                return index
            if draft.relation not in CHANGES:
                return None
        elif is_break(sentence, index) and sentence.words[index] not in ("(", ")"):
            return None
        elif sentence.words[index] == "." and sentence.word(index + 1) in HEADS:
            return None  # a sentence that was not told from the one before ("# a month. From @ to @")
    return None


def _begins_next(sentence: Sentence, place: int, index: int, usable: set[int]) -> bool:
    """Whether the period opens the next clause ("# people, and as of @ still had #") while the number has one before it."""
    lead = sentence.words[max(place + 1, index - 4) : index]
    before = any(other < place for other in usable)
    return before and "," in lead and "and" in lead and any(number > index for number in sentence.numbers)


def _of_people(sentence: Sentence, place: int, index: int, usable: set[int]) -> bool:
    """Whether "since" tells when the people came and not when they were counted ("as of @ there were # who had come since @")."""
    if sentence.periods[index].role != "since" or not any(other < place for other in usable):
        return False
    return any(word in ("who", "that", "which") for word in sentence.words[place + 1 : index])


def _compares(sentence: Sentence, place: int, index: int) -> bool:
    """Whether a word of comparison stands between the number and the period."""
    lead = sentence.words[max(place + 1, index - 4) : index]
    return any(word in ("than", "compared", "versus", "from", "over", "against") for word in lead)


def is_base(sentence: Sentence, index: int) -> bool:
    """Whether the period is one that something is compared with."""
    mention = sentence.periods[index]
    if mention.role == "base":
        return True
    if mention.role == "since" and NORMS.intersection(sentence.words[max(0, index - 6) : index]):
        return True
    if mention.role == "since" or "since" in sentence.words[max(0, index - SINCE_REACH) : index]:
        return change_before(sentence, index)
    for back, word in enumerate(reversed(sentence.words[max(0, index - 4) : index])):
        if word in ("than", "compared", "versus", "against"):
            return True
        if word in ("from", "over"):
            # "From A to B" is one range, not a base.
            return mention.kind != "range" and not mention.ends and change_before(sentence, index)
        if word in clause_words()["break"] or (word == NUMBER and back > 0):
            return False
    return False


def change_before(sentence: Sentence, index: int) -> bool:
    """Whether a word of change or rank stands in the nine words before."""
    for back in range(index - 1, max(-1, index - 10), -1):
        term = sentence.term_at[back]
        if (term is not None and term.entry.role == "change") or sentence.words[back] in clause_words()["rank"]:
            return True
    return False


def _owned(sentence: Sentence, index: int, place: int, usable: set[int]) -> bool:
    """Whether a period before the number stands right after another number while this number has one of its own in reach."""
    earlier = [number for number in sentence.numbers if number < index]
    if not earlier or ";" in sentence.words[earlier[-1] : index]:
        return False
    later = [other for other in sorted(usable) if other > place]
    return bool(later) and place - index < LIST_REACH and not _parted(sentence, place, later[0])


def _parted(sentence: Sentence, first: int, last: int) -> bool:
    return any(is_break(sentence, index) or sentence.words[index] == NUMBER for index in range(first + 1, last))


def _belongs_to_base_value(sentence: Sentence, index: int, place: int) -> bool:
    number = max((other for other in sentence.numbers if other < index), default=place)
    if number == place:
        return False
    lead = sentence.words[max(0, number - 4) : number]
    return any(word in ("from", "than", "with", "versus") for word in lead) and index - number < 8


def foreign_places(draft: Draft, here: Sequence[Draft]) -> set[int]:
    """Places of periods right after a number of the sentence that tells another modality ("plans to build 225 by the end of 2008")."""
    found: set[int] = set()
    for other in here:
        if other.modality is not draft.modality and Modality.ACTUAL in (other.modality, draft.modality):
            place = right_of(other, set(draft.sentence.periods))
            if place is not None:
                found.add(place)
    return found
