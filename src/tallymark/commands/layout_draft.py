"""``tallymark layout draft``: in comes a file nobody has described; out comes a layout to edit and what differs from known ones."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tallymark.commands.extras import need
from tallymark.commands.streams import complain, emit
from tallymark.model.errors import InputError

if TYPE_CHECKING:
    from tallymark.releases.compare import ColumnMatch
    from tallymark.releases.layouts import Layout
    from tallymark.releases.readers import Sheet

# So many rows are looked at, and so many below a header that the user names.
N_ROWS = 40
# With a smaller share of common names the missing columns of the nearest layout are counted, not listed.
FEW_SHARED = 0.3
EXAMPLE = """\b
Examples:
  tallymark layout draft arrests-2027.xlsx --out arrests-2027.layout.csv
  tallymark layout draft release.zip --sheet FY2027 --format json
"""


@click.command("draft", epilog=EXAMPLE)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--format", "style", type=click.Choice(["csv", "json"]), default="csv", show_default=True)
@click.option("--sheet", "wanted", help="Name of the sheet; the first with a table when left out.")
@click.option("--header-row", type=click.IntRange(min=1), help="Row of the header; found by itself when left out.")
@click.option("--out", type=click.Path(path_type=Path), help="Write to this file.")
def command(file: Path, style: str, wanted: str | None, header_row: int | None, out: Path | None) -> int:
    """Compare the header of FILE with the known layouts and draft a layout for it.

    Says column by column what is the same, renamed, added, missing or moved against the nearest layout. The draft maps a
    column only when its very name is known; the rest is left to you. The text of cells is in neither.
    """
    need("records")
    from tallymark.releases.draft import draft  # noqa: PLC0415  heavy
    from tallymark.releases.layouts import layouts  # noqa: PLC0415
    from tallymark.releases.recognise import nearest  # noqa: PLC0415

    where, rows, row = _pick(file, wanted, header_row)
    header = rows[row - 1]
    layout, similarity, columns = nearest(header, layouts())
    text = draft(header, rows[row:], layout, layouts=layouts(), header_row=row)
    if style == "json":
        emit(_as_json(where, row, layout, similarity, columns, text), out)
        return 0
    complain(_summary(where, row, layout, similarity, columns))
    emit(text, out)
    return 0


def _pick(file: Path, wanted: str | None, header_row: int | None) -> tuple[str, list[list[str | None]], int]:
    """The first rows of the sheet that has a table and the row of its header; raises TM-RELEASES-706 when there is none."""
    from tallymark.releases.readers import open_source  # noqa: PLC0415  heavy
    from tallymark.releases.recognise import holds_values  # noqa: PLC0415
    from tallymark.releases.sources import expand  # noqa: PLC0415

    for source in expand([file]):
        with open_source(source) as workbook:
            for sheet in workbook.sheets:
                if wanted in (None, sheet.name):
                    rows = sheet.head(max(N_ROWS, (header_row or 0) + N_ROWS))
                    row = header_row or _header_row(sheet, rows)
                    if row is not None and row <= len(rows) and any(rows[row - 1]) and not holds_values(rows[row - 1]):
                        return sheet.where, rows, row
    asked = [f"sheet {wanted!r}" if wanted else "", f"row {header_row}" if header_row else ""]
    raise InputError("TM-RELEASES-706", where=str(file), detail=", ".join(part for part in asked if part))


def _header_row(sheet: Sheet, rows: list[list[str | None]]) -> int | None:
    from tallymark.releases.layouts import layouts  # noqa: PLC0415  heavy
    from tallymark.releases.recognise import NotATable, find_header, likely_header  # noqa: PLC0415

    found = find_header(rows, layouts())
    if not isinstance(found, NotATable):
        return found.row
    return likely_header(rows) if sheet.visible else None


def _summary(where: str, row: int, layout: Layout, similarity: float, columns: tuple[ColumnMatch, ...]) -> str:
    if not similarity:
        return (
            f"{where}, row {row}: no known layout has any of these names; the table {layout.table} is a guess to edit"
        )
    near = f"nearest layout {layout.id} ({layout.publisher}), {similarity:.0%} of the names shared"
    missing = [column for column in columns if column.position is None]
    few = similarity < FEW_SHARED
    told = [column for column in columns if column.kind != "same" and not (few and column in missing)]
    n_same = sum(column.kind == "same" for column in columns)
    lines = [f"{where}, row {row}: {near}", *(f"  {_words(column)}" for column in told)]
    lines += [f"  missing: {len(missing)} columns of that layout"] if few and missing else []
    return "\n".join([*lines, f"  the same: {n_same} of {len(columns)} columns"])


def _words(column: ColumnMatch) -> str:
    if column.position is None:
        return f"missing: {column.raw}"
    words = f"column {column.position} {column.kind}: {column.name}"
    return f"{words}; perhaps {column.raw} ({column.score} of 100)" if column.score is not None else words


def _as_json(
    where: str, row: int, layout: Layout, similarity: float, columns: tuple[ColumnMatch, ...], text: str
) -> str:
    from dataclasses import asdict  # noqa: PLC0415

    document = {
        "schema": 1,
        "where": where,
        "header_row": row,
        "nearest": layout.id,
        "similarity": round(similarity, 4),
        "columns": [asdict(column) for column in columns],
        "draft": text,
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"
