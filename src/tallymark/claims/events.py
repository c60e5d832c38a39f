"""Named operations, programmes, laws and orders: in comes ``data/events.csv``; out come their first and last days.

Texts date counts by them ("since the start of Operation X", "while the rule was in effect") as they do by presidencies.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache, partial

from tallymark.claims.dates import attempt
from tallymark.claims.tables import read_rows
from tallymark.model.errors import DataError

KINDS = frozenset({"operation", "program", "policy", "law", "order", "rule", "proclamation", "pandemic", "attack"})
COLUMNS = ("id", "names", "kind", "start", "end", "measure", "note")


@dataclass(frozen=True, slots=True)
class Event:
    """What is dated: ``names`` in lower case, the days it was in force (``end`` included, None while it is), and the measure that counts it alone."""

    id: str
    names: tuple[str, ...]
    kind: str
    start: date
    end: date | None
    measure: str


@cache
def events() -> tuple[Event, ...]:
    """Every event, as the file orders them; raises TM-CLAIMS-001 for a line that breaks the schema."""
    found: list[Event] = []
    for line, row in read_rows("events.csv", COLUMNS):
        start = attempt(partial(date.fromisoformat, row["start"]))
        end = attempt(partial(date.fromisoformat, row["end"])) if row["end"] else None
        known = any(row["id"] == event.id for event in found)
        wrong = start is None or not row["names"] or row["kind"] not in KINDS or known or (row["end"] and end is None)
        if start is None or wrong or (end is not None and end <= start):
            raise DataError("TM-CLAIMS-001", where=f"claims/data/events.csv line {line}", detail=row["id"])
        found.append(Event(row["id"], tuple(row["names"].split("|")), row["kind"], start, end, row["measure"]))
    return tuple(found)


@cache
def names() -> dict[str, Event]:
    """Events by their names; raises TM-CLAIMS-001 for a name that two events have."""
    found: dict[str, Event] = {}
    for event in events():
        for name in event.names:
            if name in found:
                raise DataError("TM-CLAIMS-001", where="claims/data/events.csv", detail=name)
            found[name] = event
    return found


@cache
def first_days() -> dict[str, date]:
    """The day from which a measure can count at all, for the measures that count one event."""
    return {event.measure: event.start for event in events() if event.measure}
