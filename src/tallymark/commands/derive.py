"""``tallymark derive``: in come a release and the name of a derived table; out come its counts, parameters and Parquet files."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from tallymark.commands.extras import need
from tallymark.commands.streams import emit

if TYPE_CHECKING:
    from tallymark.records.derive import Derived

EXAMPLE = """\b
Examples:
  tallymark derive arrest_episodes --release 2026-icli-00005
  tallymark derive stays --release 2026-icli-00005 --set stay_rule=gaps --set gap_hours=12
  tallymark derive arrest_stay_links --release 2026-icli-00005 --set stays.stay_rule=gaps --format json
docs/records/derived-tables.md says what each table holds.
"""


@click.command("derive", epilog=EXAMPLE)
@click.argument("name")
@click.option("--release", required=True, metavar="ID", help="A release in the store.")
@click.option("--store", metavar="DIR", help="The store; else $TALLYMARK_STORE, else ./tallymark-store.")
@click.option("--set", "chosen", multiple=True, metavar="KEY=VALUE", help="A parameter of the table; may be repeated.")
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)
@click.option(
    "--memory", "memory_mb", type=click.IntRange(min=64), metavar="MB", help="Most memory of the engine, in MiB."
)
def command(
    name: str, release: str, store: str | None, chosen: tuple[str, ...], form: str, memory_mb: int | None
) -> int:
    """Build the derived table NAME of a release, and say how many there are and where it lies.

    A table that is there already is not built again.
    """
    need("records")
    from tallymark.records.derive import derive  # noqa: PLC0415  loaded only when the call is right
    from tallymark.records.written import parse  # noqa: PLC0415
    from tallymark.schema.store import Store, store_root  # noqa: PLC0415

    found = derive(Store(store_root(store)), release, name, parse(name, chosen), memory_mb=memory_mb)
    emit(_json(found) if form == "json" else _table(found), None)
    return 0


def _table(found: Derived) -> str:
    from tallymark.records.recipes import recipe  # noqa: PLC0415
    from tallymark.records.written import meanings  # noqa: PLC0415

    counts = found.summary
    known = recipe(found.name)
    more = [f"  {name}  {count:,}" for name, count in sorted(counts.more.items())]
    return "\n".join(
        [
            f"{found.name} of {found.release}",
            known.meaning,
            "",
            f"{known.unit}: {counts.n_counted:,}  (bounds {counts.n_low:,} to {counts.n_high:,})",
            f"records looked at: {counts.n_rows:,}, of them without an identifier: {counts.n_rows_without_id:,}",
            *more,
            "",
            "parameters",
            *(f"  {key} = {value}  {meaning}" for key, value, meaning in meanings(found)),
            "",
            f"Parquet: {found.folder}",
            "",
        ]
    )


def _json(found: Derived) -> str:
    from dataclasses import asdict  # noqa: PLC0415

    from tallymark.records.written import meanings  # noqa: PLC0415

    parameters = {key: {"value": value, "meaning": meaning} for key, value, meaning in meanings(found)}
    content = {
        "name": found.name,
        "release": found.release,
        "summary": asdict(found.summary),
        "parameters": parameters,
        "files": [str(path) for path in found.files],
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"
