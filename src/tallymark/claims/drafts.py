"""Drafts: a claim while its parts are still being gathered, and what earlier drafts hand on to later ones."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from tallymark.claims.clauses import Sentence
from tallymark.claims.comparisons import PARTS
from tallymark.claims.frames import Frame
from tallymark.claims.lexicon import Term
from tallymark.claims.quantity import Quantity
from tallymark.model.claim import Link, Slot, Span
from tallymark.model.figure import Hedge, Modality, Relation
from tallymark.model.period import Period


@dataclass(slots=True, eq=False)
class Draft:
    """One claim in the making; ``years`` and ``years_hedge`` are the length that a rank without a number names ("over a decade"); ``paragraph`` and ``line`` (number of its sentence) tell how near two drafts are."""

    sentence: Sentence
    place: int
    frame: Frame
    paragraph: int
    line: int
    quantity: Quantity | None
    span: Span
    measure: Slot[str | None] = field(default_factory=lambda: Slot(None, "missing"))
    term: Term | None = None
    off_topic: bool = False
    filters: dict[str, str] = field(default_factory=dict)
    filters_origin: str = "text"
    filters_span: Span | None = None
    of: dict[str, str] | None = None
    of_origin: str = "text"
    of_span: Span | None = None
    period: Slot[Period | None] = field(default_factory=lambda: Slot(None, "missing"))
    base: Slot[Period | None] = field(default_factory=lambda: Slot(None, "missing"))
    unmapped: list[Span] = field(default_factory=list)
    predicate: list[Span] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    links: list[tuple[str, Draft]] = field(default_factory=list)
    id: str = ""
    topic: bool = False
    heading: Draft | None = None
    modality: Modality = Modality.ACTUAL
    years: Decimal | None = None
    years_hedge: Hedge = Hedge.NONE

    @property
    def is_part(self) -> bool:
        """Whether the number is a percentage or fraction."""
        return self.quantity is not None and self.quantity.kind in PARTS

    @property
    def relation(self) -> Relation:
        """The relation its frame gives it."""
        return self.frame.relation

    def made_links(self) -> tuple[Link, ...]:
        """Its links by the ids of the others."""
        return tuple(Link(kind, other.id) for kind, other in self.links)
