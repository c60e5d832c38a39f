"""``tallymark bridge``: in come two definitions, a release and a year; out comes which rule explains how much of their difference."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from tallymark.commands.days import Days
from tallymark.commands.engines import engine_options, opened_engine
from tallymark.commands.extras import need
from tallymark.commands.filters import Filters
from tallymark.commands.streams import emit
from tallymark.commands.tables import print_lines

if TYPE_CHECKING:
    from tallymark.counting.bridged import Asked
    from tallymark.model.figure import Figure
    from tallymark.model.period import Period

EXAMPLE = """\b
Examples:
  tallymark bridge gao.removals ice.removals.2003 --release uw-v-dhs-2019 --year FY2013
  tallymark bridge ice.removals_records ice.removals.2013-06 --release 2026-icli-00005 --year FY2024 --published
  tallymark bridge ice.removals.2009 --release 14-03290 --year FY2012 --published
docs/do/records-as-evidence.md explains how to read it.
"""


@click.command("bridge", epilog=EXAMPLE)
@click.argument("first", metavar="FROM")
@click.argument("last", metavar="[TO]", required=False)
@click.option("--release", required=True, metavar="ID", help="A release in the store.")
@click.option(
    "--year",
    "period",
    type=Days(),
    required=True,
    metavar="FY2013",
    help="The days: FY2013, CY2013, 2013-04 or a range.",
)
@click.option("--where", "filters", type=Filters(), multiple=True, help="Only these people; may be repeated.")
@click.option("--order", default="", metavar="A,B", help="The order of the families, such as year,exit.")
@click.option("--published", is_flag=True, help="Go on to the published figures of the last definition.")
@click.option("--figures", type=click.Path(path_type=Path), multiple=True, help="Your own register file or folder.")
@click.option("--store", metavar="DIR", help="The store; else $TALLYMARK_STORE, else ./tallymark-store.")
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)
@engine_options
@click.option("--small-cells", is_flag=True, help="Show differences of 1 to 10 too; for your own eyes.")
@click.option("--out", type=click.Path(path_type=Path), help="Write here instead of printing.")
def command(  # noqa: PLR0913  one parameter an option
    first: str,
    last: str | None,
    *,
    release: str,
    period: Period,
    filters: tuple[tuple[str, str], ...],
    order: str,
    published: bool,
    figures: tuple[Path, ...],
    store: str | None,
    form: str,
    engine: str,
    url: str | None,
    small_cells: bool,
    out: Path | None,
) -> int:
    """Go from the definition FROM to the definition TO rule by rule, and say how much each changes the count.

    One family of rules is changed at a time. With --published what is left to the figures that were printed is told as well;
    without TO the recount under FROM is compared with them alone.
    """
    if last is None and not published:
        raise click.UsageError("Give TO, or --published to compare FROM with the figures that were printed.")
    need("records")
    from tallymark.counting.bridge import bridge  # noqa: PLC0415  loaded only when the call is right
    from tallymark.counting.bridged import Asked  # noqa: PLC0415
    from tallymark.model.population import Population  # noqa: PLC0415
    from tallymark.rules.rule_sets import rule_set  # noqa: PLC0415
    from tallymark.schema.store import Store, store_root  # noqa: PLC0415

    asked = Asked(
        release,
        rule_set(first),
        rule_set(last or first),
        period,
        Population.from_mapping(dict(filters)),
        tuple(name.strip() for name in order.split(",") if name.strip()),
        small_cells,
    )
    printed = _published(asked, figures) if published else ()
    opened = Store(store_root(store))
    with opened_engine(engine, url, opened.release(release).folder) as running:
        found = bridge(opened, asked, printed, engine=running)
    if form == "json":
        from tallymark.reports.bridge_json import bridge_json  # noqa: PLC0415  each format loads its own module

        emit(bridge_json(found), out)
    else:
        from tallymark.reports.bridge_table import bridge_lines  # noqa: PLC0415

        print_lines([*bridge_lines(found)], out)
    return 0


def _published(asked: Asked, figures: tuple[Path, ...]) -> tuple[Figure, ...]:
    """The printed figures of the series that the last rule set imitates, of any era, for just these days and people.

    Of several printings of one number the best source is taken. Raises TM-COUNT-054 when there is none.
    """
    from tallymark.model.definition import definitions  # noqa: PLC0415
    from tallymark.model.errors import UsageError  # noqa: PLC0415
    from tallymark.model.figure import Relation  # noqa: PLC0415
    from tallymark.model.references import Query  # noqa: PLC0415
    from tallymark.register.register import load  # noqa: PLC0415

    query = Query(asked.last.measure, Relation.LEVEL, asked.people, asked.period)
    found = load(figures).lookup(query)
    known = definitions()
    series = known[asked.last.imitates].series if asked.last.imitates else ""
    mine = tuple(
        figure
        for figure in found
        if figure.decides and figure.definition in known and known[figure.definition].series == series
    )
    if not mine:
        others = ", ".join(dict.fromkeys(figure.definition for figure in found if figure.decides)) or "none"
        detail = f"{asked.last.imitates or asked.last.id}, {asked.period.label}; figures there: {others}"
        raise UsageError("TM-COUNT-054", where=asked.last.id, detail=detail)
    best: dict[tuple[str, str], Figure] = {}
    for figure in sorted(mine, key=lambda one: one.tier):
        best.setdefault((str(figure.value), figure.definition), figure)
    return tuple(best.values())
