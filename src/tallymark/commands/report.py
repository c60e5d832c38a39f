"""``tallymark report``: in come a release and a fiscal year; out comes the year-end report as lines, a page, JSON or CSV."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from tallymark.commands.engines import engine_options, opened_engine
from tallymark.commands.extras import need
from tallymark.commands.streams import emit
from tallymark.commands.tables import print_lines

if TYPE_CHECKING:
    from tallymark.counting.year_report_lines import YearReport

EXAMPLE = """\b
Examples:
  tallymark report uw-v-dhs-2019 --year FY2013
  tallymark report 14-03290 --year FY2011 --base FY2008 --format html --out fy2011.html
  tallymark report uw-v-dhs-2019 --year FY2016 --memo morton_2010,johnson_2014
"""


@click.command("report", epilog=EXAMPLE)
@click.argument("release")
@click.option("--year", required=True, metavar="FY2013", help="The fiscal year.")
@click.option("--under", default="", metavar="DEF", help="A rule set; else that of the year, or the first with fields.")
@click.option("--memo", "memos", default="", metavar="MEMO,...|all", help="Priority memos; else those in force then.")
@click.option("--base", metavar="FY2008", help="Another year to compare with, beside the year before.")
@click.option(
    "--format", "form", type=click.Choice(["table", "html", "json", "csv"]), default="table", show_default=True
)
@click.option("--out", type=click.Path(path_type=Path), help="Write here instead of printing.")
@click.option("--store", metavar="DIR", help="The store; else $TALLYMARK_STORE, else ./tallymark-store.")
@click.option("--figures", multiple=True, type=click.Path(path_type=Path), help="Your own register file or folder.")
@click.option("--small-cells", is_flag=True, help="Show counts of 1 to 10 people too; for your own eyes.")
@engine_options
def command(  # noqa: PLR0913  one parameter an option
    release: str,
    *,
    year: str,
    under: str,
    memos: str,
    base: str | None,
    form: str,
    out: Path | None,
    store: str | None,
    figures: tuple[Path, ...],
    small_cells: bool,
    engine: str,
    url: str | None,
) -> int:
    """Print the year-end report on a release: what the agency announces at the end of a fiscal year, counted from the records.

    What is known to be wrong with the release and which years it covers is said before any number; published figures stand
    beside the counted ones.
    """
    need("records")
    from tallymark.schema.store import Store, store_root  # noqa: PLC0415  loaded only when the call is right
    from tallymark.verbs import year_report  # noqa: PLC0415

    names = tuple(name.strip() for name in memos.split(",") if name.strip())
    with opened_engine(engine, url, Store(store_root(store)).release(release).folder) as running:
        report = year_report(
            release, year, under=under, memos=names, base=base, store=store, figures=figures, small_cells=small_cells,
            engine=running,
        )  # fmt: skip
    _draw(report, form, out)
    return 0


def _draw(report: YearReport, form: str, out: Path | None) -> None:
    if form == "html":
        from tallymark.reports.year_page import year_page  # noqa: PLC0415  each format loads its own module

        emit(year_page(report), out)
    elif form == "json":
        from tallymark.reports.year_json import year_json  # noqa: PLC0415

        emit(year_json(report), out)
    elif form == "csv":
        from tallymark.reports.year_csv import year_csv  # noqa: PLC0415

        emit(year_csv(report), out)
    else:
        from tallymark.reports.year_table import year_lines  # noqa: PLC0415

        print_lines([*year_lines(report)], out)
