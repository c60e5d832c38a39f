"""A sweep done: in come an engine, a sweep and the SQL of its rows; out comes what it finds, in pieces.

The engine gives the rows in any order. They are gathered by ranges of the hash of their person (``ranges.py``), so that a
range has all rows of its persons; each range is then put in order and swept, several at once.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Generator, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass

import numpy as np

from tallymark.engine.engine import Engine, Parameters
from tallymark.records.ahead import ahead, at_once
from tallymark.records.found import Found, Piece
from tallymark.records.parameters import Value
from tallymark.records.ranges import Ranges, Room, even_bounds
from tallymark.records.sweeps.registry import Sweep
from tallymark.records.sweeps.rows import KEY, MISSING, NEVER, Ints, by_person, values


@dataclass(frozen=True, slots=True)
class Query:
    """The rows to go through: a query without ORDER BY, and where they wait meanwhile."""

    sql: str
    parameters: Parameters
    room: Room


@contextmanager
def sweep(engine: Engine, wanted: Sweep, rows: Query, settings: Mapping[str, Value]) -> Iterator[Found]:
    """Go through the rows; those without a person are counted and left out."""
    counts: Counter[str] = Counter(dict.fromkeys((*wanted.counts, *wanted.counts_without_person), 0))
    with (
        _gathered(engine, wanted, rows, counts) as ranges,
        closing(_pieces(ranges, wanted, settings, counts)) as pieces,
    ):
        yield Found(wanted.schema, wanted.words, pieces, counts)


@contextmanager
def _gathered(engine: Engine, wanted: Sweep, rows: Query, counts: Counter[str]) -> Iterator[Ranges | None]:
    """The rows by ranges; None when there is none."""
    with closing(ahead(engine.batches(rows.sql, rows.parameters))) as batches:
        first = next(batches, None)
        if first is None:
            yield None
            return
        with Ranges(first.schema.names, KEY, even_bounds(rows.room.n_rows, NEVER), rows.room) as ranges:
            for batch in itertools.chain([first], batches):
                _add(ranges, {name: values(batch[name]) for name in ranges.names}, wanted, counts)
            yield ranges


def _add(ranges: Ranges, columns: dict[str, Ints], wanted: Sweep, counts: Counter[str]) -> None:
    """Put rows into their ranges; those without a person are counted only."""
    without = columns[KEY] == MISSING
    n_without = np.count_nonzero(without)
    if n_without and wanted.count_without_person is not None:
        counts.update(wanted.count_without_person({name: column[without] for name, column in columns.items()}))
    # Half of a hash is never negative in DuckDB and half of the time in Spark; without the sign it is another number that no
    # other half has, and ranges are alike in size with both.
    columns[KEY] = columns[KEY] & NEVER
    ranges.add(columns, left_out=without if n_without else None)


def _pieces(
    ranges: Ranges | None, wanted: Sweep, settings: Mapping[str, Value], counts: Counter[str]
) -> Generator[Piece, None, None]:
    """What is found in each range that has rows."""
    if ranges is None:
        return

    def swept(number: int) -> tuple[Piece, Mapping[str, int]]:
        rows = by_person(ranges.take(number), wanted.ordered_by)
        if not len(rows):
            return {}, {}
        return wanted.find(rows, settings), wanted.count(rows) if wanted.count else {}

    with closing(at_once(swept, len(ranges))) as done:
        for found, counted in done:
            counts.update(counted)
            if found:
                yield found
