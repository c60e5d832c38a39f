"""Small releases for counting: in come rows; out comes a store whose manifest says which fields the release fills."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from tallymark.counting.count import count
from tallymark.counting.counted import Count, CountedTable
from tallymark.counting.request import Request
from tallymark.model.period import Period
from tallymark.schema import manifest as manifests
from tallymark.schema.store import Store
from tests.records.small import RELEASE, Row, store_with

REMOVED = "6-Deported/Removed - Deportability"
RETURNED = "9-VR Witnessed"
CONVICTED, PENDING, NEITHER = "1 Convicted Criminal", "2 Pending Criminal Charges", "3 Other Immigration Violator"


def made(folder: Path, content: Mapping[str, Sequence[Row]], *, absent: Sequence[str] = ()) -> Store:
    """A store with one release of these rows; the fields in ``absent`` have no column in it."""
    store = store_with(folder / "store", content)
    path = store.release(RELEASE).manifest
    whole = manifests.read(path)
    tables = tuple(replace(table, absent_fields=tuple(absent)) for table in whole.tables)
    manifests.write(path, replace(whole, tables=tables))
    return store


def removal(day: str | None, criminality: str | None = CONVICTED, status: str | None = REMOVED, **more: object) -> Row:
    """One removal."""
    when = None if day is None else date.fromisoformat(day)
    return {"departed_date": when, "case_criminality": criminality, "case_status": status, **more}


def counted(
    store: Store,
    measure: str,
    *by: str,
    under: Sequence[str] = (),
    where: Mapping[str, str] | None = None,
    period: str | None = None,
    settings: Mapping[str, object] | None = None,
    small_cells: bool = True,
) -> CountedTable:
    """The table of one request, with small cells unless told otherwise."""
    days = None if period is None else Period.parse(period)
    request = Request(measure, by, where or {}, tuple(under), days, settings or {})
    return count(store, RELEASE, request, small_cells=small_cells)


def exact(n: int) -> Count:
    """A count that the records decide on any reading."""
    return Count(n, n, n, n)
