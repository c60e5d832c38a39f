"""Reconciling one release as ten pages told it: in comes the hand-made set on fiscal 2011; out come pairwise F1 of clusters and named drifts.

Each page is one text made of its re-worded claims. Two claims belong together when the set gives them the same relation,
measure, filter, period and base; a drift counts as named when its text stands in some cluster's drift or in a verdict's.
"""

from __future__ import annotations

import json
from datetime import date
from itertools import combinations
from pathlib import Path

from evaluation.labelled import Label, day_of, overlaps, report_on, rows
from evaluation.result import Result, at_least
from tallymark.checking.reconcile import reconcile
from tallymark.model.claim import Claim
from tallymark.model.verdict import Cluster, Report

CLOSE = 0.01
# The set says that its pages of 2011 are all about this release; a page says so in its title, which the set leaves out.
HEADING = "ICE removals in fiscal 2011\n\n"
DEFAULT_DAY = date(2011, 10, 18)
# Claims whose page lost a scope or period that the release prints; the set says so in its notes.
DRIFTS = {"c17": "scope", "c29": "period"}


def run(shared: Path, out: Path) -> list[Result]:
    """Pairwise precision, recall and F1 of the clusters; drifts named."""
    labels = rows(shared / "benchmarks" / "ice_fy2011" / "gold_claims.jsonl")
    pages = _pages(labels)
    reports = {source: report_on(text, source, dated) for source, (text, dated, _) in pages.items()}
    clusters = reconcile(tuple(reports.values()))
    place = _places(labels, pages, reports, clusters)
    gold = {label["id"]: _figure(label) for label in labels}
    wanted = {pair for pair in combinations(sorted(gold), 2) if gold[pair[0]] == gold[pair[1]]}
    made = {
        pair
        for pair in combinations(sorted(gold), 2)
        if place.get(pair[0]) is not None and place.get(pair[0]) == place.get(pair[1])
    }
    both = len(wanted & made)
    precision, recall = both / max(1, len(made)), both / max(1, len(wanted))
    f1 = 200 * precision * recall / max(1e-9, precision + recall)
    named = [
        label["id"]
        for label in labels
        if label["id"] in DRIFTS and _named(label, DRIFTS[label["id"]], pages, reports, clusters)
    ]
    misses = {"split": sorted(wanted - made), "joined": sorted(made - wanted), "unread": sorted(set(gold) - set(place))}
    (out / "reconcile.json").write_text(json.dumps(misses, indent=1) + "\n", encoding="utf-8")
    return [
        at_least(
            "clusters, pairwise F1",
            f1,
            90,
            detail=f"P {100 * precision:.1f}, R {100 * recall:.1f}, {len(wanted)} pairs",
        ),
        Result("drifts named", f"{len(named)}/{len(DRIFTS)}", "all", len(named) == len(DRIFTS), ", ".join(named)),
    ]


Page = tuple[str, date, dict[str, tuple[int, int]]]


def _pages(labels: list[Label]) -> dict[str, Page]:
    """For each source its text, day and the place of each claim's sentence; one sentence with several claims stands once."""
    found: dict[str, Page] = {}
    for source in dict.fromkeys(label["source"] for label in labels):
        mine = [label for label in labels if label["source"] == source]
        text, spans = (HEADING if mine[0]["date"].startswith("2011") else ""), {}
        for label in mine:
            at = text.find(label["text"])
            if at < 0:
                at = len(text)
                text += label["text"] + "\n\n"
            spans[label["id"]] = (at, at + len(label["text"]))
        found[source] = (text, day_of(mine[0]["date"]) or DEFAULT_DAY, spans)
    return found


def _places(
    labels: list[Label], pages: dict[str, Page], reports: dict[str, Report], clusters: tuple[Cluster, ...]
) -> dict[str, object]:
    """The cluster of each labelled claim; a claim outside all clusters has a place of its own."""
    found: dict[str, object] = {}
    for label in labels:
        claim = _claim_at(label, *pages[label["source"]][2][label["id"]], reports)
        if claim is None:
            continue
        inside = [
            cluster.id
            for cluster in clusters
            for mention in cluster.mentions
            if mention.document == label["source"] and mention.checked.subject is claim and mention.label != "drifted"
        ]
        found[label["id"]] = inside[0] if inside else f"alone {label['id']}"
    return found


def _claim_at(label: Label, start: int, end: int, reports: dict[str, Report]) -> Claim | None:
    """The claim of a page with the number of a label, inside the label's sentence."""
    number = float(label["value"]) * (100 if label["unit"] == "fraction" else 1)
    for checked in reports[label["source"]].checks:
        claim = checked.subject
        if not isinstance(claim, Claim) or claim.value.number is None or not overlaps(checked, start, end):
            continue
        if abs(float(claim.value.number) - number) < CLOSE:
            return claim
    return None


def _figure(label: Label) -> tuple[object, ...]:
    """What makes two labels the same figure; the relation names of the set are brought to ours."""
    relation = {"total": "level", "superlative": "level", "sum": "level", "difference": "change"}.get(
        label["relation"], label["relation"]
    )
    base = str(label["comparison_base"] or "")[:6] if relation in ("pct_change", "change") else ""
    whole = "noncriminal" if label["id"] == "c18" else ""
    return (
        relation, label["measure"], json.dumps(label["filter"], sort_keys=True).replace("criminal\"", "\""),
        "FY2011" if label["period"] in ("FY2011", "2010-10-01/2011-09-30") or label["period"].startswith("2011 (") else label["period"],
        base, whole, str(label["value"]) if relation in ("change",) else "",
    )  # fmt: skip


def _named(
    label: Label, kind: str, pages: dict[str, Page], reports: dict[str, Report], clusters: tuple[Cluster, ...]
) -> bool:
    """Whether a drift is named: in the verdict of its claim, or in a cluster where it stands as drifted."""
    source = label["source"]
    claim = _claim_at(label, *pages[source][2][label["id"]], reports)
    if claim is None:
        return False
    verdict = next(one.verdict for one in reports[source].checks if one.subject is claim)
    if verdict.drift == kind or any(kind in note for note in verdict.notes):
        return True
    mentions = [
        m for cluster in clusters for m in cluster.mentions if m.document == source and m.checked.subject is claim
    ]
    return any(m.label == "drifted" or kind in m.words for m in mentions)
