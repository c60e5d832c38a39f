"""A figure: relation + measure + population + period + definition -> value, unit, provenance. The one idea of Tallymark."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from tallymark.model.interval import Interval
from tallymark.model.period import Period
from tallymark.model.population import Population


class Relation(StrEnum):
    """How the value relates to the count: the count itself, or a relation to other figures."""

    LEVEL = "level"
    SHARE = "share"
    CHANGE_PCT = "change_pct"
    CHANGE_ABS = "change_abs"
    RATIO = "ratio"
    RANK = "rank"


class Hedge(StrEnum):
    """How the words around a number bound it; the vocabulary of hedges in every output."""

    NONE = "none"
    EXACT = "exact"
    ABOUT = "about"
    ALMOST = "almost"
    MORE_THAN = "more_than"
    LESS_THAN = "less_than"
    AT_LEAST = "at_least"
    UP_TO = "up_to"
    VAGUE = "vague"


class Modality(StrEnum):
    """Whether the sentence tells an outcome or something that is no outcome."""

    ACTUAL = "actual"
    TARGET = "target"
    MANDATE = "mandate"
    CAPACITY = "capacity"
    PLAN = "plan"
    REQUEST = "request"
    FORECAST = "forecast"
    HYPOTHETICAL = "hypothetical"


@dataclass(frozen=True, slots=True)
class Key:
    """The question that a figure answers.

    ``of`` is the whole of a share (None: everybody the measure counts); ``base`` is the period that a change, ratio
    or rank compares with (of a rank: the range searched).
    """

    relation: Relation
    measure: str
    population: Population
    period: Period
    of: Population | None = None
    base: Period | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """Where a published figure was read.

    ``publisher`` is who made the figure, ``carrier`` who printed the copy that was read; ``tier`` 1: the agency's own
    document or page, also archived, 2: its words republished, 3: computed or reported by others; ``read_on`` is the
    date on which it was read.
    """

    id: str
    publisher: str
    carrier: str
    tier: int
    title: str
    address: str
    read_on: str
    licence: str
    note: str = ""
    own: bool = False


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where the value comes from.

    For a published figure: source, locator inside it and the vintage (date of printing, as words). For a counted
    figure ``source`` is None and ``trail`` holds release, hashes, rules, SQL. ``row`` is ``file:line`` of the register.
    """

    source: Source | None
    locator: str = ""
    vintage: str = ""
    row: str = ""
    trail: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """One number with its meaning.

    ``value`` is in ``unit`` (people, events, percent 0-100, points, usd, ratio, ...); a fall is negative. ``printed``
    are the words as printed, ``hedge`` their class and ``number`` the bare number in them. ``basis`` is ``printed`` or
    ``computed`` (by the named researcher or from printed parts). ``fault`` says what is known to be wrong with it; ``confirmed`` whether it was seen in its source.
    """

    id: str
    key: Key
    value: Interval
    unit: str
    printed: str
    definition: str
    provenance: Provenance
    hedge: Hedge = Hedge.NONE
    confirmed: bool = True
    basis: str = "printed"
    fault: str = ""
    note: str = ""
    parts: tuple[Figure, ...] = field(default=())
    number: Decimal | None = None

    @property
    def tier(self) -> int:
        """The tier of its source; 1 for a counted figure."""
        return 1 if self.provenance.source is None else self.provenance.source.tier

    @property
    def decides(self) -> bool:
        """Whether it may decide a verdict: seen in its source and not known to be faulty."""
        return self.confirmed and not self.fault
