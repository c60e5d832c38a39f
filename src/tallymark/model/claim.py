"""A claim: what a text says with a number, every part a span of the text or marked inherited or assumed."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Generic, TypeVar

from tallymark.model.figure import Hedge, Modality, Relation
from tallymark.model.interval import Interval
from tallymark.model.period import Period
from tallymark.model.population import Population

T = TypeVar("T")


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Characters ``start`` to ``end`` (excluded) of the document's text."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The quoted words."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Whether they share a character."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Slot(Generic[T]):
    """A part of a claim with where it comes from.

    ``origin`` is ``text`` (``span`` quotes it), ``inherited`` (``span`` is where an earlier claim said it),
    ``assumed`` (``note`` says why) or ``missing``.
    """

    value: T
    origin: str
    span: Span | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class ClaimedValue:
    """A number as the words bound it.

    ``number`` is as meant (percent 0-100, "doubled" 2), None when vague; ``low``/``high`` are the ends of a written
    range. ``place`` is the last printed place (396,906: 1; 12.0: 0.1; 1.1 million: 100,000), ``granule`` the place of the
    last digit that is not zero (390,000: 10,000). ``core`` is accepted by about half of readers, ``stretch`` by a
    tenth, ``cut`` holds what digits cut off instead of rounded would allow, ``literal`` what the bound says word by word,
    ``coarse`` what a round percentage would hold if it was rounded to fives or tens of its place (it supports nothing).
    """

    number: Decimal | None
    core: Interval
    stretch: Interval
    place: Decimal
    granule: Decimal
    cut: Interval | None = None
    literal: Interval | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    coarse: Interval | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """A relation between two claims of one text.

    ``kind``: ``same_fact`` ("nearly 55 percent, or 216,698"), ``part_of`` (of the whole it names), ``base_of`` ("up from
    35 percent"), ``repeats``. ``other`` is the id of the other claim.
    """

    kind: str
    other: str


@dataclass(frozen=True, slots=True)
class Claim:
    """One quantitative claim.

    ``span`` is the numeric expression with its hedge, ``number_span`` the bare number, ``sentence`` the sentence.
    ``unit`` is people, percent, points, usd, ratio, count, years ...; ``direction`` is up, down or None.
    ``of`` is the whole of a share, ``base`` the period compared with. ``unmapped`` are content words near the number
    that no lexicon entry maps: they block a verdict. ``qualifiers``: record, previous_record, first_time, peak,
    highest_since, lowest_since, streak. ``quoted``: inside quotation marks; ``disputed``: the text itself denies it.
    """

    id: str
    span: Span
    number_span: Span
    sentence: Span
    quote: str
    value: ClaimedValue
    hedge: Hedge
    unit: str
    relation: Relation
    modality: Modality
    direction: str | None
    measure: Slot[str | None]
    population: Slot[Population]
    period: Slot[Period | None]
    of: Slot[Population | None]
    base: Slot[Period | None]
    hedge_words: str = ""
    speaker: Slot[str | None] = field(default_factory=lambda: Slot(None, "missing"))
    quoted: bool = False
    disputed: bool = False
    qualifiers: tuple[str, ...] = ()
    unmapped: tuple[Span, ...] = ()
    links: tuple[Link, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """A comparison without a number ("higher than under Bush", "more than ever before"): relation rank or change, no value."""

    id: str
    span: Span
    sentence: Span
    quote: str
    relation: Relation
    direction: str | None
    measure: Slot[str | None]
    population: Slot[Population]
    period: Slot[Period | None]
    base: Slot[Period | None]
    speaker: Slot[str | None] = field(default_factory=lambda: Slot(None, "missing"))
    quoted: bool = False
    unmapped: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A text to check: ``text`` is what all spans point into; ``dated`` the text's date as a day, or None when unknown.

    ``dated_by`` is ``option``, ``header``, ``dateline`` or ``unknown``; ``medium`` is text, markdown, html, pdf or docx.
    """

    name: str
    text: str
    dated: Period | None
    dated_by: str
    medium: str = "text"
    sha256: str = ""
    title: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Extraction:
    """Everything the claims room found in one document."""

    document: Document
    claims: tuple[Claim, ...]
    statements: tuple[Statement, ...]
    notes: tuple[str, ...] = ()
