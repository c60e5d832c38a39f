"""The embedded engine: in come the folders it may read and its limits; out comes a connection to DuckDB.

The connection sees the folders given and nothing else of the machine: no network, no other file, no extension, and its
settings are locked.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Self

import duckdb
import pyarrow as pa
from sqlglot import exp

from tallymark.engine.engine import (
    NONE,
    Engine,
    Parameters,
    checked_files,
    checked_name,
    checked_query,
    exact,
    exact_batch,
)
from tallymark.model.errors import DataError, TallymarkError

BATCH_ROWS = 131_072
# How much of a result is ready before DuckDB waits for whoever reads it, at most and as a part of the memory allowed. Its own
# choice, a megabyte, is less than one batch: working and reading took turns.
READY_MB, READY_PART = 64, 16
# Results that can be read at once in this way; further ones are read with DuckDB's own choice.
READERS = 4
# Errors whose words name tables and columns only; the words of others may hold a value of a cell.
SPEAKING = (duckdb.BinderException, duckdb.CatalogException, duckdb.ParserException, duckdb.PermissionException)
FULL = (duckdb.OutOfMemoryException, duckdb.IOException)


def connect(
    *,
    folders: Sequence[Path] = (),
    memory_mb: int | None = None,
    threads: int | None = None,
    temp: Path | None = None,
) -> Engine:
    """A connection to DuckDB inside this process.

    It may read Parquet files below ``folders``. ``memory_mb`` (MiB) and ``threads`` default to DuckDB's own (80 % of the
    memory, all cores). What does not fit into memory is spilt to ``temp``, a folder; without it such a query fails with
    TM-ENGINE-009.
    """
    return DuckEngine(folders=folders, memory_mb=memory_mb, threads=threads, temp=temp)


class DuckEngine:
    """DuckDB; see ``Engine``."""

    name = "duckdb"
    address = ""
    has_lookup = True

    def __init__(
        self, *, folders: Sequence[Path], memory_mb: int | None, threads: int | None, temp: Path | None
    ) -> None:
        self.memory_mb = memory_mb
        self._folders = tuple(Path(folder).resolve() for folder in folders)
        settings: dict[str, str | bool | int | float | list[str]] = {
            "temp_directory": "" if temp is None else str(Path(temp).resolve()),
            "autoload_known_extensions": False,
            "autoinstall_known_extensions": False,
            "python_enable_replacements": False,
        }
        if memory_mb is not None:
            settings["memory_limit"] = f"{memory_mb}MiB"
        if threads is not None:
            settings["threads"] = threads
        self._connection = duckdb.connect(":memory:", config=settings)
        # Binding a value makes DuckDB load pandas where that is installed, which takes half a second: paths are quoted instead.
        allowed = exp.Array(expressions=[exp.Literal.string(f"{folder}/") for folder in self._folders])
        self._connection.execute(f"SET allowed_directories = {allowed.sql(dialect='duckdb')}")
        self._connection.execute("SET enable_external_access = false")
        ready = READY_MB if memory_mb is None else max(1, min(READY_MB, memory_mb // READY_PART))
        self._readers = [self._reader(ready) for _ in range(READERS)]
        self._connection.execute("SET lock_configuration = true")

    def view(self, name: str, files: Sequence[Path]) -> None:
        """Make Parquet files of one schema a table; raises TM-ENGINE-006 for a file outside the folders given."""
        paths = checked_files(checked_name(name), files, self._folders)
        with _coded(f"view {name}"):
            # A view cannot have bound values: the paths are quoted by the writer of SQL.
            listed = ", ".join(exp.Literal.string(path).sql(dialect="duckdb") for path in paths)
            self._connection.execute(
                f"CREATE OR REPLACE VIEW {name} AS FROM read_parquet([{listed}], hive_partitioning = false)"
            )

    def register(self, name: str, table: pa.Table | pa.RecordBatchReader) -> None:
        """Make Arrow rows a table; those of a reader are taken as they come, so they need not fit into memory together."""
        with _coded(f"table {checked_name(name)}"):
            self._connection.register("registered_now", table)
            try:
                self._connection.execute(f"CREATE OR REPLACE TABLE {name} AS FROM registered_now")
            finally:
                self._connection.unregister("registered_now")

    def keep(self, name: str, sql: str, parameters: Parameters = NONE) -> None:
        """Store the rows of a query as a table until the connection closes or ``drop``."""
        query = checked_query(sql, parameters)
        with _coded(f"table {name}"):
            # The name is checked to be plain, the query is validated, values are bound.
            self._connection.execute(f"CREATE OR REPLACE TABLE {checked_name(name)} AS {query.text}", parameters)

    def drop(self, name: str) -> None:
        """Forget a table kept."""
        with _coded(f"table {name}"):
            self._connection.execute(f"DROP TABLE IF EXISTS {checked_name(name)}")

    def query(self, sql: str, parameters: Parameters = NONE) -> pa.Table:
        """The rows of a query."""
        query = checked_query(sql, parameters)
        with _coded("query"):
            return exact(self._connection.execute(query.text, parameters).to_arrow_table())

    def batches(self, sql: str, parameters: Parameters = NONE) -> Generator[pa.RecordBatch, None, None]:
        """The rows of a query in pieces of at most 131,072 rows; a result being read does not disturb other queries."""
        query = checked_query(sql, parameters)
        with _coded("query"), self._reading() as cursor:
            reader = cursor.execute(query.text, parameters).to_arrow_reader(BATCH_ROWS)
            for batch in reader:
                yield exact_batch(batch)

    def _reader(self, ready_mb: int) -> duckdb.DuckDBPyConnection:
        """A cursor that has so much of a result ready; the setting cannot be made once settings are locked."""
        cursor = self._connection.cursor()
        cursor.execute(f"SET streaming_buffer_size = '{ready_mb}MiB'")
        return cursor

    @contextmanager
    def _reading(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor for one result; what was not read of it is let go of."""
        try:
            cursor, is_reader = self._readers.pop(), True
        except IndexError:
            cursor, is_reader = self._connection.cursor(), False
        try:
            yield cursor
        finally:
            if is_reader:
                # A cursor that can do nothing more, because the engine was closed or has failed for good, is not used again.
                with suppress(duckdb.Error):
                    cursor.execute("SELECT 0")
                    self._readers.append(cursor)
            else:
                cursor.close()

    def close(self) -> None:
        """Let go of everything; a result that is still read ends with an error."""
        for reader in self._readers:
            reader.close()
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


@contextmanager
def _coded(where: str) -> Iterator[None]:
    """Errors of DuckDB as coded ones, without the values of cells that their words may hold."""
    try:
        yield
    except FULL as error:
        raise DataError("TM-ENGINE-009", where=where, detail=type(error).__name__) from None
    except SPEAKING as error:
        raise TallymarkError("TM-ENGINE-008", where=where, detail=str(error).splitlines()[0]) from None
    except duckdb.Error as error:
        raise TallymarkError("TM-ENGINE-008", where=where, detail=type(error).__name__) from None
