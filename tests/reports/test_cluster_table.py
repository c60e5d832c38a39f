"""Reconciled figures on a terminal."""

from __future__ import annotations

from dataclasses import replace

from tallymark.model.verdict import Cluster
from tallymark.reports.cluster_table import cluster_lines, clusters_html
from tallymark.reports.terminal import plain


def test_each_mention_stands_with_its_label(cluster: Cluster) -> None:
    """A mention says what it is against the most precise one, and a drift is named below."""
    assert plain(cluster_lines([cluster])).splitlines()[3:] == [
        "k1   removals, fiscal year 2011",
        "  exact       story.txt: “396,906” ✓ exact",
        "  drifted     other.txt: “Almost 45,000” ~ hedged: of those removed is lost",
        "  drift       scope: drug convictions only",
    ]


def test_a_label_is_not_said_twice_on_the_page(cluster: Cluster) -> None:
    """The words of a mention that begin with its label stand alone, as do those of the most precise one; the id is no heading."""
    first = replace(cluster.anchor, words="the most precise mention")
    second = replace(cluster.mentions[1], label="hedged", words="hedged from 396,906")
    html = str(clusters_html([replace(cluster, anchor=first, mentions=(first, second, cluster.mentions[1]))]))
    assert "<td>the most precise mention</td>" in html
    assert "<td>hedged from 396,906</td>" in html
    assert "<td>drifted: of those removed is lost</td>" in html
    assert '<h3 title="figure k1"><bdi>removals, fiscal year 2011</bdi></h3>' in html
