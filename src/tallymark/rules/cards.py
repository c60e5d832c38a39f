"""All cards: in come the files of ``data/cards``; out come the cards by id and version, proved to fit together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from itertools import pairwise
from types import MappingProxyType

from tallymark.model.errors import DataError, UsageError
from tallymark.rules.card import Card, Parameter, Value, Vector
from tallymark.rules.closed import SCHEMA, read_yaml
from tallymark.rules.expressions import Expression
from tallymark.rules.loading import FIELDS, expressions, read_cards
from tallymark.rules.values import parameter_value
from tallymark.schema.tables import tables

OVERLAP = "TM-RULES-005"
REFERENCE = "TM-RULES-007"
NO_RULE = "TM-RULES-008"
SETTING = "TM-RULES-009"


@dataclass(frozen=True, slots=True)
class Cards:
    """Cards by id; an id has several versions when its text changed with time, oldest first."""

    by_id: Mapping[str, tuple[Card, ...]]

    def get(self, name: str) -> Card:
        """The card ``id`` (its newest version) or ``id@version``; raises TM-RULES-008."""
        card_id, _, version = name.partition("@")
        versions = self.by_id.get(card_id, ())
        found = [card for card in versions if not version or str(card.version) == version]
        if not found:
            near = [known for known in self.by_id if card_id and known.startswith(card_id.rpartition(".")[0] + ".")]
            detail = f"near it: {', '.join(near[:8])}" if near else "tallymark rules lists them"
            raise UsageError(NO_RULE, where=repr(name), detail=detail)
        return found[-1]

    def __iter__(self) -> Iterator[Card]:
        for versions in self.by_id.values():
            yield from versions

    def tree(self, card: Card) -> tuple[Card, ...]:
        """The card and every card that it names, directly or through others, each once."""
        found = {card.id: card}
        for expression in texts(card):
            for names in expression.rules:
                for name in names:
                    found |= {below.id: below for below in self.tree(self.get(name))}
        return tuple(found.values())

    def needs(self, card: Card) -> frozenset[str]:
        """The fields of the card and of every card that it names."""
        return frozenset(name for one in self.tree(card) for name in one.needs)

    def parameters(self, card: Card) -> Mapping[str, Parameter]:
        """The parameters of the card and of every card that it names, by name."""
        return {name: parameter for one in self.tree(card) for name, parameter in one.parameters.items()}

    def settle(self, card: Card, given: Mapping[str, object]) -> dict[str, Value]:
        """A value for every parameter of the card and of those it names; raises TM-RULES-009 for one that cannot be."""
        known = self.parameters(card)
        settled = {name: parameter.default for name, parameter in known.items()}
        for name, value in given.items():
            if name not in known:
                detail = f"it has: {', '.join(known) or 'none'}"
                raise UsageError(SETTING, where=f"rule {card.id}, parameter {name!r}", detail=detail)
            try:
                settled[name] = parameter_value(known[name], value)
            except ValueError as error:
                raise UsageError(SETTING, where=f"rule {card.id}, parameter {name}", detail=str(error)) from None
        return settled


def texts(card: Card) -> tuple[Expression, ...]:
    """The expressions of a card in order."""
    return expressions(card)


@cache
def cards() -> Cards:
    """Every card that ships."""
    return collect(_shipped(resources.files("tallymark.rules").joinpath("data/cards")))


def rule(name: str) -> Card:
    """The card with this id (or ``id@version``); raises TM-RULES-008."""
    return cards().get(name)


def collect(found: Iterable[Card]) -> Cards:
    """The cards together; raises TM-RULES-001, -002, -005 and -007 for cards that do not fit together."""
    by_id: dict[str, tuple[Card, ...]] = {}
    for card in found:
        by_id[card.id] = tuple(sorted((*by_id.get(card.id, ()), card), key=lambda one: one.version))
    for versions in by_id.values():
        _check_versions(versions)
    together = Cards(MappingProxyType(by_id))
    for card in together:
        _check_references(card, together)
    return Cards(
        MappingProxyType(
            {
                card_id: tuple(_with_typed_tests(card, together) for card in versions)
                for card_id, versions in by_id.items()
            }
        )
    )


def _shipped(folder: Traversable) -> Iterator[Card]:
    for family in sorted(folder.iterdir(), key=lambda path: path.name):
        for path in sorted(family.iterdir(), key=lambda path: path.name):
            label = f"rules/data/cards/{family.name}/{path.name}"
            found = read_cards(read_yaml(path, label), label)
            strange = [card.id for card in found if not card.id.startswith(f"{family.name}.")]
            if strange:
                raise DataError(SCHEMA, where=label, detail=f"{strange[0]} lies in the folder of family {family.name}")
            yield from found


def _check_versions(versions: tuple[Card, ...]) -> None:
    """One number for each version, and no day on which two versions of one part are in force."""
    twice = [number for number, n in Counter(card.version for card in versions).items() if n > 1]
    if twice:
        raise DataError(OVERLAP, where=versions[0].where, detail=f"version {twice[0]} stands twice")
    in_order = sorted(versions, key=lambda card: card.from_date or date.min)
    for earlier, later in pairwise(in_order):
        if earlier.until_date is None or later.from_date is None or later.from_date < earlier.until_date:
            detail = f"version {later.version} begins before version {earlier.version} ends"
            raise DataError(OVERLAP, where=f"{later.where}, key in_force", detail=detail)


def _check_references(card: Card, together: Cards, above: tuple[str, ...] = ()) -> None:
    """Every rule named is a condition that exists and does not lead back; a parameter's name means one thing in the tree."""
    if card.id in above:
        raise DataError(
            REFERENCE, where=card.where, detail=f"it leads back to itself: {' -> '.join((*above, card.id))}"
        )
    for expression in texts(card):
        for name in (name for names in expression.rules for name in names):
            if name.partition("@")[0] not in together.by_id:
                raise DataError(REFERENCE, where=card.where, detail=f"there is no rule {name!r}")
            named = together.get(name)
            if named.kind != "condition":
                raise DataError(
                    REFERENCE, where=card.where, detail=f"{name} is a {named.kind}; conditions can be named"
                )
            _check_references(named, together, (*above, card.id))
    if above:
        return
    meanings: dict[str, Parameter] = {}
    for one in together.tree(card):
        for name, parameter in one.parameters.items():
            if meanings.setdefault(name, parameter) != parameter:
                raise DataError(
                    SCHEMA, where=f"{card.where}, key parameters.{name}", detail=f"{one.id} means another thing by it"
                )


def _with_typed_tests(card: Card, together: Cards) -> Card:
    """The card with the parameters of its tests typed; a test gives fields and parameters of the card's tree only."""
    needs, typed_tests = together.needs(card), []
    for number, vector in enumerate(card.tests, 1):
        where = f"{card.where}, key tests, case {number}"
        strange = sorted(set(vector.given) - needs)
        if strange:
            raise DataError(FIELDS, where=where, detail=f"{strange[0]} is no field that the rule needs")
        if vector.table and vector.table not in tables():
            raise DataError(SCHEMA, where=where, detail=f"there is no table {vector.table!r}")
        try:
            settings = together.settle(card, vector.parameters)
        except UsageError as error:
            raise DataError(SCHEMA, where=where, detail=f"{error.where}: {error.detail}") from None
        chosen = {name: settings[name] for name in vector.parameters}
        typed = Vector(vector.given, vector.expect, vector.any_reading, MappingProxyType(chosen), vector.table)
        typed_tests.append(typed)
    return replace(card, tests=tuple(typed_tests))
