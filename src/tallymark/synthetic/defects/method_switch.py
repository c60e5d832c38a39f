"""Method switch: a definition break. Departures of people whom the Border Patrol handed over count from a day on."""

from __future__ import annotations

import numpy as np

from tallymark.synthetic.columns import Array, Columns, moment
from tallymark.synthetic.defects.settings import MethodSwitch


def hidden(settings: MethodSwitch | None, events: Columns) -> Array:
    """Which removals the older method does not count; without a switch all are counted."""
    if settings is None:
        return np.zeros(len(events["at"]), dtype=bool)
    return np.array(events["handed_over"] & (events["at"] < moment(settings.since)))
