"""The OpenAPI document holds: what schemathesis makes of it is answered as the document says, by every check that it has.

The texts that schemathesis invents are rarely English, and what it names is rarely in the register: such requests are well
formed and answered with 422, which the document says.
"""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.config import SchemathesisConfig

from tallymark.web.app import create_app
from tests.web.conftest import SETTINGS

ACCEPTED = {"checks": {"positive_data_acceptance": {"expected-statuses": ["2xx", "304", "404", "422"]}}}
FEW = settings(
    max_examples=3,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],
)
MANY = settings(FEW, max_examples=200)


schema: Any = schemathesis.openapi.from_dict(
    create_app(SETTINGS).openapi(), config=SchemathesisConfig.from_dict(ACCEPTED)
)


@schema.parametrize()  # type: ignore[untyped-decorator]
@FEW
def test_a_few_requests_of_each_operation_are_answered_as_described(case: Any, server: str) -> None:
    """Status, media type, headers and body fit the document; wrong data are refused, right data accepted; nothing fails."""
    case.call_and_validate(base_url=server)


@pytest.mark.slow
@schema.parametrize()  # type: ignore[untyped-decorator]
@MANY
def test_many_requests_of_each_operation_are_answered_as_described(case: Any, server: str) -> None:
    """The same with many more requests."""
    case.call_and_validate(base_url=server)
