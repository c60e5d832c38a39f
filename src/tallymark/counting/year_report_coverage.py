"""Which fiscal years a release covers: in come the facts of its table; out come the years, each covered, covered in part or not, with reasons.

A year may be compared with others when the gate lets a count of everybody in the release decide there (``gate.admit``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from tallymark.counting.gate import Standing, TableFacts, admit, is_settled
from tallymark.model.period import Period, fiscal_year_of
from tallymark.model.population import Population

FULL, PART, NONE = "full", "part", "none"
# Whose records a release holds is told once for the whole release and says nothing about a year.
OF_THE_RELEASE = ("scope_unknown", "other_agency")
LATE = "the release ends soon after the year: departures that were recorded later are not in it"


@dataclass(frozen=True, slots=True)
class YearCoverage:
    """One fiscal year: its state, the first and last day that the release covers of it, and what is to be known of it.

    ``thin`` are those of the ``reasons`` that tell of fields which are all but empty in the year.
    """

    year: int
    state: str
    first_day: date
    last_day: date
    reasons: tuple[str, ...] = ()
    thin: tuple[str, ...] = ()

    @property
    def full(self) -> bool:
        """Whether the year may be compared with other years."""
        return self.state == FULL

    @property
    def label(self) -> str:
        """``FY2013``."""
        return Period.fiscal_year(self.year).label


def covered_years(
    facts: TableFacts, thin: Mapping[int, tuple[str, ...]] = MappingProxyType({})
) -> tuple[YearCoverage, ...]:
    """Every fiscal year from the first to the last day of the table; none for a table without days.

    ``thin`` says of years in which fields that decide the counts are hardly filled.
    """
    covered = facts.covered
    if covered is None or covered.start is None or covered.last_day is None:
        return ()
    years = range(fiscal_year_of(covered.start), fiscal_year_of(covered.last_day) + 1)
    return tuple(_year(facts, thin.get(year, ()), year, covered.start, covered.last_day) for year in years)


def _year(facts: TableFacts, thin: tuple[str, ...], year: int, start: date, last: date) -> YearCoverage:
    period = Period.fiscal_year(year)
    people = Population() if facts.scope is None else facts.scope.people
    admission = admit(facts, people, period)
    reasons = [reason for reason in admission.reasons if reason.code not in OF_THE_RELEASE]
    words = [*(reason.words for reason in reasons), *thin]
    state = NONE if admission.standing is Standing.REFUSED else PART if words else FULL
    if not is_settled(facts, period):
        words.append(LATE)
    first_day = max(start, period.start or start)
    last_day = min(last, period.last_day or last)
    return YearCoverage(year, state, first_day, last_day, tuple(words), thin)
