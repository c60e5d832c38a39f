"""Tables made for a count: what they may take."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from tallymark.counting import relations
from tallymark.counting.relations import Relations
from tallymark.engine.connect import connect
from tallymark.records.derive import Derived, derive
from tallymark.schema import manifest as manifests
from tests.counting.made import made
from tests.records.small import RELEASE


def test_a_derived_table_takes_no_more_memory_than_the_engine_of_the_count(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An engine of 96 MiB; built once however often it is asked for."""
    asked: list[object] = []

    def watched(*given: object, memory_mb: int | None) -> Derived:
        asked.append(memory_mb)
        return derive(*given, memory_mb=memory_mb)  # type: ignore[arg-type]

    monkeypatch.setattr(relations, "derive", watched)
    store = made(tmp_path, {"removals": [{"person_id": "a", "departed_date": dt.date(2024, 1, 5)}]})
    paths = store.release(RELEASE)
    with connect(folders=[paths.folder], memory_mb=96) as engine:
        found = Relations(store, paths, manifests.read(paths.manifest), engine)
        assert found.derive("removal_episodes", {}) is found.derive("removal_episodes", {})
    assert asked == [96]
