"""True daily population: in come intervals in custody; out come counts per day, added up block by block.

``midnight`` counts who is held at 00:00:00 when the day begins (in at or before, out after); ``any_part`` who is held at
any moment of the day; ``all_day`` who is held from its first to its last moment. Counted for stints, for stays, and for
people in either (the stints, or stays, of a person that touch or overlap are one).
"""

from __future__ import annotations

from datetime import date

import numpy as np

from tallymark.synthetic.columns import DAY, Array

KINDS = ("midnight", "any_part", "all_day")


class Population:
    """Running differences per day from ``first_day`` on, for each unit and kind."""

    def __init__(self, first_day: date, until: date) -> None:
        self.first_day = first_day
        self.n_days = (until - first_day).days
        self._steps: dict[tuple[str, str], Array] = {}

    def add(self, unit: str, since: Array, until: Array) -> None:
        """Count intervals ``[since, until)``, each by itself."""
        self._add_all_through(unit, since, until)
        self._count(unit, "any_part", *self._days(since, until))

    def add_people(self, unit: str, person: Array, since: Array, until: Array) -> None:
        """Count people, each at most once a day, by their intervals."""
        self._add_all_through(unit, *merged(person, since, until)[1:])
        first, after = self._days(since, until)
        days = merged(person, first.astype("datetime64[s]"), after.astype("datetime64[s]"))[1:]
        self._count(unit, "any_part", *(moments.astype("int64") for moments in days))

    def _add_all_through(self, unit: str, since: Array, until: Array) -> None:
        start, end = self._seconds(since), self._seconds(until)
        above = -(-start // DAY)
        self._count(unit, "midnight", above, -(-end // DAY))
        self._count(unit, "all_day", above, np.maximum(end // DAY, above))

    def _days(self, since: Array, until: Array) -> tuple[Array, Array]:
        """The first day of each interval and the day after its last."""
        first = self._seconds(since) // DAY
        return first, np.maximum(-(-self._seconds(until) // DAY), first + 1)

    def _seconds(self, when: Array) -> Array:
        return (when - np.datetime64(self.first_day.isoformat(), "s")).astype("int64")

    def counts(self) -> dict[tuple[str, str], Array]:
        """For each unit and kind the count on each day."""
        return {key: np.cumsum(steps[:-1]) for key, steps in sorted(self._steps.items())}

    def _count(self, unit: str, kind: str, first: Array, after: Array) -> None:
        steps = self._steps.setdefault((unit, kind), np.zeros(self.n_days + 1, dtype="int64"))
        steps += np.bincount(np.clip(first, 0, self.n_days), minlength=self.n_days + 1)
        steps -= np.bincount(np.clip(after, 0, self.n_days), minlength=self.n_days + 1)


def merged(person: Array, since: Array, until: Array) -> tuple[Array, Array, Array]:
    """The intervals of each person (person, since, until) with those that touch or overlap made one."""
    order = np.lexsort((since, person))
    who, start, end = person[order], since[order].astype("int64"), until[order].astype("int64")
    if len(who) == 0:
        return person, since, until
    base = start.min()
    lift = who * (end.max() - base + 1)
    reach = np.maximum.accumulate(lift + end - base)
    new = np.ones(len(who), dtype=bool)
    new[1:] = lift[1:] + start[1:] - base > reach[:-1]
    firsts = np.flatnonzero(new)
    ends = np.maximum.reduceat(end, firsts)
    return who[firsts], start[firsts].astype("datetime64[s]"), ends.astype("datetime64[s]")
