"""Derived tables against synthetic truth: in come made-up releases; out come two scores for each derived table.

Rule truth: on a release without damage each derived table groups and links the same events as plain loops in the synthetic
room do; the share of equal items must be all. Event truth: on damaged releases, in how many seeds the number of events that
the release prints lies inside the printed low and high bounds. Events that a release leaves out altogether (late rows,
missing months) are in no table and in neither count: no bound of a table can know of them.
TALLYMARK_BENCH_SEEDS sets the number of seeds (200), TALLYMARK_BENCH_PEOPLE the people of each (300).
"""

from __future__ import annotations

import datetime as dt
import multiprocessing
import os
from collections import defaultdict
from collections.abc import Hashable, Iterable
from collections.abc import Set as AbstractSet
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

from evaluation.result import Result, at_least
from evaluation.synthetic_releases import MadeRelease, Rows, made
from tallymark.records.derive import Derived

SEEDS = int(os.environ.get("TALLYMARK_BENCH_SEEDS", "200"))
PEOPLE = int(os.environ.get("TALLYMARK_BENCH_PEOPLE", "300"))
RULE_PEOPLE = 2000
RULE_SEED = 1
SHARE = 95.0
LEFT_RIGHT = {
    "arrest_stay": ("arrests", "stays"),
    "stay_removal": ("stays", "removals"),
    "detainer_arrest": ("detainers", "arrests"),
}
EPISODES = {
    "arrests": ("arrest_episodes", "episode"),
    "detainers": ("detainer_episodes", "same_day"),
    "encounters": ("encounter_episodes", "same_day"),
    "removals": ("removal_episodes", "same_day"),
}
Groups = set[frozenset[int]]


def run(shared: Path, out: Path) -> list[Result]:  # noqa: ARG001  every benchmark is called alike
    """Both scores, table by table."""
    folder = out / "synthetic_truth"
    return [*_rule_truth(folder), *_event_truth(folder)]


def _rule_truth(out: Path) -> list[Result]:
    with made(out, "standard", "whole", people=RULE_PEOPLE, seed=RULE_SEED) as release:
        scores = [_episodes(release, table) for table in EPISODES]
        scores += [_stays(release, rule) for rule in ("stamp", "gaps")]
        scores += [_links(release, kind) for kind in LEFT_RIGHT]
        scores.append(_population(release))
    return [
        at_least(
            f"rule truth: {name}", 100.0 * equal / total if total else 0.0, 100.0, detail=f"{equal:,} of {total:,}"
        )
        for name, equal, total in scores
    ]


def _episodes(release: MadeRelease, table: str) -> tuple[str, int, int]:
    """Events grouped by the derived table and by the truth."""
    name, number = EPISODES[table]
    events = release.event_of_key(table)
    _, rows = release.derived(name)
    found = _groups((row["episode_key"], events[row["row_key"]]) for row in rows)
    truth = _groups((row[number], row["event"]) for row in release.of_truth(table))
    kept = {events[row["row_key"]] for row in rows if row["is_kept_row"]}
    assert len(kept) == len(found), f"{name}: as many kept rows as episodes"
    return name, *_agreement(found, truth)


def _stays(release: MadeRelease, rule: str) -> tuple[str, int, int]:
    """Stints grouped into stays; stints that the second stage leaves out are in no stay, by the rule."""
    events = release.event_of_key("stints")
    _, rows = release.derived("stay_stints", {"stay_rule": rule})
    found = _groups((row["last_row_key"], events[row["row_key"]]) for row in rows)
    there = {event for group in found for event in group}
    number = "stay" if rule == "stamp" else "stay_by_24_hour_gaps"
    truth = _groups((row[number], row["event"]) for row in release.of_truth("stints") if row["event"] in there)
    return f"stays by {rule}", *_agreement(found, truth)


def _links(release: MadeRelease, kind: str) -> tuple[str, int, int]:
    """Pairs of events linked."""
    rows = release.derived(f"{kind}_links")[1]
    found = _pairs(release, kind, rows)
    truth = {
        (row["left_event"], row["right_event"])
        for row in release.of_truth("links")
        if row["kind"] == kind and row["source"] == "rule" and row["release"] == release.release
    }
    return f"{kind}_links", *_agreement(found, truth)


def _pairs(release: MadeRelease, kind: str, rows: Rows) -> set[tuple[int, int]]:
    left, right = (_event_of_side(release, table) for table in LEFT_RIGHT[kind])
    return {(left[row["first_row_key"]], right[row["second_row_key"]]) for row in rows}


def _event_of_side(release: MadeRelease, table: str) -> dict[int, int]:
    """The event by row key; the event of a stay by the key of any of its stints."""
    if table != "stays":
        return release.event_of_key(table)
    stay = {row["event"]: row["stay"] for row in release.of_truth("stints")}
    return {key: stay[event] for key, event in release.event_of_key("stints").items()}


def _population(release: MadeRelease) -> tuple[str, int, int]:
    """Days and kinds with the same number of people."""
    rows = release.derived("daily_population")[1]
    columns = {"midnight": "n_held_at_midnight", "any_part": "n_held_any_part", "all_day": "n_held_whole_day"}
    counted = [row for row in release.of_truth("population") if row["unit"] == "people"]
    days = {row["day"] for row in rows} & {_day(row["date"]) for row in counted}
    found = {(row["day"], kind, row[column]) for row in rows for kind, column in columns.items() if row["day"] in days}
    truth = {(_day(row["date"]), row["kind"], row["n"]) for row in counted if _day(row["date"]) in days}
    return "daily_population", *_agreement(found, truth)


def _event_truth(out: Path) -> list[Result]:
    """In how many seeds each truth lies inside the bounds, and how wide these are."""
    inside: dict[str, int] = defaultdict(int)
    width: dict[str, float] = defaultdict(float)
    # Seeds need nothing of each other: each processor takes the next one.
    with ProcessPoolExecutor(os.cpu_count(), multiprocessing.get_context("spawn")) as pool:
        for bounds in pool.map(partial(_bounds, out), range(1, SEEDS + 1)):
            for name, low, truth, high in bounds:
                inside[name] += low <= truth <= high
                width[name] += (high - low) / max(truth, 1)
    return [
        at_least(
            f"event truth: {name}", 100.0 * inside[name] / SEEDS, SHARE,
            detail=f"{inside[name]} of {SEEDS} seeds; bounds {100 * width[name] / SEEDS:.1f} % of the truth apart",
        )
        for name in inside
    ]  # fmt: skip


def _bounds(out: Path, seed: int) -> list[tuple[str, int, int, int]]:
    """For each derived table of a seed: its name, the low count, the truth, the high count."""
    with made(out, "standard", "a", people=PEOPLE, seed=seed) as release:
        return [
            (name, found.summary.n_low, truth, found.summary.n_high) for name, truth, found in _event_counts(release)
        ]


def _event_counts(release: MadeRelease) -> list[tuple[str, int, Derived]]:
    """For each derived table the number of events printed and the table."""
    printed = {table: set(release.events(table).values()) for table in (*EPISODES, "stints")}
    found = [(name, len(printed[table]), release.derived(name)[0]) for table, (name, _) in EPISODES.items()]
    found.append(("stint_duplicates", len(printed["stints"]), release.derived("stint_duplicates")[0]))
    stints = [row for row in release.of_truth("stints") if row["event"] in printed["stints"]]
    printed["stays"] = {row["stay"] for row in stints}
    found.append(("stays", len(printed["stays"]), release.derived("stays")[0]))
    for kind, (left, right) in LEFT_RIGHT.items():
        links = sum(
            row["kind"] == kind
            and row["source"] == "event"
            and row["left_event"] in printed[left]
            and row["right_event"] in printed[right]
            for row in release.of_truth("links")
        )
        found.append((f"{kind}_links", links, release.derived(f"{kind}_links")[0]))
    population, rows = release.derived("daily_population")
    found.append(("daily_population", _person_days(stints, [row["day"] for row in rows]), population))
    return found


def _person_days(stints: Rows, days: list[dt.date]) -> int:
    """Persons held at the midnight that begins each day, from the true stints, added up."""
    first, last = min(days), max(days)
    held: set[tuple[int, dt.date]] = set()
    for row in stints:
        since, until = row["date_time"], row["booked_out"]
        day = max(first, since.date() if since.time() == dt.time() else since.date() + dt.timedelta(days=1))
        while day <= last and (until is None or until > dt.datetime.combine(day, dt.time())):
            held.add((row["person"], day))
            day += dt.timedelta(days=1)
    return len(held)


def _groups(members: Iterable[tuple[Hashable, int]]) -> Groups:
    """Members by key, as sets."""
    found: dict[Hashable, set[int]] = defaultdict(set)
    for key, member in members:
        found[key].add(member)
    return {frozenset(group) for group in found.values()}


def _agreement(found: AbstractSet[object], truth: AbstractSet[object]) -> tuple[int, int]:
    """How many items are in both, and how many in either."""
    return len(found & truth), len(found | truth)


def _day(value: object) -> dt.date:
    return value.date() if isinstance(value, dt.datetime) else value  # type: ignore[return-value]
