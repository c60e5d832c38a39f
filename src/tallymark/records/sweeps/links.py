"""Links: in come records of two kinds by person; out come pairs of them, one to one, and how many records could match.

For each second record the nearest first one inside the window, then for each first record the nearest of those that chose it.
Ties go to the first record that lies before the second one, then to the order of the source.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

import numpy as np
import pyarrow as pa

from tallymark.records.parameters import Value
from tallymark.records.sweeps import groups
from tallymark.records.sweeps.rows import DAY, MISSING, SECOND, Ints, Rows, Truths

# What ``match_kind`` says, as numbers of WORDS: no other candidate on either side, the nearest of several, one of several as near.
ONLY, NEAREST, TIED = range(3)
SCHEMA = pa.schema(
    [
        ("first_row_key", pa.int64()),
        ("second_row_key", pa.int64()),
        ("n_seconds_between", pa.int64()),
        ("match_kind", pa.string()),
        ("n_others_left_out", pa.int64()),
    ]
)
WORDS = {"match_kind": ("only", "nearest", "tied")}
COUNTS = ("n_first", "n_rarer", "n_first_that_can_match", "n_second_that_can_match")
COUNTS_WITHOUT_PERSON = ("n_first_without_id", "n_second_without_id")


def find(rows: Rows, settings: Mapping[str, Value]) -> dict[str, Ints | Truths]:
    """The links; ``match_kind`` is ``ONLY``, ``NEAREST`` or ``TIED``. Rows are in the order of ``at``, a missing one last.

    Settings: ``days_before`` and ``days_after``, the window around the first record.
    """
    first, second = _pairs(rows, cast(int, settings["days_before"]) * DAY, cast(int, settings["days_after"]) * DAY)
    n_first = np.bincount(second, minlength=len(rows))[second]
    n_second = np.bincount(first, minlength=len(rows))[first]
    only = (n_first == 1) & (n_second == 1)
    between = rows["at"][second] // SECOND - rows["at"][first] // SECOND
    chosen, kind, n_left_out = _choose(rows["row_key"], first[~only], second[~only], between[~only])
    links = np.concatenate((np.flatnonzero(only), np.flatnonzero(~only)[chosen]))
    alone = np.zeros(len(links) - len(chosen), dtype=np.int64)
    return {
        "first_row_key": rows["row_key"][first[links]],
        "second_row_key": rows["row_key"][second[links]],
        "n_seconds_between": between[links],
        "match_kind": np.concatenate((alone + ONLY, kind)),
        "n_others_left_out": np.concatenate((alone, n_left_out)),
    }


def count(rows: Rows) -> dict[str, int]:
    """Records of each kind, those with a time, and how many links there can be whatever the window."""
    is_second = rows["is_second"]
    begins = groups.starts(rows.person)
    n_second = np.add.reduceat(is_second, begins)
    n_first = groups.sizes(begins, len(rows)) - n_second
    timed = rows["at"] != MISSING
    found = (n_first, np.minimum(n_first, n_second), timed & (is_second == 0), timed & (is_second == 1))
    return {name: int(one.sum()) for name, one in zip(COUNTS, found, strict=True)}


def count_without_person(columns: Mapping[str, Ints]) -> dict[str, int]:
    """Records of each kind that have no person."""
    n_second = int(columns["is_second"].sum())
    return dict(zip(COUNTS_WITHOUT_PERSON, (len(columns["is_second"]) - n_second, n_second), strict=True))


def _pairs(rows: Rows, before: int, after: int) -> tuple[Ints, Ints]:
    """The places of every first and second record of a person that lie inside the window.

    Rows are compared with the next one, those that are near with the one after, and so on until none is near.
    """
    at, is_second, person = rows["at"], rows["is_second"], rows.person
    longest = max(before, after)
    place = np.flatnonzero(at != MISSING)
    firsts, seconds = [np.zeros(0, dtype=np.int64)], [np.zeros(0, dtype=np.int64)]
    distance = 1
    while len(place := place[place + distance < len(rows)]):
        other = place + distance
        near = (person[other] == person[place]) & (at[other] != MISSING)
        place, other = place[near], other[near]
        near = at[other] - at[place] <= longest
        place, other = place[near], other[near]
        apart = is_second[place] != is_second[other]
        earlier, later = place[apart], other[apart]
        first_is_earlier = is_second[later] == 1
        inside = at[later] - at[earlier] <= np.where(first_is_earlier, after, before)
        firsts.append(np.where(first_is_earlier, earlier, later)[inside])
        seconds.append(np.where(first_is_earlier, later, earlier)[inside])
        distance += 1
    return np.concatenate(firsts), np.concatenate(seconds)


def _choose(row_key: Ints, first: Ints, second: Ints, between: Ints) -> tuple[Ints, Ints, Ints]:
    """Of the pairs of records that have several: the places of those that become links, their kinds, and how many second
    records the first one of each leaves out.
    """
    order, is_choice, tied_for_second = _ranked(second, row_key[first], between)
    chosen, tied = order[is_choice], tied_for_second[is_choice]
    order, is_link, tied_for_first = _ranked(first[chosen], row_key[second[chosen]], between[chosen])
    begins = np.flatnonzero(is_link)
    kind = np.where(tied_for_first[begins] | tied[order[begins]], TIED, NEAREST)
    return chosen[order[begins]], kind, groups.sizes(begins, len(order)) - 1


def _ranked(by: Ints, key: Ints, between: Ints) -> tuple[Ints, Truths, Truths]:
    """The order of the pairs by one of their records and then the nearest first; which are first; which tie with the next."""
    distance = np.abs(between)
    order = np.lexsort((key, -between, distance, by))
    group, distance = by[order], distance[order]
    return order, groups.is_first(group), groups.following(distance, group) == distance
