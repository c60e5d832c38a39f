"""What the rules say on undamaged records: in come events of people; out come episodes and links, written plainly.

This is an independent statement of the rules in loops and sorts over single people, and shares no code with the room that
is tested against it.

Episodes: the arrests of a person in order of time; a new episode begins where more than 24 hours (on days: more than one
day) have passed since the arrest before. Gaps chain.

Same day: rows of one person on one day are one event. Gaps: stints of a person are one stay while no more than so many
hours lie between the latest end so far and the next book-in; an open stint ends at the person's next book-in.

Links: pairs of one person whose difference in whole or broken days lies inside a window, both ends included. Each right
event keeps its nearest left event, then each left event its nearest right one among those; of equals the
pair whose left event is the earlier one, then the order in which the events are given.
"""

from __future__ import annotations

import numpy as np

from tallymark.synthetic.columns import DAY, HOUR, Array


def episodes(person: Array, at: Array) -> tuple[Array, Array]:
    """The number of each arrest's episode (from 0) and whether the arrest is its first; arrests stand by person and time."""
    number = np.zeros(len(at), dtype="int64")
    first = np.zeros(len(at), dtype=bool)
    current = -1
    who, when = person.tolist(), at.astype("datetime64[s]").astype("int64").tolist()
    for place in range(len(when)):
        new = place == 0 or who[place] != who[place - 1] or when[place] - when[place - 1] > DAY
        current += new
        number[place] = current
        first[place] = new
    return number, first


def same_day(person: Array, at: Array) -> tuple[Array, Array]:
    """The number of each row's person and day (from 0) and whether the row is its first; rows stand by person and time."""
    seen: dict[tuple[int, int], int] = {}
    days = at.astype("datetime64[D]").astype("int64").tolist()
    number = np.zeros(len(days), dtype="int64")
    first = np.zeros(len(days), dtype=bool)
    for place, key in enumerate(zip(person.tolist(), days, strict=True)):
        first[place] = key not in seen
        number[place] = seen.setdefault(key, len(seen))
    return number, first


def stays_by_gaps(person: Array, since: Array, until: Array, hours: int) -> Array:
    """The number of each stint's stay (from 0) under the rule by gaps, by person and time; stints in any order."""
    order = np.lexsort((since, person)).tolist()
    who, start, end = person.tolist(), _seconds(since), _seconds(until)
    open_ended = np.isnat(until).tolist()
    number = np.zeros(len(order), dtype="int64")
    current, reach = -1, 0
    for rank, place in enumerate(order):
        before = order[rank - 1] if rank else place
        if rank == 0 or who[place] != who[before] or start[place] - reach > hours * HOUR:
            current += 1
            reach = start[place]
        reach = max(reach, start[place])
        following = order[rank + 1] if rank + 1 < len(order) else place
        closes = start[following] if who[following] == who[place] else start[place]
        reach = max(reach, closes if open_ended[place] else end[place])
        number[place] = current
    return number


def nearest_pairs(
    left: tuple[Array, Array], right: tuple[Array, Array], window: tuple[int, ...]
) -> list[tuple[int, int]]:
    """One-to-one pairs (place left, place right) for events given as (person, date-time); the window is right minus left, in days."""
    low, high = window[0] * DAY, window[1] * DAY
    by_person: dict[int, list[tuple[int, int]]] = {}
    for place, (person, when) in enumerate(zip(left[0].tolist(), _seconds(left[1]), strict=True)):
        by_person.setdefault(person, []).append((when, place))
    chosen: dict[int, tuple[int, bool, int]] = {}
    for place, (person, when) in enumerate(zip(right[0].tolist(), _seconds(right[1]), strict=True)):
        near = [
            (abs(when - other), when < other, spot)
            for other, spot in by_person.get(person, ())
            if low <= when - other <= high
        ]
        if not near:
            continue
        distance, backwards, spot = min(near)
        if spot not in chosen or (distance, backwards, place) < chosen[spot]:
            chosen[spot] = (distance, backwards, place)
    return sorted((spot, place) for spot, (_, _, place) in chosen.items())


def _seconds(when: Array) -> list[int]:
    return list(when.astype("datetime64[s]").astype("int64").tolist())
