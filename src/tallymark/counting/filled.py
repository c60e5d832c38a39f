"""Fields that a release hardly fills in a year: in come a table and fields; out come sentences to be said before any number.

An empty conviction is read as none, an empty programme as unknown: where a field is empty for nearly all of one year and not for the
others, what is counted by it in that year says more about the release than about people.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from statistics import median

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from tallymark.model.small_cells import LARGEST_SMALL

# A year stands out when its share of filled cells is below a fifth of the median of the other years; our choice.
OUTLIER = Fraction(1, 5)
FEWEST_ROWS = 100
FEWEST_OTHERS = 2
# Of a larger table every second, third ... group of rows is looked at: shares are wanted, not counts.
MOST_ROWS = 2_000_000
OCTOBER = 10
# A share is told in steps of so many percent, each of which holds at least this many rows.
STEPS = (1, 2, 5, 10, 20, 50)
MOST_ALIKE = 2 * LARGEST_SMALL


@dataclass(frozen=True, slots=True)
class Filled:
    """How many rows a fiscal year has by the table's key date, and how many of them fill each field."""

    year: int
    n_rows: int
    n_filled: Mapping[str, int]


def filled_by_year(files: Sequence[Path], key_date: str, fields: Sequence[str]) -> tuple[Filled, ...]:
    """The rows looked at and filled cells of each fiscal year in Parquet files; rows without a day are left out."""
    if not key_date or not fields or not files:
        return ()
    parts = [_by_year(table, key_date, fields) for table in _looked_at(files, [key_date, *fields])]
    sums = [("n_rows", "sum"), *((name, "sum") for name in fields)]
    rows = pa.concat_tables(parts).group_by("fiscal_year").aggregate(sums).to_pylist()
    found = [
        Filled(row["fiscal_year"], row["n_rows_sum"], {name: row[f"{name}_sum"] for name in fields}) for row in rows
    ]
    return tuple(sorted(found, key=lambda one: one.year))


def _looked_at(files: Iterable[Path], columns: Sequence[str]) -> Iterator[pa.Table]:
    """Evenly spaced groups of rows, so many that together they hold at most about ``MOST_ROWS`` rows."""
    opened = [pq.ParquetFile(path) for path in files]
    groups = [(one, number) for one in opened for number in range(one.metadata.num_row_groups)]
    step = -(-sum(one.metadata.num_rows for one in opened) // MOST_ROWS) or 1
    for one, number in groups[::step]:
        yield one.read_row_group(number, columns=columns)


def _by_year(table: pa.Table, key_date: str, fields: Sequence[str]) -> pa.Table:
    """Rows and filled cells by fiscal year."""
    dated = table.filter(pc.is_valid(table.column(key_date)))
    day = dated.column(key_date)
    year = pc.add(pc.year(day), pc.cast(pc.greater_equal(pc.month(day), OCTOBER), pa.int64()))
    marks = {name: pc.cast(pc.is_valid(dated.column(name)), pa.int64()) for name in fields}
    together = pa.table({"fiscal_year": year, "n_rows": pc.cast(pc.is_valid(day), pa.int64()), **marks})
    counted = together.group_by("fiscal_year").aggregate([("n_rows", "sum"), *((name, "sum") for name in fields)])
    return counted.rename_columns([name.removesuffix("_sum") for name in counted.column_names])


def sentences(years: Sequence[Filled]) -> dict[str, tuple[str, ...]]:
    """By field a sentence for each year that stands out among the years with enough rows."""
    return {name: tuple(by_year.values()) for name, by_year in outliers(years).items()}


def outliers(years: Sequence[Filled]) -> dict[str, dict[int, str]]:
    """By field and year what is to be said of the years that stand out among those with enough rows."""
    enough = [one for one in years if one.n_rows >= FEWEST_ROWS]
    by_year = {one.year: one for one in enough}
    found: dict[str, dict[int, str]] = {}
    for name in dict.fromkeys(name for one in enough for name in one.n_filled):
        shares = {one.year: Fraction(one.n_filled[name], one.n_rows) for one in enough}
        others = {year: [share for key, share in shares.items() if key != year] for year in shares}
        found[name] = {
            year: _sentence(name, year, by_year[year], [one for key, one in by_year.items() if key != year])
            for year in shares
            if len(others[year]) >= FEWEST_OTHERS and shares[year] < OUTLIER * median(others[year])
        }
    return found


def _sentence(name: str, year: int, own: Filled, others: Sequence[Filled]) -> str:
    least = min((one.n_filled[name] * 100 // one.n_rows // _step(one)) * _step(one) for one in others)
    return (
        f"{name} is filled in {_share_words(own, name)} of the rows of FY{year} and in {least} % or more"
        f" of those of every other year: what is counted by it in FY{year} tells of the release, not of people"
    )


def _share_words(own: Filled, name: str) -> str:
    """``none``, or the share rounded up: a finer one would tell how many rows it is when they are few."""
    if not own.n_filled[name]:
        return "none"
    step = _step(own)
    return f"at most {-(-own.n_filled[name] * 100 // (own.n_rows * step)) * step} %"


def _step(one: Filled) -> int:
    """A whole number of percent that holds at least ``MOST_ALIKE`` rows, so that a rounded share tells of none."""
    return next(step for step in STEPS if step * one.n_rows >= 100 * MOST_ALIKE)
