"""The bundled article from end to end: against a small register that never changes, and against the bundled one."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tallymark.checking.check import check
from tallymark.claims.extract import extract
from tallymark.claims.reading import read
from tallymark.commands.check import demo_path
from tallymark.model.claim import Claim
from tallymark.model.verdict import Report
from tallymark.register.register import load
from tallymark.reports import as_json, page, terminal

SMALL = Path(__file__).parent / "register"


@pytest.fixture(scope="module")
def small() -> Report:
    """The article against the eight rows beside this test."""
    document = replace(read(demo_path()), name="demo.txt")
    return check(extract(document), load([SMALL], bundled=False))


def test_the_table_looks_as_it_did(small: Report, snapshot: Callable[[str, str], None]) -> None:
    """UPDATE_SNAPSHOTS=1 writes the snapshot anew; the diff shows what changed for readers."""
    snapshot("demo.txt", terminal.render([small]))


def test_the_json_looks_as_it_did(small: Report, snapshot: Callable[[str, str], None]) -> None:
    """Slots, spans, tries and sources."""
    snapshot("demo.json", as_json.render([small]))


def test_the_json_keeps_to_the_schema(small: Report, faults: Callable[..., list[str]]) -> None:
    """Every key is one of the schema and none is missing."""
    assert faults(json.loads(as_json.render([small])), "report") == []


def test_the_page_looks_as_it_did(small: Report, snapshot: Callable[[str, str], None]) -> None:
    """The style sheet is left out, and lines end between elements so that a diff can be read."""
    html = re.sub(r"<style>.*?</style>", "<style></style>", page.render([small]), flags=re.S)
    snapshot("demo.html", re.sub(r"sha256-[\w+/=]+", "sha256-", html).replace("><", ">\n<"))


def test_the_bundled_register_tells_true_wrong_and_uncheckable_apart() -> None:
    """The demo shows a reader each of them."""
    report = check(extract(read(demo_path())), load())
    kinds = {item.subject.quote: str(item.verdict.kind) for item in report.checks if isinstance(item.subject, Claim)}
    expected = {
        "397,000": "rounded", "396,906": "exact", "216,698": "exact", "89 percent": "exact", "about 45,000": "hedged",
        "450,000": "contradicted", "400,000": "not_checkable", "212": "not_checkable", "$3 million": "not_checkable",
    }  # fmt: skip
    assert {quote: kinds.get(quote) for quote in expected} == expected
    assert len(kinds) >= 12
