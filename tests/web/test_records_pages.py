"""The pages and the API of records, over a made-up release; without a store they are not there."""

from __future__ import annotations

import csv
import io
import re
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
    with TestClient(create_app(replace(SETTINGS, store=root)), base_url=BASE, raise_server_exceptions=False) as found:
        yield found


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
    assert "The catalogue has no release of this id" in page
    assert "<style" not in page
    absent = counting.get("/records/other")
    assert (absent.status_code, absent.json()["code"]) == (404, "TM-SCHEMA-103")
    assert str(root) not in absent.text


def test_a_count_has_bounds_notes_rules_and_sql(counting: TestClient) -> None:
    """FY2011: 36 removals, 12 certainly convicted and 12 whose criminality is not told."""
    page = counting.get("/records/made-up/count", params=COUNT).text
    assert '<th scope="row" class="time"><bdi>FY2011</bdi></th>' in page.replace("\n", "")
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
    """The page of a rule leads to the count by its answers, over rows that have a field which it needs and over no others."""
    page = counting.get("/rules/priority.johnson_2014.any").text
    assert 'hx-get="/rules/priority.johnson_2014.any/cohorts"' in page
    form = counting.get("/rules/priority.johnson_2014.any/cohorts").text
    assert 'action="/rules/priority.johnson_2014.any/run"' in form
    assert '<option value="made-up removals">removals, made-up</option>' in form
    assert "arrests" not in form
    assert 'href="/memos?memo=johnson_2014"' in form
    led = counting.get("/rules/criminality.convicted_any.known/run", params={"cohort": "made-up removals"})
    assert led.history[0].status_code == 303
    assert '<h2 id="counted">removals by' in led.text
    assert counting.get("/rules/nothing.at.all/cohorts").json()["code"] == "TM-WEB-011"


def test_one_number_stands_under_every_definition(counting: TestClient) -> None:
    """FY2012 has 48 removals; definitions for which the release lacks a field are named with the reason."""
    page = counting.get("/one-number", params={"release": "made-up", "year": "FY2012", "measure": "removals"}).text
    row = page.partition('<th scope="row"><code>gao.removals</code>')[2].partition("</tr>")[0]
    assert row.rstrip().endswith('<td class="n">48</td>')
    assert "Every row of the removals file with a departure" in row
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


def test_two_apps_in_one_process_each_have_their_own_navigation(client: TestClient, counting: TestClient) -> None:
    """One has a store, one has none; whichever was asked last, each shows its own pages, and errors too."""
    for _ in range(2):
        assert 'href="/memos"' in counting.get("/").text
        assert 'href="/memos"' not in client.get("/").text
        assert 'href="/memos"' in counting.get("/records").text
        page = {"accept": "text/html"}
        assert 'href="/memos"' in counting.get("/rules/nothing", headers=page).text
        assert 'href="/memos"' not in client.get("/rules/nothing", headers=page).text


def test_several_filters_hold_together(counting: TestClient) -> None:
    """Of 48 removals of FY2012 24 are of people convicted, 12 of them by an offence of illegal entry."""
    asked = {"measure": "removals", "by": ["fiscal_year"], "where": ["fiscal_year=FY2012", "criminality=convicted", ""]}
    page = counting.get("/records/made-up/count", params=asked).text
    assert '<td class="n">24</td>' in page
    asked["where"] = ["fiscal_year=FY2012", "criminality=convicted", "offence=immigration"]
    page = counting.get("/records/made-up/count", params=asked).text
    assert '<td class="n">12</td>' in page
    assert [f'value="{one}" placeholder' in page for one in asked["where"]] == [True] * 3
    assert "where=criminality%3Dconvicted&amp;where=offence%3Dimmigration" in page
    asked["where"] = ["criminality=convicted", "criminality=pending"]
    twice = counting.get("/records/made-up/count", params=asked)
    assert (twice.status_code, twice.json()["code"]) == (400, "TM-WEB-001")


def test_one_number_can_be_that_of_some_people(counting: TestClient) -> None:
    """Of 48 removals of FY2012 24 are of people convicted, under each definition and over the bridge."""
    asked = {"release": "made-up", "year": "FY2012", "measure": "removals", "where": "criminality=convicted"}
    page = counting.get("/one-number", params=asked).text
    row = page.partition('<th scope="row"><code>gao.removals</code>')[2].partition("</tr>")[0]
    assert row.rstrip().endswith('<td class="n">24</td>')
    page = counting.get("/one-number", params={**asked, "first": "gao.removals", "last": "ice.removals.2003"}).text
    assert '<td class="n">24</td>' in page
    assert "--where criminality=convicted" in page
    assert "where=criminality%3Dconvicted" in page


def test_the_order_of_the_steps_can_be_chosen(counting: TestClient) -> None:
    """The order stands in the command; one that names a family which does not differ is refused."""
    asked = {"release": "made-up", "year": "FY2012", "first": "gao.removals", "last": "ice.removals.2003"}
    page = counting.get("/one-number", params={**asked, "order": "exit"}).text
    assert "--order exit" in page
    refused = counting.get("/one-number", params={**asked, "order": "exit, year"})
    assert refused.json()["code"] == "TM-COUNT-053"


def test_one_definition_alone_is_shown_beside_the_others(counting: TestClient) -> None:
    """Without a second definition and without published figures there is no step to show, and the page says what to choose."""
    asked = {"release": "made-up", "year": "FY2012", "first": "gao.removals", "measure": "removals"}
    page = counting.get("/one-number", params=asked).text
    assert "Choose a second definition" in page
    assert '<h2 id="every">' in page


def test_the_form_of_one_number_follows_the_release(counting: TestClient) -> None:
    """Only what the release can be counted by can be the first definition; the others say which field is missing."""
    form = counting.get("/one-number/choices", params={"release": "made-up"}).text
    assert '<option value="removals" selected>removals</option>' in form
    assert "arrests" not in form
    assert '<option value="ice.removals.2009" disabled>ice.removals.2009: ' in form
    assert "missing: case_closed_date" in form
    assert '<option value="FY2014"></option>' in form


def test_a_report_offers_what_the_command_offers(counting: TestClient) -> None:
    """Definition, base and memos: chosen on the page of the release, kept in the form and in the downloads, told in the command."""
    form = counting.get("/records/made-up").text
    assert all(f'<select name="{name}"' in form for name in ("year", "base", "under"))
    assert '<input type="checkbox" name="memo" value="johnson_2014">' in form
    assert "<option>FY2014</option>" in form  # covered in part, which the report says
    asked = {"year": "FY2013", "base": "FY2011", "under": "gao.removals", "memo": ["morton_2010", "johnson_2014"]}
    page = counting.get("/records/made-up/report", params=asked).text
    wanted = "tallymark report made-up --year FY2013 --under gao.removals --memo morton_2010,johnson_2014 --base FY2011"
    assert wanted in page
    assert "base=FY2011&amp;under=gao.removals&amp;memo=morton_2010&amp;memo=johnson_2014&amp;format=csv" in page
    assert '<input type="checkbox" name="memo" value="johnson_2014" checked>' in page
    assert '<option value="gao.removals" selected>' in page
    strange = counting.get("/records/made-up/report", params={**asked, "memo": "nobody_2030"})
    assert strange.json()["code"] == "TM-COUNT-403"


def test_bounds_and_their_rounding_are_explained(counting: TestClient) -> None:
    """Why a number has two ends stands below the table, as on the command line."""
    page = counting.get("/records/made-up/count", params=COUNT).text
    assert "Why a number has two ends" in page
    assert "case_criminality" in page.partition("Why a number has two ends")[2].partition("</ul>")[0]


def test_the_last_breakdown_stands_side_by_side(counting: TestClient) -> None:
    """A row for each year as on the command line; definitions by which every number is the same are named below."""
    page = counting.get("/records/made-up/count", params=COUNT).text
    row = page.partition('<th scope="row" class="time"><bdi>FY2013</bdi></th>')[2].partition("</tr>")[0]
    cells = re.findall(r'<td class="n">([^<]*)</td>', row)
    assert cells == [
        "24",
        "0",
        "0",
        "0",
        "24",
        "100.0 %",
    ]  # convicted, pending, no conviction, not known, all, share convicted
    several = counting.get("/records/made-up/count", params={**COUNT, "under": ["gao.removals", "dhs.removals"]}).text
    assert "The same under <code>dhs.removals</code>." in several


def test_years_among_years_have_no_share(counting: TestClient) -> None:
    """The part of one year in all years is no finding."""
    page = counting.get("/records/made-up/count", params={"measure": "removals", "by": "fiscal_year"}).text
    assert ">share" not in page


def test_the_cases_of_a_rule_say_once_what_they_have_alike(client: TestClient) -> None:
    """Twenty cases of one memo are given the same flags; each row has only what is its own. Rules that are named are links."""
    page = client.get("/rules/priority.johnson_2014.any").text
    assert "Unless a case says otherwise it is given: prior_felony_yes_no false" in page
    assert "<td>unlawful_entry_yes_no true, case_criminality 3 Other Immigration Violator" in page
    assert (
        'href="/rules/priority.johnson_2014.1a">Terrorism, espionage or another danger to national security</a>' in page
    )
    few = client.get("/rules/priority.johnson_2014.3").text
    assert "Unless a case" not in few
    assert "final_order_date 2013-12-31" in few
