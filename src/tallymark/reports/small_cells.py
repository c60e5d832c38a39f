"""Small cells: in come counts of a group of records that add up to a printed total; out come the counts that may be shown.

A count from 1 to 10 is not shown. Where the total would give hidden ones away (one alone, several that can only be all 10, or
several whose sum tells that none is above 10), the smallest other one is hidden too.
What counts as a group of people here are rows by month, year or a filled field. Counts of cells that are missing or break a rule
of form are facts about the form of a file, not groups, and are shown.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from tallymark.model.small_cells import LARGEST_SMALL, is_small

SMALL_WORDS = "Counts of 1 to 10 rows are not shown, nor one more where the total would give them away."
ALL_WORDS = "Small counts are shown, as asked with --small-cells."
HIDDEN = "–"


def shown(counts: Sequence[int], *, small_cells: bool = False) -> tuple[int | None, ...]:
    """The counts that add up to a total, None where one is not shown; ``small_cells`` shows all."""
    if small_cells:
        return tuple(counts)
    hidden = _with_another(counts, {place for place, n in enumerate(counts) if is_small(n)})
    return tuple(None if place in hidden else n for place, n in enumerate(counts))


def given_away(hidden: Sequence[int]) -> bool:
    """Whether the sum of hidden counts tells too much: there is one alone, all are 10, or none can be above 10 beside the others."""
    most_of_one = sum(hidden) - len(hidden) + 1
    return len(hidden) == 1 or (
        len(hidden) > 1 and (most_of_one <= LARGEST_SMALL or sum(hidden) == LARGEST_SMALL * len(hidden))
    )


def _with_another(counts: Sequence[int], hidden: set[int]) -> set[int]:
    """The places hidden, and the smallest other one that is not zero where their sum would give them away."""
    others = [place for place, n in enumerate(counts) if n and place not in hidden]
    if others and given_away([counts[place] for place in hidden]):
        return hidden | {min(others, key=lambda place: counts[place])}
    return hidden


def hidden_months(counts: Mapping[str, int]) -> tuple[frozenset[int], frozenset[str]]:
    """The US fiscal years and the months (``2011-10``) that are not shown, given the rows of each month.

    A year is judged among the years and a month among those of its year, so that neither the total of the table nor that of
    a year gives one away; a year whose total gives its months away is hidden, and all months of a hidden year are. Every report hides by this one rule, so that two reports
    on one release do not tell together what each hides.
    """
    by_year: dict[int, list[str]] = {}
    for month in sorted(counts):
        by_year.setdefault(fiscal_year_of(month), []).append(month)
    totals = [sum(counts[month] for month in months) for months in by_year.values()]
    telling = {
        place
        for place, months in enumerate(by_year.values())
        if is_small(totals[place]) or _told_by_total([counts[month] for month in months])
    }
    hidden = _with_another(totals, telling)
    years = {year for place, year in enumerate(by_year) if place in hidden}
    found = {month for year in years for month in by_year[year]}
    for months in by_year.values():
        rows = shown([counts[month] for month in months])
        found |= {month for month, n in zip(months, rows, strict=True) if n is None}
    return frozenset(years), frozenset(found)


def _told_by_total(counts: Sequence[int]) -> bool:
    """Whether all counts but zeros are small and their total tells each."""
    rest = [n for n in counts if n]
    return all(is_small(n) for n in rest) and given_away(rest)


def fiscal_year_of(month: str) -> int:
    """The US fiscal year of a month: ``2011-10`` lies in 2012."""
    year, number = month.split("-")
    return int(year) + (int(number) >= 10)


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


def share_words(share: Decimal | None) -> str:
    """A published share as percent with one place, written as ``percent`` writes it; empty when there is none."""
    return "" if share is None else f"{100 * share:.1f} %"
