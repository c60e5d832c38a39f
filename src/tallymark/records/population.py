"""Days and clocks of the daily population: in come settled parameters and a release's window; out come two small tables.

``calendar`` has a row for each day that is counted; ``clock`` one for each whole hour by which the printed clock is shifted,
since no source says in which zone the releases print their times.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import cast

import pyarrow as pa

from tallymark.records.parameters import Value


def tables(settled: Mapping[str, Value], window: tuple[dt.date, dt.date]) -> dict[str, pa.Table]:
    """``calendar`` (day, is_partial) and ``clock`` (shift_hours); ``window`` is first and last day of the release."""
    first, last = cast(dt.date, settled["from_date"]), cast(dt.date, settled["until_date"])
    days = [first + dt.timedelta(days=number) for number in range((last - first).days + 1)]
    covered_from = window[0] + dt.timedelta(days=cast(int, settled["partial_days_at_start"]))
    covered_until = window[1] - dt.timedelta(days=cast(int, settled["partial_days_at_end"]))
    partial = [not covered_from <= day <= covered_until for day in days]
    hours = cast(int, settled["clock_shift_hours"])
    return {
        "calendar": pa.table({"day": pa.array(days, pa.date32()), "is_partial": pa.array(partial)}),
        "clock": pa.table({"shift_hours": pa.array(range(-hours, hours + 1), pa.int64())}),
    }
