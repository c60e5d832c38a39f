"""Relations of printed numbers: in come a number as printed and a more precise one; out comes how the first was made of the second.

``exact`` (same value, same scale), ``rescaled`` (same value, other scale: 65,000 and $65K), ``rounded`` (to the printed place),
``truncated`` (digits cut off) or None. A tie may go up, as is common, or to the even digit, as computers round; another
tie that goes down (101,500 -> 101K) is truncated.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_EVEN, Decimal

from tallymark.claims.quantity import Quantity

RELATIONS = ("exact", "rescaled", "rounded", "truncated")


def relation(
    stated: Decimal, place: Decimal, source: Decimal, source_place: Decimal, *, same_scale: bool = True
) -> str | None:
    """How ``stated`` (last printed place ``place``) comes from ``source`` (last printed place ``source_place``).

    ``same_scale`` says that both are printed at one scale (both in full, or both in millions).
    """
    size, other = abs(stated), abs(source)
    if size == other:
        return "exact" if same_scale else "rescaled"
    if source_place >= place:
        return None
    if _rounded(other, place) == size:
        return "rounded"
    if size <= other < size + place:
        return "truncated"
    return "rounded" if other + place / 2 == size else None


def _rounded(value: Decimal, place: Decimal) -> Decimal:
    """``value`` to the nearest multiple of ``place``, a tie up unless the even multiple lies below."""
    return (value / place).to_integral_value(rounding=ROUND_HALF_EVEN) * place


def best_source(stated: Quantity, candidates: Iterable[Quantity]) -> tuple[Quantity, Decimal, str] | None:
    """The candidate that explains a quantity best, its value and the relation.

    Same kind of unit counts first, then the closer relation, then the closer value; both ends of a range are tried.
    """
    ranked = []
    for at, candidate in enumerate(candidates):
        for value in (candidate.number, candidate.low, candidate.high):
            if stated.number is None or value is None:
                continue
            same_scale = stated.scale == candidate.scale
            found = relation(stated.number, stated.place, value, candidate.place, same_scale=same_scale)
            if found is not None:
                gap = abs(abs(value) - abs(stated.number))
                ranked.append(
                    ((not _comparable(stated, candidate), RELATIONS.index(found), gap, at), candidate, value, found)
                )
    if not ranked:
        return None
    return min(ranked, key=lambda item: item[0])[1:]


def _comparable(left: Quantity, right: Quantity) -> bool:
    """Whether two quantities can be of one thing: both shares, both money, or neither."""
    return _group(left) == _group(right)


def _group(quantity: Quantity) -> str:
    if quantity.unit in ("percent", "points"):
        return "share"
    return quantity.kind if quantity.kind in ("money", "multiple") else "count"
