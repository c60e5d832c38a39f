"""Choices of the count builder: in come a manifest and a measure; out comes what this release can be counted by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tallymark.counting.breakdowns import Breakdown
    from tallymark.counting.measures import Measure
    from tallymark.rules.rule_sets import RuleSet
    from tallymark.schema.manifest import Manifest

PLACES = ("state", "area")


@dataclass(frozen=True, slots=True)
class Choices:
    """What a reader may choose: measures whose table the release has, and for the chosen one its definitions and breakdowns."""

    measures: tuple[Measure, ...]
    definitions: tuple[RuleSet, ...]
    breakdowns: tuple[Breakdown, ...]


def choices(manifest: Manifest, chosen: str) -> Choices:
    """The choices for a measure, those of the first one where none or an unknown one is chosen."""
    from tallymark.counting.breakdowns import breakdowns  # noqa: PLC0415  the heavy wing is loaded when it is asked
    from tallymark.counting.measures import measures  # noqa: PLC0415
    from tallymark.rules.rule_sets import rule_sets  # noqa: PLC0415

    filled = _filled(manifest)
    here = tuple(one for one in measures().values() if _tables(one) & set(filled))
    one = next((found for found in here if found.id == chosen), here[0] if here else None)
    if one is None:
        return Choices((), (), ())
    sets = tuple(rule_sets()[name] for name in one.rule_sets if rule_sets()[name].table in filled)
    return Choices(here, sets, tuple(found for found in breakdowns().values() if _divides(found, one, sets, filled)))


def places(manifest: Manifest) -> tuple[tuple[Measure, str], ...]:
    """Which measures can be drawn as a map, by state or by area."""
    from tallymark.counting.breakdowns import breakdowns  # noqa: PLC0415

    filled = _filled(manifest)
    return tuple(
        (one, name)
        for one in choices(manifest, "").measures
        for name in PLACES
        if one.kind == "count" and any(set(breakdowns()[name].fields) & filled.get(table, frozenset()) for table in _tables(one))
    )  # fmt: skip


def _filled(manifest: Manifest) -> dict[str, frozenset[str]]:
    """The fields that each table of the release fills."""
    from tallymark.counting.prepared import filled_fields  # noqa: PLC0415

    return {table.name: filled_fields(table) for table in manifest.tables}


def _tables(one: Measure) -> set[str]:
    from tallymark.rules.rule_sets import rule_sets  # noqa: PLC0415

    if one.own is not None:
        return {one.own.table}
    return {rule_sets()[name].table for name in one.rule_sets}


def _divides(found: Breakdown, one: Measure, sets: tuple[RuleSet, ...], filled: Mapping[str, frozenset[str]]) -> bool:
    """Whether a breakdown can divide the rows: it is a part of the day, a family that a definition has, or a field that is filled."""
    if found.time:
        return one.own is None or bool(one.own.day)
    if found.family:
        return any(found.family in chosen.rules for chosen in sets)
    return any(set(found.fields) & filled.get(table, frozenset()) for table in _tables(one))
