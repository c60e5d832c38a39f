"""Counts of a made-up national release against the truth: in comes a size; out comes what is equal and what lies inside its bounds.

Rule truth: every definition of removals that the release can be counted by is counted by hand over the stored rows (``counting_hand``);
bounds must be equal. Event truth: what happened, from the truth beside the release; where bounds meet they must be equal to
it, everywhere they must hold it. TALLYMARK_BENCH_REMOVALS sets the number of removals (20,000).
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from evaluation.counting_hand import (
    CRIMINALITY,
    DAY,
    DEFINITIONS,
    LEFT,
    LEVEL,
    LOCKED,
    OFFENCE,
    Bounds,
    Key,
    bounds,
    fiscal_year,
    stored,
)
from evaluation.counting_made import National, national
from evaluation.result import Result
from tallymark.counting.count import counts_or_reasons
from tallymark.counting.counted import CountedTable
from tallymark.counting.request import Request

REMOVALS = int(os.environ.get("TALLYMARK_BENCH_REMOVALS", "20000"))
ROWS = "ice.removals_records"
BY_YEAR = ("fiscal_year", "criminality")


@dataclass(frozen=True, slots=True)
class Compared:
    """A count beside another one: ``n_equal`` of ``n`` groups have the same bounds."""

    release: str
    definition: str
    by: str
    n_equal: int
    n: int


@dataclass(frozen=True, slots=True)
class Held:
    """Bounds beside what happened: of ``n`` groups ``n_inside`` hold it; of ``n_decided`` whose bounds meet ``n_equal`` are it."""

    definition: str
    n: int
    n_inside: int
    n_decided: int
    n_equal: int


def run(shared: Path, out: Path) -> list[Result]:  # noqa: ARG001  every benchmark is called alike
    """Rule truth, event truth."""
    with national(out / "counting_truth", REMOVALS) as made:
        compared, held = list(rule_truth(made)), list(event_truth(made))
    n_rows = f"{REMOVALS:,} removals asked for"
    results = [
        _all(f"rule truth: {release}", [one for one in compared if one.release == release], n_rows)
        for release in ("whole", "damaged", "closed")
    ]
    n, n_inside = sum(one.n for one in held), sum(one.n_inside for one in held)
    n_decided, n_equal = sum(one.n_decided for one in held), sum(one.n_equal for one in held)
    wrong = ", ".join(one.definition for one in held if one.n_inside < one.n or one.n_equal < one.n_decided)
    detail = wrong or f"{len(held)} definitions and releases"
    results.append(Result("event truth: inside the bounds", f"{n_inside:,} of {n:,}", "all", n_inside == n, detail))
    results.append(
        Result("event truth: equal where decided", f"{n_equal:,} of {n_decided:,}", "all", n_equal == n_decided, detail)
    )
    return results


def _all(name: str, found: list[Compared], detail: str) -> Result:
    n, n_equal = sum(one.n for one in found), sum(one.n_equal for one in found)
    wrong = ", ".join(f"{one.definition} by {one.by}" for one in found if one.n_equal < one.n)
    return Result(
        name, f"{n_equal:,} of {n:,}", "all", n > 0 and n_equal == n, wrong or f"{len(found)} tables; {detail}"
    )


def tables(made: National, release: str, *, every: bool = True) -> Mapping[str, CountedTable]:
    """The tables that are compared, in one scan; those that the release lacks fields for are left out."""
    under = ("all",) if every else (ROWS, "ice.removals_by_departure", "ohss.removals")
    requests = {
        "year": Request("removals", BY_YEAR, under=under),
        "returns": Request("returns", BY_YEAR),
        "offence": Request("removals", ("offence",), under=(ROWS,)),
        "level": Request("removals", ("level",), under=(ROWS,)),
        "month": Request("removals", ("month",), under=(ROWS,)),
        "lock": Request("removals", ("fiscal_year",), under=("ice.removals.2009", ROWS)),
    }
    found = counts_or_reasons(made.store, release, [*requests.values()], small_cells=True)
    return {name: one for name, one in zip(requests, found, strict=True) if isinstance(one, CountedTable)}


def rule_truth(made: National) -> Iterator[Compared]:
    """Every table beside the count by hand."""
    for release in ("whole", "damaged", "closed"):
        yield from compare(release, tables(made, release), stored(made.store.release(release).folder))


def compare(release: str, found: Mapping[str, CountedTable], rows: pl.DataFrame) -> Iterator[Compared]:
    """The tables of one release beside the count by hand over its rows."""
    by_year = fiscal_year(DAY), CRIMINALITY
    if release == "closed":
        yield _compared(release, found["lock"], "ice.removals.2009", bounds(rows, LEFT, LOCKED))
        yield _compared(release, found["lock"], ROWS, bounds(rows, LEFT, fiscal_year(DAY)))
        return
    for name, counts in DEFINITIONS.items():
        table = found["returns" if name == "dhs.returns" else "year"]
        yield _compared(release, table, name, bounds(rows, counts, *by_year))
    for name, group in (("offence", OFFENCE), ("level", LEVEL), ("month", DAY.dt.strftime("%Y-%m"))):
        yield _compared(release, found[name], ROWS, bounds(rows, LEFT, group))


def _compared(release: str, table: CountedTable, definition: str, by_hand: Bounds) -> Compared:
    counted = of(table, definition)
    keys = {*counted, *by_hand}
    return Compared(
        release,
        definition,
        ", ".join(table.request.by),
        sum(counted.get(key) == by_hand.get(key) for key in keys),
        len(keys),
    )


def of(table: CountedTable, definition: str) -> Bounds:
    """Every group of a definition that holds anything, with its bounds on the fields."""
    found: Bounds = {}
    for group in table.groups():
        one = table.count(definition, **group)
        if one is not None and one.high:
            found[tuple(group.values())] = one.low, one.high
    return found


def event_truth(made: National) -> Iterator[Held]:
    """What happened beside the bounds: removals and returns, one of them, and the year by the lock."""
    happened = {
        "ice.removals_records": pl.lit(value=True),
        "ice.removals_by_departure": pl.lit(value=True),
        "ohss.removals": ~pl.col("returned"),
        "dhs.returns": pl.col("returned"),
    }
    for release in ("whole", "damaged"):
        found, true = tables(made, release, every=False), made.departures(release)
        for definition, counts in happened.items():
            table = found["returns" if definition == "dhs.returns" else "year"]
            by_hand = bounds(true, counts, fiscal_year(DAY), CRIMINALITY)
            yield _held(f"{definition}, {release}", table, definition, by_hand)
    by_lock = bounds(made.departures("closed"), pl.lit(value=True), pl.format("FY{}", pl.col("fiscal_year_by_lock")))
    found = tables(made, "closed", every=False)
    yield _held("ice.removals.2009, closed", found["lock"], "ice.removals.2009", by_lock)


def _held(name: str, table: CountedTable, definition: str, true: Bounds) -> Held:
    counted = of(table, definition)
    keys = {key for key in {*counted, *true} if "unknown" not in key}
    inside = [_inside(counted, key, true.get(key, (0, 0))[0]) for key in keys]
    decided = [key for key in keys if counted.get(key, (0, 0))[0] == counted.get(key, (0, 0))[1]]
    equal = [key for key in decided if counted.get(key, (0, 0))[0] == true.get(key, (0, 0))[0]]
    return Held(name, len(keys), sum(inside), len(decided), len(equal))


def _inside(counted: Bounds, key: Key, true: int) -> bool:
    low, high = counted.get(key, (0, 0))
    return low <= true <= high
