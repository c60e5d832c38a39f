"""The engine of a worker: in comes a release; out comes DuckDB with bounded memory, whose spill is cleared even after a kill."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tallymark.engine.engine import Engine
    from tallymark.schema.store import Store

MEMORY_MB = 2_000
PREFIX = ".tmp-serve-"


@contextmanager
def opened(store: Store, release: str) -> Iterator[Engine]:
    """An engine over one release; raises TM-SCHEMA-103 for one that is not there."""
    from tallymark.engine.connect import connect  # noqa: PLC0415  the heavy wing is loaded when it is asked
    from tallymark.schema.store import make_private  # noqa: PLC0415

    paths = store.existing(release)
    folder = paths.folder / "derived"
    make_private(folder)
    clear(folder)
    with (
        tempfile.TemporaryDirectory(prefix=f"{PREFIX}{os.getpid()}-", dir=folder) as spill,
        connect(folders=[paths.folder], temp=Path(spill), memory_mb=MEMORY_MB) as engine,
    ):
        yield engine


def clear(folder: Path) -> None:
    """Remove what workers left that were ended in the middle of a count; that of processes which live stays."""
    for left in folder.glob(f"{PREFIX}*"):
        process = left.name.removeprefix(PREFIX).partition("-")[0]
        if process.isdigit() and not _lives(int(process)):
            shutil.rmtree(left, ignore_errors=True)


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
