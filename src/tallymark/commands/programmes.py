"""``tallymark programmes``: in comes a programme; out come its published figures, exact ratios, counts of a release, and what nothing decides."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from tallymark.commands.extras import need
from tallymark.commands.streams import emit
from tallymark.commands.tables import print_lines

if TYPE_CHECKING:
    from tallymark.counting.programmes import Programme
    from tallymark.counting.programmes_records import Told
    from tallymark.register.register import Register

EXAMPLE = """\b
Examples:
  tallymark programmes
  tallymark programmes secure_communities
  tallymark programmes detainers --release npr-2016 --store tallymark-store
  tallymark programmes 287g --release list-2025-01-04 --release list-2025-02-19
  tallymark programmes worksite --format json
"""


@click.command("programmes", epilog=EXAMPLE)
@click.argument("name", required=False)
@click.option(
    "--release",
    "releases",
    multiple=True,
    metavar="ID",
    help="Count what this release of the store holds; may be repeated.",
)
@click.option("--store", metavar="DIR", help="The store; else $TALLYMARK_STORE, else ./tallymark-store.")
@click.option("--small-cells", is_flag=True, help="Show counts of 1 to 10 too; for your own eyes.")
@click.option("--figures", type=click.Path(path_type=Path), multiple=True, help="Your own register file or folder.")
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)
@click.option("--out", type=click.Path(path_type=Path), help="Write here instead of printing.")
def command(
    name: str | None,
    releases: tuple[str, ...],
    store: str | None,
    figures: tuple[Path, ...],
    form: str,
    out: Path | None,
    *,
    small_cells: bool,
) -> int:
    """Show an enforcement programme: what is published, exact ratios, what each source counts, what nothing decides.

    NAME is secure_communities, 287g, detainers, worksite or border_deaths; without it they are listed.
    """
    from tallymark.counting.programmes import programme  # noqa: PLC0415  loaded only when the call is right

    if name is None:
        _list(form, out)
        return 0
    from tallymark.register.register import load  # noqa: PLC0415

    chosen = programme(name)
    register = load(figures)
    told = _count(chosen, releases, store, register, small_cells=small_cells) if releases else ()
    _draw(chosen, register, told, form, out)
    return 0


def _list(form: str, out: Path | None) -> None:
    from tallymark.counting.programmes import programmes  # noqa: PLC0415

    if form == "json":
        from tallymark.reports.programme_json import list_json  # noqa: PLC0415  each format loads its own module

        emit(list_json(programmes()), out)
        return
    from tallymark.reports.programme_lines import list_lines  # noqa: PLC0415

    print_lines([*list_lines(programmes())], out)


def _count(
    chosen: Programme, releases: tuple[str, ...], store: str | None, register: Register, *, small_cells: bool
) -> tuple[Told, ...]:
    need("records")
    from tallymark.counting.programmes_records import tell  # noqa: PLC0415
    from tallymark.schema.store import Store, store_root  # noqa: PLC0415

    opened = Store(store_root(store))
    return tuple(tell(chosen, opened, release, register, small_cells=small_cells) for release in releases)


def _draw(chosen: Programme, register: Register, told: tuple[Told, ...], form: str, out: Path | None) -> None:
    from tallymark.counting.programmes_published import published  # noqa: PLC0415

    found = published(chosen, register)
    if form == "json":
        from tallymark.reports.programme_json import programme_json  # noqa: PLC0415

        about = {"as_of": register.as_of, "sha256": register.sha256}
        emit(programme_json(chosen, found, told, about), out)
        return
    from tallymark.reports.programme_counts import count_lines  # noqa: PLC0415
    from tallymark.reports.programme_lines import programme_lines  # noqa: PLC0415

    counted = [line for one in told for line in count_lines(chosen, one)]
    print_lines([*counted, *programme_lines(chosen, found, register.as_of)], out)
