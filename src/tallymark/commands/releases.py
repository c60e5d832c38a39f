"""``tallymark releases``: in comes the id of a release, or none; out comes what is in it and what is wrong with it, or the list."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from tallymark.commands.extras import need
from tallymark.commands.streams import emit
from tallymark.commands.tables import print_lines

if TYPE_CHECKING:
    from tallymark.releases.quality_report import QualityReport

EXAMPLE = """\b
Examples:
  tallymark releases
  tallymark releases 2026-icli-00005
  tallymark releases 2026-icli-00005 --format html --out quality.html
"""


@click.command("releases", epilog=EXAMPLE)
@click.argument("release", required=False)
@click.option("--store", metavar="DIR", help="The store; else $TALLYMARK_STORE, else ./tallymark-store.")
@click.option("--format", "form", type=click.Choice(["table", "json", "html"]), default="table", show_default=True)
@click.option("--out", type=click.Path(path_type=Path), help="Write here instead of printing.")
@click.option(
    "--memory", "memory_mb", type=click.IntRange(min=64), metavar="MB", help="Most memory of the engine, in MiB."
)
@click.option("--small-cells", is_flag=True, help="Show counts of 1 to 10 rows too; for your own eyes.")
def command(
    release: str | None, store: str | None, form: str, out: Path | None, memory_mb: int | None, *, small_cells: bool
) -> int:
    """List the releases of a store, or check one: rows, months, fields, values.

    The exit code is 1 when a check of the level `stop` fails.
    """
    need("records")
    from tallymark.releases.quality import quality  # noqa: PLC0415  loaded only when the call is right
    from tallymark.schema.store import Store, store_root  # noqa: PLC0415

    chosen = Store(store_root(store))
    if release is None:
        if form == "html":
            raise click.UsageError("The list has the formats table and json; give a release for a page.")
        return _list(chosen.root, form, out)
    report = quality(chosen, release, memory_mb=memory_mb)
    _draw(report, form, out, small_cells=small_cells)
    return 1 if report.level == "stop" else 0


def _list(root: Path, form: str, out: Path | None) -> int:
    from tallymark.releases.listing import listing  # noqa: PLC0415
    from tallymark.reports.release_list import list_json, list_lines  # noqa: PLC0415
    from tallymark.schema.store import Store  # noqa: PLC0415

    listed = listing(Store(root))
    if form == "json":
        emit(list_json(listed, str(root)), out)
    else:
        print_lines([*list_lines(listed, str(root))], out)
    return 0


def _draw(report: QualityReport, form: str, out: Path | None, *, small_cells: bool) -> None:
    if form == "json":
        from tallymark.reports.quality_json import quality_json  # noqa: PLC0415  each format loads its own module

        emit(quality_json(report, small_cells=small_cells), out)
    elif form == "html":
        from tallymark.reports.quality_page import quality_page  # noqa: PLC0415

        emit(quality_page(report, small_cells=small_cells), out)
    else:
        from tallymark.reports.quality_table import quality_lines  # noqa: PLC0415

        print_lines([*quality_lines(report, small_cells=small_cells)], out)
