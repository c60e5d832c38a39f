"""Small made-up releases: in come rows as dicts; out comes a store with canonical Parquet and a manifest, without any ingest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pyarrow as pa

from tallymark.schema import manifest as manifests
from tallymark.schema.arrow import table_schema
from tallymark.schema.manifest import BadCount, CheckEntry, FileEntry, Manifest, MarkCount, TableEntry
from tallymark.schema.parquet import write_parts
from tallymark.schema.store import Store
from tallymark.schema.tables import table

Row = Mapping[str, object]


def release(
    root: Path,
    name: str,
    tables: Mapping[str, Sequence[Row]],
    *,
    layouts: Mapping[str, str] | None = None,
    absent: Sequence[str] = (),
    checks: Sequence[CheckEntry] = (),
) -> Store:
    """Write a release; fields that no row names are null, those in ``absent`` have no column in the release."""
    store = Store(root)
    paths = store.release(name)
    paths.folder.mkdir(parents=True)
    entries = []
    for table_name, rows in tables.items():
        schema = table_schema(table(table_name))
        full = [{"file_id": 1, "sheet": "Sheet1", "row": number + 8, **row} for number, row in enumerate(rows)]
        batch = pa.RecordBatch.from_pylist(full, schema=schema)
        write_parts(paths.table(table_name), schema, [batch])
        entries.append(entry(table_name, len(rows), (layouts or {}).get(table_name, f"test.{table_name}"), absent))
    file = FileEntry(1, "made-up.xlsx", "0" * 64, 1000)
    manifests.write(paths.manifest, Manifest(name, (file,), tuple(entries), checks=tuple(checks)))
    return store


def entry(name: str, n_rows: int, layout: str, absent: Sequence[str]) -> TableEntry:
    """What the manifest says of a table."""
    return TableEntry(
        name=name,
        layouts=(layout,),
        n_rows=n_rows,
        n_quarantined=0,
        n_bad_cells=2,
        window=("2020-01-01", "2020-12-31"),
        present_fields=tuple(one for one in table(name).fields if one not in absent),
        absent_fields=tuple(one for one in absent if one in table(name).fields),
        sheets=(),
        marks=(MarkCount("Birth Date", "b6", 7),),
        bad=(BadCount("birth_year", "TM-RELEASES-501", 2),),
        parts=(),
    )
