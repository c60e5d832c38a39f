"""Who is counted: in come a sentence, a frame and the term that names the measure; out come filters, the whole of a share, and the words that stay unmapped."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from importlib import resources

from tallymark.claims.clauses import NUMBER, PERIOD, Sentence, clause_words, function_words, is_break
from tallymark.claims.frames import Frame
from tallymark.claims.lexicon import BY_MEASURE, COUNTED, Term
from tallymark.claims.measures import tells_of_event
from tallymark.claims.scopes import PLACE_KEYS, beside, head_of_clause
from tallymark.claims.unmapped import capitals, clause_start, list_goes_on
from tallymark.claims.wholes import content
from tallymark.model.claim import Span
from tallymark.model.closed_yaml import parse_yaml
from tallymark.model.errors import DataError
from tallymark.model.figure import Relation
from tallymark.model.vocabulary import measures, population_values

CRIME_LEADS = frozenset({"of", "for", "with", "had", "have", "committed", "committing", "by"})
PHRASE_REACH = 4
PREDICATE_WORDS = 3
BORDER_MEASURES = frozenset(
    {
        "border_apprehensions",
        "border_encounters",
        "usbp_encounters",
        "inadmissibles",
        "apprehensions_per_day",
        "border_releases",
    }
)
NEW_CLAUSE = frozenset({"and", "but", "so", "according", "as", "which", "while", "though", "although"})


@dataclass(slots=True)
class Who:
    """The filters found (key to value), with the words they were read from and those that nothing maps.

    ``predicate`` holds the unknown words of what is said about a whole: they block a share unless it takes its filters from another.
    """

    filters: dict[str, str] = field(default_factory=dict)
    spans: list[Span] = field(default_factory=list)
    unmapped: list[Span] = field(default_factory=list)
    predicate: list[Span] = field(default_factory=list)

    def add(self, sentence: Sentence, term: Term) -> None:
        """Take a term's filters; a second value for a key that has one is kept as unmapped, since both cannot hold."""
        for key, value in term.entry.filters:
            known = self.filters.get(key)
            if known is None or known == BY_MEASURE:
                self.filters[key] = value
                self.spans.append(sentence.span_of(term.first, term.last))
            if key in ("citizenship", "state"):
                self.unmapped += list_goes_on(sentence, term)
            if known is None or known == BY_MEASURE:
                continue
            if value not in (known, BY_MEASURE) and not _implied(known, value):
                self.unmapped.append(sentence.span_of(term.first, term.last))


def _implied(known: str, value: str) -> bool:
    return {known, value} == {"convicted", "convicted_or_pending"}


@cache
def criminality() -> tuple[str, dict[str, str]]:
    """What "criminal" means by measure; raises TM-CLAIMS-203 when the file breaks its schema."""
    name = "claims/data/criminality.yaml"
    path = resources.files("tallymark.claims").joinpath("data/criminality.yaml")
    content = parse_yaml(path.read_text(encoding="utf-8"), name, "TM-CLAIMS-203")
    if not isinstance(content, dict) or set(content) != {"default", "by_measure"}:
        raise DataError("TM-CLAIMS-203", where=name, detail="keys: default, by_measure")
    for measure, value in content["by_measure"].items():
        if measure not in measures() or ("criminality", value) not in population_values():
            raise DataError("TM-CLAIMS-203", where=name, detail=f"{measure}: {value}")
    return content["default"], dict(content["by_measure"])


def settle(filters: dict[str, str], measure: str | None) -> dict[str, str]:
    """The filters with "criminal" read as the measure has it, and without what another filter implies."""
    found = dict(filters)
    if found.get("arrest_place") == "border" and (measure or "") in BORDER_MEASURES:
        del found["arrest_place"]
    if found.get("criminality") == BY_MEASURE:
        default, by_measure = criminality()
        found["criminality"] = by_measure.get(measure or "", default)
    return found


def region(sentence: Sentence, frame: Frame) -> tuple[int, int]:
    """The words after a number that tell about it: up to the next number or the end of the clause."""
    first = frame.place + 1
    skip = frame.whole.number if frame.whole is not None else None
    last = first
    while last < len(sentence.words):
        word = sentence.words[last]
        if word == NUMBER and last not in (skip, frame.partner):
            break
        if is_break(sentence, last) and word not in ("(", ")", "-", "–", "—", "--"):
            break
        if word in ("(", "-", "–", "—", "--") and frame.partner is None and last > first:
            break
        if word in NEW_CLAUSE and last > first and sentence.words[last - 1] == ",":
            break
        last += 1
    return first, last


def read(sentence: Sentence, frame: Frame, named_by: Term | None) -> Who:
    """The filters of a count or a change: in its noun phrase, in its region, and around the word that names the measure."""
    who = Who()
    if frame.relation in (Relation.CHANGE_PCT, Relation.CHANGE_ABS, Relation.RATIO, Relation.RANK):
        if named_by is not None:
            _around(sentence, named_by, who, frame.place)
        else:
            _left(sentence, frame.place, who, None)
        if frame.relation is Relation.CHANGE_ABS:
            _within(sentence, frame.phrase.first, frame.phrase.last + 1, who)
        keep_places(sentence, clause_start(sentence, frame.place), region(sentence, frame)[1], who)
        _narrow(sentence, frame, who, who)
        return who
    first, last = region(sentence, frame)
    if frame.partner is not None and frame.partner > frame.place:
        last = max(last, _end_of_region(sentence, frame.partner))
    stop = _whole_end(sentence, frame.place)
    _within(sentence, first, min(last, stop) if stop is not None else last, who)
    if frame.partner is not None and frame.partner < frame.place:
        _within(sentence, frame.partner + 1, frame.place, who)
    if (
        named_by is not None
        and not first <= named_by.first < last
        and not _after_other(sentence, frame.place, named_by)
    ):
        _around(sentence, named_by, who, frame.place)
        _dropped(sentence, named_by, frame, who)
    if frame.whole is not None and not who.filters:
        who.unmapped += [sentence.span_of(place, place) for place in _content(sentence, first, last)][:PREDICATE_WORDS]
    keep_places(sentence, clause_start(sentence, frame.place), last, who)
    _narrow(sentence, frame, who, who)
    return who


def _dropped(sentence: Sentence, named_by: Term, frame: Frame, who: Who) -> None:
    """A filter between the counted word and its number that was not taken stays visible ("deportations in which the worst offence was")."""
    if frame.phrase.last >= frame.phrase.first or any(
        named_by.last < other < frame.place for other in sentence.numbers
    ):
        return
    place = named_by.last + 1
    while place < frame.place:
        near = sentence.term_at[place]
        if near is not None and near.entry.filters:
            span = sentence.span_of(near.first, near.last)
            if span not in who.spans:
                who.unmapped.append(span)
        place = near.last + 1 if near is not None else place + 1


def _after_other(sentence: Sentence, place: int, term: Term) -> bool:
    """Whether the word that names the measure stands in the noun phrase of another number, whose filters it carries."""
    before = [other for other in sentence.numbers if other < term.first and other != place]
    if not before or term.first - before[-1] > PHRASE_REACH:
        return False
    between = sentence.term_at[before[-1] + 1 : term.first]
    return all(near is not None and near.entry.role in ("filter", "neutral") for near in between)


def _end_of_region(sentence: Sentence, place: int) -> int:
    last = place + 1
    while last < len(sentence.words) and sentence.words[last] != NUMBER and sentence.words[last] not in (";", ":"):
        last += 1
    return last


def _whole_end(sentence: Sentence, place: int) -> int | None:
    """Where the noun phrase of a whole's own number ends: what follows tells about the part ("half of 400,000 deportees were")."""
    for part in sentence.numbers:
        if (
            part < place
            and sentence.words[part + 1 : part + 2] == ("of",)
            and NUMBER not in sentence.words[part + 1 : place]
        ):
            between = sentence.words[part + 2 : place]
            if all(word in ("the", "these", "those", "all", "its") for word in between):
                stop = place + 1
                while stop < len(sentence.words) and not _says(sentence, stop):
                    stop += 1
                return stop
    return None


def _says(sentence: Sentence, place: int) -> bool:
    """Whether a predicate begins here: a verb, a comma, or a word that no entry maps."""
    kinds = clause_words()
    word = sentence.words[place]
    return word in kinds["auxiliary"] or word in kinds["verb"] or word == "," or content(sentence, place)


def read_share(sentence: Sentence, frame: Frame, named_by: Term | None) -> tuple[Who, Who]:
    """Part and whole of a share."""
    part, whole = Who(), Who()
    first, last = region(sentence, frame)
    if frame.partner is not None and frame.partner > frame.place:
        last = max(last, _end_of_region(sentence, frame.partner))
    begin = first
    if frame.whole is not None:
        start = frame.whole.phrase.first
        end = frame.whole.end
        _within(sentence, min(start, end), end + 1, whole)
        if frame.whole.other is not None:
            whole.unmapped.append(sentence.span_of(frame.whole.other, frame.whole.other))
        if end >= first:
            begin = _predicate(sentence, end + 1, last)
            _within(sentence, end + 1, begin, whole)
    _within(sentence, begin, last, part)
    if not part.filters:
        _left(sentence, frame.place, part, named_by)
    if not part.filters:
        part.predicate += [sentence.span_of(place, place) for place in _content(sentence, begin, last)][:4]
    keep_places(sentence, clause_start(sentence, frame.place), last, part)
    _narrow(sentence, frame, part, whole)
    return part, whole


def _narrow(sentence: Sentence, frame: Frame, part: Who, whole: Who) -> None:
    """A part of the country at the head of the clause narrows what is counted, of a share its whole; one beside it is kept as unmapped."""
    if PLACE_KEYS & {*part.filters, *whole.filters}:
        return
    head = head_of_clause(sentence, frame.place)
    if head is not None:
        (whole if frame.whole is not None else part).add(sentence, head)
        return
    spans = [sentence.span_of(term.first, term.last) for term in beside(sentence, frame.place)]
    part.unmapped += [span for span in spans if span not in part.unmapped]


def _left(sentence: Sentence, place: int, who: Who, named_by: Term | None) -> None:
    """Filters before the number in its clause: "of people in detention, those with a record make up #"."""
    first = place - 1
    while first >= 0 and sentence.words[first] != NUMBER and sentence.words[first] != ";":
        first -= 1
    _within(sentence, first + 1, place, who, told_only=True)
    if not who.filters and named_by is not None:
        _around(sentence, named_by, who, place)


def _predicate(sentence: Sentence, first: int, last: int) -> int:
    """The first word of what is said about the whole: its verb, or a filter that begins with one."""
    kinds = clause_words()
    stops = (
        kinds["auxiliary"]
        | kinds["verb"]
        | {",", "who", "that", "with", "without", "met", "meet", "meets", "into", "committed"}
    )
    for place in range(first, last):
        term = sentence.term_at[place]
        if sentence.words[place] in stops or (term is not None and term.entry.role == "change"):
            return place
        if term is None and sentence.words[place] not in function_words():
            return place
    return first if first < last else last


def _within(sentence: Sentence, first: int, last: int, who: Who, *, told_only: bool = False) -> None:
    # With ``told_only`` a deed counts only as something people did: "violent crimes fell" tells of no people.
    place = max(0, first)
    while place < min(last, len(sentence.words)):
        term = sentence.term_at[place]
        if term is None:
            place += 1
            continue
        if term.entry.filters and not (
            told_only and term.entry.crime and sentence.word(term.first - 1) not in CRIME_LEADS
        ):
            who.add(sentence, term)
        place = term.last + 1


def _around(sentence: Sentence, term: Term, who: Who, number: int) -> None:
    """Filters that belong to the word which names the measure: right before it, or after it up to a verb, a sign or a number."""
    if term.entry.filters:
        who.add(sentence, term)
    place = term.first - 1
    while place >= 0:
        near = sentence.term_at[place]
        if near is None or near.entry.role not in ("filter", "neutral"):
            break
        if near.entry.filters:
            who.add(sentence, near)
        place = near.first - 1
    stops = clause_words()["auxiliary"] | {",", NUMBER, ";", ":", "but", "and"}
    place = term.last + 1
    while place < len(sentence.words) and sentence.words[place] not in stops and not is_break(sentence, place):
        near = sentence.term_at[place]
        if near is not None and near.entry.role in ("change", *COUNTED) and not tells_of_event(sentence, near):
            break
        if near is not None and near.entry.filters and (place < number or number < term.first):
            who.add(sentence, near)
        place = near.last + 1 if near is not None else place + 1
    _area(sentence, term, who, number)


def _area(sentence: Sentence, term: Term, who: Who, number: int) -> None:
    """A place at the head of the clause holds for everything in it: "In Texas, ..."."""
    first = min(term.first, number)
    while first > 0 and sentence.words[first - 1] not in (";", ":") and sentence.words[first - 1] != NUMBER:
        first -= 1
    near = sentence.term_at[first] if first < len(sentence.words) else None
    if near is not None and near.entry.filters and near.entry.filters[0][0] in ("state", "area"):
        who.add(sentence, near)


def _content(sentence: Sentence, first: int, last: int) -> Iterable[int]:
    plain = function_words()
    for place in range(first, min(last, len(sentence.words))):
        word = sentence.words[place]
        if sentence.term_at[place] is None and word not in plain and word not in (NUMBER, PERIOD) and word[0].isalpha():
            yield place


def keep_places(sentence: Sentence, first: int, last: int, who: Who) -> None:
    """Keep places and groups that no entry maps: a capitalised word after a word of place, an unknown word before the noun."""
    for place in capitals(sentence, first, last):
        term = sentence.term_at[place]
        span = sentence.span_of(place, place) if term is None else sentence.span_of(term.first, term.last)
        if span not in who.unmapped:
            who.unmapped.append(span)
