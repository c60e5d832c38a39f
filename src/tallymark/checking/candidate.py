"""Candidates: a reference figure with how near its key is to the claim's, and how two figures make a third."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache

from tallymark.model.comparison import implied
from tallymark.model.definition import Definition, definitions
from tallymark.model.figure import Figure, Hedge, Key
from tallymark.model.interval import Interval

Arithmetic = Callable[[Interval, Interval], Interval | None]


class Nearness(StrEnum):
    """How a reference's key stands to the claim's; the order is from near to far."""

    DIRECT = "direct"
    READING = "reading"
    BOUND = "bound"
    UNIT = "unit"
    SCOPE = "scope"
    PERIOD = "period"


ORDER = list(Nearness)
FAMILY = frozenset({Nearness.DIRECT, Nearness.READING})


@dataclass(frozen=True, slots=True)
class Candidate:
    """One reference to compare a claim with.

    ``differs`` says in words what it has otherwise than the claim; ``meant`` is what an open-ended printed bound
    implies (``model.comparison.implied``); ``firm`` whether its days and scope are so close that it may speak against;
    ``window`` that its days are only most of the claim's.
    """

    figure: Figure
    nearness: Nearness = Nearness.DIRECT
    differs: tuple[str, ...] = ()
    meant: Interval | None = None
    firm: bool = True
    window: bool = False

    def farther(self, nearness: Nearness, *words: str, firm: bool | None = None) -> Candidate:
        """The same figure at least as far away as ``nearness``, with more said about what differs."""
        return replace(
            self,
            nearness=max(self.nearness, nearness, key=ORDER.index),
            differs=tuple(dict.fromkeys((*self.differs, *words))),
            firm=self.firm if firm is None else self.firm and firm,
        )


def printed(figure: Figure) -> Candidate:
    """A candidate of a figure as it is printed."""
    return Candidate(figure, meant=implied(figure.value, figure.hedge))


def definition_of(figure: Figure) -> Definition | None:
    """The definition of a figure, None when it names none of the table."""
    return definitions().get(figure.definition)


def series_of(figure: Figure) -> str:
    """The series a figure belongs to; its definition's id where the table does not know it."""
    known = definition_of(figure)
    return figure.definition if known is None else known.series


@cache
def publisher_of_series(series: str) -> str:
    """Who publishes a series; empty for an unknown one."""
    return next((known.publisher for known in definitions().values() if known.series == series), "")


def publisher_of(figure: Figure) -> str:
    """Who made the figure: the publisher of its definition, else of its source."""
    known = definition_of(figure)
    if known is not None:
        return known.publisher
    return "" if figure.provenance.source is None else figure.provenance.source.publisher


def joinable(one: Figure, other: Figure) -> bool:
    """Whether arithmetic over both is meaningful: one source, or one series."""
    return series_of(one) == series_of(other) or (
        one.provenance.source is not None and one.provenance.source == other.provenance.source
    )


def combine(key: Key, unit: str, words: str, one: Candidate, other: Candidate, how: Arithmetic) -> Candidate | None:
    """A computed candidate from two, as far away as the farther part; None when it cannot be computed."""
    value = how(one.figure.value, other.figure.value)
    if value is None:
        return None
    meant = None
    if one.meant is not None or other.meant is not None:
        meant = how(one.meant or one.figure.value, other.meant or other.figure.value)
    figure = computed(key, value, unit, words, (one.figure, other.figure))
    nearness = max(one.nearness, other.nearness, key=ORDER.index)
    differs = tuple(dict.fromkeys((*one.differs, *other.differs)))
    return Candidate(figure, nearness, differs, meant, one.firm and other.firm, one.window or other.window)


def computed(key: Key, value: Interval, unit: str, words: str, parts: tuple[Figure, ...]) -> Figure:
    """A figure computed from printed ones: it decides only if every part does, and has the weakest part's tier."""
    weakest = max(parts, key=lambda part: part.tier)
    faults = [part.fault for part in parts if part.fault]
    return Figure(
        id=f"{words}({','.join(part.id for part in parts[:4])}{',...' if len(parts) > 4 else ''})",
        key=key,
        value=value,
        unit=unit,
        printed=f"computed from {' and '.join(part.printed for part in parts[:2])}" if len(parts) <= 2 else "computed",
        definition=parts[0].definition,
        provenance=weakest.provenance,
        hedge=Hedge.NONE,
        confirmed=all(part.confirmed for part in parts),
        basis="computed",
        fault=faults[0] if faults else "",
        parts=parts,
    )


def sharp(candidates: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """Without the printed bounds beside which a narrower figure of the same series, days and people says the number itself."""
    every = tuple(candidates)
    return tuple(one for one in every if not any(_sharper(other, one) for other in every))


def _sharper(one: Candidate, other: Candidate) -> bool:
    narrow, wide = one.figure.value, other.figure.value
    return (
        one.figure.decides
        and narrow != wide
        and wide.covers(narrow)
        and series_of(one.figure) == series_of(other.figure)
        and one.nearness == other.nearness
        and one.figure.key.period == other.figure.key.period
        and one.figure.key.population == other.figure.key.population
    )


def unique(candidates: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """Each figure once, at its nearest reading, in the order found."""
    best: dict[str, Candidate] = {}
    for candidate in candidates:
        known = best.get(candidate.figure.id)
        if known is None or ORDER.index(candidate.nearness) < ORDER.index(known.nearness):
            best[candidate.figure.id] = candidate
    return tuple(best.values())
