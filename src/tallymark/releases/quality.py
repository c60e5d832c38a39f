"""The quality report of a release: in comes a release of the store; out comes what is in it and what is wrong with it, as data.

Each table is read once by a scan that counts rows, filled values and failed checks month by month, and once more, by its
keys only, for rows that are alike. The report holds coordinates and counts and no cell.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from datetime import date
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tallymark.engine.connect import connect
from tallymark.engine.engine import Engine
from tallymark.releases.catalogue import KnownRelease, known
from tallymark.releases.checks import TRUE, Check, checks_of
from tallymark.releases.checks_sql import (
    VIEW,
    Counted,
    Scan,
    alike_query,
    coded_fields,
    codes_query,
    counted_of,
    same_key_query,
    scan,
)
from tallymark.releases.known_nulls import known_share
from tallymark.releases.months import MonthCount, marked_months
from tallymark.releases.quality_report import (
    CheckResult,
    FieldQuality,
    QualityReport,
    TableQuality,
)
from tallymark.schema import manifest as manifests
from tallymark.schema.manifest import Manifest, TableEntry
from tallymark.schema.store import ReleasePaths, Store
from tallymark.schema.tables import Table, table

# A month that is missing or thin, and a share of missing values that is not the known one, are things to look at.
ODD = "warn"


def quality(store: Store, release: str, *, memory_mb: int | None = None, engine: Engine | None = None) -> QualityReport:
    """The quality report of a release in the store; raises TM-SCHEMA-103 when there is none of this id.

    ``engine`` counts, DuckDB inside this process with ``memory_mb`` unless given.
    """
    paths = store.existing(release)
    manifest = manifests.read(paths.manifest)
    in_catalogue = known(release)
    with ExitStack() as stack:
        running = engine
        if running is None:
            temp = stack.enter_context(TemporaryDirectory(prefix="tallymark-"))
            running = stack.enter_context(connect(folders=[paths.folder], memory_mb=memory_mb, temp=Path(temp)))
        found = tuple(table_quality(running, paths, manifest, entry, in_catalogue) for entry in manifest.tables)
    return QualityReport(
        release=release,
        title="" if in_catalogue is None else in_catalogue.title,
        digest=manifest.digest,
        n_files=len(manifest.files),
        n_bytes=sum(file.n_bytes for file in manifest.files),
        skipped=_skipped(manifest),
        faults=manifest.faults,
        tables=found,
    )


def table_quality(
    engine: Engine, paths: ReleasePaths, manifest: Manifest, entry: TableEntry, in_catalogue: KnownRelease | None
) -> TableQuality:
    """One table read and counted."""
    known_table = table(entry.name)
    window, n_known = _catalogued(in_catalogue, entry.name)
    engine.view(VIEW, paths.parts(paths.table(entry.name)))
    present = _present(known_table, entry)
    bound = Scan()
    chosen = [check for check in checks_of(known_table) if set(check.fields) <= set(present.fields)]
    counted = counted_of(present, chosen, window, bound)
    prepared = scan(present, counted, bound)
    months = engine.query(prepared.sql, prepared.parameters).to_pylist()
    n_rows = _total(months, "n_rows")
    results = [_result(one, number, months) for number, one in enumerate(counted)]
    results += [result for check in chosen for result in _of_values(engine, present, check, n_rows)]
    results += _of_ingest(manifest, entry.name, chosen)
    dated = {month["month"]: month["n_rows"] for month in months if month["month"] is not None}
    by_month = marked_months(dated, window)
    results += _of_table(n_rows, n_known, present.key_date, by_month)
    return TableQuality(
        name=entry.name,
        meaning=known_table.meaning,
        of_people=known_table.person_field is not None,
        layouts=entry.layouts,
        n_rows=n_rows,
        n_undated=sum(month["n_rows"] for month in months if month["month"] is None),
        n_quarantined=entry.n_quarantined,
        n_bad_cells=entry.n_bad_cells,
        n_redacted=sum(mark.n_cells for mark in entry.marks),
        window=entry.window,
        known_window=(_iso(window[0]), _iso(window[1])),
        known_rows=n_known,
        key_date=known_table.key_date,
        months=by_month,
        fields=_fields(known_table, present, entry, months, n_rows),
        checks=tuple(results),
        bad=entry.bad,
    )


def _present(known_table: Table, entry: TableEntry) -> Table:
    """The table with the fields that the release has a column for."""
    names = tuple(name for name in known_table.fields if name in entry.present_fields)
    key = known_table.key_date if known_table.key_date in names else ""
    return Table(known_table.name, names, key, known_table.person_field, known_table.meaning)


def _fields(
    known_table: Table, present: Table, entry: TableEntry, months: Sequence[Mapping[str, Any]], n_rows: int
) -> tuple[FieldQuality, ...]:
    from tallymark.schema.fields import fields  # noqa: PLC0415  a field of the same name stands beside it

    privacy = fields()
    found = []
    for name in known_table.fields:
        absent = name not in present.fields
        n_filled = 0 if absent else _total(months, f"f{present.fields.index(name)}")
        share = None if absent else known_share(entry.layouts, entry.name, name)
        level = "ok"
        if share is not None and n_rows:
            distance = abs(Decimal(n_rows - n_filled) - share.share * n_rows)
            level = ODD if distance > share.tolerance * n_rows else "ok"
        found.append(
            FieldQuality(
                name, privacy[name].privacy, absent, n_filled, n_rows - n_filled,
                None if share is None else share.share, None if share is None else share.tolerance, level,
            )
        )  # fmt: skip
    return tuple(found)


def _result(one: Counted, number: int, months: Sequence[Mapping[str, Any]]) -> CheckResult:
    n_values, n_failed = _total(months, f"a{number}"), _total(months, f"c{number}")
    level = one.check.level(n_failed, n_values)
    kind = "implies_true" if one.check.is_ == TRUE else one.check.kind
    return CheckResult(one.check.id, kind, one.fields, n_values, n_failed, level, one.check.source)


def _of_ingest(manifest: Manifest, name: str, chosen: Sequence[Check]) -> list[CheckResult]:
    """What the ingest counted while it typed the cells, as results of the checks of the same id."""
    by_id = {check.id: check for check in chosen if check.kind == "ingest"}
    return [
        CheckResult(
            one.id, "ingest", (one.field,), one.n_values, one.n_failed,
            by_id[one.id].level(one.n_failed, one.n_values), by_id[one.id].source, one.note,
        )
        for one in manifest.checks
        if one.table == name and one.id in by_id
    ]  # fmt: skip


def _of_values(engine: Engine, present: Table, check: Check, n_rows: int) -> list[CheckResult]:
    """The results of a check that needs the distinct values of fields or the groups of rows; none for another check."""
    if check.kind == "codes":
        return _of_codes(engine, present, check)
    if check.kind == "same_key":
        (row,) = engine.query(same_key_query(check)).to_pylist()
        n_values = row["n_values"] or 0
    elif check.kind == "alike" and present.fields:
        (row,) = engine.query(alike_query(present)).to_pylist()
        n_values = n_rows
    else:
        return []
    n_failed = row["n_failed"] or 0
    level = check.level(n_failed, n_values)
    return [CheckResult(check.id, check.kind, check.fields, n_values, n_failed, level, check.source)]


def _of_codes(engine: Engine, present: Table, check: Check) -> list[CheckResult]:
    """One result for each coded field; where the list is not complete a new value informs and no more."""
    coded = coded_fields(present)
    if not coded:
        return []
    query = codes_query(coded)
    found = []
    for one, row in zip(coded, engine.query(query.sql, query.parameters).to_pylist(), strict=True):
        level = check.level(row["n_failed"], row["n_values"])
        if level != "ok" and not one.listed.complete:
            level = "info"
        source = f"schema/data/codes/{one.listed.name}.csv"
        found.append(CheckResult(check.id, check.kind, (one.name,), row["n_values"], row["n_failed"], level, source))
    return found


def _of_table(n_rows: int, n_known: int | None, key_date: str, months: Sequence[MonthCount]) -> list[CheckResult]:
    """The rows against those of the catalogue, and the months against their neighbours."""
    found = []
    if n_known is not None:
        level = ODD if n_rows != n_known else "ok"
        found.append(CheckResult("rows", "rows", (), n_known, abs(n_rows - n_known), level, "releases/data/catalogue"))
    if months:
        n_missing, n_thin = (sum(month.mark == mark for month in months) for mark in ("missing", "thin"))
        level = ODD if n_missing else "info" if n_thin else "ok"
        source = "a month has rows, and at least half of the median of two months on each side"
        found.append(CheckResult("months", "months", (key_date,), len(months), n_missing + n_thin, level, source))
    return found


def _total(months: Sequence[Mapping[str, Any]], column: str) -> int:
    return sum(month[column] for month in months)


def _catalogued(release: KnownRelease | None, name: str) -> tuple[tuple[date | None, date | None], int | None]:
    """The window and the number of rows that the catalogue has for a table; nothing for a release it does not know."""
    for one in () if release is None else release.tables:
        if one.table == name:
            return (one.window.start, one.window.end), one.n_rows
    return (None, None), None


def _skipped(manifest: Manifest) -> tuple[str, ...]:
    files = [f"{file.name}: {file.reason}" for file in manifest.skipped_files]
    sheets = [
        f"{manifest.file(sheet.file_id).name}, sheet {sheet.sheet}{'' if sheet.visible else ' (hidden)'}: {sheet.reason}"
        for sheet in manifest.skipped_sheets
    ]
    return (*files, *sheets)


def _iso(day: date | None) -> str:
    return "" if day is None else day.isoformat()
