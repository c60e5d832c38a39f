"""Synthetic releases in a store: in come a spec and a seed; out come derived tables whose rows are named by events of the truth.

Used by ``synthetic_truth``. Rows of the store and of the truth are joined by file, sheet and row.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from tallymark.engine.connect import connect
from tallymark.engine.engine import Engine
from tallymark.records.derive import Derived, derive
from tallymark.records.parameters import Value
from tallymark.releases.ingest import ingest
from tallymark.schema import manifest as manifests
from tallymark.schema.manifest import Manifest
from tallymark.schema.store import Store
from tallymark.synthetic.read_spec import read_spec
from tallymark.synthetic.synth import synth, with_options

ROWS_OF_A_SHEET = 2**32
Rows = list[dict[str, Any]]
Place = tuple[str, str, int]


@dataclass(frozen=True)
class MadeRelease:
    """One synthetic release in a store, with the truth beside it."""

    store: Store
    release: str
    truth: Path
    manifest: Manifest
    engine: Engine
    read: dict[str, Rows] = field(default_factory=dict)

    def of_truth(self, name: str) -> Rows:
        """The rows of a file of the truth, read once; none where nothing was written."""
        path = self.truth / f"{name}.parquet"
        if name not in self.read:
            self.read[name] = rows_of(path) if path.is_file() else []
        return self.read[name]

    def derived(self, name: str, parameters: dict[str, Value] | None = None) -> tuple[Derived, Rows]:
        """A derived table and its rows."""
        found = derive(self.store, self.release, name, parameters, engine=self.engine)
        return found, [row for path in found.files for row in rows_of(path)]

    def events(self, table: str) -> dict[Place, int]:
        """The event of each printed row by its place."""
        return {
            (Path(row["file"]).name, row["sheet"], row["row"]): row["event"]
            for row in self.of_truth(f"rows/{self.release}/{table}")
        }

    def event_of_key(self, table: str) -> dict[int, int]:
        """The event of each row of a canonical table by its ``row_key``."""
        events, found = self.events(table), {}
        for number, sheet in enumerate(self.manifest.table(table).sheets):
            name = Path(self.manifest.file(sheet.file_id).name).name
            for (file, of_sheet, row), event in events.items():
                if (file, of_sheet) == (name, sheet.sheet):
                    found[number * ROWS_OF_A_SHEET + row] = event
        return found


@contextmanager
def made(out: Path, spec_name: str, release: str, *, people: int, seed: int) -> Iterator[MadeRelease]:
    """A release of a bundled spec, made from ``people`` people, ingested; everything is gone afterwards."""
    spec = with_options(read_spec(spec_name), seed=seed, form="parquet")
    chosen = tuple(one for one in spec.releases if one.id == release)
    out.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=out) as folder:
        root = Path(folder)
        synth(replace(spec, people=people, releases=chosen), root / "made")
        store = Store(root / "store")
        store.root.mkdir()
        ingest([root / "made" / release], release, store)
        manifest = manifests.read(store.release(release).manifest)
        with connect(folders=[store.root], threads=1) as engine:
            yield MadeRelease(store, release, root / "made/truth", manifest, engine)


def rows_of(path: Path) -> Rows:
    """The rows of a Parquet file."""
    table: pa.Table = pq.read_table(path)
    found: Rows = table.to_pylist()
    return found
