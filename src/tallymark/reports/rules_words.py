"""Rules in words: in comes a card; out comes what its text says, for a reader who knows the law and no SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tallymark.reports.plain import one_line

if TYPE_CHECKING:
    from sqlglot import exp

    from tallymark.rules.card import Card, Open
    from tallymark.rules.cards import Cards

EFFECTS = {"could_add": "could add", "could_remove": "could remove", "note": "note"}
STATUSES = {"seen": "seen in the source", "memory": "from memory, to be verified", "ours": "a choice of this project"}
DATED = {
    "GTE": "is on or after",
    "GT": "is after",
    "LTE": "is on or before",
    "LT": "is before",
    "EQ": "is",
    "NEQ": "is not",
}
COUNTED = {
    "GTE": "is at least",
    "GT": "is more than",
    "LTE": "is at most",
    "LT": "is less than",
    "EQ": "is",
    "NEQ": "is not",
}
BINDS = ("And", "Or")


def text_words(card: Card, together: Cards, number: int = 0) -> str:
    """The text of a card (of a category the case ``number``) in words."""
    from tallymark.rules.cards import texts  # noqa: PLC0415  the heavy wing is loaded when it is called

    return _Words(card, together).of(texts(card)[number].tree)


def in_force_words(card: Card) -> str:
    """From when until when, the day of the end excluded."""
    start = f"from {card.from_date}" if card.from_date else ""
    end = f"until {card.until_date} (excluded)" if card.until_date else ""
    return ", ".join(part for part in (start, end) if part) or "at all times"


def open_words(one: Open) -> str:
    """What no record decides and what it does."""
    case = f" to {one.case}" if one.case and one.effect == "could_add" else f" from {one.case}" if one.case else ""
    return one_line(f"{EFFECTS[one.effect]}{case}: {one.what}")


class _Words:
    """Writes trees as words; a parameter with its default, a rule with its title."""

    def __init__(self, card: Card, together: Cards) -> None:
        self._card = card
        self._together = together

    def of(self, node: exp.Expr) -> str:
        """One node in words; what has no words of its own stays SQL."""
        kind = type(node).__name__
        if kind in BINDS:
            return f" {kind.lower()} ".join(self._side(side, kind) for side in (node.this, node.expression))
        if kind in DATED:
            words = DATED if self._is_dated(node) else COUNTED
            return f"{self.of(node.this)} {words[kind]} {self.of(node.expression)}"
        writer = getattr(self, f"_{kind.lower()}", None)
        return str(writer(node)) if writer else node.sql(dialect="duckdb")

    def _side(self, node: exp.Expr, kind: str) -> str:
        found = self.of(node)
        return f"({found})" if type(node).__name__ in BINDS and type(node).__name__ != kind else found

    def _is_dated(self, node: exp.Expr) -> bool:
        from tallymark.schema.fields import fields  # noqa: PLC0415

        known, first = fields(), node.this
        while type(first).__name__ in ("Add", "Sub"):  # a day and a number of days
            first = first.this
        name = first.name
        return name in known and known[name].type in ("date", "datetime")

    def _column(self, node: exp.Expr) -> str:
        return "what no record says" if node.name == "unknown" else node.name

    def _placeholder(self, node: exp.Expr) -> str:
        from tallymark.rules.values import shown  # noqa: PLC0415

        parameter = self._together.parameters(self._card)[str(node.this)]
        return f"{node.this} (now {shown(parameter.default)})"

    def _anonymous(self, node: exp.Expr) -> str:
        names = [one.name for one in node.expressions]
        return " or else ".join(f"[{name}: {self._together.get(name).title}]" for name in names)

    def _paren(self, node: exp.Expr) -> str:
        return f"({self.of(node.this)})"

    def _not(self, node: exp.Expr) -> str:
        inner = node.this
        kind = type(inner).__name__
        if kind == "Is":
            return f"{self.of(inner.this)} is not empty"
        if kind == "In":
            return f"{self.of(inner.this)} is none of {self._listed(inner)}"
        return f"not {self.of(inner)}" if kind in ("Paren", "Anonymous") else f"not ({self.of(inner)})"

    def _is(self, node: exp.Expr) -> str:
        return f"{self.of(node.this)} is empty"

    def _in(self, node: exp.Expr) -> str:
        return f"{self.of(node.this)} is one of {self._listed(node)}"

    def _listed(self, node: exp.Expr) -> str:
        return ", ".join(self.of(one) for one in node.expressions)

    def _left(self, node: exp.Expr) -> str:
        n = node.expression.name
        return f"the first {'character' if n == '1' else f'{n} characters'} of {self.of(node.this)}"

    def _like(self, node: exp.Expr) -> str:
        pattern, field = node.expression.name, self.of(node.this)
        inside = pattern.strip("%")
        if pattern.startswith("%") and pattern.endswith("%"):
            return f"{field} contains '{inside}'"
        return f"{field} {'ends' if pattern.startswith('%') else 'begins'} with '{inside}'"

    def _between(self, node: exp.Expr) -> str:
        return f"{self.of(node.this)} is from {self.of(node.args['low'])} to {self.of(node.args['high'])}"

    def _datediff(self, node: exp.Expr) -> str:
        return f"days from {self.of(node.expression)} to {self.of(node.this)}"

    def _case(self, node: exp.Expr) -> str:
        """The first that holds is taken; without an otherwise it stays unknown."""
        found = [f"{self.of(one.args['true'])} when {self.of(one.this)}" for one in node.args["ifs"]]
        default = node.args.get("default")
        return ", else ".join([*found, *([] if default is None else [self.of(default)])])

    def _coalesce(self, node: exp.Expr) -> str:
        """The first that is not empty; a number that stands for an empty one is said to."""
        first, *others = node.this, *node.expressions
        if len(others) == 1 and type(others[0]).__name__ == "Literal":
            return f"{self.of(first)} (empty: {self.of(others[0])})"
        return f"({' or else '.join(self.of(one) for one in (first, *others))})"

    def _year(self, node: exp.Expr) -> str:
        return f"the year of {self.of(node.this)}"

    def _month(self, node: exp.Expr) -> str:
        return f"the month of {self.of(node.this)}"

    def _add(self, node: exp.Expr) -> str:
        return f"{self.of(node.this)} + {self.of(node.expression)}"

    def _sub(self, node: exp.Expr) -> str:
        return f"{self.of(node.this)} − {self.of(node.expression)}"

    def _mul(self, node: exp.Expr) -> str:
        return f"{self.of(node.this)} × {self.of(node.expression)}"

    def _intdiv(self, node: exp.Expr) -> str:
        return f"whole part of {self.of(node.this)} / {self.of(node.expression)}"

    def _cast(self, node: exp.Expr) -> str:
        return self.of(node.this)

    def _upper(self, node: exp.Expr) -> str:
        return self.of(node.this)

    def _boolean(self, node: exp.Expr) -> str:
        return "always" if node.this and node.parent is None else "true" if node.this else "false"
