"""Rule sets: in come the files of ``data/definitions``; out come definitions as one choice of rule for each family.

A rule set says which definition of ``model/data/definitions.csv`` it imitates: a counted figure may then be called equal under a
recount that imitates it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import cast

from tallymark.model.definition import definitions
from tallymark.model.errors import DataError, UsageError
from tallymark.model.vocabulary import measures
from tallymark.rules.card import FAMILIES, Card, Value
from tallymark.rules.cards import Cards
from tallymark.rules.cards import cards as all_cards
from tallymark.rules.closed import check_keys, list_of, read_yaml, text_of
from tallymark.schema.tables import tables

CODE = "TM-RULES-011"
FAMILY_FILE = "rules/data/families.yaml"


@dataclass(frozen=True, slots=True)
class RuleSet:
    """One definition as rules.

    ``rules`` gives for each family the ids to choose from, the first whose fields the release has; ``parameters`` are settings by
    name for every rule that has one of that name; ``imitates`` is a definition id, empty for none; ``gaps`` says in words what keeps
    the recount from being the publisher's count.
    """

    id: str
    title: str
    imitates: str
    measure: str
    table: str
    rules: Mapping[str, tuple[str, ...]]
    parameters: Mapping[str, Value]
    gaps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Families:
    """What each family decides, the kinds of rule it takes, and the families that a measure must name.

    ``essential`` are those without which nothing can be counted; without another one only a breakdown is missing.
    """

    meanings: Mapping[str, str]
    kinds: Mapping[str, tuple[str, ...]]
    needed: Mapping[str, tuple[str, ...]]
    essential: frozenset[str]


@cache
def rule_sets() -> Mapping[str, RuleSet]:
    """Every rule set by id; raises TM-RULES-011 with file and key."""
    folder = resources.files("tallymark.rules").joinpath("data/definitions")
    found: dict[str, RuleSet] = {}
    for path in sorted(folder.iterdir(), key=lambda path: path.name):
        label = f"rules/data/definitions/{path.name}"
        one = read_rule_set(read_yaml(path, label), label)
        if f"{one.id}.yaml" != path.name:
            raise DataError(CODE, where=label, detail=f"the file of {one.id} is called {one.id}.yaml")
        found[one.id] = one
    return MappingProxyType(found)


def rule_set(name: str) -> RuleSet:
    """The rule set of this id; raises TM-RULES-012."""
    if name not in rule_sets():
        raise UsageError("TM-RULES-012", where=repr(name), detail=f"known: {', '.join(rule_sets())}")
    return rule_sets()[name]


def read_rule_set(loaded: object, label: str, together: Cards | None = None) -> RuleSet:
    """The rule set of one file; raises TM-RULES-011."""
    try:
        entry = check_keys(
            loaded, label, ("id", "title", "imitates", "measure", "table", "rules"), ("parameters", "gaps")
        )
        chosen = check_keys(entry["rules"], f"{label}, key rules", (), FAMILIES)
        given = check_keys(
            entry.get("parameters", {}),
            f"{label}, key parameters",
            (),
            cast("dict[str, object]", entry.get("parameters") or {}),
        )
        rules = {family: tuple(str(name) for name in list_of(chosen, family, label)) for family in chosen}
        gaps = tuple(str(words) for words in list_of(entry, "gaps", label))
        texts = [text_of(entry, key, label) for key in ("id", "title", "measure", "table")]
    except DataError as error:
        raise DataError(CODE, where=error.where, detail=error.detail) from None
    found_id, title, measure, table = texts
    found = RuleSet(
        found_id, title, str(entry["imitates"] or ""), measure, table, MappingProxyType(rules),
        MappingProxyType(cast("dict[str, Value]", dict(given))), gaps,
    )  # fmt: skip
    _check(found, label, together or all_cards())
    return found


@cache
def families() -> Families:
    """The families and what a measure needs."""
    loaded = read_yaml(resources.files("tallymark.rules").joinpath("data/families.yaml"), FAMILY_FILE)
    entry = check_keys(loaded, FAMILY_FILE, ("schema", "families", "essential", "measures"), ())
    listed = cast("dict[str, dict[str, object]]", check_keys(entry["families"], FAMILY_FILE, FAMILIES, ()))
    needed = cast("dict[str, list[str]]", entry["measures"])
    return Families(
        {name: str(one["meaning"]) for name, one in listed.items()},
        {name: tuple(cast("list[str]", one["kinds"])) for name, one in listed.items()},
        {name: tuple(listed) for name, listed in needed.items()},
        frozenset(cast("list[str]", entry["essential"])),
    )


def _check(found: RuleSet, label: str, together: Cards) -> None:
    needed = families().needed.get(found.measure)
    if needed is None or found.measure not in measures():
        detail = f"{found.measure!r} is none of {', '.join(families().needed)}"
        raise DataError(CODE, where=f"{label}, key measure", detail=detail)
    missing = [family for family in needed if not found.rules.get(family)]
    if missing:
        raise DataError(
            CODE, where=f"{label}, key rules", detail=f"{found.measure} needs a rule of {', '.join(missing)}"
        )
    if found.table not in tables():
        raise DataError(CODE, where=f"{label}, key table", detail=f"there is no table {found.table!r}")
    if found.imitates:
        known = definitions().get(found.imitates)
        if known is None or known.measure != found.measure:
            raise DataError(
                CODE, where=f"{label}, key imitates", detail=f"{found.imitates!r} is no definition of {found.measure}"
            )
    named = [_card(name, family, found, label, together) for family, names in found.rules.items() for name in names]
    _check_parameters(found, label, named, together)


def _card(name: str, family: str, found: RuleSet, label: str, together: Cards) -> Card:
    where = f"{label}, key rules.{family}"
    try:
        card = together.get(name)
    except UsageError as error:
        raise DataError(CODE, where=where, detail=f"there is no rule {error.where}") from None
    if card.family != family or card.kind not in families().kinds[family]:
        raise DataError(CODE, where=where, detail=f"{name} is a {card.kind} of {card.family}")
    absent = sorted(set(card.needs) - set(tables()[found.table].fields))
    if absent:
        raise DataError(CODE, where=where, detail=f"{found.table} have no field {', '.join(absent)}")
    return card


def _check_parameters(found: RuleSet, label: str, named: list[Card], together: Cards) -> None:
    for name, value in found.parameters.items():
        holders = [card for card in named if name in together.parameters(card)]
        try:
            for card in holders:
                together.settle(card, {name: value})
        except UsageError as error:
            raise DataError(CODE, where=f"{label}, key parameters.{name}", detail=error.detail) from None
        if not holders:
            raise DataError(
                CODE, where=f"{label}, key parameters.{name}", detail="none of its rules has this parameter"
            )
