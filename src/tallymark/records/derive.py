"""Derived tables on demand: in come a store, a release, a name and parameters; out comes the table, built once and kept.

A derived table lies in ``derived/<name>@<hash>``; the hash is of its parameters, its SQL and the hashes of what it reads, so
another choice or a changed rule is another folder. It appears whole or not at all. Nothing else in the release is touched.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

import pyarrow.parquet as pq

from tallymark.engine.connect import connect
from tallymark.engine.engine import Engine
from tallymark.model.errors import DataError, UsageError
from tallymark.records import population, settings
from tallymark.records.built import build
from tallymark.records.compose import Names, Sheet, compose, template, used
from tallymark.records.parameters import Value
from tallymark.records.ranges import BYTES_IN_MEMORY, Room
from tallymark.records.recipes import Recipe, recipe
from tallymark.records.summary import Summary, summary
from tallymark.records.sweeps.registry import SWEEPS
from tallymark.schema import manifest as manifests
from tallymark.schema.manifest import Manifest
from tallymark.schema.parquet import files
from tallymark.schema.scratch import begin, scratch
from tallymark.schema.store import ReleasePaths, Store

CARD = "derived.json"
HASH_DIGITS = 16
# Rows that wait to be sorted may take a quarter of the memory that is allowed to the engine.
WAITING_PART = 4


@dataclass(frozen=True, slots=True)
class Derived:
    """A derived table in the store: ``folder`` holds its Parquet files, ``parameters`` are the settled ones."""

    name: str
    release: str
    digest: str
    folder: Path
    parameters: Mapping[str, Value]
    summary: Summary

    @property
    def files(self) -> tuple[Path, ...]:
        """The Parquet files in the order of their rows."""
        return files(self.folder)


def derive(
    store: Store,
    release: str,
    name: str,
    parameters: Mapping[str, Value] | None = None,
    *,
    to_release: str | None = None,
    engine: Engine | None = None,
    memory_mb: int | None = None,
) -> Derived:
    """The derived table ``name`` of a release, from the store if it is there already.

    ``memory_mb`` bounds the memory of the engine (MiB; its own default otherwise). Besides, rows that wait to be sorted take up
    to a quarter of it, at most 768 MiB, and what is found in them as much; what does not fit goes to the store's disk.
    ``parameters`` are those of the table; ``other.parameter`` gives one to the derived table ``other`` that it reads.
    Raises TM-RECORDS-004 for an unknown name, -002 and -003 for parameters, -005 when the release lacks a table that is
    needed and -006 when ``to_release`` names another release: identifiers of persons hold inside one release only.
    """
    if to_release not in (None, release):
        raise UsageError("TM-RECORDS-006", where=f"{name} of {release} and {to_release}")
    paths = store.existing(release)
    waiting = BYTES_IN_MEMORY if memory_mb is None else min(BYTES_IN_MEMORY, (memory_mb << 20) // WAITING_PART)
    work = _Work(paths, manifests.read(paths.manifest), waiting)
    if engine is not None:
        return _derive(work, engine, recipe(name), dict(parameters or {}))
    with (
        scratch(paths.folder / "derived") as spill,
        connect(folders=[paths.folder], temp=spill, memory_mb=memory_mb) as own,
    ):
        return _derive(work, own, recipe(name), dict(parameters or {}))


@dataclass(frozen=True, slots=True)
class _Work:
    """A release that is worked on, and how many bytes of rows may wait in memory."""

    paths: ReleasePaths
    manifest: Manifest
    bytes_waiting: int


def _derive(work: _Work, engine: Engine, wanted: Recipe, given: Mapping[str, Value]) -> Derived:
    _check_tables(work, wanted)
    own, others = settings.split(wanted, given)
    inputs = [_derive(work, engine, recipe(other), others[other]) for other in wanted.derived]
    settled = settings.settle(wanted, own, work.manifest)
    digest = _digest(work, wanted, settled, inputs)
    folder = work.paths.derived(f"{wanted.name}@{digest}")
    everything = {**settled, **{f"{one.name}.{key}": value for one in inputs for key, value in one.parameters.items()}}
    if not (folder / CARD).is_file():
        _build(work, engine, wanted, settled, inputs, folder)
    counts = json.loads((folder / CARD).read_text(encoding="utf-8"))["summary"]
    return Derived(wanted.name, work.paths.id, digest, folder, everything, Summary(**counts))


def _build(
    work: _Work,
    engine: Engine,
    wanted: Recipe,
    settled: Mapping[str, Value],
    inputs: list[Derived],
    folder: Path,
) -> None:
    """Write the table beside its place and rename it; whoever was first stays."""
    for table in wanted.tables:
        engine.view(table, work.paths.parts(work.paths.table(table)))
    for one in inputs:
        engine.view(one.name, one.files)
    if wanted.calendar:
        for name, table in population.tables(settled, settings.window(work.manifest, wanted.window)).items():
            engine.register(name, table)
    being_built = begin(folder.parent)
    try:
        names = _names(work, wanted, settled)
        stored = work.paths.parts(work.paths.table(wanted.records)) if wanted.joined else []
        n_rows = sum(work.manifest.table(table).n_rows for table in wanted.tables)
        build(engine, wanted, names, stored, Room(being_built, n_rows, work.bytes_waiting))
        engine.view("result", files(being_built))
        sql = compose(template(wanted.summary), names, wanted.parts)
        counted = engine.query(sql, used(sql, names)).to_pylist()[0]
        _write_card(being_built / CARD, wanted, settled, summary(counted))
        if not folder.exists():
            being_built.rename(folder)
    finally:
        shutil.rmtree(being_built, ignore_errors=True)
        for name in wanted.swept.tables if wanted.swept else ():
            engine.drop(name)


def _names(work: _Work, wanted: Recipe, settled: Mapping[str, Value]) -> Names:
    columns = {table: _stored_columns(work.paths, table) for table in wanted.tables}
    empty = {table: work.manifest.table(table).absent_fields for table in wanted.tables}
    return Names(settled, _sheets(work.manifest, wanted), wanted.records, wanted.expressions, columns, empty)


def _write_card(path: Path, wanted: Recipe, settled: Mapping[str, Value], counts: Summary) -> None:
    card = {
        "name": wanted.name,
        "meaning": wanted.meaning,
        "parameters": {key: str(value) for key, value in settled.items()},
        "columns": dict(wanted.columns),
        "summary": asdict(counts),
    }
    path.write_text(json.dumps(card, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def _check_tables(work: _Work, wanted: Recipe) -> None:
    present = {table.name for table in work.manifest.tables}
    missing = [table for table in wanted.tables if table not in present]
    if missing:
        where = f"release {work.paths.id}, {wanted.name}"
        raise DataError("TM-RECORDS-005", where=where, detail=f"no table {', '.join(missing)}")


def _stored_columns(paths: ReleasePaths, table: str) -> list[str]:
    """The columns a table has in the store; a release that was read by an older list of fields has fewer."""
    names: list[str] = pq.read_schema(paths.parts(paths.table(table))[0]).names
    return names


def _sheets(manifest: Manifest, wanted: Recipe) -> dict[str, list[Sheet]]:
    return {
        table: [Sheet(sheet.file_id, sheet.sheet, number) for number, sheet in enumerate(manifest.table(table).sheets)]
        for table in wanted.tables
    }


def _digest(work: _Work, wanted: Recipe, settled: Mapping[str, Value], inputs: list[Derived]) -> str:
    """A hash of all that decides the rows: parameters, SQL, expressions, stored parts and the tables it is built from."""
    content = {
        "parameters": {key: str(value) for key, value in settled.items()},
        "sql": [template(name) for name in (*wanted.parts.values(), *wanted.queries)],
        "sweep": SWEEPS[wanted.swept.find].sources if wanted.swept else [],
        "joined": repr(wanted.joined),
        "expressions": dict(wanted.expressions),
        "tables": {table: [part.sha256 for part in work.manifest.table(table).parts] for table in wanted.tables},
        "derived": [one.digest for one in inputs],
    }
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:HASH_DIGITS]
