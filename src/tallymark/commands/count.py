"""``tallymark count``: in come a measure, a release and breakdowns; out come counts under one definition or all, with what covers them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tallymark.commands.days import Days
from tallymark.commands.engines import engine_options, opened_engine
from tallymark.commands.extras import need
from tallymark.commands.streams import emit
from tallymark.commands.tables import print_lines, terminal_width

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tallymark.counting.counted import CountedTable
    from tallymark.model.period import Period
    from tallymark.reports.terminal import Line

EXAMPLE = """\b
Examples:
  tallymark count removals --release uw-v-dhs-2019 --by fiscal_year,criminality
  tallymark count removals --release 2022-icfo-09023 --by fiscal_year --under all
  tallymark count --list
  tallymark count arrests --release 2026-icli-00005 --by month --where criminality=convicted --period FY2025
"""


@click.command("count", epilog=EXAMPLE)
@click.argument("measure", required=False)
@click.option("--release", metavar="ID", help="A release in the store.")
@click.option("--by", metavar="A,B", default="", help="Breakdowns, at most four.")
@click.option(
    "--where", "filters", multiple=True, metavar="K=V", help="Count one value of a breakdown only; may be repeated."
)
@click.option("--under", "definitions", multiple=True, metavar="DEF|all", help="A definition, or all; may be repeated.")
@click.option(
    "--period", type=Days(), metavar="P", help="Days that count, such as FY2013, 2013-04, 2012-10-01/2013-03-31."
)
@click.option("--set", "chosen", multiple=True, metavar="KEY=VALUE", help="A parameter of the rules; may be repeated.")
@click.option("--store", metavar="DIR", help="The store; else $TALLYMARK_STORE, else ./tallymark-store.")
@click.option("--format", "form", type=click.Choice(["table", "json", "csv"]), default="table", show_default=True)
@click.option("--list", "listed", is_flag=True, help="List the measures with their definitions, and the breakdowns.")
@click.option("--small-cells", is_flag=True, help="Show counts of 1 to 10 people too; for your own eyes.")
@click.option("--out", type=click.Path(path_type=Path), help="Write here instead of printing.")
@engine_options
def command(  # noqa: PLR0913  one parameter an option
    measure: str | None,
    *,
    release: str | None,
    by: str,
    filters: tuple[str, ...],
    definitions: tuple[str, ...],
    period: Period | None,
    chosen: tuple[str, ...],
    store: str | None,
    form: str,
    out: Path | None,
    listed: bool,
    small_cells: bool,
    engine: str,
    url: str | None,
) -> int:
    """Count MEASURE in the records of a release, under explicit rules, with bounds where the records do not tell.

    What the release covers and what is known to be wrong with it is said before any number.
    """
    need("records")
    if listed:
        print_lines([*_list()], out)
        return 0
    if measure is None or release is None:
        raise click.UsageError("Give a measure and --release, or --list alone.")
    from tallymark.counting.count import count  # noqa: PLC0415  loaded only when the call is right
    from tallymark.counting.request import Request  # noqa: PLC0415
    from tallymark.schema.store import Store, store_root  # noqa: PLC0415

    request = Request(
        measure,
        tuple(name.strip() for name in by.split(",") if name.strip()),
        _pairs(filters, "--where"),
        definitions,
        period,
        {name: _setting(value) for name, value in _pairs(chosen, "--set").items()},
    )
    opened = Store(store_root(store))
    with opened_engine(engine, url, opened.release(release).folder) as running:
        counted = count(opened, release, request, engine=running, small_cells=small_cells)
    _draw(counted, form, out)
    return 0


def _list() -> Iterator[Line]:
    from tallymark.counting.breakdowns import breakdowns  # noqa: PLC0415
    from tallymark.counting.measures import measures  # noqa: PLC0415
    from tallymark.reports.count_list import list_lines  # noqa: PLC0415

    return list_lines(measures().values(), breakdowns().values())


def _pairs(given: tuple[str, ...], option: str) -> dict[str, str]:
    pairs = [one.partition("=") for one in given]
    wrong = [key for key, mark, value in pairs if not (mark and key.strip() and value.strip())]
    if wrong:
        raise click.UsageError(f"{option} {wrong[0]}: write it as KEY=VALUE")
    found = {key.strip(): value.strip() for key, _, value in pairs}
    if len(found) < len(pairs):
        raise click.UsageError(f"{option}: each key once; of two values of one key only the last would count")
    return found


def _setting(written: str) -> str | int | bool:
    """A value of a parameter as it is written on the command line: a whole number, true or false, else text."""
    if written in ("true", "false"):
        return written == "true"
    return int(written) if re.fullmatch(r"-?[0-9]+", written) else written


def _draw(table: CountedTable, form: str, out: Path | None) -> None:
    if form == "json":
        from tallymark.reports.count_json import count_json  # noqa: PLC0415  each format loads its own module

        emit(count_json(table), out)
    elif form == "csv":
        from tallymark.reports.count_csv import count_csv  # noqa: PLC0415

        emit(count_csv(table), out)
    else:
        from tallymark.reports.count_table import count_lines  # noqa: PLC0415

        print_lines([*count_lines(table, terminal_width() if out is None else None)], out)
