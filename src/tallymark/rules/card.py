"""A rule card: one counting rule with its source, its text, what no record decides, and its hand-decided cases."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

KINDS = ("condition", "category", "date", "table")
FAMILIES = ("exit", "year", "duplicate", "criminality", "offence", "level", "priority", "detention")
STATUSES = ("seen", "memory", "ours")
EFFECTS = ("could_add", "could_remove", "note")
# What a category answers when every case is false, and what a case expects where the answer is NULL.
NONE = "none"
UNKNOWN = "unknown"

Value = str | int | bool | dt.date | dt.datetime | Decimal | None


@dataclass(frozen=True, slots=True)
class Source:
    """Where a rule comes from; ``status``: seen in the source, from memory, or ours (a choice or construction of this project)."""

    title: str
    url: str
    locator: str
    status: str


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value that may be set: ``type`` is date, integer, choice or boolean; ``choices`` the values of a choice with their meaning."""

    name: str
    type: str
    default: Value
    meaning: str
    choices: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Case:
    """One case of a category: the value and the condition under which it is that."""

    value: str
    when: str


@dataclass(frozen=True, slots=True)
class Open:
    """What no record decides: it could add rows, remove some, or is only noted; ``case`` names the case of a category it moves."""

    what: str
    effect: str
    case: str


@dataclass(frozen=True, slots=True)
class Vector:
    """One hand-decided case.

    ``given`` are fields by name (those not given are empty); ``expect`` is the answer on the fields and ``any_reading``, when
    it is not None, the answer with what no record decides applied: true or false, the value of a category, a date, or
    ``unknown``. ``table`` limits the fields to those of one canonical table.
    """

    given: Mapping[str, Value]
    expect: Value
    any_reading: Value
    parameters: Mapping[str, Value]
    table: str


@dataclass(frozen=True, slots=True)
class Card:
    """One version of one rule.

    ``id`` is family.name.part. ``from_date`` and ``until_date`` (excluded) bound the days on which it was in force, None is open.
    Exactly one of ``when`` (condition), ``cases`` (category), ``value`` (date) and ``table`` is filled; ``table`` is the name of a derived
    table whose parameters are those of the card, and ``column`` the column of it that counts. ``needs`` are the fields of its own text, without those of the rules it names.
    """

    id: str
    version: int
    kind: str
    title: str
    from_date: dt.date | None
    until_date: dt.date | None
    source: Source
    needs: tuple[str, ...]
    parameters: Mapping[str, Parameter]
    when: str
    cases: tuple[Case, ...]
    value: str
    table: str
    column: str
    open: tuple[Open, ...]
    tests: tuple[Vector, ...]
    label: str

    @property
    def family(self) -> str:
        """The first part of the id."""
        return self.id.partition(".")[0]

    @property
    def texts(self) -> tuple[str, ...]:
        """Every expression of the card in order."""
        if self.kind == "category":
            return tuple(case.when for case in self.cases)
        return tuple(text for text in (self.when, self.value) if text)

    @property
    def where(self) -> str:
        """The place for an error: the file and the card."""
        return f"{self.label} card {self.id}"
