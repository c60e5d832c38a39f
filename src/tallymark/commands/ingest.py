"""``tallymark ingest``: in come files that an agency released; out comes a release in the store, whole, with its manifest."""

from __future__ import annotations

from pathlib import Path

import click

from tallymark.commands.extras import need
from tallymark.commands.streams import complain, emit, progress
from tallymark.commands.tables import print_lines

EXAMPLE = """\b
Examples:
  tallymark ingest release-folder/ --release ddp.2026-03
  tallymark ingest arrests.xlsx detainers.csv.gz --release 2026-icli-00005 --store /data/store
  tallymark ingest arrests-2027.xlsx --release 2027-a --layout arrests-2027.layout.csv
"""


@click.command("ingest", epilog=EXAMPLE)
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PATH...")
@click.option("--release", required=True, metavar="ID", help="Id of the release: small letters, digits, dots, hyphens.")
@click.option("--store", metavar="DIR", help="The store; else $TALLYMARK_STORE, else ./tallymark-store.")
@click.option(
    "--layout",
    "own_layouts",
    multiple=True,
    type=click.Path(path_type=Path),
    help="A layout file of your own; repeatable.",
)
@click.option("--hidden", is_flag=True, help="Read hidden sheets too.")
@click.option(
    "--memory",
    "memory_mb",
    type=click.IntRange(min=1),
    default=1000,
    show_default=True,
    metavar="MB",
    help="Memory to work in, in megabytes; 600 at least.",
)
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)
def command(
    paths: tuple[Path, ...],
    *,
    release: str,
    store: str | None,
    own_layouts: tuple[Path, ...],
    hidden: bool,
    memory_mb: int,
    form: str,
) -> int:
    """Read released files, folders and archives into the store.

    Every cell is kept as text with its file, sheet and row; known columns are typed; what cannot be typed is counted and
    kept in quarantine. A sheet that is only nearly known stops the ingest, and nothing of the input is stored.
    """
    need("records")
    from tallymark.releases.ingest import Options, ingest  # noqa: PLC0415  heavy
    from tallymark.schema.manifest import dumps  # noqa: PLC0415
    from tallymark.schema.store import Store, store_root  # noqa: PLC0415

    root = store_root(store)
    options = Options(own_layouts=own_layouts, hidden=hidden, progress=progress, memory_mb=memory_mb)
    try:
        outcome = ingest(paths, release, Store(root), options)
    finally:
        progress("")
    if form == "json":
        emit(dumps(outcome.manifest))
        return 0
    from tallymark.reports.ingest_lines import ingest_lines  # noqa: PLC0415  only when lines are drawn

    print_lines([*ingest_lines(outcome.manifest, root / release, was_there=outcome.was_there)])
    if not outcome.was_there:
        complain(f"next: tallymark verify {release}")
    return 0
