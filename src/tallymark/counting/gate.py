"""The gate: in come what is known of a table of a release and a question; out comes what its count may do, with the reasons.

A release that lacks rows looks like a false claim. So a count may decide a verdict only where the release is known to hold all the
records that the question is about; where it holds a part of them, or a fault is known, the count may stand beside; where it
holds none of them or must not be used, nothing is counted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from tallymark.model.period import Period
from tallymark.model.population import Population
from tallymark.releases.catalogue import KnownRelease, Scope, refusals
from tallymark.releases.months import MonthCount
from tallymark.schema.manifest import FaultEntry

# A weekend or a holiday may pass without an event at either end of a period.
SLACK_DAYS = 4
# Departures, closings and outcomes reach the records late; a period that ended so near to the end of a release is not settled.
SETTLING_DAYS = 60
# A store that holds a smaller part of the rows that a table is known to have lacks files.
WHOLE_PART = 0.999
# Where only a rounded number of rows is known.
WHOLE_PART_ABOUT = 0.95
COUNT, VERDICT, PERSONS = "count", "verdict", "persons"
CRITICAL_MARKS = ("missing", "thin")


class Standing(StrEnum):
    """What a count may do: decide a verdict, stand beside one as context, or not be made."""

    DECIDES = "decides"
    BESIDE = "beside"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a count may not decide: a code for machines and words for people."""

    code: str
    words: str


@dataclass(frozen=True, slots=True)
class Admission:
    """What a count may do and every reason why no more."""

    standing: Standing
    reasons: tuple[Reason, ...] = ()

    @property
    def words(self) -> str:
        """The reasons in one line."""
        return "; ".join(one.words for one in self.reasons)


@dataclass(frozen=True, slots=True)
class TableFacts:
    """What is known of one table of a release in a store.

    ``known`` is the release in the catalogue, None for one that it does not have; ``window`` are the days from the first to the last
    record, None without a dated one; ``months`` are the records by month of the key date with the months that are missing or thin;
    ``faults`` those of the manifest for this table.
    """

    release: str
    table: str
    n_rows: int
    window: Period | None
    months: tuple[MonthCount, ...] = ()
    faults: tuple[FaultEntry, ...] = ()
    known: KnownRelease | None = None

    @property
    def scope(self) -> Scope | None:
        """Whose records of which people the table holds; None where nobody has said."""
        return None if self.known is None else self.known.scope(self.table)

    @property
    def covered(self) -> Period | None:
        """The days that the table covers: those of its records inside the window that is known of it."""
        table = None if self.known is None else self.known.known_table(self.table)
        if self.window is None or table is None:
            return self.window
        start, last = table.window.start, table.window.end
        start = self.window.start if start is None else max(start, self.window.start or start)
        end = self.window.end if last is None else min(last + timedelta(days=1), self.window.end or date.max)
        return None if start is None or end is None or start >= end else Period(start, end)


def admit(
    facts: TableFacts, people: Population, period: Period, *, publisher: str = "", matches_persons: bool = False
) -> Admission:
    """What a count of ``people`` over ``period`` may do.

    ``publisher`` made the definition that is imitated: records of one agency cannot give the count of a wider body;
    ``matches_persons`` says that a rule of the count joins the rows of one person.
    """
    refused = [*_none_of_the_days(facts, period), *_none_of_the_people(facts, people), *_unusable(facts, period)]
    if refused:
        return Admission(Standing.REFUSED, tuple(refused))
    partial = [
        *_scope(facts, people, publisher),
        *_days(facts, period),
        *_rows(facts),
        *_months(facts, period),
        *_faults(facts, period, (VERDICT, PERSONS) if matches_persons else (VERDICT,)),
    ]
    return Admission(Standing.BESIDE if partial else Standing.DECIDES, tuple(partial))


def is_settled(facts: TableFacts, period: Period) -> bool:
    """Whether a period ended long enough before the release does for late records to have come in."""
    covered = facts.covered
    if covered is None or covered.end is None or period.end is None:
        return False
    return (covered.end - period.end).days >= SETTLING_DAYS


def people_left(facts: TableFacts, people: Population) -> Population:
    """The filters of ``people`` that must be counted; those that hold for every record of the table are gone."""
    scope = facts.scope
    if scope is None or not people.inside(scope.people):
        return people
    return Population(tuple(pair for pair in people.filters if pair[0] not in scope.people.as_dict()))


def _none_of_the_days(facts: TableFacts, period: Period) -> Iterator[Reason]:
    covered = facts.covered
    if covered is None:
        yield Reason("period_not_covered", f"the release has no dated {facts.table}")
    elif not covered.overlaps(period):
        yield Reason("period_not_covered", f"the release has {facts.table} of {covered.label} only")


def _none_of_the_people(facts: TableFacts, people: Population) -> Iterator[Reason]:
    scope = facts.scope
    if scope is None:
        return
    apart = [key for key, value in scope.people.filters if people.get(key) not in (None, value)]
    if apart and not people.inside(scope.people):
        yield Reason("other_scope", f"the release holds {scope.words}")


def _unusable(facts: TableFacts, period: Period) -> Iterator[Reason]:
    yield from _faults(facts, period, (COUNT,))


def _faults(facts: TableFacts, period: Period, what: Sequence[str]) -> Iterator[Reason]:
    """The faults that forbid one of ``what`` and touch the days."""
    for fault in facts.faults:
        if refusals().get(fault.effect, VERDICT) in what and _days_of(fault).overlaps(period):
            yield Reason("known_fault", f"known fault of {facts.table} ({fault.effect}): {fault.words}")


def _days_of(fault: FaultEntry) -> Period:
    start, last = (date.fromisoformat(day) if day else None for day in (fault.start, fault.end))
    return Period(start, None if last is None else last + timedelta(days=1))


def _scope(facts: TableFacts, people: Population, publisher: str) -> Iterator[Reason]:
    scope = facts.scope
    if scope is None:
        words = "the release is not in the catalogue: nobody has said whose records of which place it holds"
        yield Reason("scope_unknown", words)
        return
    if not people.inside(scope.people):
        yield Reason("part_of_the_people", f"the release holds {scope.words}")
    if publisher not in ("", scope.agency):
        yield Reason("other_agency", f"the series is of {publisher}, the records are of {scope.agency}")


def _days(facts: TableFacts, period: Period) -> Iterator[Reason]:
    covered = facts.covered
    if covered is None or covered.start is None or covered.end is None:
        return
    wide = Period(covered.start - timedelta(days=SLACK_DAYS), covered.end + timedelta(days=SLACK_DAYS))
    if not wide.contains(period):
        yield Reason("part_of_the_period", f"the release has {facts.table} of {covered.label}, a part of these days")


def _rows(facts: TableFacts) -> Iterator[Reason]:
    table = None if facts.known is None else facts.known.known_table(facts.table)
    if table is None:
        return
    expected, part = (table.n_rows, WHOLE_PART) if table.n_rows else (table.n_rows_about, WHOLE_PART_ABOUT)
    if expected and facts.n_rows < part * expected:
        words = f"the store holds {facts.n_rows:,} of about {expected:,} rows of {facts.table} that the release has"
        yield Reason("rows_missing", words)


def _months(facts: TableFacts, period: Period) -> Iterator[Reason]:
    """Months of the period in which records are missing, or far fewer than around them."""
    found = [
        one.month for one in facts.months if one.mark in CRITICAL_MARKS and Period.parse(one.month).overlaps(period)
    ]
    if found:
        more = f" and {len(found) - 3} more" if len(found) > 3 else ""
        words = f"{facts.table} of {', '.join(found[:3])}{more} are missing or far fewer than in the months around"
        yield Reason("months_missing", words)
