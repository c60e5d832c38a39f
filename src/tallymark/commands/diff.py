"""``tallymark diff``: in come two releases of a store; out comes what changed between them, by content and never by id."""

from __future__ import annotations

from pathlib import Path

import click

from tallymark.commands.extras import need
from tallymark.commands.streams import emit
from tallymark.commands.tables import print_lines

EXAMPLE = """\b
Examples:
  tallymark diff 2024-icfo-39357.2025-07 2026-icli-00005
  tallymark diff 2024-icfo-39357.2025-07 2026-icli-00005 --format html --out diff.html
"""


@click.command("diff", epilog=EXAMPLE)
@click.argument("first")
@click.argument("second")
@click.option("--store", metavar="DIR", help="The store; else $TALLYMARK_STORE, else ./tallymark-store.")
@click.option("--by", type=click.Choice(["content", "id"]), default="content", show_default=True, help="id is refused.")
@click.option("--format", "form", type=click.Choice(["table", "json", "html"]), default="table", show_default=True)
@click.option("--out", type=click.Path(path_type=Path), help="Write here instead of printing.")
@click.option(
    "--memory", "memory_mb", type=click.IntRange(min=64), metavar="MB", help="Most memory of the engine, in MiB."
)
@click.option("--small-cells", is_flag=True, help="Show counts of 1 to 10 rows too; for your own eyes.")
def command(
    first: str,
    second: str,
    store: str | None,
    by: str,
    form: str,
    out: Path | None,
    memory_mb: int | None,
    *,
    small_cells: bool,
) -> int:
    """Compare two releases, the older one first: rows by month, year and field, rows that came or went.

    A row is compared by the open fields that both releases have; ids of two releases cannot be joined.
    """
    need("records")
    from tallymark.releases.diff import compare, refuse_ids  # noqa: PLC0415  loaded only when the call is right
    from tallymark.schema.store import Store, store_root  # noqa: PLC0415

    if by == "id":
        raise refuse_ids(first, second)
    found = compare(Store(store_root(store)), first, second, memory_mb=memory_mb)
    if form == "json":
        from tallymark.reports.diff_json import diff_json  # noqa: PLC0415  each format loads its own module

        emit(diff_json(found, small_cells=small_cells), out)
    elif form == "html":
        from tallymark.reports.diff_page import diff_page  # noqa: PLC0415

        emit(diff_page(found, small_cells=small_cells), out)
    else:
        from tallymark.reports.diff_table import diff_lines  # noqa: PLC0415

        print_lines([*diff_lines(found, small_cells=small_cells)], out)
    return 0
