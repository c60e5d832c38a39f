"""A request made ready: in come a request, a manifest and what the release derives; out come the definitions as questions over rows.

Whatever cannot be counted is found here, before a row is read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tallymark.counting.breakdowns import Breakdown, breakdown
from tallymark.counting.cells import ADDS, ADDS_HIGH, ADDS_LOW
from tallymark.counting.counted import Reasons, UsedDefinition
from tallymark.counting.filters import refuse_case, refuse_text, refuse_time
from tallymark.counting.measures import Measure, measure
from tallymark.counting.questions import Asked, Reading, Source, ask, open_words
from tallymark.counting.relations import HAS_PERSON, Attached, Relations, Wanted
from tallymark.counting.request import EVERY_DEFINITION, MOST_BREAKDOWNS, Request
from tallymark.model.errors import TallymarkError, UsageError
from tallymark.records.parameters import Value
from tallymark.rules.card import Card
from tallymark.rules.cards import cards
from tallymark.rules.resolve import Resolved, resolve
from tallymark.rules.rule_sets import RuleSet
from tallymark.schema.manifest import Manifest, TableEntry
from tallymark.schema.tables import table as table_named

OTHER_MEASURE = "TM-COUNT-008"
TOO_MANY = "TM-COUNT-009"
NOTHING_TO_COUNT = "TM-COUNT-010"
NOT_A_DAY = "TM-COUNT-011"
REPEATS = (
    "rows without a person's identifier may repeat another one",
    "two events within the window are taken for one",
)
OWN_DEFINITION = "tallymark"
DAY, DAYS = "day", "days"
# What a release may lack, so that one definition of several is left out and the others are counted.
LACKING = ("TM-RULES-010", "TM-COUNT-006", "TM-COUNT-007", "TM-COUNT-010", "TM-RECORDS-005", "TM-RECORDS-007")


@dataclass(frozen=True, slots=True)
class Part:
    """One definition of a request with the rows that it is asked of."""

    asked: Asked
    wanted: Wanted | None
    alone: Attached | None

    @property
    def rows_name(self) -> str:
        """The same for parts that are asked of the same rows."""
        one = self.wanted if self.wanted is not None else self.alone
        return one.name if one is not None else ""

    def make(self, relations: Relations, fields: frozenset[str]) -> str:
        """The name of the engine's table with the rows."""
        if self.wanted is not None:
            return relations.make(self.wanted, fields)
        return relations.alone(self.alone.found) if self.alone is not None else ""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A request that can be counted.

    ``divisions`` are the breakdowns asked for and behind them those that only a filter names; ``filters`` gives for the place
    of a division the one value that counts. ``tables`` are the tables of the release, ``left_out`` the definitions that it
    cannot be counted by, with the reason.
    """

    request: Request
    measure: Measure
    divisions: tuple[Breakdown, ...]
    filters: Mapping[int, str]
    parts: tuple[Part, ...]
    tables: tuple[str, ...]
    left_out: Mapping[str, str] = field(default_factory=dict)


def prepare(request: Request, manifest: Manifest, relations: Relations) -> Prepared:
    """The request as questions; raises what ``counting.count.counts`` lists."""
    wanted = measure(request.measure)
    if len(request.by) > MOST_BREAKDOWNS or len(set(request.by)) < len(request.by):
        raise UsageError(TOO_MANY, where=", ".join(request.by), detail=f"at most {MOST_BREAKDOWNS}, each once")
    names = (*request.by, *(name for name in request.where if name not in request.by))
    _refuse_sum_of_days(wanted, request, names)
    if wanted.over == DAYS and DAY not in names:
        names = (*names, DAY)
    divisions = tuple(breakdown(name) for name in names)
    filters = {names.index(name): value for name, value in request.where.items()}
    builder = _Builder(request, wanted, divisions, manifest, relations)
    parts, left_out = builder.parts()
    _refuse_values(parts, divisions, filters, relations)
    tables = tuple(dict.fromkeys(name for part in parts for name in builder.tables_of(part)))
    return Prepared(request, wanted, divisions, filters, parts, tables, left_out)


def _refuse_values(
    parts: Sequence[Part], divisions: Sequence[Breakdown], filters: Mapping[int, str], relations: Relations
) -> None:
    """Raise TM-COUNT-013 for a filter by a value that no row can have."""
    for place, value in filters.items():
        one = divisions[place]
        if one.time:
            refuse_time(one, value)
        elif not one.fields:
            refuse_case(one, value, [part.asked for part in parts])
        else:
            for part in parts:
                read = next((name for name in one.fields if name in part.asked.dividing), "")
                refuse_text(one, value, read, relations.values(part.wanted, {read}))


def _refuse_sum_of_days(wanted: Measure, request: Request, names: Sequence[str]) -> None:
    """Raise TM-COUNT-011 where people of several days would be added up."""
    one_day = request.period is not None and request.period.n_days == 1
    if wanted.kind == "stock" and DAY not in names and not one_day:
        raise UsageError(NOT_A_DAY, where=wanted.id, detail="give --by day, or one day with --period")


@dataclass(frozen=True, slots=True)
class _Builder:
    """Makes the parts of one request."""

    request: Request
    measure: Measure
    divisions: tuple[Breakdown, ...]
    manifest: Manifest
    relations: Relations

    def parts(self) -> tuple[tuple[Part, ...], dict[str, str]]:
        """One part for each definition; a definition that the release cannot be counted by is left out where several were asked for."""
        if self.measure.own is not None:
            self._refuse_definitions()
            return (self._own(),), {}
        if self.request.every_definition:
            named = [name for name in self.request.under if name != EVERY_DEFINITION]
            for name in named:
                self._refuse_other(self.request.rule_set(name))
            return self._some(tuple(dict.fromkeys((*named, *self.measure.rule_sets))))
        if self.request.under:
            for name in self.request.under:
                self._refuse_other(self.request.rule_set(name))
            if self.request.lenient:
                return self._some(self.request.under)
            return tuple(self._by_rules(self.request.rule_set(name)) for name in self.request.under), {}
        return (self._first(),), {}

    def tables_of(self, part: Part) -> tuple[str, ...]:
        """The tables of the release that the rows of a part come from."""
        if part.wanted is not None:
            return (part.wanted.table,)
        return (self._table(part.asked.definition.id),)

    def _table(self, definition: str) -> str:
        return self.measure.own.table if self.measure.own is not None else self.request.rule_set(definition).table

    def _some(self, names: Sequence[str]) -> tuple[tuple[Part, ...], dict[str, str]]:
        found: list[Part] = []
        left_out: dict[str, str] = {}
        first: TallymarkError | None = None
        for name in names:
            try:
                found.append(self._by_rules(self.request.rule_set(name)))
            except TallymarkError as error:
                if error.code not in LACKING:
                    raise
                first = first or error
                left_out[name] = error.detail
        if not found and first is not None:
            raise first
        return tuple(found), left_out

    def _first(self) -> Part:
        """The first default that the release has the fields for."""
        parts, _ = self._some(self.measure.default[:1])
        return parts[0]

    def _refuse_definitions(self) -> None:
        own = f"{OWN_DEFINITION}.{self.measure.id}"
        strange = [name for name in self.request.under if name != own and not self.request.every_definition]
        if strange:
            detail = f"{self.measure.id} has the one definition {own}"
            raise UsageError(OTHER_MEASURE, where=strange[0], detail=detail)

    def _refuse_other(self, one: RuleSet) -> None:
        if one.measure not in self.measure.definitions:
            detail = f"it counts {one.measure}; of {self.measure.id}: {', '.join(self.measure.rule_sets)}"
            raise UsageError(OTHER_MEASURE, where=one.id, detail=detail)

    def _own(self) -> Part:
        own = self.measure.own
        if own is None:
            raise AssertionError
        self._refuse_settings(frozenset())
        definition = UsedDefinition(f"{OWN_DEFINITION}.{self.measure.id}", own.title, "", {}, {}, own.gaps, ())
        source = Source(
            own.table,
            self._available(own.table),
            self._conditions(),
            own.day,
            self._adds(),
            self._reasons(repeats=False),
        )
        asked = ask(definition, None, source, self.divisions, self.request.period)
        return Part(asked, Wanted(own.table), None)

    def _by_rules(self, one: RuleSet) -> Part:
        available = self._available(one.table)
        absent = set(table_named(one.table).fields) - available
        settings = self._settings(one)
        resolved = resolve(one, absent=absent, settings=settings)
        self._need_persons(resolved, available)
        if self.measure.alone is not None:
            return self._alone(one, resolved)
        attached = self._attached(resolved)
        repeats = self._repeats(resolved)
        conditions = (*self._conditions(), *repeats)
        reasons = self._reasons(repeats=bool(repeats))
        source = Source(
            one.table, available, conditions, self.measure.day, self._adds(), reasons, self.request.settings
        )
        asked = ask(_used(resolved), resolved, source, self.divisions, self.request.period)
        return Part(asked, Wanted(one.table, attached), None)

    def _alone(self, one: RuleSet, resolved: Resolved) -> Part:
        """A measure over a derived table that stands for itself, such as the daily population; it has days and no other field."""
        alone = self.measure.alone
        card = resolved.tables.get("detention")
        if alone is None or card is None:
            raise AssertionError
        column = f"records.{card.column}"
        adds = {ADDS: column, ADDS_LOW: f"{column}_low", ADDS_HIGH: f"{column}_high"}
        source = Source(one.table, frozenset(), (), f"records.{alone.day}", adds)
        asked = ask(_used(resolved), resolved, source, self.divisions, self.request.period)
        found = self.relations.derive(alone.name, _parameters(resolved.settings["detention"]))
        return Part(asked, None, Attached(found, "", "", ()))

    def _available(self, table: str) -> frozenset[str]:
        """The fields that the release fills; raises TM-COUNT-010 when it has no such table."""
        entry = next((one for one in self.manifest.tables if one.name == table), None)
        if entry is None:
            known = ", ".join(one.name for one in self.manifest.tables)
            detail = f"{self.measure.id} are counted in the table {table}; the release has {known}"
            raise UsageError(NOTHING_TO_COUNT, where=f"release {self.manifest.release}", detail=detail)
        filled = filled_fields(entry)
        if self.measure.fields and not filled & set(self.measure.fields):
            detail = f"the release has no field {' or '.join(self.measure.fields)}, by which {self.measure.id} are told"
            raise UsageError(NOTHING_TO_COUNT, where=f"release {self.manifest.release}", detail=detail)
        return filled

    def _conditions(self) -> tuple[Reading, ...]:
        return (Reading(self.measure.when, self.measure.when_any),) if self.measure.when else ()

    def _reasons(self, *, repeats: bool) -> Reasons:
        """Why the record may not tell whether a row counts, by what the measure and the rule on repeats ask."""
        empty = tuple(f"left open: {' or '.join(self.measure.fields)} is empty" for _ in self.measure.fields[:1])
        return Reasons(empty, (*self.measure.open, *(REPEATS if repeats else ())))

    def _adds(self) -> Mapping[str, str]:
        return {ADDS: self.measure.adds} if self.measure.adds else {}

    def _need_persons(self, resolved: Resolved, available: frozenset[str]) -> None:
        """Raise TM-COUNT-010 where rows are put together by person and the release has no identifier of persons."""
        joins = bool(self.measure.rows) or self.measure.alone is not None or "duplicate" in resolved.tables
        person = table_named(resolved.rule_set.table).person_field
        if joins and person is not None and person not in available:
            detail = f"{resolved.rule_set.id} puts rows of one person together; the release has no {person}"
            raise UsageError(NOTHING_TO_COUNT, where=f"release {self.manifest.release}", detail=detail)

    def _attached(self, resolved: Resolved) -> tuple[Attached, ...]:
        """The derived tables that are joined: those of the measure and that of the rule on repeats."""
        attached = [
            Attached(self.relations.derive(one.name, {}), one.key, one.on, one.columns) for one in self.measure.rows
        ]
        card = self._repeats_by_table(resolved)
        if card is not None:
            found = self.relations.derive(card.table, _parameters(resolved.settings["duplicate"]))
            attached.append(Attached(found, "row_key", "row_key", (card.column,)))
        return tuple(attached)

    def _repeats_by_table(self, resolved: Resolved) -> Card | None:
        """The rule on repeats where it is a derived table that the measure itself does not join already."""
        card = resolved.tables.get("duplicate")
        return None if card is None or card.table in {one.name for one in self.measure.rows} else card

    def _repeats(self, resolved: Resolved) -> tuple[Reading, ...]:
        """Which rows count under the rule on repeats.

        On the fields the rule decides. On any reading a kept row of a person is an event, and every other row may be one.
        """
        card = self._repeats_by_table(resolved)
        if card is None:
            return ()
        kept = f"records.{card.table}_{card.column}"
        return (Reading(kept, f"CASE WHEN {kept} AND records.{HAS_PERSON} THEN TRUE END"),)

    def _settings(self, one: RuleSet) -> dict[str, object]:
        """The settings for the rules of a set; raises TM-RULES-009 for one that neither they nor a breakdown have."""
        names = frozenset(
            name for listed in one.rules.values() for rule in listed for name in cards().parameters(cards().get(rule))
        )
        self._refuse_settings(names)
        return {name: value for name, value in self.request.settings.items() if name in names}

    def _refuse_settings(self, names: frozenset[str]) -> None:
        for division in self.divisions:
            names |= frozenset(cards().parameters(cards().get(division.rule))) if division.rule else frozenset()
        strange = sorted(set(self.request.settings) - names)
        if strange:
            raise UsageError(
                "TM-RULES-009",
                where=f"parameter {strange[0]!r}",
                detail=f"the rules have: {', '.join(sorted(names)) or 'none'}",
            )


def filled_fields(entry: TableEntry) -> frozenset[str]:
    """The fields of a table that a column of the release was read into."""
    listed = table_named(entry.name).fields
    return frozenset(entry.present_fields) if entry.present_fields else frozenset(listed) - set(entry.absent_fields)


def _parameters(settings: Mapping[str, object]) -> dict[str, Value]:
    return {name: value for name, value in settings.items() if isinstance(value, str | int | bool) or value is None}


def _used(resolved: Resolved) -> UsedDefinition:
    one = resolved.rule_set
    taken: dict[str, Card] = {family: found.card for family, found in resolved.compiled.items()} | dict(resolved.tables)
    rules = {family: f"{taken[family].id}@{taken[family].version}" for family in one.rules if family in taken}
    return UsedDefinition(
        one.id,
        one.title,
        one.imitates,
        rules,
        resolved.settings,
        one.gaps,
        resolved.absent,
        {family: words for family, card in taken.items() if (words := open_words(card))},
        {family: card.title for family, card in taken.items()},
    )
