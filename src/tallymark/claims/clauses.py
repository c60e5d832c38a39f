"""A sentence laid out for reading its meaning: in come its words, quantities, periods and lexicon terms; out come noun phrases and regions around a number."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from tallymark.claims.lexicon import COUNTED, Term, lexicon
from tallymark.claims.periods import PeriodMention
from tallymark.claims.quantity import Quantity
from tallymark.claims.tables import words_of
from tallymark.model.claim import Span
from tallymark.model.patterns import compile_pattern

NUMBER, PERIOD = "#", "@"
RATE_LEADS = frozenset({"a", "an", "per", "each", "every"})
MEASURES_OF = frozenset({"mile", "miles", "pound", "pounds", "kilograms", "tons"})
ADJECTIVES = frozenset({"immigrant", "migrant", "alien", "noncitizen", "non-citizen"})
QUOTES = frozenset('"“”„‘')
KINDS = frozenset(
    (
        "auxiliary", "preposition", "conjunction", "pronoun", "adverb", "article", "break", "antecedent", "base", "including",
        "other", "time_unit", "age", "rank", "streak", "since", "or", "more", "fewer", "verb", "carrier", "document", "appropriation", "act",
    )
)  # fmt: skip
_WORD = compile_pattern(
    r"287\s?\(g\)|(?<=\w)['’]s\b|(?:[A-Za-z]\.){2,}|[^\W\d_]+(?:[-'’&][^\W_]+)*(?:['’](?=\s))?|\d+(?:[.,]\d+)*|--+|[^\s\w]",
    re.ASCII | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence as a row of words.

    ``words`` are in lower case, a quantity being one word ``#`` and a period one word ``@``; ``starts``/``ends`` are their
    places in ``text``, the whole document. ``numbers`` are the places of the quantities among the words, ``counted`` the
    terms that name what is counted.
    """

    span: Span
    text: str
    words: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    quantities: dict[int, Quantity]
    periods: dict[int, PeriodMention]
    terms: tuple[Term, ...]
    term_at: tuple[Term | None, ...]
    numbers: tuple[int, ...]
    contexts: frozenset[str]
    counted: tuple[Term, ...]

    def span_of(self, first: int, last: int) -> Span:
        """The characters of the words ``first`` to ``last`` (included)."""
        return Span(self.starts[first], self.ends[last])

    def word(self, place: int) -> str:
        """The word at a place, empty outside the sentence."""
        return self.words[place] if 0 <= place < len(self.words) else ""


@dataclass(frozen=True, slots=True)
class NounPhrase:
    """What directly follows a number: words ``first`` to ``last`` (``last < first`` when there is none), their terms, and the words no term covers."""

    first: int
    last: int
    terms: tuple[Term, ...]
    unknown: tuple[int, ...]
    head_known: bool

    @property
    def counted(self) -> Term | None:
        """The last term that names what is counted."""
        return next((term for term in reversed(self.terms) if term.entry.role in COUNTED), None)


@cache
def clause_words() -> dict[str, frozenset[str]]:
    """Function words by kind, from ``data/clause_words.csv``."""
    return {kind: frozenset(words) for kind, words in words_of("clause_words.csv", KINDS).items()}


@cache
def function_words() -> frozenset[str]:
    """Every word that carries no content of its own."""
    kinds = clause_words()
    plain = ("auxiliary", "preposition", "conjunction", "pronoun", "adverb", "article", "break", "verb")
    return frozenset().union(*(kinds[kind] for kind in plain)) | {",", '"', "'", "“", "”", "‘", "’", "."}


def lay_out(text: str, span: Span, quantities: list[Quantity], periods: list[PeriodMention]) -> Sentence:
    """The sentence at ``span`` with its quantities and periods as single words."""
    marks: list[tuple[int, int, object]] = [(period.span.start, period.span.end, period) for period in periods]
    marks += [(quantity.span.start, quantity.span.end, quantity) for quantity in quantities]
    marks.sort(key=lambda mark: mark[0])
    words: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    number_at: dict[int, Quantity] = {}
    period_at: dict[int, PeriodMention] = {}
    position = span.start
    for start, end, item in [*marks, (span.end, span.end, None)]:
        for match in _WORD.finditer(text, position, max(position, start)):
            word = match.group()
            if word not in QUOTES:
                words.append(word)
                first, last = match.span()
                starts.append(first)
                ends.append(last)
        if item is None:
            break
        if isinstance(item, Quantity):
            number_at[len(words)] = item
            words.append(NUMBER)
        elif isinstance(item, PeriodMention):
            period_at[len(words)] = item
            words.append(PERIOD)
        starts.append(start)
        ends.append(end)
        position = end
    words = _folded(words)
    terms = lexicon().find(words)
    term_at: list[Term | None] = [None] * len(words)
    for term in terms:
        term_at[term.first : term.last + 1] = [term] * (term.last - term.first + 1)
    contexts = frozenset(term.entry.context for term in terms if term.entry.context)
    counted = tuple(term for term in terms if term.entry.role in COUNTED)
    return Sentence(
        span, text, tuple(words), tuple(starts), tuple(ends), number_at, period_at, terms, tuple(term_at), tuple(number_at), contexts, counted
    )  # fmt: skip


def _folded(words: list[str]) -> list[str]:
    """Lower case and straight apostrophes, for all words at once."""
    return "\n".join(words).lower().replace("’", "'").split("\n") if words else words


def noun_phrase(sentence: Sentence, first: int) -> NounPhrase:
    """The noun phrase that begins at ``first``; it ends before a verb, a preposition, a sign, a number or a period.

    After the first noun that the lexicon knows as something counted, an unknown word ends it too: it is a verb more often than a noun.
    """
    kinds, plain = clause_words(), function_words()
    skip = (
        kinds["article"]
        | kinds["other"]
        | {"of", "these", "those", "all", "such", "its", "their", "our", "her", "his", "more", "fewer", "new"}
    )
    if sentence.word(first) in RATE_LEADS and sentence.word(first + 1) in kinds["time_unit"]:
        return NounPhrase(first, first - 1, (), (), False)
    place = first
    if sentence.word(first) in MEASURES_OF and sentence.word(first + 1) == "of" and sentence.term_at[first] is None:
        place = first + 2
    while place < len(sentence.words) and sentence.words[place] in skip and sentence.term_at[place] is None:
        place += 1
    begin, terms, unknown, head = place, [], [], False
    while place < len(sentence.words):
        term = sentence.term_at[place]
        word = sentence.words[place]
        if term is not None:
            role = term.entry.role
            if role == "act" and term.entry.over_time and place == begin:  # "12,000 detained immigrants": an adjective
                place = term.last + 1
                continue
            if role in ("act", "change") or (head and _ends_noun(term, word)):
                break
            terms.append(term)
            head = head or role in COUNTED or role == "filter" or term.entry.head
            place = term.last + 1
        elif word in kinds["time_unit"] or (
            word in plain
            or word in (NUMBER, PERIOD)
            or not word[0].isalpha()
            or (head and sentence.words[place - 1] not in ADJECTIVES)
        ):
            break
        else:
            unknown.append(place)
            place += 1
    return NounPhrase(begin, place - 1, tuple(terms), tuple(unknown), head)


def _ends_noun(term: Term, word: str) -> bool:
    """Whether a term after the head is no part of the noun phrase: a context, a filter that begins with a verb, or an article.

    An article begins another noun phrase ("the 4,000 people the agency held").
    """
    kinds = clause_words()
    if term.entry.role == "context":
        return not term.entry.blocks
    if term.entry.role == "filter":
        return word in kinds["auxiliary"] or word in kinds["verb"]
    return word in kinds["article"] or word in ("its", "their")


def is_break(sentence: Sentence, place: int) -> bool:
    """Whether a clause ends at this word; "but" and "while" end one only after a comma."""
    word = sentence.words[place]
    if word not in clause_words()["break"]:
        return False
    return not word[0].isalpha() or sentence.word(place - 1) == ","


def clause_of(sentence: Sentence, place: int) -> tuple[int, int]:
    """The first word of the clause around ``place`` and the first word after it."""
    first = place
    while first > 0 and not is_break(sentence, first - 1):
        first -= 1
    last = place + 1
    while last < len(sentence.words) and not is_break(sentence, last):
        last += 1
    return first, last
