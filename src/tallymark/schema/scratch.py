"""Folders for unfinished work inside a release: in comes the folder around them; out comes one that belongs to this process.

What a process leaves that was ended in the middle of its work is removed by the next one that begins some there.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tallymark.schema.store import make_private

PREFIX = ".tmp-work-"


@contextmanager
def scratch(around: Path) -> Iterator[Path]:
    """A folder for some work, gone afterwards."""
    folder = begin(around)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def begin(around: Path) -> Path:
    """A new folder for work whose result is renamed to its place; ``around`` is made if need be."""
    make_private(around)
    clear(around)
    return Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-", dir=around))


def clear(around: Path) -> None:
    """Remove the folders of processes that live no more."""
    for left in around.glob(f"{PREFIX}*"):
        process = left.name.removeprefix(PREFIX).partition("-")[0]
        if process.isdigit() and not _lives(int(process)):
            shutil.rmtree(left, ignore_errors=True)


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True
