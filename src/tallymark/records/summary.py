"""Counts of a derived table: in comes the one row of its summary query; out come rows, low and high bounds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

FIXED = ("n_rows", "n_rows_without_id", "n_counted", "n_low", "n_high")


@dataclass(frozen=True, slots=True)
class Summary:
    """How many of the unit there are under the rule, and how many there can be.

    ``n_rows`` are the records looked at, ``n_rows_without_id`` those without a person, ``n_counted`` the units under the
    rule. ``n_low`` and ``n_high`` bound what happened as far as the release records it: which is which stands in the
    recipe's summary SQL. ``more`` holds the other counts by name.
    """

    n_rows: int
    n_rows_without_id: int
    n_counted: int
    n_low: int
    n_high: int
    more: Mapping[str, int]


def summary(row: Mapping[str, object]) -> Summary:
    """The summary in the row of a summary query; a count of nothing is 0."""
    counts = {name: int(str(value)) if value is not None else 0 for name, value in row.items()}
    more = {name: count for name, count in counts.items() if name not in FIXED}
    return Summary(**{name: counts[name] for name in FIXED}, more=more)
