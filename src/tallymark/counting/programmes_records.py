"""Counts of a programme: in come a programme, a release and references; out come its counts with what is published of the same periods beside.

What is asked of the records stands in the programme's file; each count is a table of ``counting.count``, with its notes, bounds,
suppression and trail.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tallymark.counting.count import counts
from tallymark.counting.counted import UNKNOWN, Count, CountedTable
from tallymark.counting.measures import measure
from tallymark.counting.programmes import Asked, Programme
from tallymark.counting.request import Request
from tallymark.engine.connect import connect
from tallymark.engine.engine import Engine
from tallymark.model.errors import UsageError
from tallymark.model.figure import Figure, Relation
from tallymark.model.period import Period
from tallymark.model.references import Query, References
from tallymark.rules.rule_sets import rule_set
from tallymark.schema import manifest as manifests
from tallymark.schema.store import Store

NO_RECORDS = "TM-COUNT-042"
N_OBJECTS = "n_objects"
ROWS = "listed"


@dataclass(frozen=True, slots=True)
class Group:
    """One group of a count.

    ``values`` gives its value for each breakdown that it has; ``depth`` is 0, or 1 for a part of the group before it. ``count``
    are the bounds (None: not shown), ``running`` the sum up to here where that is asked for, ``beside`` published figures of the
    same period.
    """

    values: Mapping[str, str]
    label: str
    depth: int
    count: Count | None
    running: Count | None
    beside: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Counted:
    """One count of a programme: the table, its groups in the order of display, and the total."""

    asked: Asked
    table: CountedTable
    groups: tuple[Group, ...]
    total: Count | None


@dataclass(frozen=True, slots=True)
class Told:
    """All counts of a programme in a release; ``n_distinct`` is the number of things told apart, None where that is not asked."""

    release: str
    counts: tuple[Counted, ...]
    n_distinct: int | None
    notes: tuple[str, ...]


def tell(
    programme: Programme,
    store: Store,
    release: str,
    references: References,
    *,
    small_cells: bool = False,
    engine: Engine | None = None,
) -> Told:
    """The counts that the tables of ``release`` allow; raises TM-COUNT-042 when there is none of them.

    ``engine`` counts, DuckDB inside this process unless given.
    """
    present = {table.name for table in manifests.read(store.existing(release).manifest).tables}
    asked = [one for one in programme.records if tables_of(one.measure) & present]
    if not asked:
        needs = ", ".join(sorted(set().union(*(tables_of(one.measure) for one in programme.records)))) or "no table"
        detail = f"{programme.id} is counted in {needs}; the release has {', '.join(sorted(present))}"
        raise UsageError(NO_RECORDS, where=f"release {release}", detail=detail)
    requests = [Request(one.measure, one.by, one.where) for one in asked]
    found = counts(store, release, requests, engine=engine, small_cells=small_cells)
    told = tuple(_counted(one, table, references) for one, table in zip(asked, found, strict=True))
    notes = tuple(dict.fromkeys(note for table in found for note in table.notes))
    return Told(release, told, _distinct(programme, store, release, present), notes)


def tables_of(name: str) -> set[str]:
    """The canonical tables that a measure is counted in."""
    known = measure(name)
    return {known.own.table} if known.own is not None else {rule_set(one).table for one in known.rule_sets}


def _counted(asked: Asked, table: CountedTable, references: References) -> Counted:
    return Counted(asked, table, tuple(_groups(asked, table, references)), table.count())


def _groups(asked: Asked, table: CountedTable, references: References) -> Iterator[Group]:
    """A group for each value of the first breakdown, and below it one for each value of the second that occurs."""
    by, *inner = asked.by
    sums = _running(table, by) if asked.running else {}
    for value in table.values[by]:
        yield _group(asked, table, references, {by: value}, sums.get(value))
        for below in inner:
            for part in table.values[below]:
                values = {by: value, below: part}
                if UNKNOWN not in (value, part) and table.occurs(values):
                    yield Group(values, table.label(below, part), 1, table.count(**values), None, ())
    for below in inner if asked.totals else ():
        yield from (_group(asked, table, references, {below: value}, None) for value in table.values[below])


def _group(
    asked: Asked, table: CountedTable, references: References, values: Mapping[str, str], running: Count | None
) -> Group:
    """A group of one breakdown with what is published of it."""
    ((by, value),) = values.items()
    beside = _beside(asked, value, references)
    return Group(values, table.label(by, value), 0, table.count(**values), running, beside)


def _running(table: CountedTable, by: str) -> dict[str, Count]:
    """The sums up to each group, rows of unknown value counted once as possible; none from the first group that is not shown."""
    unknown = table.count(**{by: UNKNOWN})
    if unknown is None:
        return {}
    found: dict[str, Count] = {}
    sums = Count(0, unknown.high, 0, unknown.high_any)
    for value in table.values[by]:
        count = table.count(**{by: value})
        if count is None or value == UNKNOWN:
            break
        sums = Count(
            sums.low + count.low,
            sums.high + count.high - unknown.high,
            sums.low_any + count.low_any,
            sums.high_any + count.high_any - unknown.high_any,
        )
        found[value] = sums
    return found


def _beside(asked: Asked, value: str, references: References) -> tuple[Figure, ...]:
    """The published figures of the definitions named for the period that the group is."""
    if not asked.beside or not value[-1:].isdigit():
        return ()
    query = Query(asked.measure, Relation.LEVEL, None, Period.parse(value))
    return tuple(figure for figure in references.lookup(query) if figure.definition in asked.beside)


def _distinct(programme: Programme, store: Store, release: str, present: set[str]) -> int | None:
    """How many things the fields of ``distinct`` tell apart; they are no people."""
    wanted = programme.distinct
    if wanted is None or wanted.table not in present:
        return None
    paths = store.existing(release)
    columns = ", ".join(wanted.fields)
    # The names are those of a file that ships; a query holds no text of a user.
    question = f"SELECT count(*) AS {N_OBJECTS} FROM (SELECT DISTINCT {columns} FROM {ROWS}) AS one"  # noqa: S608
    with connect(folders=[paths.folder]) as engine:
        engine.view(ROWS, paths.parts(paths.table(wanted.table)))
        answer: Any = engine.query(question)
        return int(answer.column(N_OBJECTS)[0].as_py())
