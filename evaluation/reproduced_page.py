"""The page of numbers counted again: in come the real files; out comes docs/records/reproduced.md.

``python -m evaluation.reproduced_page --shared FOLDER`` writes it; a test holds the page to what it would write.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from evaluation.reproduced import Reproduced, by_group, reproduce

PAGE = Path(__file__).resolve().parent.parent / "docs/records/reproduced.md"
SMALLEST = 0.01
HEAD = """# Numbers counted again

Numbers that others computed or printed, beside what Tallymark counts from the same files.
`python -m evaluation eval --only reproduced` counts them anew; this page is made by `python -m evaluation.reproduced_page`.
A number that differs says why, and a difference that grows beyond what is explained fails the evaluation.
The files are not part of Tallymark; each section says how to count them yourself.
"""
SECTIONS = {
    "register": (
        "Sums of published figures",
        "The parts of the agency's year-end tables, added and divided. Every figure stands in the register (`tallymark figures removals --period FY2014`).",
    ),
    "headcounts": (
        "People held, by the headcounts of UWCHR",
        "`tallymark ingest inc_headcount_fy12-24ytd.csv.gz --release headcounts`, then `tallymark count headcounts --release headcounts --period 2019-08-15` and `tallymark count average_headcounts --release headcounts --by fiscal_year`. Vera's daily file may not be passed on; its yearly means may be compared.",
    ),
    "sc": (
        "Counties of Secure Communities",
        "`tallymark ingest activation_dates.csv --release sc`, then `tallymark programmes secure_communities --release sc`.",
    ),
    "287g": (
        "Agreements under section 287(g)",
        "`tallymark ingest ParticipatingEntities-20250219163339.xlsx --release list-2025-02-19`, then `tallymark programmes 287g --release list-2025-02-19`; likewise for the other lists.",
    ),
    "detainers": (
        "Detainers in Pennsylvania",
        "`tallymark ingest pa_detainers.csv --release detainers`, then `tallymark count detainers --release detainers --by calendar_year,lift_reason`. A blank reason could be any reason: the counts of reasons below are low bounds. Reasons with 1 to 10 detainers are compared and not printed.",
    ),
    "border_deaths": (
        "Border deaths",
        "`tallymark ingest deaths_by_month_cause_corridor.csv --release border-deaths`, then `tallymark programmes border_deaths --release border-deaths`. Each source has its own rule; see [Programmes](../understand/programmes.md).",
    ),
    "ohss": (
        "OHSS beside ICE, FY2019 to FY2024",
        "The monthly tables of the Office of Homeland Security Statistics (August 2024) beside the workbooks and reports of ICE. They are tables and not records; the register has both (`tallymark figures removals --period FY2021`).",
    ),
}


def page(found: tuple[Reproduced, ...]) -> str:
    """The page as text."""
    lines = [HEAD]
    for group, ours in by_group(found).items():
        title, how = SECTIONS[group]
        n_equal = sum(one.equal for one in ours)
        n_within = sum(one.holds and not one.equal for one in ours)
        lines += [f"## {title}", "", how, "", f"{n_equal} equal, {n_within} different as explained.", ""]
        lines += ["| what | expected | counted | difference | source | explanation |", "|---|---:|---:|---:|---|---|"]
        lines += [*(_line(one) for one in ours), ""]
    return "\n".join(lines)


def _line(one: Reproduced) -> str:
    number = one.number
    expected = f"{Decimal(number.expected):,}"
    cells = (number.what, expected, one.shown, _difference(one), number.source, number.explanation)
    return f"| {' | '.join(cells)} |"


def _difference(one: Reproduced) -> str:
    """How far the count lies from the number, in percent of it; empty where they are equal or a number lies in bounds."""
    if one.equal or isinstance(one.counted, tuple):
        return ""
    expected = float(one.number.expected)
    percent = 100 * (float(one.counted) - expected) / expected
    return f"{percent:+.2f} %" if abs(percent) >= SMALLEST else f"under {SMALLEST} %"


def written(shared: Path) -> str:
    """The page for the files in ``shared``, as ``write`` leaves it."""
    with tempfile.TemporaryDirectory() as name:
        return "\n".join(_lines(page(reproduce(shared, Path(name))))) + "\n"


def _lines(text: str) -> Iterator[str]:
    yield from (line.rstrip() for line in text.rstrip().split("\n"))


def main() -> None:
    """Write the page."""
    parser = argparse.ArgumentParser(prog="python -m evaluation.reproduced_page", description=__doc__)
    parser.add_argument("--shared", type=Path, required=True, help="folder with the real files")
    PAGE.write_text(written(parser.parse_args().shared), encoding="utf-8")


if __name__ == "__main__":
    main()
