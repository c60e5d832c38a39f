"""Counts of a made-up national release: equal to a count by hand, true, and not so when something is broken."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from evaluation import counting_mutation
from evaluation.counting_faults import TESTED, faults
from evaluation.counting_hand import bounds
from evaluation.counting_made import national
from evaluation.counting_truth import event_truth, rule_truth


def test_a_count_by_hand_adds_unknown_rows_to_the_high_bound() -> None:
    """Two certain rows of a, one possible, one of unknown value; of the unknown value is that one alone."""
    rows = pl.DataFrame({"counts": [True, True, None, True, False], "value": ["a", "a", "a", None, "a"]})
    found = bounds(rows, pl.col("counts"), pl.col("value"))
    assert found == {("a",): (2, 4), ("unknown",): (1, 1), ("all",): (3, 4)}


def test_faults_are_many_and_in_every_part() -> None:
    """Rules, rule sets, breakdowns, dates, sums and the scan; more than are drawn."""
    parts = {fault.name.split(":")[0] for fault in faults()}
    assert {"breakdown", "date", "sums", "scan", *TESTED} <= parts
    assert len(faults()) > counting_mutation.FAULTS


@pytest.mark.slow
def test_every_definition_counts_what_happened(tmp_path: Path) -> None:
    """Equal to the count by hand; true where decided, inside the bounds everywhere."""
    with national(tmp_path, 1_000) as made:
        assert [one for one in rule_truth(made) if one.n_equal < one.n] == []
        held = list(event_truth(made))
    assert [one for one in held if one.n_inside < one.n or one.n_equal < one.n_decided] == []
    assert sum(one.n_decided for one in held) > 0


@pytest.mark.slow
def test_broken_parts_are_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All of twenty faults that are drawn."""
    monkeypatch.setattr(counting_mutation, "FAULTS", 20)
    (result,) = counting_mutation.run(tmp_path, tmp_path)
    assert result.met, result.detail
