"""Settings of one derived table: in come what a caller gave and the manifest; out come values, dates of the release filled in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import cast

from tallymark.model.errors import DataError, UsageError
from tallymark.records import parameters
from tallymark.records.parameters import Value
from tallymark.records.recipes import Recipe
from tallymark.schema.manifest import Manifest

# Dates that are taken from the release's window when they are not given: 0 is its first day, 1 its last.
OPEN_DATES = {"from_date": 0, "until_date": 1, "cutoff_date": 1}


def split(wanted: Recipe, given: Mapping[str, Value]) -> tuple[dict[str, Value], dict[str, dict[str, Value]]]:
    """The parameters of the table itself, and those of each derived table that it reads.

    ``a.b`` is parameter ``b`` of the derived table ``a``; raises TM-RECORDS-002 when it reads no such table.
    """
    own: dict[str, Value] = {}
    others: dict[str, dict[str, Value]] = {name: {} for name in wanted.derived}
    for name, value in given.items():
        table, dot, rest = name.partition(".")
        if not dot:
            own[name] = value
        elif table in others:
            others[table][rest] = value
        else:
            detail = f"{wanted.name} reads: {', '.join(others) or 'no derived table'}"
            raise UsageError("TM-RECORDS-002", where=f"{wanted.name}, parameter {name!r}", detail=detail)
    return own, others


def settle(wanted: Recipe, own: Mapping[str, Value], manifest: Manifest) -> dict[str, Value]:
    """A value for every parameter; a date left open is the first or last day that the release has for the table of its window.

    Raises TM-RECORDS-002, -003, -007 and, for days outside the window, -008.
    """
    settled = parameters.settle(wanted.name, own)
    for name, place in OPEN_DATES.items():
        if name in settled and settled[name] is None:
            settled[name] = window(manifest, wanted.window)[place]
    if wanted.calendar:
        _check_days(wanted, settled, manifest)
    return settled


def _check_days(wanted: Recipe, settled: Mapping[str, Value], manifest: Manifest) -> None:
    """Raise TM-RECORDS-008 for days that the release does not cover: a count there would be a count of nothing."""
    first, last = window(manifest, wanted.window)
    start, end = cast(dt.date, settled["from_date"]), cast(dt.date, settled["until_date"])
    if not first <= start <= end <= last:
        where = f"release {manifest.release}, {wanted.name} from {start} to {end}"
        raise UsageError("TM-RECORDS-008", where=where, detail=f"{wanted.window} cover {first} to {last}")


def window(manifest: Manifest, table: str) -> tuple[dt.date, dt.date]:
    """First and last day of a table's key date; raises TM-RECORDS-007 when the table has no dated row."""
    days = manifest.table(table).window
    if len(days) != 2:
        raise DataError("TM-RECORDS-007", where=f"release {manifest.release}, table {table}")
    return dt.date.fromisoformat(days[0]), dt.date.fromisoformat(days[1])
