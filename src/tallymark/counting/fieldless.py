"""Values that a release cannot tell: in come a prepared request and a manifest; out come, by definition, breakdown and value, what it lacks.

On the fields a named rule without a field adds nobody, so that a count by it is a lowest or a highest one, and none at all where no
record can be of the value; see ``year_report_told``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from tallymark.counting.breakdowns import NO, YES, Breakdown
from tallymark.counting.counted import UNKNOWN
from tallymark.counting.prepared import Part, Prepared
from tallymark.counting.year_report_told import told_by
from tallymark.rules.cards import cards
from tallymark.schema.manifest import Manifest

# A definition, a breakdown and one of its values.
Place = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Fieldless:
    """``lacking``: titles of the rules that decide a value and for which the release lacks a field; ``untold``: values of no record."""

    lacking: Mapping[Place, tuple[str, ...]] = field(default_factory=dict)
    untold: frozenset[Place] = frozenset()

    def values_of(self, breakdown: str) -> frozenset[str]:
        """The values of a breakdown that a missing field decides under some definition."""
        return frozenset(value for _, by, value in self.lacking if by == breakdown)


def fieldless(one: Prepared, manifest: Manifest) -> Fieldless:
    """What the release lacks for the rules that divide the rows of a request, those of its filters among them."""
    lacking: dict[Place, tuple[str, ...]] = {}
    untold: set[Place] = set()
    for part in one.parts:
        divided = [(by, rule) for by in one.divisions if (rule := _rule(by, part))]
        if part.wanted is None or not divided:
            continue
        told = told_by(manifest.table(part.wanted.table))
        for by, rule in divided:
            for value, answer in _answers(by, part):
                place = part.asked.definition.id, by.id, value
                found = told.lacking(rule, (answer,))
                lacking |= {place: found} if found else {}
                untold |= {place} if told.untold(rule, (answer,)) else set()
    return Fieldless(lacking, frozenset(untold))


def _rule(by: Breakdown, part: Part) -> str:
    """The rule that divides by a breakdown; empty for a day or a field."""
    return by.rule or (part.asked.definition.rules.get(by.family, "") if by.family else "")


def _answers(by: Breakdown, part: Part) -> Iterator[tuple[str, str]]:
    """Each value of a breakdown with the answer of the rule that it stands for."""
    names = {by.yes: YES, by.no: NO} if cards().get(_rule(by, part)).kind == "condition" else {}
    for value in (*part.asked.values[by.id], UNKNOWN):
        yield value, names.get(value, value)
