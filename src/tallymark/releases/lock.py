"""The lock of a store: in comes its root folder; while the lock is held, no other ingest writes there.

The lock belongs to the process: the system lets go of it when the process ends, however it ends.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tallymark.model.errors import DataError
from tallymark.schema.store import PRIVATE

NAME = ".lock"


@contextmanager
def locked(root: Path) -> Iterator[None]:
    """Hold the lock of the store at ``root``, which is made with mode 0700 when absent.

    Raises TM-RELEASES-402 when another ingest holds it, TM-RELEASES-403 when the folder cannot be written.
    """
    try:
        root.mkdir(mode=PRIVATE, parents=True, exist_ok=True)
        handle = os.open(root / NAME, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise DataError("TM-RELEASES-403", where=str(root), detail=error.strerror or "") from None
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise DataError("TM-RELEASES-402", where=str(root)) from None
        yield
    finally:
        os.close(handle)
