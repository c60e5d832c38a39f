"""The JSON of ``tallymark check``."""

from __future__ import annotations

import json
from collections.abc import Callable

from tallymark.model.verdict import Cluster, Report
from tallymark.reports.as_json import render

Faults = Callable[..., list[str]]


def test_a_report_looks_as_it_did(report: Report, snapshot: Callable[[str, str], None]) -> None:
    """Document, register, claims, statements and notes."""
    snapshot("report.json", render([report]))


def test_one_report_keeps_to_the_schema(report: Report, faults: Faults) -> None:
    """Every key is one of the schema and none is missing."""
    assert faults(json.loads(render([report]))) == []


def test_several_reports_with_clusters_keep_to_the_schema(report: Report, cluster: Cluster, faults: Faults) -> None:
    """Several texts and a reconciliation stand in one object."""
    whole = json.loads(render([report, report], [cluster]))
    assert list(whole) == ["schema", "reports", "clusters"]
    assert faults(whole) == []


def test_a_report_with_an_unknown_key_breaks_the_schema(report: Report, faults: Faults) -> None:
    """The walk itself finds what it should."""
    broken = json.loads(render([report]))
    broken["claims"][0]["surprise"] = 1
    del broken["claims"][1]["verdict"]
    assert faults(broken, "report") == [
        "$.claims[0]: surprise is not of the schema",
        "$.claims[1]: verdict is missing",
    ]


def test_claims_have_the_keys_that_the_scorer_reads(report: Report) -> None:
    """The span gives back the quote, and the slots are plain labels."""
    claim = json.loads(render([report]))["claims"][1]
    assert report.document.text[claim["start"] : claim["end"]] == "Almost 45,000"
    wanted = {
        "value": 45000, "unit": "people", "hedge": "almost", "relation": "level", "modality": "actual",
        "direction": None, "measure": "removals", "population": {"criminality": "convicted", "offence": "drugs"},
        "period": "FY2011", "verdict": "hedged",
    }  # fmt: skip
    assert {key: claim[key] for key in wanted} == wanted


def test_what_was_not_in_the_text_is_listed(report: Report) -> None:
    """Inherited and assumed slots are named with the reason."""
    claims = json.loads(render([report]))["claims"]
    assert claims[1]["assumed"] == [{"slot": "period", "origin": "inherited", "note": ""}]
    assert claims[0]["assumed"] == [{"slot": "population", "origin": "assumed", "note": "no filter is named"}]
