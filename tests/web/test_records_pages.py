"""The pages and the API of records, over a made-up release; without a store they are not there."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tallymark.web.app import create_app
from tests.counting.year_store import year_store
from tests.web.conftest import BASE, SETTINGS

COUNT = {"measure": "removals", "by": ["fiscal_year", "criminality"]}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with one release, ``made-up``."""
    return year_store(tmp_path_factory.mktemp("web-store")).root


@pytest.fixture(scope="module")
def counting(root: Path) -> Iterator[TestClient]:
    """A client of a server that was started with the store."""
    from tallymark.web import templating  # noqa: PLC0415

    with TestClient(create_app(replace(SETTINGS, store=root)), base_url=BASE, raise_server_exceptions=False) as found:
        yield found
    templating.environment().globals["pages"] = templating.PAGES


@pytest.mark.parametrize(
    "path", ["/records", "/one-number", "/api/v1/releases", "/api/v1/count?release=made-up&measure=removals"]
)
def test_without_a_store_there_are_no_records(client: TestClient, path: str) -> None:
    """A server that was not started with --with-records has no such address, and no link to one."""
    assert client.get(path).status_code == 404
    assert "/records" not in client.get("/").text


def test_the_releases_are_listed_with_their_tables(counting: TestClient) -> None:
    """Each with rows and days; the store's place on the machine is told nowhere."""
    page = counting.get("/records").text
    assert '<a href="/records/made-up">made-up</a>' in page
    assert '<td class="n">123</td><td>2010-10-01</td><td>2013-12-31</td>' in page
    listed = counting.get("/api/v1/releases").json()
    assert [one["id"] for one in listed["releases"]] == ["made-up"]
    assert listed["store"] == ""


def test_a_release_has_its_quality_report(counting: TestClient, root: Path) -> None:
    """What is in it and what is wrong with it; an unknown one is 404 and does not say where the store lies."""
    page = counting.get("/records/made-up").text
    assert "One row for each removal" in page
    assert "<style" not in page
    absent = counting.get("/records/other")
    assert (absent.status_code, absent.json()["code"]) == (404, "TM-SCHEMA-103")
    assert str(root) not in absent.text


def test_a_count_has_bounds_notes_rules_and_sql(counting: TestClient) -> None:
    """FY2011: 36 removals, 12 certainly convicted and 12 whose criminality is not told."""
    page = counting.get("/records/made-up/count", params=COUNT).text
    assert "<td><bdi>FY2011</bdi></td>" in page.replace("\n", "")
    assert '<td class="n">12–24</td>' in page
    assert '<td class="n">33.3–66.7 %</td>' in page
    assert "removals: 123 rows from 2010-10-01 to 2013-12-31" in page
    assert "tallymark count removals --release made-up --by fiscal_year,criminality" in page
    assert "SELECT" in page


def test_small_counts_are_hidden_and_nothing_turns_that_off(counting: TestClient) -> None:
    """By month every convicted count is 1 or 2: none is shown, on the page, in JSON and in CSV."""
    asked = {"measure": "removals", "by": ["month", "criminality"], "small_cells": "true"}
    page = counting.get("/records/made-up/count", params=asked).text
    assert "1 to 10 people, or a number that would tell such a one" in page
    asked = {"release": "made-up", "measure": "removals", "by": ["month", "criminality"]}
    assert counting.get("/api/v1/count", params={**asked, "small_cells": "true"}).status_code == 400
    counted = counting.get("/api/v1/count", params=asked).json()
    assert counted["small_cells"] is False
    monthly = [one for one in counted["figures"] if "all" not in one["group"].values()]
    assert monthly
    assert {one["count"] is None or one["count"]["high"] == 0 or one["count"]["low"] > 10 for one in monthly} == {True}
    table = list(csv.DictReader(io.StringIO(counting.get("/api/v1/count", params={**asked, "format": "csv"}).text)))
    assert table


def test_a_rule_is_run_over_a_cohort(counting: TestClient) -> None:
    """The page of a rule leads to the count by its answers."""
    page = counting.get("/rules/priority.johnson_2014.3").text
    assert 'action="/rules/priority.johnson_2014.3/run"' in page
    asked = {"release": "made-up", "measure": "removals"}
    led = counting.get("/rules/criminality.convicted_any.known/run", params=asked)
    assert led.history[0].status_code == 303
    assert '<h2 id="counted">removals by' in led.text


def test_one_number_stands_under_every_definition(counting: TestClient) -> None:
    """FY2012 has 48 removals; definitions for which the release lacks a field are named with the reason."""
    page = counting.get("/one-number", params={"release": "made-up", "year": "FY2012", "measure": "removals"}).text
    assert '<th scope="row"><code>gao.removals</code></th><td class="n">48</td>' in page
    assert "ice.removals.2009</code>: not counted" in page


def test_the_bridge_tells_each_step(counting: TestClient) -> None:
    """From one definition to another: the rules, what each changes, and the published figure."""
    asked = {
        "release": "made-up",
        "year": "FY2012",
        "first": "gao.removals",
        "last": "ice.removals.2009",
        "published": "true",
    }
    page = counting.get("/one-number", params=asked).text
    assert "exit.ice_removals_2007.counts" in page
    assert "409,849 under" in page
    found = counting.get("/api/v1/bridge", params=asked).json()
    assert found["schema"] == 1


def test_the_year_end_report_is_a_page_and_a_document(counting: TestClient) -> None:
    """FY2012 as a page without style of its own, as JSON and as CSV."""
    page = counting.get("/records/made-up/report", params={"year": "FY2012"}).text
    assert "Year-end report FY2012" in page
    assert "<style" not in page
    assert counting.get("/api/v1/report", params={"release": "made-up", "year": "FY2012"}).json()["schema"] == 1
    table = counting.get("/api/v1/report", params={"release": "made-up", "year": "FY2012", "format": "csv"})
    assert table.headers["content-type"].startswith("text/csv")


def test_a_question_that_cannot_be_is_refused(counting: TestClient) -> None:
    """No SQL, no path, no unknown measure; nothing is guessed."""
    count = "/api/v1/count"
    asked = {"release": "made-up", "measure": "removals"}
    assert counting.get(count, params={**asked, "measure": "people"}).json()["code"] == "TM-COUNT-003"
    assert counting.get(count, params={**asked, "by": "alien_file_number"}).json()["code"] == "TM-COUNT-005"
    assert counting.get(count, params={**asked, "by": "1); DROP TABLE x"}).status_code == 400
    assert counting.get(count, params={**asked, "where": "criminality"}).status_code == 400
    assert counting.get(count, params={**asked, "release": "../made-up"}).status_code == 400
    assert counting.get(count, params={**asked, "period": "FY20"}).status_code == 422
