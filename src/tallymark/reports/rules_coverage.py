"""Rules and releases: in come rules and the layouts of known releases; out comes for each pair whether the fields decide the rule."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tallymark.rules.card import Card
    from tallymark.rules.cards import Cards
    from tallymark.rules.rule_sets import RuleSet

MARKS = {"yes": "Y", "partly": "p", "no": "."}


@dataclass(frozen=True, slots=True)
class Covered:
    """One layout: the release and table that it reads, and whether its fields decide the rule: yes, partly or no."""

    layout: str
    release: str
    table: str
    answer: str
    missing: tuple[str, ...]


def coverage(card: Card, together: Cards) -> tuple[Covered, ...]:
    """Every layout whose table has one of the fields that the rule needs; all layouts for a rule without fields."""
    from tallymark.releases.layouts import layouts  # noqa: PLC0415  the heavy wing is loaded when it is called
    from tallymark.rules.coverage import decidable  # noqa: PLC0415
    from tallymark.schema.tables import tables  # noqa: PLC0415

    needs, found = together.needs(card), []
    for layout in layouts().values():
        if needs and not needs & set(tables()[layout.table].fields):
            continue
        filled = frozenset(each.field for each in layout.maps)
        answer = decidable(together, card, filled)
        found.append(Covered(layout.id, layout.release, layout.table, answer.answer, answer.missing))
    return tuple(found)


def set_coverage(one: RuleSet, together: Cards) -> tuple[Covered, ...]:
    """Every layout of the table of a rule set: the least of the answers of its essential families."""
    from tallymark.releases.layouts import layouts  # noqa: PLC0415
    from tallymark.rules.coverage import ANSWERS, decidable  # noqa: PLC0415
    from tallymark.rules.rule_sets import families  # noqa: PLC0415

    found = []
    for layout in (layout for layout in layouts().values() if layout.table == one.table):
        filled = frozenset(each.field for each in layout.maps)
        best = []
        for family in (family for family in one.rules if family in families().essential):
            answers = [decidable(together, together.get(name), filled) for name in one.rules[family]]
            best.append(min(answers, key=lambda answer: ANSWERS.index(answer.answer)))
        worst = max(best, key=lambda answer: ANSWERS.index(answer.answer))
        missing = tuple(sorted({field for answer in best for field in answer.missing}))
        found.append(Covered(layout.id, layout.release, layout.table, worst.answer, missing))
    return tuple(found)


def matrix(cards: Iterable[Card], together: Cards) -> tuple[tuple[str, ...], dict[str, dict[str, str]]]:
    """The ids of all layouts that decide something, and for each rule its answer by layout."""
    answers = {card.id: {one.layout: one.answer for one in coverage(card, together)} for card in cards}
    listed = sorted({layout for row in answers.values() for layout, answer in row.items() if answer != "no"})
    return tuple(listed), answers
