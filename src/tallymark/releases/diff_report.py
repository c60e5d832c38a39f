"""What a comparison of two releases says: the data that ``compare`` makes and ``reports`` draws. It holds counts, no cell."""

from __future__ import annotations

from dataclasses import dataclass

SCHEMA = 1


@dataclass(frozen=True, slots=True)
class Changes:
    """Rows by content: in both releases, in the first only, in the second only."""

    n_same: int
    n_only_first: int
    n_only_second: int


@dataclass(frozen=True, slots=True)
class MonthDiff:
    """A month: rows of each release, and what became of them by the fields of the event; ``covered`` by both windows."""

    month: str
    fiscal_year: int
    n_first: int
    n_second: int
    events: Changes
    covered: bool


@dataclass(frozen=True, slots=True)
class FieldDiff:
    """A field that both have, in the months that both cover: rows with a value; ``filled_later`` when the share rose."""

    name: str
    later: bool
    n_first: int
    n_filled_first: int
    n_second: int
    n_filled_second: int
    filled_later: bool


@dataclass(frozen=True, slots=True)
class FieldMonth:
    """Rows with a value in a field in one month, in each release."""

    field: str
    month: str
    n_filled_first: int
    n_filled_second: int


@dataclass(frozen=True, slots=True)
class TableDiff:
    """A table of both releases.

    ``events`` compares the few fields that tell an event, ``every`` all shared open fields, both in the months that both
    releases cover: what is gone by ``every`` and not by ``events`` was rewritten, not taken away.
    """

    name: str
    of_people: bool
    key_date: str
    n_first: int
    n_second: int
    n_undated_first: int
    n_undated_second: int
    covered: tuple[str, str] | None
    every: Changes
    events: Changes
    months: tuple[MonthDiff, ...]
    fields: tuple[FieldDiff, ...]
    field_months: tuple[FieldMonth, ...]
    only_first_fields: tuple[str, ...]
    only_second_fields: tuple[str, ...]
    event_fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReleaseDiff:
    """Two releases; tables that only one of them has are named."""

    first: str
    second: str
    tables: tuple[TableDiff, ...]
    only_first_tables: tuple[str, ...]
    only_second_tables: tuple[str, ...]
    schema: int = SCHEMA
