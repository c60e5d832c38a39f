"""The OpenAPI document of a server with a store: what schemathesis makes of its operations on records is answered as the document says."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import settings
from schemathesis.config import SchemathesisConfig

from tallymark.web import templating
from tallymark.web.app import create_app
from tests.web.conftest import SETTINGS
from tests.web.test_openapi import ACCEPTED, FEW

SOME = settings(FEW, max_examples=40)
# The document names no release, so the folder need not be there.
DOCUMENT = create_app(replace(SETTINGS, store=Path("nowhere"))).openapi()
templating.environment().globals["pages"] = templating.PAGES

schema: Any = schemathesis.openapi.from_dict(DOCUMENT, config=SchemathesisConfig.from_dict(ACCEPTED)).include(
    path_regex="^/api/v1/(releases|count|report|bridge)"
)


@schema.parametrize()  # type: ignore[untyped-decorator]
@FEW
def test_a_few_requests_of_each_operation_are_answered_as_described(case: Any, counting_server: str) -> None:
    """Status, media type, headers and body fit the document; wrong data are refused; nothing fails."""
    case.call_and_validate(base_url=counting_server)


@pytest.mark.slow
@schema.parametrize()  # type: ignore[untyped-decorator]
@SOME
def test_more_requests_of_each_operation_are_answered_as_described(case: Any, counting_server: str) -> None:
    """The same with more requests."""
    case.call_and_validate(base_url=counting_server)
