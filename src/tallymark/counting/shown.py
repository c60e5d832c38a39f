"""Counts already shown: in comes a count that is about to be shown; out it comes again, or nothing where it would tell a small one.

A table hides what it would give away itself. Here counts of several tables meet, as they do in one checked text. Two counts of the same
days must not lie 1 to 10 apart, where they are of one definition and the people of one lie inside those of the other, or of the
same people under two definitions.
"""

from __future__ import annotations

from tallymark.counting.counted import Count
from tallymark.model.period import Period
from tallymark.model.population import Population
from tallymark.model.small_cells import is_small


class Shown:
    """The counts shown so far."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, Period], dict[tuple[str, Population], Count]] = {}

    def kept(self, measure: str, definition: str, people: Population, period: Period, count: Count) -> Count | None:
        """``count`` of ``people`` under ``definition``, remembered; None when it lies too near one that was shown."""
        others = self._found.setdefault((measure, period), {})
        for (other, those), known in others.items():
            if (other, those) == (definition, people):
                continue
            nested = other == definition and (people.inside(those) or those.inside(people))
            if nested and any(is_small(abs(gap)) for gap in _gaps(count, known)):
                return None
            if those == people and is_small(abs(count.low - known.low)):
                return None
        others[definition, people] = count
        return count


def _gaps(one: Count, other: Count) -> tuple[int, ...]:
    return (
        one.low - other.low, one.high - other.high, one.low_any - other.low_any, one.high_any - other.high_any,
    )  # fmt: skip
