"""Choices of the forms: in come a manifest and a measure; out comes what this release can be counted by, so that no choice is refused later."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tallymark.model.errors import UsageError
from tallymark.model.period import Period, fiscal_year_of

if TYPE_CHECKING:
    from tallymark.counting.breakdowns import Breakdown
    from tallymark.counting.measures import Measure
    from tallymark.rules.resolve import Resolved
    from tallymark.rules.rule_sets import RuleSet
    from tallymark.schema.manifest import Manifest, TableEntry
    from tallymark.schema.store import Store

PLACES = ("state", "area")
Filled = Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Choices:
    """What a reader may choose: measures that the release can be counted by, and for the ``chosen`` one its definitions and breakdowns.

    ``lacking`` are definitions for which the release lacks a field, with the reason. ``filters`` are values of breakdowns that are
    known beforehand, as ``criminality=convicted``; ``years`` the fiscal years of which the table has a day, the newest first.
    """

    measures: tuple[Measure, ...] = ()
    definitions: tuple[RuleSet, ...] = ()
    lacking: tuple[tuple[RuleSet, str], ...] = ()
    breakdowns: tuple[Breakdown, ...] = ()
    filters: tuple[str, ...] = ()
    years: tuple[str, ...] = ()
    chosen: str = ""

    @property
    def as_of_a_day(self) -> bool:
        """Whether people are counted as of a day, so that one day or a count by day must be asked for."""
        return any(one.kind == "stock" for one in self.measures if one.id == self.chosen)

    @property
    def usual(self) -> str:
        """The definition that is taken when none is named; empty where the release has no field for it or the measure has one only."""
        first = next((one.default[0] for one in self.measures if one.id == self.chosen and one.default), "")
        return first if first in {one.id for one in self.definitions} else ""


def choices_in(store: Store, release: str, chosen: str, *, only: str = "") -> Choices:
    """The choices of a release by its manifest."""
    from tallymark.schema import manifest as manifests  # noqa: PLC0415  the heavy wing is loaded when it is asked

    return choices(manifests.read(store.existing(release).manifest), chosen, only=only)


def choices(manifest: Manifest, chosen: str, *, only: str = "") -> Choices:
    """The choices for a measure, those of the first one where none or an unknown one is chosen.

    ``only`` is ``definitions`` for counts that rule sets decide, ``people`` for those of them that are about people.
    """
    from tallymark.counting.breakdowns import breakdowns  # noqa: PLC0415
    from tallymark.counting.measures import measures  # noqa: PLC0415
    from tallymark.rules.rule_sets import rule_sets  # noqa: PLC0415

    filled = _filled(manifest)
    here = tuple(one for one in measures().values() if _countable(one, filled) and (not only or _ruled(one, only)))
    one = next((found for found in here if found.id == chosen), here[0] if here else None)
    if one is None:
        return Choices()
    told = {name: _told(one, rule_sets()[name], filled) for name in one.rule_sets}
    able = {name: found for name, found in told.items() if not isinstance(found, str)}
    by = tuple(found for found in breakdowns().values() if _divides(found, one, able.values(), filled))
    return Choices(
        here,
        tuple(found.rule_set for found in able.values()),
        tuple((rule_sets()[name], found) for name, found in told.items() if isinstance(found, str)),
        by,
        tuple(_filters(by, able.values())),
        years_of(entry for entry in manifest.tables if entry.name in _tables(one)),
        one.id,
    )


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


def deciding(manifest: Manifest, rule: str) -> tuple[Measure, ...]:
    """The measures about people over whose rows a rule can be run, because their table has a field that it needs."""
    filled = _filled(manifest)
    return tuple(one for one in choices(manifest, "", only="people").measures if decides(one, rule, filled))


def memos_for(manifest: Manifest, measure: str) -> tuple[str, ...]:
    """The ids of the memos that can be run over the rows of a measure."""
    from tallymark.counting.measures import measures  # noqa: PLC0415
    from tallymark.counting.year_report_list import report_list  # noqa: PLC0415

    one, filled = measures().get(measure), _filled(manifest)
    if one is None:
        return ()
    memos = report_list().memos.values()
    return tuple(
        memo.id for memo in memos if all(decides(one, rule, filled) for rule in (memo.any, memo.parts) if rule)
    )


def decides(one: Measure, rule: str, filled: Filled) -> bool:
    """Whether the rows of a measure have a field by which a rule decides something."""
    from tallymark.rules.cards import cards  # noqa: PLC0415
    from tallymark.rules.compiling import compiler_for  # noqa: PLC0415
    from tallymark.schema.tables import tables  # noqa: PLC0415

    here = [name for name in _tables(one) if name in filled]
    compilers = [compiler_for(name, absent=set(tables()[name].fields) - filled[name]) for name in here]
    return any(compiler.has_field(cards().get(rule)) for compiler in compilers)


def years_of(entries: Iterable[TableEntry]) -> tuple[str, ...]:
    """The fiscal years of which a table has a day, the newest first."""
    from tallymark.counting.coverage_notes import window_of  # noqa: PLC0415

    years: set[int] = set()
    for one in entries:
        window = window_of(one)
        if window is not None and window.start is not None and window.last_day is not None:
            years |= set(range(fiscal_year_of(window.start), fiscal_year_of(window.last_day) + 1))
    return tuple(Period.fiscal_year(year).label for year in sorted(years, reverse=True))


def _ruled(one: Measure, only: str) -> bool:
    return one.kind == "count" and bool(one.definitions) and (only != "people" or one.about_people)


def _countable(one: Measure, filled: Filled) -> bool:
    """Whether the release can be counted by some definition of a measure."""
    from tallymark.rules.rule_sets import rule_sets  # noqa: PLC0415

    if one.own is not None:
        return one.own.table in filled
    return any(not isinstance(_told(one, rule_sets()[name], filled), str) for name in one.rule_sets)


def _told(one: Measure, chosen: RuleSet, filled: Filled) -> Resolved | str:
    """A rule set over the fields of the release, or why the release cannot be counted by it."""
    from tallymark.rules.resolve import resolve  # noqa: PLC0415
    from tallymark.schema.tables import tables  # noqa: PLC0415

    fields = filled.get(chosen.table)
    if fields is None:
        return f"the release has no table {chosen.table}"
    if one.fields and not fields & set(one.fields):
        return f"the release has no field {' or '.join(one.fields)}"
    try:
        resolved = resolve(chosen, absent=set(tables()[chosen.table].fields) - fields)
    except UsageError as error:
        return error.detail
    absent = sorted(_derived_from(one) - set(filled))
    if absent:
        return f"the release has no table {' and '.join(absent)}, from which it is derived"
    person = tables()[chosen.table].person_field
    joins = bool(one.rows) or one.alone is not None or "duplicate" in resolved.tables
    if joins and person is not None and person not in fields:
        return f"rows of one person are put together; the release has no {person}"
    return resolved


def _derived_from(one: Measure) -> set[str]:
    """The tables that the derived tables of a measure read."""
    from tallymark.records.recipes import recipes  # noqa: PLC0415

    names = [joined.name for joined in one.rows] + ([] if one.alone is None else [one.alone.name])
    found: set[str] = set()
    while names:
        recipe = recipes()[names.pop()]
        found |= set(recipe.tables)
        names += recipe.derived
    return found


def _filled(manifest: Manifest) -> Filled:
    """The fields that each table of the release fills."""
    from tallymark.counting.prepared import filled_fields  # noqa: PLC0415

    return {table.name: filled_fields(table) for table in manifest.tables}


def _tables(one: Measure) -> set[str]:
    from tallymark.rules.rule_sets import rule_sets  # noqa: PLC0415

    if one.own is not None:
        return {one.own.table}
    return {rule_sets()[name].table for name in one.rule_sets}


def _divides(found: Breakdown, one: Measure, able: Iterable[Resolved], filled: Filled) -> bool:
    """Whether a breakdown can divide the rows: it is a part of the day, a family that a definition has, or a field that is filled."""
    if found.time:
        return (one.own is None or bool(one.own.day)) and (one.kind != "stock" or found.time == "day")
    if one.alone is not None:
        return False
    if found.family:
        return any(found.family in chosen.compiled for chosen in able)
    return any(set(found.fields) & filled.get(table, frozenset()) for table in _tables(one))


def _filters(by: Sequence[Breakdown], able: Iterable[Resolved]) -> Iterator[str]:
    """Values that a filter may name, of breakdowns whose values are known beforehand."""
    from tallymark.rules.cards import cards  # noqa: PLC0415

    sets = [one.rule_set for one in able]
    for one in by:
        names = [rule for chosen in sets if one.family for rule in chosen.rules.get(one.family, ())]
        cases = [case.value for rule in names for case in cards().get(rule).cases]
        values = dict.fromkeys((*cases, *one.labels, *one.known.values()))
        yield from (f"{one.id}={value}" for value in values)
