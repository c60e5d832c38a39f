"""Stints: in come stays with their book-in and book-out; out come their stints, one facility after the other.

A stay begins with a few hours in a first facility where the rate of same-day transfers says so; a transfer takes no time
or, at the rate of travel gaps, up to half of the next stint.
"""

from __future__ import annotations

import numpy as np

from tallymark.synthetic.columns import DAY, HOUR, MINUTE, Array, Columns
from tallymark.synthetic.spec import Detention

MOST_PARTS = 8
KINDS = ("only_or_first", "transfer", "same_day_transfer")


def stints(rates: Detention, rng: np.random.Generator, stays: Columns) -> Columns:
    """The stints of stays, by stay and time: ``stay`` (place of the stay), ``facility``, ``in``, ``out``, ``kind``."""
    count = len(stays["in"])
    length = (stays["out"] - stays["in"]).astype("int64")
    parts = 1 + np.minimum(rng.poisson(rates.transfers_mean, count), MOST_PARTS - 2)
    same_day = rng.random(count) < rates.same_day_transfer
    parts = parts + same_day
    cuts = _cuts(rng, stays["in"], length, parts, same_day)
    starts = np.concatenate([np.zeros((count, 1), dtype="int64"), cuts], axis=1)
    ends = np.concatenate([cuts, length[:, None]], axis=1)
    gaps = np.where(rng.random(starts.shape) < rates.travel_gap, rng.uniform(0.05, 0.5, starts.shape), 0.0)
    gaps[:, 0] = 0.0
    pause = np.minimum(gaps * (ends - starts), 6 * HOUR).astype("int64") // MINUTE * MINUTE
    real = ends > starts
    row, part = np.nonzero(real)
    began = (starts + pause)[real].astype("timedelta64[s]")
    kind = np.where(same_day[row] & (starts[real] == cuts[row, 0]) & (part > 0), 2, (part > 0).astype(int))
    return {
        "stay": row,
        "facility": _facilities(rates, rng, real)[real],
        "in": stays["in"][row] + began,
        "out": stays["in"][row] + ends[real].astype("timedelta64[s]"),
        "kind": kind.astype("int8"),
    }


def _cuts(rng: np.random.Generator, since: Array, length: Array, parts: Array, same_day: Array) -> Array:
    """Seconds from the book-in at which a stay changes facility, rising; cuts that are not there stand at the end."""
    count = len(since)
    inner = rng.random((count, MOST_PARTS - 1)) * (length - 2 * MINUTE)[:, None]
    inner = np.maximum(inner // MINUTE * MINUTE, MINUTE).astype("int64")
    inner = np.where(np.arange(MOST_PARTS - 1)[None, :] < (parts - 1)[:, None], inner, length[:, None])
    today = (since.astype("datetime64[D]") + 1 - since).astype("int64") - MINUTE
    room = np.clip(np.minimum(today, length - MINUTE), MINUTE, DAY)
    early = np.maximum((rng.uniform(0.1, 1.0, count) * room) // MINUTE * MINUTE, MINUTE).astype("int64")
    inner[:, 0] = np.where(same_day, early, inner[:, 0])
    return np.sort(inner, axis=1)


def _facilities(rates: Detention, rng: np.random.Generator, shape: Array) -> Array:
    """Facilities in turn, none twice in a stay: a first one and steps of one size round the list."""
    first = rng.integers(0, rates.n_facilities, len(shape))
    step = rng.integers(1, rates.n_facilities // MOST_PARTS + 1, len(shape))
    found = first[:, None] + step[:, None] * np.arange(MOST_PARTS)[None, :]
    return (found % rates.n_facilities).astype("int32")
