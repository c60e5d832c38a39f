"""``tallymark figures``: in comes a measure; out come its published figures, every definition and vintage side by side."""

from __future__ import annotations

from pathlib import Path

import click

from tallymark.commands.days import Days
from tallymark.commands.filters import Filters
from tallymark.commands.streams import complain, emit
from tallymark.commands.tables import print_lines
from tallymark.model.errors import DataError, UsageError
from tallymark.model.period import Period
from tallymark.model.population import Population
from tallymark.model.vocabulary import measure as known_measure
from tallymark.reports.figure_table import figure_lines, figures_csv, figures_json, measure_lines
from tallymark.reports.terminal import plural

EXAMPLE = """\b
Examples:
  tallymark figures
  tallymark figures removals --period FY2011
  tallymark figures removals --period FY2011 --where criminality=convicted
  tallymark figures --check --figures my-figures/
"""


@click.command("figures", epilog=EXAMPLE)
@click.argument("measure", required=False)
@click.option(
    "--period", type=Days(), metavar="P", help="FY2011, CY2011, 2019-08, 2021-01-13 or 2017-01-22/2017-04-29."
)
@click.option("--where", type=Filters(), multiple=True, help="A filter of the population, repeatable.")
@click.option("--check", "check_only", is_flag=True, help="Check every file against the schema instead.")
@click.option("--figures", type=click.Path(path_type=Path), multiple=True, help="Your own register file or folder.")
@click.option("--format", "form", type=click.Choice(["table", "json", "csv"]), default="table", show_default=True)
@click.option("--out", type=click.Path(path_type=Path), help="Write here instead of printing.")
def command(
    measure: str | None,
    period: Period | None,
    where: tuple[tuple[str, str], ...],
    check_only: bool,
    figures: tuple[Path, ...],
    form: str,
    out: Path | None,
) -> int:
    """Show published figures side by side; without a measure, list the measures.

    `tallymark figures add` writes a figure of your own.
    """
    from tallymark.register.register import load  # noqa: PLC0415  loaded only when the call is right
    from tallymark.verbs import figures_in  # noqa: PLC0415

    if check_only:
        return _check(figures)
    register = load(figures)
    if measure is None and period is None and not where:
        print_lines([*measure_lines(register.measures())], out)
        return 0
    people = Population.from_mapping(dict(where)) if where else None
    if measure is not None:
        _refuse_unknown(measure)
    found = figures_in(register, measure, period, people)

    if form == "json":
        emit(figures_json(found, register.as_of, register.sha256), out)
    elif form == "csv":
        emit(figures_csv(found), out)
    else:
        print_lines([*figure_lines(found, register.as_of)], out)
    return 0


def _refuse_unknown(measure: str) -> None:
    """Raise TM-MODEL-005 as an error of usage for a measure that the vocabulary does not have."""
    try:
        known_measure(measure)
    except DataError as error:
        raise UsageError(error.code, where=error.where, detail=error.detail) from None


def _check(figures: tuple[Path, ...]) -> int:
    from tallymark.register.check import check_register  # noqa: PLC0415  only --check needs it

    errors = check_register(figures)
    for error in errors:
        complain(str(error))
    if errors:
        complain(plural(len(errors), "fault"))
        return 1
    emit("every file keeps to the schema\n")
    return 0
