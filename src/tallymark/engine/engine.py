"""What an engine is: in come Parquet files under names and queries with parameters; out come Arrow tables of exact types."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Protocol, Self

import pyarrow as pa

from tallymark.engine.sql import NAME, Query, validate
from tallymark.model.errors import DataError, UsageError

Value = str | int | bool | Decimal | date | datetime | None
Parameters = Mapping[str, Value]
NONE: Parameters = MappingProxyType({})
DIGITS = 38
GLOB = frozenset("*?[]{}")


class Engine(Protocol):
    """A connection to a query engine.

    Every query is held to ``engine/data/operations.yaml``. Results have exact types only: whole numbers int64, decimals
    decimal128(38, places), text, days, naive date-times in microseconds, truth values; anything else is TM-ENGINE-010.
    The order of rows is that of ORDER BY and otherwise open. ``has_lookup``: a lookup in a map written into a query
    (``map_extract_value``) is as fast as reading the column; where it is not, a join with a small table does the same.
    ``address``: where its server listens, without what lets a client in; empty inside this process.
    ``memory_mb``: the memory it may take in this process (MiB); None is its own choice.
    """

    name: str
    address: str
    memory_mb: int | None
    has_lookup: bool

    def view(self, name: str, files: Sequence[Path]) -> None:
        """Make Parquet files of one schema a table; raises TM-ENGINE-006 for a file outside the folders given."""

    def register(self, name: str, table: pa.Table | pa.RecordBatchReader) -> None:
        """Make Arrow rows a table; a reader is read once."""

    def keep(self, name: str, sql: str, parameters: Parameters = NONE) -> None:
        """Store the rows of a query as a table until the connection closes or ``drop``."""

    def drop(self, name: str) -> None:
        """Forget a table kept."""

    def query(self, sql: str, parameters: Parameters = NONE) -> pa.Table:
        """The rows of a query."""

    def batches(self, sql: str, parameters: Parameters = NONE) -> Generator[pa.RecordBatch, None, None]:
        """The rows of a query in pieces, not all held at once; whoever stops early closes it."""

    def close(self) -> None:
        """Let go of everything."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


def checked_query(sql: str, parameters: Parameters) -> Query:
    """The query, with a value for each of its parameters and no more; raises TM-ENGINE-001 to -004 and -007."""
    query = validate(sql)
    if set(query.parameters) != set(parameters):
        needed = ", ".join(query.parameters) or "none"
        given = ", ".join(parameters) or "none"
        raise UsageError("TM-ENGINE-007", where="parameters", detail=f"in the query: {needed}; given: {given}")
    return query


def checked_name(name: str) -> str:
    """The name of a table; raises TM-ENGINE-006 when it is no plain name."""
    if not NAME.fullmatch(name):
        raise UsageError("TM-ENGINE-006", where=f"table {name!r}", detail="letters, digits and _ only")
    return name


def checked_files(name: str, files: Sequence[Path], folders: Sequence[Path]) -> list[str]:
    """The files by their real paths; raises TM-ENGINE-006 when there is none or one lies outside the folders."""
    if not files:
        raise DataError("TM-ENGINE-006", where=f"table {name}", detail="there are no files")
    paths = [Path(file).resolve() for file in files]
    for path in paths:
        if not any(path.is_relative_to(folder) for folder in folders):
            raise DataError("TM-ENGINE-006", where=str(path), detail="the file lies outside the folders opened")
        if GLOB & set(str(path)):
            raise DataError("TM-ENGINE-006", where=str(path), detail=f"a path with one of {' '.join(sorted(GLOB))}")
    return [str(path) for path in paths]


def exact(table: pa.Table) -> pa.Table:
    """The table in the exact types of every result; raises TM-ENGINE-010 with the column that has another type."""
    schema = pa.schema([pa.field(field.name, _exact_type(field)) for field in table.schema])
    if schema.equals(table.schema):
        return table
    try:
        return table.cast(schema)
    except pa.ArrowInvalid:
        raise DataError("TM-ENGINE-010", where="result", detail="a number does not fit into 64 bits") from None


def exact_batch(batch: pa.RecordBatch) -> pa.RecordBatch:
    """One piece of a result in exact types."""
    table = exact(pa.Table.from_batches([batch]))
    return table.combine_chunks().to_batches()[0] if table.num_rows else pa.RecordBatch.from_pylist([], table.schema)


def _exact_type(field: pa.Field) -> pa.DataType:
    kind = field.type
    if pa.types.is_integer(kind) or (pa.types.is_decimal(kind) and kind.scale == 0):
        return pa.int64()
    if pa.types.is_decimal(kind):
        return pa.decimal128(DIGITS, kind.scale)
    if pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind):
        return pa.string()
    if pa.types.is_timestamp(kind) and kind.tz is None:
        return pa.timestamp("us")
    if pa.types.is_date(kind) or pa.types.is_boolean(kind):
        return kind
    raise DataError("TM-ENGINE-010", where=f"column {field.name}", detail=f"type {kind}")
