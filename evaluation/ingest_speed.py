"""Speed and memory of ingest: in come made-up releases; out come ratios to the fastest bare reader and to pandas, in one run.

Sizes are set by TALLYMARK_BENCH_XLSX_ROWS (1,000,000) and TALLYMARK_BENCH_CSV_ROWS (10,000,000); a small run is quick and its
ratios are not those of the targets. Each task runs in a process of its own; the fastest of TALLYMARK_BENCH_REPEATS runs counts.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

from evaluation.ingest_data import write_csv_gz, write_xlsx
from evaluation.ingest_task import Timed, measure
from evaluation.result import Result, at_least, at_most

MEMORY_MB = 1000
XLSX_MEMORY_MB = 3000
R_SCRIPT = """
args <- commandArgs(TRUE)
began <- proc.time()[["elapsed"]]
records <- data.table::as.data.table(readxl::read_excel(args[1], col_types = "text"))
for (name in names(records)) records[grepl("^\\\\s*\\\\(?[bB]\\\\)?\\\\s*\\\\(\\\\d", get(name)), (name) := NA_character_]
data.table::fwrite(records, args[2])
cat(proc.time()[["elapsed"]] - began)
"""


def run(shared: Path, out: Path) -> list[Result]:  # noqa: ARG001  (every benchmark has this signature)
    """Times and ratios for a workbook and for gzipped csv."""
    n_xlsx = int(os.environ.get("TALLYMARK_BENCH_XLSX_ROWS", "1000000"))
    n_csv = int(os.environ.get("TALLYMARK_BENCH_CSV_ROWS", "10000000"))
    repeats = int(os.environ.get("TALLYMARK_BENCH_REPEATS", "2"))
    with tempfile.TemporaryDirectory(dir=out) as folder:
        return [*_workbook(Path(folder), n_xlsx, repeats), *_csv(Path(folder), n_csv, repeats)]


def _workbook(folder: Path, n_rows: int, repeats: int) -> list[Result]:
    path = folder / "arrests.xlsx"
    write_xlsx(path, n_rows)
    ours = measure("tallymark", path, folder, repeats)
    bare = measure("bare_xlsx", path, folder, repeats)
    calamine = measure("pandas_calamine", path, folder)
    openpyxl = measure("pandas_openpyxl", path, folder)
    size = f"{n_rows:,} x 25 xlsx"
    both = f"{ours.seconds:.1f} s against {{:.1f}} s"
    return [
        at_most(
            f"{size} to store / bare read by fastexcel",
            ours.seconds / bare.seconds,
            1.6,
            unit="x",
            detail=both.format(bare.seconds),
        ),
        at_most(f"{size} to store, peak memory", ours.peak_mb, XLSX_MEMORY_MB, unit="MB"),
        at_least(
            "pandas with calamine / store",
            calamine.seconds / ours.seconds,
            2,
            unit="x",
            detail=both.format(calamine.seconds),
        ),
        at_least(
            "pandas with openpyxl / store",
            openpyxl.seconds / ours.seconds,
            6,
            unit="x",
            detail=both.format(openpyxl.seconds),
        ),
        _in_r(path, folder, ours),
    ]


def _csv(folder: Path, n_rows: int, repeats: int) -> list[Result]:
    path = folder / "arrests.csv.gz"
    write_csv_gz(path, n_rows)
    ours = measure("tallymark", path, folder, repeats, str(MEMORY_MB))
    plain = measure("plain_csv", path, folder, repeats)
    size = f"{n_rows:,} x 25 csv.gz"
    return [
        at_least(
            f"{size} to store", ours.n_rows / ours.seconds / 1000, 150, unit="k rows/s", detail=f"{ours.seconds:.1f} s"
        ),
        at_most(
            f"{size} to store / scan and plain Parquet",
            ours.seconds / plain.seconds,
            2,
            unit="x",
            detail=f"{plain.seconds:.1f} s",
        ),
        at_most(f"{size}, peak memory at --memory {MEMORY_MB}", ours.peak_mb, MEMORY_MB * 1.2, unit="MB"),
    ]


def _in_r(path: Path, folder: Path, ours: Timed) -> Result:
    """The same in R, for readers who work there; no target."""
    name = "R (readxl, data.table) / store"
    program = shutil.which("Rscript")
    if program is None:
        return Result(name, "not here", detail="Rscript is not installed")
    began = time.perf_counter()
    call = [program, "-e", R_SCRIPT, str(path), str(folder / "r.csv")]
    done = subprocess.run(call, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode != 0:
        return Result(name, "not here", detail="readxl or data.table is not installed")
    return Result(name, f"{(time.perf_counter() - began) / ours.seconds:.1f} x")
