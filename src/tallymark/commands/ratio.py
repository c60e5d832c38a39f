"""``tallymark ratio``: in come a measure, a breakdown and a benchmark file; out come representation ratios with bounds and what they cannot say."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from tallymark.commands.days import Days
from tallymark.commands.extras import need
from tallymark.commands.streams import emit
from tallymark.commands.tables import print_lines
from tallymark.model.errors import UsageError
from tallymark.model.period import Period

if TYPE_CHECKING:
    from tallymark.counting.request import Request

EXAMPLE = """\b
Examples:
  tallymark ratio removals --release seattle --by citizenship --benchmark noncitizens.yaml
  tallymark ratio arrests --release 2026-icli-00005 --by gender --benchmark people.yaml --period FY2025 --format json
docs/understand/programmes.md shows a benchmark file.
"""


@click.command("ratio", epilog=EXAMPLE)
@click.argument("measure")
@click.option("--release", required=True, metavar="ID", help="A release in the store.")
@click.option("--store", metavar="DIR", help="The store; else $TALLYMARK_STORE, else ./tallymark-store.")
@click.option("--by", required=True, metavar="BREAKDOWN", help="The groups; the benchmark names the same breakdown.")
@click.option(
    "--benchmark",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Shares of the groups; there is no ratio without one.",
)
@click.option("--where", multiple=True, metavar="K=V", help="A filter of the records, repeatable.")
@click.option("--under", metavar="DEFINITION", help="The rule set; the measure's own when left out.")
@click.option("--period", type=Days(), metavar="P", help="FY2011, CY2011 or 2017-01-22/2017-04-29.")
@click.option(
    "--minimum", type=int, metavar="N", help="Least number of records of a group; 30 unless given, never below 11."
)
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)
@click.option("--out", type=click.Path(path_type=Path), help="Write here instead of printing.")
def command(  # noqa: PLR0913  one parameter an option
    measure: str,
    *,
    release: str,
    store: str | None,
    by: str,
    benchmark: Path | None,
    where: tuple[str, ...],
    under: str | None,
    period: Period | None,
    minimum: int | None,
    form: str,
    out: Path | None,
) -> int:
    """Compare shares of groups in the records with their shares in a benchmark.

    A ratio of 2 means: twice the share that the benchmark has. It is an interval, it depends on the benchmark, and it is no
    proof of intent; without a benchmark there is none.
    """
    need("records")
    from tallymark.counting.representation import NO_BENCHMARK  # noqa: PLC0415  loaded only when the call is right
    from tallymark.counting.request import Request  # noqa: PLC0415

    if benchmark is None:
        raise UsageError(NO_BENCHMARK, where="--benchmark", detail="name a file with the shares to compare with")
    request = Request(measure, (by,), _filters(where), (under,) if under else (), period)
    _draw(request, release, store, benchmark, minimum, form, out)
    return 0


def _filters(where: tuple[str, ...]) -> dict[str, str]:
    pairs = [one.partition("=") for one in where]
    wrong = [key for key, mark, value in pairs if not (mark and key.strip() and value.strip())]
    if wrong:
        raise click.UsageError(f"--where {wrong[0]}: write it as K=V")
    if len({key.strip() for key, _, _ in pairs}) < len(pairs):
        raise click.UsageError("--where: each key once; of two values of one key only the last would count")
    return {key.strip(): value.strip() for key, _, value in pairs}


def _draw(
    request: Request, release: str, store: str | None, path: Path, minimum: int | None, form: str, out: Path | None
) -> None:
    from tallymark.counting.benchmark import read_benchmark  # noqa: PLC0415
    from tallymark.counting.count import count  # noqa: PLC0415
    from tallymark.counting.representation import limits, represent  # noqa: PLC0415
    from tallymark.schema.store import Store, store_root  # noqa: PLC0415

    benchmark = read_benchmark(path)
    table = count(Store(store_root(store)), release, request)
    found = represent(table, benchmark, minimum)
    if form == "json":
        from tallymark.reports.ratio_json import ratio_json  # noqa: PLC0415  each format loads its own module

        emit(ratio_json(table, benchmark, found, limits()), out)
        return
    from tallymark.reports.ratio_lines import ratio_lines  # noqa: PLC0415

    print_lines([*ratio_lines(table, benchmark, found, limits())], out)
