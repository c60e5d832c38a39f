"""A sweep done: in come an engine, a sweep and the SQL of its rows; out comes the table of what it finds, in the engine.

Rows come from the engine ordered by person, which spills what does not fit into memory, and what is found goes back to it piece
by piece.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

import numpy as np
import pyarrow as pa

from tallymark.engine.engine import NONE, Engine, Parameters
from tallymark.model.errors import TallymarkError
from tallymark.records.ahead import ahead
from tallymark.records.parameters import Value
from tallymark.records.sweeps.registry import Sweep
from tallymark.records.sweeps.rows import MISSING, Ints, Truths, pieces

COUNTS = "_counts"


def sweep(
    engine: Engine,
    wanted: Sweep,
    sql: str,
    into: str,
    settings: Mapping[str, Value],
    parameters: Parameters = NONE,
) -> None:
    """Go through the rows of the query with its ``parameters`` and make the tables ``into`` and, where the sweep counts, ``into`` + ``_counts``."""
    counts: Counter[str] = Counter()
    errors: list[Exception] = []

    def found() -> Iterator[pa.RecordBatch]:
        try:
            for rows in pieces(ahead(engine.batches(sql, parameters))):
                if wanted.count is not None:
                    counts.update(wanted.count(rows))
                yield _batch(wanted.find(rows, settings), wanted.schema)
        except Exception as error:
            errors.append(error)
            raise

    try:
        engine.register(into, pa.RecordBatchReader.from_batches(wanted.schema, ahead(found())))
    except TallymarkError:
        # The engine says only that its reader failed; why is what the reader says.
        if errors:
            raise errors[0] from None
        raise
    if wanted.counts:
        engine.register(into + COUNTS, pa.table({name: [counts[name]] for name in wanted.counts}))


def tables(wanted: Sweep, into: str) -> tuple[str, ...]:
    """The names of the tables that a sweep makes."""
    return (into, into + COUNTS) if wanted.counts else (into,)


def _batch(found: Mapping[str, Ints | Truths], schema: pa.Schema) -> pa.RecordBatch:
    return pa.RecordBatch.from_arrays([_array(found[field.name], field.type) for field in schema], schema=schema)


def _array(values: Ints | Truths, kind: pa.DataType) -> pa.Array:
    if values.dtype == np.bool_:
        return pa.array(values)
    return pa.array(values, mask=values == MISSING).cast(kind) if pa.types.is_timestamp(kind) else pa.array(values)
