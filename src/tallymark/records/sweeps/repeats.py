"""Rows alike: in come rows by a hash of what repeats have in common; out come those that share it with another row."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pyarrow as pa

from tallymark.records.parameters import Value
from tallymark.records.sweeps.rows import Ints, Rows, Truths

SCHEMA = pa.schema([("row_key", pa.int64())])


def find(rows: Rows, settings: Mapping[str, Value]) -> dict[str, Ints | Truths]:  # noqa: ARG001  sweeps are called alike
    """The row keys of rows whose hash (``person_key`` here) another row has."""
    same = rows.person[1:] == rows.person[:-1]
    shares = np.zeros(len(rows), dtype=np.bool_)
    shares[1:] |= same
    shares[:-1] |= same
    return {"row_key": rows["row_key"][shares]}
