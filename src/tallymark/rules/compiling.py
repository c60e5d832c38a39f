"""Rules as SQL: in come a card, the fields that are there and settings; out come two expressions over the rows of a table.

Everything is three-valued: NULL is unknown. The first expression answers *on the fields*: only an empty field is unknown. The second
answers *on any reading*: what no record decides (``open``) makes unknown what it could change. A rule that is named and for which
there is no field adds nothing on the fields and is unknown on any reading.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from sqlglot import exp

from tallymark.model.errors import UsageError
from tallymark.rules.card import NONE, Card, Case, Value
from tallymark.rules.cards import Cards, texts
from tallymark.rules.cards import cards as all_cards
from tallymark.rules.expressions import DIALECT, is_rule, is_unknown, named_rules
from tallymark.schema.fields import fields as all_fields
from tallymark.schema.tables import table as table_named

NO_FIELD = "TM-RULES-010"
ALIAS = "records"


@dataclass(frozen=True, slots=True)
class Compiled:
    """A rule as SQL over rows called ``alias``.

    ``on_fields`` and ``any_reading`` are expressions in DuckDB's SQL: truth values for a condition, text for a category (``none``
    when every case is false), dates for a date. ``fields`` are the fields they read. ``taken`` gives for each rule named with
    alternatives the one taken; ``without_field`` are the rules named for which there is no field.
    """

    card: Card
    alias: str
    on_fields: str
    any_reading: str
    fields: frozenset[str]
    taken: Mapping[str, str]
    without_field: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Compiler:
    """What a rule is compiled against: the cards, the fields that are there, the rows' name and the settings."""

    cards: Cards
    available: frozenset[str]
    alias: str = ALIAS

    def compile(self, name: str, settings: Mapping[str, object] | None = None) -> Compiled:
        """The rule ``id`` or ``id@version``; raises TM-RULES-008, -009 and, for a field that is not there, -010."""
        return self.compile_card(self.cards.get(name), settings)

    def compile_card(self, card: Card, settings: Mapping[str, object] | None = None) -> Compiled:
        """The rule of a card; see ``compile``. The shipped cards are compiled once for the same fields and settings."""
        given = tuple((name, type(value), value) for name, value in sorted((settings or {}).items()))
        shipped = self.cards is all_cards() and any(card is one for one in self.cards.by_id.get(card.id, ()))
        if shipped and all(isinstance(value, Hashable) for _, _, value in given):
            return _compiled_once(self.available, self.alias, card.id, card.version, given)
        return self.compile_anew(card, settings)

    def compile_anew(self, card: Card, settings: Mapping[str, object] | None = None) -> Compiled:
        """The rule of any card, compiled now."""
        on_fields, any_reading = self._writers(card, settings)
        trees = on_fields.answer(card), any_reading.answer(card)
        return self._compiled(card, on_fields, trees)

    def compile_case(self, name: str, value: str, settings: Mapping[str, object] | None = None) -> Compiled:
        """Whether a category is ``value``, true, false or unknown; NULL only where the case itself is possible and not certain.

        Sharper than comparing the category: a row undecided between two cases is certainly none of the others.
        """
        card = self.cards.get(name)
        if card.kind != "category" or value not in {*(case.value for case in card.cases), NONE}:
            raise UsageError("TM-RULES-008", where=f"{name} = {value!r}", detail="no case of a category")
        on_fields, any_reading = self._writers(card, settings)
        return self._compiled(card, on_fields, (on_fields.case(card, value), any_reading.case(card, value)))

    def has_field(self, card: Card) -> bool:
        """Whether something is there that decides a card.

        Not when one of its own fields is missing, nor when the rules that it names and that have no field leave it no answer but one.
        """
        own = texts(card)
        if not set(card.needs) <= self.available:
            return False
        if card.kind == "table" or not any(one.rules for one in own):
            return not own or not all(is_unknown(one.tree) for one in own)
        for expression in own:
            answer = self._constant(expression.tree)
            if answer is None:
                return True
            if answer:
                return False
        return False

    def _constant(self, node: exp.Expr) -> bool | None:
        """The one answer that a text can give on the fields, None when it has several."""
        if isinstance(node, exp.Paren):
            return self._constant(node.this)
        if isinstance(node, exp.Not):
            inner = self._constant(node.this)
            return None if inner is None else not inner
        if isinstance(node, exp.And | exp.Or):
            settles = isinstance(node, exp.Or)
            sides = [self._constant(node.left), self._constant(node.right)]
            return settles if settles in sides else None if None in sides else not settles
        if is_rule(node):
            return None if any(self.has_field(self.cards.get(name)) for name in named_rules(node)) else False
        return bool(node.this) if isinstance(node, exp.Boolean) else None

    def _writers(self, card: Card, settings: Mapping[str, object] | None) -> tuple[_Writer, _Writer]:
        missing = sorted(set(card.needs) - self.available)
        if missing:
            raise UsageError(NO_FIELD, where=f"rule {card.id}", detail=f"missing: {', '.join(missing)}")
        if card.kind == "table":
            raise UsageError(
                NO_FIELD, where=f"rule {card.id}", detail=f"it is the derived table {card.table}, no condition"
            )
        settled = self.cards.settle(card, settings or {})
        return _Writer(self, settled, {}, any_reading=False), _Writer(self, settled, {}, any_reading=True)

    def _compiled(self, card: Card, writer: _Writer, trees: tuple[exp.Expr, exp.Expr]) -> Compiled:
        read = frozenset(column.name for column in trees[0].find_all(exp.Column))
        on_fields, any_reading = (tree.sql(dialect=DIALECT) for tree in trees)
        taken = {" or ".join(names): name for names, name in writer.taken.items() if name and len(names) > 1}
        without = tuple(dict.fromkeys(name for names, one in writer.taken.items() if not one for name in names))
        return Compiled(card, self.alias, on_fields, any_reading, read, taken, without)


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes one of the two readings; notes in ``taken`` which rule was taken for each ``rule(...)``, empty for none."""

    compiler: Compiler
    settings: Mapping[str, Value]
    taken: dict[tuple[str, ...], str]
    any_reading: bool

    def answer(self, card: Card) -> exp.Expr:
        """The card as one expression."""
        if card.kind == "category":
            return self._category(card)
        tree = self._resolve(texts(card)[0].tree, "date" if card.kind == "date" else "boolean")
        return self._opened(tree, {one.effect for one in card.open})

    def case(self, card: Card, value: str) -> exp.Expr:
        """Whether a category is ``value``: its condition holds and no earlier one does."""
        conditions = self._conditions(card)
        names = [case.value for case in card.cases]
        place = names.index(value) if value in names else len(names)
        parts: list[exp.Expr] = [exp.not_(exp.paren(one)) for one in conditions[:place]]
        parts += [exp.paren(one) for one in conditions[place : place + 1]]
        return exp.and_(*parts, copy=False) if len(parts) > 1 else parts[0]

    def _category(self, card: Card) -> exp.Expr:
        """First true wins; an unknown before it makes the result unknown."""
        found = exp.Case(default=exp.Literal.string(NONE))
        for case, condition in zip(card.cases, self._conditions(card), strict=True):
            found.append("ifs", exp.If(this=condition, true=exp.Literal.string(case.value)))
            if not isinstance(condition, exp.Boolean):
                unsettled = exp.Is(this=exp.paren(condition.copy()), expression=exp.null())
                found.append("ifs", exp.If(this=unsettled, true=exp.null()))
        return found

    def _conditions(self, card: Card) -> list[exp.Expr]:
        return [self._condition(card, case, number) for number, case in enumerate(card.cases)]

    def _condition(self, card: Card, case: Case, number: int) -> exp.Expr:
        effects = {one.effect for one in card.open if one.case == case.value}
        return self._opened(self._resolve(texts(card)[number].tree, "boolean"), effects)

    def _opened(self, tree: exp.Expr, effects: Collection[str]) -> exp.Expr:
        """On any reading, what could be added makes false unknown and what could be removed makes true unknown."""
        if self.any_reading and "could_add" in effects:
            tree = exp.Paren(this=exp.Or(this=exp.paren(tree), expression=_null("boolean")))
        if self.any_reading and "could_remove" in effects:
            tree = exp.Paren(this=exp.And(this=exp.paren(tree), expression=_null("boolean")))
        return tree

    def _resolve(self, tree: exp.Expr, kind: str) -> exp.Expr:
        """The tree with fields qualified, parameters bound, rules put in and ``unknown`` a NULL of its type."""
        return tree.copy().transform(lambda node: self._put(node, kind), copy=False)

    def _put(self, node: exp.Expr, kind: str) -> exp.Expr:
        if is_unknown(node):
            return _null(kind)
        if isinstance(node, exp.Column):
            return exp.column(node.name, table=self.compiler.alias)
        if isinstance(node, exp.Placeholder):
            return literal(self.settings[str(node.this)])
        if is_rule(node):
            return exp.paren(self._named(named_rules(node)))
        return node

    def _named(self, names: tuple[str, ...]) -> exp.Expr:
        """The first of the rules named for which there is a field."""
        for name in names:
            card = self.compiler.cards.get(name)
            if self.compiler.has_field(card):
                self.taken[names] = name
                return self.answer(card)
        self.taken[names] = ""
        return _null("boolean") if self.any_reading else exp.Boolean(this=False)


@lru_cache(maxsize=2048)
def _compiled_once(
    available: frozenset[str], alias: str, card_id: str, version: int, settings: tuple[tuple[str, type, object], ...]
) -> Compiled:
    """A shipped card; many counts over one table ask for the same rules."""
    together = all_cards()
    return Compiler(together, available, alias).compile_anew(
        together.get(f"{card_id}@{version}"), {name: value for name, _, value in settings}
    )


def compiler_for(
    table: str, *, absent: Collection[str] = (), alias: str = ALIAS, cards: Cards | None = None
) -> Compiler:
    """A compiler over a canonical table; ``absent`` are fields of it that a release has no column for."""
    known = all_fields()
    listed = table_named(table).fields
    available = frozenset(name for name in listed if known[name].privacy == "open") - frozenset(absent)
    return Compiler(cards or all_cards(), available, alias)


def literal(value: Value) -> exp.Expr:
    """A setting as SQL of its type."""
    if isinstance(value, bool):
        return exp.Boolean(this=value)
    if isinstance(value, int | Decimal):
        return exp.Literal.number(str(value))
    if isinstance(value, dt.date):
        kind = "timestamp" if isinstance(value, dt.datetime) else "date"
        return exp.cast(exp.Literal.string(value.isoformat()), kind)
    return exp.null() if value is None else exp.Literal.string(value)


def _null(kind: str) -> exp.Expr:
    return exp.cast(exp.null(), kind)
