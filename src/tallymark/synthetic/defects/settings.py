"""The settings of every defect; a defect that a spec does not name does not happen."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from tallymark.synthetic.closed import Rate, Shares


@dataclass(frozen=True, slots=True)
class DuplicateRows:
    """Shares of the rows that stand twice, by table: word for word, with another
    bond, again on the same day, reprocessed within 24 hours.
    """

    exact: dict[str, Rate] = field(default_factory=dict)
    other_bond: dict[str, Rate] = field(default_factory=dict)
    same_day: dict[str, Rate] = field(default_factory=dict)
    reprocessed_within_24_hours: dict[str, Rate] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Blanks:
    """Shares of blank cells: the known rates of a release where ``known``, and rates by table and field over them."""

    known: bool = False
    fields: dict[str, dict[str, Rate]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Redaction:
    """Marks that stand for blacked-out columns, in their spellings, and single cells that are blacked out by table and field."""

    marks: Shares
    null_mark: str = "IIDS ETL NULL"
    null_mark_share: Rate = 0.0
    cells: dict[str, dict[str, Rate]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MissingMonths:
    """Months (YYYY-MM) of which a table has no row."""

    months: dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class LateRows:
    """Shares of the events that are recorded up to ``days`` after they happened, and so may miss a release."""

    rates: dict[str, Rate]
    days: int


@dataclass(frozen=True, slots=True)
class OctoberLock:
    """Removals are published only once confirmed; a file of a fiscal year holds what was confirmed by its lock."""


@dataclass(frozen=True, slots=True)
class MethodSwitch:
    """Before ``since`` departures of people handed over by the Border Patrol are not counted; from then on they are."""

    since: date


@dataclass(frozen=True, slots=True)
class PersonIds:
    """What happens to ids: another id in this release, rows without one, ids cut to 15 digits."""

    rekeyed: bool = False
    missing: dict[str, Rate] = field(default_factory=dict)
    cut_to_15_digits: bool = False
    shared_first_15_digits: Rate = 0.1


@dataclass(frozen=True, slots=True)
class ColumnChanges:
    """A near miss of the layout of one table: columns renamed (old to new), dropped, added, or moved to the front."""

    renamed: dict[str, str] = field(default_factory=dict)
    dropped: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    moved_to_front: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheets:
    """What else a workbook holds: banner rows before the header, a footnote tab, a hidden sheet."""

    banner: tuple[str, ...] = ()
    footnotes: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Defects:
    """Everything that is wrong with a release; the default is an undamaged one."""

    duplicate_rows: DuplicateRows | None = None
    blanks: Blanks | None = None
    redaction: Redaction | None = None
    missing_months: MissingMonths | None = None
    late_rows: LateRows | None = None
    october_lock: OctoberLock | None = None
    method_switch: MethodSwitch | None = None
    person_ids: PersonIds | None = None
    column_changes: dict[str, ColumnChanges] = field(default_factory=dict)
    sheets: Sheets | None = None
