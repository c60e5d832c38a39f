"""Counts by polars and plain code: in comes the folder of a release's tables; out come bounds, for comparison with ``count``.

Nothing here is taken from the counting room, the rules or the derived tables: the stored Parquet is read by polars, and each
measure is worked out again from what its definition says in words.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from itertools import product
from pathlib import Path
from typing import Any

import polars as pl

Row = Mapping[str, Any]
Groups = tuple[str | None, ...]
Bounds = dict[tuple[str, ...], tuple[int, int]]
ALL, UNKNOWN = "all", "unknown"
REMOVED, RETURNED = ("6-", "8-"), ("0-", "3-", "9-")
ORDERS = ("[16]", "[8C]", "[3] ", "[8F]")
OFFENCES = {
    "09": "homicide", "11": "sexual", "36": "sexual", "35": "drugs", "03": "immigration", "54": "traffic",
}  # fmt: skip


def rows(folder: Path, table: str) -> list[dict[str, Any]]:
    """The rows of a stored table."""
    return pl.read_parquet(folder / "tables" / table / "*.parquet").to_dicts()


def bounds(listed: Iterable[Row], counts: Callable[[Row], bool | None], *groups: Callable[[Row], str | None]) -> Bounds:
    """Low and high of every group with its totals; None is what the record does not tell."""
    certain: dict[tuple[str, ...], int] = defaultdict(int)
    possible: dict[tuple[str, ...], int] = defaultdict(int)
    kept = [(answer, tuple(group(row) for group in groups)) for row in listed if (answer := counts(row)) is not False]
    values = [sorted({own[place] or UNKNOWN for _, own in kept}) for place in range(len(groups))]
    for key in product(*([*one, ALL] for one in values)):
        for answer, own in kept:
            fits = all(want in (ALL, mine or UNKNOWN) for want, mine in zip(key, own, strict=True))
            could = all(want in (ALL, mine) or mine is None for want, mine in zip(key, own, strict=True))
            certain[key] += answer is True and fits
            possible[key] += could
    return {key: (certain[key], possible[key]) for key in possible}


def fiscal_year(day: dt.date | None) -> str | None:
    """October belongs to the next year."""
    return None if day is None else f"FY{day.year + (day.month >= 10)}"


def departed_in(row: Row) -> str | None:
    """The fiscal year of the departure."""
    return fiscal_year(row["departed_date"])


def criminality(row: Row) -> str | None:
    """By the first sign of the printed state."""
    state = row["case_criminality"]
    return None if state is None else {"1": "convicted", "2": "pending", "3": "none"}[state[0]]


def offence(row: Row) -> str | None:
    """The group of the code of the most serious conviction, of the convicted."""
    state, code = criminality(row), row["msc_charge_code"]
    if state in ("pending", "none"):
        return "no_conviction"
    if state is None or code is None:
        return None
    return "dui" if code in ("5403", "5404") else OFFENCES.get(code[:2], "other")


def every(row: Row) -> bool:
    """Every row of a table counts."""
    return bool(row)


def left(row: Row) -> bool:
    """A departure is printed."""
    return row["departed_date"] is not None


def removed(row: Row) -> bool | None:
    """Under an order: by the status; an open case by its category."""
    return _ended(row, REMOVED, by_order=True)


def removed_or_returned(row: Row) -> bool | None:
    """With or without an order."""
    answers = _ended(row, REMOVED, by_order=True), _ended(row, RETURNED, by_order=False)
    return True if True in answers else None if None in answers else False


def _ended(row: Row, statuses: tuple[str, ...], *, by_order: bool) -> bool | None:
    status, category = row["case_status"], row["case_category"]
    if not left(row):
        return False
    if status != "ACTIVE":
        return None if status is None else status.startswith(statuses)
    if category is None:
        return None
    if category.startswith(ORDERS):
        return by_order
    return not by_order if category.startswith("[9]") else None


def locked_year(row: Row) -> str | None:
    """The year of the departure when it was closed by 5 October after it, else the year of the closing."""
    departed, closed = row["departed_date"], row["case_closed_date"]
    if departed is None or closed is None:
        return None
    year = departed.year + (departed.month >= 10)
    later = closed
    while later > dt.date(year, 10, 5):
        year += 1
    return f"FY{year}"


def first_of_episodes(listed: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Arrests of a person in order of time, a new episode after more than 24 hours; rows without a person stand alone."""
    frame = pl.DataFrame(listed, infer_schema_length=None).sort(
        "person_id", "apprehension_date_time", maintain_order=True
    )
    gap = pl.col("apprehension_date_time").diff().over("person_id")
    starts = gap.is_null() | (gap > pl.duration(hours=24)) | pl.col("person_id").is_null()
    return frame.filter(starts).to_dicts()


def stays(listed: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Stints of a person with one start of the stay: first book-in, start, and last book-out, None while a stint is open."""
    frame = pl.DataFrame(listed, infer_schema_length=None)
    grouped = frame.group_by("person_id", "stay_booked_in_date_time").agg(
        pl.col("booked_in_date_time").min(),
        pl.col("booked_out_date_time").max().alias("out"),
        pl.col("booked_out_date_time").is_null().any().alias("open"),
    )
    return grouped.to_dicts()


def midnights(listed: list[dict[str, Any]]) -> dict[dt.date, set[str]]:
    """Who was held at the midnight that begins each day."""
    held: dict[dt.date, set[str]] = defaultdict(set)
    for row in listed:
        since, until = row["booked_in_date_time"], row["booked_out_date_time"]
        day = since.date() if since.time() == dt.time() else since.date() + dt.timedelta(days=1)
        while dt.datetime.combine(day, dt.time()) < until:
            held[day].add(row["person_id"])
            day += dt.timedelta(days=1)
    return held
