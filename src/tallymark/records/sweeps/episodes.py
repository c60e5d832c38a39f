"""Episodes: in come rows with a time by person; out come those that share an episode with others, and their place in it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

import numpy as np
import pyarrow as pa

from tallymark.records.parameters import Value
from tallymark.records.sweeps import groups
from tallymark.records.sweeps.rows import DAY, HOUR, Ints, Rows, Truths

SCHEMA = pa.schema(
    [
        ("row_key", pa.int64()),
        ("episode_key", pa.int64()),
        ("row_in_episode", pa.int64()),
        ("n_rows_in_episode", pa.int64()),
        ("is_kept_row", pa.bool_()),
    ]
)


def find(rows: Rows, settings: Mapping[str, Value]) -> dict[str, Ints | Truths]:
    """The rows of episodes of several rows; ``event_time`` is never missing, rows are in its order.

    Rows of one time are in the order of ``sorts_last`` and ``row_key``. Settings: ``rule``, ``window_hours``, ``keep``.
    """
    joins = _joins(rows, settings)
    shares = np.zeros(len(rows), dtype=np.bool_)
    shares[1:] |= joins
    shares[:-1] |= joins
    rows = rows.take(np.flatnonzero(shares))
    at, person = rows["event_time"], rows.person
    order = groups.settled((at[1:] == at[:-1]) & (person[1:] == person[:-1]), (rows["sorts_last"], rows["row_key"]))
    rows = rows if order is None else rows.take(order)
    begins = np.flatnonzero(np.concatenate(([True], ~_joins(rows, settings))))[: len(rows)]
    n_rows = groups.sizes(begins, len(rows))
    episode = np.repeat(np.arange(len(begins)), n_rows)
    place = np.arange(len(rows)) - begins[episode] + 1
    return {
        "row_key": rows["row_key"],
        "episode_key": rows["row_key"][begins][episode],
        "row_in_episode": place,
        "n_rows_in_episode": n_rows[episode],
        "is_kept_row": _kept(place, n_rows[episode], settings),
    }


def _joins(rows: Rows, settings: Mapping[str, Value]) -> Truths:
    """For each row but the first, whether it belongs to the episode of the row before it."""
    at, person = rows["event_time"], rows.person
    if settings["rule"] == "same_day":
        near: Truths = at[1:] // DAY == at[:-1] // DAY
    else:
        near = at[1:] - at[:-1] <= cast(int, settings["window_hours"]) * HOUR
    near &= person[1:] == person[:-1]
    return near


def _kept(place: Ints, n_rows: Ints, settings: Mapping[str, Value]) -> Truths:
    if settings["rule"] == "both_sides":
        return np.zeros(len(place), dtype=np.bool_)
    kept: Truths = place == (n_rows if settings["keep"] == "last" else 1)
    return kept
