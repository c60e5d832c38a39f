"""Two releases side by side: in come two releases of a store; out come rows per month, year and field, and rows that came or went.

Rows are compared as multisets of content keys, hashes of the open fields that both releases have. Ids are never used:
an agency gives a person another id in every release.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tallymark.engine.connect import connect
from tallymark.engine.engine import Engine
from tallymark.model.errors import UsageError
from tallymark.releases.diff_report import Changes, FieldDiff, FieldMonth, MonthDiff, ReleaseDiff, TableDiff
from tallymark.releases.diff_sql import FIRST, SECOND, months_query, multiset_query
from tallymark.releases.event_keys import event_fields
from tallymark.releases.later_fields import later_fields
from tallymark.releases.months import fiscal_year
from tallymark.schema import manifest as manifests
from tallymark.schema.fields import fields
from tallymark.schema.manifest import Manifest
from tallymark.schema.store import ReleasePaths, Store
from tallymark.schema.tables import Table, table

WHY_NOT_BY_ID = (
    "ids are made anew for each release: equal ids of two releases need not be one person, and one person has two ids; "
    "rows are compared by what they say"
)
# A field counts as filled later when the share with a value rises by more than one row in a hundred.
RISE = 100


def compare(store: Store, first: str, second: str, *, memory_mb: int | None = None) -> ReleaseDiff:
    """Compare two releases of a store, ``first`` the older one; raises TM-SCHEMA-103 when one is not there."""
    paths = (store.existing(first), store.existing(second))
    one, two = (manifests.read(path.manifest) for path in paths)
    names = [[entry.name for entry in manifest.tables] for manifest in (one, two)]
    both = [name for name in names[0] if name in names[1]]
    with TemporaryDirectory(prefix="tallymark-") as temp:
        engine = connect(folders=[path.folder for path in paths], memory_mb=memory_mb, temp=Path(temp))
        with engine:
            found = tuple(_table_diff(engine, paths, (one, two), name) for name in both)
    return ReleaseDiff(
        first, second, found,
        tuple(name for name in names[0] if name not in both), tuple(name for name in names[1] if name not in both),
    )  # fmt: skip


def refuse_ids(first: str, second: str) -> UsageError:
    """The error that says why two releases are not joined by id."""
    return UsageError("TM-RELEASES-803", where=f"{first}, {second}", detail=WHY_NOT_BY_ID)


def _table_diff(
    engine: Engine, paths: tuple[ReleasePaths, ReleasePaths], both: tuple[Manifest, Manifest], name: str
) -> TableDiff:
    known = table(name)
    for view, path in zip((FIRST, SECOND), paths, strict=True):
        engine.view(view, path.parts(path.table(name)))
    has = [_fields_of(known, manifest) for manifest in both]
    shared = tuple(field for field in has[0] if field in has[1])
    rows = [
        {row["month"]: row for row in engine.query(months_query(view, known, shared)).to_pylist()}
        for view in (FIRST, SECOND)
    ]
    covered = _covered(rows)
    every = _changes(engine, known, shared, covered)
    events = _changes(engine, known, event_fields(name, shared), covered)
    months = [_month(month, rows, events, covered) for month in sorted({*rows[0], *rows[1]} - {None})]
    return TableDiff(
        name=name,
        of_people=known.person_field is not None,
        key_date=known.key_date,
        n_first=sum(row["n_rows"] for row in rows[0].values()),
        n_second=sum(row["n_rows"] for row in rows[1].values()),
        n_undated_first=rows[0].get(None, {"n_rows": 0})["n_rows"],
        n_undated_second=rows[1].get(None, {"n_rows": 0})["n_rows"],
        covered=None if covered is None else (f"{covered[0]:%Y-%m}", f"{covered[1]:%Y-%m}"),
        every=_sum(every.values()),
        events=_sum(events.values()),
        months=tuple(months),
        fields=tuple(_field(field, place, rows, covered) for place, field in enumerate(shared)),
        field_months=_field_months(shared, rows),
        only_first_fields=tuple(field for field in has[0] if field not in shared),
        only_second_fields=tuple(field for field in has[1] if field not in shared),
        event_fields=event_fields(name, shared),
    )


def _fields_of(known: Table, manifest: Manifest) -> tuple[str, ...]:
    """The open fields that a release has a column for."""
    present = manifest.table(known.name).present_fields
    return tuple(name for name in known.fields if name in present and fields()[name].privacy == "open")


Months = Mapping[date | None, Mapping[str, Any]]


def _covered(rows: Sequence[Months]) -> tuple[date, date] | None:
    """The first and the last month that both releases have rows in, from the later start to the earlier end."""
    spans = [[month for month in months if month is not None] for months in rows]
    if not all(spans):
        return None
    start, end = max(min(span) for span in spans), min(max(span) for span in spans)
    return (start, end) if start <= end else None


def _changes(
    engine: Engine, known: Table, names: tuple[str, ...], covered: tuple[date, date] | None
) -> dict[date | None, Changes]:
    """What became of the rows of each month that both releases cover; of all rows, when the table has no key date."""
    if not names or (known.key_date and covered is None):
        return {}
    parameters = {} if covered is None else {"start": covered[0], "end": covered[1]}
    found = engine.query(multiset_query(known, names, dated=covered is not None), parameters).to_pylist()
    return {row["month"]: Changes(row["n_same"], row["n_only_first"], row["n_only_second"]) for row in found}


def _month(
    month: date, rows: Sequence[Months], events: Mapping[date | None, Changes], covered: tuple[date, date] | None
) -> MonthDiff:
    n_first, n_second = (months.get(month, {"n_rows": 0})["n_rows"] for months in rows)
    return MonthDiff(
        month=f"{month:%Y-%m}",
        fiscal_year=fiscal_year(month),
        n_first=n_first,
        n_second=n_second,
        events=events.get(month, Changes(0, 0, 0)),
        covered=covered is not None and covered[0] <= month <= covered[1],
    )


def _field(name: str, place: int, rows: Sequence[Months], covered: tuple[date, date] | None) -> FieldDiff:
    n_rows, n_filled = [], []
    for months in rows:
        chosen = [
            row
            for month, row in months.items()
            if covered is None or (month is not None and covered[0] <= month <= covered[1])
        ]
        n_rows.append(sum(row["n_rows"] for row in chosen))
        n_filled.append(sum(row[f"f{place}"] for row in chosen))
    # The share rose when filled_2 / rows_2 - filled_1 / rows_1 > 1 / RISE; multiplied out, so that nothing is divided.
    rose = RISE * (n_filled[1] * n_rows[0] - n_filled[0] * n_rows[1]) > n_rows[0] * n_rows[1]
    return FieldDiff(name, name in later_fields(), n_rows[0], n_filled[0], n_rows[1], n_filled[1], rose)


def _field_months(shared: Sequence[str], rows: Sequence[Months]) -> tuple[FieldMonth, ...]:
    months = sorted({month for one in rows for month in one if month is not None})
    empty = {f"f{place}": 0 for place in range(len(shared))}
    return tuple(
        FieldMonth(name, f"{month:%Y-%m}", *(one.get(month, empty)[f"f{place}"] for one in rows))
        for place, name in enumerate(shared)
        for month in months
    )


def _sum(changes: Iterable[Changes]) -> Changes:
    every = list(changes)
    return Changes(
        sum(one.n_same for one in every),
        sum(one.n_only_first for one in every),
        sum(one.n_only_second for one in every),
    )
