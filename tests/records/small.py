"""Small releases for the tests: in come rows as mappings; out comes a store with them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from tallymark.records.derive import Derived
from tallymark.schema import manifest as manifests
from tallymark.schema.arrow import table_schema
from tallymark.schema.manifest import FileEntry, Manifest, PartEntry, SheetEntry, TableEntry
from tallymark.schema.parquet import write_parts
from tallymark.schema.store import ReleasePaths, Store
from tallymark.schema.tables import tables

RELEASE = "made-up"
Row = Mapping[str, object]


def store_with(root: Path, content: Mapping[str, Sequence[Row]], *, release: str = RELEASE) -> Store:
    """A store with one release of these rows; file, sheet and row are 1, ``S1`` and the place in the list unless given."""
    store = Store(root)
    paths = store.release(release)
    entries = tuple(_table(paths, name, rows) for name, rows in content.items())
    paths.folder.mkdir(parents=True, exist_ok=True)
    manifests.write(paths.manifest, Manifest(release, (FileEntry(1, "made-up.csv", "0" * 64, 1),), entries))
    return store


def _table(paths: ReleasePaths, name: str, rows: Sequence[Row]) -> TableEntry:
    schema = table_schema(tables()[name])
    full = [{"file_id": 1, "sheet": "S1", "row": place, **row} for place, row in enumerate(rows, 1)]
    whole = [{column: row.get(column) for column in schema.names} for row in full]
    table = pa.Table.from_pylist(whole, schema=schema)
    parts = write_parts(paths.table(name), schema, table.to_batches())
    key = tables()[name].key_date
    days = sorted(str(row[key])[:10] for row in whole if key and row[key] is not None)
    places = dict.fromkeys((int(str(row["file_id"])), str(row["sheet"])) for row in full)
    sheets = tuple(SheetEntry(file_id, sheet, "", 1, 2, len(rows), ()) for file_id, sheet in places)
    return TableEntry(
        name, (), len(rows), 0, 0, (days[0], days[-1]) if days else (), (), sheets, (), (),
        tuple(PartEntry(part.path.name, part.n_rows, part.n_bytes, part.sha256) for part in parts),
    )  # fmt: skip


def rows_of(derived: Derived) -> list[dict[str, object]]:
    """Every row of a derived table in order."""
    found: list[dict[str, object]] = pa.concat_tables([pq.read_table(path) for path in derived.files]).to_pylist()
    return found


def columns_of(derived: Derived, *names: str) -> list[tuple[object, ...]]:
    """Some columns of every row, in order."""
    return [tuple(row[name] for name in names) for row in rows_of(derived)]


def key(place: int) -> int:
    """The ``row_key`` of the row at this place of the first sheet."""
    return place


def digest(text: str) -> str:
    """An identifier as the agency makes them: forty signs of no meaning."""
    return hashlib.sha1(text.encode()).hexdigest()  # noqa: S324
