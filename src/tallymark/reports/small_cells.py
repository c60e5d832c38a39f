"""Small cells: in come counts of a group of records that add up to a printed total; out come the counts that may be shown.

A count from 1 to 10 is not shown. When one alone is hidden the total would give it away, so the smallest other one is hidden too.
What counts as a group of people here are rows by month, year or a filled field; counts of cells that break a rule of form are
coordinates of faults, not groups, and are shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

LARGEST_SMALL = 10
SMALL_WORDS = "Counts of 1 to 10 rows are not shown, nor one more where the total would give them away."
ALL_WORDS = "Small counts are shown, as asked with --small-cells."
HIDDEN = "–"


def is_small(n_rows: int) -> bool:
    """Whether a count is one to ten."""
    return 1 <= n_rows <= LARGEST_SMALL


def shown(counts: Sequence[int], *, small_cells: bool = False) -> tuple[int | None, ...]:
    """The counts that add up to a total, None where one is not shown; ``small_cells`` shows all."""
    if small_cells:
        return tuple(counts)
    hidden = {place for place, n in enumerate(counts) if is_small(n)}
    if len(hidden) == 1:
        others = [place for place, n in enumerate(counts) if n > LARGEST_SMALL]
        if others:
            hidden.add(min(others, key=lambda place: counts[place]))
    return tuple(None if place in hidden else n for place, n in enumerate(counts))


def count_words(n_rows: int | None) -> str:
    """A count for people: ``12,345``, or a dash for one that is not shown."""
    return HIDDEN if n_rows is None else f"{n_rows:,}"


def percent(part: int | None, whole: int | None) -> str:
    """The share as percent with one place; ``<0.1 %`` and ``>99.9 %`` instead of a false 0 or 100."""
    if part is None or whole is None:
        return HIDDEN
    if not whole:
        return "no rows"
    share = (Decimal(100 * part) / whole).quantize(Decimal("0.1"))
    if share == 0 and part:
        return "<0.1 %"
    return ">99.9 %" if share == 100 and part < whole else f"{share} %"
