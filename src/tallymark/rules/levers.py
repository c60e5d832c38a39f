"""Levers of the opt-out dispute: in comes ``data/levers.yaml``; out come what each lever changes, who decides, and dated facts.

"Opting out" hides three things: whether prints are shared, whether a jail honours detainers, whether local officers act
under a contract. A fact from memory is shown and decides nothing. Nothing heavy is imported here.
"""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import cast

from tallymark.model.errors import DataError, UsageError
from tallymark.model.patterns import compile_pattern
from tallymark.rules.closed import SCHEMA, check_keys, list_of, read_yaml, text_of

LABEL = "rules/data/levers.yaml"
CHANGING = ("begins", "ends", "holds")
KINDS = (*CHANGING, "asks", "refuses", "rules", "says")
STATUSES = ("seen", "computed", "memory")
DECIDERS = ("federal", "local", "both")
DATE = compile_pattern(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")


@dataclass(frozen=True, slots=True)
class FactSource:
    """Where a fact was read; ``status``: seen in the source, computed from published data, or from memory."""

    title: str
    url: str
    status: str


@dataclass(frozen=True, slots=True)
class Place:
    """A place that pulled a lever; ``within`` is the place whose rules hold here too, empty for none."""

    id: str
    title: str
    within: str


@dataclass(frozen=True, slots=True)
class Fact:
    """What happened: ``place`` is empty for the whole country, ``part`` for the lever as a whole.

    ``date`` is a day, a month or a year as printed, ``first`` and ``last`` are the days it can mean.
    """

    lever: str
    place: str
    part: str
    date: str
    kind: str
    what: str
    source: FactSource
    first: dt.date
    last: dt.date

    @property
    def decides(self) -> bool:
        """Whether it changes what is in force and was seen or computed."""
        return self.kind in CHANGING and self.source.status != "memory"


@dataclass(frozen=True, slots=True)
class Lever:
    """One lever: the ``step`` of the pipeline it moves, who decides (``decides``: federal, local, both), what it changes and leaves.

    ``parts`` are what of it can be in force by itself; ``in_force`` and ``not_in_force`` say the two states in words.
    """

    id: str
    title: str
    step: str
    decides: str
    who: str
    changes: str
    leaves: str
    in_force: str
    not_in_force: str
    parts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Levers:
    """All of the file; ``substitution`` says what no lever stops."""

    levers: tuple[Lever, ...]
    places: Mapping[str, Place]
    facts: tuple[Fact, ...]
    substitution: str

    def place(self, words: str) -> Place:
        """The place with this id, or the one whose title begins so; raises TM-RULES-013."""
        wanted = words.strip().lower()
        if wanted in self.places:
            return self.places[wanted]
        found = [place for place in self.places.values() if wanted and place.title.lower().startswith(wanted)]
        if len(found) != 1:
            names = ", ".join(place.id for place in found or self.places.values())
            raise UsageError(
                "TM-RULES-013", where=repr(words), detail=f"{'it could be' if found else 'known'}: {names}"
            )
        return found[0]

    def chain(self, place: Place | None) -> tuple[str, ...]:
        """The place, the place it lies in, and the country (the empty text)."""
        return ("",) if place is None else (place.id, *((place.within,) if place.within else ()), "")

    def facts_of(self, lever: str, place: Place | None) -> tuple[Fact, ...]:
        """The facts of a lever, oldest first: everywhere, or those that hold for one place."""
        scopes = None if place is None else self.chain(place)
        chosen = [fact for fact in self.facts if fact.lever == lever and (scopes is None or fact.place in scopes)]
        return tuple(sorted(chosen, key=lambda fact: (fact.first, fact.last)))


@cache
def levers() -> Levers:
    """The levers that ship."""
    return read_levers(resources.files("tallymark.rules").joinpath("data/levers.yaml"), LABEL)


def read_levers(path: Traversable, label: str) -> Levers:
    """The levers of a file; raises TM-RULES-001 with file and key for anything outside the schema."""
    whole = check_keys(read_yaml(path, label), label, ("levers", "substitution", "places", "sources", "facts"), ())
    found = tuple(
        _lever(entry, f"{label} lever {number}") for number, entry in enumerate(_list(whole, "levers", label), 1)
    )
    places = {name: _place(name, entry, label) for name, entry in _mapping(whole, "places", label).items()}
    sources = {name: _source(name, entry, label) for name, entry in _mapping(whole, "sources", label).items()}
    _check_within(places, label)
    parts = {lever.id: ("", *lever.parts) for lever in found}
    facts = tuple(
        _fact(entry, f"{label} fact {number}", parts, places, sources)
        for number, entry in enumerate(_list(whole, "facts", label), 1)
    )
    return Levers(found, MappingProxyType(places), facts, text_of(whole, "substitution", label))


def days_of(text: str) -> tuple[dt.date, dt.date]:
    """The first and last day that ``2010``, ``2010-06`` or ``2010-06-03`` can mean; raises ValueError for anything else."""
    match = DATE.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is no day, month or year")
    year, month, day = int(match[1]), int(match[2] or 0), int(match[3] or 0)
    if day:
        return dt.date(year, month, day), dt.date(year, month, day)
    if month:
        return dt.date(year, month, 1), dt.date(year, month, monthrange(year, month)[1])
    return dt.date(year, 1, 1), dt.date(year, 12, 31)


def _lever(entry: object, where: str) -> Lever:
    words = ("id", "title", "step", "decides", "who", "changes", "leaves", "in_force", "not_in_force")
    known = check_keys(entry, where, words, ("parts",))
    texts = {name: text_of(known, name, where) for name in words}
    if texts["decides"] not in DECIDERS:
        raise DataError(SCHEMA, where=f"{where}, key decides", detail=f"one of {', '.join(DECIDERS)}")
    parts = _mapping(known, "parts", where) if "parts" in known else {}
    return Lever(**texts, parts=MappingProxyType({name: text_of(parts, name, where) for name in parts}))


def _place(name: str, entry: object, label: str) -> Place:
    where = f"{label} place {name}"
    known = check_keys(entry, where, ("title",), ("within",))
    return Place(name, text_of(known, "title", where), text_of(known, "within", where) if "within" in known else "")


def _source(name: str, entry: object, label: str) -> FactSource:
    where = f"{label} source {name}"
    known = check_keys(entry, where, ("title", "url", "status"), ())
    source = FactSource(*(text_of(known, key, where) for key in ("title", "url", "status")))
    if source.status not in STATUSES:
        raise DataError(SCHEMA, where=f"{where}, key status", detail=f"one of {', '.join(STATUSES)}")
    return source


def _fact(
    entry: object,
    where: str,
    parts: Mapping[str, tuple[str, ...]],
    places: Mapping[str, Place],
    sources: Mapping[str, FactSource],
) -> Fact:
    known = check_keys(entry, where, ("lever", "date", "kind", "source", "what"), ("place", "part"))
    texts = {name: text_of(known, name, where) for name in known}
    lever, place, part = texts["lever"], texts.get("place", ""), texts.get("part", "")
    allowed = {
        "lever": lever in parts,
        "part": part in parts.get(lever, ()),
        "place": not place or place in places,
        "kind": texts["kind"] in KINDS,
        "source": texts["source"] in sources,
    }
    wrong = [key for key, fits in allowed.items() if not fits]
    if wrong:
        raise DataError(SCHEMA, where=f"{where}, key {wrong[0]}", detail=f"{texts.get(wrong[0], '')!r} is not known")
    try:
        first, last = days_of(texts["date"])
    except ValueError as error:
        raise DataError(SCHEMA, where=f"{where}, key date", detail=str(error)) from None
    return Fact(lever, place, part, texts["date"], texts["kind"], texts["what"], sources[texts["source"]], first, last)


def _check_within(places: Mapping[str, Place], label: str) -> None:
    for place in places.values():
        if place.within and place.within not in places:
            raise DataError(SCHEMA, where=f"{label} place {place.id}, key within", detail=repr(place.within))


def _list(entry: Mapping[str, object], key: str, where: str) -> list[object]:
    found = list_of(entry, key, where)
    if not found:
        raise DataError(SCHEMA, where=f"{where}, key {key}", detail="at least one is expected")
    return found


def _mapping(entry: Mapping[str, object], key: str, where: str) -> Mapping[str, object]:
    if not isinstance(entry[key], Mapping):
        raise DataError(SCHEMA, where=f"{where}, key {key}", detail="a mapping is expected")
    return cast("Mapping[str, object]", entry[key])
