"""Speed of counts: in comes nothing but a number of rows; out come ratios to the same count by hand, in one run on made-up removals.

TALLYMARK_BENCH_COUNT_ROWS sets the rows (10 million when it is not set), TALLYMARK_BENCH_COUNT_BASELINE those of pandas and R, which
hold all rows in memory (the same, at most 10 million), TALLYMARK_BENCH_REPORT_ROWS those of the year-end report (5 million).
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product
from pathlib import Path

import duckdb

from evaluation.count_data import RELEASE, TABLE, speed_store
from evaluation.count_hand import Cells, by_pandas, by_r, by_sql, timed, write_csv
from evaluation.result import Result, at_least, at_most
from tallymark.counting.count import counts
from tallymark.counting.counted import UNKNOWN, CountedTable
from tallymark.counting.request import Request
from tallymark.counting.year_report import Wish, year_report
from tallymark.engine.connect import connect
from tallymark.engine.engine import Engine
from tallymark.engine.spark import connect_spark
from tallymark.register.register import load
from tallymark.rules.resolve import resolve
from tallymark.rules.rule_sets import rule_sets
from tallymark.schema.store import Store

MILLION = 1_000_000
ROWS = int(os.environ.get("TALLYMARK_BENCH_COUNT_ROWS", str(10 * MILLION)))
BASELINE_ROWS = int(os.environ.get("TALLYMARK_BENCH_COUNT_BASELINE", str(min(ROWS, 10 * MILLION))))
REPORT_ROWS = int(os.environ.get("TALLYMARK_BENCH_REPORT_ROWS", str(5 * MILLION)))
THREADS = 2
MANY = 20
BY = ("fiscal_year", "criminality", "offence")
DEFINITION = "ice.removals.2009"
# The target of ten seconds is set for so many rows; with another number of rows it is scaled.
TARGET_ROWS, TARGET_SECONDS = 50 * MILLION, 10.0


def run(shared: Path, out: Path) -> list[Result]:  # noqa: ARG001  every benchmark is called alike
    """Counts by year, criminality and offence against SQL by hand, pandas and R, on DuckDB and Sail; a year-end report."""
    root = out / "count_speed"
    shutil.rmtree(root, ignore_errors=True)
    root.mkdir(parents=True)
    try:
        store = speed_store(root / "store", ROWS)
        return [*_counts(store), *_baselines(root, store), _report(root)]
    finally:
        shutil.rmtree(root, ignore_errors=True)


def _counts(store: Store) -> list[Result]:
    """The count on DuckDB against the hand-written query, twenty definitions, and the same on Sail."""
    one, many = [_request(DEFINITION)], _many()
    folder = store.release(RELEASE).folder
    with duckdb.connect(config={"threads": THREADS}) as connection, connect(folders=[folder], threads=THREADS) as duck:
        (first,), cold = timed(lambda: _counted(store, one, duck), 1)
        hand, hand_seconds = timed(lambda: by_sql(connection, _files(store)), 2)
        (table,), seconds = timed(lambda: _counted(store, one, duck), 2)
        several, many_seconds = timed(lambda: _counted(store, many, duck), 1)
    with _sail(folder) as sail:
        (there,), sail_seconds = timed(lambda: _counted(store, one, sail), 2)
        several_there, many_there = timed(lambda: _counted(store, many, sail), 1)
    wrong = _differences(table, hand)
    unequal = sum(a.cells != b.cells for a, b in zip((table, *several), (there, *several_there), strict=True))
    said = f"{ROWS:,} rows, {THREADS} threads: {seconds:.2f} s ({cold:.2f} s for the first count of a release); by hand {hand_seconds:.2f} s"
    limit = TARGET_SECONDS * ROWS / TARGET_ROWS
    return [
        at_most("count by three breakdowns: times the SQL by hand", seconds / hand_seconds, 1.15, unit="", detail=said),
        at_most(
            "the same, for 10 s at 50 million rows", seconds, max(limit, 1.0), unit="s", detail="the limit goes with the rows, from 1 s"
        ),
        at_most("groups in which the SQL by hand counts otherwise", wrong, 0, unit="", detail=f"of {len(hand)} groups"),
        at_most(f"{MANY} definitions in one scan: times one", many_seconds / seconds, 4.0, unit="", detail=f"{many_seconds:.2f} s"),
        at_most("Sail: times DuckDB", sail_seconds / seconds, 5.0, unit="", detail=f"{sail_seconds:.2f} s; {MANY} definitions {many_there:.2f} s"),
        at_most("tables in which Sail differs from DuckDB", unequal, 0, unit="", detail=f"of {MANY + 1} tables"),
        at_most("a first count and a later one that differ", first.cells != table.cells, 0, unit="", detail=""),
    ]  # fmt: skip


def _baselines(root: Path, store: Store) -> list[Result]:
    """The same count in pandas and R from files, on as many rows as they can hold."""
    if BASELINE_ROWS != ROWS:
        store = speed_store(root / "baseline", BASELINE_ROWS)
    files, path = _files(store), root / "removals.csv"
    write_csv(files, path)
    with connect(folders=[store.release(RELEASE).folder], threads=THREADS) as duck:
        _counted(store, [_request(DEFINITION)], duck)
        (table,), seconds = timed(lambda: _counted(store, [_request(DEFINITION)], duck), 2)
    in_pandas, pandas_seconds = timed(lambda: by_pandas(files), 1)
    said = f"{BASELINE_ROWS:,} rows: {pandas_seconds:.1f} s, Tallymark {seconds:.2f} s; both from the same Parquet files; {_differences(table, in_pandas)} groups differ"
    found = [at_least("pandas takes so many times as long", pandas_seconds / seconds, 8.0, unit="", detail=said)]
    in_r = by_r(path, root)
    if in_r is None:
        return [
            *found,
            Result("R's data.table takes so many times as long", "not run", detail="no Rscript with data.table here"),
        ]
    cells, read, counted = in_r
    said = f"{read:.1f} s to read the columns as CSV, {counted:.1f} s to count ({counted / seconds:.1f} times Tallymark's reading and counting); {_differences(table, cells)} groups differ"
    return [*found, at_least("R's data.table takes so many times as long", (read + counted) / seconds, 3.0, unit="", detail=said)]  # fmt: skip


def _report(root: Path) -> Result:
    """A whole year-end report from a store in which nothing is kept yet: no derived table, no values of fields."""
    store = speed_store(root / "report", REPORT_ROWS, with_people=True)
    wish = Wish.of("FY2013", under="", memos=(), base="FY2012", small_cells=False)
    register = load(())
    report, seconds = timed(lambda: year_report(store, RELEASE, wish, register), 1)
    _, again = timed(lambda: year_report(store, RELEASE, wish, register), 1)
    said = f"{REPORT_ROWS:,} rows, {len(report.lines)} lines, nothing kept from before; {again:.1f} s when asked again"
    return at_most("year-end report from a store", seconds, 10.0, unit="s", detail=said)


def _request(name: str) -> Request:
    return Request(rule_sets()[name].measure, BY, under=(name,))


def _many() -> list[Request]:
    """Definitions over the same rows, so that one scan can answer all."""
    names = [name for name, one in rule_sets().items() if one.table == TABLE and not resolve(one).tables]
    return [_request(name) for name in names[:MANY]]


def _counted(store: Store, requests: list[Request], engine: Engine) -> tuple[CountedTable, ...]:
    return counts(store, RELEASE, requests, engine=engine, small_cells=True)


def _files(store: Store) -> tuple[Path, ...]:
    paths = store.release(RELEASE)
    return paths.parts(paths.table(TABLE))


def _differences(table: CountedTable, hand: Cells) -> int:
    """In how many groups of rows that certainly count, everything known, the hand counted otherwise."""
    known = [[value for value in table.values[name] if value != UNKNOWN] for name in BY]
    listed = {(int(year.removeprefix("FY")), criminality, offence) for year, criminality, offence in product(*known)}
    wrong = sum(None not in group and group not in listed for group in hand)
    for year, criminality, offence in listed:
        found = table.count(fiscal_year=f"FY{year}", criminality=criminality, offence=offence)
        wrong += found is None or found.low != hand.get((year, criminality, offence), 0)
    return wrong


@contextmanager
def _sail(folder: Path) -> Iterator[Engine]:
    from pysail.spark import SparkConnectServer  # noqa: PLC0415  it takes a second

    server = SparkConnectServer("127.0.0.1", 0)
    server.start(background=True)
    host, port = server.listening_address
    try:
        with connect_spark(f"sc://{host}:{port}", folders=[folder]) as engine:
            yield engine
    finally:
        server.stop()
