"""Counting: in come a store, a release and requests; out come finished tables with bounds, notes and the trail of every number.

Requests over the same rows are asked in one scan. Small cells are hidden once, on the finished table with all its totals.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from math import prod

import pyarrow as pa

from tallymark.counting.breakdowns import breakdown, share_values
from tallymark.counting.cells import (
    amounts_of,
    by_size_shown,
    cells_of,
    chosen,
    days_of,
    display_order,
    labels_of,
    same_as,
    spreads,
    tallies,
)
from tallymark.counting.counted import ALL, UNKNOWN, Amounts, Cell, CountedTable, Group, cube
from tallymark.counting.coverage_notes import coverage, parts_of_years, window_of
from tallymark.counting.fieldless import fieldless
from tallymark.counting.plan import Plan, Question
from tallymark.counting.prepared import LACKING, Part, Prepared, prepare
from tallymark.counting.questions import ANY
from tallymark.counting.relations import Relations
from tallymark.counting.request import Request
from tallymark.counting.scan import plain_sql, scan
from tallymark.counting.suppression import Limit, Suppression, suppress
from tallymark.counting.trail import trail_of
from tallymark.engine.connect import connect
from tallymark.engine.engine import Engine
from tallymark.model.errors import TallymarkError, UsageError
from tallymark.model.period import Period
from tallymark.model.small_cells import LARGEST_SMALL
from tallymark.schema import manifest as manifests
from tallymark.schema.manifest import Manifest
from tallymark.schema.scratch import scratch
from tallymark.schema.store import ReleasePaths, Store

OUTSIDE = "TM-COUNT-014"
TOO_LARGE = "TM-COUNT-015"
# What must be hidden is sought over every group with its totals; so many take about ten seconds.
MOST_GROUPS = 40_000
# For each question of a request, by its id: the engine's table it was asked of and the counted rows.
Answers = Mapping[str, tuple[str, pa.Table]]


def count(
    store: Store, release: str, request: Request, *, engine: Engine | None = None, small_cells: bool = False
) -> CountedTable:
    """One request; see ``counts``.

    Raises TM-COUNT-014 where nothing was counted and the release covers no day of the period or of a year filtered by.
    """
    found = counts(store, release, (request,), engine=engine, small_cells=small_cells)[0]
    if not found.cells:
        _refuse_days_outside(request, manifests.read(store.existing(release).manifest), found.trail.tables)
    return found


def _refuse_days_outside(request: Request, manifest: Manifest, tables: Sequence[str]) -> None:
    """Raise TM-COUNT-014 when what was asked for lies outside the days of every table that was read."""
    by_time = [
        Period.parse(value) for name, value in request.where.items() if breakdown(name).time and value != UNKNOWN
    ]
    covered = [days for name in tables if (days := window_of(manifest.table(name))) is not None]
    for asked in (*by_time, *((request.period,) if request.period is not None else ())):
        if covered and not any(days.overlaps(asked) for days in covered):
            words = ", ".join(f"{days.start} to {days.last_day}" for days in covered)
            detail = f"its records are from {words}"
            raise UsageError(OUTSIDE, where=f"{asked.label}, release {manifest.release}", detail=detail)


def counts(
    store: Store,
    release: str,
    requests: Sequence[Request],
    *,
    engine: Engine | None = None,
    small_cells: bool = False,
) -> tuple[CountedTable, ...]:
    """The tables of several requests, in their order, with one scan of the same rows for all of them.

    ``engine`` is DuckDB inside this process unless given. Counts of 1 to 10 are hidden with what would give them away; with
    ``small_cells`` all are there, for the person who asked only.
    Raises TM-COUNT-003 (measure), -005 (breakdown), -006 (no field for it), -007 (rows without a day), -008 (definition of another
    measure), -009 (more than four breakdowns), -010 (the release cannot be counted), -013 (a filter by a value that no row can have),
    -015 (a table too large to hide its small cells), TM-RULES-009 and -012.
    """
    paths = store.existing(release)
    manifest = manifests.read(paths.manifest)
    with _engine(paths, engine) as running:
        relations = Relations(store, paths, manifest, running)
        prepared = [prepare(request, manifest, relations) for request in requests]
        return tuple(_all_finished(prepared, manifest, running, relations, small_cells=small_cells))


def counts_or_reasons(
    store: Store,
    release: str,
    requests: Sequence[Request],
    *,
    engine: Engine | None = None,
    small_cells: bool = False,
) -> tuple[CountedTable | str, ...]:
    """As ``counts``; in place of a table for which the release lacks something, the reason in words."""
    paths = store.existing(release)
    manifest = manifests.read(paths.manifest)
    with _engine(paths, engine) as running:
        relations = Relations(store, paths, manifest, running)
        prepared = [_prepared_or_reason(request, manifest, relations) for request in requests]
        ready = [one for one in prepared if not isinstance(one, str)]
        tables = iter(_all_finished(ready, manifest, running, relations, small_cells=small_cells))
        return tuple(one if isinstance(one, str) else next(tables) for one in prepared)


def _prepared_or_reason(request: Request, manifest: Manifest, relations: Relations) -> Prepared | str:
    try:
        return prepare(request, manifest, relations)
    except TallymarkError as error:
        if error.code in LACKING:
            return error.detail
        raise


def _all_finished(
    prepared: Sequence[Prepared], manifest: Manifest, running: Engine, relations: Relations, *, small_cells: bool
) -> list[CountedTable]:
    """One scan of the same rows for all, then each table."""
    answers = _scan_all(running, relations, prepared)
    thin = _hardly_filled(relations, prepared)
    return [
        _finished(one, manifest, answers[number], thin, running, small_cells=small_cells)
        for number, one in enumerate(prepared)
    ]


def _hardly_filled(relations: Relations, prepared: Sequence[Prepared]) -> dict[str, tuple[str, ...]]:
    """By table and field (``table.field``) what is to be said of years in which a field that divides is hardly filled."""
    fields: dict[str, set[str]] = {}
    for part in (part for one in prepared for part in one.parts):
        if part.wanted is not None and part.asked.dividing:
            fields.setdefault(part.wanted.table, set()).update(part.asked.dividing)
    return {
        f"{table}.{name}": words
        for table, names in fields.items()
        for name, words in relations.hardly_filled(table, names).items()
    }


@contextmanager
def _engine(paths: ReleasePaths, given: Engine | None) -> Iterator[Engine]:
    """The engine given, else an own one that spills beside the derived tables."""
    if given is not None:
        yield given
        return
    with scratch(paths.folder / "derived") as spill, connect(folders=[paths.folder], temp=spill) as own:
        yield own


def _scan_all(
    engine: Engine, relations: Relations, prepared: Sequence[Prepared]
) -> list[dict[str, tuple[str, pa.Table]]]:
    """For each request the relation and the counted rows of each question by its id; one scan for the same rows."""
    answers: list[dict[str, tuple[str, pa.Table]]] = [{} for _ in prepared]
    by_rows: dict[str, list[tuple[int, Part]]] = {}
    for number, one in enumerate(prepared):
        for part in one.parts:
            by_rows.setdefault(part.rows_name, []).append((number, part))
    for parts in by_rows.values():
        fields = frozenset().union(*(part.asked.fields for _, part in parts))
        relation = parts[0][1].make(relations, fields)
        questions = {
            f"{number}/{question.id}": replace(question, id=f"{number}/{question.id}")
            for number, part in parts
            for question in _questions(part)
        }
        plan = Plan(relation, fields, tuple(questions.values()), values=relations.values(parts[0][1].wanted, fields))
        for name, table in scan(engine, plan).items():
            place, _, question_id = name.partition("/")
            answers[int(place)][question_id] = (relation, table)
    return answers


def _questions(part: Part) -> tuple[Question, ...]:
    asked = part.asked
    return (asked.on_fields,) if asked.any_reading is None else (asked.on_fields, asked.any_reading)


def _thin_notes(one: Prepared, thin: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """What is to be said of the fields that divide the table."""
    names = {f"{part.wanted.table}.{name}" for part in one.parts if part.wanted for name in part.asked.dividing}
    return tuple(words for name in sorted(names) for words in thin.get(name, ()))


@dataclass(frozen=True, slots=True)
class _Cells:
    """What the scans of one request hold: cells of the breakdowns, of a mean what rows add and how many days there are, the SQL.

    ``same`` names for a definition an earlier one with the same cells, of which alone there are cells.
    """

    cells: tuple[Cell, ...]
    same: Mapping[str, str]
    amounts: tuple[Amounts, ...]
    days: Mapping[tuple[str, Group], int]
    sql: Mapping[str, str]


def _cells(one: Prepared, answers: Answers) -> _Cells:
    n_kept = len(one.request.by)
    whole: list[Cell] = []
    amounts: list[Amounts] = []
    sql: dict[str, str] = {}
    rows_only = one.measure.over == "rows"
    for part in one.parts:
        asked = part.asked
        name = asked.definition.id
        relation, table = answers[asked.on_fields.id]
        any_table = answers[asked.on_fields.id + ANY][1] if asked.any_reading is not None else table
        whole += cells_of(
            name,
            tallies(table, one.divisions, any_reading=False, rows_only=rows_only),
            tallies(any_table, one.divisions, any_reading=True, rows_only=rows_only),
        )
        if rows_only:
            found = spreads(table, one.divisions), spreads(any_table, one.divisions)
            amounts += amounts_of(name, *found, one.filters, n_kept)
        sql |= {question.id: plain_sql(relation, question) for question in _questions(part)}
    days = days_of(whole, one.filters, one.divisions, n_kept) if one.measure.over == "days" else {}
    cells = chosen(whole, one.filters, n_kept)
    same = same_as([part.asked.definition.id for part in one.parts], cells, amounts)
    return _Cells(tuple(cell for cell in cells if cell.definition not in same), same, tuple(amounts), days, sql)


def _finished(
    one: Prepared,
    manifest: Manifest,
    answers: Answers,
    thin: Mapping[str, tuple[str, ...]],
    engine: Engine,
    *,
    small_cells: bool,
) -> CountedTable:
    request = one.request
    by = one.divisions[: len(request.by)]
    found = _cells(one, answers)
    without = fieldless(one, manifest)
    values = {
        division.id: display_order(
            division, _by_rule(one, division.id), found.cells, place, without.values_of(division.id)
        )
        for place, division in enumerate(by)
    }
    scanned = [table for _, table in answers.values()]
    timed = [value for division in by if division.time for value in values[division.id]]
    asked_days = () if request.period is None else (request.period.label,)
    suppressed = _suppressed(found, one, values, small_cells=small_cells)
    sums = cube(found.cells)
    first = one.parts[0].asked.definition.id
    for place, division in enumerate(by):
        if division.fields:
            values[division.id] = by_size_shown(values[division.id], sums, suppressed.hidden, first, place, len(by))
    notes = (*coverage(manifest, one.tables, request.period), *_thin_notes(one, thin))
    return CountedTable(
        release=manifest.release,
        request=request,
        definitions=tuple(part.asked.definition for part in one.parts),
        values=values,
        notes=(*notes, one.measure.note) if one.measure.note else notes,
        trail=trail_of(request, manifest, one.tables, found.sql, engine, small_cells=small_cells),
        small_cells=small_cells,
        cells=found.cells,
        same=found.same,
        labels={division.id: labels_of(division, scanned, place) for place, division in enumerate(by)},
        reasons={
            (part.asked.definition.id, name): reasons
            for part in one.parts
            for name, reasons in part.asked.reasons.items()
        },
        sums=sums,
        partial=parts_of_years([*timed, *asked_days], window_of(manifest.table(one.tables[0]))),
        left_out=one.left_out,
        hidden=suppressed.hidden,
        near=suppressed.near,
        step=suppressed.widest,
        suppressed=suppressed,
        words=one.measure.words,
        unit=one.measure.unit,
        by_words=tuple(division.words for division in by),
        times=frozenset(division.id for division in by if division.time),
        share_values=share_values(by),
        across=next((division.id for division in by if division.time), request.by[0] if request.by else ""),
        kind=one.measure.kind,
        over=one.measure.over,
        amounts=found.amounts,
        days=found.days,
        lacking=without.lacking,
        untold=without.untold,
    )


def _suppressed(
    found: _Cells, one: Prepared, values: Mapping[str, tuple[str, ...]], *, small_cells: bool
) -> Suppression:
    """What is not shown of the finished table; nothing is hidden of what is not about people.

    Raises TM-COUNT-015 for a table so large that finding what must be hidden would take long and much memory.
    """
    if small_cells or not one.measure.about_people:
        return Suppression()
    names = [part.asked.definition.id for part in one.parts if part.asked.definition.id not in found.same]
    n_groups = len(names) * prod(len(listed) + 1 for listed in values.values())
    if n_groups > MOST_GROUPS:
        detail = f"it has {n_groups:,} groups with its totals, of at most {MOST_GROUPS:,}"
        raise UsageError(TOO_LARGE, where=f"--by {','.join(values)}", detail=detail)
    return suppress(found.cells, names, list(values.values()), limit=_limit_of_days(found.days, one, len(values)))


def _limit_of_days(days: Mapping[tuple[str, Group], int], one: Prepared, n_kept: int) -> Limit | None:
    """Of a mean over days what ten people a day add up to; None for anything else."""
    if one.measure.over != "days":
        return None
    timed = [bool(division.time) for division in one.divisions[:n_kept]]

    def limit(definition: str, group: Group) -> int:
        key = tuple(value if is_time else ALL for value, is_time in zip(group, timed, strict=True))
        return LARGEST_SMALL * days.get((definition, key), 1)

    return limit


def _by_rule(one: Prepared, name: str) -> tuple[str, ...]:
    """The values that the rules of all definitions can give a breakdown, each once, in their order."""
    return tuple(dict.fromkeys(value for part in one.parts for value in part.asked.values.get(name, ())))
