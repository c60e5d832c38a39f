"""Real files: in come the record-level files of the shared sets; out comes whether each ingests with the rows that are listed for it.

The two Seattle files are also put back into a workbook of two sheets with real date cells, as the agency released them, and
must give the same records.
"""

from __future__ import annotations

import csv
import re
import tempfile
from datetime import datetime
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq

from evaluation.result import Result
from tallymark.model.errors import TallymarkError
from tallymark.releases.ingest import ingest
from tallymark.schema.store import Store

LISTED = re.compile(r"^\| (?P<path>[\w./*-]+) \| [^|]+ \| (?P<rows>[\d,]+) x \d+ \|", re.M)
SEATTLE = {
    "Other": "uwchr-ice-air/SeattleAOROtherRemovals.csv",
    "Expedited": "uwchr-ice-air/SeattleAORExpeditedRemovals.csv",
}
AGREEMENTS = "287g-relevantresearch"
PLACE = ["file_id", "sheet"]
DAY = re.compile(r"\d{1,2}/\d{1,2}/\d{4}")


def run(shared: Path, out: Path) -> list[Result]:
    """Every listed file by its listed rows, the agreements by openpyxl's count, and the rebuilt workbook."""
    data = shared / "data"
    listed = {
        found["path"]: int(found["rows"].replace(",", ""))
        for found in LISTED.finditer((data / "README.md").read_text(encoding="utf-8"))
    }
    with tempfile.TemporaryDirectory(dir=out) as name:
        store = Store(Path(name) / "store")
        rows = {path: _rows(store, data / path, f"r{number}") for number, path in enumerate(listed)}
        wrong = [f"{path}: {rows[path]} instead of {n:,}" for path, n in listed.items() if rows[path] != n]
        books = sorted((data / AGREEMENTS).glob("*.xlsx"))
        odd = [book.name for number, book in enumerate(books) if _rows(store, book, f"a{number}") != _counted(book)]
        same = _rebuilt(store, data, Path(name))
    return [
        Result(
            "record-level files with the rows that are listed",
            f"{len(listed) - len(wrong)} of {len(listed)}",
            "all",
            not wrong,
            "; ".join(wrong),
        ),
        Result(
            "lists of agreements with the rows that openpyxl counts",
            f"{len(books) - len(odd)} of {len(books)}",
            "all",
            not odd,
            "; ".join(odd),
        ),
        Result("the two Seattle files as one workbook: same records", "yes" if same else "no", "yes", same),
    ]


def _rows(store: Store, path: Path, release: str) -> int | str:
    try:
        manifest = ingest([path], release, store).manifest
    except TallymarkError as error:
        return error.code
    return sum(table.n_rows for table in manifest.tables)


def _counted(path: Path) -> int:
    """Rows with a cell below the first row, over all sheets."""
    book = openpyxl.load_workbook(path, read_only=True)
    rows = (row for sheet in book for row in sheet.iter_rows(min_row=2, values_only=True))
    return sum(any(cell is not None for cell in row) for row in rows)


def _rebuilt(store: Store, data: Path, folder: Path) -> bool:
    book = openpyxl.Workbook(write_only=True)
    for title, name in sorted(SEATTLE.items(), reverse=True):
        sheet = book.create_sheet(title)
        with (data / name).open(newline="", encoding="utf-8") as handle:
            for cells in csv.reader(handle):
                sheet.append([_cell(cell) for cell in cells])
    book.save(folder / "seattle.xlsx")
    ingest([data / SEATTLE["Other"]], "other", store)
    ingest([data / SEATTLE["Expedited"]], "expedited", store)
    manifest = ingest([folder / "seattle.xlsx"], "workbook", store).manifest
    separate = pa.concat_tables([_records(store, "other"), _records(store, "expedited")])
    return len(manifest.tables[0].sheets) == 2 and _records(store, "workbook").equals(separate)


def _cell(text: str) -> object:
    """A cell as the agency's workbook had it: dates are dates."""
    return datetime.strptime(text, "%m/%d/%Y") if DAY.fullmatch(text) else text or None


def _records(store: Store, release: str) -> pa.Table:
    return pq.read_table(store.release(release).table("removals")).drop_columns(PLACE)
