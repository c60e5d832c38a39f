"""A newsroom's own register files on the pages: shown, and never run."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tallymark.register.row import COLUMNS
from tallymark.web.app import create_app
from tests.web.conftest import BASE, SETTINGS

EVIL = "<script>alert(1)</script><img src=x onerror=alert(1)>"
CARD = f"""id: newsroom
publisher: "An office {EVIL}"
carrier: "An archive {EVIL}"
tier: 2
title: "A table {EVIL}"
address: "https://example.org/'onmouseover=alert(1)"
locator: "page 1 {EVIL}"
read_on: "2026-01-31"
vintage: "2020"
confirmed: true
licence: "public domain"
note: "{EVIL}"
"""
ROW = {
    "id": "r1", "relation": "level", "measure": "removals", "period": "FY2020", "value": "1200", "number": "1200",
    "hedge": "none", "unit": "events", "printed": "=1,200", "definition": "dhs.removals", "note": EVIL, "fault": EVIL,
}  # fmt: skip


@pytest.fixture(scope="module")
def owned(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A client of a server with a register file of somebody's own."""
    path: Path = tmp_path_factory.mktemp("own") / "newsroom.csv"
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerow({**dict.fromkeys(COLUMNS, ""), **ROW})
    path.with_suffix(".yaml").write_text(CARD, encoding="utf-8")
    with TestClient(create_app(replace(SETTINGS, figures=(path,))), base_url=BASE) as found:
        yield found


@pytest.mark.parametrize(
    "path",
    [
        "/figures/removals?series=dhs.removals&first=2019",
        "/sources",
        "/figures/removals/chart.svg?series=dhs.removals&first=2019",
    ],
)
def test_markup_in_a_register_is_shown_and_never_run(owned: TestClient, path: str) -> None:
    """Notes, titles, publishers, printed words: each is text on the page and in the drawing."""
    shown = owned.get(path).text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown
    assert re.findall(r"<script(?![^>]*\bsrc=)|<img|<[^>]*\sonmouseover=", shown) == []


def test_the_own_figure_is_compared_with_and_its_words_stay_words(owned: TestClient) -> None:
    """The page and the kept page of a check that uses it hold no element of its words."""
    text = {"text": "DHS removed 1,200 people in fiscal year 2020."}
    for path, form in (("/", "page"), ("/check/export", "html")):
        page = owned.post(path, data={**text, "form": form}).text
        assert "newsroom#r1" in page
        assert re.findall(r"<script(?![^>]*\bsrc=)|<img", page) == []


def test_a_formula_in_a_register_is_no_formula_in_a_table(owned: TestClient) -> None:
    """What a spreadsheet would run gets an apostrophe."""
    asked = {"measure": "removals", "period": "FY2020", "definition": "dhs.removals", "format": "csv"}
    rows = list(csv.DictReader(io.StringIO(owned.get("/api/v1/figures", params=asked).text)))
    assert {row["printed"] for row in rows if row["id"] == "newsroom#r1"} == {"'=1,200"}
