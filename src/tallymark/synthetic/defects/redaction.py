"""Redaction: columns blacked out with marks in their several spellings, single cells too, and the source's own mark for nothing."""

from __future__ import annotations

import numpy as np

from tallymark.synthetic.columns import Array, draw
from tallymark.synthetic.defects.settings import Redaction
from tallymark.synthetic.seeds import stream
from tallymark.synthetic.spec import Spec
from tallymark.synthetic.view import Values, put, words

NAME = "redaction"


def blacked_out(settings: Redaction | None, spec: Spec, block: int, release: str, column: str, count: int) -> Values:
    """A column of which nothing is printed: marks, or nothing where the release is not redacted."""
    if settings is None:
        return words(np.full(count, -1), [""])
    rng = stream(spec.seed, block, "redaction", release, column)
    return words(draw(rng, settings.marks, count), list(settings.marks))


def blacked_cells(
    settings: Redaction | None, spec: Spec, block: int, release: str, table: str, field: str, filled: Array
) -> Array:
    """Which filled cells of a field are blacked out."""
    rate = 0.0 if settings is None else settings.cells.get(table, {}).get(field, 0.0)
    if rate == 0:
        return np.zeros(len(filled), dtype=bool)
    rng = stream(spec.seed, block, "redacted cells", release, table, field)
    return np.array(filled & (rng.random(len(filled)) < rate))


def mark_cells(
    settings: Redaction, spec: Spec, block: int, release: str, column: str, values: Values, cells: Array
) -> Values:
    """Coded words with marks, in every spelling of the spec, in these cells."""
    rng = stream(spec.seed, block, "marks", release, column)
    chosen = draw(rng, settings.marks, len(cells))
    for place, mark in enumerate(settings.marks):
        values = put(values, cells & (chosen == place), mark)
    return values


def mark_nothing(
    settings: Redaction | None, spec: Spec, block: int, release: str, column: str, values: Values
) -> Values:
    """Coded words with the source's mark for nothing in a share of the empty cells."""
    if settings is None or settings.null_mark_share == 0:
        return values
    rng = stream(spec.seed, block, "null marks", release, column)
    empty = np.asarray(values.is_null())
    return put(values, empty & (rng.random(len(empty)) < settings.null_mark_share), settings.null_mark)
