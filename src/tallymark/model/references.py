"""What checking may ask of a source of figures: in comes a question; out come figures and how well the source covers it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from tallymark.model.figure import Figure, Relation
from tallymark.model.interval import Interval
from tallymark.model.period import Period
from tallymark.model.population import Population


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for; a field left None matches everything.

    ``population`` matches figures of just these people, ``period`` figures of just these days (within ``slack_days``
    at either end), ``value`` figures whose value touches it (ends included), ``days`` figures with a day in them; ``most``
    is how many figures are wanted at most, the first ones. References may answer these three loosely: who asks looks at
    what comes. ``of`` is the whole of a share and ``base`` the days that a change compares with.
    """

    measure: str
    relation: Relation | None = None
    population: Population | None = None
    period: Period | None = None
    slack_days: int = 0
    value: Interval | None = None
    days: Period | None = None
    most: int | None = None
    of: Population | None = None
    base: Period | None = None


@dataclass(frozen=True, slots=True)
class Coverage:
    """How a source covers a measure in a period: ``full``, ``part`` or ``none``, with the newest day it knows and a reason."""

    state: str
    newest: Period | None
    reason: str


class References(Protocol):
    """Anything that can be compared with: the register, counted records."""

    @property
    def as_of(self) -> str:
        """The date up to which the references were brought, ISO."""
        ...

    @property
    def sha256(self) -> str:
        """A hash over the content, for reproducing a report."""
        ...

    def lookup(self, query: Query) -> tuple[Figure, ...]:
        """The figures that answer ``query``, unconfirmed and faulty ones too, in a stable order."""
        ...

    def covers(self, query: Query) -> Coverage:
        """Whether figures for the measure reach over the period of ``query``."""
        ...


@dataclass(frozen=True, slots=True)
class Recounted:
    """One figure counted from records under one definition.

    ``figure.value`` holds on the fields, ``any_reading`` on any reading of what no record decides. ``in_force`` says that the
    definition is the one of its series for these days, ``settled`` that late records have had time to come in. A figure with a
    ``fault`` stands beside and decides nothing.
    """

    figure: Figure
    any_reading: Interval
    in_force: bool
    settled: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """What the records of one release answer to a query.

    ``standing`` is ``decides``, ``beside`` (a part of the people or days, or a known fault: context only) or ``refused`` (nothing
    is counted); ``codes`` and ``words`` give the reasons. ``judges`` says that a count of these people may speak against a text.
    """

    release: str
    standing: str
    codes: tuple[str, ...]
    words: str
    counted: tuple[Recounted, ...] = ()
    judges: bool = False


@dataclass(frozen=True, slots=True)
class RecordsUsed:
    """A release that was counted for a check: whose records of which people, the hash of its manifest and its known faults."""

    release: str
    title: str
    scope: str
    sha256: str
    faults: tuple[str, ...]


class Records(References, Protocol):
    """References counted from the records of one or more releases, each of which answers for itself."""

    def answers(self, query: Query) -> tuple[Answer, ...]:
        """What each release says; a query needs a measure, a population and a period."""
        ...

    def used(self) -> tuple[RecordsUsed, ...]:
        """The releases, in the order of their ids."""
        ...
