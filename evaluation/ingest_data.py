"""Made-up arrests for speed and faults: in come a number of rows and a seed; out come cells as text in a known raw layout.

Nothing here looks like a person: places and programmes are words, ids are drawn numbers. Shares of empty and redacted cells
and numbers of distinct values are of the order of a real release.
"""

from __future__ import annotations

import csv
import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv

LAYOUT = "ddp.2026-03.arrests"
BANNER = (
    "ERO-LESA Statistical Tracking Unit",
    "For Official Use Only (FOUO)/Pre-decisional",
    "Made-up records",
    "",
    "",
    "Arrests",
)
CHUNK = 100_000
FIRST_SECOND = np.datetime64("2022-10-01T00:00:00")
SPAN_SECONDS = 108_000_000
REDACTED = ("b(6), b(7)c", "(b)(6), (b)(7)(C)", "(b)(6),(b)(7)(c )")
WORDS = {
    "Apprehension Type": (2, 0.3),
    "State": (50, 0.2),
    "County": (400, 0.5),
    "TOA Current Duty AOR": (25, 0.02),
    "Apprehension Final Program": (12, 0.0),
    "Arresting Agency": (3, 0.0),
    "Apprehension Method": (22, 0.0),
    "Case Status": (15, 0.02),
    "Case Category": (32, 0.02),
    "Departure Country": (180, 0.5),
    "Citizenship Country": (200, 0.0),
    "Gender": (3, 0.0),
    "Apprehension Site Landmark": (6000, 0.05),
    "Operation": (300, 0.7),
    "TOA Current Duty Site": (250, 0.05),
}
FIXED = {
    "Apprehension Criminality": ("1 Convicted Criminal", "2 Pending Criminal Charges", "3 Other Immigration Violator"),
    "Case Criminality": ("1 Convicted Criminal", "2 Pending Criminal Charges", "3 Other Immigration Violator"),
    "Final Order Yes No": ("YES", "NO"),
    "Case Threat Level": ("1", "2", "3", "NA"),
    "Birth Date": REDACTED,
}


def header() -> tuple[str, ...]:
    """The raw names of the layout, in its order."""
    from tallymark.releases.layouts import layout  # noqa: PLC0415

    return tuple(column.raw for column in layout(LAYOUT).columns)


def chunks(n_rows: int, seed: int = 1) -> Iterator[pa.Table]:
    """The rows as text, at most 100,000 at a time; null is an empty cell."""
    names = header()
    for start in range(0, n_rows, CHUNK):
        draw = np.random.default_rng((seed, start))
        n = min(CHUNK, n_rows - start)
        yield pa.table([_column(name, n, draw, n_rows) for name in names], names=list(names))


def write_csv_gz(path: Path, n_rows: int, seed: int = 1) -> None:
    """Banner, header and rows as gzipped CSV."""
    with gzip.open(path, "wb", compresslevel=1) as handle:
        names = header()
        for line in BANNER:
            handle.write((line + "," * (len(names) - 1) + "\n").encode())
        for number, chunk in enumerate(chunks(n_rows, seed)):
            pacsv.write_csv(chunk, handle, pacsv.WriteOptions(include_header=number == 0, quoting_style="needed"))


def write_csv(path: Path, n_rows: int, seed: int = 1) -> None:
    """The same as plain CSV."""
    with path.open("w", newline="", encoding="utf-8") as handle:
        out = csv.writer(handle)
        names = header()
        out.writerows([line, *[""] * (len(names) - 1)] for line in BANNER)
        out.writerow(names)
        for chunk in chunks(n_rows, seed):
            out.writerows(zip(*(column.to_pylist() for column in chunk.columns), strict=True))


def write_xlsx(path: Path, n_rows: int, seed: int = 1, *, sheet: str = "FY2026") -> None:
    """Header and rows as a workbook of text cells; date cells are real dates, years and levels numbers."""
    import rustpy_xlsxwriter  # noqa: PLC0415  only where a workbook is made

    rustpy_xlsxwriter.write_worksheet(_records(n_rows, seed), str(path), sheet_name=sheet)


def _records(n_rows: int, seed: int) -> Iterator[dict[str, Any]]:
    for chunk in chunks(n_rows, seed):
        columns = {name: _as_cells(name, chunk.column(name)) for name in chunk.schema.names}
        for cells in zip(*columns.values(), strict=True):
            yield dict(zip(columns, cells, strict=True))


def _as_cells(name: str, column: pa.ChunkedArray) -> list[Any]:
    if name in ("Departed Date", "Final Order Date", "Apprehension Date"):
        return list(column.cast(pa.timestamp("us")).to_pylist())
    if name == "Birth Year":
        return list(column.cast(pa.int64()).to_pylist())
    return list(column.to_pylist())


def _column(name: str, n: int, draw: np.random.Generator, n_rows: int) -> pa.Array:
    if name in FIXED:
        return pa.array(np.array(FIXED[name])[draw.integers(0, len(FIXED[name]), n)])
    if name in WORDS:
        n_words, empty = WORDS[name]
        words = pa.array([f"{name.upper()} NUMBER {number}" for number in range(n_words)])
        # A square makes some values far more common than others, as they are in a release.
        places = (draw.random(n) ** 2 * n_words).astype(np.int32)
        return words.take(pa.array(places, mask=draw.random(n) < empty))
    if name == "Anonymized Identifier":
        ids = pa.array(draw.integers(0, max(1, n_rows * 4 // 5), n)).cast(pa.string())
        return pc.if_else(
            pa.array(draw.random(n) < 0.01), None, pc.binary_join_element_wise(pc.utf8_lpad(ids, 40, "0"), "")
        )
    if name == "Birth Year":
        return pa.array(draw.integers(1940, 2008, n)).cast(pa.string())
    if name == "Apprehension Date":
        return _text(FIRST_SECOND + draw.integers(0, SPAN_SECONDS, n).astype("timedelta64[s]"), "%Y-%m-%d %H:%M:%S")
    days = _text(FIRST_SECOND + draw.integers(0, SPAN_SECONDS, n).astype("timedelta64[s]"), "%Y-%m-%d")
    return pc.if_else(pa.array(draw.random(n) < 0.5), None, days)


def _text(moments: np.ndarray, form: str) -> pa.Array:
    return pc.strftime(pa.array(moments.astype("datetime64[s]")), format=form)
