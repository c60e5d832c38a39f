"""Groups of neighbouring rows: in come arrays in which rows of a group stand together; out come places, extremes and orders.

A group is named by a number that rises or stays the same from row to row.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from tallymark.records.sweeps.rows import MISSING, Ints, Truths


def starts(group: Ints) -> Ints:
    """The places at which groups begin."""
    if not len(group):
        return np.zeros(0, dtype=np.int64)
    return np.concatenate(([0], np.flatnonzero(group[1:] != group[:-1]) + 1))


def numbered(is_start: Truths) -> Ints:
    """Groups from 0 that begin where ``is_start`` is true; it is true for the first row."""
    return np.cumsum(is_start) - 1


def sizes(begins: Ints, n_rows: int) -> Ints:
    """How many rows each group has."""
    return np.diff(np.append(begins, n_rows))


def is_first(group: Ints) -> Truths:
    """Whether a row is the first of its group."""
    found = np.ones(len(group), dtype=np.bool_)
    found[1:] = group[1:] != group[:-1]
    return found


def previous(values: Ints, group: Ints) -> Ints:
    """The value of the row before in the same group, MISSING for the first."""
    found = np.full(len(values), MISSING)
    found[1:] = np.where(group[1:] == group[:-1], values[:-1], MISSING)
    return found


def following(values: Ints, group: Ints) -> Ints:
    """The value of the next row in the same group, MISSING for the last."""
    found = np.full(len(values), MISSING)
    found[:-1] = np.where(group[1:] == group[:-1], values[1:], MISSING)
    return found


def highest_before(values: Ints, group: Ints) -> Ints:
    """The highest value of the rows before in the same group, MISSING for the first.

    Each step looks twice as far back, so the steps are as many as the largest group has binary digits.
    """
    found = previous(values, group)
    distance = 1
    while distance < len(found):
        same = group[distance:] == group[:-distance]
        if not same.any():
            break
        found[distance:] = np.where(same, np.maximum(found[distance:], found[:-distance]), found[distance:])
        distance *= 2
    return found


def settled(tied: Truths, keys: Sequence[Ints]) -> Ints | None:
    """The order of rows that are in order but for ties, which ``keys`` decide, the most important one first.

    ``tied`` says of each row but the first whether it ties with the one before it. None when there is no tie.
    """
    if not tied.any():
        return None
    n_rows = len(tied) + 1
    member = np.zeros(n_rows, dtype=np.bool_)
    member[1:] |= tied
    member[:-1] |= tied
    places = np.flatnonzero(member)
    run = np.cumsum(np.concatenate(([True], ~tied)))[places]
    order = np.arange(n_rows)
    order[places] = places[np.lexsort((*(key[places] for key in reversed(keys)), run))]
    return order
