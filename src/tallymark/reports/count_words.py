"""Counts in words: in come bounds of a count or share; out come the words for a cell of a table, and those of a definition."""

from __future__ import annotations

import math
from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tallymark.counting.counted import Count, Share, UsedDefinition
    from tallymark.counting.means import Mean

PLACES = 1000
TEN = 10
HALF = Fraction(1, 2)
HIDDEN = "–"
HIDDEN_WORDS = "–: 1 to 10 people, or a number that would tell such a one; counts of so few are not shown."
SMALL_WORDS = "Small counts are shown, as asked with --small-cells: they are for your own eyes."
FAMILY_WORDS = {
    "exit": "which departures",
    "year": "which day",
    "duplicate": "repeats",
    "criminality": "criminality",
    "offence": "offence",
    "level": "level",
    "priority": "priority",
    "detention": "clock",
}


def count_words(found: Count | None, *, any_reading: bool = False) -> str:
    """``12,345``, ``12,300–12,345`` or a dash for a count that is not shown."""
    if found is None:
        return HIDDEN
    return bounds_words(found.low_any, found.high_any) if any_reading else bounds_words(found.low, found.high)


def bounds_words(low: int, high: int) -> str:
    """Whole numbers with separated thousands; one where both are the same."""
    return f"{low:,}" if low == high else f"{low:,}–{high:,}"


def share_words(found: Share | None, *, any_reading: bool = False) -> str:
    """``54.6 %`` or ``54.1–54.9 %``, the bounds rounded outward to one place; a dash for what is not shown."""
    if found is None:
        return HIDDEN
    low, high = (found.low_any, found.high_any) if any_reading else (found.low, found.high)
    if low == high:
        return f"{_tenths(math.floor(low * PLACES + HALF))} %"
    return f"{_tenths(math.floor(low * PLACES))}–{_tenths(math.ceil(high * PLACES))} %"


def mean_words(found: Mean | None, *, any_reading: bool = False) -> str:
    """``34.5`` or ``34.2–34.9``, the bounds rounded outward to one place; a dash for what is not shown or not there."""
    if found is None:
        return HIDDEN
    low, high = (found.low_any, found.high_any) if any_reading else (found.low, found.high)
    if low == high:
        return _tenths(math.floor(low * TEN + HALF))
    return f"{_tenths(math.floor(low * TEN))}–{_tenths(math.ceil(high * TEN))}"


def _tenths(n: int) -> str:
    return f"{n // TEN:,}.{n % TEN}"


def rules_words(definition: UsedDefinition) -> str:
    """The rules of a definition with their versions."""
    return ", ".join(definition.rules.values())


def differences(definition: UsedDefinition, first: UsedDefinition) -> dict[str, str]:
    """By family, how the rule of a definition differs from that of the first one, in the words of its title."""
    found: dict[str, str] = {}
    for family in dict.fromkeys((*first.rules, *definition.rules)):
        one, other = definition.rules.get(family), first.rules.get(family)
        if one != other:
            found[family] = definition.titles.get(family, "no rule for which the release has a field")
    return found


def settings_words(settings: Mapping[str, Mapping[str, object]]) -> str:
    """The parameters of the rules, ``name=value``, each once."""
    return ", ".join(dict.fromkeys(f"{name}={value}" for one in settings.values() for name, value in one.items()))
