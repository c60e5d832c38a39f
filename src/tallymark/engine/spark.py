"""The engine of a cluster: in comes the address of a Spark Connect server; out comes the same protocol as the embedded engine.

Queries are written once, in DuckDB SQL, and translated. The server reads the Parquet files by the same paths, so the store
must be where all of its machines see it. Comes with the extra ``spark``.
"""

from __future__ import annotations

import socket
import warnings
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlsplit

import pyarrow as pa

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
from tallymark.engine.sql import to_spark
from tallymark.model.errors import DataError, TallymarkError, UsageError

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

BATCH_ROWS = 131_072
PORT = 15002
PATIENCE_SECONDS = 5
# A call that finds no server is tried again after 0.05, 0.2, 0.8 and 3.2 seconds; the client's own default is ten minutes.
MOST_RETRIES = 4
# Date-times are naive, as printed; arithmetic errors are errors.
SETTINGS = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.timestampType": "TIMESTAMP_NTZ",
    "spark.sql.ansi.enabled": "true",
}


def connect_spark(remote: str, *, folders: Sequence[Path] = ()) -> Engine:
    """A connection to a Spark Connect server, ``sc://host:port``.

    It makes tables of Parquet files below ``folders`` only; what else the server may read is for those who run it to
    say. Raises TM-ENGINE-011 when nothing answers at the address.
    """
    return SparkEngine(remote, folders=folders)


class SparkEngine:
    """Spark over Connect; see ``Engine``."""

    name = "spark"
    has_lookup = False

    def __init__(self, remote: str, *, folders: Sequence[Path]) -> None:
        self._folders = tuple(Path(folder).resolve() for folder in folders)
        self.address = _knock(remote)
        self.memory_mb: int | None = None
        from pyspark.sql import SparkSession  # noqa: PLC0415  the extra is needed here only
        from pyspark.sql.connect.client.retries import DefaultPolicy  # noqa: PLC0415

        with _coded(remote):
            self._session: Any = SparkSession.builder.remote(remote).create()
            self._session.client.set_retry_policies([DefaultPolicy(max_retries=MOST_RETRIES)])
            for key, value in SETTINGS.items():
                self._session.conf.set(key, value)

    def view(self, name: str, files: Sequence[Path]) -> None:
        """Make Parquet files of one schema a table; raises TM-ENGINE-006 for a file outside the folders given."""
        paths = checked_files(checked_name(name), files, self._folders)
        with _coded(f"view {name}"):
            self._session.read.parquet(*paths).createOrReplaceTempView(name)

    def register(self, name: str, table: pa.Table | pa.RecordBatchReader) -> None:
        """Make Arrow rows a table; the client holds them all."""
        from pyspark.sql.pandas.types import from_arrow_schema  # noqa: PLC0415  the extra is needed here only

        whole: pa.Table = table if isinstance(table, pa.Table) else table.read_all()
        with _coded(f"table {checked_name(name)}"):
            # The client tells the types of no table that has no rows.
            schema = None if whole.num_rows else from_arrow_schema(whole.schema, prefer_timestamp_ntz=True)
            self._session.createDataFrame(whole, schema).createOrReplaceTempView(name)

    def keep(self, name: str, sql: str, parameters: Parameters = NONE) -> None:
        """Name the rows of a query, cached on the cluster, until the connection closes or ``drop``."""
        with _coded(f"table {checked_name(name)}"):
            self._frame(sql, parameters).cache().createOrReplaceTempView(name)

    def drop(self, name: str) -> None:
        """Forget a table kept."""
        with _coded(f"table {checked_name(name)}"):
            self._session.catalog.dropTempView(name)

    def query(self, sql: str, parameters: Parameters = NONE) -> pa.Table:
        """The rows of a query."""
        with _coded("query"):
            return exact(self._frame(sql, parameters).toArrow())

    def batches(self, sql: str, parameters: Parameters = NONE) -> Generator[pa.RecordBatch, None, None]:
        """The rows of a query in pieces of at most 131,072 rows; the client holds the whole result."""
        with _coded("query"):
            table = self._frame(sql, parameters).toArrow()
        for batch in table.to_batches(BATCH_ROWS):
            yield exact_batch(batch)

    def close(self) -> None:
        """Let go of everything; a server that is gone has let go already."""
        with warnings.catch_warnings():
            # The client tells of such a server through a function of logging that is going away.
            warnings.simplefilter("ignore", DeprecationWarning)
            self._session.stop()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _frame(self, sql: str, parameters: Parameters) -> DataFrame:
        query = checked_query(sql, parameters)
        frame: DataFrame = self._session.sql(to_spark(query.text), args=dict(parameters) or None)
        return frame


def _knock(remote: str) -> str:
    """The address without its parameters, found in seconds to be listening; the client itself would try for minutes."""
    address = urlsplit(remote)
    if address.scheme != "sc" or not address.hostname:
        raise UsageError("TM-ENGINE-011", where=remote, detail="an address is written sc://host:port")
    try:
        socket.create_connection((address.hostname, address.port or PORT), timeout=PATIENCE_SECONDS).close()
    except OSError as error:
        raise UsageError("TM-ENGINE-011", where=remote, detail=type(error).__name__) from None
    return f"sc://{address.hostname}:{address.port or PORT}"


@contextmanager
def _coded(where: str) -> Iterator[None]:
    """Errors of Spark as coded ones; only their class is shown, for their words may hold a value of a cell."""
    from pyspark.errors import PySparkException, RetriesExceeded  # noqa: PLC0415

    try:
        yield
    except RetriesExceeded:
        raise DataError("TM-ENGINE-012", where=where) from None
    except PySparkException as error:
        raise TallymarkError("TM-ENGINE-008", where=where, detail=type(error).__name__) from None
