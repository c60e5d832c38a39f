"""The rows of a derived table: in come an engine, a recipe and what its names mean; out come Parquet files in a folder.

A table's rows are what its sweep finds, in the order of the records, or what its SQL gives, which may read what the sweep
finds as a table. Columns of the records come beside them where the recipe says so.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow as pa

from tallymark.engine.engine import Engine
from tallymark.model.errors import TallymarkError
from tallymark.records.ahead import ahead
from tallymark.records.compose import Names, compose, template, used
from tallymark.records.found import Found
from tallymark.records.joined import OutOfOrderError, Records, whole_rows
from tallymark.records.ranges import Room
from tallymark.records.recipes import Recipe, Swept
from tallymark.records.sweep import Query, sweep
from tallymark.records.sweeps.registry import SWEEPS
from tallymark.records.write import write
from tallymark.schema.parquet import files


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows in their order, to be read once, and their schema."""

    batches: Iterator[pa.RecordBatch]
    schema: pa.Schema


def build(engine: Engine, wanted: Recipe, names: Names, stored: Sequence[Path], room: Room) -> None:
    """Write the rows into the folder of ``room``; what its summary reads besides is left in the engine.

    ``stored`` are the files of the table called ``records``.
    """
    sheets = names.sheets.get(wanted.records, ())
    records = Records(wanted.records, stored, sheets, lambda columns: compose(_select(columns), names))
    try:
        _write(engine, wanted, names, records, room)
    except OutOfOrderError:
        for file in files(room.folder):
            file.unlink()
        _write(engine, wanted, names, replace(records, by_engine=True), room)


def _write(engine: Engine, wanted: Recipe, names: Names, records: Records, room: Room) -> None:
    with _rows(engine, wanted, names, room) as rows:
        if wanted.joined is None:
            write(rows.batches, rows.schema, room.folder)
        else:
            found = ahead(rows.batches)
            write(*whole_rows(engine, found, rows.schema, records, wanted.joined, list(wanted.columns)), room.folder)


@contextmanager
def _rows(engine: Engine, wanted: Recipe, names: Names, room: Room) -> Iterator[Rows]:
    swept = wanted.swept
    if swept is None:
        yield _queried(engine, wanted, names)
        return
    sql = compose(template(swept.rows), names, wanted.parts)
    query = Query(sql, used(sql, names), room)
    with sweep(engine, SWEEPS[swept.find], query, names.parameters) as found:
        if wanted.rows:
            _register(engine, swept.into, found)
            _register_counts(engine, swept, found)
            yield _queried(engine, wanted, names)
            return
        with found.ordered(room) as batches:
            _register_counts(engine, swept, found)
            yield Rows(batches, found.schema)


def _register(engine: Engine, name: str, found: Found) -> None:
    """Make what is found a table of the engine."""
    errors: list[Exception] = []

    def batches() -> Iterator[pa.RecordBatch]:
        try:
            yield from found.batches()
        except Exception as error:
            errors.append(error)
            raise

    try:
        engine.register(name, pa.RecordBatchReader.from_batches(found.schema, ahead(batches())))
    except TallymarkError:
        # The engine says only that its reader failed; why is what the reader says.
        if errors:
            raise errors[0] from None
        raise


def _register_counts(engine: Engine, swept: Swept, found: Found) -> None:
    if swept.counts:
        engine.register(swept.counts, pa.table({name: [n] for name, n in found.counts.items()}))


def _queried(engine: Engine, wanted: Recipe, names: Names) -> Rows:
    sql = compose(template(wanted.rows), names, wanted.parts)
    parameters = used(sql, names)
    batches = engine.batches(sql, parameters)
    first = next(batches, None)
    if first is None:
        return Rows(iter(()), engine.query(sql, parameters).schema)
    return Rows(itertools.chain([first], batches), first.schema)


def _select(columns: Sequence[str]) -> str:
    """SQL of some columns of the records, with their row numbers."""
    return f"SELECT {', '.join(f'records.{name}' for name in columns)}, records.row_key FROM records"  # noqa: S608  names of a recipe
