"""Rules, sources, errors and the page of the API."""

from __future__ import annotations

import re

import pytest
from starlette.testclient import TestClient

from tallymark.register.register import load


def test_the_list_of_rules_has_families_and_definitions(client: TestClient) -> None:
    """Each rule and each rule set is a link."""
    page = client.get("/rules").text
    assert '<a href="/rules/priority.johnson_2014.2c">' in page
    assert '<a href="/rule-sets/ice.removals.2009">' in page


def test_a_rule_is_told_in_words_with_its_cases(client: TestClient) -> None:
    """Memo of November 2014, priority 3: the words, the source, a case decided by hand, the fields, the releases."""
    page = client.get("/rules/priority.johnson_2014.3").text
    assert "final_order_date is on or after" in page
    assert "<td>final_order_date 2013-12-31</td><td>false</td>" in page
    assert "<code>final_order_date</code>" in page
    assert "Which releases decide it" in page
    assert client.get("/rules/priority.none").status_code == 404


def test_every_rule_and_rule_set_has_a_page(client: TestClient) -> None:
    """No card breaks its page."""
    rules = [f"{one['id']}@{one['version']}" for one in client.get("/api/v1/rules").json()["items"]]
    sets = [one["id"] for one in client.get("/api/v1/rule-sets").json()["items"]]
    assert [name for name in rules[::5] if client.get(f"/rules/{name}").status_code != 200] == []
    assert [name for name in sets if client.get(f"/rule-sets/{name}").status_code != 200] == []
    assert client.get("/rule-sets/none").status_code == 404


def test_the_sources_page_says_where_rows_are_from_and_what_cannot_be_said(client: TestClient) -> None:
    """Every source with tier, rows and day; the limits in words."""
    page = client.get("/sources").text
    assert 'id="ice.removal-statistics-2011"' in page
    assert "What it cannot say" in page


def test_every_row_of_the_register_can_be_found_under_its_source(client: TestClient) -> None:
    """A source leads to its rows, each with its place in the source and its line in the register; many rows come in parts."""
    assert '<a href="/sources/dhs.progress-2011"' in client.get("/sources").text
    page = client.get("/sources/dhs.progress-2011").text
    assert "first bullet of the page" in page
    assert "<code>dhs.progress-2011.csv:4</code>" in page
    assert "removals, with a conviction, fiscal year 2011" in page
    long = client.get("/sources/ohss.monthly-2024-08.southwest").text
    assert long.count('<th scope="row">') == 250
    assert 'href="?begin=250">More rows' in long
    last = client.get("/sources/ohss.monthly-2024-08.southwest?begin=1250").text
    assert "More rows" not in last
    assert client.get("/sources/none").status_code == 404
    assert client.get("/sources/dhs.progress-2011?begin=9999").status_code == 404


def test_the_sums_of_the_sources_are_those_of_the_register(client: TestClient) -> None:
    """Rows, tiers, leads and faults on the page are counted, not written down."""
    register = load()
    page = client.get("/sources").text
    assert f"has {len(register.all_figures()):,} rows from {len(register.sources())} sources" in page
    faulty = sum(bool(one.fault) for one in register.all_figures())
    assert f"and {faulty} have a known fault" in page
    for tier in (1, 2, 3):
        assert f": {sum(one.tier == tier for one in register.sources())} sources</dd>" in page


def test_definitions_open_with_people_that_were_counted(client: TestClient) -> None:
    """Deaths at the border were counted by area only: the page shows one of them and offers the others and the days."""
    page = client.get("/published", params={"measure": "border_deaths"}).text
    assert "Nothing is published" not in page
    assert re.search(r'<option value="area=\w+" selected>', page)
    assert "everybody counted" not in page
    assert "Days with numbers for these people: <a href=" in page
    empty = client.get("/published", params={"measure": "removals", "period": "FY1850"}).text
    assert "Nothing is published for just these days and people" in empty
    assert "Days with numbers for these people:" in empty


def test_the_diamond_stands_at_a_number_and_not_at_a_bound(client: TestClient) -> None:
    """The newest printing of ICE's count of 2011 says "more than 396,000"; the chart marks the newest one that is a number."""
    pytest.importorskip("vl_convert")
    page = client.get("/published", params={"measure": "removals", "period": "FY2011"}).text
    described = re.search(r'<svg [^>]*aria-label="([^"]*)"', page)
    assert described is not None
    assert "ice.removals.2009 396,906" in described[1]
    assert ">more than 396,000</td>" in page


def test_an_error_code_has_a_page(client: TestClient) -> None:
    """The address in a problem's type explains it."""
    page = client.get("/errors/TM-WEB-011").text
    assert "There is nothing at this address" in page
    assert client.get("/errors/TM-WEB-999").status_code == 404


def test_the_page_of_the_api_lists_every_operation(client: TestClient) -> None:
    """Each path of the OpenAPI document stands on it."""
    page = client.get("/api").text
    paths = client.get("/api/v1/openapi.json").json()["paths"]
    assert [path for path in paths if path not in page] == []


def test_a_style_or_script_that_is_known_is_not_sent_again(client: TestClient) -> None:
    """A second request with the ETag is answered by 304."""
    for path in ("/style/report.css", "/static/app.js"):
        tag = client.get(path).headers["etag"]
        assert client.get(path, headers={"if-none-match": tag}).status_code == 304


def test_without_the_extra_the_rules_say_what_to_install(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """TM-WEB-013 on the pages and in the API; the check page needs nothing of it."""
    for place in ("pages", "api"):
        monkeypatch.setattr(f"tallymark.web.{place}.rules.has", lambda _: False)
    for path in ("/rules", "/rule-sets/ice.removals.2009", "/api/v1/rules"):
        answer = client.get(path)
        assert (answer.status_code, answer.json()["code"]) == (501, "TM-WEB-013")
        assert "tallymark[records]" in answer.json()["detail"]
    assert client.get("/").status_code == 200
