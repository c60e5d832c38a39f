"""Unmapped words: in come a sentence and a frame; out come the words near the number that change what it counts and that nothing maps.

They block a verdict: a rate by the week, an average of totals, an addition to a stock, a place or a group outside the vocabulary.
"""

from __future__ import annotations

from tallymark.claims.clauses import NUMBER, PERIOD, Sentence, function_words, is_break
from tallymark.claims.frames import Frame
from tallymark.claims.lexicon import Term
from tallymark.claims.ranks import other_rank_words
from tallymark.model.claim import Span
from tallymark.model.figure import Relation
from tallymark.model.vocabulary import measures

USUAL = frozenset({"historically", "typically", "traditionally", "usually", "normally", "generally"})
RATE_UNITS = frozenset({"day", "week", "month", "hour", "night", "minute"})
RATE_REACH = 12
RESPECTIVE_REACH = 7
AGENCIES = frozenset({"ice", "usbp", "border", "ofo", "detention"})
AVERAGES = frozenset({"average", "averaged", "averages", "averaging"})
INCREMENTS = frozenset({"additional", "another", "extra", "new", "more"})
EXCEPTIONS = frozenset({"other", "excluding", "except", "besides"})
AREAS = frozenset(
    {"sector", "area", "county", "region", "valley", "district", "city", "desert", "corridor", "metro", "counties"}
)
# What comes "from" a name after one of these is told by somebody, not counted somewhere.
TOLD = frozenset(
    {
        "question", "questions", "answer", "answers", "letter", "letters", "statement", "statements", "criticism",
        "pressure", "pushback", "figures", "data", "numbers", "statistics", "report", "reports", "records", "study",
        "analysis", "estimate", "estimates",
    }
)  # fmt: skip
PLACE_WORDS = frozenset({"in", "near", "across", "throughout", "around", "from", "to"})


def unmapped_near(sentence: Sentence, frame: Frame, measure: str | None) -> list[Span]:
    """Words that change what a number counts and that nothing maps: "historically", unknown words before the noun, an addition to a stock, a rank of changes."""
    usual = [sentence.span_of(place, place) for place, word in enumerate(sentence.words) if word in USUAL]
    ranked = frame.relation is Relation.RANK
    named = [] if measure is None or ranked else [sentence.span_of(place, place) for place in frame.phrase.unknown]
    if measure is not None and not ranked:
        nouns = (
            term for term in frame.phrase.terms if term.entry.role == "context" and term.entry.context not in AGENCIES
        )
        named += [sentence.span_of(term.first, term.last) for term in nouns]
    ranks = [sentence.span_of(*places) for places in other_rank_words(sentence, frame)] if ranked else []
    return [
        *usual,
        *named,
        *ranks,
        *_respective(sentence, frame),
        *_rate(sentence, frame, measure),
        *_average(sentence, frame, measure),
        *_additions(sentence, frame, measure),
    ]


def _respective(sentence: Sentence, frame: Frame) -> list[Span]:
    """Such as "removals and arrests fell by # and #, respectively": which number is whose is not read."""
    if frame.relation not in (Relation.CHANGE_PCT, Relation.CHANGE_ABS):
        return []
    near = range(frame.place + 1, min(len(sentence.words), frame.place + RESPECTIVE_REACH))
    return [sentence.span_of(place, place) for place in near if sentence.words[place] == "respectively"]


def _rate(sentence: Sentence, frame: Frame, measure: str | None) -> list[Span]:
    """A rate by the day, week or month ("deported every day") where the measure is no rate."""
    known = measures().get(measure or "")
    if known is None or known.flow != "flow":
        return []
    found = []
    for place in range(max(0, frame.place - 5), min(len(sentence.words), frame.place + RATE_REACH)):
        word = sentence.words[place]
        if place > frame.place and (word == NUMBER or is_break(sentence, place)):
            break
        pair = word in RATE_UNITS and sentence.word(place - 1) in ("a", "per", "each", "every")
        beside = frame.place - 2 <= place <= frame.place + 3
        if pair or (beside and word in ("daily", "weekly", "monthly", "hourly")):
            found.append(sentence.span_of(place, place))
    return found


def _average(sentence: Sentence, frame: Frame, measure: str | None) -> list[Span]:
    """An average of totals ("averaged about 50,000") is no total."""
    known = measures().get(measure or "")
    if known is None or known.flow == "rate":
        return []
    near = range(clause_start(sentence, frame.place), min(len(sentence.words), frame.place + 5))
    return [sentence.span_of(place, place) for place in near if sentence.words[place] in AVERAGES]


def _additions(sentence: Sentence, frame: Frame, measure: str | None) -> list[Span]:
    """An addition ("an additional 5,000 agents") is not answered by the figure of the whole stock."""
    known = measures().get(measure or "")
    if known is None or known.flow != "stock" or frame.relation is not Relation.LEVEL:
        return []
    near = range(max(0, frame.place - 2), min(len(sentence.words), frame.place + 3))
    return [sentence.span_of(place, place) for place in near if sentence.words[place] in INCREMENTS]


def clause_start(sentence: Sentence, place: int) -> int:
    """The first word of the clause of a number, not before another number."""
    first = place
    while first > 0 and sentence.words[first - 1] != NUMBER and not is_break(sentence, first - 1):
        first -= 1
    return first


def capitals(sentence: Sentence, first: int, last: int) -> list[int]:
    """Places and exceptions that no lexicon entry maps: a capitalised word after a word of place ("in Chicago", "in the Laredo sector"), "other than"."""
    found = []
    for place in range(max(first, 0), min(last, len(sentence.words))):
        term = sentence.term_at[place]
        if (term is None and (_excepts(sentence, place) or _is_place(sentence, place))) or (
            term is not None and term.entry.blocks
        ):
            found.append(place)
    return found


def _excepts(sentence: Sentence, place: int) -> bool:
    word = sentence.words[place]
    return word in EXCEPTIONS and (word != "other" or sentence.word(place + 1) == "than")


def _is_place(sentence: Sentence, place: int) -> bool:
    """Such as "in Chicago", or "in the Laredo sector" where a word of area follows."""
    before = sentence.word(place - 1)
    if before == "from" and sentence.word(place - 2) in TOLD:
        return False
    if before in PLACE_WORDS or (before == "of" and _is_people(sentence, place - 2)):
        return _is_name(sentence, place)
    area = before == "the" and sentence.word(place - 2) in PLACE_WORDS and _is_name(sentence, place)
    return area and any(word in AREAS for word in sentence.words[place + 1 : place + 4])


def _is_people(sentence: Sentence, place: int) -> bool:
    """Whether a word is a noun for people, whom a name after "of" narrows ("people of Lesotho")."""
    term = sentence.term_at[place] if place >= 0 else None
    return term is not None and (term.entry.head or term.entry.role == "people")


def _is_name(sentence: Sentence, place: int) -> bool:
    if sentence.words[place] in (NUMBER, PERIOD):
        return False
    printed = sentence.text[sentence.starts[place] : sentence.ends[place]]
    return printed[0].isupper() and not printed.isupper() and sentence.words[place] not in function_words()


def list_goes_on(sentence: Sentence, term: Term) -> list[Span]:
    """Further places of a list ("from Guatemala, Honduras and El Salvador"), which one filter cannot hold."""
    place = term.last + 1
    if sentence.word(place) not in (",", "and", "or"):
        return []
    while sentence.word(place) in (",", "and", "or"):
        place += 1
    if place >= len(sentence.words) or sentence.words[place] in (NUMBER, PERIOD):
        return []
    other = sentence.term_at[place]
    if other is None:
        named = _is_name(sentence, place)
    else:
        keys = {key for key, _ in other.entry.filters}
        named = other.entry.context == "place" or bool(keys & {"citizenship", "state"})
    return [sentence.span_of(place, place)] if named else []
