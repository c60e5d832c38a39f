"""``tallymark trace``: in comes the number of a record; out comes where each of its fields stands in the source, and whether it is equal."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path

import click

from tallymark.commands.extras import need
from tallymark.commands.streams import emit
from tallymark.commands.tables import print_lines
from tallymark.model.errors import UsageError

EXAMPLE = """\b
Examples:
  tallymark trace ddp.2026-03 arrests 1204
  tallymark trace ddp.2026-03 arrests 1204 --source /archive/release-folder --format json
"""


@click.command("trace", epilog=EXAMPLE)
@click.argument("release", metavar="ID")
@click.argument("table", metavar="TABLE")
@click.argument("row_number", type=click.IntRange(min=1), metavar="ROW")
@click.option("--source", "sources", multiple=True, type=click.Path(path_type=Path), help="Where the sources are now.")
@click.option("--show-cells", is_flag=True, help="Show the text of the cells; on a terminal only.")
@click.option("--store", metavar="DIR", help="The store; else $TALLYMARK_STORE, else ./tallymark-store.")
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)
def command(
    release: str,
    table: str,
    row_number: int,
    *,
    sources: tuple[Path, ...],
    show_cells: bool,
    store: str | None,
    form: str,
) -> int:
    """Show where the record at number ROW of a canonical table came from: file, sheet, row and column of each field.

    Says whether what is stored equals the source; not what it is. A record has no other name here than its number: no
    command finds one by what it holds. Exits 1 when something differs.
    """
    if show_cells and (form != "table" or not sys.stdout.isatty()):
        raise UsageError("TM-CLI-007", where="--show-cells")
    need("records")
    from tallymark.releases.trace import trace  # noqa: PLC0415  heavy
    from tallymark.schema.store import Store, store_root  # noqa: PLC0415

    traced = trace(Store(store_root(store)), release, table, row_number, sources, with_text=show_cells)
    if form == "json":
        document = {"schema": 1, **asdict(traced), "ok": traced.ok}
        document["cells"] = [
            {key: value for key, value in asdict(cell).items() if key != "text"} for cell in traced.cells
        ]
        emit(json.dumps(document, ensure_ascii=False, indent=2) + "\n")
    else:
        from tallymark.reports.trace_lines import trace_lines  # noqa: PLC0415  only when lines are drawn

        print_lines([*trace_lines(traced)])
    return 0 if traced.ok else 1
