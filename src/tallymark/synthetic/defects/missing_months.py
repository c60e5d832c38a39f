"""Missing months: a table of a release has no row whose key date lies in the months that the spec names."""

from __future__ import annotations

import numpy as np

from tallymark.synthetic.columns import Array, Columns
from tallymark.synthetic.defects.settings import MissingMonths


def hidden(settings: MissingMonths | None, table: str, events: Columns) -> Array:
    """Which events fall into a missing month."""
    months = () if settings is None else settings.months.get(table, ())
    wanted = np.array(list(months), dtype="datetime64[M]")
    return np.isin(events["at"].astype("datetime64[M]"), wanted)
