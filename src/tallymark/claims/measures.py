"""What a number counts: in come a sentence, a frame and the contexts around; out comes the lexicon term that names the measure, or none."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from tallymark.claims.clauses import NUMBER, NounPhrase, Sentence, clause_words, is_break
from tallymark.claims.comparisons import PARTS
from tallymark.claims.frames import Frame
from tallymark.claims.lexicon import COUNTED, Entry, Term
from tallymark.claims.wholes import content
from tallymark.model.figure import Relation

FAR = 40
STOCK_FROM = Decimal(2_000_000)
BEING = frozenset({"is", "are"})
RESIDING = frozenset(
    {"living", "residing", "here", "live", "lives", "lived", "reside", "resided", "resides", "remain", "remained"}
)
HELD_FROM = Decimal(10_000)  # no single day saw so many people taken into detention
STOCK_ONLY = Decimal(8_000_000)  # more than any count of removals: "deport the 11 million" names the whole population
DAY_REACH = 7
PART_REACH = 8
STEP_BREAK, STEP_COMMA, STEP_NUMBER, STEP_RIGHT = 9, 2, 7, 3
CAUGHT_PEOPLE = frozenset({"detention_population", "removals", "arrests"})
# People whom a verb counts as something else: "2,000 detainees were released", "people in the country illegally were deported".
GOVERNED_PEOPLE = frozenset({"detention_population", "unauthorized_population", "border_apprehensions"})
WHERE_HELD = frozenset({"detention", "ofo", "border"})
DEFINITE = frozenset({"the", "all", "those", "these"})
# Who acts in a relative clause without a pronoun of its own: "the 4,000 people its officers arrested".
ACTORS = frozenset(
    {
        "they", "it", "he", "she", "we", "agency", "agencies", "officers", "agents", "officials", "department",
        "government", "administration", "authorities", "bureau", "office",
    }
)  # fmt: skip
OWNERS = frozenset({"the", "its", "their", "his", "her", "that", "whom"})
AGENCY_REACH, CONTEXT_REACH = 40, 14


@dataclass(frozen=True, slots=True)
class Choice:
    """The measure chosen: ``term`` names it; ``measure`` None with ``known`` True says that the words are off this subject."""

    measure: str | None
    term: Term | None
    known: bool
    why: str = ""


NOTHING = Choice(None, None, False)


def choose(sentence: Sentence, frame: Frame, around: frozenset[str]) -> Choice:
    """The measure of a framed number, a daily rate where the words say so; see ``_choose`` for the order."""
    choice = _choose(sentence, frame, around)
    if (
        choice.term is not None
        and choice.term.entry.per_day
        and choice.measure == choice.term.entry.measure
        and frame.relation is not Relation.SHARE
    ):
        near = sentence.words[max(0, frame.place - DAY_REACH) : frame.place + DAY_REACH + 1]
        lead = sentence.words[max(0, choice.term.first - 2) : choice.term.first]
        if _says_daily(near) or "daily" in lead:
            return Choice(choice.term.entry.per_day, choice.term, True, "a daily rate")
    if choice.term is not None and choice.term.entry.over_time and choice.measure == choice.term.entry.measure:
        return _over_time(sentence, frame, choice)
    return choice


def _over_time(sentence: Sentence, frame: Frame, choice: Choice) -> Choice:
    """People "detained" in a year were taken in, tens of thousands "detained" on a day were held; without a period it is open."""
    term = choice.term
    assert term is not None  # noqa: S101  (the caller looked)
    lengths = [
        period.n_days
        for mention in sentence.periods.values()
        if (period := mention.period) is not None and period.n_days
    ]
    if lengths and min(lengths) > 1:
        return Choice(term.entry.over_time, term, True, "over a period, not on a day")
    number = sentence.quantities[frame.place].number
    if lengths and number is not None and number >= HELD_FROM:
        return choice
    return Choice(None, None, True, "held on a day or taken in over time: the words do not tell")


def _says_daily(words: tuple[str, ...]) -> bool:
    if "daily" in words:
        return True
    return any(second == "day" and first in ("a", "per", "each", "every") for first, second in pairwise(words))


def _choose(sentence: Sentence, frame: Frame, around: frozenset[str]) -> Choice:
    """The measure of a framed number; ``around`` are contexts of the sentence before.

    Order: the counted noun after the number, then the whole of a share, then the verb that governs the noun, then the
    nearest counted word of the sentence. A noun that the lexicon does not know makes it off topic.
    """
    if frame.relation in (Relation.CHANGE_PCT, Relation.RATIO, Relation.CHANGE_ABS):
        return _of_change(sentence, frame, around)
    if frame.relation is Relation.RANK:
        return _nearest(sentence, frame.place, around)
    if frame.whole is not None:
        found = _of_whole(sentence, frame, around)
        if found is not None:
            return found
    if sentence.quantities[frame.place].kind in PARTS:
        if frame.phrase.unknown and not frame.phrase.head_known:
            return Choice(None, None, True, "the verb or noun after the share is not in the lexicon")
        return _nearest(sentence, frame.place, around)
    return _of_count(sentence, frame, around)


def _of_count(sentence: Sentence, frame: Frame, around: frozenset[str]) -> Choice:
    phrase = frame.phrase
    kind = sentence.quantities[frame.place].kind
    if phrase.counted is not None:
        return _of_noun(sentence, frame, phrase.counted, around)
    told = sentence.word(frame.place + 1) in ("of", "for") and kind == "count"
    if _counts_deeds(sentence, phrase) and not told:
        return Choice(None, None, True, "deeds are counted, not people")
    if kind == "money":
        return _of_money(sentence, frame, around)
    named = _of_phrase(sentence, frame, around)
    if named is not None:
        return named
    stock, why = _stock(sentence, frame), _off_topic(sentence, frame)
    if stock is not None:
        return stock
    if why:
        return Choice(None, None, True, why)
    bare = phrase.last < phrase.first and frame.partner is None
    return _nearest(sentence, frame.place, around, bare=bare)


def _of_phrase(sentence: Sentence, frame: Frame, around: frozenset[str]) -> Choice | None:
    """What the noun phrase tells that names nothing counted itself: places, the whole population, people whom a verb governs."""
    phrase = frame.phrase
    if phrase.last < phrase.first:
        return None
    if phrase.terms and not phrase.head_known and all(term.entry.context in WHERE_HELD for term in phrase.terms):
        return Choice(None, None, True, "places are counted, not people")
    stocked = next((term for term in phrase.terms if term.entry.stock), None)
    if stocked is not None and (whole := _whole_stock(sentence, frame, stocked)) is not None:
        return whole
    governing = _governing(sentence, frame.place, phrase)
    if governing is None or not (phrase.head_known or governing.first > frame.place):
        return None
    found = resolve(sentence, governing, around)
    return found if found is not NOTHING else Choice(None, None, True, "the verb is of another subject here")


def _counts_deeds(sentence: Sentence, phrase: NounPhrase) -> bool:
    """Whether the noun names deeds ("500 homicides"); "convicted of homicide" names people."""
    filters = [term for term in phrase.terms if term.entry.role == "filter"]
    deeds = [term for term in filters if term.entry.crime and sentence.words[term.first] not in ("convicted", "guilty")]
    return bool(deeds) and len(deeds) == len(filters)


def _off_topic(sentence: Sentence, frame: Frame) -> str:
    """Why a number without a counted word of its own must not take the nearest one; empty when it may."""
    phrase = frame.phrase
    if phrase.unknown and not phrase.head_known:
        return "the noun counted is not in the lexicon"
    if sentence.quantities[frame.place].kind == "vague" and phrase.last < phrase.first:
        return "a vague number of nothing named"
    if _governed_by_unknown(sentence, frame) or _does_unknown(sentence, frame):
        return "the verb that governs the number is not in the lexicon"
    return ""


def _does_unknown(sentence: Sentence, frame: Frame) -> bool:
    """Whether the people counted do something that the lexicon does not know ("2 million people have left")."""
    phrase, kinds = frame.phrase, clause_words()
    if phrase.last < phrase.first or any(term.entry.role == "filter" for term in phrase.terms):
        return False
    if _relative_act(sentence, phrase) is not None:
        return False
    after = phrase.last + 1
    while (
        sentence.word(after) in kinds["auxiliary"]
        or sentence.word(after) in kinds["adverb"]
        or sentence.word(after) == "who"
    ):
        after += 1
    if after >= len(sentence.words) or sentence.term_at[after] is not None:
        return False
    return sentence.words[after] in kinds["verb"] or content(sentence, after)


def _of_noun(sentence: Sentence, frame: Frame, counted: Term, around: frozenset[str]) -> Choice:
    """The counted noun, or the verb that governs it where the noun names people ("2,000 detainees were released")."""
    if _is_modifier(sentence, counted):
        return Choice(None, None, True, "the noun counted is not in the lexicon")
    people = counted.entry.role == "people" and counted.entry.measure in CAUGHT_PEOPLE
    held = counted.entry.measure in GOVERNED_PEOPLE
    if held and (whole := _whole_stock(sentence, frame, counted)) is not None:
        return whole
    governing = _governing(sentence, frame.place, frame.phrase) if held else None
    if people and (
        _does_unknown(sentence, frame) or (governing is not None and resolve(sentence, governing, around) is NOTHING)
    ):
        return Choice(None, None, True, "what the people counted do is not in the lexicon")
    for term in (governing, counted):
        found = resolve(sentence, term, around) if term is not None else NOTHING
        if found.measure is not None:
            return found
    return Choice(None, None, True, "the noun counted is of another subject here")


def _uncountable(sentence: Sentence, term: Term) -> bool:
    """Whether a singular noun names a procedure ("under threat of deportation"), not events; "the deportation of" does."""
    singular = term.entry.role == "event" and term.first == term.last and not sentence.words[term.last].endswith("s")
    return singular and sentence.word(term.last + 1) != "of"


def _is_modifier(sentence: Sentence, term: Term) -> bool:
    """Whether a singular noun stands before another noun ("deportation flights"), which is then what is counted."""
    after = term.last + 1
    singular = term.entry.role == "event" and not sentence.words[term.last].endswith("s")
    return singular and after < len(sentence.words) and content(sentence, after)


def _stock(sentence: Sentence, frame: Frame) -> Choice | None:
    """Millions of "undocumented immigrants" that no verb counts are the resident population."""
    quantity = sentence.quantities[frame.place]
    term = next((term for term in frame.phrase.terms if term.entry.stock), None)
    after = sentence.word(frame.phrase.last + 1)
    kinds = clause_words()
    follows = sentence.words[frame.phrase.last + 1 : frame.phrase.last + 4]
    resides = after in RESIDING or (after in kinds["auxiliary"] and bool(RESIDING & set(follows[:3])))
    acts = after in kinds["verb"] or (after in kinds["auxiliary"] and not BEING & set(follows))
    acts = acts and not resides
    if term is None or quantity.number is None or acts or (quantity.number < STOCK_FROM and not resides):
        return None
    return Choice(term.entry.stock, term, True, "millions that no verb counts")


def _whole_stock(sentence: Sentence, frame: Frame, term: Term) -> Choice | None:
    """Such as "deport the 11 million people here illegally": all of the resident population, not a count of deeds."""
    number = sentence.quantities[frame.place].number
    measure = term.entry.stock or term.entry.measure
    if measure != "unauthorized_population" or number is None or number < STOCK_ONLY:
        return None
    back = frame.place - 1
    while back >= 0 and _is_neutral(sentence, back) and sentence.words[back] not in DEFINITE:
        back -= 1
    definite = sentence.word(back) in DEFINITE or sentence.word(back) == "of"
    return Choice(measure, term, True, "all of them, more than were ever counted") if definite else None


def _governed_by_unknown(sentence: Sentence, frame: Frame) -> bool:
    """Whether an unknown word right before the number says what was done with the people counted ("terminated benefits for #")."""
    if (
        frame.phrase.last < frame.phrase.first
        or frame.base_value
        or any(term.entry.role == "filter" for term in frame.phrase.terms)
    ):
        return False
    kinds = clause_words()
    place = frame.place - 1
    passing = kinds["article"] | kinds["adverb"] | kinds["preposition"] | kinds["pronoun"]
    while place >= 0 and (sentence.words[place] in passing or _is_neutral(sentence, place)):
        place -= 1
    if place < 0:
        return False
    term = sentence.term_at[place]
    if term is not None:
        return term.entry.role == "act" and bool(term.entry.needs) and term.entry.needs not in sentence.contexts
    word = sentence.words[place]
    if word in kinds["carrier"] or word in kinds["including"] or word in kinds["base"] or not word[0].isalpha():
        return False
    return (
        word not in kinds["conjunction"]
        and word not in kinds["auxiliary"]
        and word not in kinds["other"]
        and word not in kinds["break"]
    )


def _of_money(sentence: Sentence, frame: Frame, around: frozenset[str]) -> Choice:
    terms = [term for term in sentence.counted if term.entry.unit == "usd"]
    found = _cheapest(sentence, frame.place, terms, around)
    return (
        found
        if found.measure is not None
        else Choice(None, None, True, "the money is not for something in the lexicon")
    )


def _of_change(sentence: Sentence, frame: Frame, around: frozenset[str]) -> Choice:
    """The subject of the change, else the noun of "an increase of # in M"."""
    if "likely" in sentence.words[frame.place + 1 : frame.place + 4]:
        return Choice(None, None, True, "a likelihood is compared, not a count")
    if sentence.quantities[frame.place].kind == "money":
        return _of_money(sentence, frame, around)
    counted = frame.phrase.counted
    if counted is not None and frame.relation is Relation.CHANGE_ABS:
        found = resolve(sentence, counted, around)
        if found.measure is not None:
            return found
    for place in range(frame.place + 1, min(frame.place + 5, len(sentence.words))):
        if sentence.words[place] in ("in", "of") and sentence.words[place - 1] != NUMBER:
            term = next((term for term in sentence.counted if place < term.first <= place + 5), None)
            if term is not None and NUMBER not in sentence.words[place : term.first]:
                return resolve(sentence, term, around)
            break
    terms = [term for term in sentence.counted if not term.entry.close]
    terms = [term for term in terms if term.first < frame.place or _within_reach(sentence, frame.place, term)]
    return _cheapest(sentence, frame.place, terms, around)


def _of_whole(sentence: Sentence, frame: Frame, around: frozenset[str]) -> Choice | None:
    whole = frame.whole
    assert whole is not None  # noqa: S101  (the caller looked)
    if whole.phrase.counted is not None:
        found = resolve(sentence, whole.phrase.counted, around)
        if found.measure is not None:
            return found
    if whole.act is not None:
        return resolve(sentence, whole.act, around)
    if whole.phrase.unknown and not whole.phrase.head_known:
        return Choice(None, None, True, "the whole is not in the lexicon")
    return None


def _relative_act(sentence: Sentence, phrase: NounPhrase) -> Term | None:
    """The verb of a clause that follows the noun with its own subject ("# aliens its officers encountered")."""
    kinds = clause_words()
    if phrase.last < phrase.first:
        return None
    after, end = phrase.last + 1, len(sentence.words)
    while after < end and sentence.words[after] not in ACTORS:
        if sentence.words[after] not in OWNERS and not _is_neutral(sentence, after):
            return None
        after += 1
    after += 1
    while sentence.word(after) in kinds["auxiliary"] or sentence.word(after) in kinds["adverb"]:
        after += 1
    term = sentence.term_at[after] if after < len(sentence.words) else None
    return term if term is not None and term.entry.role == "act" else None


def _governing(sentence: Sentence, place: int, phrase: NounPhrase) -> Term | None:
    """The verb right after the noun ("# people were deported") or right before the number ("deported #")."""
    kinds = clause_words()
    relative = _relative_act(sentence, phrase)
    if relative is not None:
        return relative
    passing = kinds["auxiliary"] | kinds["adverb"] | {"who", "that", "@", "illegally"}
    after = phrase.last + 1
    while after < len(sentence.words) and (sentence.words[after] in passing or _is_neutral(sentence, after)):
        after += 1
    term = sentence.term_at[after] if after < len(sentence.words) else None
    if term is not None and term.entry.role == "act":
        return term
    before = place - 1
    passing = kinds["article"] | kinds["adverb"] | {"about", "of", "back", "up", "than", "average"}
    while before >= 0 and (sentence.words[before] in passing or _is_neutral(sentence, before)):
        before -= 1
    term = sentence.term_at[before] if before >= 0 else None
    return term if term is not None and term.entry.role in ("act", "event") else None


def _is_neutral(sentence: Sentence, place: int) -> bool:
    term = sentence.term_at[place]
    return term is not None and term.entry.role == "neutral"


def _nearest(sentence: Sentence, place: int, around: frozenset[str], *, bare: bool = False) -> Choice:
    terms = [term for term in sentence.counted if term.entry.unit != "usd" and not term.entry.close]
    if place in sentence.quantities and (sentence.quantities[place].kind in PARTS or bare):
        terms = [term for term in terms if term.first < place or _within_reach(sentence, place, term)]
    return _cheapest(sentence, place, terms, around)


def _within_reach(sentence: Sentence, place: int, term: Term) -> bool:
    between = sentence.words[place + 1 : term.first]
    return len(between) <= PART_REACH and "," not in between


def _cheapest(sentence: Sentence, place: int, terms: Iterable[Term], around: frozenset[str]) -> Choice:
    best, best_cost = NOTHING, FAR
    for term in terms:
        if _uncountable(sentence, term) or tells_of_event(sentence, term):
            continue
        price = cost(sentence, place, term)
        if price < best_cost:
            found = resolve(sentence, term, around)
            if found.measure is not None:
                best, best_cost = found, price
    return best


def tells_of_event(sentence: Sentence, term: Term) -> bool:
    """Whether a participle belongs to the people of an event named before ("removals of people arrested in the interior")."""
    if term.entry.role != "act":
        return False
    place = term.first - 1
    while place >= 0 and (
        _is_neutral(sentence, place)
        or sentence.words[place] in ("who", "were", "was", "had", "been", "first")
        or ((near := sentence.term_at[place]) is not None and near.entry.role == "filter")
    ):
        place -= 1
    if place < 1 or place == term.first - 1 or sentence.words[place] != "of":
        return False
    event = sentence.term_at[place - 1]
    return event is not None and event.entry.role == "event"


def cost(sentence: Sentence, place: int, term: Term) -> int:
    """How far a term is from a number: words between, dearer across clause ends, commas and other numbers."""
    right = term.first > place
    between = sentence.words[place + 1 : term.first] if right else sentence.words[term.last + 1 : place]
    breaks = clause_words()["break"]
    price = len(between) + (STEP_RIGHT if right else 0)
    for word in between:
        if word in breaks:
            price += STEP_BREAK
        elif word == NUMBER:
            price += STEP_NUMBER if right else 1
        elif word == ",":
            price += STEP_COMMA
    return price


def resolve(sentence: Sentence, term: Term, around: frozenset[str]) -> Choice:
    """The measure of a term under the contexts near it."""
    entry = term.entry
    if entry.needs and entry.needs not in sentence.contexts and entry.needs not in around:
        return NOTHING
    if entry.when:
        near = _nearest_context(sentence, term, tuple(name for name, _ in entry.when)) or _context_around(
            sentence, entry, around
        )
        if near is not None:
            measure = dict(entry.when)[near]
            return Choice(measure, term, True, f"under the context {near}")
    return Choice(entry.measure, term, True)


def _nearest_context(sentence: Sentence, term: Term, names: tuple[str, ...]) -> str | None:
    """The context word nearest to the term within its reach, among those that choose; the agency of the default counts too."""
    best: str | None = None
    by_agency = bool(DEFAULT_CONTEXTS & set(names))
    best_cost = AGENCY_REACH if by_agency else CONTEXT_REACH
    for other in sentence.terms:
        name = other.entry.context
        if not name or other is term:
            continue
        distance = other.first - term.last if other.first > term.last else term.first - other.last
        if any(
            is_break(sentence, place) for place in range(min(term.last, other.last) + 1, max(term.first, other.first))
        ):
            distance += STEP_BREAK
        if distance < best_cost and (name in names or (name in DEFAULT_CONTEXTS and by_agency)):
            best, best_cost = name, distance
    return best if best in names else None


def _context_around(sentence: Sentence, entry: Entry, around: frozenset[str]) -> str | None:
    """Without an agency in the sentence, the one that the sentences before spoke of, when it is one alone."""
    if sentence.contexts & DEFAULT_CONTEXTS:
        return None
    choosing = [name for name, _ in entry.when if name in AGENCIES]
    agencies = around & DEFAULT_CONTEXTS
    if "ice" in agencies and len(agencies) > 1:
        return None
    return next((name for name in choosing if name in around), None)


AGENCIES = frozenset({"ice", "usbp", "border"})
DEFAULT_CONTEXTS = frozenset({"ice", "usbp", "border"})
__all__ = ["COUNTED", "NOTHING", "Choice", "choose", "cost", "resolve"]
