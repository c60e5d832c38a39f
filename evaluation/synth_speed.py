"""Speed of synthetic releases: in comes nothing but a number of rows; out come seconds and memory for each format.

Each run is a process of its own, so that its peak of memory is its own. TALLYMARK_BENCH_SYNTH sets the rows of all tables
together (1 million when it is not set), TALLYMARK_BENCH_SYNTH_MEMORY the larger number whose Parquet run must not take
much more memory (4 million); 0 leaves that out.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from evaluation.result import Result

ROWS = int(os.environ.get("TALLYMARK_BENCH_SYNTH", "1000000"))
MANY = int(os.environ.get("TALLYMARK_BENCH_SYNTH_MEMORY", "4000000"))
LIMIT_S_PER_MILLION = 60.0
MOST_GROWTH = 1.3
MIB = 1024
CODE = """
import resource, sys, time
from pathlib import Path
from tallymark.synthetic.read_spec import read_spec
from tallymark.synthetic.synth import synth, with_options
spec = with_options(read_spec("stress"), n_rows=int(sys.argv[2]), form=sys.argv[3])
began = time.perf_counter()
made = synth(spec, Path(sys.argv[1]))
print(sum(made.n_rows.values()), time.perf_counter() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def run(shared: Path, out: Path) -> list[Result]:  # noqa: ARG001  every benchmark is called alike
    """Seconds for a million rows in each format, the truth written too, and whether memory grows with the rows."""
    results = []
    small = 0.0
    for form in ("csv", "parquet", "csv.gz", "xlsx"):
        rows, seconds, memory = _made(out, ROWS, form)
        per_million = seconds * 1e6 / rows
        held = form in ("csv", "parquet")
        target = f"<= {LIMIT_S_PER_MILLION:g} s" if held else ""
        met = per_million <= LIMIT_S_PER_MILLION if held else None
        detail = f"{rows:,} rows of four tables in {seconds:.1f} s, {memory:.0f} MiB"
        results.append(Result(f"synthetic {form}, 1 million rows", f"{per_million:.1f} s", target, met, detail))
        small = memory if form == "parquet" else small
    if MANY:
        rows, seconds, memory = _made(out, MANY, "parquet")
        growth = memory / small
        detail = f"{rows:,} rows in {seconds:.0f} s, {memory:.0f} MiB against {small:.0f} MiB for {ROWS:,}"
        met = growth <= MOST_GROWTH
        results.append(
            Result("synthetic parquet, memory of more rows", f"{growth:.2f} x", f"<= {MOST_GROWTH:g} x", met, detail)
        )
    return results


def _made(out: Path, rows: int, form: str) -> tuple[int, float, float]:
    """Rows made, seconds, peak of memory in MiB."""
    folder = out / "synth_speed"
    shutil.rmtree(folder, ignore_errors=True)
    try:
        command = [sys.executable, "-c", CODE, str(folder), str(rows), form]
        done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603  our own interpreter
        made, seconds, memory = done.stdout.split()
        return int(made), float(seconds), float(memory) / MIB
    finally:
        shutil.rmtree(folder, ignore_errors=True)
