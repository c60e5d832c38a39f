"""Make synthetic releases: in come a spec and a folder; out come the releases in it, and the truth beside them.

``OUT/<release id>/`` holds the files of each release, ``OUT/truth/`` the truth. Blocks of people are made one after the
other, so memory does not grow with the number of people. The folder is new or empty: nothing is written over.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np
import pyarrow as pa

from tallymark.model.errors import UsageError
from tallymark.releases.layouts import layouts
from tallymark.synthetic.block import Block, make_block, n_blocks
from tallymark.synthetic.columns import Array, moment
from tallymark.synthetic.defects.column_changes import PrintedColumn, printed_columns
from tallymark.synthetic.defects.october_lock import fiscal_year, locked_year
from tallymark.synthetic.defects.person_ids import ids
from tallymark.synthetic.fields_events import builder
from tallymark.synthetic.population import Population
from tallymark.synthetic.printing import LostCells, field_of, is_hidden, printed
from tallymark.synthetic.read_spec import fingerprint
from tallymark.synthetic.rows import Rows, events_of, rows
from tallymark.synthetic.script import script_block
from tallymark.synthetic.spec import Publication, Spec
from tallymark.synthetic.table_files import Placed, TableFiles
from tallymark.synthetic.totals import Totals
from tallymark.synthetic.true_links import add_rule_links, add_true_links
from tallymark.synthetic.truth import NUMBERED, Truth
from tallymark.synthetic.view import View

TRUTH = "truth"
TRUTH_SCHEMA = 1
AT_ONCE = 2
FAR = np.datetime64("9999-01-01", "s")


@dataclass(frozen=True, slots=True)
class Made:
    """What was made: the folder, and how many rows each table of each release has."""

    folder: Path
    n_rows: dict[str, int]


@dataclass(slots=True)
class _Table:
    """A table of a release that is being written."""

    release: Publication
    name: str
    columns: tuple[PrintedColumn, ...]
    files: TableFiles


@dataclass(frozen=True, slots=True)
class _Printed:
    """The rows of a block in one table: where they stand, what was lost from them, and whose they are."""

    rows: Rows
    placed: Placed
    lost: list[LostCells]
    person: Array


def synth(spec: Spec, out: Path, *, progress: Callable[[int, int], None] | None = None, at_once: int = AT_ONCE) -> Made:
    """Write every release of the spec and the truth into ``out``; ``progress`` hears blocks done and to do.

    ``at_once`` blocks are made beside one another; the number changes time and memory, not one byte.

    Raises UsageError TM-SYNTH-008 where ``out`` holds something already, TM-SYNTH-009 where it cannot be written; what was
    written until then stays and is no release.
    """
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise UsageError("TM-SYNTH-008", where=str(out))
    try:
        return _synth(spec, out, progress, at_once)
    except OSError as error:
        raise UsageError("TM-SYNTH-009", where=str(out), detail=error.strerror or type(error).__name__) from None


def _synth(spec: Spec, out: Path, progress: Callable[[int, int], None] | None, at_once: int) -> Made:
    (out / TRUTH).mkdir(parents=True)
    truth, totals = Truth(out / TRUTH), Totals()
    tables = [table for release in spec.releases for table in _tables(out, release)]
    held = Population(spec.first_day, spec.until)
    try:
        _add_blocks(spec, tables, truth, totals, held, progress, at_once)
    except BaseException:
        for table in tables:
            table.files.abandon()
        truth.abandon()
        raise
    for table in tables:
        table.files.close()
    _write_population(truth, held)
    truth.close()
    _write_totals(spec, out / TRUTH, totals, truth, tables)
    return Made(out, {key: sum(found.values()) for key, found in totals.rows.items()})


def _add_blocks(
    spec: Spec,
    tables: list[_Table],
    truth: Truth,
    totals: Totals,
    held: Population,
    progress: Callable[[int, int], None] | None,
    at_once: int,
) -> None:
    todo = n_blocks(spec) + bool(spec.script)
    with ThreadPoolExecutor(at_once) as workers:
        for done, block in enumerate(blocks(spec, at_once), start=1):
            _add_block(spec, block, tables, truth, totals, workers)
            _count_held(held, block)
            truth.end_block(block)
            if progress is not None:
                progress(done, todo)


def blocks(spec: Spec, at_once: int = AT_ONCE) -> Iterator[Block]:
    """Every block of a spec in order: people drawn at random, then the people written out."""
    with ThreadPoolExecutor(at_once) as makers:
        for first in range(0, n_blocks(spec), at_once):
            numbers = range(first, min(first + at_once, n_blocks(spec)))
            yield from makers.map(partial(make_block, spec), numbers)
    if spec.script:
        yield script_block(spec, n_blocks(spec))


def with_options(spec: Spec, *, seed: int | None = None, n_rows: int | None = None, form: str | None = None) -> Spec:
    """The spec with another seed, about another number of rows (over all releases), another format.

    The number of people that gives ``n_rows`` is estimated from one block.
    """
    spec = spec if seed is None else replace(spec, seed=seed)
    if form is not None:
        spec = replace(spec, releases=tuple(replace(release, format=form) for release in spec.releases))
    if n_rows is None:
        return spec
    sample = replace(spec, people=2048)
    block = make_block(sample, 0)
    printed_rows = sum(
        len(rows(sample, block, table, release).origin) for release in spec.releases for table in release.layouts
    )
    return replace(spec, people=max(1, round(n_rows * sample.people / max(printed_rows, 1))))


def _tables(out: Path, release: Publication) -> Iterator[_Table]:
    (out / release.id).mkdir()
    for name, layout_id in release.layouts.items():
        layout = layouts()[layout_id]
        columns = printed_columns(layout, release.defects.column_changes.get(name))
        header = [column.name for column in columns]
        yield _Table(release, name, columns, TableFiles(out / release.id, release, name, header, layout.header_row))


def _add_block(
    spec: Spec, block: Block, tables: list[_Table], truth: Truth, totals: Totals, workers: ThreadPoolExecutor
) -> None:
    """Print a block into every table, each table beside the others, and write its truth in one order."""
    names = {release.id: ids(spec, release, block.people["person"]) for release in spec.releases}
    doing = [workers.submit(_print, spec, block, table, names[table.release.id]) for table in tables]
    truth.add_events(spec, block)
    totals.add_block(spec, block)
    add_true_links(truth, block)
    for release in spec.releases:
        add_rule_links(truth, spec, block, release)
        person = pa.array(block.people["person"])
        same = {"release": [release.id] * len(person), "person": person}
        truth.write("person_ids", same | {"person_id": names[release.id]})
    for table, done in zip(tables, doing, strict=True):
        one = done.result()
        truth.add_rows(table.release.id, table.name, one.rows, one.placed, one.person)
        if spec.record_cells:
            truth.add_cells(table.release.id, table.name, one.placed, one.lost)
        totals.add_rows(table.release.id, table.name, one.rows, one.lost)


def _print(spec: Spec, block: Block, table: _Table, names: Sequence[str]) -> _Printed:
    release = table.release
    found = rows(spec, block, table.name, release)
    events = events_of(block, table.name)
    view = View(spec, block, table.name, events, found.origin, found.at, moment(release.extracted), names)
    columns, lost = printed(view, found, release, table.columns)
    years = fiscal_year(found.at)
    if table.name == "removals" and release.defects.october_lock is not None:
        years = locked_year(found.at, events["confirmed"][found.origin], spec.removals.lock)
    return _Printed(found, table.files.write(columns, years), lost, block.people["person"][view.person])


def _count_held(held: Population, block: Block) -> None:
    for unit, people, table in (("stays", "people_in_stays", block.stays), ("stints", "people", block.stints)):
        until = np.where(np.isnat(table["out"]), FAR, table["out"])
        held.add(unit, table["in"], until)
        held.add_people(people, table["person"], table["in"], until)


def _write_population(truth: Truth, held: Population) -> None:
    days = np.datetime64(held.first_day.isoformat(), "D") + np.arange(held.n_days)
    for (unit, kind), counts in held.counts().items():
        same = {"unit": [unit] * held.n_days, "kind": [kind] * held.n_days}
        truth.write("population", {"date": pa.array(days), **same, "n": counts})


def _write_totals(spec: Spec, folder: Path, totals: Totals, truth: Truth, tables: list[_Table]) -> None:
    document = {
        "schema": TRUTH_SCHEMA,
        "spec": spec.name,
        "spec_sha256": fingerprint(spec),
        "seed": spec.seed,
        "first_day": spec.first_day.isoformat(),
        "until": spec.until.isoformat(),
        "releases": {release.id: _release(release) for release in spec.releases},
        **totals.as_json(),
        "by_rule": {name: truth.first[name] for name in NUMBERED},
        "not_filled": {f"{table.release.id}/{table.name}": _not_filled(table) for table in tables},
    }
    text = json.dumps(document, indent=2, sort_keys=True, ensure_ascii=False)
    (folder / "truth.json").write_text(text + "\n", encoding="utf-8")


def _release(release: Publication) -> dict[str, object]:
    return {"extracted": release.extracted.isoformat(), "layouts": release.layouts, "format": release.format}


def _not_filled(table: _Table) -> list[str]:
    """Columns that this generator leaves empty: no defect, only nothing made up for them."""
    known = [one.column for one in table.columns if one.column is not None]
    return [
        column.raw for column in known if not is_hidden(column) and builder(table.name, field_of(column) or "") is None
    ]
