"""Enforcement programmes: in come the files of ``data/programmes``; out comes for each what is published, what can be counted, and what nothing decides.

A programme is data: which published figures belong to it, which of them are a part and its whole, what each source counts,
which counts of a release tell something about it, and what no record or figure can say. Nothing heavy is imported here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import cast

from tallymark.model.closed_yaml import check_keys, parse_yaml
from tallymark.model.errors import DataError, UsageError
from tallymark.model.population import Population
from tallymark.model.vocabulary import measures

SCHEMA = "TM-COUNT-040"
NO_PROGRAMME = "TM-COUNT-041"
FOLDER = "data/programmes"
YEARS = "years"
MOST_BREAKDOWNS = 2


@dataclass(frozen=True, slots=True)
class Section:
    """Published figures of one measure that belong together.

    ``where`` keeps those inside a population, ``filters`` those whose population has no other keys (None: any), ``definitions``
    and ``pick`` those with one of these definitions or ids (empty: any); with ``years_only`` only figures of a whole year are
    kept. ``pivot`` is the key whose values stand side by side for each period, empty for none.
    """

    id: str
    title: str
    measure: str
    where: Population
    filters: tuple[str, ...] | None
    definitions: tuple[str, ...]
    pick: tuple[str, ...]
    years_only: bool
    pivot: str


@dataclass(frozen=True, slots=True)
class Pair:
    """Two published figures, a part and its whole, by id; ``unlike`` when the part does not lie inside the whole."""

    title: str
    part: str
    whole: str
    unlike: bool
    note: str


@dataclass(frozen=True, slots=True)
class Counting:
    """What a source counts, in words."""

    what: str
    words: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A count of a release: measure, one or two breakdowns and filters; ``running`` adds the groups up in their order.

    With ``totals`` the groups of the second breakdown are shown as a whole too. ``beside`` are the definitions whose published figures of the same periods stand beside the counts.
    """

    id: str
    title: str
    measure: str
    by: tuple[str, ...]
    where: Mapping[str, str]
    running: bool
    totals: bool
    beside: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Distinct:
    """Things told apart by fields of a table, agencies for example."""

    title: str
    table: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Programme:
    """One programme; ``see`` is a command that tells more."""

    id: str
    title: str
    what: str
    published: tuple[Section, ...]
    pairs: tuple[Pair, ...]
    rules: tuple[Counting, ...]
    records: tuple[Asked, ...]
    distinct: Distinct | None
    undecidable: tuple[str, ...]
    see: str

    @property
    def measures(self) -> tuple[str, ...]:
        """The measures of the published figures, each once."""
        return tuple(dict.fromkeys(section.measure for section in self.published))


@cache
def programmes() -> Mapping[str, Programme]:
    """Every programme by id, in the order of the names of their files."""
    folder = resources.files("tallymark.counting").joinpath(FOLDER)
    files = sorted((path for path in folder.iterdir() if path.name.endswith(".yaml")), key=lambda path: path.name)
    found = (read_programme(path, f"counting/{FOLDER}/{path.name}") for path in files)
    return MappingProxyType({programme.id: programme for programme in found})


def programme(name: str) -> Programme:
    """The programme with this id; raises TM-COUNT-041."""
    if name not in programmes():
        raise UsageError(NO_PROGRAMME, where=repr(name), detail=f"known: {', '.join(programmes())}")
    return programmes()[name]


def read_programme(path: Traversable, label: str) -> Programme:
    """The programme of a file; raises TM-COUNT-040 with file and key for anything outside the schema."""
    loaded = parse_yaml(path.read_text(encoding="utf-8"), label, SCHEMA)
    required = ("id", "title", "what", "published", "ratios", "rules", "records", "undecidable", "see")
    entry = check_keys(loaded, label, required, ("distinct",), SCHEMA)
    distinct = entry.get("distinct")
    return Programme(
        _text(entry, "id", label),
        _text(entry, "title", label),
        _text(entry, "what", label),
        tuple(_section(one, where) for one, where in _each(entry, "published", label)),
        tuple(_pair(one, where) for one, where in _each(entry, "ratios", label)),
        tuple(_counting(one, where) for one, where in _each(entry, "rules", label)),
        tuple(_asked(one, where) for one, where in _each(entry, "records", label)),
        None if distinct is None else _distinct(distinct, f"{label} distinct"),
        _texts(entry, "undecidable", label),
        _text(entry, "see", label),
    )


def _section(loaded: object, where: str) -> Section:
    optional = ("where", "filters", "definitions", "pick", "periods", "pivot")
    entry = check_keys(loaded, where, ("id", "title", "measure"), optional, SCHEMA)
    if entry["measure"] not in measures():
        raise DataError(SCHEMA, where=f"{where}, key measure", detail=repr(entry["measure"]))
    if entry.get("periods", YEARS) != YEARS:
        raise DataError(SCHEMA, where=f"{where}, key periods", detail=f"only {YEARS} can be asked for")
    return Section(
        _text(entry, "id", where),
        _text(entry, "title", where),
        _text(entry, "measure", where),
        Population.from_mapping(_words(entry, "where", where)),
        _texts(entry, "filters", where) if "filters" in entry else None,
        _texts(entry, "definitions", where),
        _texts(entry, "pick", where),
        "periods" in entry,
        _text(entry, "pivot", where) if "pivot" in entry else "",
    )


def _pair(loaded: object, where: str) -> Pair:
    entry = check_keys(loaded, where, ("title", "part", "whole"), ("unlike", "note"), SCHEMA)
    return Pair(
        _text(entry, "title", where),
        _text(entry, "part", where),
        _text(entry, "whole", where),
        entry.get("unlike", False) is True,
        _text(entry, "note", where) if "note" in entry else "",
    )


def _counting(loaded: object, where: str) -> Counting:
    entry = check_keys(loaded, where, ("what", "words"), (), SCHEMA)
    return Counting(_text(entry, "what", where), _text(entry, "words", where))


def _asked(loaded: object, where: str) -> Asked:
    entry = check_keys(
        loaded, where, ("id", "title", "measure", "by"), ("where", "running", "totals", "beside"), SCHEMA
    )
    by = _texts(entry, "by", where)
    if not 1 <= len(by) <= MOST_BREAKDOWNS:
        raise DataError(SCHEMA, where=f"{where}, key by", detail=f"1 to {MOST_BREAKDOWNS} breakdowns")
    return Asked(
        _text(entry, "id", where),
        _text(entry, "title", where),
        _text(entry, "measure", where),
        by,
        MappingProxyType(_words(entry, "where", where)),
        entry.get("running", False) is True,
        entry.get("totals", False) is True,
        _texts(entry, "beside", where),
    )


def _distinct(loaded: object, where: str) -> Distinct:
    entry = check_keys(loaded, where, ("title", "table", "fields"), (), SCHEMA)
    return Distinct(_text(entry, "title", where), _text(entry, "table", where), _texts(entry, "fields", where))


def _each(entry: Mapping[str, object], key: str, label: str) -> list[tuple[object, str]]:
    found = entry[key]
    if not isinstance(found, list):
        raise DataError(SCHEMA, where=f"{label}, key {key}", detail="a list is expected")
    return [(one, f"{label} {key} {number}") for number, one in enumerate(found, 1)]


def _text(entry: Mapping[str, object], key: str, where: str) -> str:
    value = entry[key]
    if not isinstance(value, str) or not value.strip():
        raise DataError(SCHEMA, where=f"{where}, key {key}", detail="words are expected")
    return " ".join(value.split())


def _texts(entry: Mapping[str, object], key: str, where: str) -> tuple[str, ...]:
    found = entry.get(key, [])
    if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
        raise DataError(SCHEMA, where=f"{where}, key {key}", detail="a list of texts is expected")
    return tuple(" ".join(one.split()) for one in cast("list[str]", found))


def _words(entry: Mapping[str, object], key: str, where: str) -> dict[str, str]:
    found = entry.get(key, {})
    if not isinstance(found, Mapping) or not all(isinstance(one, str) for one in found.values()):
        raise DataError(SCHEMA, where=f"{where}, key {key}", detail="texts by key are expected")
    return {str(name): str(value) for name, value in found.items()}
