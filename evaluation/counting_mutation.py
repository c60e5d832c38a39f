"""Whether counts notice faults: in come faults of the counting room; out comes the share that the comparison with the truth catches.

Faults are drawn with a fixed seed from all of ``counting_faults``. One is caught when some number of some table is not that of
the count by hand, or when the count is refused with a code. A fault that changes the answer for no row of the releases is none on
these data and is not counted. TALLYMARK_BENCH_FAULTS sets how many are drawn (200).
"""

from __future__ import annotations

import os
import random
from collections.abc import Mapping
from pathlib import Path

import polars as pl

from evaluation.counting_faults import Fault, faults
from evaluation.counting_hand import (
    CRIMINALITY,
    DAY,
    DEFINITIONS,
    LEFT,
    LEVEL,
    LOCKED,
    OFFENCE,
    Bounds,
    bounds,
    fiscal_year,
    stored,
)
from evaluation.counting_made import National, national
from evaluation.counting_truth import ROWS, of
from evaluation.result import Result, at_least
from tallymark.counting.count import counts
from tallymark.counting.counted import CountedTable
from tallymark.counting.request import Request
from tallymark.engine.connect import connect
from tallymark.engine.engine import Engine
from tallymark.model.errors import TallymarkError
from tallymark.rules.compiling import compiler_for

FAULTS = int(os.environ.get("TALLYMARK_BENCH_FAULTS", "200"))
REMOVALS = 3_000
SEED = 4
TARGET = 95.0
YEARLY = ("fiscal_year", "criminality")
REQUESTS: Mapping[str, tuple[Request, ...]] = {
    "damaged": (
        Request("removals", YEARLY, under=("ice.removals_by_departure", "ohss.removals")),
        Request("returns", YEARLY, under=("dhs.returns",)),
        Request("removals", ("offence",), under=(ROWS, "ice.removals_by_departure", "ohss.removals")),
        Request("removals", ("level",), under=(ROWS,)),
        Request("removals", ("month",), under=(ROWS,)),
        Request("removals", ("fiscal_year", "criminality", "offence"), under=(ROWS,)),
    ),
    "closed": (Request("removals", ("fiscal_year",), under=("ice.removals.2009", ROWS)),),
}
GROUPS: Mapping[str, pl.Expr] = {
    "fiscal_year": fiscal_year(DAY),
    "criminality": CRIMINALITY,
    "offence": OFFENCE,
    "level": LEVEL,
    "month": DAY.dt.strftime("%Y-%m"),
}
Answers = dict[tuple[str, int, str], Bounds]


def run(shared: Path, out: Path) -> list[Result]:  # noqa: ARG001  every benchmark is called alike
    """The share of faults that are caught."""
    listed = list(faults())
    random.Random(SEED).shuffle(listed)  # noqa: S311  a draw, no secret
    with national(out / "counting_mutation", REMOVALS) as made, connect(folders=[made.store.root], threads=1) as engine:
        truth = by_hand(made)
        if (whole := counted(made, engine)) != truth:
            wrong = [str(key) for key in truth if whole[key] != truth[key]]
            return [Result("faults caught", "0", "", met=False, detail=f"wrong without a fault: {wrong}")]
        caught, silent = 0, 0
        missed: list[str] = []
        for fault in listed:
            if caught + len(missed) == FAULTS:
                break
            seen = is_caught(made, engine, fault, truth)
            if seen:
                caught += 1
            elif changes_a_row(made, engine, fault):
                missed.append(fault.name)
            else:
                silent += 1
    n = caught + len(missed)
    detail = f"{caught} of {n} faults, {silent} change no row" + (
        f"; missed: {'; '.join(missed[:5])}" if missed else ""
    )
    return [at_least("faults of the counting room caught", 100.0 * caught / n if n else 0.0, TARGET, detail=detail)]


def by_hand(made: National) -> Answers:
    """Every table counted by hand."""
    found: Answers = {}
    for release, requests in REQUESTS.items():
        rows = stored(made.store.release(release).folder)
        for number, request in enumerate(requests):
            for name in request.under:
                groups = [LOCKED] if name == "ice.removals.2009" else [GROUPS[one] for one in request.by]
                found[release, number, name] = bounds(rows, DEFINITIONS.get(name, LEFT), *groups)
    return found


def counted(made: National, engine: Engine) -> Answers:
    """Every table as Tallymark counts it."""
    found: Answers = {}
    for release, requests in REQUESTS.items():
        tables: tuple[CountedTable, ...] = counts(made.store, release, requests, engine=engine, small_cells=True)
        for number, table in enumerate(tables):
            found |= {(release, number, name): of(table, name) for name in requests[number].under}
    return found


def is_caught(made: National, engine: Engine, fault: Fault, truth: Answers) -> bool:
    """Whether a fault shows."""
    with fault.put():
        try:
            return counted(made, engine) != truth
        except TallymarkError:
            return True


def changes_a_row(made: National, engine: Engine, fault: Fault) -> bool:
    """Whether a rule answers some row of a release otherwise while the fault is there; True for a fault that is in no rule."""
    if not fault.rules:
        return True
    before = _answers(made, engine, fault.rules)
    if fault.instead != fault.rules:
        return before != _answers(made, engine, fault.instead)
    with fault.put():
        return before != _answers(made, engine, fault.rules)


def _answers(made: National, engine: Engine, rules: tuple[str, ...]) -> list[list[tuple[object, ...]]]:
    """What rules say of each row of each release; nothing where a rule has no field."""
    found: list[list[tuple[object, ...]]] = []
    for release in REQUESTS:
        folder = made.store.release(release).table("removals")
        engine.view("rows_now", sorted(folder.glob("*.parquet")))
        rows = stored(made.store.release(release).folder)
        empty = [name for name in rows.columns if rows[name].null_count() == len(rows)]
        compiler = compiler_for("removals", absent=empty)
        for rule in rules:
            card = compiler.cards.get(rule)
            text = compiler.compile_card(card).on_fields if compiler.has_field(card) else "NULL"
            # The text is compiled from a card and validated by the engine.
            query = f"SELECT records.row AS row, {text} AS answer FROM rows_now AS records ORDER BY row"  # noqa: S608
            found.append([tuple(row.values()) for row in engine.query(query).to_pylist()])
    return found
