"""The JSON of ``tallymark check``."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Callable
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from tallymark.model.verdict import Cluster, Report
from tallymark.reports.as_json import render

_SPEC = importlib.util.spec_from_file_location("schema_walk", Path(__file__).with_name("schema_walk.py"))
assert _SPEC is not None
assert _SPEC.loader is not None
schema_walk = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(schema_walk)


@pytest.fixture
def schema() -> Any:
    """The schema that ships with the package."""
    path = resources.files("tallymark.reports").joinpath("data/check.schema.json")
    return json.loads(path.read_text(encoding="utf-8"))


def test_a_report_looks_as_it_did(report: Report, snapshot: Callable[[str, str], None]) -> None:
    """Document, register, claims, statements and notes."""
    snapshot("report.json", render([report]))


def test_one_report_keeps_to_the_schema(report: Report, schema: Any) -> None:
    """Every key is one of the schema and none is missing."""
    assert list(schema_walk.faults(json.loads(render([report])), schema, schema)) == []


def test_several_reports_with_clusters_keep_to_the_schema(report: Report, cluster: Cluster, schema: Any) -> None:
    """Several texts and a reconciliation stand in one object."""
    whole = json.loads(render([report, report], [cluster]))
    assert list(whole) == ["schema", "reports", "clusters"]
    assert list(schema_walk.faults(whole, schema, schema)) == []


def test_a_report_with_an_unknown_key_breaks_the_schema(report: Report, schema: Any) -> None:
    """The walk itself finds what it should."""
    broken = json.loads(render([report]))
    broken["claims"][0]["surprise"] = 1
    del broken["claims"][1]["verdict"]
    assert list(schema_walk.faults(broken, schema["$defs"]["report"], schema)) == [
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
