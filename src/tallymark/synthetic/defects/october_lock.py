"""October lock: departures count in the year in whose books they are confirmed.

A fiscal year is closed some days after its end (``removals.lock``). A departure that is confirmed later counts in the
next year; one that is never confirmed counts in none and is not printed.
"""

from __future__ import annotations

import numpy as np

from tallymark.synthetic.columns import Array, Columns
from tallymark.synthetic.defects.settings import OctoberLock

FIRST_MONTH_OF_YEAR = 10


def hidden(settings: OctoberLock | None, events: Columns, cut: np.datetime64) -> Array:
    """Which departures were not confirmed at the extraction."""
    if settings is None:
        return np.zeros(len(events["at"]), dtype=bool)
    return ~(events["confirmed"] < cut)


def fiscal_year(when: Array) -> Array:
    """The fiscal year (from 1 October) of each date-time; 0 for NaT."""
    months = when.astype("datetime64[M]").astype("int64")
    years = 1970 + (months + 12 - FIRST_MONTH_OF_YEAR + 1) // 12
    return np.where(np.isnat(when), 0, years)


def locked_year(departed: Array, confirmed: Array, lock: str) -> Array:
    """The fiscal year in which a departure counts; 0 for one that is never confirmed. The day of the lock belongs to the old year."""
    month, day = (int(part) for part in lock.split("-"))
    year_end = np.datetime64("2001-09-30", "D")
    grace = np.datetime64(f"2001-{month:02d}-{day:02d}", "D") - year_end
    books = fiscal_year(confirmed.astype("datetime64[D]") - grace)
    return np.where(np.isnat(confirmed), 0, np.maximum(books, fiscal_year(departed)))
