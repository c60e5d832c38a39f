"""The pages of records in a real browser, over a made-up release: accessible, inside the screen, no error, nothing off the machine."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.counting.made import made, removal
from tests.records.small import RELEASE, Row
from tests.web.conftest import free_port, wait_for
from tests.web.test_browser import DESK, PHONE, PICTURES, Watched, _window, findings

pytestmark = pytest.mark.slow
STATES = (("TEXAS", 60), ("CALIFORNIA", 40), ("WASHINGTON", 25), ("OHIO", 4), ("PUERTO RICO", 15))
HERE = f"/records/{RELEASE}"
PAGES = {
    "published": "/published?measure=removals&period=FY2011",
    "records": "/records",
    "release": HERE,
    "quality": f"{HERE}/quality",
    "count-form": f"{HERE}/count",
    "count-years": f"{HERE}/count?measure=removals&by=fiscal_year&by=criminality",
    "map-states": f"{HERE}/count?measure=arrests&by=state",
    "map-areas": f"{HERE}/count?measure=arrests&by=area&under=all",
    "every-rule": f"/one-number?release={RELEASE}&year=FY2012&measure=removals",
    "bridge": f"/one-number?release={RELEASE}&year=FY2012&first=gao.removals&last=ice.removals.2003&published=true",
    "memos": "/memos",
    "memo": f"/memos?release={RELEASE}&memo=morton_2010&measure=removals&period=FY2012",
    "report": f"{HERE}/report?year=FY2012",
}


# Made-up people whose numbers are large enough to be shown; three months of arrests are missing.
PICTURED = """
base: standard
name: pictured
people: 4000
releases:
  - id: made-up
    extracted: 2025-06-01
    layouts: {arrests: ddp.2026-03.arrests, removals: ddp.2026-03.removals}
    defects:
      missing_months: {months: {arrests: ["2023-07", "2024-02", "2024-03"]}}
      duplicate_rows: {same_day: {removals: 0.08}}
"""


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server with a store of removals and arrests."""
    folder = tmp_path_factory.mktemp("browser")
    yield from _served(made(folder, {"removals": [*_removals()], "arrests": [*_arrests()]}).root)


@pytest.fixture(scope="module")
def pictured(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server with a synthetic release, ``made-up``, for pictures."""
    folder = tmp_path_factory.mktemp("pictured")
    (folder / "spec.yaml").write_text(PICTURED)
    program = [sys.executable, "-m", "tallymark"]
    synth = [*program, "synth", str(folder / "spec.yaml"), "--out", str(folder / "made")]
    subprocess.run(synth, check=True, capture_output=True)  # noqa: S603
    files = [str(folder / "made/made-up"), "--release", "made-up", "--store", str(folder / "store")]
    subprocess.run([*program, "ingest", *files], check=True, capture_output=True)  # noqa: S603
    yield from _served(folder / "store")


def _served(store: Path) -> Iterator[str]:
    port = free_port()
    command = [sys.executable, "-m", "tallymark", "serve", "--port", str(port), "--workers", "1"]
    process = subprocess.Popen([*command, "--with-records", str(store)], stderr=subprocess.DEVNULL)  # noqa: S603
    try:
        wait_for(f"http://127.0.0.1:{port}", process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(20)


@pytest.fixture
def desk(browser: Any, recorded: str) -> Iterator[Watched]:
    """A wide window in light colours; no fault may be noted by the end of the test."""
    yield from _window(browser, recorded, DESK, "light")


@pytest.fixture
def phone(browser: Any, recorded: str) -> Iterator[Watched]:
    """A phone in dark colours."""
    yield from _window(browser, recorded, PHONE, "dark")


@pytest.mark.parametrize("name", PAGES)
def test_every_page_is_accessible_and_keeps_to_the_screen(
    desk: Watched, phone: Watched, shots: Path, name: str
) -> None:
    """Wide and light, narrow and dark: nothing serious for axe, nothing wider than the screen, a picture of each."""
    for window, kind in ((desk, "desk"), (phone, "phone")):
        window.page.set_default_timeout(60_000)
        window.open(PAGES[name])
        window.page.wait_for_load_state("networkidle")
        window.page.screenshot(path=shots / f"records-{name}-{kind}.png", full_page=name != "release")
        wide, here = window.page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        assert wide <= here, f"{kind}: {wide} wider than {here}"
        assert findings(window.page) == [], kind
        assert window.page.locator(".problem").count() == 0


def test_the_count_builder_follows_the_measure_and_counts(desk: Watched, tmp_path: Path) -> None:
    """Another measure has other breakdowns; the count has notes, a table, the command, and downloads of the same numbers."""
    page = desk.page
    page.set_default_timeout(60_000)
    desk.open(f"{HERE}/count")
    page.select_option("select[name=measure]", "removals")
    page.wait_for_selector("#choices option[value='ice.removals.2003']", state="attached")
    page.select_option("select[name=measure]", "arrests")
    # Removals have states too: only their definitions tell that the choices of arrests have come.
    page.wait_for_selector("#choices option[value='ice.removals.2003']", state="detached")
    page.wait_for_selector("#choices option[value='state']", state="attached")
    page.select_option("select[name=by] >> nth=0", "state")
    page.click("button.main")
    page.wait_for_selector("#counted")
    assert "Before any number" in page.inner_text("main")
    assert f"tallymark count arrests --release {RELEASE} --by state" in page.inner_text("main")
    assert page.locator(".map svg title").count() > 2
    with page.expect_download() as download:
        page.click("a.button:has-text('JSON')")
    download.value.save_as(tmp_path / "count.json")
    counted = json.loads((tmp_path / "count.json").read_text())
    assert counted["small_cells"] is False
    shown = {one["group"]["state"]: one["count"] for one in counted["figures"]}
    assert shown["ohio"] is None
    assert shown["texas"]["low"] == 60
    assert "Not on the map: Puerto Rico" in page.inner_text(".map figcaption")


def test_the_quality_of_a_release_comes_after_the_page(desk: Watched) -> None:
    """The page stands at once; the calendar and the checks follow by themselves."""
    desk.page.set_default_timeout(60_000)
    desk.open(HERE)
    desk.page.wait_for_selector("#quality #calendar")
    assert "Fields without a value" in desk.page.inner_text("#quality")


def test_the_form_of_one_number_and_of_memos_follow_the_release(desk: Watched) -> None:
    """Another measure has other definitions; what was typed stays; while it counts the page says so."""
    page = desk.page
    desk.open("/one-number")
    page.fill("input[name=year]", "FY2012")
    page.select_option("select[name=measure]", "arrests")
    page.wait_for_selector("#choices option[value='ice.arrests']", state="attached")
    assert page.input_value("input[name=year]") == "FY2012"
    desk.open("/memos")
    assert page.locator("select[name=measure] option[value=arrests]").count() == 1
    page.evaluate("document.querySelector('form').addEventListener('submit', (event) => event.preventDefault())")
    assert page.locator(".waiting").is_hidden()
    page.click("button.main")
    assert page.locator(".waiting").inner_text().startswith("Counting…")
    page.wait_for_selector(".waiting span:has-text('1 s')")


def test_a_rule_finds_its_cohorts_by_itself(desk: Watched) -> None:
    """The form comes after the page, and leads to the count by the answers of the rule."""
    desk.open("/rules/criminality.convicted_any.known")
    desk.page.wait_for_selector("select[name=cohort]")
    desk.page.click("button:has-text('Count by this rule')")
    desk.page.wait_for_selector("#counted")
    assert findings(desk.page) == []


def test_the_pictures_of_records_are_made_here(browser: Any, pictured: str, shots: Path) -> None:
    """Counts, steps, the map, the calendar and the memo of docs/learn/in-the-browser.md, over synthetic records; UPDATE_PICTURES=1 writes them there."""
    folder = PICTURES if os.environ.get("UPDATE_PICTURES") == "1" else shots / "pictures"
    folder.mkdir(parents=True, exist_ok=True)
    taken = {
        "count": ("/records/made-up/count?measure=removals&by=fiscal_year&by=criminality", "#counted"),
        "one-number": (
            "/one-number?release=made-up&year=FY2024&first=dhs.removals&last=tallymark.removal_episodes",
            "figure",
        ),
        "map": ("/records/made-up/count?measure=arrests&by=state", ".map"),
        "calendar": ("/records/made-up/quality", "#calendar"),
        "memo": ("/memos?release=made-up&memo=johnson_2014&measure=removals&period=FY2024", "#counted"),
    }
    with contextmanager(_window)(browser, pictured, (1000, 700), "light") as window:
        for name, (path, place) in taken.items():
            window.open(path)
            window.page.wait_for_load_state("networkidle")
            window.page.locator(place).evaluate("one => one.scrollIntoView()")
            window.page.screenshot(path=folder / f"{name}.png")
    text = (PICTURES.parent / "in-the-browser.md").read_text("utf-8")
    assert {f"{name}.png" for name in taken} <= set(re.findall(r"pictures/([\w-]+\.png)", text))


def _removals() -> Iterator[Row]:
    for year, n in ((2011, 3), (2012, 4), (2013, 2)):
        for month in range(1, 13):
            for day in range(1, 7 * n, 3):
                yield removal(f"{year}-{month:02d}-{day:02d}", unique_identifier=f"r{year}-{month}-{day}")


def _arrests() -> Iterator[Row]:
    for state, n in STATES:
        for one in range(n):
            yield {
                "apprehension_state": state,
                "apprehension_aor": "Seattle Area of Responsibility",
                "unique_identifier": f"{state}{one}",
            }
