"""The texts of a field are looked up once for each release and kept; only open text fields have any."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pytest

from tallymark.counting.field_values import field_values
from tallymark.engine.connect import connect
from tallymark.engine.engine import Engine
from tallymark.model.errors import TallymarkError
from tallymark.schema.manifest import Manifest, PartEntry, TableEntry
from tallymark.schema.store import ReleasePaths, Store

FIELDS = ("case_status", "citizenship_country", "case_threat_level", "departed_date", "person_id", "no_field")


@pytest.fixture
def engine() -> Iterator[Engine]:
    """DuckDB with three made-up removals."""
    with connect(threads=1, memory_mb=256) as engine:
        rows = {"case_status": ["ACTIVE", None, "9-VR Witnessed"], "citizenship_country": ["B", "B", "A"], "person_id": ["x", "y", "z"]}  # fmt: skip
        engine.register("rows_of_removals", pa.table(rows))
        yield engine


def _release(root: Path, sha256: str) -> tuple[ReleasePaths, Manifest]:
    part = PartEntry("part-00000.parquet", 3, 100, sha256)
    entry = TableEntry("removals", (), 3, 0, 0, (), (), (), (), (), (part,))
    return Store(root).release("small"), Manifest("small", (), (entry,))


def test_open_text_fields_have_their_values_in_order(engine: Engine, tmp_path: Path) -> None:
    """Neither NULL nor identifiers, numbers, days or names that are no field."""
    paths, manifest = _release(tmp_path, "a" * 64)
    found = field_values(engine, paths, manifest, "removals", "rows_of_removals", FIELDS)
    assert found == {"case_status": ("9-VR Witnessed", "ACTIVE"), "citizenship_country": ("A", "B")}


def test_values_are_kept_for_the_same_rows_only(engine: Engine, tmp_path: Path) -> None:
    """A second count reads them without the engine; other stored parts are another list."""
    paths, manifest = _release(tmp_path, "a" * 64)
    first = field_values(engine, paths, manifest, "removals", "rows_of_removals", ("case_status",))
    assert field_values(engine, paths, manifest, "removals", "nothing_there", ("case_status",)) == first
    with pytest.raises(TallymarkError, match="TM-ENGINE-008"):
        field_values(engine, paths, _release(tmp_path, "b" * 64)[1], "removals", "nothing_there", ("case_status",))
    left = [path.name for path in (paths.folder / "derived").iterdir()]
    assert [name.partition("@")[0] for name in left] == ["field_values"]
    assert (paths.folder / "derived" / left[0]).stat().st_mode & 0o077 == 0
