"""A definition on a release: in come a rule set and the fields that a release lacks; out comes the rule of each family as SQL."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from tallymark.model.errors import UsageError
from tallymark.rules.card import Card, Value
from tallymark.rules.compiling import ALIAS, NO_FIELD, Compiled, Compiler, compiler_for
from tallymark.rules.rule_sets import RuleSet, families


@dataclass(frozen=True, slots=True)
class Resolved:
    """A rule set with one rule for each family.

    ``compiled`` has the conditions, categories and dates as SQL; ``tables`` the rules that are derived tables, with the ``settings`` of
    each; ``absent`` the families, none of them essential, for which the release has no field.
    """

    rule_set: RuleSet
    compiled: Mapping[str, Compiled]
    tables: Mapping[str, Card]
    settings: Mapping[str, Mapping[str, Value]]
    absent: tuple[str, ...]


def resolve(
    chosen: RuleSet,
    *,
    absent: Collection[str] = (),
    settings: Mapping[str, object] | None = None,
    alias: str = ALIAS,
) -> Resolved:
    """The rules of a set over its table; ``settings`` go before the set's own parameters, each to the rules that have it.

    Of several rules of a family the first that something decides is taken. Raises TM-RULES-010 when an essential family
    has none, TM-RULES-009 for a setting that no rule has or can take.
    """
    compiler = compiler_for(chosen.table, absent=absent, alias=alias)
    given = {**chosen.parameters, **(settings or {})}
    compiled: dict[str, Compiled] = {}
    tables: dict[str, Card] = {}
    settled: dict[str, dict[str, Value]] = {}
    missing: list[str] = []
    for family, names in chosen.rules.items():
        card = next((card for name in names if compiler.has_field(card := compiler.cards.get(name))), None)
        if card is None:
            _refuse_needed(chosen, family, names, compiler)
            missing.append(family)
            continue
        own = {name: value for name, value in given.items() if name in compiler.cards.parameters(card)}
        settled[family] = compiler.cards.settle(card, own)
        if card.kind == "table":
            tables[family] = card
        else:
            compiled[family] = compiler.compile_card(card, own)
    strange = sorted(set(settings or {}) - {name for one in settled.values() for name in one})
    if strange:
        raise UsageError(
            "TM-RULES-009", where=f"{chosen.id}, parameter {strange[0]!r}", detail="none of its rules has it"
        )
    return Resolved(chosen, compiled, tables, settled, tuple(missing))


def _refuse_needed(chosen: RuleSet, family: str, names: tuple[str, ...], compiler: Compiler) -> None:
    if family not in families().essential:
        return
    needs = compiler.cards.needs(compiler.cards.get(names[0])) - compiler.available
    detail = f"{chosen.measure} needs the family {family}; missing: {', '.join(sorted(needs))}"
    raise UsageError(NO_FIELD, where=f"rule set {chosen.id}, rules {', '.join(names)}", detail=detail)
