"""A query of counted references made ready: in come people, days and the facts of a table; out comes how to count and what a count may do."""

from __future__ import annotations

from dataclasses import dataclass

from tallymark.counting.counted import UsedDefinition
from tallymark.counting.evidence import Ways, counts_records_of, ways
from tallymark.counting.gate import Admission, Reason, Standing, TableFacts, admit
from tallymark.counting.measures import measures
from tallymark.counting.request import EVERY_DEFINITION
from tallymark.model.definition import definitions
from tallymark.model.period import Period
from tallymark.model.population import Population
from tallymark.model.references import Query
from tallymark.rules.cards import cards
from tallymark.rules.rule_sets import rule_set


@dataclass(frozen=True, slots=True)
class Asked:
    """A query with what it needs: the facts of its table, the people left to count, the days, and the ways to count them."""

    query: Query
    facts: TableFacts
    part: Population
    whole: Population | None
    periods: tuple[Period, ...]
    ways: Ways


def ways_of(part: Population, whole: Population | None) -> Ways:
    """The ways for the part; filters of the whole that the part implies are needed too."""
    found = ways(part)
    if whole is None or found.refused:
        return found
    outer = ways(whole)
    return Ways(
        {**outer.filters, **found.filters}, outer.refused, tuple(dict.fromkeys((*found.beside, *outer.beside))),
        found.judges,
    )  # fmt: skip


def both(part: Population, whole: Population) -> Population:
    """The people of a part inside its whole."""
    return Population(tuple(sorted({**whole.as_dict(), **part.as_dict()}.items())))


def peoples(query: Query) -> list[Population]:
    """The people whose records must all be there: those counted and, of a share, its whole."""
    people = query.population or Population()
    return [people] if query.of is None else [both(people, query.of), query.of]


def definitions_of(asked: Asked) -> tuple[str, ...]:
    """The rule sets to count by: those that imitate a series of just these records; every one where there is none or nobody knows."""
    scope = asked.facts.scope
    names = measures()[asked.query.measure].rule_sets
    imitated = {name: definitions().get(rule_set(name).imitates) for name in names}
    own = tuple(
        name
        for name, one in imitated.items()
        if scope is not None and one is not None and counts_records_of(one.publisher, scope.agency)
    )
    return own or (EVERY_DEFINITION,)


def admission(asked: Asked, definition: UsedDefinition) -> Admission:
    """What the figure of one definition may do: the least that the gate allows for any of its people and days."""
    publisher = definitions()[definition.imitates].publisher if definition.imitates else ""
    scope = asked.facts.scope
    own = scope is not None and counts_records_of(publisher, scope.agency)
    matches = any(cards().get(rule).kind == "table" for rule in definition.rules.values())
    gates = [
        admit(asked.facts, people, period, publisher="" if own else publisher, matches_persons=matches)
        for people in peoples(asked.query)
        for period in asked.periods
    ]
    reasons = dict.fromkeys(one for gate in gates for one in gate.reasons)
    reasons |= dict.fromkeys(Reason("field_beside", words) for words in asked.ways.beside)
    return Admission(Standing.BESIDE if reasons else Standing.DECIDES, tuple(reasons))


def in_force(definition: UsedDefinition, asked: Asked) -> bool:
    """Whether a definition is the agency's own for the days that are counted: the newest era of its series that reaches to their end."""
    known_definition = definitions().get(definition.imitates)
    scope = asked.facts.scope
    if known_definition is None or scope is None or known_definition.publisher != scope.agency:
        return False
    for period in asked.periods:
        begins, ends = known_definition.valid_from, known_definition.valid_until
        if period.end is None or (begins is not None and begins >= period.end):
            return False
        if ends is not None and ends < period.end:
            return False
    return True
