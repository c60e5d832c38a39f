"""Stays: in come stints by person; out come stays under a rule, or the stints with their place in them.

Stints of a stay stand in the order of book-in, book-out (none comes last) and source.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import cast

import numpy as np
import pyarrow as pa

from tallymark.records.parameters import Value
from tallymark.records.sweeps import groups
from tallymark.records.sweeps.rows import DAY, HOUR, MISSING, NEVER, SECOND, Ints, Rows, Truths

TIME = pa.timestamp("us")
SCHEMA = pa.schema(
    [
        ("last_row_key", pa.int64()),
        ("first_row_key", pa.int64()),
        ("longest_row_key", pa.int64()),
        ("stay_number", pa.int64()),
        ("n_stays", pa.int64()),
        ("n_stints", pa.int64()),
        ("stay_booked_in_date_time", TIME),
        ("first_booked_in_date_time", TIME),
        ("stay_booked_out_date_time", TIME),
        ("is_open", pa.bool_()),
        ("stay_days", pa.int64()),
        ("n_stints_left_open", pa.int64()),
        ("meets_earlier_stay", pa.bool_()),
    ]
)
STINT_SCHEMA = pa.schema(
    [
        ("row_key", pa.int64()),
        ("last_row_key", pa.int64()),
        ("stint_number", pa.int64()),
        ("n_stints", pa.int64()),
        ("booked_in_date_time", TIME),
        ("booked_out_date_time", TIME),
    ]
)


def find(rows: Rows, settings: Mapping[str, Value]) -> dict[str, Ints | Truths]:
    """One row for each stay. Settings: ``stay_rule``, ``gap_hours``, ``cutoff_date``.

    ``rows`` have ``row_key``, ``booked_in``, ``booked_out``, ``stay_booked_in``, ``stay_booked_out`` and are in the order of
    ``booked_in``, a missing one last.
    """
    cutoff = _day(settings["cutoff_date"])
    rows, stay_start = _in_stays(rows, settings)
    begins, stay = _stays(rows, stay_start)
    n_stints = groups.sizes(begins, len(rows))
    last = begins + n_stints - 1
    is_left_open = rows["booked_out"] == MISSING
    last_out = rows["booked_out"][last]
    end = np.where(
        rows["stay_booked_out"][last] != MISSING,
        rows["stay_booked_out"][last],
        np.where(last_out != MISSING, np.maximum.reduceat(rows["booked_out"], begins), MISSING),
    )
    person, start = rows.person[begins], stay_start[begins]
    of_person = groups.starts(person)
    n_stays = groups.sizes(of_person, len(person))
    is_open = end == MISSING
    earlier_end = groups.highest_before(np.where(is_open, cutoff + DAY, end), person)
    return {
        "last_row_key": rows["row_key"][last],
        "first_row_key": rows["row_key"][begins],
        "longest_row_key": rows["row_key"][_longest(rows, stay, begins, cutoff + DAY)],
        "stay_number": np.arange(len(person)) - np.repeat(of_person, n_stays) + 1,
        "n_stays": np.repeat(n_stays, n_stays),
        "n_stints": n_stints,
        "stay_booked_in_date_time": start,
        "first_booked_in_date_time": rows["booked_in"][begins],
        "stay_booked_out_date_time": end,
        "is_open": is_open,
        "stay_days": np.where(is_open, cutoff, end) // DAY - start // DAY,
        "n_stints_left_open": np.add.reduceat(is_left_open.astype(np.int64), begins) - is_left_open[last],
        "meets_earlier_stay": start <= earlier_end,
    }


def find_stints(rows: Rows, settings: Mapping[str, Value]) -> dict[str, Ints | Truths]:
    """One row for each stint, with its stay and its place in it; takes what ``find`` takes."""
    rows, stay_start = _in_stays(rows, settings)
    begins, stay = _stays(rows, stay_start)
    n_stints = groups.sizes(begins, len(rows))
    return {
        "row_key": rows["row_key"],
        "last_row_key": rows["row_key"][begins + n_stints - 1][stay],
        "stint_number": np.arange(len(rows)) - begins[stay] + 1,
        "n_stints": n_stints[stay],
        "booked_in_date_time": rows["booked_in"],
        "booked_out_date_time": rows["booked_out"],
    }


def _in_stays(rows: Rows, settings: Mapping[str, Value]) -> tuple[Rows, Ints]:
    """The rows so ordered that the stints of a stay stand together, and the start of the stay of each."""
    person, into = rows.person, rows["booked_in"]
    tied = (person[1:] == person[:-1]) & (into[1:] == into[:-1])
    order = groups.settled(tied, (_missing_last(rows["booked_out"]), rows["row_key"]))
    rows = rows if order is None else rows.take(order)
    if settings["stay_rule"] == "gaps":
        return _by_gaps(rows, cast(int, settings["gap_hours"]) * HOUR, _day(settings["cutoff_date"]) + DAY)
    return _by_stamp(rows)


def _by_stamp(rows: Rows) -> tuple[Rows, Ints]:
    """The agency's own start of the stay. Few persons have stays that interleave; only their rows are sorted."""
    person, start = rows.person, rows["stay_booked_in"]
    back = (person[1:] == person[:-1]) & (start[1:] < start[:-1])
    if back.any():
        places = np.flatnonzero(np.isin(person, person[1:][back], kind="table"))
        order = np.arange(len(rows))
        # The sort is stable, so stints of a stay keep their order.
        order[places] = places[np.lexsort((start[places], person[places]))]
        rows = rows.take(order)
    return rows, rows["stay_booked_in"]


def _by_gaps(rows: Rows, gap: int, end_of_data: int) -> tuple[Rows, Ints]:
    """A stint whose end is not known ends at the person's next book-in, the last one at the end of the cut-off day."""
    person, into, out = rows.person, rows["booked_in"], rows["booked_out"]
    next_in = groups.following(into, person)
    until = np.where(out != MISSING, out, np.where(next_in != MISSING, next_in, end_of_data))
    reach = groups.highest_before(until, person)
    begins = groups.is_first(person) | (into > np.where(reach == MISSING, into, reach + gap))
    start: Ints = into[np.flatnonzero(begins)][groups.numbered(begins)]
    columns = {**rows.columns, "stay_booked_out": np.full(len(rows), MISSING)}
    return Rows(person, columns), start


def _stays(rows: Rows, stay_start: Ints) -> tuple[Ints, Ints]:
    """The places at which stays begin, and the number of the stay of each row."""
    begins = groups.is_first(rows.person) | groups.is_first(stay_start)
    return np.flatnonzero(begins), groups.numbered(begins)


def _longest(rows: Rows, stay: Ints, begins: Ints, end_of_data: int) -> Ints:
    """The place of the longest stint of each stay: the last of those of equal length; one without a book-in has none."""
    into, out = rows["booked_in"], rows["booked_out"]
    seconds = np.where(out == MISSING, end_of_data, out) // SECOND - into // SECOND
    length = np.where(into == MISSING, MISSING, seconds)
    is_longest = length == np.maximum.reduceat(length, begins)[stay]
    return np.maximum.reduceat(np.where(is_longest, np.arange(len(rows)), -1), begins)


def _missing_last(values: Ints) -> Ints:
    return np.where(values == MISSING, NEVER, values)


def _day(value: Value) -> int:
    """The beginning of a day in microseconds since 1970."""
    return (cast(dt.date, value) - dt.date(1970, 1, 1)).days * DAY
