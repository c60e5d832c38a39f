"""Rows by ranges of a whole number: in come columns, in pieces and in any order; out come all rows of a range together.

Each row is put to the others of its range, and one range is sorted at a time. Rows that do not fit into the memory allowed
wait in files, so a table can be of any length. Everything is a whole number of 64 bits.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import IO, Self

import numpy as np
import numpy.typing as npt

from tallymark.model.errors import DataError
from tallymark.records.sweeps.rows import Ints, Truths

ROWS_OF_A_RANGE = 262_144
# Each range may have a file; more of them than this and a process may run out of them, so ranges grow instead.
MOST_RANGES = 256
BYTES_IN_MEMORY = 768 << 20
ITEM_BYTES = 8
Opener = Callable[[Path], IO[bytes]]


@dataclass(frozen=True, slots=True)
class Room:
    """Where rows wait to be sorted: so many bytes of memory for each lot of about ``n_rows`` rows, then a folder."""

    folder: Path
    n_rows: int
    bytes_in_memory: int = BYTES_IN_MEMORY


def _open(folder: Path) -> IO[bytes]:
    return tempfile.TemporaryFile(dir=folder)


def n_ranges(n_rows: int) -> int:
    """Into how many ranges so many rows go."""
    return max(1, min(MOST_RANGES, -(-n_rows // ROWS_OF_A_RANGE)))


class Ranges:
    """Rows of the columns ``names`` by ranges of ``by``; use it in a ``with``.

    ``bounds`` rise; a range holds what is at least the bound before it and less than its own. Rows are added by one thread
    and read when all are there, by as many as like. Raises TM-RECORDS-010 when the disk is full.
    """

    def __init__(self, names: Sequence[str], by: str, bounds: Ints, room: Room, opener: Opener = _open) -> None:
        self.names, self.by = tuple(names), by
        self._bounds, self._folder, self._opener = bounds, room.folder, opener
        # Bounds that are spread evenly are found by dividing, which is faster than searching.
        self._width = int(bounds[0]) if len(bounds) and bounds[0] > 0 and (np.diff(bounds) == bounds[0]).all() else 0
        self._held: list[list[Ints]] = [[] for _ in range(len(bounds) + 1)]
        self._files: dict[int, _Waiting] = {}
        self._bytes_left = room.bytes_in_memory

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for file in self._files.values():
            with suppress(OSError):
                file.blocks.close()
        # Whoever holds the error that ended this holds no rows with it.
        self._held, self._files = [[] for _ in self._held], {}

    def __len__(self) -> int:
        """How many ranges there are."""
        return len(self._held)

    def add(self, columns: Mapping[str, Ints | Truths], left_out: Truths | None = None) -> None:
        """Take rows, each into its range, but those ``left_out``."""
        number = self._numbers(columns[self.by])
        if left_out is not None:
            number[left_out] = len(self)
        order = np.argsort(number, kind="stable")
        if left_out is not None:
            order = order[: len(order) - int(np.count_nonzero(left_out))]
        ordered = [columns[name][order] for name in self.names]
        ends = np.cumsum(np.bincount(number, minlength=len(self))[: len(self)])
        for place, (start, end) in enumerate(zip([0, *ends], ends, strict=False)):
            if start < end:
                # Copies, so that a range that has been read gives its memory back.
                self._put(place, np.stack([column[start:end] for column in ordered]))

    def _numbers(self, key: Ints | Truths) -> npt.NDArray[np.uint16]:
        """The range of each row, in sixteen bits, which are sorted by counting."""
        if self._width:
            return np.clip(key // self._width, 0, len(self) - 1).astype(np.uint16)
        return np.searchsorted(self._bounds, key, side="right").astype(np.uint16)

    def take(self, number: int) -> dict[str, Ints]:
        """The rows of a range, in no order that means anything; once, for they are let go of."""
        held, self._held[number] = self._held[number], []
        blocks = [*held, *self._waiting(number)]
        if not blocks:
            return {name: np.zeros(0, dtype=np.int64) for name in self.names}
        return {name: np.concatenate([block[place] for block in blocks]) for place, name in enumerate(self.names)}

    def _put(self, number: int, block: Ints) -> None:
        if self._bytes_left >= block.nbytes:
            self._held[number].append(block)
            self._bytes_left -= block.nbytes
            return
        with _coded():
            if number not in self._files:
                self._files[number] = _Waiting(self._opener(self._folder))
            file = self._files[number]
            file.blocks.write(block.tobytes())
            file.sizes.append(block.shape[1])

    def _waiting(self, number: int) -> Iterator[Ints]:
        if number not in self._files:
            return
        with _coded():
            file = self._files[number]
            file.blocks.seek(0)
            for size in file.sizes:
                content = file.blocks.read(size * len(self.names) * ITEM_BYTES)
                yield np.frombuffer(content, dtype=np.int64).reshape(len(self.names), size)


@dataclass(frozen=True, slots=True)
class _Waiting:
    """Blocks of rows in a file, one after another, and how many rows each has."""

    blocks: IO[bytes]
    sizes: list[int] = field(default_factory=list)


@contextmanager
def _coded() -> Iterator[None]:
    """An error of the disk as a coded one."""
    try:
        yield
    except OSError as error:
        raise DataError("TM-RECORDS-010", where="rows that wait to be sorted", detail=error.strerror or "") from None


def even_bounds(n_rows: int, end: int) -> Ints:
    """Bounds of ranges of whole numbers from 0 up to ``end`` that are spread evenly, as hashes are."""
    n = n_ranges(n_rows)
    bounds: Ints = np.array([end // n * place for place in range(1, n)], dtype=np.int64)
    return bounds


def bounds_like(sample: Ints, n_rows: int) -> Ints:
    """Bounds of ranges that are alike in size where all rows are spread as the sample is."""
    ordered = np.sort(sample)
    n = n_ranges(n_rows)
    if n == 1 or not len(ordered):
        return np.zeros(0, dtype=np.int64)
    return ordered[np.arange(1, n) * len(ordered) // n]
