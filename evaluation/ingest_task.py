"""One timed task in a process of its own: in come its name, a source and a folder; out come seconds, peak memory and rows as JSON.

The comparators do the work of an ingest as a reviewer would accept it: read every cell, make redactions null, type dates and
numbers, write the text and the typed table as Parquet.
"""

from __future__ import annotations

import json
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

MARK = r"\s*(?:\(?b\)?\s*\(?\d\)?\s*\(?[a-f]?\s*\)?[,;\s]*)+"
DATES = ("Apprehension Date", "Departed Date", "Final Order Date")
NUMBERS = ("Birth Year", "Case Threat Level")
BANNER_ROWS = 6


@dataclass(frozen=True, slots=True)
class Timed:
    """What a task took: seconds from call to end, peak resident megabytes of its process, rows."""

    seconds: float
    peak_mb: float
    n_rows: int


def measure(task: str, source: Path, out: Path, repeats: int = 1, *extra: str) -> Timed:
    """The fastest of some runs, each in a fresh process and folder; memory is the highest of them."""
    runs = []
    for _ in range(repeats):
        with tempfile.TemporaryDirectory(dir=out) as folder:
            call = [sys.executable, "-m", "evaluation.ingest_task", task, str(source), folder, *extra]
            done = subprocess.run(call, capture_output=True, text=True, check=False)  # noqa: S603  our own module
        if done.returncode != 0:
            raise RuntimeError(f"{task}: {done.stderr[-500:]}")
        runs.append(Timed(**json.loads(done.stdout.splitlines()[-1])))
    return Timed(min(run.seconds for run in runs), max(run.peak_mb for run in runs), runs[0].n_rows)


def tallymark(source: Path, folder: Path, *extra: str) -> int:
    """Ingest into a store."""
    from tallymark.releases.ingest import Options, ingest  # noqa: PLC0415  each task loads only what it needs
    from tallymark.schema.store import Store  # noqa: PLC0415

    options = Options(memory_mb=int(extra[0])) if extra else Options()
    outcome = ingest([source], "bench", Store(folder / "store"), options)
    return sum(table.n_rows for table in outcome.manifest.tables)


def bare_xlsx(source: Path, _folder: Path) -> int:
    """The fastest reader alone: every cell of the first sheet as text, into Arrow."""
    import fastexcel  # noqa: PLC0415

    return int(fastexcel.read_excel(str(source)).load_sheet(0, dtypes="string").to_arrow().num_rows)


def plain_csv(source: Path, folder: Path) -> int:
    """A scan of gzipped csv and one plain Parquet file with zstd of the same text."""
    import pyarrow as pa  # noqa: PLC0415
    import pyarrow.csv as pacsv  # noqa: PLC0415
    import pyarrow.parquet as pq  # noqa: PLC0415

    read = pacsv.ReadOptions(skip_rows=BANNER_ROWS, block_size=4 << 20)
    with pa.CompressedInputStream(pa.OSFile(str(source)), "gzip") as stream:
        names = pacsv.open_csv(stream, read_options=read).schema.names
    as_text = pacsv.ConvertOptions(column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=True)
    n_rows = 0
    with pa.CompressedInputStream(pa.OSFile(str(source)), "gzip") as stream:
        reader = pacsv.open_csv(stream, read_options=read, convert_options=as_text)
        with pq.ParquetWriter(folder / "plain.parquet", reader.schema, compression="zstd") as writer:
            for batch in reader:
                writer.write_batch(batch)
                n_rows += batch.num_rows
    return n_rows


def pandas_calamine(source: Path, folder: Path) -> int:
    """Pandas with calamine."""
    return _pandas(source, folder, "calamine")


def pandas_openpyxl(source: Path, folder: Path) -> int:
    """Pandas with openpyxl."""
    return _pandas(source, folder, "openpyxl")


def _pandas(source: Path, folder: Path, engine: str) -> int:
    import pandas as pd  # noqa: PLC0415

    raw = pd.read_excel(source, engine=engine, dtype=object).astype("string")  # type: ignore[call-overload]  # calamine is missing from the stubs
    raw.to_parquet(folder / "raw.parquet", compression="zstd")
    typed = raw.apply(lambda column: column.mask(column.str.fullmatch(MARK, flags=re.IGNORECASE, na=False)))
    for name in DATES:
        typed[name] = pd.to_datetime(typed[name], errors="coerce")
    for name in NUMBERS:
        typed[name] = pd.to_numeric(typed[name], errors="coerce").astype("Int64")
    typed.to_parquet(folder / "typed.parquet", compression="zstd")
    return len(raw)


TASKS: dict[str, Callable[..., int]] = {
    "tallymark": tallymark,
    "bare_xlsx": bare_xlsx,
    "plain_csv": plain_csv,
    "pandas_calamine": pandas_calamine,
    "pandas_openpyxl": pandas_openpyxl,
}


def main() -> None:
    """Run the task named on the command line."""
    task, source, folder, *extra = sys.argv[1:]
    began = time.perf_counter()
    n_rows = TASKS[task](Path(source), Path(folder), *extra)
    seconds = time.perf_counter() - began
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "peak_mb": peak_mb, "n_rows": n_rows}))


if __name__ == "__main__":
    main()
