"""Columns of events: named numpy arrays of one length, date-times as ``datetime64[s]`` with NaT for none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]
Columns = dict[str, Array]
MINUTE = 60
HOUR = 3600
DAY = 86_400


def n_rows(columns: Columns) -> int:
    """The number of rows of a table of events."""
    return len(next(iter(columns.values())))


def take(columns: Columns, rows: Array) -> Columns:
    """The rows at these places, or where a mask is true."""
    return {name: values[rows] for name, values in columns.items()}


def stack(parts: Sequence[Columns]) -> Columns:
    """Tables with the same columns, one below the other."""
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}


def seconds(count: Array) -> Array:
    """Whole minutes out of seconds, as a length of time."""
    return (np.floor_divide(count, MINUTE) * MINUTE).astype("int64").astype("timedelta64[s]")


def moment(day: date) -> np.datetime64:
    """Midnight at which a day begins."""
    return np.datetime64(day.isoformat(), "s")


def nothing(count: int) -> Array:
    """Date-times of nothing that happened."""
    return np.full(count, np.datetime64("NaT", "s"))


def draw(rng: np.random.Generator, shares: Mapping[str, float], count: int) -> Array:
    """Places in ``shares`` drawn by share, as small integers."""
    edges = np.cumsum(np.fromiter(shares.values(), float))
    edges[-1] = np.inf
    return np.searchsorted(edges, rng.random(count), side="right").astype("int32")
