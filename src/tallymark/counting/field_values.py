"""Values of text fields: in come a release, a table and fields; out come all texts that occur in each, looked up once and kept.

They lie in the store under ``derived/field_values@<hash>``, one folder a field; the hash is of the stored parts and the field. A scan
that knows them need not pass over the column first. Only fields that are open have values here.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Collection, Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from tallymark.counting.classes import values_of
from tallymark.engine.engine import Engine
from tallymark.schema.fields import fields as all_fields
from tallymark.schema.manifest import Manifest
from tallymark.schema.parquet import files, write_parts
from tallymark.schema.scratch import begin
from tallymark.schema.store import ReleasePaths

NAME = "field_values"
SCHEMA = pa.schema([pa.field("value", pa.string(), nullable=False)])
HASH_DIGITS = 16
# A field of more values is kept with so many of them: enough to see that they are many.
MOST_KEPT = 10_000


def field_values(
    engine: Engine, paths: ReleasePaths, manifest: Manifest, table: str, relation: str, fields: Collection[str]
) -> Mapping[str, tuple[str, ...]]:
    """The texts of each open text field among ``fields``, in order; ``relation`` is the engine's table with the rows of ``table``."""
    known = all_fields()
    wanted = sorted(
        name for name in fields if name in known and known[name].type == "text" and known[name].privacy == "open"
    )
    return {name: _kept(engine, paths, _digest(manifest, table, name), relation, name) for name in wanted}


def _kept(engine: Engine, paths: ReleasePaths, digest: str, relation: str, field: str) -> tuple[str, ...]:
    folder = paths.derived(f"{NAME}@{digest}")
    if not files(folder):
        _build(folder, values_of(engine, relation, field)[:MOST_KEPT])
    # Not read_table: it loads the reader of data sets for one small file.
    with pq.ParquetFile(files(folder)[0]) as file:
        texts: list[str] = file.read().column("value").to_pylist()
    return tuple(texts)


def _build(folder: Path, values: tuple[str, ...]) -> None:
    """Write the values beside their place and rename them; whoever was first stays."""
    being_built = begin(folder.parent)
    try:
        batch = pa.record_batch([pa.array(values, pa.string())], schema=SCHEMA)
        write_parts(being_built, SCHEMA, [batch])
        if not folder.exists():
            being_built.rename(folder)
    finally:
        shutil.rmtree(being_built, ignore_errors=True)


def _digest(manifest: Manifest, table: str, field: str) -> str:
    """A hash of all that decides the values: the stored parts and the field."""
    content = {"parts": [part.sha256 for part in manifest.table(table).parts], "field": field, "most": MOST_KEPT}
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:HASH_DIGITS]
