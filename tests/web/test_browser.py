"""The pages in a real browser: every page and main action, no console error, no request off the machine, no serious finding of axe."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.slow
AXE = Path(__file__).parent / "vendor/axe.min.js"
DESK, PHONE = (1200, 900), (390, 844)
PAGES = (
    "/",
    "/figures",
    "/figures/removals?first=2003&series=ice.removals&series=dhs.removals",
    "/rules",
    "/rules/priority.johnson_2014.2c",
    "/rule-sets/ice.removals.2009",
    "/figures/financial_sanctions",
    "/published",
    "/sources",
    "/sources/dhs.progress-2011",
    "/api",
    "/errors/TM-WEB-001",
)
RECORD_PAGES = (
    "/records",
    "/records/made-up",
    "/records/made-up/count?measure=removals&by=fiscal_year&by=criminality",
    "/records/made-up/report?year=FY2012",
    "/one-number?release=made-up&year=FY2012&measure=removals",
    "/one-number?release=made-up&year=FY2012&first=gao.removals&last=ice.removals.2009&published=true",
)
ARTICLE = (
    "WASHINGTON, Oct. 20, 2011 — ICE removed 396,906 people in fiscal year 2011, the agency said.\n\n"
    "The mayor told a council meeting that the agency had removed 450,000 people in fiscal year 2010."
)


class Watched:
    """A page whose every message, failed answer and request is noted."""

    def __init__(self, page: Any, base: str) -> None:
        self.page = page
        self.base = base
        self.faults: list[str] = []
        page.on("console", lambda message: self._note("console", message.type, message.text))
        page.on("pageerror", lambda error: self.faults.append(f"error {error}"))
        page.on("request", lambda request: self._request(request.url))
        page.on("response", lambda answer: self._answer(answer.status, answer.url))

    def open(self, path: str) -> None:
        """Go to a page of the server."""
        self.page.goto(self.base + path)

    def _note(self, *parts: str) -> None:
        if parts[1] in ("error", "warning"):
            self.faults.append(" ".join(parts))

    def _request(self, address: str) -> None:
        if not address.startswith(self.base) and not address.startswith(("data:", "blob:")):
            self.faults.append(f"off the machine: {address}")

    def _answer(self, status: int, address: str) -> None:
        if status >= 400:
            self.faults.append(f"{status} {address}")


@pytest.fixture
def desk(browser: Any, server: str) -> Iterator[Watched]:
    """A wide window in light colours; no fault may be noted by the end of the test."""
    yield from _window(browser, server, DESK, "light")


@pytest.fixture
def phone(browser: Any, server: str) -> Iterator[Watched]:
    """A phone in dark colours."""
    yield from _window(browser, server, PHONE, "dark")


def _window(browser: Any, server: str, size: tuple[int, int], scheme: str) -> Iterator[Watched]:
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]}, color_scheme=scheme, accept_downloads=True
    )
    found = Watched(context.new_page(), server)
    found.page.set_default_timeout(60_000)
    yield found
    context.close()
    assert found.faults == []


def findings(page: Any) -> list[str]:
    """What axe finds serious or critical on the page as it stands."""
    page.evaluate(AXE.read_text("utf-8"))  # through the tools of the browser: the page's own policy forbids it
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{one['id']}: {one['nodes'][0]['html'][:120]} ({len(one['nodes'])})"
        for one in found["violations"]
        if one["impact"] in ("serious", "critical")
    ]


def checked(window: Watched, text: str = ARTICLE) -> Any:
    """The check page with the result of a text."""
    window.open("/")
    window.page.fill("textarea", text)
    window.page.click("button.main")
    window.page.wait_for_selector("details.card")
    return window.page


def pasted(page: Any, text: str) -> None:
    """Put a long text into the field at once; typing it takes a browser many seconds."""
    page.eval_on_selector("textarea", "(area, text) => { area.value = text; }", text)


@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_accessible_and_keeps_to_the_screen(
    desk: Watched, phone: Watched, shots: Path, path: str
) -> None:
    """Wide and light, narrow and dark: nothing serious for axe, nothing wider than the screen, a picture of each."""
    _looked_at(desk, phone, shots, path)


@pytest.mark.parametrize("path", RECORD_PAGES)
def test_every_page_of_records_is_accessible_too(browser: Any, counting_server: str, shots: Path, path: str) -> None:
    """The same for the pages of a server with a store."""
    with (
        contextmanager(_window)(browser, counting_server, DESK, "light") as desk,
        contextmanager(_window)(browser, counting_server, PHONE, "dark") as phone,
    ):
        _looked_at(desk, phone, shots, path)


def _looked_at(desk: Watched, phone: Watched, shots: Path, path: str) -> None:
    name = path.partition("?")[0].strip("/").replace("/", "-") or "check"
    for window, kind in ((desk, "desk"), (phone, "phone")):
        window.open(path)
        window.page.wait_for_load_state("networkidle")
        window.page.screenshot(path=shots / f"{name}-{kind}.png")
        wide, here = window.page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        assert wide <= here, f"{kind}: {wide} wider than {here}"
        assert findings(window.page) == [], kind


def test_a_text_is_checked_and_a_click_opens_the_card(desk: Watched, phone: Watched, shots: Path) -> None:
    """Marks are coloured by verdict with a word beside; a click on one opens its card and no other."""
    for window, kind in ((desk, "desk"), (phone, "phone")):
        page = checked(window)
        assert page.locator("a.claim").all_inner_texts()[0].startswith("396,906")
        assert page.locator("a.claim .tag").nth(1).inner_text().startswith("✗ c2")
        page.click("a.claim >> nth=1")
        assert page.locator("details.card[open]").evaluate_all("all => all.map(one => one.id)") == ["d1-c2"]
        assert page.locator("#d1-c2 .because").inner_text().startswith("Published is 392,862")
        page.screenshot(path=shots / f"check-result-{kind}.png", full_page=True)
        assert findings(page) == [], kind


WATCH = """() => {
  window.seen = { found: 0, judged: 0, against: 0, told: [] };
  const result = document.getElementById("result"), told = document.getElementById("told");
  new MutationObserver(() => {
    const many = (wanted) => result.querySelectorAll(wanted).length;
    window.seen.found = Math.max(window.seen.found, many(".found .claim"));
    window.seen.judged = Math.max(window.seen.judged, many(".found .claim[class*='v-'] > .tag"));
    window.seen.against += many(".found .v-contradicted, .found .v-misleading, .found .v-inconsistent");
  }).observe(result, { childList: true, subtree: true });
  new MutationObserver(() => window.seen.told.push(told.textContent)).observe(told, { childList: true });
}"""


def test_a_long_text_shows_its_claims_while_it_is_read(desk: Watched) -> None:
    """Claims are marked and most of them judged before the cards are there, none is accused; a screen reader hears of it seldom."""
    desk.open("/")
    page = desk.page
    page.evaluate(WATCH)
    pasted(page, ("The town held its yearly fair.\n\n" * 9 + ARTICLE + "\n\n") * 150)
    page.click("button.main")
    page.wait_for_selector("details.card")
    seen = page.evaluate("window.seen")
    assert seen["found"] == 300
    assert 125 <= seen["judged"] <= 150
    assert seen["against"] == 0
    assert page.locator("a.claim.v-contradicted").count() == 150
    assert seen["told"][0] == "Reading…"
    assert seen["told"][-1] == "Done: 300 claims"
    assert len(seen["told"]) <= 5
    assert page.get_attribute("#told", "aria-live") == "polite"


def test_the_place_that_a_reader_looks_at_stays_when_the_result_comes(desk: Watched, phone: Watched) -> None:
    """Whoever scrolled in the unfolding text, in its box or the page, still sees the same sentence when the cards are there."""
    for window, kind in ((desk, "desk"), (phone, "phone")):
        window.open("/")
        page = window.page
        page.evaluate("""() => {
          const result = document.getElementById("result");
          new MutationObserver(() => {
            const claim = document.getElementById("m-d1-c150");
            if (window.stood !== undefined || !claim || claim.tagName !== "SPAN" || !claim.className.includes("v-")) return;
            claim.scrollIntoView({ block: "center" });
            window.stood = claim.getBoundingClientRect().top;
          }).observe(result, { childList: true, subtree: true });
        }""")
        pasted(page, ("The town held its yearly fair.\n\n" * 3 + ARTICLE.partition("\n")[0] + "\n\n") * 300)
        page.click("button.main")
        page.wait_for_selector("details.card")
        stands = page.evaluate("document.getElementById('m-d1-c150').getBoundingClientRect().top")
        assert abs(stands - page.evaluate("window.stood")) < 5, kind


def test_a_card_can_be_opened_with_the_keyboard(desk: Watched) -> None:
    """Tab to a mark, Enter opens its card; the skip link is the first stop."""
    desk.open("/")
    desk.page.keyboard.press("Tab")
    assert desk.page.evaluate("document.activeElement.textContent") == "To the content"
    page = checked(desk)
    page.focus("a.claim >> nth=0")
    page.keyboard.press("Enter")
    assert page.locator("details.card[open]").count() == 1


def test_a_reading_is_corrected_and_the_verdict_follows_at_once(desk: Watched, shots: Path) -> None:
    """The mayor's sentence read as 2012 is compared with 409,849; the choice can be taken back."""
    page = checked(desk)
    page.click("a.claim >> nth=1")
    page.click("#d1-c2 details.correct > summary")
    page.fill("#d1-c2 input[name$=period]", "FY2012")
    page.keyboard.press("Tab")
    page.wait_for_selector("#d1-c2 .corrected")
    assert page.locator("#d1-c2 .because").inner_text().startswith("Published is 409,849")
    page.screenshot(path=shots / "check-corrected-desk.png")
    assert findings(page) == []
    page.select_option("#d1-c2 select[name$=definition]", "dhs.removals")
    page.wait_for_selector("#d1-c2 .because:has-text('DHS Office of Immigration Statistics')")
    page.click("#d1-c2 [data-action=unfix]")
    page.wait_for_selector("#d1-c2 .because:has-text('Published is 392,862')")


def test_a_reading_is_corrected_with_the_keyboard_alone(desk: Watched) -> None:
    """Enter on a mark, Tab to the control, a period that is none is told beside it and loses nothing, Enter takes the next one."""
    page = checked(desk)
    page.focus("#m-d1-c2")
    page.keyboard.press("Enter")
    while page.evaluate("document.activeElement.textContent") != "Correct the reading":
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("#d1-c2 select")
    while page.evaluate("document.activeElement.name") != "fix.1.c2.period":
        page.keyboard.press("Tab")
    page.keyboard.insert_text("soon")
    page.keyboard.press("Enter")
    page.wait_for_selector("#d1-c2 .problem:has-text('TM-MODEL-004')")
    assert page.locator("details.card").count() == 2
    page.keyboard.press("Control+A")
    page.keyboard.insert_text("FY2012")
    page.keyboard.press("Enter")
    page.wait_for_selector("#d1-c2 .because:has-text('Published is 409,849')")
    assert page.locator(".problem").count() == 0
    assert page.evaluate("document.activeElement.name") == "fix.1.c2.period"
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("ArrowDown")
    page.wait_for_selector("#d1-c2 select[name$=people] option[value=everybody]:checked", state="attached")
    assert page.evaluate("document.activeElement.value") == "everybody"


def test_the_date_that_is_missing_can_be_given_at_once(desk: Watched) -> None:
    """The notice leads to the field; Enter there checks again."""
    page = checked(desk, "ICE removed 396,906 people last year.")
    page.focus(".notice a")
    page.keyboard.press("Enter")
    page.keyboard.insert_text("2011-10-18")
    page.keyboard.press("Enter")
    page.wait_for_selector(".about:has-text('Dated 2011-10-18 (as given)')")
    assert page.locator(".notice").count() == 0


def test_cards_can_be_opened_together_and_the_undecided_put_aside(desk: Watched) -> None:
    """One button opens and closes every card, another leaves those that were decided."""
    page = checked(desk, ARTICLE + " There were 12 chairs.")
    page.click("[data-action=unfold]")
    assert page.locator("details.card[open]").count() == 3
    page.click("[data-action=unfold]")
    assert page.locator("details.card[open]").count() == 0
    page.click("[data-action=decided]")
    assert page.locator("details.card >> visible=true").count() == 2
    assert page.get_attribute("[data-action=decided]", "aria-pressed") == "true"
    assert findings(page) == []


def test_the_result_comes_into_sight(phone: Watched) -> None:
    """On a phone the form fills the screen: the finished result is brought up."""
    page = checked(phone)
    assert 0 <= page.evaluate("document.querySelector('.tools').getBoundingClientRect().top") < 422


def test_a_result_can_be_kept_in_each_form(desk: Watched, tmp_path: Path) -> None:
    """The self-contained page opens without the server and runs nothing; JSON, CSV and ClaimReview are downloads."""
    page = checked(desk)
    kept = {}
    for form in ("html", "json", "csv"):
        with page.expect_download() as download:
            page.click(f".tools button[value={form}]")
        kept[form] = tmp_path / download.value.suggested_filename
        download.value.save_as(kept[form])
    assert [claim["verdict"] for claim in json.loads(kept["json"].read_text())["claims"]] == ["exact", "contradicted"]
    assert kept["csv"].read_text().count("\n") == 3
    assert "<script" not in kept["html"].read_text()
    page.click("a.claim >> nth=0")
    page.check("#d1-c1 input[type=checkbox]")
    page.click(".review > summary")
    page.fill("input[name=reviewer]", "A. Reader")
    with page.expect_download() as download:
        page.press("input[name=reviewer]", "Enter")
    assert download.value.suggested_filename == "claimreview.json"


def test_two_texts_are_compared_side_by_side(desk: Watched, shots: Path) -> None:
    """A second text gets its own place, and one figure in both gets a row each."""
    desk.open("/")
    page = desk.page
    page.fill("textarea >> nth=0", "ICE removed 396,906 people in fiscal year 2011.")
    page.click("[data-action=add]")
    page.fill("textarea >> nth=1", "ICE removed nearly 397,000 people in fiscal year 2011.")
    page.click("button.main")
    page.wait_for_selector(".clusters")
    left, right = (page.locator(f"#d{number}").bounding_box()["x"] for number in (1, 2))
    assert left < right
    page.screenshot(path=shots / "check-side-by-side-desk.png", full_page=True)
    assert findings(page) == []


def test_a_dropped_file_is_checked(desk: Watched, tmp_path: Path) -> None:
    """A chosen file is read by its kind."""
    file = tmp_path / "story.md"
    file.write_text("# A story\n\nICE removed 396,906 people in fiscal year 2011.\n")
    desk.open("/")
    desk.page.set_input_files("input[type=file]", file)
    desk.page.click("button.main")
    desk.page.wait_for_selector("details.card")
    assert desk.page.locator("#d1 h2").inner_text() == "A story"


def test_a_problem_is_told_on_the_page(desk: Watched) -> None:
    """A text that is not English is a message with its code and no broken page."""
    desk.open("/")
    desk.page.fill(
        "textarea", "La agencia deportó a muchas personas en el año fiscal, según el informe que publicó ayer. " * 12
    )
    desk.page.click("button.main")
    desk.page.wait_for_selector(".problem")
    assert "TM-CLAIMS-" in desk.page.inner_text(".problem")


def test_script_in_a_text_stays_text(desk: Watched) -> None:
    """Markup in a pasted text is shown and never run, in the marks, the cards and the kept page."""
    evil = '<img src=x onerror="window.hit=1"><script>window.hit=1</script> ICE removed 396,906 <b onclick=x>people</b> in fiscal year 2011.'
    page = checked(desk, evil)
    assert page.evaluate("window.hit") is None
    assert page.locator("#result img, #result script, #result b").count() == 0
    assert "<script>" in page.inner_text(".text")


def test_a_figure_page_changes_with_the_choices(desk: Watched, shots: Path) -> None:
    """Choosing people, another series and asking for a record change the page without loading it anew."""
    desk.open("/figures/removals?first=2003&series=ice.removals")
    page = desk.page
    page.evaluate("window.same = true")
    assert page.locator(".plot svg title").count() > 20
    page.check("input[value='dhs.removals']")
    page.wait_for_selector("#s-2")
    page.click("tr:has(th:text-is('FY2012')) >> nth=0 >> text=ask")
    page.wait_for_selector("td:has-text('is the highest of')")
    page.select_option("select[name=people]", "criminality=convicted")
    page.wait_for_selector("#figure input[name=people][value='criminality=convicted']", state="attached")
    assert page.evaluate("window.same") is True
    page.screenshot(path=shots / "figures-removals-convicted-desk.png")
    assert findings(page) == []


def test_a_figure_can_be_downloaded(desk: Watched) -> None:
    """CSV, JSON and SVG of what is shown."""
    desk.open("/figures/removals?first=2003&series=ice.removals")
    names = []
    for label in ("CSV", "JSON", "SVG"):
        with desk.page.expect_download() as download:
            desk.page.click(f"a.button:text-is('{label}')")
        names.append(download.value.suggested_filename)
    assert names == ["removals.csv", "removals.json", "removals.svg"]


def test_the_check_page_works_without_script(browser: Any, server: str) -> None:
    """With script turned off the form still gives the whole result."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(server + "/")
    page.fill("textarea", ARTICLE)
    page.click("button.main")
    assert page.locator("details.card").count() == 2
    context.close()


def test_the_printed_page_has_the_result_and_no_form(desk: Watched) -> None:
    """On paper the text and its cards are left, whole but for the figures that do not decide in a list that nobody opened."""
    page = checked(desk)
    page.click("a.claim >> nth=1")
    page.click("#d1-c2 summary:has-text('compared with')")
    page.emulate_media(media="print")
    assert page.is_visible("#d1-c1 .because")
    assert page.locator("#d1-c2 .tries li >> visible=true").count() > 1
    assert page.locator("#d1-c1 .tries li >> visible=true").count() == 1
    assert not page.is_visible("#d1-c2 details.correct")
    assert not page.is_visible("#check")
    assert page.is_visible("#result .text")


COMPARED = (
    "WASHINGTON, Oct. 20, 2011 — ICE removed 396,906 people in fiscal year 2011, nearly 55 percent of them convicted criminals.",
    "WASHINGTON, Oct. 21, 2011 — ICE deported almost 400,000 people in fiscal year 2011; about half had been convicted of a crime.",
)
PICTURES = Path(__file__).resolve().parents[2] / "docs/learn/pictures"


def test_the_pictures_of_the_documents_are_made_here(browser: Any, counting_server: str, shots: Path) -> None:
    """Each picture that docs/learn/in-the-browser.md shows is taken by this test; UPDATE_PICTURES=1 writes them into the documents."""
    folder = PICTURES if os.environ.get("UPDATE_PICTURES") == "1" else shots / "pictures"
    folder.mkdir(parents=True, exist_ok=True)
    with contextmanager(_window)(browser, counting_server, (1000, 640), "light") as window:
        page = window.page
        window.open("/")
        page.click("[data-action=demo]")
        page.wait_for_selector("details.card")
        page.click("a.claim >> nth=0")
        page.evaluate("document.querySelector('#d1').scrollIntoView()")
        page.screenshot(path=folder / "check.png")
        page.click("a.claim >> nth=9")
        page.click("#d1-c10 details.correct > summary")
        page.fill("#d1-c10 input[name$=period]", "FY2012")
        page.keyboard.press("Tab")
        page.wait_for_selector("#d1-c10 .corrected")
        page.evaluate("document.querySelector('#d1-c10').scrollIntoView()")
        page.screenshot(path=folder / "correct.png")
        window.open("/")
        page.fill("textarea >> nth=0", COMPARED[0])
        page.click("[data-action=add]")
        page.fill("textarea >> nth=1", COMPARED[1])
        page.click("button.main")
        page.wait_for_selector(".clusters")
        page.evaluate("document.querySelector('.clusters').scrollIntoView()")
        page.screenshot(path=folder / "compare.png")
        window.open("/figures/removals?first=2003&series=ice.removals&series=dhs.removals")
        page.evaluate("document.querySelector('.keys').scrollIntoView()")
        page.screenshot(path=folder / "figures.png")
        window.open("/published?measure=removals&period=FY2011")
        page.screenshot(path=folder / "definitions.png")
        window.open("/sources/dhs.progress-2011")
        page.screenshot(path=folder / "source.png")
        window.open("/rules/priority.johnson_2014.3")
        page.screenshot(path=folder / "rule.png")
    text = (PICTURES.parent / "in-the-browser.md").read_text("utf-8")
    assert {path.name for path in folder.glob("*.png")} <= set(re.findall(r"pictures/([\w-]+\.png)", text))
