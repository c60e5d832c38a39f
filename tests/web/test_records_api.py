"""The API over records: pages, ETags, lines, limits, and what it must never give."""

from __future__ import annotations

import asyncio
import csv
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from click.testing import CliRunner
from starlette.testclient import TestClient

from tallymark.cli import main
from tallymark.register.register import load
from tallymark.releases import quality
from tallymark.web import templating
from tallymark.web.app import create_app
from tallymark.web.asks import Ask
from tallymark.web.opened import Opened, manifests_of
from tallymark.web.records import stores
from tallymark.web.workers import WorkerError
from tests.counting.made import removal
from tests.counting.year_store import year_store
from tests.releases.small_store import release
from tests.web.conftest import BASE, SETTINGS

COUNT = "/api/v1/count"
ASKED = {"release": "made-up", "measure": "removals", "by": "fiscal_year"}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with ``made-up``, ``formulas`` whose one citizenship is a formula with markup, and ``held`` with detainers only."""
    found = year_store(tmp_path_factory.mktemp("api-store")).root
    evil = {"citizenship_country": "=cmd()<b>"}
    release(found, "formulas", {"removals": [removal("2011-01-05", **evil) for _ in range(20)]})
    release(found, "held", {"detainers": [{"detainer_prepared_date": date(2012, 1, 1 + n)} for n in range(20)]})
    return found


@pytest.fixture(scope="module")
def counting(root: Path) -> Iterator[TestClient]:
    """A client of a server that was started with the store."""
    with TestClient(create_app(replace(SETTINGS, store=root)), base_url=BASE, raise_server_exceptions=False) as found:
        yield found
    templating.environment().globals["pages"] = templating.PAGES


def test_figures_come_in_pages_with_a_link_to_the_next(counting: TestClient) -> None:
    """The pages put together are the whole; the last one has no next."""
    whole = counting.get(COUNT, params=ASKED).json()
    assert whole["total"] == len(whole["figures"])
    assert whole["next"] is None
    first = counting.get(COUNT, params={**ASKED, "limit": 2})
    assert first.headers["link"] == f'<{first.json()["next"]}>; rel="next"'
    found, after = first.json()["figures"], first.json()["next"]
    while after:
        page = counting.get(after).json()
        found, after = found + page["figures"], page["next"]
    assert found == whole["figures"]


def test_what_is_known_is_not_sent_again(counting: TestClient) -> None:
    """The ETag is the same for the same question and another one for another; 304 has no body."""
    for path, params in (
        (COUNT, ASKED),
        (COUNT, {**ASKED, "format": "csv"}),
        (COUNT, {**ASKED, "format": "lines"}),
        ("/api/v1/releases", {}),
    ):
        first = counting.get(path, params=params)
        assert first.headers["cache-control"] == "no-cache"
        again = counting.get(path, params=params, headers={"if-none-match": first.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
    tags = {counting.get(COUNT, params={**ASKED, "limit": n}).headers["etag"] for n in (1, 2, 2)}
    assert len(tags) == 2


def test_a_count_comes_line_by_line(counting: TestClient) -> None:
    """First what was counted, then each figure, then how many there were."""
    answer = counting.get(COUNT, params={**ASKED, "format": "lines"})
    found = [json.loads(line) for line in answer.text.splitlines()]
    assert [one["type"] for one in found] == ["count", *["figure"] * (len(found) - 2), "end"]
    assert found[0]["trail"]["command"] == "tallymark count removals --release made-up --by fiscal_year"
    assert found[-1]["n"] == len(found) - 2
    assert next(one for one in found[1:-1] if one["group"] == {"fiscal_year": "FY2011"})["count"]["low"] == 36


@pytest.mark.parametrize(
    "release", ["../made-up", "..%2fmade-up", "/etc/passwd", "made-up/../made-up", "MADE-UP", "made-up\x00", ".", ""]
)
def test_a_release_is_an_id_and_never_a_path(counting: TestClient, root: Path, release: str) -> None:
    """Refused in the query and in the path; nothing says where the store lies."""
    answers = [
        counting.get(COUNT, params={**ASKED, "release": release}),
        counting.get(f"/api/v1/releases/{quote(release, safe='')}/"),
        counting.get(f"/records/{quote(release, safe='') or '%20'}/count"),
        counting.get("/memos", params={"release": release, "memo": "johnson_2014"}),
    ]
    assert {one.status_code for one in answers[:3]} <= {400, 404}
    assert [one.text for one in answers if str(root) in one.text] == []
    assert "figures" not in answers[0].text


@pytest.mark.parametrize("by", ["alien_file_number", "unique_identifier", "birth_year", "facility_name"])
def test_no_breakdown_is_a_field_of_a_person(counting: TestClient, by: str) -> None:
    """A field is no breakdown, closed or open; TM-COUNT-005."""
    answer = counting.get(COUNT, params={**ASKED, "by": by})
    assert (answer.status_code, answer.json()["code"]) == (422, "TM-COUNT-005")


@pytest.mark.parametrize("key", ["small_cells", "sql", "condition", "path", "store", "engine", "url"])
def test_nothing_but_the_listed_parameters_is_taken(counting: TestClient, key: str) -> None:
    """TM-WEB-001; small cells cannot be asked for."""
    answer = counting.get(COUNT, params={**ASKED, key: "1"})
    assert (answer.status_code, answer.json()["code"]) == (400, "TM-WEB-001")


def test_cells_of_a_table_are_no_formulas(counting: TestClient) -> None:
    """A value of a field is an id of letters in CSV, so no spreadsheet runs it; on the page it is a text like any other."""
    asked = {"release": "formulas", "measure": "removals", "by": "citizenship"}
    answer = counting.get(COUNT, params={**asked, "format": "csv"})
    page = counting.get("/records/formulas/count", params=asked).text
    assert "<b>" not in page
    assert "=cmd()&lt;b&gt;" in page
    values = [row["citizenship"] for row in csv.DictReader(io.StringIO(answer.text))]
    assert values == ["cmd_b", "all"]


BRIDGE = {"release": "made-up", "year": "FY2012", "first": "gao.removals", "last": "ice.removals.2009"}


def test_a_bridge_is_that_of_the_command_with_its_filter_and_order(counting: TestClient, root: Path) -> None:
    """The document of ``tallymark bridge`` with the same options, to the last character; convicted are half of the 48."""
    asked = {**BRIDGE, "where": "criminality=convicted", "order": ["year", "exit"]}
    answer = counting.get("/api/v1/bridge", params=asked)
    command = [
        "bridge",
        BRIDGE["first"],
        BRIDGE["last"],
        "--release",
        "made-up",
        "--year",
        "FY2012",
        "--format",
        "json",
    ]
    told = CliRunner().invoke(
        main, [*command, "--where", "criminality=convicted", "--order", "year,exit", "--store", str(root)]
    )
    assert told.exit_code == 0
    assert answer.json() == json.loads(told.stdout)
    assert answer.json()["population"] == {"criminality": "convicted"}
    assert answer.json()["start"]["low"] == 24


@pytest.mark.parametrize(
    ("changed", "status", "code"),
    [
        ({"where": ["criminality=convicted", "criminality=pending"]}, 422, "TM-WEB-018"),
        ({"where": "criminality=guilty"}, 422, "TM-MODEL-005"),
        ({"where": "birth_year=1970"}, 422, "TM-MODEL-005"),
        ({"order": "exit"}, 422, "TM-COUNT-053"),
        ({"last": ""}, 422, "TM-WEB-018"),
    ],
)
def test_a_bridge_that_cannot_be_made_is_refused(
    counting: TestClient, changed: dict[str, Any], status: int, code: str
) -> None:
    """A filter twice or unknown, an order that lacks a family, neither a last definition nor the published figures."""
    answer = counting.get("/api/v1/bridge", params={**BRIDGE, **changed})
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_a_bridge_and_a_report_have_tags(counting: TestClient) -> None:
    """The other documents are tagged as well."""
    asked = {"release": "made-up", "year": "FY2012", "first": "gao.removals", "last": "ice.removals.2003"}
    bridge = counting.get("/api/v1/bridge", params=asked)
    report = counting.get("/api/v1/report", params={"release": "made-up", "year": "FY2012"})
    assert bridge.headers["etag"] != report.headers["etag"]
    assert report.json()["schema"] == 1


class Slow:
    """Workers that never end in time."""

    def __init__(self) -> None:
        self.n_asked = 0

    async def run(self, ask: Ask) -> bytes:  # noqa: ARG002  the answer is the same
        """Raise what a worker raises that takes too long."""
        self.n_asked += 1
        await asyncio.sleep(0.01)
        raise WorkerError("TM-WEB-005", detail="more than 1 seconds")


class Counted:
    """Workers that count how often they are asked."""

    def __init__(self) -> None:
        self.n_asked = 0

    async def run(self, ask: Ask) -> bytes:  # noqa: ARG002  the answer is the same
        """The same answer each time."""
        self.n_asked += 1
        await asyncio.sleep(0.01)
        return b"12"


def test_a_count_that_takes_too_long_has_its_own_code(root: Path) -> None:
    """TM-WEB-017 says to ask for less."""
    opened = Opened(root, Slow(), load(()))  # type: ignore[arg-type]
    with pytest.raises(WorkerError, match="TM-WEB-017"):
        asyncio.run(opened.run(Ask(root, "count", release="made-up")))


def test_a_count_over_its_time_is_refused_and_the_next_one_is_made(
    counting: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """503 with the code and a time to try again; the worker is replaced."""
    asked = {**ASKED, "period": "2011-02"}
    with monkeypatch.context() as hurried:
        hurried.setattr(counting.app.state.records._workers, "_seconds", 0.01)  # type: ignore[attr-defined]
        answer = counting.get(COUNT, params=asked)
    assert (answer.status_code, answer.json()["code"]) == (503, "TM-WEB-017")
    assert answer.headers["retry-after"] == "5"
    assert counting.get(COUNT, params=asked).status_code == 200


def test_the_same_question_at_once_and_later_is_counted_once(root: Path) -> None:
    """Three who ask together and one who asks later get the answer of one count; another question is another count."""
    workers = Counted()
    opened = Opened(root, workers, load(()))  # type: ignore[arg-type]

    async def ask() -> list[Any]:
        one = Ask(root, "count", release="made-up", measure="removals")
        found = await asyncio.gather(*(opened.run(one) for _ in range(3)))
        return [*found, await opened.run(one), await opened.run(replace(one, measure="returns"))]

    assert asyncio.run(ask()) == [b"12"] * 5
    assert workers.n_asked == 2


def test_another_manifest_is_another_state(tmp_path: Path) -> None:
    """An answer is of the release as it was; a release that is not there has no state."""
    store = year_store(tmp_path)
    before = manifests_of(store.root, "made-up")
    path = store.release("made-up").manifest
    path.write_text(path.read_text() + " ")
    assert manifests_of(store.root, "made-up") != before
    assert manifests_of(store.root, "") == manifests_of(store.root, "made-up")
    assert manifests_of(store.root, "other") == ("",)


def told_by(root: Path, *command: str) -> Any:
    """The JSON that the command prints."""
    done = CliRunner().invoke(main, [*command, "--format", "json", "--store", str(root)])
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def test_a_parameter_of_the_rules_is_set_as_on_the_command_line(counting: TestClient, root: Path) -> None:
    """Of the 24 convicted a year later half drove drunk: with that a traffic offence they are no longer counted."""
    rule = "criminality.excluding_immigration_traffic.known"
    asked = {"release": "made-up", "measure": "removals", "by": rule, "period": "FY2013", "set": "dui_is_traffic=true"}
    found = counting.get(COUNT, params=asked).json()
    command = ["count", "removals", "--release", "made-up", "--by", rule, "--period", "FY2013"]
    told = told_by(root, *command, "--set", "dui_is_traffic=true")
    assert (found["figures"], found["trail"]) == (told["figures"], told["trail"])
    assert next(one for one in found["figures"] if one["group"] == {rule: "yes"})["count"]["low"] == 12
    assert "next" in counting.get(COUNT, params={**asked, "limit": 1}).json()
    assert "set=dui_is_traffic%3Dtrue" in counting.get(COUNT, params={**asked, "limit": 1}).json()["next"]


@pytest.mark.parametrize(
    ("chosen", "code"),
    [
        ("window_hours=7", "TM-WEB-014"),
        ("dui_is_traffic=perhaps", "TM-RULES-009"),
        ("small_cells=true", "TM-RULES-009"),
        ("lock_days=999999999999999999999999", "TM-RULES-009"),
    ],
)
def test_a_parameter_that_cannot_be_set_is_refused(counting: TestClient, chosen: str, code: str) -> None:
    """One of a table would be built and kept on the disk for each value; any other must be one of the rules asked."""
    rule = "criminality.excluding_immigration_traffic.known"
    answer = counting.get(COUNT, params={**ASKED, "by": rule, "set": chosen})
    assert (answer.status_code, answer.json()["code"]) == (422, code)


def test_what_can_be_asked_is_listed(counting: TestClient) -> None:
    """Every breakdown that is listed can be counted by; a definition that cannot be counted has the reason."""
    listed = counting.get("/api/v1/releases/made-up/choices", params={"measure": "removals"}).json()
    assert {"fiscal_year", "criminality"} <= {one["id"] for one in listed["breakdowns"]}
    lacking = {one["id"]: one["why"] for one in listed["lacking"]}
    assert "case_closed_date" in lacking["ice.removals.2009"]
    assert listed["years"] == ["FY2014", "FY2013", "FY2012", "FY2011"]
    answer = counting.get("/api/v1/releases/made-up/choices", params={"measure": "stays"})
    assert (answer.status_code, answer.json()["code"]) == (422, "TM-WEB-014")


def test_a_memo_is_the_count_by_its_parts(counting: TestClient, root: Path) -> None:
    """The count of the command by the rules of the memo."""
    found = counting.get("/api/v1/memos/johnson_2014", params={"release": "made-up", "period": "FY2013"}).json()
    by = ",".join(found["by"])
    told = told_by(root, "count", "removals", "--release", "made-up", "--period", "FY2013", "--by", by)
    assert found["by"][0].startswith("priority.johnson_2014")
    assert (found["figures"], found["trail"]) == (told["figures"], told["trail"])


BENCHMARK = {
    "title": "A survey", "people": "noncitizens", "period": "CY2012", "by": "citizenship", "unit": "percent",
    "source": {"title": "a table", "url": "https://example.org"}, "groups": {"mexico": "[40, 50]"},
}  # fmt: skip


def test_a_ratio_is_that_of_the_command_and_its_benchmark_is_not_kept(counting: TestClient, root: Path) -> None:
    """All are of Mexico, so the ratio is 2 to 2.5; asked again it is counted again, as a reader's words are kept nowhere."""
    asked = {"release": "made-up", "measure": "removals", "benchmark": BENCHMARK, "period": "FY2012"}
    found = counting.post("/api/v1/ratio", json=asked)
    path = root.parent / "benchmark.yaml"
    path.write_text(json.dumps(BENCHMARK), encoding="utf-8")
    command = ["ratio", "removals", "--release", "made-up", "--by", "citizenship", "--benchmark", str(path)]
    assert found.json() == told_by(root, *command, "--period", "FY2012")
    assert found.json()["groups"][0]["ratio"] == {"low": "2/1", "high": "5/2"}
    assert (found.headers["cache-control"], "etag" in found.headers) == ("no-store", False)
    opened: Opened = counting.app.state.records  # type: ignore[attr-defined]
    assert [one for one in opened._known.values() if b"A survey" in one] == []


@pytest.mark.parametrize(
    ("changed", "status", "code"),
    [
        ({"groups": {"mexico": "1e9999"}}, 400, "TM-WEB-001"),
        ({"unit": "people"}, 422, "TM-COUNT-043"),
        ({"groups": {"mexico": "60", "canada": "60"}}, 422, "TM-COUNT-043"),
    ],
)
def test_a_benchmark_that_cannot_be_is_refused(
    counting: TestClient, changed: dict[str, Any], status: int, code: str
) -> None:
    """A number without end, a whole that is missing, groups over the whole."""
    asked = {"release": "made-up", "measure": "removals", "benchmark": {**BENCHMARK, **changed}}
    answer = counting.post("/api/v1/ratio", json=asked)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_a_programme_is_counted_as_by_the_command(counting: TestClient, root: Path) -> None:
    """The document of ``tallymark programmes`` with a release; without its table it is refused."""
    found = counting.get("/api/v1/programmes/detainers/counts", params={"release": "held"}).json()
    refused = counting.get("/api/v1/programmes/287g/counts", params={"release": "held"})
    assert found == told_by(root, "programmes", "detainers", "--release", "held")
    assert (refused.status_code, refused.json()["code"]) == (422, "TM-COUNT-042")


def test_the_quality_report_spills_into_the_store_only(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of the records is written to a folder of the system, where a worker that is ended would leave it."""

    def refused(*_: object, **__: object) -> None:
        raise AssertionError("a folder outside the store")

    monkeypatch.setattr(quality, "TemporaryDirectory", refused)
    assert json.loads(stores.quality(Ask(root, "release", "json", "made-up"), load(())))["release"] == "made-up"
