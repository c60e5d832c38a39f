"""What is said before any number: in come a manifest and the values of a table; out come coverage, parts of years and known faults."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from tallymark.counting.counted import UNKNOWN
from tallymark.model.period import Period
from tallymark.releases.catalogue import known
from tallymark.schema.manifest import FaultEntry, Manifest, TableEntry


def window_of(table: TableEntry) -> Period | None:
    """The days from the first to the last dated row of a table; None when it has no dated row."""
    if len(table.window) != 2:
        return None
    first, last = (date.fromisoformat(day) for day in table.window)
    return Period.between(first, last)


def coverage(manifest: Manifest, tables: Iterable[str], asked: Period | None) -> tuple[str, ...]:
    """In sentences: the days that each table covers, what of the period asked for lies outside, and the known faults there."""
    names = tuple(tables)
    found = [f"{name}: {words}" for name in names if (words := scope_words(manifest.release, name))]
    for name in names:
        table = manifest.table(name)
        days = window_of(table)
        if days is None:
            found.append(f"{name}: {table.n_rows:,} rows without a day")
            continue
        found.append(f"{name}: {table.n_rows:,} rows from {days.start} to {days.last_day}")
        if asked is not None and not days.contains(asked):
            outside = "no day" if not days.overlaps(asked) else "only a part"
            found.append(f"the release covers {outside} of the period {asked.label}")
    found += [fault_sentence(fault) for fault in faults(manifest, names, asked)]
    return tuple(found)


def scope_words(release: str, table: str) -> str:
    """Whose records of which people a table of a known release holds, empty where the catalogue does not say."""
    listed = known(release)
    if listed is None:
        return ""
    fitting = [scope for scope in listed.scopes if scope.table in (table, "")]
    return max(fitting, key=lambda scope: len(scope.table)).words if fitting else ""


def faults(manifest: Manifest, tables: Iterable[str], asked: Period | None) -> tuple[FaultEntry, ...]:
    """The known faults of the tables that touch the period, those of the catalogue of today where it knows the release."""
    names = set(tables)
    listed = known(manifest.release)
    entries = manifest.faults if listed is None else tuple(
        FaultEntry(
            manifest.release, one.table, one.effect, one.words,
            one.window.start.isoformat() if one.window.start else "",
            one.window.end.isoformat() if one.window.end else "", one.source,
        )
        for one in listed.faults
    )  # fmt: skip
    return tuple(one for one in entries if one.table in names and _touches(one, asked))


def fault_sentence(fault: FaultEntry) -> str:
    """A fault in words with its days and who found it."""
    days = f" ({fault.start or '…'} to {fault.end or '…'})" if fault.start or fault.end else ""
    return f"known fault of {fault.table}{days}: {fault.words} [{fault.source}]"


def parts_of_years(values: Iterable[str], days: Period | None) -> Mapping[str, str]:
    """For each year, month or other period that the release does not cover whole, the days that it does cover, in words."""
    if days is None:
        return {}
    found: dict[str, str] = {}
    for value in values:
        if value == UNKNOWN:
            continue
        period = Period.parse(value)
        if period.start is None or period.end is None or days.contains(period):
            continue
        if not days.overlaps(period):
            found[value] = f"outside the days of the release, {days.start} to {days.last_day}"
            continue
        first = max(period.start, days.start or period.start)
        last = min(period.last_day or period.end, days.last_day or period.end)
        words = f"{first} to {last}" if first < last else f"{first} only"
        found[value] = f"part of the {_noun(value)}: {words}"
    return found


def _noun(value: str) -> str:
    if "/" in value or value.count("FY") > 1:
        return "period"
    return "year" if value.startswith(("FY", "CY")) else "month"


def _touches(fault: FaultEntry, asked: Period | None) -> bool:
    if asked is None:
        return True
    start = date.fromisoformat(fault.start) if fault.start else None
    last = date.fromisoformat(fault.end) if fault.end else None
    return Period(start, None if last is None else Period.day(last).end).overlaps(asked)
