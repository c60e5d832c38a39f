"""The options ``--engine`` and ``--url`` of commands that count: in come a name and an address; out comes a connection, or none for the default."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tallymark.commands.extras import need

if TYPE_CHECKING:
    from tallymark.engine.engine import Engine

DUCKDB, SPARK = "duckdb", "spark"
Command = Callable[..., Any]


def engine_options(command: Command) -> Command:
    """Give a command ``--engine`` (parameter ``engine``) and ``--url`` (parameter ``url``)."""
    named = click.option(
        "--engine",
        type=click.Choice([DUCKDB, SPARK]),
        default=DUCKDB,
        show_default=True,
        help="What counts: DuckDB in this process, or a Spark server that sees the store under the same path.",
    )
    address = click.option("--url", metavar="sc://HOST:PORT", help="The Spark Connect server, for --engine spark.")
    return named(address(command))


@contextmanager
def opened_engine(name: str, url: str | None, folder: Path) -> Iterator[Engine | None]:
    """The engine asked for, over the files below ``folder``; None for DuckDB, which counting opens by itself.

    Raises TM-CLI-006 without the extra ``spark``, TM-ENGINE-011 when nothing answers at the address.
    """
    if name == DUCKDB:
        if url:
            raise click.UsageError(f"--url is for --engine {SPARK}")
        yield None
        return
    if not url:
        raise click.UsageError(f"--engine {SPARK} needs --url, such as sc://127.0.0.1:15002")
    need("spark")
    from tallymark.engine.spark import connect_spark  # noqa: PLC0415  the extra is needed here only

    with connect_spark(url, folders=[folder]) as engine:
        yield engine
