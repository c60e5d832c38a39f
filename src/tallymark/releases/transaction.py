"""A release that appears whole or not at all: in come a store and an id; out comes a folder to write into, then the release.

Everything is written into ``.tmp-<id>-<number>``, brought to the disk file by file and folder by folder, and renamed in one
step. Whatever ends the process before that step leaves the releases of the store as they were; the next ingest sweeps.
"""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tallymark.model.errors import DataError, TallymarkError
from tallymark.schema.store import PRIVATE, ReleasePaths, Store

PREFIX = ".tmp-"
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


@contextmanager
def transaction(store: Store, release: str) -> Iterator[ReleasePaths]:
    """Give the paths of a new release to write into; on leaving, the release is in the store.

    The caller holds the lock. When anything fails, what was written is removed; an error of the file system becomes
    TM-RELEASES-404 (disk full) or TM-RELEASES-403 (not writable), which say that the store is as it was.
    """
    sweep(store.root)
    target = store.release(release).folder
    folder = store.root / f"{PREFIX}{release}-{os.getpid()}"
    try:
        folder.mkdir(mode=PRIVATE)
        yield ReleasePaths(release, folder)
        for path, _, _ in os.walk(folder, topdown=False):
            _sync_folder(Path(path))
        folder.rename(target)
        _sync_folder(store.root)
    except BaseException as error:
        shutil.rmtree(folder, ignore_errors=True)
        if isinstance(error, OSError) and not isinstance(error, TallymarkError):
            raise disk_error(error, store.root) from error
        raise


def sweep(root: Path) -> tuple[str, ...]:
    """Remove what interrupted ingests have left and give the names; the caller holds the lock."""
    found = sorted(path for path in root.glob(f"{PREFIX}*") if path.is_dir() and not path.is_symlink())
    for path in found:
        shutil.rmtree(path, ignore_errors=True)
    return tuple(path.name for path in found)


def disk_error(error: OSError, where: Path) -> DataError:
    """An error of the file system while writing, with its code."""
    code = "TM-RELEASES-404" if error.errno in FULL else "TM-RELEASES-403"
    return DataError(code, where=str(error.filename or where), detail=error.strerror or str(error)[:200])


def write_text(path: Path, text: str) -> None:
    """Write a small file that its owner alone may read and bring it to the disk."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as handle:
        handle.write(text)
        handle.flush()
        os.fsync(handle.fileno())


def _sync_folder(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
