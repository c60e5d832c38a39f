"""Provenance: in come sources and the store made of them; out comes how many random cells are what another reader finds in the file.

The other readers are openpyxl for workbooks and Python's csv module for text; they share no code with the ingest. TALLYMARK_BENCH_CELLS
sets how many cells of the raw mirror and of the typed tables are drawn (10,000 each).
"""

from __future__ import annotations

import csv
import gzip
import os
import random
import re
import tempfile
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path

import openpyxl
import pyarrow.parquet as pq

from evaluation.ingest_data import write_csv, write_xlsx
from evaluation.result import Result
from tallymark.releases.ingest import ingest
from tallymark.schema.manifest import Manifest, SheetEntry, TableEntry
from tallymark.schema.store import Store

N_ROWS = 8_000
SEED = 20_111_020
REAL = (
    "uwchr-ice-air/SeattleAOROtherRemovals.csv",
    "uwchr-jsis-tf-2023/arrests_with_state.csv.gz",
    "eads-pa-detainers/pa_detainers.csv",
    "alyssc-mn-deportation-data/st_cloud_denied.csv",
    "uwchr-ice-detain/inc_headcount_fy12-24ytd.csv.gz",
    "287g-relevantresearch/participatingAgencies-20250411231031.xlsx",
)
MARKED = re.compile(r"(?i)\(?b\)?\s*\(|NA|N/A|IIDS ETL NULL")
Cells = dict[tuple[int, int], object]


def run(shared: Path, out: Path) -> list[Result]:
    """Made-up files and real ones, as one release each; cells drawn over all of them by their numbers of rows."""
    n_cells = int(os.environ.get("TALLYMARK_BENCH_CELLS", "10000"))
    raw_equal = typed_equal = n_raw = n_typed = 0
    with tempfile.TemporaryDirectory(dir=out) as name:
        folder = Path(name)
        write_csv(folder / "made-up.csv", N_ROWS)
        write_xlsx(folder / "made-up.xlsx", N_ROWS)
        sources = [folder / "made-up.csv", folder / "made-up.xlsx", *(shared / "data" / one for one in REAL)]
        store = Store(folder / "store")
        share = -(-n_cells // len(sources))
        for number, source in enumerate(sources):
            manifest = ingest([source], f"r{number}", store).manifest
            for raw, equal in _drawn(store, manifest, source, share):
                n_raw, raw_equal = n_raw + raw, raw_equal + (raw and equal)
                n_typed, typed_equal = n_typed + (not raw), typed_equal + (not raw and equal)
    return [
        _result("cells of the raw mirror equal to the file", raw_equal, n_raw),
        _result("cells of the typed tables equal to the file", typed_equal, n_typed),
    ]


def _result(name: str, n_equal: int, n: int) -> Result:
    return Result(name, f"{n_equal:,} of {n:,}", "all", n_equal == n)


def _drawn(store: Store, manifest: Manifest, source: Path, n: int) -> Iterator[tuple[bool, bool]]:
    """For each cell drawn: whether it is a raw one, and whether it is equal."""
    draw = random.Random(SEED)  # noqa: S311  a sample, not a secret
    for table in manifest.tables:
        paths = store.release(manifest.release)
        raw = pq.read_table(paths.raw(table.name)).to_pylist()
        typed = pq.read_table(paths.table(table.name)).to_pylist()
        columns = _columns(table)
        read: dict[str, Cells] = {}
        for _ in range(n):
            number = draw.randrange(len(raw))
            record, other = raw[number], typed[number]
            sheet = columns[record["file_id"], record["sheet"]]
            if sheet.sheet not in read:
                read[sheet.sheet] = _read(source, sheet.sheet)
            column = draw.choice(sheet.columns)
            cell = read[sheet.sheet].get((record["row"], column.position))
            yield True, _text(cell) == record[column.stored]
            for field in column.reads[:1]:
                yield False, _is_value(other[field.field], cell)


def _columns(table: TableEntry) -> dict[tuple[int, str], SheetEntry]:
    return {(sheet.file_id, sheet.sheet): sheet for sheet in table.sheets}


def _read(source: Path, sheet: str) -> Cells:
    """Every cell of a sheet by row and column, both from 1, as an independent reader gives it."""
    if source.suffix == ".xlsx":
        book = openpyxl.load_workbook(source, read_only=True, data_only=True)
        rows: Iterator[tuple[object, ...]] = book[sheet].iter_rows(values_only=True)
        return {(row, column): cell for row, cells in enumerate(rows, 1) for column, cell in enumerate(cells, 1)}
    with (
        gzip.open(source, "rt", encoding="utf-8", newline="")
        if source.suffix == ".gz"
        else source.open(newline="") as handle
    ):
        first = handle.readline()
        handle.seek(0)
        delimiter = "|" if first.count("|") > first.count(",") else ","
        lines = csv.reader(handle, delimiter=delimiter)
        return {(row, column): cell for row, cells in enumerate(lines, 1) for column, cell in enumerate(cells, 1)}


def _text(cell: object) -> str | None:
    """A cell as the raw mirror must hold it."""
    if cell is None or cell == "":
        return None
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.strftime("%Y-%m-%d %H:%M:%S")
    return str(cell)


def _is_value(value: object, cell: object) -> bool:
    """Whether a typed value is the cell; a null must stand for an empty cell or a mark."""
    text = (_text(cell) or "").strip()
    if value is None:
        return text == "" or MARKED.match(text) is not None
    if isinstance(value, bool):
        return text.upper() in (("YES", "Y", "TRUE") if value else ("NO", "N", "FALSE"))
    if isinstance(value, datetime):
        return value == _moment(text)
    if isinstance(value, date):
        return value == _moment(text).date()
    if isinstance(value, int | Decimal):
        return Decimal(value) == Decimal(text.replace(",", "").replace("$", ""))
    return value == text


def _moment(text: str) -> datetime:
    """A date as these sources print it."""
    if re.fullmatch(r"\d{4}-\d\d", text):
        return datetime.fromisoformat(f"{text}-01")
    if "/" not in text:
        return datetime.fromisoformat(text)
    day, _, clock = text.partition(" ")
    moment = time.fromisoformat(clock.zfill(5)) if clock else time()
    return datetime.combine(datetime.strptime(day, "%m/%d/%Y").date(), moment)
