"""Facts of a table: in come a release of a store and the name of a table; out comes what the gate asks of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from tallymark.counting.coverage_notes import faults, window_of
from tallymark.counting.gate import TableFacts
from tallymark.engine.connect import connect
from tallymark.releases.catalogue import KnownRelease, known
from tallymark.releases.months import marked_months
from tallymark.schema.manifest import Manifest
from tallymark.schema.store import ReleasePaths
from tallymark.schema.tables import table as table_named

VIEW = "looked_at"


def table_facts(
    paths: ReleasePaths, manifest: Manifest, table: str, catalogued: KnownRelease | None = None
) -> TableFacts | None:
    """What is known of one table; None when the release does not have it.

    ``catalogued`` is what the catalogue says of the release, looked up by its id unless given.
    """
    entry = next((one for one in manifest.tables if one.name == table), None)
    if entry is None:
        return None
    return TableFacts(
        release=manifest.release,
        table=table,
        n_rows=entry.n_rows,
        window=window_of(entry),
        months=marked_months(rows_by_month(paths, table)),
        faults=faults(manifest, (table,), None),
        known=catalogued or known(manifest.release),
    )


def rows_by_month(paths: ReleasePaths, table: str) -> Mapping[date, int]:
    """The rows of a table by the first day of the month of its key date; rows without one are left out."""
    key_date = table_named(table).key_date
    files = paths.parts(paths.table(table))
    if not key_date or not files:
        return {}
    month = f"CAST(date_trunc('month', {key_date}) AS DATE)"
    # The name is that of a canonical field; no value stands in the text.
    sql = f"SELECT {month} AS month, count(*) AS n_rows FROM {VIEW} WHERE {key_date} IS NOT NULL GROUP BY {month}"  # noqa: S608
    with connect(folders=[paths.folder]) as engine:
        engine.view(VIEW, files)
        rows = engine.query(sql).to_pylist()
    return {row["month"]: row["n_rows"] for row in rows}
