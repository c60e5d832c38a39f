"""``tallymark verify``: in comes the id of a release; out comes whether the store is what its sources hold."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

from tallymark.commands.extras import need
from tallymark.commands.streams import emit, progress
from tallymark.commands.tables import print_lines

EXAMPLE = """\b
Examples:
  tallymark verify ddp.2026-03
  tallymark verify ddp.2026-03 /archive/release-folder --format json
"""


@click.command("verify", epilog=EXAMPLE)
@click.argument("release", metavar="ID")
@click.argument("sources", nargs=-1, type=click.Path(path_type=Path), metavar="[SOURCE]...")
@click.option("--store", metavar="DIR", help="The store; else $TALLYMARK_STORE, else ./tallymark-store.")
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)
def command(release: str, sources: tuple[Path, ...], *, store: str | None, form: str) -> int:
    """Prove a release: hashes, counts, every typed cell against the raw mirror, every raw cell against the sources.

    The sources are looked for where they were read, or among the SOURCEs given. Exits 1 when a proof fails.
    """
    need("records")
    from tallymark.releases.verify import verify  # noqa: PLC0415  heavy
    from tallymark.schema.store import Store, store_root  # noqa: PLC0415

    try:
        report = verify(Store(store_root(store)), release, sources, progress=progress)
    finally:
        progress("")
    if form == "json":
        document = {"schema": 1, **asdict(report), "ok": report.ok, "complete": report.complete}
        emit(json.dumps(document, ensure_ascii=False, indent=2) + "\n")
    else:
        from tallymark.reports.ingest_proofs import proof_lines  # noqa: PLC0415  only when lines are drawn

        print_lines([*proof_lines(report)])
    return 0 if report.ok else 1
