"""What a quality report says: the data that ``quality`` makes and ``reports`` draws. It holds coordinates and counts, no cell."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from tallymark.releases.months import MonthCount
from tallymark.schema.manifest import BadCount, FaultEntry

SCHEMA = 1
LEVELS = ("ok", "info", "warn", "stop")


@dataclass(frozen=True, slots=True)
class CheckResult:
    """A check counted: among ``n_values`` values that it applies to, ``n_failed`` fail it; ``level`` is one of ``LEVELS``.

    ``words`` say what it means to fail where the kind and the fields do not.
    """

    id: str
    kind: str
    fields: tuple[str, ...]
    n_values: int
    n_failed: int
    level: str
    source: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class FieldQuality:
    """How many rows have a value in a field; ``known_null_share`` is the published share without one, if there is one.

    ``absent`` fields have no column in the release. ``level`` is that of the distance from the known share.
    """

    name: str
    privacy: str
    absent: bool
    n_filled: int
    n_null: int
    known_null_share: Decimal | None
    tolerance: Decimal | None
    level: str


@dataclass(frozen=True, slots=True)
class TableQuality:
    """A table: rows, the days of its key date, its months and fields, its checks, and what the ingest could not type.

    ``n_undated`` rows have no key date. ``known_window`` and ``known_rows`` are those of the catalogue.
    """

    name: str
    meaning: str
    of_people: bool
    layouts: tuple[str, ...]
    n_rows: int
    n_undated: int
    n_quarantined: int
    n_bad_cells: int
    n_redacted: int
    window: tuple[str, ...]
    known_window: tuple[str, str]
    known_rows: int | None
    key_date: str
    months: tuple[MonthCount, ...]
    fields: tuple[FieldQuality, ...]
    checks: tuple[CheckResult, ...]
    bad: tuple[BadCount, ...] = ()


@dataclass(frozen=True, slots=True)
class QualityReport:
    """What is known of a release: files, tables with their checks, what was skipped, and its known faults."""

    release: str
    title: str
    digest: str
    n_files: int
    n_bytes: int
    skipped: tuple[str, ...]
    faults: tuple[FaultEntry, ...]
    tables: tuple[TableQuality, ...]
    schema: int = SCHEMA

    @property
    def level(self) -> str:
        """The worst level of any check or field."""
        found = [check.level for one in self.tables for check in one.checks]
        found += [field.level for one in self.tables for field in one.fields]
        return max(found, key=LEVELS.index, default="ok")
