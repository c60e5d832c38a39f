"""The quality report on released files, held to counts that were published or made by others."""

from __future__ import annotations

from pathlib import Path

import pytest

from tallymark.releases.ingest import ingest
from tallymark.releases.quality import quality
from tallymark.schema.store import Store

ARRESTS = "uwchr-jsis-tf-2023/arrests_with_state.csv.gz"
DETAINERS = "eads-pa-detainers/pa_detainers.csv"
HEADCOUNTS = "uwchr-ice-detain/inc_headcount_fy12-24ytd.csv.gz"


@pytest.mark.parametrize(
    ("name", "table", "n_rows", "n_alike"),
    [
        (ARRESTS, "arrests", 32_549, 4_498),
        (DETAINERS, "detainers", 32_757, 11_455),
        (HEADCOUNTS, "headcounts", 928_231, 0),
    ],
)
def test_rows_that_are_alike_are_as_many_as_others_counted(
    shared: Path, tmp_path: Path, name: str, table: str, n_rows: int, n_alike: int
) -> None:
    """Whole rows that repeat another, in files without an id."""
    store = Store(tmp_path / "store")
    ingest([shared / "data" / name], "real", store)
    (found,) = quality(store, "real").tables
    (alike,) = [check for check in found.checks if check.id == "alike"]
    assert (found.name, found.n_rows, alike.n_failed) == (table, n_rows, n_alike)
