"""Counted references: in come a release and a query; out come figures counted under every definition, or the reason why there are none.

What a count may do is said by the gate (``counting.gate``) and by ``data/evidence.yaml``; a figure that may not decide carries
the reason as its fault. Only a query with measure, people and days is answered: records hold no list of figures to look through.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from tallymark.counting.count import counts
from tallymark.counting.counted import Count, CountedTable, UsedDefinition, share_of
from tallymark.counting.evidence import Way, ways
from tallymark.counting.gate import Admission, Reason, Standing, TableFacts, admit, is_settled, people_left
from tallymark.counting.measures import Measure, measures
from tallymark.counting.references_asked import Asked, admission, both, definitions_of, in_force, peoples, ways_of
from tallymark.counting.references_figures import (
    any_reading,
    change_readings,
    figure,
    mean_readings,
    on_fields,
    share_readings,
)
from tallymark.counting.references_groups import Choice, choices, count_people, mean_people, unanswered
from tallymark.counting.request import MOST_BREAKDOWNS, Request
from tallymark.counting.shown import Shown
from tallymark.counting.table_facts import table_facts
from tallymark.model.errors import UsageError
from tallymark.model.figure import Figure, Key, Relation
from tallymark.model.interval import Interval
from tallymark.model.period import Period
from tallymark.model.population import Population
from tallymark.model.references import Answer, Coverage, Query, RecordsUsed, Recounted
from tallymark.releases.catalogue import KnownRelease, known
from tallymark.rules.rule_sets import rule_set
from tallymark.schema import manifest as manifests
from tallymark.schema.store import Store

Counter = Callable[..., tuple[CountedTable, ...]]
ORDER = list(Standing)
MEAN = "mean"
STATES = {Standing.DECIDES: "full", Standing.BESIDE: "part", Standing.REFUSED: "none"}
SMALL = "a count of 1 to 10, or one that would tell such a count, is not shown"


@dataclass(slots=True)
class ReleaseReferences:
    """One release of a store as references (``model.references.References``).

    ``small_cells`` shows counts of 1 to 10, for the person who asked only. ``catalogued`` stands for what the catalogue says of the
    release, looked up by its id unless given; ``counter`` counts, as ``counting.count.counts`` does.
    """

    store: Store
    release: str
    small_cells: bool = False
    catalogued: KnownRelease | None = None
    counter: Counter = counts
    _tables: dict[tuple[str, tuple[str, ...], str], CountedTable | str] = field(default_factory=dict)
    _facts: dict[str, TableFacts | None] = field(default_factory=dict)
    _answers: dict[Query, Answer] = field(default_factory=dict)
    _shown: Shown = field(default_factory=Shown)
    _manifest: manifests.Manifest = field(init=False)

    def __post_init__(self) -> None:
        """Read the manifest; raises TM-SCHEMA-103 and -104."""
        self._manifest = manifests.read(self.store.existing(self.release).manifest)

    @property
    def as_of(self) -> str:
        """The last day of any table, ISO; empty where no row has a day."""
        return max((table.window[-1] for table in self._manifest.tables if table.window), default="")

    @property
    def sha256(self) -> str:
        """The digest of the manifest, which holds the hashes of files and tables."""
        return self._manifest.digest

    def lookup(self, query: Query) -> tuple[Figure, ...]:
        """The figures under every definition that the release can count; none for a query without people or days."""
        return tuple(one.figure for one in self.answer(query).counted)

    def covers(self, query: Query) -> Coverage:
        """``full`` where a count may decide, ``part`` where it only stands beside, ``none`` where nothing is counted; with the reason."""
        found = self.answer(query)
        facts = None if query.measure not in measures() else self._facts_of(measures()[query.measure])
        return Coverage(STATES[Standing(found.standing)], None if facts is None else facts.covered, found.words)

    def used(self) -> RecordsUsed:
        """The release as a check names it."""
        catalogued = self.catalogued or known(self.release)
        return RecordsUsed(
            release=self.release,
            title="" if catalogued is None else catalogued.title,
            scope="" if catalogued is None else "; ".join(one.words for one in catalogued.scopes),
            sha256=self._manifest.digest,
            faults=tuple(f"{fault.table}: {fault.words}" for fault in self._manifest.faults),
        )

    def answer(self, query: Query) -> Answer:
        """What the release says; see ``model.references.Answer``."""
        if query not in self._answers:
            self._answers[query] = self._answer(query)
        return self._answers[query]

    def _answer(self, query: Query) -> Answer:
        asked = self._asked(query)
        if isinstance(asked, Reason):
            return _refused(self.release, asked)
        gates = [admit(asked.facts, people, period) for people in peoples(query) for period in asked.periods]
        closed = [one for gate in gates if gate.standing is Standing.REFUSED for one in gate.reasons]
        if closed:
            return _refused(self.release, *closed)
        if asked.ways.refused:
            return _refused(self.release, Reason("no_such_field", asked.ways.refused))
        found = self._counted(asked)
        if isinstance(found, Reason):
            return _refused(self.release, found)
        tables, choice = found
        counted = [
            one for definition in tables[0].definitions for one in self._under(asked, tables, choice, definition)
        ]
        if not counted:
            return _refused(self.release, Reason("small_cell", SMALL))
        best = min((allowed for _, allowed in counted), key=lambda one: ORDER.index(one.standing))
        return Answer(
            release=self.release,
            standing=str(best.standing),
            codes=tuple(dict.fromkeys(one.code for one in best.reasons)),
            words=best.words,
            counted=tuple(one for one, _ in counted),
            judges=asked.ways.judges,
        )

    def _asked(self, query: Query) -> Asked | Reason:
        measure = measures().get(query.measure)
        if measure is None:
            return Reason("no_such_field", f"{query.measure} is not counted from records")
        facts = self._facts_of(measure)
        if facts is None:
            return Reason("no_table", f"the release has no records of {measure.words}")
        if query.population is None or query.period is None:
            return Reason("ambiguous", "records are counted for people and days that are named")
        if measure.kind == "stock" and query.period.n_days != 1:
            return Reason("ambiguous", f"{measure.words} are counted as of a day")
        if measure.kind == MEAN and query.relation not in (None, Relation.LEVEL):
            return Reason("ambiguous", "of a mean only the mean itself is counted")
        whole = None if query.of is None else people_left(facts, query.of)
        part = people_left(facts, query.population if query.of is None else both(query.population, query.of))
        periods = (query.period,) if query.base is None else (query.period, query.base)
        return Asked(query, facts, part, whole, periods, ways_of(part, whole))

    def _facts_of(self, measure: Measure) -> TableFacts | None:
        table = measure.own.table if measure.own is not None else rule_set(measure.rule_sets[0]).table
        if table not in self._facts:
            paths = self.store.existing(self.release)
            self._facts[table] = table_facts(paths, self._manifest, table, self.catalogued)
        return self._facts[table]

    def _counted(self, asked: Asked) -> tuple[tuple[CountedTable, ...], Choice] | Reason:
        """The table of each period and the ways taken; else the reason why none answers."""
        why = Reason("no_such_field", "the release has no field for these people")
        for choice in choices(asked.ways.filters):
            tables = [self._table(asked, choice.breakdowns, period) for period in asked.periods]
            counted = tuple(one for one in tables if not isinstance(one, str))
            wrong = [one for one in tables if isinstance(one, str)]
            wrong += [words for one in counted for way in choice.ways.values() if (words := unanswered(one, way))]
            if not wrong:
                return counted, choice
            why = Reason("no_such_field", wrong[0])
        return why

    def _table(self, asked: Asked, by: tuple[str, ...], period: Period) -> CountedTable | str:
        """One period by some breakdowns, under every definition asked for that the release has the fields for; a reason when there is none."""
        if len(by) > MOST_BREAKDOWNS:
            return f"more than {MOST_BREAKDOWNS} breakdowns would be needed"
        key = (asked.query.measure, by, period.label)
        if key not in self._tables:
            request = Request(asked.query.measure, by, under=definitions_of(asked), period=period, lenient=True)
            try:
                self._tables[key] = self.counter(self.store, self.release, [request], small_cells=self.small_cells)[0]
            except UsageError as error:
                self._tables[key] = error.detail or error.where
        return self._tables[key]

    def _under(
        self, asked: Asked, tables: Sequence[CountedTable], choice: Choice, definition: UsedDefinition
    ) -> list[tuple[Recounted, Admission]]:
        """The figure under one definition with what it may do; nothing when it is not shown."""
        query = asked.query
        readings = self._readings(asked, tables, choice, definition.id)
        if readings is None or query.population is None or query.period is None:
            return []
        allowed = admission(asked, definition)
        key = Key(query.relation or Relation.LEVEL, query.measure, query.population, query.period, query.of, query.base)
        value, wide = readings
        fault = "" if allowed.standing is Standing.DECIDES else allowed.words
        why = tuple(("undecided", one) for one in tables[0].why_undecided(definition.id))
        made = figure(key, value, definition, tables[0], fault=fault, more=why)
        settled = all(is_settled(asked.facts, period) for period in asked.periods)
        return [(Recounted(made, wide, in_force(definition, asked), settled), allowed)]

    def _readings(
        self, asked: Asked, tables: Sequence[CountedTable], choice: Choice, definition: str
    ) -> tuple[Interval, Interval] | None:
        """The value on the fields and on any reading; None where a count that it needs is not shown."""
        relation, ways_of_part = asked.query.relation or Relation.LEVEL, choice.ways
        if tables[0].kind == MEAN:
            mean = mean_people(tables[0], definition, ways_of_part)
            return None if mean is None else mean_readings(mean)
        counted = [
            self._people(asked, asked.part, period, table, definition, ways_of_part)
            for period, table in zip(asked.periods, tables, strict=True)
            if any(one.id == definition for one in table.definitions)
        ]
        now, then = counted[0] if counted else None, counted[-1] if len(counted) > 1 else None
        if now is None:
            return None
        if relation is Relation.LEVEL:
            return on_fields(now), any_reading(now)
        if relation is not Relation.SHARE:
            return None if then is None else change_readings(relation, now, then)
        whole_people = asked.whole or Population()
        outer = {key: way for key, way in ways_of_part.items() if key in ways(whole_people).filters}
        whole = self._people(asked, whole_people, asked.periods[0], tables[0], definition, outer)
        share = None if whole is None else share_of(now, whole)
        return None if share is None else share_readings(share)

    def _people(
        self,
        asked: Asked,
        people: Population,
        period: Period,
        table: CountedTable,
        definition: str,
        meant: Mapping[str, Way],
    ) -> Count | None:
        found = count_people(table, definition, meant)
        if found is None or self.small_cells:
            return found
        return self._shown.kept(asked.query.measure, definition, people, period, found)


def _refused(release: str, *reasons: Reason) -> Answer:
    codes = tuple(dict.fromkeys(one.code for one in reasons))
    return Answer(release, str(Standing.REFUSED), codes, "; ".join(one.words for one in reasons))
