"""The same count by hand: removals by fiscal year, criminality and offence group under ``ice.removals.2009``, in SQL, pandas and R.

Each counts the rows that certainly leave: a status of removal or return, or an open case with a category that is one or the other,
and a departure; the year is that of the closing less five days where that is later. Each is written as a reviewer would accept it.
"""

from __future__ import annotations

import csv
import shutil
import subprocess
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import duckdb
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq

Found = TypeVar("Found")
Cells = dict[tuple[int | None, str | None, str | None], int]
TEXTS = ("case_status", "case_category", "case_criminality", "msc_charge_code")
COLUMNS = ("departed_date", "case_closed_date", *TEXTS)
DONE = ("6-", "8-", "0-", "3-", "9-")
CATEGORIES = (
    "[3] ", "[8C]", "[16]", "[11]", "[12]", "[13]", "[10]", "[14]", "[15]", "[5B]", "[5F]", "[8E]", "[8F]", "[8G]", "[8H]", "[8I]",
    "[9] ", "[1A]", "[1B]", "[2V]", "[8V]",
)  # fmt: skip
GROUPS = {"09": "homicide", "11": "sexual", "36": "sexual", "35": "drugs", "03": "immigration"}
DUI = ("5403", "5404")
LISTED = ", ".join(f"'{one}'" for one in CATEGORIES)

HAND = f"""
SELECT year(day) + CASE WHEN month(day) >= 10 THEN 1 ELSE 0 END AS fiscal_year, criminality, offence, count(*) AS n_rows
FROM (
  SELECT
    CASE WHEN case_closed_date - 5 > departed_date THEN case_closed_date - 5
         WHEN case_closed_date - 5 <= departed_date THEN departed_date END AS day,
    CASE WHEN left(case_criminality, 1) = '1' THEN 'convicted' WHEN left(case_criminality, 1) = '2' THEN 'pending'
         WHEN case_criminality IS NOT NULL THEN 'none' END AS criminality,
    CASE WHEN left(case_criminality, 1) <> '1' THEN 'no_conviction'
         WHEN case_criminality IS NULL OR msc_charge_code IS NULL THEN NULL
         WHEN left(msc_charge_code, 2) = '09' THEN 'homicide'
         WHEN left(msc_charge_code, 2) IN ('11', '36') THEN 'sexual'
         WHEN left(msc_charge_code, 2) = '35' THEN 'drugs'
         WHEN msc_charge_code IN ('5403', '5404') THEN 'dui'
         WHEN left(msc_charge_code, 2) = '03' THEN 'immigration'
         WHEN left(msc_charge_code, 2) = '54' THEN 'traffic'
         ELSE 'other' END AS offence,
    left(case_status, 2) IN ('6-', '8-', '0-', '3-', '9-')
      OR (case_status = 'ACTIVE' AND left(case_category, 4) IN ({LISTED})) AS counted
  FROM read_parquet($files)
  WHERE departed_date IS NOT NULL
)
WHERE counted
GROUP BY ALL ORDER BY ALL
"""  # noqa: S608  constants of this file

R_SCRIPT = """
suppressMessages(library(data.table))
setDTthreads(2)
args <- commandArgs(trailingOnly = TRUE)
began <- proc.time()[["elapsed"]]
rows <- fread(args[1], stringsAsFactors = TRUE, na.strings = "", colClasses = list(factor = 3:6))
read <- proc.time()[["elapsed"]]
of <- function(column, answers) answers[as.integer(column)]
start <- function(column, n) substr(levels(column), 1, n)
rows[, day := fifelse(case_closed_date - 5L > departed_date, case_closed_date - 5L, departed_date)]
rows[, year := year(day) + (month(day) >= 10L)]
state <- start(rows$case_criminality, 1)
rows[, criminality := of(case_criminality, fcase(state == "1", "convicted", state == "2", "pending", default = "none"))]
code <- levels(rows$msc_charge_code); two <- start(rows$msc_charge_code, 2)
group <- fcase(two == "09", "homicide", two %chin% c("11", "36"), "sexual", two == "35", "drugs",
  code %chin% c("5403", "5404"), "dui", two == "03", "immigration", two == "54", "traffic", default = "other")
rows[, offence := fifelse(criminality != "convicted", "no_conviction", of(msc_charge_code, group))]
done <- start(rows$case_status, 2) %chin% c("6-", "8-", "0-", "3-", "9-")
open <- levels(rows$case_status) == "ACTIVE"
known <- start(rows$case_category, 4) %chin% c(CATEGORIES)
counted <- rows[!is.na(departed_date) & (of(case_status, done) %in% TRUE | (of(case_status, open) %in% TRUE & of(case_category, known) %in% TRUE)),
  .N, by = .(year, criminality, offence)]
ended <- proc.time()[["elapsed"]]
fwrite(counted, args[2], na = "")
cat(read - began, ended - read, "\\n")
""".replace("CATEGORIES", ", ".join(f'"{one}"' for one in CATEGORIES))


def by_sql(connection: duckdb.DuckDBPyConnection, files: Sequence[Path]) -> Cells:
    """The count in DuckDB's SQL."""
    rows = connection.execute(HAND, {"files": [str(path) for path in files]}).fetchall()
    return {(year, criminality, offence): n_rows for year, criminality, offence, n_rows in rows}


def by_pandas(files: Sequence[Path]) -> Cells:
    """The count in pandas: columns read as categories, so that texts are compared once a value."""
    import numpy as np  # noqa: PLC0415  a baseline only
    import pandas as pd  # noqa: PLC0415

    table = pa.concat_tables(
        [pq.read_table(path, columns=list(COLUMNS), read_dictionary=list(TEXTS)) for path in files]
    )
    rows: Any = table.unify_dictionaries().to_pandas(date_as_object=False)
    late = rows.case_closed_date - pd.Timedelta(days=5)
    day = late.where(late > rows.departed_date, rows.departed_date).where(late.notna())
    year = day.dt.year + (day.dt.month >= 10)
    state = rows.case_criminality.str[:1]
    convicted = state == "1"
    code, two = rows.msc_charge_code, rows.msc_charge_code.str[:2]
    offence = np.select(
        [rows.case_criminality.isna(), ~convicted, code.isna(), *(two == start for start in GROUPS), code.isin(DUI), two == "54"],
        ["", "no_conviction", "", *GROUPS.values(), "dui", "traffic"],
        default="other",
    )  # fmt: skip
    counted = rows.departed_date.notna() & (
        rows.case_status.str[:2].isin(DONE)
        | ((rows.case_status == "ACTIVE") & rows.case_category.str[:4].isin(CATEGORIES))
    )
    named = np.select([state.isna(), convicted, state == "2"], ["", "convicted", "pending"], default="none")
    frame = pd.DataFrame(
        {
            "year": year.fillna(0).astype("int32"),
            "criminality": pd.Categorical(named),
            "offence": pd.Categorical(offence),
        }
    )
    sizes = frame[counted].groupby(["year", "criminality", "offence"], observed=True).size()
    return {(int(y) or None, c or None, o or None): int(n) for (y, c, o), n in sizes.items() if n}


def write_csv(files: Sequence[Path], path: Path) -> None:
    """The columns as text for R, which reads no Parquet by itself."""
    with pyarrow.csv.CSVWriter(path, pq.read_schema(files[0]).empty_table().select(list(COLUMNS)).schema) as writer:
        for file in files:
            writer.write_table(pq.read_table(file, columns=list(COLUMNS)))


def by_r(path: Path, out: Path) -> tuple[Cells, float, float] | None:
    """The count in R's data.table with its seconds for reading and for counting; None without R or the package."""
    program = shutil.which("Rscript")
    if program is None:
        return None
    script = out / "count.R"
    script.write_text(R_SCRIPT, encoding="utf-8")
    command = [program, str(script), str(path), str(out / "r.csv")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603  our own script
    if done.returncode:
        return None
    read, counted = (float(one) for one in done.stdout.split())
    with (out / "r.csv").open(encoding="utf-8", newline="") as rows:
        cells = {
            (int(row["year"]) if row["year"] else None, row["criminality"] or None, row["offence"] or None): int(
                row["N"]
            )
            for row in csv.DictReader(rows)
        }
    return cells, read, counted


def timed(run: Callable[[], Found], n_times: int) -> tuple[Found, float]:
    """What a function gives and its shortest time in seconds."""
    began = time.perf_counter()
    found = run()
    best = time.perf_counter() - began
    for _ in range(n_times - 1):
        began = time.perf_counter()
        found = run()
        best = min(best, time.perf_counter() - began)
    return found, best
