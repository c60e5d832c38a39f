"""Small made-up release files: in come rows; out come csv and xlsx files in the layout of UW v. DHS and of the 2026 arrests."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

import openpyxl

from tallymark.releases.ingest import Options, Outcome, ingest
from tallymark.releases.layouts import layout
from tallymark.schema.store import Store

Row = Sequence[object]
REMOVALS = tuple(column.raw for column in layout("uw.2019.removals").columns)
ARRESTS = tuple(column.raw for column in layout("ddp.2026-03.arrests").columns)
BANNER = (
    "Tracking Unit",
    "For Official Use Only",
    "Made-up case",
    "Please review the last tab for footnotes.",
    "",
    "Removals",
)
MARK = "(b)(6),(b)(7)(c )"
REMOVAL_ROWS: tuple[Row, ...] = (
    ("1/3/2012", MARK, "Male", "MEXICO", "(b)(7)(E )", "", "[8C] Excludable / Inadmissible"),
    ("2/29/2012", MARK, "Female", " FRANCE ", "(b)(7)(E )", "Larceny", "[3] Deportable"),
    ("12/31/2012", MARK, "Male", "MEXICO", "(b)(7)(E )", "", "[3] Deportable"),
)


def write_csv(
    path: Path, rows: Sequence[Row], header: Sequence[str] = REMOVALS, banner: Sequence[str] = BANNER
) -> Path:
    """A csv file: banner rows, the header, the rows as they are given (a short or long row stays so)."""
    with path.open("w", newline="", encoding="utf-8") as handle:
        out = csv.writer(handle)
        out.writerows([line, *[""] * (len(header) - 1)] for line in banner)
        out.writerow(header)
        out.writerows(rows)
    return path


def write_xlsx(
    path: Path,
    sheets: Mapping[str, Sequence[Row]],
    header: Sequence[str] = REMOVALS,
    *,
    hidden: Sequence[str] = (),
    footnotes: bool = False,
) -> Path:
    """A workbook: each sheet with banner, header and rows; at the end, if wished, a tab of footnotes."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for line in [*([line] for line in BANNER), list(header), *rows]:
            sheet.append(["" if cell is None else cell for cell in line] if line else [])
        if name in hidden:
            sheet.sheet_state = "hidden"
    if footnotes:
        book.create_sheet("Footnotes").append(["1. Made up for a test."])
    book.save(path)
    return path


def arrest_row(**cells: object) -> list[object]:
    """A row of the 2026 arrests with these cells, the rest empty; names with underscores stand for blanks."""
    named = {name.replace("_", " "): value for name, value in cells.items()}
    assert set(named) <= set(ARRESTS)
    return [named.get(name, "") for name in ARRESTS]


def bring_in(root: Path, *paths: Path, release: str = "made-up", **options: object) -> Outcome:
    """Ingest files into a store."""
    return ingest(paths, release, Store(root), Options(**options))  # type: ignore[arg-type]  # the fields of Options
