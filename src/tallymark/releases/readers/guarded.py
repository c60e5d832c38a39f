"""Failures of libraries: whatever a reading library throws comes out as one coded error.

The Rust libraries panic on some broken files; such a panic is a BaseException and would pass every ``except Exception``.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from tallymark.model.errors import InputError, TallymarkError

_PANIC = "PanicException"


@contextmanager
def guarded(code: str, where: str) -> Iterator[None]:
    """Turn any failure inside into InputError ``code``; coded errors, interrupts and lack of memory pass through."""
    try:
        yield
    except (TallymarkError, MemoryError):
        raise
    except Exception as error:
        raise InputError(code, where=where, detail=type(error).__name__) from None
    except BaseException as error:
        if type(error).__name__ == _PANIC:
            raise InputError(code, where=where, detail="the reading library gave up") from None
        raise
