"""Blank cells: in come rates by table and field; out come the cells that lose their value.

A rate of the spec is the share of the filled cells that are blanked. A known rate (``data/blanks_known.csv``, shares
missing in the release of July 2025) is the share of all cells that are blank in the end: what is empty by nature, such as
the departure of somebody who is still here, counts towards it, and is not undone where it exceeds it.
"""

from __future__ import annotations

import csv
from functools import cache
from importlib import resources

import numpy as np

from tallymark.synthetic.columns import Array
from tallymark.synthetic.defects.settings import Blanks
from tallymark.synthetic.seeds import stream
from tallymark.synthetic.spec import Spec
from tallymark.synthetic.view import Values

NAME = "blanks"


@cache
def known_rates() -> dict[tuple[str, str], float]:
    """The share missing by table and field as it was counted in a release."""
    text = resources.files("tallymark.synthetic").joinpath("data/blanks_known.csv").read_text(encoding="utf-8")
    return {(row["table"], row["field"]): float(row["share_missing"]) for row in csv.DictReader(text.splitlines())}


def blanked(
    settings: Blanks | None, spec: Spec, block: int, release: str, table: str, field: str, values: Values
) -> Array:
    """Which cells of a field lose their value."""
    filled = np.asarray(values.is_valid())
    if settings is None:
        return np.zeros(len(filled), dtype=bool)
    rate = settings.fields.get(table, {}).get(field)
    if rate is None and settings.known and filled.any():
        target = known_rates().get((table, field), 0.0)
        rate = max(0.0, 1 - (1 - target) * len(filled) / int(filled.sum()))
    if not rate:
        return np.zeros(len(filled), dtype=bool)
    rng = stream(spec.seed, block, "blanks", release, table, field)
    return np.array(filled & (rng.random(len(filled)) < rate))
