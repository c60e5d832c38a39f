"""``tallymark rules levers``: in come a place and a day, or nothing; out come the levers of the opt-out dispute with dated facts."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from tallymark.commands.streams import emit
from tallymark.commands.tables import print_lines

EXAMPLE = """\b
Examples:
  tallymark rules levers
  tallymark rules levers --place "Santa Clara" --on 2011-12-01
  tallymark rules levers --on 2012-12-31 --format json
"""


@click.command("rules levers", epilog=EXAMPLE)
@click.option("--place", metavar="PLACE", help="A place of the list, by id or the beginning of its name.")
@click.option(
    "--on", "day", type=click.DateTime(formats=["%Y-%m-%d"]), metavar="DATE", help="What was in force that day."
)
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)
@click.option("--out", type=click.Path(path_type=Path), help="Write here instead of printing.")
def command(place: str | None, day: datetime | None, form: str, out: Path | None) -> int:
    """Show the three levers hidden in "opting out": print sharing, detainer compliance, 287(g) contracts.

    For each: what it changes, who decides, what happened when, with sources. A fact from memory is marked and decides nothing.
    """
    from tallymark.rules.levers import levers  # noqa: PLC0415  loaded only when the call is right

    known = levers()
    where = None if place is None else known.place(place)
    on = None if day is None else day.date()
    if form == "json":
        from tallymark.reports.levers_json import levers_json  # noqa: PLC0415  each format loads its own module

        emit(levers_json(known, where, on), out)
        return 0
    from tallymark.reports.levers_table import levers_lines  # noqa: PLC0415

    print_lines([*levers_lines(known, where, on)], out)
    return 0
