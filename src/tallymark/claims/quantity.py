"""One quantity: a number of a text with hedge, unit, direction and printed precision; and its value as intervals."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from tallymark.claims.widths import claimed_value
from tallymark.model.claim import ClaimedValue, Span
from tallymark.model.figure import Hedge


@dataclass(frozen=True, slots=True)
class Quantity:
    """One number of a text with all that is said around it.

    ``span`` covers the number with hedge, currency and percent word, ``number_span`` the same without the hedge.
    ``number`` is as meant (percent 0-100, "doubled" 2) and None for a written range or a vague number, which have
    ``low``/``high``. ``unit`` is percent, points, ratio, a currency, a length of time, a measure or count; ``unit_text``
    is as printed. ``kind`` is count, percent, points, money, fraction, multiple, ordinal or vague. ``mask`` says why it
    is rarely a claim (age, duration, idiom, ordinal, absence ...). ``pair`` is ``from`` or ``to`` for the
    two values of "from a to b"; ``moved``: the words before the number say that something rose or fell by it; ``scale`` is the factor of a printed scale word ("million", "K").
    """

    span: Span
    number_span: Span
    number: Decimal | None
    low: Decimal | None
    high: Decimal | None
    unit: str
    unit_text: str
    hedge: Hedge
    hedge_words: str
    direction: str | None
    place: Decimal
    granule: Decimal
    kind: str
    width: str = "bare"
    mask: str = ""
    pair: str = ""
    moved: bool = False
    scale: Decimal = Decimal(1)
    notes: tuple[str, ...] = ()


def value_of(quantity: Quantity) -> ClaimedValue:
    """The intervals that the quantity's words allow."""
    return claimed_value(
        quantity.number, quantity.hedge, quantity.place, quantity.granule,
        kind=quantity.kind, width=quantity.width, low=quantity.low, high=quantity.high,
    )  # fmt: skip
