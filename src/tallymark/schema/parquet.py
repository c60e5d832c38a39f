"""The one writer and reader of Parquet: in come batches of rows; out come files whose bytes depend on the rows alone.

Rows are gathered into row groups and files of fixed sizes, however the batches arrive, so the same rows give the same bytes.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from tallymark.schema.store import make_private

ROW_GROUP_ROWS = 131_072
PART_ROWS = 16 * ROW_GROUP_ROWS
ZSTD_LEVEL = 1
Opener = Callable[[Path], BinaryIO]


@dataclass(frozen=True, slots=True)
class Part:
    """One file as written: its size in rows and bytes and the SHA-256 of its bytes."""

    path: Path
    n_rows: int
    n_bytes: int
    sha256: str


class HashedFile:
    """A file being written that knows its SHA-256 and its length; what pyarrow writes to."""

    def __init__(self, path: Path, opener: Opener) -> None:
        self.path = path
        self.n_bytes = 0
        self._hash = hashlib.sha256()
        self._handle = opener(path)

    @property
    def closed(self) -> bool:
        """Whether the file has been closed."""
        return self._handle.closed

    def write(self, data: bytes | memoryview) -> int:
        """Write bytes; an error of the file system passes as it is."""
        view = memoryview(data)
        self._handle.write(view)
        self._hash.update(view)
        self.n_bytes += view.nbytes
        return view.nbytes

    def tell(self) -> int:
        """How many bytes have been written."""
        return self.n_bytes

    def flush(self) -> None:
        """Hand what is buffered to the system."""
        self._handle.flush()

    def close(self) -> None:
        """Close without any promise that the bytes have reached the disk, or could."""
        with suppress(OSError):
            self._handle.close()

    def finish(self) -> str:
        """Bring the bytes to the disk, close, and give their SHA-256."""
        self._handle.flush()
        os.fsync(self._handle.fileno())
        self._handle.close()
        return self._hash.hexdigest()


def open_new(path: Path) -> BinaryIO:
    """Open a new file for writing, readable by its owner only; an existing file is an error."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb", buffering=1 << 20)


@dataclass(frozen=True, slots=True)
class Stored:
    """How columns are stored.

    ``rising`` names columns of whole numbers that mostly rise: they are stored as differences, in a quarter of the time.
    ``various`` names text columns whose values seldom come again: their lengths and their letters are stored apart, in half of
    the time. ``compressed`` names the columns that are compressed, all where None is given.
    """

    rising: Collection[str] = ()
    various: Collection[str] = ()
    compressed: Collection[str] | None = None


PLAINLY = Stored()


class PartWriter:
    """Writes ``part-NNNNN.parquet`` files into a folder (made if need be); use it in a ``with``.

    ``repetitive`` names text columns that are given dictionary-encoded (values in order of first appearance), which is
    faster; they read back as plain text. Where some are named, the other text columns are stored without a dictionary.
    ``stored`` says of other columns how they are encoded.
    ``statistics`` of a column let an engine skip row groups: of all or of the columns named. A failed ``with`` leaves a torn file:
    whoever writes into a store does so in a folder that appears whole or not at all.
    """

    def __init__(
        self,
        folder: Path,
        schema: pa.Schema,
        *,
        repetitive: Collection[str] = (),
        stored: Stored = PLAINLY,
        statistics: bool | Collection[str] = True,
        row_group_rows: int = ROW_GROUP_ROWS,
        part_rows: int = PART_ROWS,
        opener: Opener = open_new,
    ) -> None:
        self.schema = pa.schema(
            [
                field.with_type(pa.dictionary(pa.int32(), pa.string())) if field.name in repetitive else field
                for field in schema
            ]
        )
        self._folder = folder
        self._encodings = {
            **dict.fromkeys(stored.rising, "DELTA_BINARY_PACKED"),
            **dict.fromkeys(stored.various, "DELTA_LENGTH_BYTE_ARRAY"),
        }
        plain = [field.name for field in self.schema if repetitive and field.type == pa.string()]
        self._without_dictionary = frozenset((*plain, *self._encodings))
        packed = self.schema.names if stored.compressed is None else stored.compressed
        self._compression = {name: "zstd" if name in packed else "none" for name in self.schema.names}
        self._statistics = statistics if isinstance(statistics, bool) else list(statistics)
        self._group_rows = row_group_rows
        self._part_rows = max(row_group_rows, part_rows // row_group_rows * row_group_rows)
        self._opener = opener
        self._parts: list[Part] = []
        self._waiting: list[pa.Table] = []
        self._n_waiting = 0
        self._n_in_part = 0
        self._in_one_piece = True
        self._file: HashedFile | None = None
        self._writer: pq.ParquetWriter | None = None
        make_private(folder)

    def __enter__(self) -> PartWriter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        if kind is None:
            self.close()
        else:
            self.abort()

    def abort(self) -> None:
        """Let go of the file being written, which stays torn."""
        if self._file is not None:
            self._file.close()

    def write(self, batch: pa.RecordBatch | pa.Table) -> None:
        """Take a record batch or table with the columns of the schema, in its order."""
        table = pa.table(batch) if isinstance(batch, pa.RecordBatch) else batch
        if table.schema != self.schema:
            table = table.cast(self.schema)
        start = 0
        self._in_one_piece = self._n_waiting == 0 and table.num_rows <= self._group_rows
        while start < table.num_rows:
            taken = table.slice(start, self._group_rows - self._n_waiting)
            self._waiting.append(taken)
            self._n_waiting += taken.num_rows
            start += taken.num_rows
            if self._n_waiting == self._group_rows:
                self._write_group()

    def close(self) -> tuple[Part, ...]:
        """Write what waits, bring all to the disk, and give the parts; without rows, one empty part with the schema."""
        if self._n_waiting:
            self._write_group()
        if self._writer is None and not self._parts:
            self._open()
        if self._writer is not None:
            self._finish_part()
        return tuple(self._parts)

    @property
    def parts(self) -> tuple[Part, ...]:
        """The parts written so far; all of them after ``close``."""
        return tuple(self._parts)

    def _write_group(self) -> None:
        writer = self._writer or self._open()
        group = self._waiting[0] if self._in_one_piece else self._gathered()
        writer.write_table(group, row_group_size=self._group_rows)
        self._n_in_part += group.num_rows
        self._waiting, self._n_waiting = [], 0
        if self._n_in_part >= self._part_rows:
            self._finish_part()

    def _gathered(self) -> pa.Table:
        """The waiting pieces as one, their dictionaries made anew so that they depend on the rows and not on the pieces."""
        plain = pa.schema([f.with_type(pa.string()) if pa.types.is_dictionary(f.type) else f for f in self.schema])
        table = pa.concat_tables([piece.cast(plain) for piece in self._waiting]).combine_chunks()
        columns = [
            column.dictionary_encode() if pa.types.is_dictionary(field.type) else column
            for field, column in zip(self.schema, table.columns, strict=True)
        ]
        return pa.table(columns, schema=self.schema)

    def _open(self) -> pq.ParquetWriter:
        self._file = HashedFile(self._folder / f"part-{len(self._parts):05d}.parquet", self._opener)
        self._writer = pq.ParquetWriter(
            self._file,
            self.schema,
            version="2.6",
            compression=self._compression,
            compression_level={name: ZSTD_LEVEL for name, kind in self._compression.items() if kind == "zstd"} or None,
            write_statistics=self._statistics,
            use_dictionary=[name for name in self.schema.names if name not in self._without_dictionary],
            column_encoding=self._encodings or None,
            store_schema=False,
        )
        return self._writer

    def _finish_part(self) -> None:
        if self._writer is not None and self._file is not None:
            self._writer.close()
            digest = self._file.finish()
            self._parts.append(Part(self._file.path, self._n_in_part, self._file.n_bytes, digest))
        self._file, self._writer, self._n_in_part = None, None, 0


def write_parts(
    folder: Path, schema: pa.Schema, batches: Iterable[pa.RecordBatch], *, opener: Opener = open_new
) -> tuple[Part, ...]:
    """Write all batches into a folder and give the parts."""
    with PartWriter(folder, schema, opener=opener) as writer:
        for batch in batches:
            writer.write(batch)
    return writer.parts


def files(folder: Path) -> tuple[Path, ...]:
    """The Parquet files of a folder in the order of their rows."""
    return tuple(sorted(folder.glob("part-*.parquet")))


def read_batches(
    paths: Sequence[Path],
    columns: Sequence[str] | None = None,
    *,
    batch_rows: int = ROW_GROUP_ROWS,
    dictionaries: Sequence[str] = (),
) -> Iterator[pa.RecordBatch]:
    """The rows of the files in order, as record batches of at most ``batch_rows`` rows; no more than a few are held at once.

    The text columns ``dictionaries`` are given dictionary-encoded.
    """
    for path in paths:
        with pq.ParquetFile(path, pre_buffer=False, read_dictionary=list(dictionaries)) as opened:
            yield from opened.iter_batches(batch_size=batch_rows, columns=None if columns is None else list(columns))


def count_rows(paths: Iterable[Path]) -> int:
    """How many rows the files say they have; their footers are read, not their rows."""
    return sum(pq.read_metadata(path).num_rows for path in paths)
