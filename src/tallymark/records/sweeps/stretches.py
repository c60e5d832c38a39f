"""Stretches: in come stints by person; out comes how many stretches without a break begin and end in each hour, by kind.

A stretch is one stint or several of a person that overlap or touch.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import cast

import numpy as np
import pyarrow as pa

from tallymark.records.parameters import Value
from tallymark.records.sweeps import groups
from tallymark.records.sweeps.rows import DAY, HOUR, MISSING, SECOND, Ints, Rows, Truths

# What ``kind`` says; the meaning of each stands in the recipe.
ALONE, MERGED, PART, OPEN_ALONE, OPEN_MERGED, BEFORE_OPEN = range(6)
SCHEMA = pa.schema(
    [
        ("kind", pa.int64()),
        ("place_key", pa.int64()),
        ("is_start", pa.bool_()),
        ("hour_number", pa.int64()),
        ("n_days_later", pa.int64()),
        ("n", pa.int64()),
    ]
)
# A change as one whole number: place, then kind, start or end, day (counted from a million days before 1970), hour, days later.
KINDS, SIDES, DAYS, HOURS, LATER = 8, 2, 2_000_000, 25, 2


@dataclass(frozen=True, slots=True)
class _Stretches:
    """Stretches of one kind; ``earlier_end`` is the end of the person's stretch before, MISSING for none."""

    kind: Ints
    place: Ints
    started: Ints
    ended: Ints
    earlier_end: Ints


def find(rows: Rows, settings: Mapping[str, Value]) -> dict[str, Ints | Truths]:
    """How many stretches begin and end by ``kind``, place and the hour after which it has happened.

    ``rows`` have ``started`` (never missing, in order), ``booked_out``, ``stay_ended``, ``place_key``. ``hour_number`` is
    25 times the days since 1970 and the hour of the day, ``n_days_later`` the days from there to the recipe's ``counted_day``.
    Setting: ``cutoff_date``.
    """
    cutoff = (cast(dt.date, settings["cutoff_date"]) - dt.date(1970, 1, 1)).days * DAY + DAY
    places, place = np.unique(rows["place_key"], return_inverse=True)
    ended, is_open = _ends(rows, cutoff)
    found = [_packed(one) for one in _stretches(rows, place, ended, is_open)]
    changes, n = np.unique(np.concatenate(found), return_counts=True) if found else (np.zeros(0, np.int64),) * 2
    rest, later = np.divmod(changes, LATER)
    rest, hour = np.divmod(rest, DAYS * HOURS)
    rest, side = np.divmod(rest, SIDES)
    number, kind = np.divmod(rest, KINDS)
    return {
        "kind": kind,
        "place_key": places[number],
        "is_start": side == 0,
        "hour_number": hour - DAYS // 2 * HOURS,
        "n_days_later": later,
        "n": n,
    }


def _ends(rows: Rows, cutoff: int) -> tuple[Ints, Truths]:
    """The end of each stint, and whether nothing tells it.

    A stint without a book-out ends when the stay does or when the person is booked in again, whichever is first. A stint of
    no time at all counts as one second.
    """
    started, out, stay = rows["started"], rows["booked_out"], rows["stay_ended"]
    moment = groups.is_first(rows.person) | groups.is_first(started)
    begins = np.flatnonzero(moment)
    next_start = groups.following(started[begins], rows.person[begins])[groups.numbered(moment)]
    least = np.minimum(np.where(stay == MISSING, cutoff, stay), np.where(next_start == MISSING, cutoff, next_start))
    is_open = (out == MISSING) & (stay == MISSING) & (next_start == MISSING)
    return np.maximum(np.where(out == MISSING, least, out), started + SECOND), is_open


def _stretches(rows: Rows, place: Ints, ended: Ints, is_open: Truths) -> Iterator[_Stretches]:
    person, started = rows.person, rows["started"]
    if place.any():
        order = np.lexsort((place, person))
        person, started, place, ended = (one[order] for one in (person, started, place, ended))
        is_open = is_open[order]
    both = groups.numbered(groups.is_first(person) | groups.is_first(place))
    reach = groups.highest_before(ended, both)
    begins_here = groups.is_first(both) | (started > reach)
    begins = np.flatnonzero(begins_here)
    n_stints = groups.sizes(begins, len(person))
    until = np.maximum.reduceat(ended, begins)
    until_known = np.maximum.reduceat(np.where(is_open, MISSING, ended), begins)
    n_open = np.add.reduceat(is_open.astype(np.int64), begins)
    earlier = groups.previous(until, both[begins])
    several, has_open = n_stints > 1, n_open > 0
    kind = np.where(several, np.where(has_open, OPEN_MERGED, MERGED), np.where(has_open, OPEN_ALONE, ALONE))
    yield _Stretches(kind, place[begins], started[begins], until, earlier)
    cut = np.flatnonzero(several & has_open & (until_known != MISSING))
    yield _Stretches(_all(BEFORE_OPEN, cut), place[begins[cut]], started[begins[cut]], until_known[cut], earlier[cut])
    parts = np.flatnonzero(several[groups.numbered(begins_here)])
    yield _Stretches(_all(PART, parts), place[parts], started[parts], ended[parts], _all(MISSING, parts))


def _packed(found: _Stretches) -> Ints:
    """The beginnings and ends of stretches, each as one whole number."""
    start_day, start_hour = _hour(found.started)
    end_day, end_hour = _hour(found.ended)
    # A person who comes back on a day on which an earlier stretch ended is already counted on that day.
    earlier = np.where(found.earlier_end == MISSING, start_day, -(-found.earlier_end // DAY))
    first_whole_day = start_day + (start_hour > 0)
    starts = (start_day, start_hour, np.maximum(earlier, start_day) - start_day)
    ends = (end_day, end_hour, np.maximum(first_whole_day, end_day) - end_day)
    return np.concatenate(
        [
            ((((found.place * KINDS + found.kind) * SIDES + side) * DAYS + day + DAYS // 2) * HOURS + hour) * LATER
            + later
            for side, (day, hour, later) in enumerate((starts, ends))
        ]
    )


def _hour(time: Ints) -> tuple[Ints, Ints]:
    """The day of a time, and the hours of the day after which it has passed, 0 to 24; parts of a second do not count."""
    day = time // DAY
    return day, -(-((time - day * DAY) // SECOND * SECOND) // HOUR)


def _all(value: int, places: Ints) -> Ints:
    return np.full(len(places), value)
