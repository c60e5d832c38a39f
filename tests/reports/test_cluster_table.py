"""Reconciled figures on a terminal."""

from __future__ import annotations

from tallymark.model.verdict import Cluster
from tallymark.reports.cluster_table import cluster_lines
from tallymark.reports.terminal import plain


def test_each_mention_stands_with_its_label(cluster: Cluster) -> None:
    """A mention says what it is against the most precise one, and a drift is named below."""
    assert plain(cluster_lines([cluster])).splitlines()[3:] == [
        "k1   removals, fiscal year 2011",
        "  exact       story.txt: “396,906” ✓ exact",
        "  drifted     other.txt: “Almost 45,000” ~ hedged: of those removed is lost",
        "  drift       scope: drug convictions only",
    ]
