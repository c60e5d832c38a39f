"""``tallymark check``: in come articles and press releases; out comes a verdict with evidence on every figure they print."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tallymark.commands.streams import complain, emit, progress
from tallymark.model.errors import InputError, TallymarkError, UsageError
from tallymark.model.period import Period, PeriodKind
from tallymark.model.verdict import VerdictKind

if TYPE_CHECKING:
    from tallymark.model.references import Records
    from tallymark.model.verdict import Cluster, Report

DEMO_NAME = "bundled article"
FORMATS = ("table", "json", "csv", "html", "claimreview")
EXAMPLE = """\b
Examples:
  tallymark check --demo
  tallymark check article.txt --date 2011-10-18
  tallymark check release.pdf story.html --format html --out report.html
  pbpaste | tallymark check - --format json
  tallymark check article.txt --records tallymark-store
"""


class DayOrMonth(click.ParamType[Period]):
    """A day or a month of the calendar."""

    name = "date"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Period:
        """The period meant; anything longer than a month is an error."""
        if isinstance(value, Period):
            return value
        try:
            period = Period.parse(str(value))
        except TallymarkError:
            period = None
        if period is None or period.kind not in (PeriodKind.DAY, PeriodKind.MONTH):
            self.fail(f"{value!r} is neither a day such as 2011-10-18 nor a month such as 2011-10", param, ctx)
        return period


class VerdictList(click.ParamType[tuple[VerdictKind, ...]]):
    """Verdicts separated by commas."""

    name = "verdict,..."

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[VerdictKind, ...]:
        """The verdicts named; an unknown word is an error that lists the known ones."""
        if isinstance(value, tuple):
            return value
        known = {str(kind): kind for kind in VerdictKind}
        names = [name.strip() for name in str(value).split(",") if name.strip()]
        for name in names:
            if name not in known:
                self.fail(f"{name!r} is no verdict; choose from {', '.join(known)}", param, ctx)
        return tuple(known[name] for name in names)


@click.command("check", epilog=EXAMPLE)
@click.argument("files", nargs=-1, metavar="[FILE|-]...")
@click.option("--date", "dated", type=DayOrMonth(), metavar="YYYY-MM[-DD]", help="Date of the text, or its month.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="table", show_default=True)
@click.option("--out", type=click.Path(path_type=Path), help="Write here instead of printing.")
@click.option("--reconcile", is_flag=True, help="Put the same figure of several texts side by side.")
@click.option("--figures", type=click.Path(path_type=Path), multiple=True, help="Your own register file or folder.")
@click.option("--fail-on", type=VerdictList(), default=(), help="Exit 1 when a claim has one of these verdicts.")
@click.option("--reviewer", default="", help="Who answers for a ClaimReview.")
@click.option("--claims", "chosen", default="", help="Which claims become a ClaimReview: c1,c3.")
@click.option(
    "--records",
    is_flag=False,
    flag_value="",
    metavar="[STORE]",
    help="Also count the records of a store; else $TALLYMARK_STORE, else ./tallymark-store. Give it last or with a folder.",
)
@click.option(
    "--release", "releases", multiple=True, metavar="ID", help="With --records: only this release; may be repeated."
)
@click.option(
    "--small-cells", is_flag=True, help="With --records: show counts of 1 to 10 people too; for your own eyes."
)
@click.option("--demo", is_flag=True, help="Check the bundled article.")
def command(  # noqa: PLR0913  one parameter an option
    files: tuple[str, ...],
    *,
    dated: Period | None,
    form: str,
    out: Path | None,
    reconcile: bool,
    figures: tuple[Path, ...],
    fail_on: tuple[VerdictKind, ...],
    reviewer: str,
    chosen: str,
    records: str | None,
    releases: tuple[str, ...],
    small_cells: bool,
    demo: bool,
) -> int:
    """Check the figures that articles and press releases print.

    FILE is text, Markdown, HTML, PDF or .docx; - is standard input. Every quantitative claim is compared with a register
    of published figures, and its verdict comes with what it was compared with. With --records the counts of a store's releases
    stand beside; what they may change is in docs/do/records-as-evidence.md.
    """
    if records is None and (releases or small_cells):
        raise click.UsageError("--release and --small-cells go with --records.")
    if bool(files) == demo:
        raise click.UsageError("Give one or more files, or - for standard input, or --demo alone.")
    if form == "claimreview" and len(files) > 1:
        raise UsageError("TM-REPORTS-004", where=", ".join(files))
    names = (str(demo_path()),) if demo else files
    counted = None if records is None else _records(records, releases, small_cells=small_cells)
    reports, failed = _check_all(names, dated, figures, counted)
    if not reports:
        return InputError.exit_code
    clusters = _reconciled(reports) if reconcile else None
    _draw(reports, clusters, form, out, reviewer, tuple(part.strip() for part in chosen.split(",") if part.strip()))
    if failed:
        return InputError.exit_code
    return 1 if any(check.verdict.kind in fail_on for report in reports for check in report.checks) else 0


def demo_path() -> Path:
    """The bundled article."""
    return Path(str(resources.files("tallymark").joinpath("demo/removals-2011.txt")))


def _records(store: str, releases: tuple[str, ...], *, small_cells: bool) -> Records:
    """The releases of a store as references; the rooms of records are loaded here and nowhere else."""
    from tallymark.commands.extras import need  # noqa: PLC0415  loaded only when records are asked

    need("records")
    from tallymark.counting.joined import records_of  # noqa: PLC0415
    from tallymark.schema.store import Store, store_root  # noqa: PLC0415

    return records_of(Store(store_root(store)), releases, small_cells=small_cells)


def _check_all(
    names: Sequence[str], dated: Period | None, figures: Sequence[Path], records: Records | None
) -> tuple[list[Report], int]:
    """The reports of all files that can be read and how many cannot; one bad file does not stop the others."""
    from tallymark.checking.check import check  # noqa: PLC0415  loaded only when the call is right
    from tallymark.claims.extract import extract  # noqa: PLC0415
    from tallymark.claims.reading import read  # noqa: PLC0415
    from tallymark.register.register import load  # noqa: PLC0415

    register = load(figures)
    reports: list[Report] = []
    failed = 0
    for number, name in enumerate(names, 1):
        if len(names) > 1:
            progress(f"checking {number} of {len(names)}: {name}")
        try:
            document = read(name, dated=dated)
            shown = replace(document, name=DEMO_NAME) if name == str(demo_path()) else document
            reports.append(check(extract(shown), register, records))
        except InputError as error:
            failed += 1
            progress("")
            complain(str(error))
    if len(names) > 1:
        progress("")
    return reports, failed


def _reconciled(reports: Sequence[Report]) -> tuple[Cluster, ...]:
    from tallymark.checking.reconcile import reconcile  # noqa: PLC0415  loaded only when asked for

    return reconcile(reports)


def _draw(
    reports: Sequence[Report],
    clusters: Sequence[Cluster] | None,
    form: str,
    out: Path | None,
    reviewer: str,
    chosen: tuple[str, ...],
) -> None:
    if form == "json":
        from tallymark.reports.as_json import render as as_json  # noqa: PLC0415  each format loads its own module

        emit(as_json(reports, clusters), out)
    elif form == "csv":
        from tallymark.reports.as_csv import render as as_csv  # noqa: PLC0415

        emit(as_csv(reports), out)
    elif form == "html":
        from tallymark.reports.page import render as as_page  # noqa: PLC0415

        emit(as_page(reports, clusters), out)
    elif form == "claimreview":
        from tallymark.reports.claimreview import render as as_claimreview  # noqa: PLC0415

        emit(as_claimreview(reports[0], reviewer=reviewer, chosen=chosen), out)
    else:
        _table(reports, clusters, out)


def _table(reports: Sequence[Report], clusters: Sequence[Cluster] | None, out: Path | None) -> None:
    from tallymark.commands.tables import print_lines  # noqa: PLC0415
    from tallymark.reports.cluster_table import cluster_lines  # noqa: PLC0415
    from tallymark.reports.terminal import lines  # noqa: PLC0415

    print_lines([*lines(reports), *([] if clusters is None else cluster_lines(clusters))], out)
