"""Broken variants of cards: in comes a card; out come its mutants, each with one small fault, to see whether its cases notice.

A comparison is flipped or moved to the other side of its boundary, a constant is moved by one, a value is taken out of a list, two cases
change places, AND becomes OR, a part is negated, an effect is lost.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from sqlglot import exp

from tallymark.rules.card import Card, Parameter
from tallymark.rules.cards import Cards, texts
from tallymark.rules.expressions import DIALECT, is_rule, is_unknown

TURNED: Mapping[type[exp.Expr], tuple[type[exp.Expr], ...]] = MappingProxyType(
    {
        exp.GTE: (exp.GT, exp.LT),
        exp.GT: (exp.GTE, exp.LTE),
        exp.LTE: (exp.LT, exp.GT),
        exp.LT: (exp.LTE, exp.GTE),
        exp.EQ: (exp.NEQ,),
        exp.NEQ: (exp.EQ,),
        exp.And: (exp.Or,),
        exp.Or: (exp.And,),
    }
)


@dataclass(frozen=True, slots=True)
class Mutant:
    """A card with one fault; ``fault`` says which in words."""

    card: Card
    fault: str


def mutants(card: Card) -> Iterator[Mutant]:
    """Every mutant of a card in a fixed order; none for a card of a table."""
    for place, expression in enumerate(texts(card)):
        for tree, fault in _broken(expression.tree):
            yield Mutant(_with_text(card, place, tree.sql(dialect=DIALECT)), f"{fault} in {expression.text}")
    for place in range(len(card.cases) - 1):
        order = list(card.cases)
        order[place], order[place + 1] = order[place + 1], order[place]
        swapped = replace(card, cases=tuple(order))
        yield Mutant(swapped, f"cases {order[place + 1].value} and {order[place].value} swapped")
    if card.kind != "table":
        yield from _moved_parameters(card)
        yield from _lost_effects(card)


def broken(together: Cards, mutant: Mutant) -> Cards:
    """All cards, with the mutant in the place of the card that it was made of."""
    versions = tuple(
        mutant.card if one.version == mutant.card.version else one for one in together.by_id[mutant.card.id]
    )
    return Cards(MappingProxyType({**together.by_id, mutant.card.id: versions}))


def _with_text(card: Card, place: int, text: str) -> Card:
    if card.kind == "category":
        cases = list(card.cases)
        cases[place] = replace(cases[place], when=text)
        return replace(card, cases=tuple(cases))
    return replace(card, value=text) if card.kind == "date" else replace(card, when=text)


def _broken(tree: exp.Expr) -> Iterator[tuple[exp.Expr, str]]:
    """The tree with one node changed, once for each change of each node."""
    for number, node in enumerate(tree.walk(bfs=False)):
        for change, fault in _changes(node):
            yield _changed(tree, number, change), fault


def _changed(tree: exp.Expr, number: int, change: Callable[[exp.Expr], exp.Expr]) -> exp.Expr:
    copied = tree.copy()
    node = next(one for place, one in enumerate(copied.walk(bfs=False)) if place == number)
    put = change(node.copy())
    if node is copied:
        return put
    node.replace(put)
    return copied


def _changes(node: exp.Expr) -> Iterator[tuple[Callable[[exp.Expr], exp.Expr], str]]:
    for kind in TURNED.get(type(node), ()):
        yield (lambda one, kind=kind: kind(**one.args)), f"{type(node).__name__} becomes {kind.__name__}"  # type: ignore[misc]
    if isinstance(node, exp.Literal) and not node.is_string and not isinstance(node.parent, exp.Left):
        for step in (-1, 1):
            moved = int(node.name) + step
            if moved > 0 or not isinstance(node.parent, exp.IntDiv):
                yield (lambda _, moved=moved: exp.Literal.number(moved)), f"{node.name} becomes {moved}"  # type: ignore[misc]
    if isinstance(node, exp.In) and len(node.expressions) > 1:
        for place, value in enumerate(node.expressions):
            yield (lambda one, place=place: _without(one, place)), f"{value.sql()} taken out"  # type: ignore[misc]
    if isinstance(node, exp.In | exp.Like | exp.StartsWith) or is_rule(node) or _is_flag(node):
        yield _negated, f"{node.sql()} negated"


def _is_flag(node: exp.Expr) -> bool:
    """Whether a field stands alone as a condition."""
    alone = node.parent is None or isinstance(node.parent, exp.And | exp.Or | exp.Not)
    return isinstance(node, exp.Column) and alone and not is_unknown(node)


def _without(node: exp.Expr, place: int) -> exp.Expr:
    node.set("expressions", [one for number, one in enumerate(node.expressions) if number != place])
    return node


def _negated(node: exp.Expr) -> exp.Expr:
    return exp.Paren(this=exp.Not(this=exp.paren(node)))


def _moved_parameters(card: Card) -> Iterator[Mutant]:
    for name, parameter in card.parameters.items():
        for step in (-1, 1):
            moved = _moved(parameter, step)
            if moved is not None:
                parameters = MappingProxyType({**card.parameters, name: moved})
                yield Mutant(replace(card, parameters=parameters), f"{name} becomes {moved.default}")


def _moved(parameter: Parameter, step: int) -> Parameter | None:
    default = parameter.default
    if isinstance(default, bool):
        return replace(parameter, default=not default) if step > 0 else None
    if isinstance(default, int):
        return replace(parameter, default=default + step)
    if isinstance(default, dt.date):
        return replace(parameter, default=default + dt.timedelta(days=step))
    return None


def _lost_effects(card: Card) -> Iterator[Mutant]:
    for place, one in enumerate(card.open):
        if one.effect != "note":
            rest = tuple(other for number, other in enumerate(card.open) if number != place)
            yield Mutant(replace(card, open=rest), f"effect lost: {one.effect} {one.case}".strip())
