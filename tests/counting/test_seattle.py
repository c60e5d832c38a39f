"""The Seattle removals: equal to a count by plain code, and the page that says so."""

from __future__ import annotations

from pathlib import Path

from evaluation.seattle_counts import compare, seattle
from evaluation.seattle_page import PAGE, page

from tallymark.register.register import load


def test_the_seattle_removals_are_counted_as_plain_code_counts_them(shared: Path, tmp_path: Path) -> None:
    """Every cell and total, small ones too; and the page prints what is counted, with small ones hidden."""
    tables = seattle(shared, tmp_path / "exact", small_cells=True)
    compared = compare(shared, tables)
    assert [(one.name, one.n_compared) for one in compared if one.n_equal != one.n_compared] == []
    assert sum(one.n_compared for one in compared) > 200
    shown = seattle(shared, tmp_path / "shown", small_cells=False)
    assert page(compared, shown, load()) + "\n" == PAGE.read_text(encoding="utf-8")
