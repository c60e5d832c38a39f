"""Catalogue of known releases: in come the lists of ``data/catalogue``; out come releases with tables, windows, row counts and faults.

It says what is publicly known of a release, whether or not anybody ingested it: who asked for it, whose records of which place
it holds, what it covers, whether persons can be matched inside it, how many rows its files have and what is wrong with it, each
with its source. An ingested release is one of them when it was given the same id.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from types import MappingProxyType

from tallymark.model.closed import read_rows
from tallymark.model.definition import definitions
from tallymark.model.errors import DataError, TallymarkError
from tallymark.model.population import Population
from tallymark.schema.tables import tables

IDS = ("none", "within_release", "collide")
RELEASE_ID = re.compile(r"[a-z0-9][a-z0-9.-]{0,63}")
# What a fault may forbid: to count at all, to judge a text by the count, to match persons.
REFUSALS = ("", "count", "verdict", "persons")
POSTED = re.compile(r"(\d{4}(-\d\d(-\d\d)?)?)?")
CODE = "TM-RELEASES-705"
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "releases.csv": (
        "id", "foia", "title", "publisher", "obtained_by", "posted", "ids", "ids_note", "licence", "address",
        "address_note", "source",
    ),
    "tables.csv": ("release", "table", "from", "until", "n_rows", "n_rows_about", "note"),
    "files.csv": ("release", "table", "name", "n_rows"),
    "faults.csv": ("release", "table", "from", "until", "effect", "words", "source"),
    "effects.csv": ("name", "refuses", "meaning"),
    "scopes.csv": ("release", "table", "agency", "people", "words"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Window:
    """The days that a table or fault covers, the last one included; None is not known (tables) or no limit (faults)."""

    start: date | None
    end: date | None


@dataclass(frozen=True, slots=True)
class KnownTable:
    """A table of a release; ``n_rows`` is its exact number of rows in all files, ``n_rows_about`` a rounded one."""

    table: str
    window: Window
    n_rows: int | None
    n_rows_about: int | None
    note: str


@dataclass(frozen=True, slots=True)
class KnownFile:
    """A file of a release with its exact number of records; ``name`` as the archive keeps it."""

    table: str
    name: str
    n_rows: int


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a table in a period; ``effect`` is a name of ``effects.csv``, ``source`` who found it."""

    table: str
    window: Window
    effect: str
    words: str
    source: str


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose records of which people a table holds; an empty ``table`` stands for every table without a line of its own.

    ``agency`` is the publisher whose counts these records can give (``model/data/definitions.csv``); ``people`` are filters that
    hold for every record, none for everybody whom the agency counts; ``words`` say it to people.
    """

    table: str
    agency: str
    people: Population
    words: str


@dataclass(frozen=True, slots=True)
class KnownRelease:
    """A release.

    ``posted`` is an ISO day, month or year, or empty; ``ids`` says whether persons can be matched: none,
    within_release (only there) or collide (different persons share an id); ``address`` is the official download or the
    page that keeps it, empty where none is confirmed (``address_note`` says so).
    """

    id: str
    foia: str
    title: str
    publisher: str
    obtained_by: str
    posted: str
    ids: str
    ids_note: str
    licence: str
    address: str
    address_note: str
    source: str
    tables: tuple[KnownTable, ...] = ()
    files: tuple[KnownFile, ...] = ()
    faults: tuple[Fault, ...] = ()
    scopes: tuple[Scope, ...] = ()

    def scope(self, table: str) -> Scope:
        """The scope of a table."""
        return next(one for name in (table, "") for one in self.scopes if one.table == name)

    def known_table(self, table: str) -> KnownTable | None:
        """What is known of a table, None when the release is not known to have it."""
        return next((one for one in self.tables if one.table == table), None)


@cache
def catalogue() -> Mapping[str, KnownRelease]:
    """Every known release by id."""
    return read_catalogue(_folder(), "releases/data/catalogue")


def known(release: str) -> KnownRelease | None:
    """The known release of this id, None when the catalogue has none."""
    return catalogue().get(release)


@cache
def effects() -> Mapping[str, str]:
    """What a fault may do to counts, by name."""
    return {row["name"]: row["meaning"] for _, row in _rows(_folder(), "effects.csv", "releases/data/catalogue")}


@cache
def refusals() -> Mapping[str, str]:
    """What a fault forbids, by its effect: one of ``REFUSALS``, empty for nothing."""
    return {row["name"]: row["refuses"] for _, row in _rows(_folder(), "effects.csv", "releases/data/catalogue")}


def _folder() -> Traversable:
    return resources.files("tallymark.releases").joinpath("data/catalogue")


def read_catalogue(folder: Traversable, label: str) -> Mapping[str, KnownRelease]:
    """The releases of a folder with the six lists; raises TM-RELEASES-705 with the line that breaks the schema."""
    allowed = _effects(folder, label)
    heads = _heads(folder, label)
    known_tables: dict[str, list[KnownTable]] = {release: [] for release in heads}
    files: dict[str, list[KnownFile]] = {release: [] for release in heads}
    faults: dict[str, list[Fault]] = {release: [] for release in heads}
    for where, row in _entries(folder, "tables.csv", label, heads):
        counts = _number(row["n_rows"], where), _number(row["n_rows_about"], where)
        known_tables[row["release"]].append(KnownTable(row["table"], _window(row, where), *counts, row["note"]))
    for where, row in _entries(folder, "files.csv", label, heads):
        n_rows = _number(row["n_rows"], where)
        if n_rows is None or not row["name"]:
            raise DataError(CODE, where=where, detail="a file needs a name and its number of rows")
        files[row["release"]].append(KnownFile(row["table"], row["name"], n_rows))
    for where, row in _entries(folder, "faults.csv", label, heads):
        if row["effect"] not in allowed or not row["words"] or not row["source"]:
            raise DataError(CODE, where=where, detail="a fault needs an effect of effects.csv, words and a source")
        fault = Fault(row["table"], _window(row, where), row["effect"], row["words"], row["source"])
        faults[row["release"]].append(fault)
    scopes = _scopes(folder, label, heads)
    return MappingProxyType(
        {
            name: KnownRelease(
                **head,
                tables=tuple(known_tables[name]),
                files=tuple(files[name]),
                faults=tuple(faults[name]),
                scopes=scopes[name],
            )
            for name, head in heads.items()
        }
    )


def _effects(folder: Traversable, label: str) -> frozenset[str]:
    """The names of the effects; each says what it refuses."""
    found = set()
    for line, row in _rows(folder, "effects.csv", label):
        if row["refuses"] not in REFUSALS or not row["name"] or not row["meaning"]:
            detail = f"an effect needs a name, a meaning and refuses empty or one of {', '.join(REFUSALS[1:])}"
            raise DataError(CODE, where=f"{label}/effects.csv line {line}", detail=detail)
        found.add(row["name"])
    return frozenset(found)


def _scopes(folder: Traversable, label: str, heads: Mapping[str, object]) -> dict[str, tuple[Scope, ...]]:
    """The scopes of every release; a release without one for all its tables is refused."""
    publishers = {one.publisher for one in definitions().values()}
    found: dict[str, list[Scope]] = {release: [] for release in heads}
    for line, row in _rows(folder, "scopes.csv", label):
        where = f"{label}/scopes.csv line {line}"
        if row["release"] not in heads or row["table"] not in ("", *tables()):
            raise DataError(CODE, where=where, detail="the release or the table is unknown")
        if row["agency"] not in publishers or not row["words"]:
            detail = "a scope needs words and an agency that publishes a definition"
            raise DataError(CODE, where=where, detail=detail)
        if row["table"] in {one.table for one in found[row["release"]]}:
            raise DataError(CODE, where=where, detail="listed twice")
        try:
            people = Population.parse(row["people"])
        except TallymarkError as error:
            raise DataError(CODE, where=where, detail=error.where) from None
        found[row["release"]].append(Scope(row["table"], row["agency"], people, row["words"]))
    bare = [release for release, scopes in found.items() if not any(one.table == "" for one in scopes)]
    if bare:
        raise DataError(CODE, where=f"{label}/scopes.csv", detail=f"no scope of {', '.join(bare)}")
    return {release: tuple(scopes) for release, scopes in found.items()}


def _heads(folder: Traversable, label: str) -> dict[str, dict[str, str]]:
    heads: dict[str, dict[str, str]] = {}
    for line, row in _rows(folder, "releases.csv", label):
        where = f"{label}/releases.csv line {line}"
        if not RELEASE_ID.fullmatch(row["id"]) or row["id"] in heads:
            raise DataError(CODE, where=where, detail=f"id {row['id']!r} is badly formed or listed twice")
        if row["ids"] not in IDS or not POSTED.fullmatch(row["posted"]):
            raise DataError(
                CODE, where=where, detail=f"ids must be one of {', '.join(IDS)}, posted an ISO day or month"
            )
        if not (row["address"].startswith("https://") or (not row["address"] and row["address_note"])):
            raise DataError(CODE, where=where, detail="address must begin with https://, or be empty with a note")
        heads[row["id"]] = row
    return heads


def _entries(
    folder: Traversable, name: str, label: str, heads: Mapping[str, object]
) -> Iterator[tuple[str, dict[str, str]]]:
    """The lines of a list that belong to a known release and a canonical table, with their place."""
    for line, row in _rows(folder, name, label):
        where = f"{label}/{name} line {line}"
        if row["release"] not in heads or row["table"] not in tables():
            raise DataError(
                CODE, where=where, detail=f"release {row['release']!r} or table {row['table']!r} is unknown"
            )
        yield where, row


def _rows(folder: Traversable, name: str, label: str) -> Iterator[tuple[int, dict[str, str]]]:
    return read_rows(folder.joinpath(name), f"{label}/{name}", COLUMNS[name], CODE)


def _window(row: Mapping[str, str], where: str) -> Window:
    try:
        start, end = (date.fromisoformat(row[key]) if row[key] else None for key in ("from", "until"))
    except ValueError:
        raise DataError(CODE, where=where, detail="from and until must be ISO days") from None
    if start and end and end < start:
        raise DataError(CODE, where=where, detail="until lies before from")
    return Window(start, end)


def _number(text: str, where: str) -> int | None:
    if text and not text.isdigit():
        raise DataError(CODE, where=where, detail=f"{text!r} is no whole number")
    return int(text) if text else None
