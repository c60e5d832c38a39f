"""What a release cannot tell: in come rules and the fields of a release; out come the rules for which it lacks a field that others have.

On the fields a named rule without a field adds nobody. Where the release lacks it, such a number is a lowest or highest one and must
not be read as the count. What is in no release at all (suspicion, warrants) is another thing: it is told by the bounds on any reading.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from tallymark.counting.prepared import filled_fields
from tallymark.rules.card import Card, Case
from tallymark.rules.cards import cards, texts
from tallymark.rules.compiling import Compiler, compiler_for
from tallymark.rules.expressions import Expression
from tallymark.schema.manifest import TableEntry
from tallymark.schema.tables import table as table_named


@dataclass(frozen=True, slots=True)
class Told:
    """The rules over a table as the release fills it, and as a release with all its fields would."""

    release: Compiler
    whole: Compiler

    def lacking(self, rule: str, values: Sequence[str]) -> tuple[str, ...]:
        """Titles of the rules that decide one of the values and for which this release lacks a field that others have."""
        card = self.release.cards.get(rule)
        expressions = texts(card)
        if card.kind == "category":
            names = [case.value for case in card.cases]
            last = max(names.index(value) if value in names else len(names) for value in values)
            expressions = expressions[: last + 1]
        return tuple(dict.fromkeys(title for one in expressions for title in self._lacking(one)))

    def untold(self, rule: str, values: Sequence[str]) -> bool:
        """Whether no record of this release can be of one of the values of a category, though those of others can."""
        card = self.release.cards.get(rule)
        cases = [_as_condition(card, case) for case in card.cases if case.value in values]
        told = [not self.whole.has_field(case) or self.release.has_field(case) for case in cases]
        return len(cases) == len(values) and not any(told)

    def _lacking(self, expression: Expression) -> Iterator[str]:
        for names in expression.rules:
            named = [self.release.cards.get(name) for name in names]
            taken = next((card for card in named if self.release.has_field(card)), None)
            if taken is not None:
                yield from (title for one in texts(taken) for title in self._lacking(one))
            else:
                yield from (card.title for card in self._known_elsewhere(named))

    def _known_elsewhere(self, named: Sequence[Card]) -> Iterator[Card]:
        found = next((card for card in named if self.whole.has_field(card)), None)
        if found is not None:
            yield found


def is_rule(breakdown: str) -> bool:
    """Whether a breakdown is a rule, named by its id."""
    return breakdown in cards().by_id


def told_by(entry: TableEntry) -> Told:
    """What is asked of one table of a release."""
    absent = set(table_named(entry.name).fields) - filled_fields(entry)
    return Told(compiler_for(entry.name, absent=absent), compiler_for(entry.name))


def _as_condition(card: Card, case: Case) -> Card:
    """A case of a category as a condition of its own."""
    return replace(card, kind="condition", when=case.when, cases=())
