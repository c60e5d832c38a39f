"""The engine of a worker: in comes a release; out comes DuckDB with bounded memory, whose spill is cleared even after a kill."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tallymark.engine.engine import Engine
    from tallymark.schema.store import Store

MEMORY_MB = 2_000


@contextmanager
def opened(store: Store, release: str) -> Iterator[Engine]:
    """An engine over one release; raises TM-SCHEMA-103 for one that is not there."""
    from tallymark.engine.connect import connect  # noqa: PLC0415  the heavy wing is loaded when it is asked
    from tallymark.schema.scratch import scratch  # noqa: PLC0415

    paths = store.existing(release)
    with (
        scratch(paths.folder / "derived") as spill,
        connect(folders=[paths.folder], temp=spill, memory_mb=MEMORY_MB) as engine,
    ):
        yield engine
