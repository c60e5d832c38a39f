"""Batches: in come row numbers and columns of text; out come batches of the width of the header.

Rows with cells beyond the header are put apart, blank rows are left out and counted, small batches are put together.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tallymark.releases.readers.workbook import BATCH_ROWS, Findings, RaggedRow


def column_names(n_columns: int) -> list[str]:
    """c0..cN, the names of the columns of a batch."""
    return [f"c{position}" for position in range(n_columns)]


def batch_schema(n_columns: int) -> pa.Schema:
    """``row`` int32 and ``n_columns`` text columns."""
    return pa.schema([("row", pa.int32()), *((name, pa.string()) for name in column_names(n_columns))])


def fitted(
    rows: pa.Array, columns: Sequence[pa.Array], n_columns: int, findings: Findings, where: str
) -> Iterator[pa.RecordBatch]:
    """One batch of ``n_columns``, or none when no row is left; raises TM-RELEASES-113.

    Columns that are missing on the right are empty. A row with cells beyond ``n_columns`` goes to ``findings.ragged``.
    """
    inside, beyond = list(columns[:n_columns]), columns[n_columns:]
    inside += [pa.nulls(len(rows), pa.string()) for _ in range(n_columns - len(inside))]
    if any(column.null_count < len(column) for column in beyond):
        wide = _any_filled(beyond)
        for position in np.flatnonzero(wide.to_numpy(zero_copy_only=False)).tolist():
            cells = [column[position].as_py() for column in columns]
            while cells and cells[-1] is None:
                cells.pop()
            findings.ragged.append(RaggedRow(rows[position].as_py(), len(cells), tuple(cells)))
        findings.require_few_ragged(where)
        keep = pc.invert(wide)
        rows, inside = rows.filter(keep), [column.filter(keep) for column in inside]
    batch: Any = pa.RecordBatch.from_arrays([rows, *inside], schema=batch_schema(n_columns))
    blank = _blank(inside)
    if blank is not None:
        findings.n_blank_rows += pc.sum(blank).as_py()
        batch = batch.filter(pc.invert(blank))
    if batch.num_rows:
        yield batch


def _any_filled(columns: Sequence[pa.Array]) -> pa.Array:
    filled = columns[0].is_valid()
    for column in columns[1:]:
        filled = pc.or_(filled, column.is_valid())
    return filled


def _blank(columns: Sequence[pa.Array]) -> pa.Array | None:
    """Which rows hold no cell at all, or None when no row is blank; stops at the first column that fills them."""
    mask: pa.Array | None = None
    for column in columns:
        if column.null_count == 0:
            return None
        null = column.is_null()
        mask = null if mask is None else pc.and_(mask, null)
        if not pc.any(mask).as_py():
            return None
    return mask


def gathered(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Small batches put together until they hold BATCH_ROWS rows or more; what is gathered comes out before an error."""
    held: list[Any] = []
    n_held = 0
    try:
        for batch in batches:
            held.append(batch)
            n_held += batch.num_rows
            if n_held >= BATCH_ROWS:
                yield _joined(held)
                held, n_held = [], 0
    except pa.ArrowInvalid:
        if held:
            yield _joined(held)
        raise
    if held:
        yield _joined(held)


def _joined(batches: list[Any]) -> pa.RecordBatch:
    if len(batches) == 1:
        return batches[0]
    return pa.Table.from_batches(batches).combine_chunks().to_batches()[0]
