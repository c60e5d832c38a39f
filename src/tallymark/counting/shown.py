"""Counts already shown: in comes a count that is about to be shown; out it comes again, or nothing where it would tell a small one.

A table hides what it would give away itself. Here counts of several tables meet, as they do in one checked text: two counts of one
definition and the same days, the people of one inside those of the other, must not lie 1 to 10 apart.
"""

from __future__ import annotations

from tallymark.counting.counted import Count
from tallymark.model.period import Period
from tallymark.model.population import Population
from tallymark.model.small_cells import is_small


class Shown:
    """The counts shown so far."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, Period], dict[Population, Count]] = {}

    def kept(self, name: str, people: Population, period: Period, count: Count) -> Count | None:
        """``count`` of ``people`` under the definition ``name``, remembered; None when it lies too near one that was shown."""
        others = self._found.setdefault((name, period), {})
        for other, known in others.items():
            nested = people.inside(other) or other.inside(people)
            if nested and other != people and any(is_small(abs(gap)) for gap in _gaps(count, known)):
                return None
        others[people] = count
        return count


def _gaps(one: Count, other: Count) -> tuple[int, ...]:
    return (
        one.low - other.low, one.high - other.high, one.low_any - other.low_any, one.high_any - other.high_any,
    )  # fmt: skip
