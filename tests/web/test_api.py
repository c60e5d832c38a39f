"""The API over HTTP: one shape of errors, pages, ETags, lines."""

from __future__ import annotations

import csv
import io
import json

from click.testing import CliRunner
from starlette.testclient import TestClient

from tallymark.cli import main

TEXT = "ICE removed 396,906 people in fiscal year 2011. It removed 450,000 people in fiscal year 2010."


def test_a_check_is_the_document_of_the_command_line(client: TestClient) -> None:
    """The API answers with the JSON of ``tallymark check``."""
    from tallymark.reports.as_json import render  # noqa: PLC0415
    from tallymark.verbs import check  # noqa: PLC0415

    answer = client.post("/api/v1/check", json={"text": TEXT, "name": "-"})
    assert answer.headers["content-type"] == "application/json"
    assert json.loads(answer.text) == json.loads(render([check(TEXT)]))


def test_a_check_can_be_read_line_by_line(client: TestClient) -> None:
    """Document, claims in the order of the text, figures, end: one object a line."""
    answer = client.post("/api/v1/check", params={"format": "lines"}, json={"text": TEXT})
    lines = [json.loads(line) for line in answer.text.splitlines()]
    kinds = [line["type"] for line in lines]
    assert kinds[:3] == ["document", "claim", "claim"]
    assert set(kinds[3:-1]) == {"figure"}
    assert lines[-1] == {"type": "end", "text": 1, "n": 2}


def test_a_correction_is_sent_with_the_text(client: TestClient) -> None:
    """The verdict follows the reader's choice, and the report says so."""
    corrections = [{"claim": "c2", "period": "FY2012"}]
    claim = client.post("/api/v1/check", json={"text": TEXT, "corrections": corrections}).json()["claims"][1]
    assert (claim["period"], claim["verdict"]) == ("FY2012", "contradicted")
    assert {"slot": "period", "origin": "chosen", "note": "chosen by a reader"} in claim["assumed"]


def test_texts_are_reconciled(client: TestClient) -> None:
    """Two texts with one figure make one cluster; texts of one name are told apart."""
    texts = [
        {"text": "ICE removed 396,906 people in fiscal year 2011."},
        {"text": "ICE removed nearly 397,000 people in fiscal year 2011."},
    ]
    whole = client.post("/api/v1/reconcile", json={"texts": texts}).json()
    assert [mention["document"] for mention in whole["clusters"][0]["mentions"]] == ["text", "text (2)"]


def test_figures_come_page_by_page(client: TestClient) -> None:
    """Pages follow each other by their addresses and together hold every figure once."""
    address: str | None = "/api/v1/figures?measure=removals&period=FY2011&limit=25"
    found = []
    while address:
        answer = client.get(address)
        page = answer.json()
        found += [one["id"] for one in page["items"]]
        address = page["next"]
        assert answer.headers.get("link", "") == (f'<{address}>; rel="next"' if address else "")
    assert len(found) == len(set(found)) == page["total"]
    assert "ice.removal-statistics-2011#removals" in found


def test_a_page_that_is_known_is_not_sent_again(client: TestClient) -> None:
    """304 for the ETag of this very question, 200 for that of another."""
    first = client.get("/api/v1/figures", params={"measure": "removals", "period": "FY2011"})
    again = {"if-none-match": f'W/"x", {first.headers["etag"]}'}
    assert (
        client.get("/api/v1/figures", params={"measure": "removals", "period": "FY2011"}, headers=again).status_code
        == 304
    )
    assert (
        client.get("/api/v1/figures", params={"measure": "removals", "period": "FY2012"}, headers=again).status_code
        == 200
    )


def test_a_remembered_answer_is_the_same_and_guarded(client: TestClient) -> None:
    """Asked twice, a look-up has the same headers and content; a foreign Host does not get it."""
    asked = {"measure": "removals", "period": "FY2009"}
    first, again = (client.get("/api/v1/figures", params=asked) for _ in range(2))
    assert first.headers == again.headers
    assert first.content == again.content
    assert again.headers["content-security-policy"].startswith("default-src 'none'")
    assert client.get("/api/v1/figures", params=asked, headers={"host": "evil.example"}).status_code == 421


def test_figures_can_be_narrowed(client: TestClient) -> None:
    """By people, by definition, by relation, to everybody."""
    asked = {"measure": "removals", "period": "FY2011"}
    convicted = client.get("/api/v1/figures", params={**asked, "where": "criminality=convicted"}).json()["items"]
    assert {one["population"]["criminality"] for one in convicted if "criminality" in one["population"]} == {
        "convicted"
    }
    locked = client.get("/api/v1/figures", params={**asked, "definition": "ice.removals.2009"}).json()["items"]
    assert {one["definition"] for one in locked} == {"ice.removals.2009"}
    shares = client.get("/api/v1/figures", params={**asked, "relation": "share"}).json()["items"]
    assert {one["relation"] for one in shares} == {"share"}
    everybody = client.get("/api/v1/figures", params={**asked, "everybody": "true"}).json()["items"]
    assert all(one["population"] == {} for one in everybody)


def test_csv_and_lines_hold_every_figure(client: TestClient) -> None:
    """No page cuts them."""
    asked = {"measure": "removals", "period": "FY2011"}
    total = client.get("/api/v1/figures", params=asked).json()["total"]
    table = list(csv.reader(io.StringIO(client.get("/api/v1/figures", params={**asked, "format": "csv"}).text)))
    lines = client.get("/api/v1/figures", params={**asked, "format": "lines"}).text.splitlines()
    assert (len(table) - 1, len(lines)) == (total, total)


def test_what_the_vocabulary_does_not_know_is_said(client: TestClient) -> None:
    """A measure, a filter or a period that is none is 422; a parameter that is none is 400. Nothing answers with an empty list."""
    cases = (
        ({"measure": "nothing"}, 422, "TM-WEB-014"),
        ({"measure": "removals", "where": "criminality=guilty"}, 422, "TM-MODEL-005"),
        ({"measure": "removals", "where": ["criminality=convicted", "criminality=none"]}, 422, "TM-WEB-018"),
        ({"measure": "removals", "period": "FY20111"}, 422, "TM-MODEL-004"),
        ({"measure": "removals", "perid": "FY2011"}, 400, "TM-WEB-001"),
        ({"measure": "removals", "limit": "0"}, 400, "TM-WEB-001"),
        ({"measure": "removals", "everybody": "true", "where": "criminality=convicted"}, 422, "TM-WEB-014"),
    )
    for asked, status, code in cases:
        answer = client.get("/api/v1/figures", params=asked)
        assert (answer.status_code, answer.json()["code"]) == (status, code), asked


def test_sources_and_measures_are_listed(client: TestClient) -> None:
    """Each with what describes it."""
    sources = client.get("/api/v1/sources").json()["items"]
    assert {"id", "publisher", "carrier", "tier", "title", "address", "read_on", "own"} == set(sources[0])
    measures = {one["id"]: one for one in client.get("/api/v1/measures").json()["items"]}
    assert measures["removals"]["flow"] == "flow"


def test_rules_are_told_whole_and_in_a_list(client: TestClient) -> None:
    """A rule has its words, cases and coverage; an unknown one is 404."""
    rule = client.get("/api/v1/rules/priority.johnson_2014.3").json()
    assert rule["kind"] == "condition"
    assert {
        "given": {"final_order_date": "2013-12-31"},
        "parameters": {},
        "table": None,
        "expect": False,
        "any_reading": None,
    } in rule["tests"]
    assert client.get("/api/v1/rules/priority.johnson_2014.3@9").status_code == 404
    assert client.get("/api/v1/rule-sets/ice.removals.2009").json()["imitates"] == "ice.removals.2009"
    assert client.get("/api/v1/rule-sets/none").json()["code"] == "TM-WEB-011"


def test_a_method_that_is_none_is_told_which_are(client: TestClient) -> None:
    """405 with the Allow header, as a problem."""
    for path, allowed in (("/api/v1/check", "POST"), ("/", "GET, HEAD, POST"), ("/static/app.css", "GET, HEAD")):
        answer = client.put(path)
        assert (answer.status_code, answer.json()["code"], answer.headers["allow"]) == (405, "TM-WEB-012", allowed)


def test_the_document_names_every_error_and_example(client: TestClient) -> None:
    """Each operation has its errors as problem+json, and the schema of the report is that of the command line."""
    document = client.get("/api/v1/openapi.json").json()
    for methods in document["paths"].values():
        for operation in methods.values():
            assert "application/problem+json" in operation["responses"]["400"]["content"]
    assert document["components"]["schemas"]["claim"]["properties"]["verdict"]
    assert "HTTPValidationError" not in json.dumps(document)


def test_figures_of_every_measure_are_those_of_the_command(client: TestClient) -> None:
    """Without a measure every figure of the days, as ``tallymark figures --period`` prints them."""
    found = client.get("/api/v1/figures", params={"period": "FY2010", "limit": "500"}).json()
    command = ["figures", "--period", "FY2010", "--format", "json"]
    told = json.loads(CliRunner().invoke(main, command).stdout)
    assert len({one["measure"] for one in found["items"]}) > 1
    assert found["items"] == told["figures"]


def test_programmes_are_listed_and_told_as_by_the_command(client: TestClient) -> None:
    """The document of ``tallymark programmes NAME``; one that is none is 404."""
    listed = client.get("/api/v1/programmes").json()
    assert listed["total"] == len(listed["items"]) == 5
    found = client.get("/api/v1/programmes/secure_communities")
    command = ["programmes", "secure_communities", "--format", "json"]
    assert found.json() == json.loads(CliRunner().invoke(main, command).stdout)
    again = {"if-none-match": found.headers["etag"]}
    assert client.get("/api/v1/programmes/secure_communities", headers=again).status_code == 304
    missing = client.get("/api/v1/programmes/none")
    assert (missing.status_code, missing.json()["code"]) == (404, "TM-COUNT-041")


def test_rules_of_a_family_are_those_of_the_command(client: TestClient) -> None:
    """A memo by the beginning of its rules' ids; an unknown family is refused, an unchanged list is not sent again."""
    found = client.get("/api/v1/rules", params={"family": "priority.johnson_2014"})
    told = json.loads(CliRunner().invoke(main, ["rules", "priority.johnson_2014", "--format", "json"]).stdout)
    assert found.json()["items"] == told["rules"]
    again = {"if-none-match": found.headers["etag"]}
    assert client.get("/api/v1/rules", params={"family": "priority.johnson_2014"}, headers=again).status_code == 304
    assert client.get("/api/v1/rules", params={"family": "prio"}).json()["code"] == "TM-WEB-014"
