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
    is how many figures are wanted at most, the first ones. References may answer the last three loosely: who asks looks at
    what comes.
    """

    measure: str
    relation: Relation | None = None
    population: Population | None = None
    period: Period | None = None
    slack_days: int = 0
    value: Interval | None = None
    days: Period | None = None
    most: int | None = None


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
