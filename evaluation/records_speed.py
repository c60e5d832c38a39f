"""Speed of derived tables: in comes nothing but a number of rows; out come rows a second for each, on made-up records.

The records have an id, times, a facility and their row number; every other column is empty, since the rules read none of
them and join them by row number. TALLYMARK_BENCH_RECORDS sets the rows of each table (10 million when it is not set).
"""

from __future__ import annotations

import hashlib
import os
import shutil
import time
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pyarrow as pa

from evaluation.result import Result, at_least, at_most
from tallymark.records.derive import derive
from tallymark.records.parameters import Value
from tallymark.schema import manifest as manifests
from tallymark.schema.arrow import table_schema
from tallymark.schema.manifest import FileEntry, Manifest, PartEntry, SheetEntry, TableEntry
from tallymark.schema.parquet import PartWriter
from tallymark.schema.store import Store
from tallymark.schema.tables import tables

ROWS = int(os.environ.get("TALLYMARK_BENCH_RECORDS", "10000000"))
RELEASE = "speed"
SEED = 20131219
ROWS_A_SHEET = 1_000_000
BATCH = 250_000
START, DAYS = np.datetime64("2014-10-01", "s"), 3652
HOUR = 3600
WITHOUT_ID = 0.01
MILLION = 1_000_000.0
Columns = Mapping[str, pa.Array]


def run(shared: Path, out: Path) -> list[Result]:  # noqa: ARG001  every benchmark is called alike
    """Rows a second of each derived table that has a target, built from nothing, written to the store."""
    root = out / "records_speed"
    shutil.rmtree(root, ignore_errors=True)
    try:
        store = _store(root)
        return [*_rates(store), *_population(store)]
    finally:
        shutil.rmtree(root, ignore_errors=True)


def _rates(store: Store) -> list[Result]:
    results = []
    for label, name in (("arrest episodes", "arrest_episodes"), ("duplicates of stints", "stint_duplicates"),
                        ("stays", "stays"), ("links of arrests and stays", "arrest_stay_links")):  # fmt: skip
        seconds, counted, processor = _timed(store, name, {})
        detail = f"{ROWS:,} rows in {seconds:.1f} s ({processor:.1f} s of processor time), {counted:,} {name}"
        results.append(
            at_least(f"{label}: rows a second, millions", ROWS / seconds / MILLION, 1.0, unit="", detail=detail)
        )
    return results


def _population(store: Store) -> list[Result]:
    first, _, _ = _timed(store, "population_changes", {})
    seconds, counted, _ = _timed(store, "daily_population", {})
    detail = f"{DAYS} days of {ROWS:,} stints, changes by hour ({first:.1f} s, {ROWS / first / MILLION:.1f} million rows a second) built before; {counted:,} person-days"
    return [at_most("daily population of ten years", seconds, 2.0, unit="s", detail=detail)]


def _timed(store: Store, name: str, parameters: Mapping[str, Value]) -> tuple[float, int, float]:
    """Seconds for a table whose inputs are there already, its count, and the processor seconds of all threads."""
    began, used = time.perf_counter(), time.process_time()
    found = derive(store, RELEASE, name, parameters)
    return time.perf_counter() - began, found.summary.n_counted, time.process_time() - used


def _store(root: Path) -> Store:
    """A store with arrests and stints of the same people: chains of arrests, transfers, stays that are open at the end."""
    store = Store(root)
    made = np.random.default_rng(SEED)
    people = _people(max(1, ROWS * 4 // 10))
    stays = _stays(made, len(people))
    entries = (
        _write(store, "arrests", _arrests(made, people, stays)),
        _write(store, "stints", _stints(made, people, stays)),
    )
    paths = store.release(RELEASE)
    manifests.write(paths.manifest, Manifest(RELEASE, (FileEntry(1, "made-up", "0" * 64, 1),), entries))
    return store


def _people(n: int) -> pa.Array:
    return pa.array([hashlib.sha1(str(number).encode()).hexdigest() for number in range(n)])  # noqa: S324


def _stays(made: np.random.Generator, n_people: int) -> dict[str, np.ndarray]:
    """Two stints a stay on average, so half as many stays as rows."""
    n = ROWS // 2
    return {
        "person": made.integers(0, n_people, n),
        "start": made.integers(0, DAYS * 24 * 60, n) * 60,
        "n_stints": made.choice(np.array([1, 2, 3, 4]), n, p=[0.4, 0.3, 0.2, 0.1]),
    }


def _arrests(made: np.random.Generator, people: pa.Array, stays: dict[str, np.ndarray]) -> Columns:
    """One arrest some hours before each stay; the rest at any time, one in ten within a day of another one."""
    of_stay = stays["start"] - made.integers(0, 48, len(stays["start"])) * HOUR
    other = made.integers(0, len(people), ROWS - len(of_stay))
    at_any_time = made.integers(0, DAYS * 24 * 60, len(other)) * 60
    near = made.random(len(other)) < 0.1
    at = np.where(near, np.resize(of_stay, len(other)) + 5 * HOUR, at_any_time)
    who = np.where(near, np.resize(stays["person"], len(other)), other)
    order = made.permutation(ROWS)
    person, second = np.concatenate([stays["person"], who])[order], np.concatenate([of_stay, at])[order]
    return {"person_id": _ids(made, people, person), "apprehension_date_time": _times(second)}


def _stints(made: np.random.Generator, people: pa.Array, stays: dict[str, np.ndarray]) -> Columns:
    stay = np.repeat(np.arange(len(stays["start"])), stays["n_stints"])[:ROWS]
    place = np.arange(len(stay)) - np.searchsorted(stay, stay)
    long = made.integers(1, 40 * 24, len(stay)) * HOUR
    into = stays["start"][stay] + place * 41 * 24 * HOUR
    still_held = into + long > DAYS * 24 * HOUR
    facilities = pa.array([f"FAC{number:04d}" for number in range(900)])
    return {
        "person_id": _ids(made, people, stays["person"][stay]),
        "stay_booked_in_date_time": _times(stays["start"][stay]),
        "booked_in_date_time": _times(into),
        "booked_out_date_time": _times(into + long, still_held),
        "facility_code": facilities.take(pa.array(made.integers(0, 900, len(stay)))),
    }


def _ids(made: np.random.Generator, people: pa.Array, person: np.ndarray) -> pa.Array:
    return people.take(pa.array(person, mask=made.random(len(person)) < WITHOUT_ID))


def _times(seconds: np.ndarray, missing: np.ndarray | None = None) -> pa.Array:
    return pa.array((START + seconds.astype("timedelta64[s]")).astype("datetime64[us]"), mask=missing)


def _write(store: Store, name: str, columns: Columns) -> TableEntry:
    """The columns as a canonical table of sheets of a million rows, empty in every other column."""
    paths, schema = store.release(RELEASE), table_schema(tables()[name])
    n = len(next(iter(columns.values())))
    names = [f"FY{number}" for number in range(-(-n // ROWS_A_SHEET))]
    with PartWriter(paths.table(name), schema) as writer:
        for start in range(0, n, BATCH):
            size = min(BATCH, n - start)
            writer.write(_batch(schema, columns, names, start, size))
    sheets = tuple(SheetEntry(1, sheet, "", 1, 2, ROWS_A_SHEET, ()) for sheet in names)
    window = (str(START.astype("datetime64[D]")), str((START + np.timedelta64(DAYS - 1, "D")).astype("datetime64[D]")))
    parts = tuple(PartEntry(part.path.name, part.n_rows, part.n_bytes, part.sha256) for part in writer.parts)
    absent = tuple(field for field in tables()[name].fields if field not in columns)
    return TableEntry(name, (), n, 0, 0, window, absent, sheets, (), (), parts)


def _batch(schema: pa.Schema, columns: Columns, names: list[str], start: int, size: int) -> pa.Table:
    provenance = {
        "file_id": pa.array(np.ones(size, dtype=np.int32)),
        "sheet": pa.repeat(names[start // ROWS_A_SHEET], size),
        "row": pa.array((np.arange(start, start + size) % ROWS_A_SHEET + 2).astype(np.int32)),
    }
    found = {**provenance, **{name: values.slice(start, size) for name, values in columns.items()}}
    arrays = [found[field.name] if field.name in found else pa.nulls(size, field.type) for field in schema]
    return pa.Table.from_arrays(
        [one.cast(field.type) for one, field in zip(arrays, schema, strict=True)], schema=schema
    )
