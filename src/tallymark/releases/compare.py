"""Comparing a header with a layout: in come folded names and a layout; out comes what became of each column."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from tallymark.releases.headers import fold
from tallymark.releases.layouts import Layout

SAME, MOVED, RENAMED, ADDED, MISSING, DOUBLED = "same", "moved", "renamed?", "added", "missing", "doubled"
# From this likeness on (0 to 100) a new name is shown beside a missing one as a possible rename; nobody reads it so.
MIN_SCORE = 70
# All words of one name inside the other is a weaker sign than the same letters.
WORDS_WEIGHT = 0.9


@dataclass(frozen=True, slots=True)
class ColumnMatch:
    """What became of one column.

    ``kind`` is same, moved (same name, other place), renamed? (a guess with its ``score`` of 0 to 100), added, missing or
    doubled; ``position`` counts the columns of the sheet from 1 (None: not there), ``name`` is the folded name there,
    ``raw`` the layout's name (None: the layout has none).
    """

    kind: str
    position: int | None
    name: str | None
    raw: str | None
    score: int | None = None


def compare(names: Sequence[str], layout: Layout) -> tuple[ColumnMatch, ...]:
    """Every column of the header in its order, then those that are missing.

    Optional columns are never missing; of names of one thing the first is, when none is there, and all but one are doubled.
    """
    known = {fold(column.raw): column for column in layout.columns}
    counts = Counter(names)
    rivals = {name for group in layout.alternatives for name in group if len(set(group) & set(names)) > 1}
    moved = _moved([list(known).index(name) for name in names if name in known and counts[name] == 1])
    free = [name for name in known if name not in counts]
    renames = _renames([name for name in dict.fromkeys(names) if name not in known and counts[name] == 1], free)
    matches: list[ColumnMatch] = []
    for position, name in enumerate(names, start=1):
        raw = known[name].raw if name in known else None
        if counts[name] > 1 or name in rivals:
            matches.append(ColumnMatch(DOUBLED, position, name, raw))
        elif raw is not None:
            kind = MOVED if list(known).index(name) in moved else SAME
            matches.append(ColumnMatch(kind, position, name, raw))
        elif name in renames:
            old, score = renames[name]
            matches.append(ColumnMatch(RENAMED, position, name, known[old].raw, score))
        else:
            matches.append(ColumnMatch(ADDED, position, name, None))
    taken = {old for old, _ in renames.values()}
    unmet = {group[0] for group in layout.alternatives if not set(group) & (set(names) | taken)}
    gone = [name for name in free if name not in taken and (known[name].required or name in unmet)]
    return (*matches, *(ColumnMatch(MISSING, None, None, known[name].raw) for name in gone))


def _moved(order: list[int]) -> set[int]:
    """The places that are not in the longest run of columns that kept their order (found by patience sorting)."""
    piles: list[int] = []
    before: dict[int, int | None] = {}
    for place in order:
        at = bisect_left(piles, place)
        before[place] = piles[at - 1] if at else None
        piles[at : at + 1] = [place]
    kept: set[int] = set()
    last = piles[-1] if piles else None
    while last is not None:
        kept.add(last)
        last = before[last]
    return set(order) - kept


def _renames(new: list[str], free: list[str]) -> dict[str, tuple[str, int]]:
    """The likeliest old name for each new one, each old name once, best pairs first."""
    pairs = sorted(
        ((score, name, old) for name in new for old in free if (score := _score(name, old)) >= MIN_SCORE),
        key=lambda pair: (-pair[0], new.index(pair[1]), free.index(pair[2])),
    )
    found: dict[str, tuple[str, int]] = {}
    taken: set[str] = set()
    for score, name, old in pairs:
        if name not in found and old not in taken:
            found[name] = (old, score)
            taken.add(old)
    return found


def _score(name: str, old: str) -> int:
    if not name or not old:
        return 0
    return round(max(fuzz.ratio(name, old), WORDS_WEIGHT * fuzz.token_set_ratio(name, old)))
