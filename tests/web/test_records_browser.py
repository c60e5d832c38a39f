"""The pages of records in a real browser, over a made-up release: accessible, inside the screen, no error, nothing off the machine."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.counting.made import made, removal
from tests.records.small import RELEASE, Row
from tests.web.conftest import free_port, wait_for
from tests.web.test_browser import DESK, PHONE, Watched, _window, findings

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


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server with a store of removals and arrests."""
    folder = tmp_path_factory.mktemp("browser")
    store = made(folder, {"removals": [*_removals()], "arrests": [*_arrests()]})
    port = free_port()
    command = [sys.executable, "-m", "tallymark", "serve", "--port", str(port), "--workers", "1"]
    process = subprocess.Popen([*command, "--with-records", str(store.root)], stderr=subprocess.DEVNULL)  # noqa: S603
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
    assert "Puerto Rico (not on the map)" in page.inner_text(".mapped table")


def test_the_quality_of_a_release_comes_after_the_page(desk: Watched) -> None:
    """The page stands at once; the calendar and the checks follow by themselves."""
    desk.page.set_default_timeout(60_000)
    desk.open(HERE)
    desk.page.wait_for_selector("#quality #calendar")
    assert "Fields without a value" in desk.page.inner_text("#quality")


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
