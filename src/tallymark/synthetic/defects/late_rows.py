"""Late rows: a share of the events is recorded days after they happened, so a release extracted before lacks them."""

from __future__ import annotations

import numpy as np

from tallymark.synthetic.columns import DAY, Array, Columns, n_rows, seconds
from tallymark.synthetic.defects.settings import LateRows
from tallymark.synthetic.seeds import stream
from tallymark.synthetic.spec import Spec


def hidden(settings: LateRows | None, spec: Spec, block: int, table: str, events: Columns, cut: np.datetime64) -> Array:
    """Which events had happened and were not recorded yet at the extraction; two releases agree on the day of record."""
    count = n_rows(events)
    if settings is None:
        return np.zeros(count, dtype=bool)
    rng = stream(spec.seed, block, "late_rows", table)
    late = rng.random(count) < settings.rates.get(table, 0.0)
    recorded = events["at"] + seconds(rng.random(count) * settings.days * DAY)
    return np.array(late & (events["at"] < cut) & (recorded >= cut))
