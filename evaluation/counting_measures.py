"""The other measures against the truth of a made-up release: in come events; out comes how many counts by year are equal or inside.

On a release without damage each count by fiscal year must be the truth; on a damaged one the events that it prints must lie inside the
bounds on any reading. TALLYMARK_BENCH_PEOPLE sets the people (300).
"""

from __future__ import annotations

import datetime as dt
import os
from collections import Counter
from collections.abc import Iterator, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

from evaluation.result import Result
from evaluation.synthetic_releases import MadeRelease, made
from tallymark.counting.count import count
from tallymark.counting.counted import CountedTable
from tallymark.counting.request import Request

PEOPLE = int(os.environ.get("TALLYMARK_BENCH_PEOPLE", "300"))
SEEDS = range(1, 6)
Row = Mapping[str, Any]
# Measure, definition, the truth that it counts, and the mark of the rows that count.
EVENTS = (
    ("arrests", "ice.arrests", "arrests", ""),
    ("arrests", "tallymark.arrest_episodes", "arrests", "episode_first"),
    ("detainers", "ice.detainers", "detainers", ""),
    ("encounters_ice", "ice.encounters", "encounters", ""),
    ("removals", "ice.removals_records", "removals", ""),
    ("book_ins", "ice.book_ins", "stays", ""),
)
# What a damaged release prints as rows that repeat an event is one event.
EPISODES = (
    ("arrests", "tallymark.arrest_episodes", "arrests", "arrests"),
    ("removals", "tallymark.removal_episodes", "removals", "removals"),
    ("book_ins", "ice.book_ins", "stays", "stints"),
)


def run(shared: Path, out: Path) -> list[Result]:  # noqa: ARG001  every benchmark is called alike
    """Equal on a release without damage, inside on damaged ones."""
    folder = out / "counting_measures"
    with made(folder, "standard", "whole", people=PEOPLE, seed=1) as whole:
        equal = dict(_undamaged(whole))
    results = [
        Result(
            f"event truth: {name}", f"{sum(same)} of {len(same)}", "all", all(same), "years of a release without damage"
        )
        for name, same in equal.items()
    ]
    inside: dict[str, list[bool]] = {}
    for seed in SEEDS:
        with made(folder, "standard", "a", people=PEOPLE, seed=seed) as damaged:
            for name, held in _damaged(damaged):
                inside.setdefault(name, []).append(held)
    results += [
        Result(
            f"event truth inside: {name}",
            f"{sum(held)} of {len(held)}",
            "all",
            all(held),
            "releases, all years together",
        )
        for name, held in inside.items()
    ]
    return results


def _undamaged(release: MadeRelease) -> Iterator[tuple[str, list[bool]]]:
    for measure, under, truth, mark in EVENTS:
        true = Counter(_year(row["date_time"]) for row in release.of_truth(truth) if not mark or row[mark])
        table = _counted(release, measure, under)
        years = {*true, *table.values["fiscal_year"]}
        yield under, [_is(table, year, true[year]) for year in years]
    yield "length_of_stay", list(_lengths(release))
    yield "average_daily_population", list(_population(release))


def _lengths(release: MadeRelease) -> Iterator[bool]:
    """Mean midnights of the stays that ended, by the year of the end."""
    days: dict[str, list[int]] = {}
    for row in release.of_truth("stays"):
        if row["booked_out"] is not None:
            stay = (row["booked_out"].date() - row["date_time"].date()).days
            days.setdefault(_year(row["booked_out"]), []).append(stay)
    table = _counted(release, "length_of_stay", "")
    for year, listed in days.items():
        mean = table.mean(fiscal_year=year)
        yield mean is not None and mean.low == mean.high == Fraction(sum(listed), len(listed))


def _population(release: MadeRelease) -> Iterator[bool]:
    """Mean of the people in a facility at midnight, over the days that the table has."""
    table = _counted(release, "average_daily_population", "")
    held = {
        _day(row["date"]): row["n"]
        for row in release.of_truth("population")
        if row["unit"] == "people" and row["kind"] == "midnight"
    }
    for year in table.values["fiscal_year"]:
        days = [n for day, n in held.items() if _year(day) == year]
        mean = table.mean(fiscal_year=year)
        if year not in table.partial:
            yield mean is not None and mean.low == mean.high == Fraction(sum(days), len(days))


def _damaged(release: MadeRelease) -> Iterator[tuple[str, bool]]:
    for measure, under, events, table_name in EPISODES:
        printed = set(release.events(table_name).values())
        if events == "stays":
            n_true = len({row["stay"] for row in release.of_truth("stints") if row["event"] in printed})
        else:
            n_true = len(printed)
        found = _counted(release, measure, under).count()
        yield under, found is not None and found.low_any <= n_true <= found.high_any


def _counted(release: MadeRelease, measure: str, under: str) -> CountedTable:
    request = Request(measure, ("fiscal_year",), under=(under,) if under else ())
    return count(release.store, release.release, request, engine=release.engine, small_cells=True)


def _is(table: CountedTable, year: str, true: int) -> bool:
    found = table.count(fiscal_year=year)
    return found is not None and found.low == found.high == true


def _year(day: dt.date) -> str:
    return f"FY{day.year + (day.month >= 10)}"


def _day(value: dt.date) -> dt.date:
    return value.date() if isinstance(value, dt.datetime) else value
