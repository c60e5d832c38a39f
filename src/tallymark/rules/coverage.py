"""Whether a rule can be decided: in come a card and the fields that are there; out comes yes, partly or no, with what is missing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tallymark.rules.card import Card
from tallymark.rules.cards import Cards, texts
from tallymark.rules.compiling import Compiler
from tallymark.rules.expressions import is_unknown

YES, PARTLY, NO = ANSWERS = ("yes", "partly", "no")


@dataclass(frozen=True, slots=True)
class Decidable:
    """``answer`` is yes (every part has its fields), partly (some parts have none) or no.

    ``missing`` are the fields that keep it from yes: its own, or those of the parts that have none. A part that no record anywhere
    decides (``unknown``) is not counted as missing: it is shown with what is open.
    """

    answer: str
    missing: tuple[str, ...]


def decidable(together: Cards, card: Card, available: frozenset[str]) -> Decidable:
    """Whether the fields available decide the card."""
    own = tuple(sorted(set(card.needs) - available))
    if own:
        return Decidable(NO, own)
    compiler = Compiler(together, available)
    missing = tuple(dict.fromkeys(sorted(_missing(compiler, card))))
    if not compiler.has_field(card):
        return Decidable(NO, missing)
    return Decidable(PARTLY if missing else YES, missing)


def _missing(compiler: Compiler, card: Card) -> Iterator[str]:
    """The fields of the parts for which nothing is there; of alternatives those of the first."""
    for expression in texts(card):
        for names in expression.rules:
            parts = [compiler.cards.get(name) for name in names]
            taken = next((part for part in parts if compiler.has_field(part)), None)
            if taken is not None:
                yield from _missing(compiler, taken)
            elif not all(_is_never_decided(part) for part in parts):
                yield from compiler.cards.needs(parts[0]) - compiler.available


def _is_never_decided(card: Card) -> bool:
    own = texts(card)
    return bool(own) and all(is_unknown(one.tree) for one in own)
