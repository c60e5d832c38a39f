"""The OpenAPI document holds: what schemathesis makes of it is answered as the document says, by every check that it has.

What it invents is rarely in the register or the store, and its texts are rarely English: such requests are well formed and answered
with 404 or 422, which the document says. So each request that fits the document is sent a second time with ids that are known; every
operation has to answer some of these with 200.
"""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.config import SchemathesisConfig

from tallymark.web.api import shapes
from tallymark.web.api.records import RATIO
from tallymark.web.app import create_app
from tests.web.conftest import SETTINGS

ACCEPTED = {"checks": {"positive_data_acceptance": {"expected-statuses": ["2xx", "304", "404", "422"]}}}
FEW = settings(
    max_examples=2,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],
)
MANY = settings(FEW, max_examples=100)
# The document names no release, so the folder need not be there.
DOCUMENT = create_app(replace(SETTINGS, store=Path("nowhere"))).openapi()
schema: Any = schemathesis.openapi.from_dict(DOCUMENT, config=SchemathesisConfig.from_dict(ACCEPTED))
KNOWN: Mapping[str, tuple[str, ...]] = {
    "release": ("made-up",),
    "measure": ("removals",),
    "by": ("fiscal_year", "criminality", "citizenship", "month", "priority.johnson_2014.any"),
    "where": ("criminality=convicted", "citizenship=mexico"),
    "under": ("gao.removals", "ice.removals.2003", "all"),
    "period": ("FY2012", "FY2013", "2012-10-01/2013-03-31", ""),
    "year": ("FY2012", "FY2013"),
    "base": ("FY2011", ""),
    "first": ("gao.removals",),
    "last": ("ice.removals.2003", "ice.removals.2009"),
    "order": (),
    "set": (),
    "memo": ("johnson_2014", "morton_2010"),
    "rule": ("priority.johnson_2014.2c", "year.departed.date"),
    "name": ("ice.removals.2009",),
    "family": ("priority.johnson_2014", "exit"),
    "programme": ("detainers", "secure_communities"),
    "definition": ("ice.removals.2009", ""),
}
ONE_VALUE = {
    ("/api/v1/report", "under"): ("ice.removals.2003", ""),
    ("/api/v1/bridge", "where"): ("criminality=convicted",),
}
PATIENCE = 300.0  # seconds, on a machine that others use too
ENGLISH = "ICE removed 396,906 people in fiscal year 2011, nearly 55 percent of them convicted criminals."
NEVER = frozenset({"/api/v1/programmes/{programme}/counts"})  # the release has no table of a programme
answered: Counter[str] = Counter()
sent: Counter[str] = Counter()


def known(case: Any) -> Any:
    """The same request with values that are known; the same value for the same invented one."""
    case.path_parameters = {key: _one(case.path, key, value) for key, value in (case.path_parameters or {}).items()}
    case.query = {key: _some(case.path, key, value) for key, value in (case.query or {}).items()}
    if isinstance(case.body, dict):
        case.body = _body(case.path, dict(case.body))
    return case


def _body(path: str, body: dict[str, Any]) -> dict[str, Any]:
    if path == "/api/v1/ratio":
        return dict(RATIO)
    if "texts" in body:
        return {"texts": [{**one, "text": ENGLISH} for one in body["texts"]]}
    return {**body, "text": ENGLISH, "corrections": [], "claims": ["c1"], "reviewer": "A. Reader"}


def _some(path: str, key: str, value: Any) -> Any:
    if not isinstance(value, list):
        return _one(path, key, value)
    found = dict.fromkeys(_one(path, key, one) for one in value)
    return list({one.partition("=")[0]: one for one in found if one}.values()) if key in KNOWN else value


def _one(path: str, key: str, value: Any) -> Any:
    listed = ONE_VALUE.get((path, key), KNOWN.get(key, (value,)))
    return listed[zlib.crc32(str(value).encode("utf-8", "replace")) % len(listed)] if listed else ""


def ask(case: Any, server: str, *, at_most: int) -> None:
    """Send a request, and where it fits the document the same with what is known, so often; each answer is checked."""
    case.call_and_validate(base_url=server, timeout=PATIENCE)
    fits = case.meta is not None and case.meta.generation.mode.is_positive
    if fits and answered[case.operation.label] < at_most:
        sent[case.operation.label] += 1
        answer = known(case).call_and_validate(base_url=server, timeout=PATIENCE)
        answered[case.operation.label] += answer.status_code == 200


@schema.parametrize()  # type: ignore[untyped-decorator]
@FEW
def test_a_few_requests_of_each_operation_are_answered_as_described(case: Any, counting_server: str) -> None:
    """Status, media type, headers and body fit the document; wrong data are refused, right data accepted; nothing fails."""
    ask(case, counting_server, at_most=1)


def test_everything_that_can_be_sent_is_described_and_examples_fit() -> None:
    """Each operation and parameter has words, each example is one that the schema takes."""
    for path, methods in DOCUMENT["paths"].items():
        for operation in methods.values():
            assert operation["summary"], path
            assert operation["description"], path
            for one in operation.get("parameters", []):
                assert one.get("description"), (path, one["name"])
                for example in one["schema"].get("examples", []):
                    jsonschema_rs.validate({**one["schema"], "components": DOCUMENT["components"]}, example)
    for name, shape in DOCUMENT["components"]["schemas"].items():
        described = shape.get("properties", {}).items() if name.endswith("In") else ()
        assert [key for key, one in described if not one.get("description") and "$ref" not in one] == [], name
        for example in shape.get("examples", []):
            jsonschema_rs.validate({**shape, "components": DOCUMENT["components"]}, example)
    jsonschema_rs.validate(shapes.FIGURE, shapes.FIGURE["example"])


def test_each_operation_was_answered_with_what_it_is_for() -> None:
    """No operation is tested on its errors only."""
    if not sent:
        pytest.skip("no operation was asked in this process")
    assert [one for one in sent if not answered[one] and one.partition(" ")[2] not in NEVER] == []


@pytest.mark.slow
@schema.parametrize()  # type: ignore[untyped-decorator]
@MANY
def test_many_requests_of_each_operation_are_answered_as_described(case: Any, counting_server: str) -> None:
    """The same with many more requests."""
    ask(case, counting_server, at_most=1_000)
