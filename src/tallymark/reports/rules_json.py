"""Rules as JSON: in come cards, rule sets and outcomes; out come documents with the keys of ``docs/lookup/rules.md``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tallymark.reports.numbers import Json, to_json
from tallymark.reports.rules_coverage import coverage
from tallymark.reports.rules_words import text_words

if TYPE_CHECKING:
    from tallymark.rules.card import Card, Value
    from tallymark.rules.cards import Cards
    from tallymark.rules.rule_sets import RuleSet
    from tallymark.rules.vectors import Outcome


def rules_json(
    cards: Sequence[Card], sets: Sequence[RuleSet], together: Cards, outcomes: Sequence[Outcome] | None, *, whole: bool
) -> str:
    """``{"schema": 1, "rules": [...], "rule_sets": [...], "tests": ...}``; ``whole`` adds text, cases and releases of each rule."""
    document: dict[str, Json] = {
        "schema": 1,
        "rules": [card_json(card, together, whole=whole) for card in cards],
        "rule_sets": [set_json(one) for one in sets],
    }
    if outcomes is not None:
        document["tests"] = {
            "n_cases": len(outcomes),
            "n_failed": sum(not one.holds for one in outcomes),
            "failed": [_outcome(one) for one in outcomes if not one.holds],
        }
    return to_json(document) + "\n"


def card_json(card: Card, together: Cards, *, whole: bool) -> dict[str, Json]:
    """One rule."""
    found: dict[str, Json] = {
        "id": card.id,
        "version": card.version,
        "kind": card.kind,
        "title": card.title,
        "in_force": {"from": _value(card.from_date), "until": _value(card.until_date)},
        "source": {
            "title": card.source.title,
            "url": card.source.url,
            "locator": card.source.locator,
            "status": card.source.status,
        },
        "needs": list(card.needs),
        "needs_of_all": sorted(together.needs(card)),
        "n_cases": len(card.tests),
    }
    return {**found, **_rest(card, together)} if whole else found


def set_json(one: RuleSet) -> Json:
    """One rule set."""
    return {
        "id": one.id,
        "title": one.title,
        "imitates": one.imitates or None,
        "measure": one.measure,
        "table": one.table,
        "rules": {family: list(names) for family, names in one.rules.items()},
        "parameters": {name: _value(value) for name, value in one.parameters.items()},
        "gaps": list(one.gaps),
    }


def _rest(card: Card, together: Cards) -> dict[str, Json]:
    texts = [] if card.kind == "table" else [text_words(card, together, number) for number in range(len(card.texts))]
    return {
        "when": card.when or None,
        "cases": [{"is": case.value, "when": case.when} for case in card.cases],
        "value": card.value or None,
        "table": {"name": card.table, "column": card.column} if card.table else None,
        "words": texts,
        "parameters": {
            name: {
                "type": one.type,
                "default": _value(one.default),
                "meaning": one.meaning,
                "choices": dict(one.choices),
            }
            for name, one in together.parameters(card).items()
        },
        "open": [{"what": one.what, "effect": one.effect, "is": one.case or None} for one in card.open],
        "tests": [
            {
                "given": {name: _value(value) for name, value in test.given.items()},
                "parameters": {name: _value(value) for name, value in test.parameters.items()},
                "table": test.table or None,
                "expect": _value(test.expect),
                "any_reading": _value(test.any_reading),
            }
            for test in card.tests
        ],
        "releases": [
            {
                "layout": one.layout,
                "release": one.release,
                "table": one.table,
                "answer": one.answer,
                "missing": list(one.missing),
            }
            for one in coverage(card, together)
        ],
    }


def _outcome(one: Outcome) -> Json:
    return {
        "id": one.card.id,
        "version": one.card.version,
        "case": one.number,
        "expect": _value(one.vector.expect),
        "answer": _value(one.answer),
        "any_reading": _value(one.vector.any_reading),
        "answer_any_reading": _value(one.answer_any),
    }


def _value(value: Value) -> Json:
    return value if value is None or isinstance(value, bool | int | str) else str(value)
