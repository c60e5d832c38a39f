"""The rows of a derived table: in come an engine, a recipe and what its names mean; out come Parquet files in a folder.

A table's rows are what its sweep finds, in the order of the records, or what its SQL gives, which may read what the sweep
finds as a table. Columns of the records come beside them where the recipe says so.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, closing, contextmanager
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
    if not _is_written(engine, wanted, names, records, room):
        for file in files(room.folder):
            file.unlink()
        _write(engine, wanted, names, replace(records, by_engine=True), room)


def _is_written(engine: Engine, wanted: Recipe, names: Names, records: Records, room: Room) -> bool:
    """Write the rows; False when the files of the records turn out to have another order."""
    try:
        _write(engine, wanted, names, records, room)
    except OutOfOrderError:
        return False
    return True


def _write(engine: Engine, wanted: Recipe, names: Names, records: Records, room: Room) -> None:
    with _rows(engine, wanted, names, room) as rows:
        if wanted.joined is None:
            write(rows.batches, rows.schema, room.folder)
        else:
            columns = list(wanted.columns)
            with (
                closing(ahead(rows.batches)) as found,
                whole_rows(engine, found, rows.schema, records, wanted.joined, columns) as (pieces, schema),
            ):
                write(pieces, schema, room.folder)


@contextmanager
def _rows(engine: Engine, wanted: Recipe, names: Names, room: Room) -> Iterator[Rows]:
    if wanted.swept is not None:
        with _swept(engine, wanted.swept, names, wanted.parts, room) as found:
            if not wanted.rows:
                with found.ordered(room) as batches:
                    _register_counts(engine, wanted.swept, found)
                    yield Rows(batches, found.schema)
                return
            _register(engine, wanted.swept.into, found)
            _register_counts(engine, wanted.swept, found)
    with _queried(engine, wanted, names) as rows:
        yield rows


def _swept(
    engine: Engine, wanted: Swept, names: Names, parts: Mapping[str, str], room: Room
) -> AbstractContextManager[Found]:
    sql = compose(template(wanted.rows), names, parts)
    return sweep(engine, SWEEPS[wanted.find], Query(sql, used(sql, names), room), names.parameters)


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
        with closing(ahead(batches())) as ready:
            engine.register(name, pa.RecordBatchReader.from_batches(found.schema, ready))
    except TallymarkError:
        # The engine says only that its reader failed; why is what the reader says.
        if errors:
            raise errors[0] from None
        raise


def _register_counts(engine: Engine, swept: Swept, found: Found) -> None:
    if swept.counts:
        engine.register(swept.counts, pa.table({name: [n] for name, n in found.counts.items()}))


@contextmanager
def _queried(engine: Engine, wanted: Recipe, names: Names) -> Iterator[Rows]:
    sql = compose(template(wanted.rows), names, wanted.parts)
    parameters = used(sql, names)
    with closing(engine.batches(sql, parameters)) as batches:
        first = next(batches, None)
        if first is None:
            yield Rows(iter(()), engine.query(sql, parameters).schema)
        else:
            yield Rows(itertools.chain([first], batches), first.schema)


def _select(columns: Sequence[str]) -> str:
    """SQL of some columns of the records, with their row numbers."""
    return f"SELECT {', '.join(f'records.{name}' for name in columns)}, records.row_key FROM records"  # noqa: S608  names of a recipe
