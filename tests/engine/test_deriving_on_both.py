"""Derived tables are the same on both engines: repeats, persons and rows without a person, stays that meet, an open end."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

import pytest

from tallymark.engine.engine import Engine
from tallymark.engine.spark import connect_spark
from tallymark.records.derive import derive
from tallymark.records.recipes import recipes
from tallymark.schema.store import Store
from tests.records.small import RELEASE, Row, rows_of, store_with
from tests.records.test_episodes import arrest
from tests.records.test_stint_duplicates import stint

PEOPLE = ("a", "b", "c", None)
CONTENT: dict[str, Sequence[Row]] = {
    "arrests": [arrest(who, f"2024-01-0{day} 1{day}:00") for who in PEOPLE for day in (1, 2, 5)],
    "stints": [
        stint(who, f"2024-01-0{day} 20:00", out) for who in PEOPLE for day, out in ((1, "2024-01-04 10:00"), (3, "2024-01-06 09:00"), (8, None))
    ] + [stint("a", "2024-01-01 20:00", "2024-01-04 10:00")],
    "detainers": [{"person_id": who, "detainer_prepared_date": dt.date(2024, 1, day)} for who in PEOPLE for day in (1, 1, 3)],
    "encounters": [{"person_id": who, "event_date": dt.date(2024, 1, day)} for who in PEOPLE for day in (1, 1, 3)],
    "removals": [{"person_id": who, "departed_date": dt.date(2024, 1, day)} for who in PEOPLE for day in (6, 6, 9)],
}  # fmt: skip


@pytest.fixture(scope="module")
def both(server: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, Store, Engine]]:
    """Two stores of one content, and the server that builds in the second one."""
    root = tmp_path_factory.mktemp("stores")
    here, there = store_with(root / "here", CONTENT), store_with(root / "there", CONTENT)
    with connect_spark(server, folders=[root]) as spark:
        yield here, there, spark


@pytest.mark.parametrize("name", recipes())
def test_a_derived_table_is_equal_on_both(name: str, both: tuple[Store, Store, Engine]) -> None:
    """Its rows and its counts; the server's hashes are other ones, and nothing of them shows."""
    here, there = derive(both[0], RELEASE, name), derive(both[1], RELEASE, name, engine=both[2])
    assert rows_of(there) == rows_of(here)
    assert there.summary == here.summary
    assert here.summary.n_rows > 0
