"""Sources of statements: in come a text, its sentences and quotations; out comes for each sentence who is said to have said it.

Words are data (``speech_words.csv``): reporting verbs, nouns of sources, nouns of documents. A source is taken from the words as
printed; "he" and "the agency" point back to the last source that was named.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache
from itertools import islice

from tallymark.claims.dates import fold
from tallymark.claims.tables import either, words_of
from tallymark.model.claim import Span
from tallymark.model.patterns import compile_pattern

LONGEST = 3_000  # characters of one sentence that are looked through
MOST_VERBS = 12
_BODY = compile_pattern(
    r"\b(?:[A-Z]{2,6}|Enforcement|Department|Security|Service|Services|Protection|Agency|Administration|administration|agency|officials|"
    r"department|Center|Institute|Council|Coalition|Union|House|Bureau|Office|Association|Project|group|groups|organization)\b"
)
_TITLE = compile_pattern(
    r"\b(?:Director|Secretary|Commissioner|President|Chief|Sen|Rep|Gov|Judge|spokes\w+|director|secretary|chief)\b"
)
_APPOSITION = compile_pattern(r"\s*(?:an?|the|his|her|its|who|which|[a-z]+)\b")
KINDS = frozenset({"verb", "source", "document", "show", "issue", "adverb", "lead", "person"})
FILE = "speech_words.csv"
_NAME = r"(?:(?:Mr|Ms|Mrs|Dr|Sen|Sens|Rep|Reps|Gov|Gen|Col|Lt|Sgt|Maj|Adm|Jr|St)\.|(?:[A-Z]\.){1,4}|[A-Z][\w’'&.-]*\w|[A-Z])"
_JOIN = r"(?: (?:of|for|and|the|de|la|del|von|van|bin|on|in|to|&)(?: the)?(?= [A-Z]))?"
_NAMES = rf"{_NAME}(?:{_JOIN} {_NAME}){{0,9}}(?: \([A-Z]{{2,6}}\))?"
_STOP = compile_pattern(
    r"[,;:.!?()\"“”—]| -{1,2} |\b(?:that|which|who|whose|when|while|where|because|but|showing|since|as|on|in|during|between|this|last|has|have|had|is|are|was|were|show|shows)\b"
)


@dataclass(frozen=True, slots=True)
class Source:
    """Who says it: the words as printed (or as they were printed when the source was named) and where they stand."""

    name: str
    span: Span
    note: str = ""


def find_sources(text: str, sentences: tuple[Span, ...], quotes: tuple[Span, ...]) -> tuple[Source | None, ...]:
    """For each sentence its source or None; a sentence inside a quotation has the source of the quotation."""
    own: list[Source | None] = []
    last: dict[str, Source] = {}
    for sentence in sentences:
        source = _source_of(text, sentence, last)
        if source is not None and not source.note:
            last["body" if _BODY.search(source.name) and not _TITLE.search(source.name) else "person"] = source
        own.append(source)
    return tuple(_spread(text, sentences, quotes, own))


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    word = {kind: either(list(words_of(FILE, KINDS)[kind])) for kind in KINDS}
    name = _NAMES
    owner = rf"(?:[Tt]he |[Aa] |[Aa]n )?(?:{name}|[a-z]+(?: [a-z]+)?)"
    return {
        "verb": compile_pattern(rf"\b(?:{word['verb']})\b"),
        "according": compile_pattern(r"\b[Aa]ccording to (?:the |an? )?"),
        "issued": compile_pattern(rf"\b(?i:{word['document']})(?: [a-z]+){{0,3}}? (?:{word['issue']})(?: [A-Za-z]+)?(?: to [A-Z][\w .]+?)? by (?P<np>{owner})"),
        "from": compile_pattern(rf"\b(?:[Dd]ata|[Ff]igures|[Ss]tatistics|[Nn]umbers|[Rr]ecords|[Rr]eport) (?:\([^)]*\) )?from (?:the )?(?P<np>{name})"),
        "owned": compile_pattern(rf"(?P<np>{name})(?:['’]s?)? (?:own |new |latest |internal |official |public |annual |[a-z]+ )?(?:{word['document']})(?: [a-z]+){{0,6}}? (?:{word['show']})\b"),
        "maker": compile_pattern(rf"\b(?:{word['issue']}|{word['document']}|reporting) (?:by|from) (?:the )?(?P<np>{name}(?: officials)?)"),
        "name": compile_pattern(name),
        "inverted": compile_pattern(rf" (?P<np>(?:(?:the |an? )?(?:[a-z]+ ){{0,3}}(?:{word['source']})(?: (?:for|with|at|of) {name})?|{name}))"),
        "lead": compile_pattern(rf"^(?:(?:{word['lead']}),? )+", re.IGNORECASE),
        "tail": compile_pattern(rf"(?: (?:{word['adverb']}))+$", re.IGNORECASE),
        "source": compile_pattern(rf"\b(?:{word['source']})\b"),
        "person": compile_pattern(rf"^(?:{word['person']})$"),
        "weekday": compile_pattern(r"^(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day$|^(?:January|February|March|April|May|June|July|August|September|October|November|December)$"),
    }  # fmt: skip


def _source_of(text: str, sentence: Span, last: dict[str, Source]) -> Source | None:
    """The source of a sentence; ``last`` holds the last person and the last body (agency, group) named before it."""
    words = text[sentence.start : min(sentence.end, sentence.start + LONGEST)]
    for finder in (_by_verb, _by_according, _by_document):
        found = finder(words)
        if found is None:
            continue
        name, start = found
        span = Span(sentence.start + start, sentence.start + start + len(name))
        if _patterns()["person"].match(fold(name)):
            named = last.get("body" if " " in name or fold(name) == "it" else "person")
            return Source(named.name, named.span, f"named by {name!r}") if named else Source(name, span)
        return Source(re.sub(r"\s+", " ", name), span)
    return None


def _by_according(words: str) -> tuple[str, int] | None:
    match = _patterns()["according"].search(words)
    found = _phrase(words, match.end()) if match else None
    if found is None:
        return None
    # "Data released by X", "statistics from X": X is who says it.
    maker = _patterns()["maker"].search(found[0])
    return (maker["np"], found[1] + maker.start("np")) if maker else found


def _by_document(words: str) -> tuple[str, int] | None:
    for key in ("issued", "from", "owned"):
        match = _patterns()[key].search(words)
        if match is not None and not _patterns()["weekday"].match(match["np"]):
            return re.sub(r"['’]s?$", "", match["np"]), match.start("np")
    return None


def _by_verb(words: str) -> tuple[str, int] | None:
    """The subject before the reporting verb, or after it ("... ," said X)."""
    outside = _blanked(words)
    for match in islice(_patterns()["verb"].finditer(outside), MOST_VERBS):
        before = _subject_before(outside, match.start())
        if before is not None:
            return before
        inverted = _patterns()["inverted"].match(outside, match.end())
        closed = re.search(r"[,\"”’'?!]\s*$", words[max(0, match.start() - 4) : match.start()])
        if inverted is not None and closed and not _patterns()["weekday"].match(inverted["np"]):
            return inverted["np"], inverted.start("np")
    return None


def _subject_before(words: str, end: int) -> tuple[str, int] | None:
    head = words[max(0, end - 220) : end]
    offset = end - len(head)
    parts = list(re.finditer(r"[^,\"“”;:—]+", head))
    for number, part in enumerate(reversed(parts)):
        found = _noun_phrase(part.group(), offset + part.start())
        if found is not None and number + 1 < len(parts) and _APPOSITION.match(part.group()):
            earlier = parts[len(parts) - number - 2]
            named = _noun_phrase(earlier.group(), offset + earlier.start())
            return named if named is not None and named[0][:1].isupper() and len(named[0].split()) <= 8 else found
        if found is not None:
            return found
        # Beyond the words next to the verb only "X, who ..., said" is looked through.
        if number >= 3 or not re.match(
            r"\s*(?:which|who|whose|an? |the |[a-z]+ (?:director|spokes|professor|fellow|member)|[a-z]|$)", part.group()
        ):
            return None
    return None


def _noun_phrase(part: str, start: int) -> tuple[str, int] | None:
    stripped = part.strip()
    start += len(part) - len(part.lstrip())
    stripped = _patterns()["tail"].sub("", stripped)
    lead = _patterns()["lead"].match(stripped)
    if lead is not None:
        start, stripped = start + lead.end(), stripped[lead.end() :]
    if not stripped or len(stripped.split()) > 12 or any(letter.isdigit() for letter in stripped):
        return None
    if _patterns()["person"].match(fold(stripped)):
        return stripped, start
    named = _patterns()["name"].match(stripped)
    if named is not None and not _patterns()["weekday"].match(named.group()) and not _clause(stripped[named.end() :]):
        return stripped, start
    source = _patterns()["source"].search(fold(stripped))
    plain = re.match(
        r"(?:[Tt]he|[Aa]n?|[Ss]ome|[Mm]any|[Oo]ther|[Ss]everal|[Tt]hese|[Hh]er|[Hh]is|[Ii]ts|[A-Za-z-]+)\b", stripped
    )
    return (stripped, start) if source is not None and plain is not None and not _clause(stripped) else None


def _clause(words: str) -> bool:
    """Whether the words hold a verb of their own, so that they are no name."""
    return (
        re.search(
            r"\b(?:is|are|was|were|be|been|has|have|had|will|would|deport|removed|arrested|did|does|do|that)\b", words
        )
        is not None
    )


def _phrase(words: str, start: int) -> tuple[str, int] | None:
    rest = words[start : start + 140]
    rest = rest[: stop.start()] if (stop := _STOP.search(rest.replace("U.S.", "U S "))) else rest
    name = rest.strip()
    return (name, start) if name else None


def _blanked(words: str) -> str:
    """``words`` with what stands between quotation marks blanked out, so that verbs inside are not taken."""
    return re.sub(
        r"[\"“][^\"“”]*(?:[\"”]|$)",
        lambda match: '"' + " " * (len(match.group()) - 2) + '"' if len(match.group()) > 1 else '"',
        words,
    )


def _spread(
    text: str, sentences: tuple[Span, ...], quotes: tuple[Span, ...], own: list[Source | None]
) -> list[Source | None]:
    """A quotation's sentences share the source that stands in one of them, or next to it in the paragraph."""
    spread = list(own)
    starts = [quote.start for quote in quotes]
    for index, sentence in enumerate(sentences):
        if own[index] is not None:
            continue
        middle = (sentence.start + sentence.end) // 2
        place = bisect_right(starts, middle) - 1
        if place < 0 or not quotes[place].overlaps(sentence):
            continue
        spread[index] = _neighbour(text, sentences, own, index)
    return spread


def _neighbour(text: str, sentences: tuple[Span, ...], own: list[Source | None], index: int) -> Source | None:
    for step in (-1, 1):
        place = index + step
        while 0 <= place < len(sentences) and abs(place - index) <= 6:
            low, high = sorted((sentences[place].start, sentences[index].start))
            between = text[low:high]
            if "\n\n" in between and not re.search(r"\n\s*[\"“]", between):
                break
            source = own[place]
            if source is not None:
                return source
            place += step
    return None
